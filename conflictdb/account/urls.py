"""Addresses of one's own account, below the admin's.

What is not here of allauth has no address: nobody signs up, confirms an email or comes by way of
another site.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib import admin
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponseBase]


def page(title: str, view: View) -> View:
    """One of allauth's pages, in the admin's looks."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            around = admin.site.each_context(request)
            response.context_data = {**around, "title": title, **response.context_data}
            form = response.context_data.get("form")
            for field in form.fields.values() if form else ():
                field.widget.attrs["class"] = f"{around['form_classes']['text_input']} w-full"
                field.widget.attrs.pop("placeholder", None)  # the label says it
        return response

    return answer


def log_in(request: HttpRequest) -> HttpResponseBase:
    """For everybody, also for who is logged in but may not be here any more."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        logout(request)
    answer: HttpResponseBase = account.login(request)
    return answer


urlpatterns = [
    path("login/", page("Log in", log_in), name="account_login"),
    path("login/code/", page("Second factor", mfa.authenticate), name="mfa_authenticate"),
    path("login/cancel/", require_POST(account.logout), name="account_logout"),
    path(
        "account/confirm/",
        page("Is it you?", account.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "account/confirm/code/",
        page("Is it you?", mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path("account/", page("Your account", mfa.index), name="mfa_index"),
    path(
        "account/second-factor/",
        page("Set up a second factor", totp.activate_totp),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/remove/",
        page("Remove the second factor", totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/recovery-codes/",
        page("Recovery codes", recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/renew/",
        page("Renew the recovery codes", recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
