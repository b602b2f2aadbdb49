"""Answers for probes: is the process alive, and can it do its work."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conflictdb.unavailable import RETRY_AFTER, UNAVAILABLE


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all; asks no database."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers a query, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except UNAVAILABLE:
        headers = {"Retry-After": str(RETRY_AFTER)}
        return JsonResponse({"status": "database away"}, status=503, headers=headers)
    return JsonResponse({"status": "ready"})
