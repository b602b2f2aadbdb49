"""The front page for people, and the API's root for programs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.reverse import reverse

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


@require_safe
def api_root(request: HttpRequest) -> JsonResponse:
    """The addresses of all lists, and of the documentation."""
    lists = {f"{name}s": reverse(f"{name}-list") for name in RESOURCES}
    further = {name: reverse(name) for name in ("schema", "docs", "redoc")}
    return JsonResponse(
        {name: request.build_absolute_uri(path) for name, path in {**lists, **further}.items()}
    )


class TrailingSlash:
    """Middleware: an API address with a trailing slash answers as the one without, no redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/api/v1/") and path != "/api/v1/" and path.endswith("/"):
            request.path_info = path.rstrip("/")
        return self.get_response(request)
