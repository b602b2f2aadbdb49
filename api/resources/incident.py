"""Incidents over HTTP."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from rest_framework import serializers

from api.filters import (
    BooleanFilter,
    CodeFilter,
    CountryFilter,
    LocatedFilterSet,
    ParameterSet,
    SearchFilter,
    SlugFilter,
    TimeFilter,
)
from api.representation import (
    ActorRefSerializer,
    CodeField,
    CountField,
    IncidentRefSerializer,
    PlaceRefSerializer,
    QuestionRefSerializer,
    Representation,
    TimeFactField,
    URLField,
)
from api.resource import ResourceViewSet
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
    claims_by_kind = KindCountSerializer(many=True, help_text="Claims about it, counted by kind.")
    questions = QuestionRefSerializer(many=True, help_text="What is asked of it.")


def _at(slugs: list[str]) -> Q:
    within = Place.objects.ids_within(slugs)
    further = Incident.places.through.objects.filter(incident=OuterRef("pk"), place__in=within)
    return Q(place__in=within) | Q(Exists(further))


class IncidentFilterSet(LocatedFilterSet):
    """The parameters of the list of incidents."""

    latitude = Coalesce(F("latitude"), F("place__latitude"))
    longitude = Coalesce(F("longitude"), F("place__longitude"))

    kind = CodeFilter(INCIDENT_KINDS, "kind", help_text="Sort of incident.")
    actor = SlugFilter(
        Actor,
        lambda slugs: _taken_part(actor__in=Actor.objects.ids_within(slugs)),
        help_text="In which these actors, or parts of them, take part.",
        example="armenia",
    )
    role = CodeFilter(
        PARTICIPANT_ROLES,
        lambda codes: _taken_part(role__in=codes),
        help_text="In which somebody has this part; with `actor`, in which the actor has it.",
    )
    side = SlugFilter(
        Actor,
        lambda slugs: _taken_part(actor__side__slug__in=slugs),
        help_text="In which actors of these sides take part.",
    )
    place = SlugFilter(
        Place,
        _at,
        help_text="At these places or within them.",
        example="armenia",
    )
    country = CountryFilter("place__country", help_text="In this country; ISO 3166-1 alpha-2.")
    part_of = SlugFilter(
        Incident,
        lambda slugs: Q(part_of__in=Incident.objects.ids_within(slugs)),
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
            Exists(Claim.objects.published().filter(incident=OuterRef("pk"), kind__in=codes))
        ),
        help_text="With claims of these kinds.",
    )
    contested = BooleanFilter(
        lambda rows, wanted: rows.filter(
            Q(Exists(_contested(incident=OuterRef("pk"))))
            if wanted
            else ~Exists(_contested(incident=OuterRef("pk")))
        ),
        help_text="Whether claims about it answer a contested question.",
    )
    document = SlugFilter(
        Document,
        lambda slugs: Q(
            Exists(
                Citation.objects.published().filter(
                    Q(claim__incident=OuterRef("pk")) | Q(statement__incidents=OuterRef("pk")),
                    document__slug__in=slugs,
                )
            )
        ),
        help_text="Spoken of in these documents.",
    )
    q = SearchFilter()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        actors, roles = self.form.cleaned_data.get("actor"), self.form.cleaned_data.get("role")
        if actors and roles:
            queryset = queryset.filter(
                _taken_part(actor__in=Actor.objects.ids_within(actors), role__in=roles)
            )
        return queryset


def _taken_part(**conditions: Any) -> Q:
    return Q(Exists(Participant.objects.filter(incident=OuterRef("pk"), **conditions)))


def _contested(**conditions: Any) -> QuerySet[Claim]:
    return Claim.objects.published().filter(question__contested=True, **conditions)


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

    def shown(
        self, ids: Sequence[int], context: dict[str, Any], parameters: ParameterSet
    ) -> Sequence[str]:
        show = super().shown if self.action == "list" else self.shown_in_python
        return show(ids, context, parameters)

    def complete(self, records: Sequence[Incident], parameters: ParameterSet) -> None:
        for incident in records:
            counts = Counter(claim.kind for claim in incident.claims.all())
            incident.claims_by_kind = [  # type: ignore[attr-defined]
                {"kind": kind, "claims_count": counts[kind]}
                for kind in CLAIM_KINDS.codes
                if kind in counts
            ]
