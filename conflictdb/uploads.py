"""What is sent to people's pages is bounded before any of it is read, whoever sends it.

A form refuses a text that is too long in its own words, and keeps what was typed. This is for what
no form is sent: it would fill the disk first.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class BoundedUploads:
    """Middleware: 413 for what is larger than settings.DATA_UPLOAD_MAX_MEMORY_SIZE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length[:18]) <= most:
            return self.get_response(request)
        told = (
            f"Not saved: more than {most // 10**6} million bytes were sent, which is more than any "
            "text. Go back, and send less.\n"
        )
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(told, "text/plain; charset=utf-8", 413, headers=headers)
