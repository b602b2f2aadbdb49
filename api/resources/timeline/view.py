"""The timeline over HTTP."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, Prefetch, Q
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching import CachedView
from api.errors import BadParameters
from api.filters import (
    CodeFilter,
    KnownAtFilter,
    NumberFilter,
    ParameterFilter,
    ParameterSet,
    fault,
)
from api.pagination import CURSOR, DEFAULT_LIMIT, MAX_LIMIT
from api.resources.incident import IncidentViewSet
from api.schema import detail_problems, problem_responses
from conflictdb.models import Actor, Citation, Claim, Document, Incident, Statement
from conflictdb.timelines import Entries, Key
from conflictdb.vocabularies import ENTRY_TYPES

from .representation import TimelineEntrySerializer, TimelinePageSerializer


class CursorFilter(ParameterFilter):
    """Where the page begins."""

    schema: ClassVar[dict[str, Any]] = CURSOR

    def read(self, values: list[str]) -> tuple[Key, bool]:
        try:
            return Key.read(values[0])
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            raise fault(
                "bad_cursor",
                "is not one that a timeline gave; take it whole from `next` or `previous`.",
            ) from error


class TimelineParameters(ParameterSet):
    """The parameters of a timeline."""

    further = ()

    known_at = KnownAtFilter(
        None,
        help_text="As the world knew it then: statements made by that moment, and of incidents "
        "those of which one of them tells.",
        example="2021-11-16T17:00:00+04:00",
    )
    type = CodeFilter(ENTRY_TYPES, "type", help_text="Entries that tell this.")
    limit = NumberFilter(low=1, high=MAX_LIMIT, help_text="How many entries a page has at most.")
    cursor = CursorFilter(
        help_text="Where the page begins: taken from `next` or `previous`, never made up."
    )


class TimelineView(CachedView):
    """The timeline of an incident."""

    @extend_schema(
        operation_id="getIncidentTimeline",
        summary="Get the timeline of one incident",
        description=(
            "Read a day hour by hour: what happened and what was said about an incident and its "
            "parts, in one order. When something is said to have happened and when somebody said "
            "so are two entries. What is dated to a day only stands before the day's first hour, "
            "the undated last. With `known_at`, only what was known by then."
        ),
        tags=["incidents"],
        parameters=[
            *TimelineParameters.parameters(),
            OpenApiParameter(
                "slug",
                {"type": "string", "example": IncidentViewSet.example},
                "path",
                description="Identifier of the incident.",
                required=True,
            ),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(
                TimelinePageSerializer, description="Found."
            ),
            **problem_responses(detail_problems(Incident)),
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        """One page of the timeline."""
        parameters = TimelineParameters(request.query_params)
        if parameters.problems:
            raise BadParameters(parameters.problems)
        IncidentViewSet().id_of(slug)
        given = parameters.values
        limit = given.get("limit") or DEFAULT_LIMIT
        key, reverse = given.get("cursor") or (None, False)
        entries = Entries(slug, given.get("known_at"), _types(given))
        found = entries.page(limit + 1, key, reverse=reverse)
        more = len(found) > limit
        found = found[-limit:] if reverse else found[:limit]
        has_next = bool(found) and (more or reverse)
        has_previous = bool(found) and (more if reverse else key is not None)
        shown = TimelineEntrySerializer(
            _records(found), many=True, context={"request": request}
        ).data
        return Response(
            {
                "next": self._address(found[-1][0].write(reverse=False)) if has_next else None,
                "previous": self._address(found[0][0].write(reverse=True))
                if has_previous
                else None,
                "results": shown,
            }
        )

    def _address(self, cursor: str) -> str:
        parameters = self.request.query_params.copy()
        parameters["cursor"] = cursor
        query = parameters.urlencode(safe=",:")
        address: str = self.request.build_absolute_uri(f"{self.request.path}?{query}")
        return address


def _types(given: dict[str, Any]) -> list[str]:
    wanted = given.get("type") or ENTRY_TYPES.codes
    unwanted = given.get("type__not") or []
    return [code for code in ENTRY_TYPES.codes if code in wanted and code not in unwanted]


def _records(found: list[tuple[Key, int]]) -> list[dict[str, Any]]:
    """The records of these entries, as the representation reads them, in that order."""
    ids = {code: [pk for key, pk in found if key.type == code] for code in ENTRY_TYPES.codes}
    claims = Claim.objects.published().select_related("subject__side", "target__side")
    records: dict[str, dict[int, Any]] = {
        "incident": Incident.objects.published()
        .select_related("place", "part_of")
        .in_bulk(ids["incident"]),
        "reported_event": claims.select_related("incident", "statement__speaker__side").in_bulk(
            ids["reported_event"]
        ),
        "statement": Statement.objects.published()
        .select_related("speaker__side")
        .prefetch_related(
            Prefetch("co_speakers", Actor.objects.published().select_related("side")),
            Prefetch("incidents", Incident.objects.published()),
            Prefetch("claims", claims),
        )
        .in_bulk(ids["statement"]),
    }
    reported, statements = records["reported_event"].values(), records["statement"].values()
    _add_documents([*statements, *(claim.statement for claim in reported)])
    for claim in reported:
        claim.documents = claim.statement.documents
    time = {"incident": "occurred", "reported_event": "occurred", "statement": "made"}
    nothing = dict.fromkeys(ENTRY_TYPES.codes)
    return [
        {
            **nothing,
            "type": key.type,
            "time": getattr(records[key.type][pk], time[key.type]),
            key.type: records[key.type][pk],
        }
        for key, pk in found
        if pk in records[key.type]  # else withdrawn just now
    ]


def _add_documents(statements: Sequence[Any]) -> None:
    """Put on statements the documents that cite them or a claim of theirs, the earliest first."""
    of = {statement.pk for statement in statements}
    citations = (
        Citation.objects.published()
        .filter(Q(statement__in=of) | Q(claim__statement__in=of))
        .values_list("statement_id", "claim__statement_id", "document_id")
    )
    cited_in = defaultdict(set)
    for statement, of_claim, document in citations:
        cited_in[statement or of_claim].add(document)
    documents = (
        Document.objects.published()
        .filter(id__in=set().union(*cited_in.values()))
        .select_related("publisher__side")
        .order_by(F("published_earliest").asc(nulls_last=True), "slug")
    )
    shown = list(documents)
    for statement in statements:
        statement.documents = [one for one in shown if one.pk in cited_in[statement.pk]]
