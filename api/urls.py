"""The API's addresses: one line a resource."""

from django.urls import include, path, re_path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerView,
)
from rest_framework.routers import SimpleRouter

from .errors import not_found
from .exports import ExportView
from .pages import api_root, local
from .resources.actor import ActorViewSet
from .resources.claim import ClaimViewSet
from .resources.document import DocumentViewSet
from .resources.incident import IncidentViewSet
from .resources.place import PlaceViewSet
from .resources.question import QuestionViewSet
from .resources.statement import StatementViewSet

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

urlpatterns = [
    path("", api_root, name="api-root"),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", local(SpectacularSwaggerView.as_view(url_name="schema")), name="docs"),
    path(
        "redoc",
        local(SpectacularRedocView.as_view(url_name="schema", template_name="api/redoc.html")),
        name="redoc",
    ),
    *(
        path(f"{prefix}/export.<str:file_format>", ExportView.as_view(viewset=viewset))
        for prefix, viewset in RESOURCES.items()
    ),
    path("", include(router.urls)),
    re_path(r"^(?P<path>.*)$", not_found),
]
