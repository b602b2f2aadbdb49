"""One's own account, in the browser: the second factor from its picture to the next log-in."""

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from .complaints import Complaints

PASSWORD = "of this test only"
Shoot = Callable[[Page, str], None]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("nune")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_a_second_factor_from_its_picture_to_the_next_log_in(
    account: Callable[..., User], window: Callable[..., BrowserContext], shoot: Shoot
) -> None:
    cache.clear()
    account("nune", password=PASSWORD)
    page = window().new_page()
    log_in(page)
    expect(page).to_have_url(re.compile("/admin/$"))
    page.goto("/admin/account/")
    shoot(page, "account")
    page.get_by_role("link", name="Set one up").click()
    shoot(page, "account-confirm")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    picture = page.get_by_alt_text("The key as a QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    shoot(page, "account-set-up")
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("li code")).to_have_count(10)
    shoot(page, "account-codes")
    recovery = page.locator("li code").first.inner_text()
    page.goto("/admin/account/")
    shoot(page, "account-safe")

    other = window().new_page()
    log_in(other)
    expect(other).to_have_url(re.compile("/admin/login/code/$"))
    shoot(other, "log-in-code")
    other.get_by_label("Code").fill(recovery)
    other.get_by_role("button", name="Log in").click()
    expect(other).to_have_url(re.compile("/admin/$"))


def test_who_is_locked_out_is_told_so(
    account: Callable[..., User],
    window: Callable[..., BrowserContext],
    complaints: Complaints,
    shoot: Shoot,
) -> None:
    complaints.expect("429")
    account("nune", password=PASSWORD)
    page = window().new_page()
    for _ in range(4):
        log_in(page, "wrong")
        expect(page.get_by_text("not correct")).to_be_visible()
    log_in(page, "wrong")
    expect(page.get_by_text("There were too many attempts")).to_be_visible()
    shoot(page, "locked-out")
