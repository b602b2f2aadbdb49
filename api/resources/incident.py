"""Incidents over HTTP."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from rest_framework import serializers

from api.filters import (
    BooleanFilter,
    CodeFilter,
    CountryFilter,
    LocatedFilterSet,
    SearchFilter,
    SlugFilter,
    TimeFilter,
)
from api.representation import (
    ActorRefSerializer,
    CodeField,
    CountField,
    CountsByCode,
    IncidentRefSerializer,
    PlaceRefSerializer,
    QuestionRefSerializer,
    Representation,
    TimeFactField,
    URLField,
)
from api.resource import ResourceViewSet
from api.selection import Bound
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    Document,
    Incident,
    Participant,
    Place,
    Question,
)
from conflictdb.vocabularies import (
    CLAIM_KINDS,
    INCIDENT_KINDS,
    PARTICIPANT_ROLES,
    PLACE_PRECISIONS,
)


class ParticipantSerializer(serializers.Serializer):
    """An actor's part in an incident."""

    actor = ActorRefSerializer(help_text="Who takes part.")
    role = CodeField(PARTICIPANT_ROLES, help_text="Its part; no role names an aggressor.")


class IncidentSerializer(Representation):
    """Something that happened, or is said to have happened."""

    slug = serializers.CharField(help_text="Identifier of the incident.")
    title = serializers.CharField(help_text="A neutral short name.")
    summary = serializers.CharField(allow_null=True, help_text="A neutral account.")
    kind = CodeField(INCIDENT_KINDS, help_text="What sort of incident it is.")
    occurred = TimeFactField(help_text="When it happened, or is said to have happened.")
    place = PlaceRefSerializer(allow_null=True, help_text="The principal place.")
    places = PlaceRefSerializer(many=True, help_text="Further places.")
    place_precision = serializers.IntegerField(
        allow_null=True, help_text="UCDP where_prec, 1 (exact) to 7 (international)."
    )
    latitude = serializers.FloatField(allow_null=True, help_text="Degrees north, WGS 84.")
    longitude = serializers.FloatField(allow_null=True, help_text="Degrees east, WGS 84.")
    part_of = IncidentRefSerializer(allow_null=True, help_text="The incident that it is a part of.")
    participants = ParticipantSerializer(many=True, help_text="Who takes part, and how.")
    claims_count = CountField("claims", help_text="How many claims are about it.")
    statements_count = CountField("statements", help_text="How many statements are about it.")
    url = URLField("incident")


class KindCountSerializer(serializers.Serializer):
    """How many claims of one kind there are."""

    kind = CodeField(CLAIM_KINDS, help_text="Kind of claim.")
    claims_count = serializers.IntegerField(help_text="How many claims of that kind.")


class IncidentDetailSerializer(IncidentSerializer):
    """An incident with its parts, its claims counted by kind, and what is asked of it."""

    parts = IncidentRefSerializer(many=True, help_text="Incidents that are a part of it.")
    claims_by_kind = CountsByCode(
        CLAIM_KINDS,
        child=KindCountSerializer(),
        source="claims",
        help_text="Claims about it, counted by kind.",
    )
    questions = QuestionRefSerializer(many=True, help_text="What is asked of it.")


def _at(ids: Any) -> Q:
    further = Incident.places.through.objects.filter(incident=OuterRef("pk"), place__any=ids)
    return Q(place__any=ids) | Q(Exists(further))


