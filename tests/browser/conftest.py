"""The admin in a real Chromium, the machine's own, over HTTP; each page belongs to an account.

A test fails on whatever its pages complain of: see ``complaints``. CONFLICTDB_CHROMIUM names the
browser where it is not on the PATH; CONFLICTDB_SCREENSHOTS a folder for ``shoot``'s pictures.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from .complaints import Complaints

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE = 10_000  # milliseconds that a page may take: two browsers share this machine's cores

# Unfold asks for the scheme when a page opens, and not again.
DARK = "dark => document.documentElement.classList.toggle('dark', dark)"

Open = Callable[..., Page]


def chromium() -> str | None:
    named = os.environ.get("CONFLICTDB_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Skips where there is none, but fails in continuous integration."""
    path = chromium()
    if path is None:
        told = "no Chromium here: install it, or name one in CONFLICTDB_CHROMIUM"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, beside the test that asks the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chrome = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chrome
        chrome.close()


@pytest.fixture
def complaints(live_server: LiveServer) -> Iterator[Complaints]:
    """What pages complained of. There must be nothing when the test ends."""
    found = Complaints(live_server.url)
    yield found
    assert not found.told, "\n".join(found.told)


@pytest.fixture
def account(transactional_db: None, roles: dict[str, list[tuple[str, str]]]) -> Callable[..., User]:
    """Make an account: ``account("nune", "Reviewer")``; of no role, one who may do everything.

    The groups are those of the migrations, made anew: tests with transactions empty every table.
    """

    def make(name: str, role: str | None = None, **fields: Any) -> User:
        fields = {"is_staff": True, "is_superuser": role is None, **fields}
        user = User.objects.create_user(name, **fields)
        if role:
            group, _ = Group.objects.get_or_create(name=role)
            for app, code in roles[role]:
                group.permissions.add(
                    Permission.objects.get(content_type__app_label=app, codename=code)
                )
            user.groups.add(group)
        return user

    return make


@pytest.fixture
def window(
    browser: Browser, live_server: LiveServer, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody's own: what it keeps, no other sees. Addresses are the site's paths."""
    opened = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            **{"viewport": {"width": 1400, "height": 900}, "locale": "en-GB", **options},
        )
        context.set_default_timeout(PATIENCE)
        complaints.listen(context)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def open_as(window: Callable[..., BrowserContext], live_server: LiveServer) -> Open:
    """A page of a new window in which an account is logged in, without the log-in page."""

    def open_page(user: User, **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context = window(**options)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return context.new_page()

    return open_page


@pytest.fixture
def annotator(account: Callable[..., User], open_as: Open) -> Page:
    return open_as(account("annotator", "Annotator"))


@pytest.fixture
def reviewer(account: Callable[..., User], open_as: Open) -> Page:
    return open_as(account("reviewer", "Reviewer"))


@pytest.fixture
def administrator(account: Callable[..., User], open_as: Open) -> Page:
    return open_as(account("administrator", "Administrator"))


@pytest.fixture
def superuser(account: Callable[..., User], open_as: Open) -> Page:
    return open_as(account("superuser"))


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keep pictures of a page, light and dark, wide and narrow, if a folder is named for them."""
    folder = os.environ.get("CONFLICTDB_SCREENSHOTS")

    def keep(page: Page, name: str) -> None:
        if not folder:
            return
        before = page.viewport_size
        for scheme in ("light", "dark"):
            for width in (1400, 390):
                page.emulate_media(color_scheme=scheme)
                page.evaluate(DARK, scheme == "dark")
                page.set_viewport_size({"width": width, "height": 900})
                path = Path(folder) / f"{name}-{scheme}-{width}.png"
                page.screenshot(path=path, full_page=True)
        page.emulate_media(color_scheme=None)
        page.evaluate(DARK, False)
        if before:
            page.set_viewport_size(before)

    return keep
