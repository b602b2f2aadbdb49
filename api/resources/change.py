"""The change feed over HTTP: what happened to the public records, in order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.caching import CachedView
from api.errors import BadParameters
from api.filters import CodeFilter, NumberFilter, ParameterSet
from api.representation import CodeField
from api.schema import LIST_PROBLEMS, problem_responses
from conflictdb.models import Change, Dataset
from conflictdb.vocabularies import CHANGE_OPERATIONS, RESOURCES, WITHDRAWAL_REASONS

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000

PURPOSE = """
Keep a copy of the public records in step with this server, for example every night.

1. Begin with `after=0`, or with the `revision` that the copy was made at.
2. Handle `results` in order. `published` and `updated`: get the record at `url` and put it in place
of what the copy has under that slug. `withdrawn`: delete it. `merged`: delete it too; `url` leads
on to the record that it turned out to be. A `url` that answers 410 means that the record was
withdrawn since; its own entry follows.
3. Ask again at `next`, until `results` is empty. Then store `next`, and begin there next time.

`next` is there always. Numbers rise by one with each change, in the order in which the changes took
hold, and entries never change: whoever reads on from a number misses nothing. Several changes that
were made at once are one entry of a record. What a record shows of others, such as their names and
how many they are, changes with entries of those others only. A `revision` below `after` that stays
so means that this server was set back to an earlier state: begin anew.
"""


class ChangeSerializer(serializers.Serializer):
    """What happened to one record."""

    sequence = serializers.IntegerField(help_text="Number of the change; rises by one each time.")
    at = serializers.DateTimeField(help_text="When it happened.")
    resource = CodeField(RESOURCES, help_text="What sort of record.")
    slug = serializers.CharField(help_text="Identifier of the record.")
    operation = CodeField(CHANGE_OPERATIONS, help_text="What happened to it.")
    reason = CodeField(
        WITHDRAWAL_REASONS,
        allow_null=True,
        help_text="Why it was withdrawn; null otherwise, and where no reason was coded.",
    )
    url = serializers.SerializerMethodField(
        help_text="Address of the record; null when it was withdrawn."
    )

    def get_url(self, change: Change) -> str | None:
        if change.operation == "withdrawn":
            return None
        path = reverse(f"{change.resource}-detail", args=[change.slug])
        address: str = self.context["request"].build_absolute_uri(path)
        return address


class ChangePageSerializer(serializers.Serializer):
    """Some changes, and where to read on."""

    next = serializers.URLField(
        help_text="Where to read on, now or later; there even when nothing is new."
    )
    previous = serializers.URLField(allow_null=True, help_text="Always null.")
    revision = serializers.IntegerField(help_text="Number of the dataset's last change of all.")
    results = ChangeSerializer(many=True, help_text="The changes, in their order.")


class ChangeParameters(ParameterSet):
    """The parameters of the change feed."""

    further = ()

    after = NumberFilter(
        help_text="Only changes after this number; all of them without it.",
    )
    limit = NumberFilter(
        low=1,
        high=MAX_LIMIT,
        help_text=f"How many changes to show at most; {DEFAULT_LIMIT} without it.",
    )
    resource = CodeFilter(RESOURCES, "resource", help_text="Of these sorts of records.")
    operation = CodeFilter(CHANGE_OPERATIONS, "operation", help_text="These operations.")


def _matching(values: Mapping[str, Any]) -> QuerySet[Change]:
    """The changes that the parameters keep."""
    kept = Change.objects.filter(sequence__gt=values.get("after", 0))
    for column in ("resource", "operation"):
        if column in values:
            kept = kept.filter(**{f"{column}__in": values[column]})
        if f"{column}__not" in values:
            kept = kept.exclude(**{f"{column}__in": values[f"{column}__not"]})
    return kept


class ChangeFeed(CachedView):
    """The change feed."""

    @extend_schema(
        operation_id="listChanges",
        summary="Follow the changes",
        description=PURPOSE.strip(),
        tags=["changes"],
        parameters=ChangeParameters.parameters(),
        responses={
            (200, "application/json"): OpenApiResponse(ChangePageSerializer, description="Found."),
            **problem_responses(LIST_PROBLEMS),
        },
    )
    def get(self, request: Request) -> Response:
        """One page of changes."""
        parameters = ChangeParameters(request.query_params)
        if parameters.problems:
            raise BadParameters(parameters.problems)
        values = parameters.values
        limit = values.get("limit", DEFAULT_LIMIT)
        revision = Dataset.objects.current().revision
        changes = list(_matching(values).order_by("sequence")[:limit])
        # After a short page, also past what the other parameters left out.
        read = changes[-1].sequence if len(changes) == limit else revision
        page: dict[str, Any] = {
            "next": self._address(request, max(read, values.get("after") or 0)),
            "previous": None,
            "revision": revision,
            "results": ChangeSerializer(changes, many=True, context={"request": request}).data,
        }
        return Response(page)

    def _address(self, request: Request, after: int) -> str:
        parameters = request.query_params.copy()
        parameters["after"] = str(after)
        query = parameters.urlencode(safe=",:")
        return request.build_absolute_uri(f"{request.path}?{query}")