class IncidentFilterSet(LocatedFilterSet):
    """The parameters of the list of incidents."""

    model = Incident

    latitude = Coalesce(F("latitude"), F("place__latitude"))
    longitude = Coalesce(F("longitude"), F("place__longitude"))

    kind = CodeFilter(INCIDENT_KINDS, "kind", help_text="Sort of incident.")
    actor = SlugFilter(
        Actor,
        lambda ids: _taken_part(actor__any=ids),
        whole=True,
        help_text="In which these actors, or parts of them, take part.",
        example="armenia",
    )
    role = CodeFilter(
        PARTICIPANT_ROLES,
        lambda codes: _taken_part(role__any=codes),
        help_text="In which somebody has this part; with `actor`, in which the actor has it.",
    )
    side = SlugFilter(
        Actor,
        lambda ids: _taken_part(actor__side__any=ids),
        help_text="In which actors of these sides take part.",
    )
    place = SlugFilter(
        Place,
        _at,
        whole=True,
        help_text="At these places or within them.",
        example="armenia",
    )
    country = CountryFilter("country", help_text="In this country; ISO 3166-1 alpha-2.")
    part_of = SlugFilter(
        Incident,
        "part_of",
        whole=True,
        help_text="Parts of these incidents, and parts of their parts.",
        example="border-clashes-2021-11-16",
    )
    occurred_after = TimeFilter("occurred", "after", help_text="Happened then or later.")
    occurred_before = TimeFilter("occurred", "before", help_text="Happened then or earlier.")
    place_precision = CodeFilter(
        PLACE_PRECISIONS,
        "place_precision",
        help_text="Located this exactly: UCDP where_prec, 1 (exact) to 7.",
    )
    has_claims = CodeFilter(
        CLAIM_KINDS,
        lambda codes: Q(
            Exists(Claim.objects.published().filter(incident=OuterRef("pk"), kind__any=codes))
        ),
        help_text="With claims of these kinds.",
    )
    contested = BooleanFilter(
        Q(
            Exists(
                Claim.objects.published().filter(incident=OuterRef("pk"), question__contested=True)
            )
        ),
        help_text="Whether claims about it answer a contested question.",
    )
    document = SlugFilter(
        Document,
        lambda ids: Q(
            Exists(
                Citation.objects.published().filter(
                    Q(claim__incident=OuterRef("pk")) | Q(statement__incidents=OuterRef("pk")),
                    document__any=ids,
                )
            )
        ),
        help_text="Spoken of in these documents.",
    )
    q = SearchFilter()

    @classmethod
    def narrowed(cls, queryset: QuerySet, shapes: Mapping[str, Any]) -> QuerySet:
        queryset = super().narrowed(queryset, shapes)
        if "actor" in shapes and "role" in shapes:
            actors = cls.base_filters["actor"].bound("actor", shapes["actor"])
            queryset = queryset.filter(_taken_part(actor__any=actors, role__any=Bound("role")))
        return queryset


def _taken_part(**conditions: Any) -> Q:
    return Q(Exists(Participant.objects.filter(incident=OuterRef("pk"), **conditions)))


class IncidentViewSet(ResourceViewSet):
    """Incidents: what happened, or is said to have happened."""

    resource = "incident"
    example = "border-clashes-2021-11-16"
    purposes = {
        "list": "Find what happened, or is said to have happened: by kind, actor, place and time.",
        "retrieve": (
            "One incident: who takes part, its parts, its claims counted by kind, and what "
            "is asked of it."
        ),
    }
    model = Incident
    representation = IncidentSerializer
    detail_representation = IncidentDetailSerializer
    filterset_class = IncidentFilterSet
    orderings = {
        **ResourceViewSet.orderings,
        "occurred": "occurred_earliest",
        "title": "title",
        "kind": "kind",
    }
    default_ordering = "occurred"

    @classmethod
    def rows(cls) -> QuerySet[Incident]:
        participants = Participant.objects.select_related("actor__side")
        return (
            Incident.objects.published()
            .with_counts()
            .select_related("place", "part_of")
            .prefetch_related(
                Prefetch("places", Place.objects.published()),
                Prefetch("participants", participants),
            )
        )

    @classmethod
    def detail_rows(cls) -> QuerySet[Incident]:
        return cls.rows().prefetch_related(
            Prefetch(
                "parts",
                Incident.objects.published(),
            ),
            Prefetch("questions", Question.objects.published()),
            Prefetch("claims", Claim.objects.published().only("id", "incident", "kind")),
        )
