"""Rendering: JSON, whatever a client says that it accepts, and as it is where it is ready made."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer


class Prepared:
    """A body that is JSON already."""

    def __init__(self, text: str) -> None:
        self.text = text


class PreparedJSONRenderer(JSONRenderer):
    """Writes prepared JSON as it is, and anything else as usual."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        if isinstance(data, Prepared):
            return data.text.encode("utf-8")
        return super().render(data, *args, **kwargs)


class AlwaysJSON(BaseContentNegotiation):
    """The API speaks JSON whatever a client says that it accepts."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
