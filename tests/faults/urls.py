"""The site's addresses, and some whose trouble can be chosen."""

from collections.abc import Callable

import psycopg
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from conflictdb.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


class FailingMiddleware:
    """As a session that cannot be saved does, fails where no view can be blamed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.endswith("/middleware"):
            raise OperationalError("the session's table is away")
        return response


def run(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


@api_view()
def slow_api(request: Request) -> Response:
    return Response(run("SELECT pg_sleep(20)"))


def slow_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(run("SELECT pg_sleep(20)"))


def locked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(run("SELECT count(*) FROM conflictdb_document"))


def backend(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"backend": run("SELECT pg_backend_pid()")})


def raw(request: HttpRequest) -> HttpResponse:
    raise psycopg.OperationalError("a cursor without Django around it")


@api_view()
def django(request: Request) -> Response:
    raise OperationalError("Django's own")


def fault(request: HttpRequest) -> HttpResponse:
    raise ValueError("a plain mistake, which is no outage")


urlpatterns = [
    path("api/faults/slow", slow_api),
    path("faults/slow", slow_page),
    path("faults/locked", locked),
    path("faults/backend", backend),
    path("faults/middleware", backend),
    path("api/faults/middleware", backend),
    path("api/faults/raw", raw),
    path("api/faults/django", django),
    path("faults/fault", fault),
    *urlpatterns,
]
