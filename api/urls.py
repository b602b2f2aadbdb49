"""The API's addresses: one line a resource."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import (
    SpectacularRedocView,
    SpectacularSwaggerView,
)

from .errors import not_found
from .exports import ExportView
from .pages import RootView, SchemaView, local
from .resources.actor import ActorViewSet
from .resources.aggregate import (
    ClaimAggregateView,
    IncidentAggregateView,
    StatementAggregateView,
)
from .resources.change import ChangeFeed
from .resources.claim import ClaimViewSet
from .resources.document import DocumentViewSet
from .resources.incident import IncidentViewSet
from .resources.place import PlaceViewSet
from .resources.question import QuestionViewSet
from .resources.question_chart import QuestionChartViewSet
from .resources.search import SearchView
from .resources.statement import StatementViewSet
from .resources.timeline import TimelineView
from .resources.vocabulary import VocabularyViewSet

RESOURCES = {
    "incidents": IncidentViewSet,
    "statements": StatementViewSet,
    "claims": ClaimViewSet,
    "actors": ActorViewSet,
    "places": PlaceViewSet,
    "documents": DocumentViewSet,
    "questions": QuestionViewSet,
}


def _paths(prefix: str, viewset: Any) -> list[URLPattern | URLResolver]:
    """The list and the records below it, by their first word: most requests are for these."""
    name, lookup = viewset.resource, viewset.lookup_field
    below = [path(f"<str:{lookup}>", viewset.as_view({"get": "retrieve"}), name=f"{name}-detail")]
    if prefix in RESOURCES:
        # No slug has a dot.
        below.insert(0, path("export.<str:file_format>", ExportView.as_view(viewset=viewset)))
    return [
        path(prefix, viewset.as_view({"get": "list"}), name=f"{name}-list"),
        path(f"{prefix}/", include(below)),
    ]


urlpatterns = [
    *(each for prefix, viewset in RESOURCES.items() for each in _paths(prefix, viewset)),
    *_paths("vocabularies", VocabularyViewSet),
    path("", RootView.as_view(), name="api-root"),
    path("search", SearchView.as_view(), name="search"),
    path("changes", ChangeFeed.as_view(), name="changes"),
    path("aggregates/claims", ClaimAggregateView.as_view(), name="claim-aggregates"),
    path("aggregates/incidents", IncidentAggregateView.as_view(), name="incident-aggregates"),
    path("aggregates/statements", StatementAggregateView.as_view(), name="statement-aggregates"),
    path(
        "questions/<str:slug>/chart.svg",
        QuestionChartViewSet.as_view({"get": "chart"}),
        name="question-chart",
    ),
    path("incidents/<str:slug>/timeline", TimelineView.as_view(), name="incident-timeline"),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", local(SpectacularSwaggerView.as_view(url_name="schema")), name="docs"),
    path(
        "redoc",
        local(SpectacularRedocView.as_view(url_name="schema", template_name="api/redoc.html")),
        name="redoc",
    ),
    re_path("", not_found),
]
