"""503 with ``Retry-After``, never a trace, when the database cannot answer just now.

That is: it is away, starting or stopping, no connection is free in time, a query took too long,
a lock did not come, or two transactions got in each other's way. Asking again later may work.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.defaults import server_error as plain_server_error

RETRY_AFTER = 2  # seconds

logger = logging.getLogger(__name__)

# Django's, and psycopg's own where a cursor was used without Django around it (COPY).
UNAVAILABLE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


class DatabaseUnavailableMiddleware:
    """Answers for views, the API's and the admin's, that could not reach the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if isinstance(exception, UNAVAILABLE) else None


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """``handler500``: what process_exception is never told of comes here (other middleware)."""
    exception = sys.exception()
    if isinstance(exception, UNAVAILABLE):
        return unavailable(request, exception)
    return plain_server_error(request)


def unavailable(request: HttpRequest, reason: Exception) -> HttpResponse:
    """503: as a problem (RFC 9457) for the API, as a plain sentence elsewhere.

    The reason is for the log alone.
    """
    logger.warning("%s %s: %s", request.method, request.path, " ".join(str(reason).split()))
    detail = "The database cannot answer just now. Please try again in a few seconds."
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if not request.path_info.startswith("/api/"):
        return HttpResponse(f"{detail}\n", "text/plain; charset=utf-8", 503, headers=headers)
    problem = {
        "type": "about:blank",
        "title": "Service unavailable",
        "status": 503,
        "detail": detail,
        "errors": [],
    }
    return JsonResponse(
        problem, status=503, content_type="application/problem+json", headers=headers
    )
