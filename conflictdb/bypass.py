"""A middleware past which what is asked by programs goes straight to its view.

Sessions, log-in, forms and their messages are for people's pages. The API and the probes have none
of these, and are spared them: they were a quarter of the work of the shortest answers.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

from .unavailable import UNAVAILABLE, unavailable

PROGRAMS = ("/api/", "/health/")


class Bypass:
    """Middleware: everything that stands after it in the settings is for people's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(PROGRAMS):
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        try:
            answer: Any = match.func(request, *match.args, **match.kwargs)
            if hasattr(answer, "render"):
                answer = answer.render()
        except UNAVAILABLE as reason:
            return unavailable(request, reason)
        if not answer.streaming:
            answer.headers.setdefault("Content-Length", str(len(answer.content)))
        return answer
