"""Who guesses passwords is kept out for a while: by name and address, and by address.

Never by name alone: nobody can keep somebody else out who sits elsewhere. A lockout ends by itself,
and trying again does not prolong it. django-axes counts; the desk of lockouts undoes.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# An address may be an office's: it has so many times the failures that one name has from there.
NAMES_AT_AN_ADDRESS = 4


class FailureCounter(AxesDatabaseHandler):
    """Counts failures; those of an address weigh less than those of a name at that address."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        of_the_pair: int
        of_the_address: int
        of_the_pair, of_the_address = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(of_the_pair, of_the_address // NAMES_AT_AN_ADDRESS)


def page(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """What a locked-out client is told."""
    wait = settings.AXES_COOLOFF_TIME
    context = {
        **admin.site.each_context(request),
        "title": "Too many attempts",
        "minutes": round(wait.total_seconds() / 60),
    }
    answer = render(request, "account/locked_out.html", context, status=429)
    answer["Retry-After"] = round(wait.total_seconds())
    answer["Cache-Control"] = "no-store"
    return answer
