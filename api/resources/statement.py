"""Statements over HTTP."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from rest_framework import serializers

from api.filters import (
    CodeFilter,
    KnownAtFilter,
    LanguageFilter,
    ResourceFilterSet,
    SearchFilter,
    SlugFilter,
    TimeFilter,
)
from api.representation import (
    ActorRefSerializer,
    CitationSerializer,
    CodeField,
    CountField,
    IncidentRefSerializer,
    Representation,
    TimeFactField,
    URLField,
    published_citations,
)
from api.resource import ResourceViewSet
from conflictdb.models import Actor, Citation, Document, Incident, Statement
from conflictdb.vocabularies import ACTOR_KINDS, ACTS, CHANNELS

from .claim import ClaimSerializer, claim_rows, known_at


class StatementSerializer(Representation):
    """One utterance, however many documents report it."""

    slug = serializers.CharField(help_text="Identifier of the statement.")
    speaker = ActorRefSerializer(allow_null=True, help_text="Who spoke; null when unnamed.")
    speaker_description = serializers.CharField(
        allow_null=True, help_text="Who spoke, in words, where unnamed."
    )
    co_speakers = ActorRefSerializer(many=True, help_text="Who spoke jointly.")
    on_behalf_of = ActorRefSerializer(
        allow_null=True, help_text="For whom the speaker says to speak."
    )
    made = TimeFactField(help_text="When it was said or published.")
    channel = CodeField(CHANNELS, help_text="By what means it was made.")
    acts = serializers.ListField(
        child=CodeField(ACTS), help_text="What the speaker does by speaking."
    )
    addressees = ActorRefSerializer(many=True, help_text="To whom it is addressed.")
    incidents = IncidentRefSerializer(many=True, help_text="What it is about.")
    gist = serializers.CharField(help_text="What was said, in the curators' own words.")
    citations = CitationSerializer(many=True, help_text="Where it can be checked.")
    claims_count = CountField("claims", help_text="How many claims it makes.")
    url = URLField("statement")


class StatementDetailSerializer(StatementSerializer):
    """A statement with its claims."""

    claims = ClaimSerializer(many=True, help_text="What it asserts, claim by claim.")


def cited_in(**conditions: Any) -> Q:
    """A published citation of the outer statement, or of a claim of it, meets the conditions."""
    of_statement = Q(statement=OuterRef("pk")) | Q(claim__statement=OuterRef("pk"))
    return Q(Exists(Citation.objects.published().filter(of_statement, **conditions)))


class StatementFilterSet(ResourceFilterSet):
    """The parameters of the list of statements."""

    model = Statement

    speaker = SlugFilter(
        Actor,
        lambda ids: (
            Q(speaker__any=ids)
            | Q(
                Exists(
                    Statement.co_speakers.through.objects.filter(
                        statement=OuterRef("pk"), actor__any=ids
                    )
                )
            )
        ),
        whole=True,
        help_text="Said, alone or jointly, by these actors or parts of them.",
        example="armenia-mod",
    )
    speaker_side = SlugFilter(
        Actor,
        "speaker__side",
        help_text="Said by somebody of these sides.",
        example="armenia",
    )
    speaker_kind = CodeFilter(ACTOR_KINDS, "speaker__kind", help_text="Said by this sort of actor.")
    on_behalf_of = SlugFilter(
        Actor,
        "on_behalf_of",
        whole=True,
        help_text="Said for these actors or parts of them.",
    )
    addressee = SlugFilter(
        Actor,
        lambda ids: Q(
            Exists(
                Statement.addressees.through.objects.filter(
                    statement=OuterRef("pk"), actor__any=ids
                )
            )
        ),
        whole=True,
        help_text="Addressed to these actors or parts of them.",
    )
    act = CodeFilter(
        ACTS,
        lambda codes: Q(acts__shares=codes),
        help_text="What the speaker does by speaking.",
    )
    channel = CodeFilter(CHANNELS, "channel", help_text="By what means.")
    incident = SlugFilter(
        Incident,
        lambda ids: Q(
            Exists(
                Statement.incidents.through.objects.filter(
                    statement=OuterRef("pk"), incident__any=ids
                )
            )
        ),
        whole=True,
        help_text="About these incidents or parts of them.",
        example="border-clashes-2021-11-16",
    )
    document = SlugFilter(
        Document,
        lambda ids: cited_in(document__any=ids),
        help_text="Reported in these documents.",
    )
    publisher = SlugFilter(
        Actor,
        lambda ids: cited_in(document__publisher__any=ids),
        whole=True,
        help_text="Published by these outlets.",
    )
    via = SlugFilter(
        Actor,
        lambda ids: cited_in(via__actor__any=ids),
        whole=True,
        help_text="Relayed by these actors.",
        example="interfax",
    )
    made_after = TimeFilter("made", "after", help_text="Said then or later.")
    made_before = TimeFilter("made", "before", help_text="Said then or earlier.")
    known_at = KnownAtFilter(
        known_at,
        help_text="As the world knew it then: only statements made by that moment.",
        example="2021-11-16T17:00:00+04:00",
    )
    language = LanguageFilter(
        lambda codes: cited_in(document__language__any=codes),
        help_text="Reported in these languages; ISO 639-1.",
        example="fr",
    )
    q = SearchFilter()


class StatementViewSet(ResourceViewSet):
    """Statements: utterances, with who reported them."""

    resource = "statement"
    example = "armenia-mod-2021-11-16-captured"
    purposes = {
        "list": "Follow the utterances: by speaker, channel, act, addressee, time and source.",
        "retrieve": "One statement with all of its claims and the passages that report it.",
    }
    model = Statement
    representation = StatementSerializer
    detail_representation = StatementDetailSerializer
    filterset_class = StatementFilterSet
    orderings = {
        **ResourceViewSet.orderings,
        "made": "made_earliest",
        "channel": "channel",
    }
    default_ordering = "made"

    @classmethod
    def rows(cls) -> QuerySet[Statement]:
        actors = Actor.objects.published().select_related("side")
        return (
            Statement.objects.published()
            .with_counts()
            .select_related("speaker__side", "on_behalf_of__side")
            .prefetch_related(
                Prefetch("co_speakers", actors),
                Prefetch("addressees", actors),
                Prefetch("incidents", Incident.objects.published()),
                published_citations(),
            )
        )

    @classmethod
    def detail_rows(cls) -> QuerySet[Statement]:
        return cls.rows().prefetch_related(Prefetch("claims", claim_rows()))
