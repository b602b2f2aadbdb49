"""Caching between machines: an entity tag for every answer, and 304 where it still holds.

A tag is made of the dataset's revision, the request and this software, and says exactly which bytes
it stands for: the answer is read from one snapshot of that very revision. A shared cache in front
may keep an answer for a second, and must then ask whether it still holds, which costs one small
query here. Source: RFC 9110 (validators, conditional requests), RFC 9111 (caching).
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.utils.text import compress_sequence
from rest_framework.views import APIView

from conflictdb.unavailable import UNAVAILABLE, unavailable

from .errors import NO_PAGE
from .snapshot import Snapshot, revision_now, snapshot

# Fresh for a second, then asked for again; never used stale.
CACHE_CONTROL = "public, max-age=1, must-revalidate"

# Shorter bodies gain nothing. The level is where time and size both still pay.
LEAST_COMPRESSED = 500
LEVEL = 4

UNCHANGING = -1  # the revision of what the data does not change


class CachedView(APIView):
    """A view whose answers to GET and HEAD carry validators, and are compressed where accepted.

    One that does not read the database changes with the software only, and answers without it.
    """

    reads_database = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        encoding = _encoding_for(request)
        with ExitStack() as stack:
            reading = self.reads_database and stack.enter_context(snapshot(alone=self.is_alone()))
            answer: Any = super().dispatch(request, *args, **kwargs)
            if hasattr(answer, "render"):
                answer.render()
            encode(answer, encoding)
            if answer.status_code == 200:
                answer.headers.setdefault("Content-Security-Policy", NO_PAGE)
                moment = reading.begin() if reading else unchanging()
                _validated(answer, moment, _digest_of(request, encoding))
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


class NotModified:
    """Middleware: who has the answer already is told so before anything else is done.

    A tag ends in a digest of the request that it was given for. Where that is this request's, only
    the state before it is left to look at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_IF_NONE_MATCH")
        if not given or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        digest = _digest_of(request, _encoding_for(request))
        if digest not in given:
            return self.get_response(request)
        tags = {tag.removeprefix("W/") for tag in parse_etags(given)}  # RFC 9110 compares weakly
        moment = unchanging()
        if _tag(moment, digest) not in tags:
            try:
                moment = revision_now()
            except UNAVAILABLE as reason:
                return unavailable(request, reason)
            if _tag(moment, digest) not in tags:
                return self.get_response(request)
        return _validated(HttpResponseNotModified(), moment, digest)


def _digest_of(request: HttpRequest, encoding: str | None) -> str:
    """What tells this request's answers from all others, of this software."""
    query = "&".join(sorted(request.META.get("QUERY_STRING", "").split("&")))
    site = request.build_absolute_uri("/")
    about = "\0".join([software(), site, request.path, query, encoding or ""])
    return hashlib.blake2b(about.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _tag(moment: Snapshot, digest: str) -> str:
    """The strong entity tag of what a request is answered at a state of the dataset."""
    return f'"{moment.revision}-{digest}"'


def _validated(answer: HttpResponseBase, moment: Snapshot, digest: str) -> HttpResponseBase:
    answer["ETag"] = _tag(moment, digest)
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
    return Snapshot(UNCHANGING, datetime.fromtimestamp(newest, UTC), lasting=True)


def _encoding_for(request: HttpRequest) -> str | None:
    """The encoding in which an answer is sent, of those that the client accepts."""
    accepted: Iterable[str] = request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(",")
    for each in accepted:
        name, _, weight = each.partition(";")
        if name.strip() in ("gzip", "*"):
            refused = weight.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000")
            return None if refused else "gzip"
    return None


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
