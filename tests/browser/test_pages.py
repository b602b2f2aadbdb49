"""Every list and every page that adds a record opens without a complaint."""

import re
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from conflictdb.models import Redaction, Revision

from .complaints import Complaints

NEVER_ADDED = {AccessAttempt, Redaction, Revision}  # by hand; other work makes them


def test_logging_in_leads_to_the_front_page(
    window: Callable[..., BrowserContext],
    account: Callable[..., User],
    shoot: Callable[[Page, str], None],
) -> None:
    account("nune", password="of this test only")
    page = window().new_page()
    page.goto("/admin/")
    shoot(page, "log-in")
    page.get_by_label("Username").fill("nune")
    page.get_by_label("Password").fill("of this test only")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.get_by_text("Evidence")).to_be_visible()
    shoot(page, "front")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_pages_of_every_desk_open(model: type[Model], superuser: Page) -> None:
    for name in ["changelist"] if model in NEVER_ADDED else ["changelist", "add"]:
        address = f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"
        answer = superuser.goto(reverse(address))
        assert answer.status == 200
        expect(superuser.get_by_role("heading").first).to_be_visible()


def test_pages_for_readers_open(
    window: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    complaints.expect("cdn.redoc.ly/redoc/logo-mini.svg")  # asked for by Redoc; the policy forbids
    page = window().new_page()
    for path in ("/", "/api/v1/docs", "/api/v1/redoc"):
        page.goto(path)
        page.wait_for_load_state("networkidle")


def test_a_complaint_is_heard(
    window: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    page = window().new_page()
    page.goto("/")
    page.evaluate("console.error('first')")
    page.evaluate("setTimeout(() => { throw new Error('second') })")
    page.evaluate("alert('third')")
    page.evaluate("fetch('http://elsewhere.invalid/fourth').catch(() => {})")
    page.wait_for_timeout(300)
    for word in ("first", "second", "third", "fourth"):
        assert any(word in told for told in complaints.told), word
        complaints.expect(word)
