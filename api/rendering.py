"""Rendering: JSON, whatever a client says that it accepts, and as it is where it is ready made."""

from typing import Any

from django.http import HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer


def json_answer(body: bytes) -> HttpResponse:
    """An answer that is JSON already."""
    return HttpResponse(body, content_type=JSONRenderer.media_type)


class AlwaysJSON(BaseContentNegotiation):
    """The API speaks JSON whatever a client says that it accepts."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
