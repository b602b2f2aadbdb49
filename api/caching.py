"""Caching between machines: an entity tag for every answer, and 304 where it still holds.

A tag is made of the dataset's revision, the request and this software, and says exactly which bytes
it stands for: the answer is read from one snapshot of that very revision. A shared cache in front
may keep an answer for a second, and must then ask whether it still holds, which costs one small
query here. Source: RFC 9110 (validators, conditional requests), RFC 9111 (caching).
"""

import gzip
import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.utils.text import compress_sequence
from rest_framework.views import APIView

from .errors import NO_PAGE
from .snapshot import Snapshot, revision_now, snapshot

# Fresh for a second, then asked for again; never used stale.
CACHE_CONTROL = "public, max-age=1, must-revalidate"

# Shorter bodies gain nothing. The level is where time and size both still pay.
LEAST_COMPRESSED = 500
LEVEL = 4


class CachedView(APIView):
    """A view whose answers to GET and HEAD carry validators, and are compressed where accepted.

    One that does not read the database changes with the software only, and answers without it.
    """

    reads_database = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        encoding = "gzip" if _accepts_gzip(request) else None
        if "HTTP_IF_NONE_MATCH" in request.META:
            # Most who ask so have what they ask for: no transaction is begun for them.
            moment = revision_now() if self.reads_database else unchanging()
            tag = entity_tag(request, moment, encoding)
            if _still_holds(tag, request):
                return _validated(HttpResponseNotModified(), tag, moment)
        with ExitStack() as stack:
            reading = self.reads_database and stack.enter_context(snapshot(alone=self.is_alone()))
            answer: Any = super().dispatch(request, *args, **kwargs)
            if hasattr(answer, "render"):
                answer.render()
            if answer.status_code == 200:
                answer.headers.setdefault("Content-Security-Policy", NO_PAGE)
                encode(answer, encoding)
                moment = reading.begin() if reading else unchanging()
                _validated(answer, entity_tag(request, moment, encoding), moment)
            else:
                answer.headers.setdefault("Cache-Control", "no-cache")
                patch_vary_headers(answer, ["Accept-Encoding"])
            if answer.streaming:
                # What streams goes on reading this snapshot, until it is sent or given up.
                answer._resource_closers.append(stack.pop_all().close)  # noqa: SLF001
            return answer

    def is_alone(self) -> bool:
        """Whether one query for ``snapshot.texts`` is all that will be read."""
        return False


class CompressedPages(GZipMiddleware):
    """Compresses what the views here have not seen to themselves, whose tags would be void."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path_info.startswith("/api/") and response.has_header("ETag"):
            return response
        return super().process_response(request, response)


def entity_tag(request: HttpRequest, moment: Snapshot, encoding: str | None) -> str:
    """The strong tag of what a request is answered at a state of the dataset."""
    query = "&".join(sorted(request.META.get("QUERY_STRING", "").split("&")))
    site = request.build_absolute_uri("/")
    about = [software(), site, request.path, query, encoding or ""]
    digest = hashlib.blake2b("\0".join(about).encode("utf-8", "replace"), digest_size=12)
    return f'"{moment.revision}-{digest.hexdigest()}"'


def _validated(answer: Any, tag: str, moment: Snapshot) -> Any:
    answer["ETag"] = tag
    answer["Last-Modified"] = http_date(moment.changed.timestamp())
    answer["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def encode(answer: HttpResponseBase, encoding: str | None) -> None:
    """Compress a body, always to the same bytes."""
    if encoding is None or answer.status_code == 304 or answer.has_header("Content-Encoding"):
        return
    body: Any = answer
    if answer.streaming:
        body.streaming_content = compress_sequence(body.streaming_content)
        del answer["Content-Length"]
    elif len(body.content) >= LEAST_COMPRESSED:
        body.content = gzip.compress(body.content, LEVEL, mtime=0)
        answer["Content-Length"] = str(len(body.content))
    else:
        return
    answer["Content-Encoding"] = encoding


@cache
def unchanging() -> Snapshot:
    """What does not depend on the data: as old as this software's newest file."""
    newest = max(file.stat().st_mtime for file in _sources())
    return Snapshot(0, datetime.fromtimestamp(newest, UTC), lasting=True)


def _accepts_gzip(request: HttpRequest) -> bool:
    accepted: Iterable[str] = request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(",")
    for each in accepted:
        name, _, weight = each.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _still_holds(tag: str, request: HttpRequest) -> bool:
    """Whether the client has what it asks for. RFC 9110 compares weakly here."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given:
        return False
    tags = [each.removeprefix("W/") for each in parse_etags(given)]
    return tag in tags


@cache
def software() -> str:
    """What changes when this software does: a digest of its sources."""
    digest = hashlib.blake2b(digest_size=12)
    for file in _sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def _sources() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parent.parent
    return tuple(
        file
        for folder in ("api", "conflictdb")
        for file in sorted((root / folder).rglob("*"))
        if file.suffix in (".py", ".yaml", ".json", ".html")
    )
