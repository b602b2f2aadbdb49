"""Logging in: lockouts, the second factor, what ends a log-in, and what nobody may do."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from tests.conflictdb.team import member

PASSWORD = "of these tests only"
LOG_IN = "/admin/login/"
INDEX = "/admin/"
SET_UP = "/admin/account/second-factor/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def nune() -> User:
    return User.objects.create_user("nune", password=PASSWORD, is_staff=True)


def log_in(client: Client, name: str = "nune", password: str = PASSWORD, **headers: Any) -> Any:
    return client.post(LOG_IN, {"login": name, "password": password}, **headers)


def is_logged_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    """A second factor for who is logged in, by the pages; its secret."""
    assert client.get(SET_UP).status_code == 302  # the password is asked for once more
    client.post(f"/admin/account/confirm/?next={SET_UP}", {"password": PASSWORD})
    secret: str = client.get(SET_UP).context["form"].secret
    done = client.post(SET_UP, {"code": code_of(secret)})
    assert done.status_code == 302, done.context["form"].errors
    assert done.url == "/admin/account/recovery-codes/"
    cache.clear()  # the code that was used is good again: no test waits for the next one
    return secret


# Accounts


def test_a_new_database_has_no_accounts() -> None:
    assert not User.objects.exists()


def test_of_allauth_only_the_pages_that_are_needed_have_an_address(client: Client) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if name.startswith(("account_", "mfa_", "socialaccount"))} == {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    }
    for name in ("account_signup", "account_email", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("signup/", "account/signup/", "login/signup/", "account/email/", "3rdparty/"):
        assert client.get(f"/admin/{path}").status_code in (302, 404)
        assert client.get(f"/{path}").status_code == 404
    assert "sign" not in client.get(LOG_IN).content.decode().lower().replace("assign", "")


# Logging in


def test_a_password_lets_in_and_leads_to_where_one_was_going(client: Client, nune: User) -> None:
    gone = client.get("/admin/conflictdb/claim/")
    assert gone.url == f"{LOG_IN}?next=/admin/conflictdb/claim/"
    answer = client.post(gone.url, {"login": "nune", "password": PASSWORD})
    assert answer.url == "/admin/conflictdb/claim/"
    assert is_logged_in(client)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_log_in_leads_to_no_other_site(elsewhere: str, client: Client, nune: User) -> None:
    answer = client.post(
        f"{LOG_IN}?next={elsewhere}", {"login": "nune", "password": PASSWORD, "next": elsewhere}
    )
    assert answer.url == INDEX


def test_accounts_that_may_not_use_the_admin_do_not_log_in(client: Client) -> None:
    reader = User.objects.create_user("reader", password=PASSWORD)
    answer = log_in(client, "reader")
    assert answer.status_code == 200
    assert "not correct" in answer.content.decode()
    client.force_login(reader)  # one that was staff before
    assert client.get(INDEX, follow=True).redirect_chain[-1][0].startswith(LOG_IN)
    assert client.get(LOG_IN).status_code == 200
    inactive = User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    assert log_in(client, inactive.username).status_code == 200


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, nune: User) -> None:
    cookie = log_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # it ends with the browser


# Lockouts


def fail(client: Client, times: int, name: str = "nune", **headers: Any) -> list[int]:
    return [log_in(client, name, f"wrong {i}", **headers).status_code for i in range(times)]


def test_guessing_at_a_name_is_stopped_and_only_from_that_address(
    client: Client, nune: User
) -> None:
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    refused = log_in(client)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert "15 minutes" in refused.content.decode()
    assert not is_logged_in(client)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert log_in(Client(), **elsewhere).status_code == 302
    # Another browser at the same address is no way around.
    assert log_in(Client(HTTP_USER_AGENT="another")).status_code == 429


def test_an_address_that_guesses_at_many_names_is_stopped(client: Client, nune: User) -> None:
    statuses = [fail(client, 1, f"name {i}")[0] for i in range(20)]
    assert statuses == [200] * 19 + [429]
    assert log_in(client).status_code == 429
    assert log_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_lockout_ends_though_one_keeps_trying(
    client: Client, nune: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(client, 8)
    assert log_in(client).status_code == 429
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: later)
    assert log_in(client).status_code == 302


def test_an_address_is_the_one_that_the_proxy_saw(
    client: Client, nune: User, settings: Any
) -> None:
    settings.BEHIND_PROXY = True
    for i in range(5):
        last = fail(client, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{i}, 192.0.2.1")
    assert last == [429]
    assert log_in(client, HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1").status_code == 429
    assert log_in(client, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2").status_code == 302


def test_a_household_of_ipv6_is_one_address(client: Client, nune: User) -> None:
    for i in range(5):
        last = fail(client, 1, REMOTE_ADDR=f"2001:db8::{i}")
    assert last == [429]


def test_a_command_ends_a_lockout(client: Client, nune: User, capsys: Any) -> None:
    fail(client, 5)
    call_command("axes_reset_username", "nune")
    assert log_in(client).status_code == 302


def test_failures_keep_no_password(client: Client, nune: User) -> None:
    from axes.models import AccessAttempt

    fail(client, 1)
    kept = AccessAttempt.objects.values_list("post_data", "get_data").get()
    assert "wrong" not in "".join(kept)


# The second factor


def test_with_a_second_factor_a_password_is_not_enough(client: Client, nune: User) -> None:
    log_in(client)
    secret = set_up(client)
    other = Client()
    halfway = log_in(other)
    assert halfway.url == "/admin/login/code/"
    assert not is_logged_in(other)
    assert other.post(halfway.url, {"code": "000000"}).status_code == 200
    assert not is_logged_in(other)
    assert other.post(halfway.url, {"code": code_of(secret)}).url == INDEX
    assert is_logged_in(other)


def test_a_code_is_good_once(client: Client, nune: User) -> None:
    log_in(client)
    secret = set_up(client)
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser)
        browser.post("/admin/login/code/", {"code": code})
    assert is_logged_in(first)
    assert not is_logged_in(second)


def test_a_recovery_code_lets_in_once(client: Client, nune: User) -> None:
    log_in(client)
    set_up(client)
    page = client.get("/admin/account/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser)
        browser.post("/admin/login/code/", {"code": codes[0]})
    assert is_logged_in(first)
    assert not is_logged_in(second)


def test_guessing_at_codes_is_stopped(client: Client, nune: User) -> None:
    log_in(client)
    secret = set_up(client)
    other = Client()
    log_in(other)
    for i in range(5):
        other.post("/admin/login/code/", {"code": f"00000{i}"})
    other.post("/admin/login/code/", {"code": code_of(secret)})
    assert not is_logged_in(other)


def test_who_wants_in_after_all_not_can_cancel(client: Client, nune: User) -> None:
    log_in(client)
    set_up(client)
    other = Client()
    log_in(other)
    assert other.get(LOG_IN).url == "/admin/login/code/"
    other.post("/admin/login/cancel/")
    assert other.get(LOG_IN).status_code == 200


def test_removing_it_takes_the_password_again(client: Client, nune: User) -> None:
    log_in(client)
    set_up(client)
    client.post("/admin/logout/")
    client.force_login(nune)
    asked = client.post("/admin/account/second-factor/remove/")
    assert asked.url.startswith("/admin/account/confirm/")
    assert Authenticator.objects.filter(user=nune, type="totp").exists()
    client.post(asked.url, {"password": PASSWORD})
    client.post("/admin/account/second-factor/remove/")
    assert not Authenticator.objects.filter(user=nune).exists()


@pytest.mark.parametrize(
    ("due", "administrates"),
    [("none", True), ("administrators", False), ("administrators", True), ("all", False)],
)
def test_who_needs_a_second_factor_sets_it_up_before_anything_else(
    due: str, administrates: bool, client: Client, nune: User, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = due
    led = due == "all" or (due == "administrators" and administrates)
    if administrates:
        nune.user_permissions.add(Permission.objects.get(codename="change_user"))
    log_in(client)
    for path in (INDEX, "/admin/conflictdb/claim/", "/admin/account/", "/admin/auth/user/"):
        answer = client.get(path)
        assert (answer.status_code == 302 and answer.url == SET_UP) is led, path
    assert (client.post("/admin/conflictdb/claim/add/").status_code == 302) is led
    if led:
        set_up(client)
        assert client.get(INDEX).status_code == 200


def test_the_picture_comes_from_here(client: Client, nune: User) -> None:
    log_in(client)
    client.post(f"/admin/account/confirm/?next={SET_UP}", {"password": PASSWORD})
    page = client.get(SET_UP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page


# What ends a log-in


def test_changing_the_password_ends_the_other_log_ins(client: Client, nune: User) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    new = "another of these tests"
    changed = client.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert changed.status_code == 302
    assert is_logged_in(client)
    assert not is_logged_in(other)


def test_a_log_in_ends_when_idle_and_lives_when_used(
    client: Client, nune: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SESSION_COOKIE_AGE = 3600
    log_in(client)
    begun = timezone.now()

    def after(**passed: Any) -> None:
        moment = begun + timedelta(**passed)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("conflictdb.account.middleware.time.time", moment.timestamp)

    for minutes in (50, 100, 150):
        after(minutes=minutes)
        assert is_logged_in(client), minutes
    after(minutes=211)
    assert not is_logged_in(client)


def test_a_page_does_not_write_the_session_each_time(
    client: Client, nune: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    log_in(client)
    client.get(INDEX)
    before = Session.objects.get().session_data
    client.get(INDEX)
    assert Session.objects.get().session_data == before


# Desks of others' accounts


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin"))
    return client


def test_an_administrator_takes_a_second_factor_away_and_it_is_logged(
    administrator: Client, nune: User
) -> None:
    hers = Client()
    log_in(hers)
    set_up(hers)
    desk = "/admin/auth/user/"
    administrator.post(desk, {"action": "reset_second_factor", "_selected_action": nune.pk})
    assert not Authenticator.objects.filter(user=nune).exists()
    entry = LogEntry.objects.get(object_id=str(nune.pk), content_type__model="user")
    assert entry.user.username == "admin"
    assert "econd factor" in entry.change_message
    assert log_in(Client()).url == INDEX


def test_an_administrator_leaves_the_second_factor_of_who_may_more(administrator: Client) -> None:
    administrator.logout()
    lesser = member("lesser", "Administrator")
    administrator.force_login(lesser)
    root = User.objects.create_superuser("root")
    Authenticator.objects.create(user=root, type="totp", data={})
    desk = "/admin/auth/user/"
    administrator.post(desk, {"action": "reset_second_factor", "_selected_action": root.pk})
    assert Authenticator.objects.filter(user=root).exists()


def test_an_administrator_ends_a_lockout_and_it_is_logged(
    administrator: Client, nune: User
) -> None:
    from axes.models import AccessAttempt

    fail(Client(), 5)
    desk = "/admin/axes/accessattempt/"
    page = administrator.get(desk).content.decode()
    assert "nune" in page
    assert "127.0.0.1" in page
    attempt = AccessAttempt.objects.get()
    administrator.post(desk, {"action": "unlock", "_selected_action": attempt.pk})
    assert not AccessAttempt.objects.exists()
    assert LogEntry.objects.filter(change_message__contains="nune").exists()
    assert log_in(Client()).status_code == 302


def test_only_administrators_do(client: Client, nune: User) -> None:
    nune.user_permissions.add(Permission.objects.get(codename="view_user"))
    other = User.objects.create_user("other", is_staff=True)
    Authenticator.objects.create(user=other, type="totp", data={})
    client.force_login(nune)
    assert client.get("/admin/axes/accessattempt/").status_code == 403
    client.post(
        "/admin/auth/user/", {"action": "reset_second_factor", "_selected_action": other.pk}
    )
    assert Authenticator.objects.filter(user=other).exists()
