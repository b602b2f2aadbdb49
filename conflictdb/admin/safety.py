"""What administrators do about others' log-ins: end a lockout, take away a lost second factor."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from .skin import ModelAdmin, display

# Allauth brings desks of its own, which the import above has registered. Nobody edits these rows:
# each account has a page for them.
admin.site.unregister([Authenticator, EmailAddress])


@admin.action(description="Take away the second factor", permissions=["change"])
def reset_second_factor(
    desk: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[User]
) -> None:
    """For who has lost it: the password alone then lets in, and a new one can be set up.

    Not for accounts that may more than one's own.
    """
    with transaction.atomic():
        may = [user for user in chosen if desk.has_change_permission(request, user)]
        had = [user for user in may if Authenticator.objects.filter(user=user).delete()[0]]
        for user in had:
            desk.log_change(request, user, "Second factor taken away.")
    names = ", ".join(user.get_username() for user in had) or "None of these"
    desk.message_user(request, f"{names}: no second factor any more.", messages.SUCCESS)


@admin.register(AccessAttempt)
class LockoutAdmin(ModelAdmin):
    """Log-ins that failed of late; no longer than they count."""

    list_display = ("username", "ip_address", "failures", "attempt_time")
    list_display_links = None
    search_fields = ("username", "ip_address")
    list_per_page = 50
    show_full_result_count = False
    actions = ["unlock"]

    @display(description="Failures", ordering="failures_since_start")
    def failures(self, attempt: AccessAttempt) -> str:
        return str(attempt.failures_since_start)

    @admin.action(description="Forget: let them try again")
    def unlock(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        with transaction.atomic():
            for attempt in chosen:
                told = f"Failures of {attempt.username} at {attempt.ip_address} forgotten."
                self.log_change(request, attempt, told)
                attempt.delete()
        self.message_user(request, "They may try again.", messages.SUCCESS)

    # Who may change accounts may see and do this, and nobody writes the rows.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth.change_user")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.change_user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
