"""The front page for people, and the API's root for programs."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.caching import CachedView
from conflictdb.models import (
    Actor,
    Claim,
    Document,
    Incident,
    Place,
    Question,
    Statement,
)

RESOURCES = ("incident", "statement", "claim", "actor", "place", "document", "question")
FURTHER = {
    "vocabularies": "vocabulary-list",
    "changes": "changes",
    "search": "search",
    "aggregates/claims": "claim-aggregates",
    "aggregates/incidents": "incident-aggregates",
    "aggregates/statements": "statement-aggregates",
    "schema": "schema",
    "docs": "docs",
    "redoc": "redoc",
}

EXAMPLES = (
    (
        "What did each side say about captured soldiers on 16 November 2021?",
        "claims?kind=captured&asserted_after=2021-11-16&asserted_before=2021-11-16",
    ),
    (
        "Where do accounts of the captured differ?",
        "questions?topic=captivity&contested=true",
    ),
    (
        "What was known at five in the afternoon, Yerevan time?",
        "claims?family=casualty&known_at=2021-11-16T17:00:00%2B04:00",
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how much there is, and three queries that work when clicked."""
    counts = [
        (model._meta.verbose_name_plural, model.objects.published().count())
        for model in (Document, Incident, Statement, Claim, Actor, Place, Question)
    ]
    contested = Question.objects.published().filter(contested=True).count()
    context = {"counts": counts, "contested": contested, "examples": EXAMPLES}
    return render(request, "api/home.html", context)


@extend_schema(exclude=True)
class RootView(CachedView):
    """The addresses of all lists, and of the documentation."""

    reads_database = False

    def get(self, request: Request) -> Response:
        lists = {f"{name}s": reverse(f"{name}-list") for name in RESOURCES}
        further = {name: reverse(view) for name, view in FURTHER.items()}
        return Response(
            {name: request.build_absolute_uri(path) for name, path in {**lists, **further}.items()}
        )


@extend_schema(exclude=True)
class SchemaView(CachedView):
    """The OpenAPI document, as committed: the suite compares it with what the code says."""

    reads_database = False
    file = Path(__file__).with_name("openapi.yaml")

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(self.file.read_bytes(), content_type="application/vnd.oai.openapi")


class TrailingSlash:
    """Middleware: an API address with a trailing slash answers as the one without, no redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == "/api/v1" or (path.startswith("/api/v1/") and path.endswith("/")):
            bare = path.rstrip("/")
            request.path_info = f"{bare}/" if bare == "/api/v1" else bare
            # Pages name the addresses around them by this one.
            request.path = request.path.removesuffix(path) + request.path_info
        return self.get_response(request)


def local(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose browser may ask this site only: Redoc's bundle names its maker's logo."""
    compressed = gzip_page(view)

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = compressed(*args, **kwargs)
        response["Content-Security-Policy"] = (
            "default-src 'self'; img-src 'self' data:; font-src 'self' data:; worker-src blob:;"
            " style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
            " frame-ancestors 'none'"
        )
        return response

    return answer
