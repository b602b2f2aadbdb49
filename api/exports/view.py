"""The export of a resource: all records that match, as a file."""

import threading
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from api.caching import CachedView
from api.errors import bad_parameter, closest, listed
from api.pagination import KeysetPaginator
from api.representation import root_address
from api.resource import ResourceViewSet
from api.snapshot import current

from .formats import Format, formats_of
from .schema import ExportSchema
from .source import Records, first_of

# Parameters that cut pages: here they would say something that is not so.
OF_PAGES = ("limit", "cursor", "count")
DEFAULT_ORDERING = "slug"  # by an index, so that the first row comes at once

# Exports at a time, so that slow downloads leave threads to everybody else.
places = threading.BoundedSemaphore(max(1, settings.SERVE_THREADS // 2))


class Busy(APIException):
    """As many exports as may be are running: 503."""

    status_code = 503
    default_detail = "Many exports are running just now. Please try again in a little while."
    wait = 10  # seconds


class ExportView(CachedView):
    """All records of a resource that match, in one of the formats."""

    schema = ExportSchema()
    viewset: type[ResourceViewSet] = ResourceViewSet  # given in urls.py

    def get(self, request: Request, file_format: str) -> StreamingHttpResponse:
        """All records that match. Raises BadParameters, Busy."""
        formats = formats_of(self.viewset.resource)
        records = self.records(request, self.format_problems(file_format, formats))
        chosen = formats[file_format]
        if request.method == "HEAD":
            return self.answer(chosen, iter(()))
        if not places.acquire(blocking=False):
            raise Busy
        try:
            chosen.check(records)
            chunks = chosen.write(records)
            answer = self.answer(chosen, _all(first_of(chunks), chunks))
        except BaseException:
            places.release()
            raise
        # In this order, before the snapshot ends: no COPY runs on, and the place is free.
        answer._resource_closers += [chunks.close, places.release]  # type: ignore[attr-defined]  # noqa: SLF001
        return answer

    def records(self, request: Request, problems: list[dict[str, Any]]) -> Records:
        """The records that the parameters keep, and how they are shown. Raises BadParameters."""
        resource = self.viewset()
        resource.request, resource.action = request, "list"
        resource.args, resource.kwargs, resource.format_kwarg = (), {}, None
        filterset = resource.filterset_class(request.query_params)
        paginator = KeysetPaginator(request, resource.model, resource.orderings, DEFAULT_ORDERING)
        of_ordering = [each for each in paginator.problems if each["parameter"] == "ordering"]
        problems = [*problems, *_of_pages(request), *filterset.problems, *of_ordering]
        context = resource.context(resource.representation, problems)
        base = root_address(request)
        return Records(resource, filterset, paginator.ordering, context, base)

    def format_problems(self, name: str, formats: dict[str, Format]) -> list[dict[str, Any]]:
        if name in formats:
            return []
        detail = f"file_format does not know {name[:60]!r}; accepted are {listed(formats)}."
        return [bad_parameter("file_format", "unknown_format", detail, closest(name, formats))]

    def answer(self, chosen: Format, chunks: Iterator[bytes]) -> StreamingHttpResponse:
        revision = current().revision
        name = f"conflictdb-{self.viewset.resource}s-{revision}.{chosen.name}"
        answer = StreamingHttpResponse(chunks, content_type=chosen.media_type)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        if chosen.packed:
            # Nobody compresses it once more.
            answer["Content-Encoding"] = "identity"
        return answer


def _of_pages(request: Request) -> list[dict[str, Any]]:
    return [
        bad_parameter(
            name, "not_for_exports", f"{name} is for pages; an export has all that matches."
        )
        for name in OF_PAGES
        if name in request.query_params
    ]


def _all(first: Any, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from first
    yield from chunks
