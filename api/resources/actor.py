"""Actors over HTTP."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from rest_framework import serializers

from api.filters import (
    CodeFilter,
    CountryFilter,
    ResourceFilterSet,
    SearchFilter,
    SlugFilter,
)
from api.representation import (
    ActorRefSerializer,
    CitationSerializer,
    CodeField,
    NameSerializer,
    Representation,
    TimeFactField,
    URLField,
    published_citations,
)
from api.resource import ResourceViewSet
from conflictdb.models import (
    Actor,
    Affiliation,
    Citation,
    Document,
    Participant,
)
from conflictdb.vocabularies import ACTOR_KINDS, PARTICIPANT_ROLES


class AffiliationSerializer(serializers.Serializer):
    """A person's post in a body."""

    body = ActorRefSerializer(help_text="Where the post is held.")
    role = serializers.CharField(help_text="The post as stated.")
    citations = CitationSerializer(many=True, help_text="Where it can be checked.")

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of Python's own, so it cannot be declared as the others are.
        fields = super().get_fields()
        fields["from"] = TimeFactField(source="held_from", help_text="Since when it is held.")
        fields["until"] = TimeFactField(source="held_until", help_text="Until when it is held.")
        return fields


class ActorSerializer(Representation):
    """A person, state, body, force, outlet, company or group."""

    slug = serializers.CharField(help_text="Identifier of the actor.")
    name = serializers.CharField(help_text="The usual English name.")
    kind = CodeField(ACTOR_KINDS, help_text="What sort of actor.")
    country = serializers.CharField(
        allow_null=True, help_text="ISO 3166-1 alpha-2 code of its country."
    )
    side = ActorRefSerializer(
        allow_null=True, help_text="The state or party that it speaks or fights for."
    )
    part_of = ActorRefSerializer(allow_null=True, help_text="The body that it is a part of.")
    names = NameSerializer(many=True, help_text="Other spellings and languages.")
    affiliations = AffiliationSerializer(many=True, help_text="A person's posts.")
    url = URLField("actor")


class ActorDetailSerializer(ActorSerializer):
    """An actor with its parts."""

    parts = ActorRefSerializer(many=True, help_text="Bodies that are a part of it.")


class ActorFilterSet(ResourceFilterSet):
    """The parameters of the list of actors."""

    model = Actor

    kind = CodeFilter(ACTOR_KINDS, "kind", help_text="Sort of actor.")
    country = CountryFilter("country", help_text="Of this country; ISO 3166-1 alpha-2.")
    side = SlugFilter(
        Actor,
        "side",
        help_text="That speak or fight for these sides.",
        example="armenia",
    )
    part_of = SlugFilter(
        Actor,
        "part_of",
        whole=True,
        help_text="Parts of these bodies, and parts of their parts.",
    )
    document = SlugFilter(
        Document,
        lambda ids: Q(Exists(_citing(ids))),
        help_text="That speak in, are spoken of by, or relay words in these documents.",
    )
    role = CodeFilter(
        PARTICIPANT_ROLES,
        lambda codes: Q(
            Exists(
                Participant.objects.filter(
                    actor=OuterRef("pk"), role__any=codes, incident__status="published"
                )
            )
        ),
        help_text="That have this part in some incident.",
    )
    q = SearchFilter()


def _citing(ids: Any) -> QuerySet[Citation]:
    """The published citations of some documents that have to do with the outer actor."""
    paths = (
        "via__actor",
        "statement__speaker",
        "statement__co_speakers",
        "claim__subject",
        "claim__target",
        "claim__statement__speaker",
        "affiliation__person",
    )
    concerned = Q()
    for path in paths:
        concerned |= Q(**{path: OuterRef("pk")})
    return Citation.objects.published().filter(concerned, document__any=ids)


class ActorViewSet(ResourceViewSet):
    """Actors: who speaks, acts or is spoken of."""

    resource = "actor"
    example = "armenia-mod"
    purposes = {
        "list": (
            "Look up who speaks, acts or is spoken of: to filter claims by claimant or "
            "subject, or to see which names are one actor."
        ),
        "retrieve": "One actor: its names in every spelling, posts, and parts.",
    }
    model = Actor
    representation = ActorSerializer
    detail_representation = ActorDetailSerializer
    filterset_class = ActorFilterSet
    orderings = {**ResourceViewSet.orderings, "name": "name"}

    @classmethod
    def rows(cls) -> QuerySet[Actor]:
        affiliations = (
            Affiliation.objects.published()
            .select_related("body__side")
            .prefetch_related(published_citations())
        )
        return (
            Actor.objects.published()
            .select_related("side__side", "part_of__side")
            .prefetch_related(
                "names",
                Prefetch("affiliations", affiliations),
            )
        )

    @classmethod
    def detail_rows(cls) -> QuerySet[Actor]:
        parts = Actor.objects.published().select_related("side")
        return cls.rows().prefetch_related(Prefetch("parts", parts))
