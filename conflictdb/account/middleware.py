"""Rules for whoever is logged in: idle log-ins end, and a second factor may be due first."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

# How exactly idleness is told: a log-in is written once in so many seconds, not at every request.
PRECISION = 60

# What one may do before the second factor that is due has been set up.
BEFORE_THE_SECOND_FACTOR = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:jsi18n",
}


class AccountRules:
    """Middleware: what holds for every page of the admin, whatever its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        _note_that_it_is_used(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in BEFORE_THE_SECOND_FACTOR or not lacks_second_factor(request.user):
            return None
        messages.info(request, "Your account needs a second factor. Please set it up first.")
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _note_that_it_is_used(request: HttpRequest) -> None:
    """A session that is saved lives on for SESSION_COOKIE_AGE."""
    now = int(time.time())
    if now - request.session.get("used_at", 0) >= PRECISION:
        request.session["used_at"] = now


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether one is due, by CONFLICTDB_REQUIRE_SECOND_FACTOR, and not there."""
    due = settings.REQUIRE_SECOND_FACTOR
    if due == "none" or (due == "administrators" and not is_administrator(user)):
        return False
    return not is_mfa_enabled(user)


def is_administrator(user: User | AnonymousUser) -> bool:
    """Who may change others' accounts can become anybody."""
    return user.has_perm("auth.change_user")
