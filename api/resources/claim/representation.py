"""How claims look."""

from typing import Any

from rest_framework import serializers

from api.representation import (
    ActorRefSerializer,
    CitationSerializer,
    ClaimRefSerializer,
    CodeAttribute,
    CodeField,
    IncidentRefSerializer,
    PlaceRefSerializer,
    QuestionRefSerializer,
    Representation,
    StatementRefSerializer,
    TimeFactField,
    URLField,
)
from conflictdb.vocabularies import (
    BASES,
    CERTAINTIES,
    CLAIM_KINDS,
    CLAIM_RELATIONS,
    FAMILIES,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    SUBJECT_SCOPES,
    TOPICS,
    UNITS,
    VICTIM_CLASSES,
)


class CheckableField(serializers.BooleanField):
    """Whether facts could bear a claim out: false for stances."""

    values = {kind.code: kind.checkable for kind in CLAIM_KINDS}

    def to_representation(self, kind: Any) -> bool:
        return self.values[kind]


class ClaimSerializer(Representation):
    """One thing that one speaker asserted or denied, once."""

    slug = serializers.CharField(help_text="Identifier of the claim.")
    kind = CodeField(CLAIM_KINDS, help_text="What it asserts.")
    family = CodeAttribute(
        CLAIM_KINDS, "family", FAMILIES, source="kind", help_text="Group of topics."
    )
    topic = CodeAttribute(
        CLAIM_KINDS, "topic", TOPICS, source="kind", help_text="What its question asks."
    )
    checkable = CheckableField(
        source="kind", help_text="Whether facts could bear it out; false for stances."
    )
    question = QuestionRefSerializer(
        allow_null=True, help_text="The question that it answers; null for stances."
    )
    incident = IncidentRefSerializer(
        allow_null=True,
        help_text="What it is about; null for background about an actor or place.",
    )
    about = IncidentRefSerializer(
        allow_null=True,
        help_text="Another incident: the agreement breached, the truce confirmed.",
    )
    statement = StatementRefSerializer(help_text="The utterance that makes it.")
    claimant = ActorRefSerializer(
        source="statement.speaker",
        allow_null=True,
        help_text="Who said it; null when unnamed.",
    )
    claimant_description = serializers.CharField(
        source="statement.speaker_description",
        allow_null=True,
        help_text="Who said it, in words, where unnamed.",
    )
    on_behalf_of = ActorRefSerializer(
        source="statement.on_behalf_of",
        allow_null=True,
        help_text="For whom it was said.",
    )
    subject = ActorRefSerializer(
        allow_null=True,
        help_text="Whom it is about; the vocabulary tells what that means for each kind.",
    )
    subject_scope = CodeField(
        SUBJECT_SCOPES,
        help_text="Whether it is about one side, both, or is not stated.",
    )
    target = ActorRefSerializer(allow_null=True, help_text="The other actor in it.")
    victim_class = CodeField(
        VICTIM_CLASSES,
        allow_null=True,
        help_text="What sort of people a casualty figure counts.",
    )
    value_min = serializers.IntegerField(
        allow_null=True,
        help_text="Lowest stated number; null when open or not counted.",
    )
    value_max = serializers.IntegerField(
        allow_null=True,
        help_text="Highest stated number; null when open or not counted.",
    )
    modifier = CodeField(MODIFIERS, allow_null=True, help_text="How the words bound the number.")
    basis = CodeField(BASES, allow_null=True, help_text="What the figure adds up.")
    unit = CodeField(UNITS, allow_null=True, help_text="What is counted.")
    as_of = TimeFactField(help_text="The moment that the figure describes.")
    polarity = CodeField(POLARITIES, help_text="Whether it is asserted or denied.")
    modality = CodeField(MODALITIES, help_text="Fact or prospect.")
    certainty = CodeField(CERTAINTIES, help_text="How sure the speaker says to be.")
    occurred = TimeFactField(help_text="When the thing asserted happened.")
    asserted = TimeFactField(source="statement.made", help_text="When it was said.")
    place = PlaceRefSerializer(
        allow_null=True, help_text="Where, when more exact than the incident."
    )
    breakdown_of = ClaimRefSerializer(
        allow_null=True, help_text="The claim whose total this splits."
    )
    gist = serializers.CharField(help_text="What is asserted, in the curators' own words.")
    citations = CitationSerializer(many=True, help_text="Where it can be checked.")
    url = URLField("claim")


class LinkSerializer(serializers.Serializer):
    """How this claim bears on another, or another on this one."""

    relation = CodeField(CLAIM_RELATIONS, help_text="How the one bears on the other.")
    claim = ClaimRefSerializer(help_text="The other claim.")
    note = serializers.CharField(allow_null=True, help_text="Why the curator judged so.")


class ForwardLinkSerializer(LinkSerializer):
    """This claim bears on another."""

    claim = ClaimRefSerializer(source="to_claim", help_text="The claim that it bears on.")


class BackwardLinkSerializer(LinkSerializer):
    """Another claim bears on this one."""

    claim = ClaimRefSerializer(source="from_claim", help_text="The claim that bears on it.")


class ClaimDetailSerializer(ClaimSerializer):
    """A claim with its links to other claims."""

    links = ForwardLinkSerializer(
        many=True, source="links_out", help_text="How it bears on other claims."
    )
    linked_from = BackwardLinkSerializer(
        many=True, source="links_in", help_text="How other claims bear on it."
    )
    breakdowns = ClaimRefSerializer(many=True, help_text="Claims that split its total.")
