"""Errors: one shape for all of them, RFC 9457 ``application/problem+json``.

``errors`` lists what was wrong, parameter by parameter: its name, a code, what is wrong with it and
what would be right. Nothing tells of drafts, tables or traces.
"""

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, serializers, status
from rest_framework.views import set_rollback

from conflictdb.models.change import Tombstone
from conflictdb.vocabularies import RESOURCES, WITHDRAWAL_REASONS

from .representation import CodeField

MEDIA_TYPE = "application/problem+json"

# What a browser may do with an answer that is no page: nothing.
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"

TITLES = {
    308: "Permanent redirect",
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    410: "Gone",
    429: "Too many requests",
    503: "Service unavailable",
}


class ParameterProblemSerializer(serializers.Serializer):
    """One thing wrong with one parameter."""

    parameter = serializers.CharField(help_text="The parameter's name.")
    code = serializers.CharField(help_text="Machine-readable kind of fault.")
    detail = serializers.CharField(help_text="What is wrong, and what is accepted.")
    suggestion = serializers.CharField(
        allow_null=True,
        help_text="The closest accepted name or value; null when none is close.",
    )


class ProblemSerializer(serializers.Serializer):
    """A problem as RFC 9457 describes it."""

    type = serializers.CharField(help_text="`about:blank`: the status says it all.")
    title = serializers.CharField(help_text="What the status means.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened in this case.")
    errors = ParameterProblemSerializer(  # type: ignore[assignment]
        many=True, help_text="What was wrong, by parameter."
    )


class TombstoneSerializer(serializers.Serializer):
    """What remains of a record that was withdrawn."""

    resource = CodeField(RESOURCES, help_text="What sort of record it was.")
    slug = serializers.CharField(help_text="Identifier of the record.")
    withdrawn = serializers.DateTimeField(help_text="When it was withdrawn.")
    reason = CodeField(
        WITHDRAWAL_REASONS, allow_null=True, help_text="Why; null where no reason was coded."
    )


class GoneSerializer(ProblemSerializer):
    """The problem of a record that was withdrawn."""

    tombstone = TombstoneSerializer(help_text="What remains of the record.")


class BadParameters(exceptions.APIException):
    """One or more parameters of a request are wrong: 400, naming every one of them."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        self.problems = problems
        names = dict.fromkeys(problem["parameter"] for problem in problems)
        super().__init__(f"These parameters are wrong: {listed(names)}. See `errors`.")


class Gone(exceptions.APIException):
    """A record that was public and is no longer: 410 with its tombstone."""

    status_code = status.HTTP_410_GONE

    def __init__(self, tombstone: Tombstone) -> None:
        self.members = {"tombstone": TombstoneSerializer(tombstone).data}
        super().__init__(f"{tombstone.slug} was withdrawn.")


class Merged(exceptions.APIException):
    """A record that turned out to be another: 308 to that one's address."""

    status_code = status.HTTP_308_PERMANENT_REDIRECT

    def __init__(self, slug: str, survivor: str, location: str) -> None:
        self.location = location
        super().__init__(f"{slug} was merged into {survivor}.")


def bad_parameter(
    name: str, code: str, detail: str, suggestion: str | None = None
) -> dict[str, Any]:
    """One entry of ``errors``."""
    return {"parameter": name, "code": code, "detail": detail, "suggestion": suggestion}


def closest(value: str, accepted: Iterable[str]) -> str | None:
    """The accepted value that is most like the one given, if any is close."""
    found = difflib.get_close_matches(value[:200], list(accepted), n=1)
    return found[0] if found else None


def listed(accepted: Iterable[str], most: int = 60) -> str:
    """Accepted values in words, cut where there are too many to read."""
    values = list(accepted)
    shown = ", ".join(values[:most])
    return f"{shown} and {len(values) - most} more" if len(values) > most else shown


def problem(
    status_code: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    members: dict[str, Any] | None = None,
) -> JsonResponse:
    """A problem as a response: JSON, whatever the view renders; ``members`` extend its body."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status_code, "Error"),
        "status": status_code,
        "detail": detail,
        "errors": errors or [],
        **(members or {}),
    }
    headers = {"Content-Security-Policy": NO_PAGE, **(headers or {})}
    return JsonResponse(body, status=status_code, headers=headers, content_type=MEDIA_TYPE)


def handle(exception: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """DRF's exception handler: every API exception becomes a problem.

    Anything else is left to the middleware: a lost database answers 503 there.
    """
    if isinstance(exception, Http404):
        exception = exceptions.NotFound("There is no such record.")
    if isinstance(exception, TooManyFieldsSent):
        exception = BadParameters([_too_many(context["request"].META["QUERY_STRING"])])
    if not isinstance(exception, exceptions.APIException):
        return None
    headers = {}
    wait = getattr(exception, "wait", None)  # of a throttled request
    if wait is not None:
        headers["Retry-After"] = str(max(1, round(wait)))
    if isinstance(exception, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if isinstance(exception, Merged):
        headers["Location"] = exception.location
    set_rollback()
    problems = getattr(exception, "problems", None)
    members = getattr(exception, "members", None)
    return problem(exception.status_code, str(exception.detail), problems, headers, members)


def _too_many(query: str) -> dict[str, Any]:
    """The problem of a query with more parameters than any sane one has: its commonest."""
    names = Counter(pair.partition("=")[0] for pair in query.split("&"))
    name, times = names.most_common(1)[0]
    name = unquote_plus(name)[:100]
    return bad_parameter(name, "too_many", f"{name} is given {times} times, among too many others.")


@csrf_exempt
def not_found(request: HttpRequest, path: str = "") -> JsonResponse:
    """What the API answers at a path that it does not have."""
    return problem(404, "There is nothing at this address; /api/v1/ lists what there is.")
