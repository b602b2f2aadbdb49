"""The API's addresses: one line a resource."""

from django.urls import include, path, re_path
from drf_spectacular.views import (
    SpectacularRedocView,
    SpectacularSwaggerView,
)
from rest_framework.routers import SimpleRouter

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

router = SimpleRouter(trailing_slash=False)
for prefix, viewset in RESOURCES.items():
    router.register(prefix, viewset, basename=viewset.resource)
router.register("vocabularies", VocabularyViewSet, basename="vocabulary")

urlpatterns = [
    path("", RootView.as_view(), name="api-root"),
    path("search", SearchView.as_view(), name="search"),
    path("changes", ChangeFeed.as_view(), name="changes"),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", local(SpectacularSwaggerView.as_view(url_name="schema")), name="docs"),
    path(
        "redoc",
        local(SpectacularRedocView.as_view(url_name="schema", template_name="api/redoc.html")),
        name="redoc",
    ),
    path("aggregates/claims", ClaimAggregateView.as_view(), name="claim-aggregates"),
    path("aggregates/incidents", IncidentAggregateView.as_view(), name="incident-aggregates"),
    path("aggregates/statements", StatementAggregateView.as_view(), name="statement-aggregates"),
    path(
        "questions/<str:slug>/chart.svg",
        QuestionChartViewSet.as_view({"get": "chart"}),
        name="question-chart",
    ),
    path("incidents/<str:slug>/timeline", TimelineView.as_view(), name="incident-timeline"),
    *(
        path(f"{prefix}/export.<str:file_format>", ExportView.as_view(viewset=viewset))
        for prefix, viewset in RESOURCES.items()
    ),
    path("", include(router.urls)),
    re_path("", not_found),
]
