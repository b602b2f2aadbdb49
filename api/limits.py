"""Rate limits: how many requests to the API an address may make in a stretch of time.

One past the limit is answered 429 before anything else is done for it. Every answer says what is
left, in the fields of draft-ietf-httpapi-ratelimit-headers-11. Only the API is counted: neither
the admin, nor static files, nor probes.
"""

import ipaddress
import logging
import re
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string

from .errors import problem

# Another machine's counter that does not answer by then is done without.
STORAGE_SECONDS = 0.2

logger = logging.getLogger(__name__)


class RateLimitMiddleware:
    """Counts the requests of an address, tells what is left, and refuses those past the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.RATE_LIMIT is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.quota, self.window = settings.RATE_LIMIT.amount, settings.RATE_LIMIT.get_expiry()
        self.storage = storage_at(settings.RATE_LIMIT_STORAGE)
        self.policy = f'"default";q={self.quota};w={self.window}'

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        key = f"conflictdb/{client_of(request)}"
        try:
            used = self.storage.incr(key, self.window)
            ends = self.storage.get_expiry(key)
        except StorageError as error:
            # Better to serve without a limit than not at all.
            logger.warning("Requests go uncounted: %s", " ".join(str(error).split()))
            return self.get_response(request)
        seconds = min(max(1, ceil(ends - time.time())), self.window)
        response = self.get_response(request) if used <= self.quota else self._refusal(seconds)
        response["RateLimit-Policy"] = self.policy
        response["RateLimit"] = f'"default";r={max(0, self.quota - used)};t={seconds}'
        return response

    def _refusal(self, seconds: int) -> HttpResponseBase:
        detail = (
            f"This address has made its {self.quota} requests of {self.window} seconds. "
            f"Please go on in {seconds} seconds."
        )
        headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
        return problem(429, detail, headers=headers)


class ProcessStorage(MemoryStorage):
    """Counters of this process: exact under threads, and without a thread of their own.

    The library's starts one to clear up at nearly every request, which costs 60 µs, and forgets
    counts when several threads meet at the end of a window.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.cleared_up = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        with self.lock:
            if self.cleared_up + expiry <= now:
                self.cleared_up = now
                for name in [name for name, ends in self.expirations.items() if ends <= now]:
                    self.clear(name)
            if self.expirations.get(key, 0) <= now:
                self.storage[key], self.expirations[key] = 0, now + expiry
            self.storage[key] += amount
            return self.storage[key]


def storage_at(url: str) -> Storage:
    """Where requests are counted: in this process, or at a server that several share."""
    if url == "memory://":
        return ProcessStorage()
    storage = storage_from_string(
        url,
        wrap_exceptions=True,
        socket_timeout=STORAGE_SECONDS,
        socket_connect_timeout=STORAGE_SECONDS,
    )
    assert isinstance(storage, Storage)  # noqa: S101  # not one of its asynchronous kinds
    return storage


def client_of(request: HttpRequest) -> str:
    """Whose requests are counted together.

    Behind a proxy that is the last address of X-Forwarded-For, which the proxy put there; what
    stands before it, and the whole header without a proxy, is only what a client says.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        last_hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return network_of(last_hop) or network_of(address) or address
    return network_of(address) or address


def address_of(request: HttpRequest) -> str | None:
    """The same as one address, the first of a network, for what is counted by those."""
    return client_of(request).partition("/")[0] or None


@lru_cache(maxsize=4096)
def network_of(address: str) -> str | None:
    """An IPv4 address, or the /64 of an IPv6 one, which is a single household's; None of neither.

    A port behind it is dropped.
    """
    bare = re.sub(r"^\[(.*)\](:\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$", r"\1\3", address)
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))
