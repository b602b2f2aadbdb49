"""How an entry looks. Two clocks are kept apart: when it happened, and when somebody said so."""

from rest_framework import serializers

from api.representation import (
    ActorRefSerializer,
    ClaimRefSerializer,
    CodeField,
    DocumentRefSerializer,
    IncidentRefSerializer,
    PlaceRefSerializer,
    StatementRefSerializer,
    TimeFactField,
    TimeFactSerializer,
)
from conflictdb.vocabularies import (
    ACTS,
    CERTAINTIES,
    CHANNELS,
    CLAIM_KINDS,
    ENTRY_TYPES,
    INCIDENT_KINDS,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    UNITS,
)


class TimelineDocumentSerializer(DocumentRefSerializer):
    """A document that reports it."""

    publisher = ActorRefSerializer(allow_null=True, help_text="The outlet; null when not told.")
    published = TimeFactField(help_text="When the document was published.")


class TimelineClaimSerializer(ClaimRefSerializer):
    """A claim in short: what is asserted of whom, and how."""

    kind = CodeField(CLAIM_KINDS, help_text="What it asserts.")
    polarity = CodeField(POLARITIES, help_text="Whether it is asserted or denied.")
    modality = CodeField(MODALITIES, help_text="Fact or prospect.")
    certainty = CodeField(CERTAINTIES, help_text="How sure the speaker says to be.")
    subject = ActorRefSerializer(allow_null=True, help_text="Whom it is about.")
    target = ActorRefSerializer(allow_null=True, help_text="The other actor in it.")
    value_min = serializers.IntegerField(allow_null=True, help_text="Lowest stated number.")
    value_max = serializers.IntegerField(allow_null=True, help_text="Highest stated number.")
    modifier = CodeField(MODIFIERS, allow_null=True, help_text="How the words bound the number.")
    unit = CodeField(UNITS, allow_null=True, help_text="What is counted.")
    occurred = TimeFactField(help_text="When the thing asserted happened, as the speaker has it.")


class TimelineIncidentSerializer(IncidentRefSerializer):
    """An incident, or a part of it, that occurred."""

    kind = CodeField(INCIDENT_KINDS, help_text="What sort of incident it is.")
    place = PlaceRefSerializer(allow_null=True, help_text="The principal place.")
    part_of = IncidentRefSerializer(allow_null=True, help_text="The incident that it is a part of.")


class TimelineStatementSerializer(StatementRefSerializer):
    """A statement that was made: by whom, how, what it asserts, and who reports it."""

    speaker = ActorRefSerializer(allow_null=True, help_text="Who spoke; null when unnamed.")
    speaker_description = serializers.CharField(
        allow_null=True, help_text="Who spoke, in words, where unnamed."
    )
    co_speakers = ActorRefSerializer(many=True, help_text="Who spoke jointly.")
    channel = CodeField(CHANNELS, help_text="By what means it was made.")
    acts = serializers.ListField(
        child=CodeField(ACTS), help_text="What the speaker does by speaking."
    )
    incidents = IncidentRefSerializer(many=True, help_text="What it is about.")
    claims = TimelineClaimSerializer(many=True, help_text="What it asserts, claim by claim.")
    documents = TimelineDocumentSerializer(many=True, help_text="Where it is reported.")


class ReportedEventSerializer(TimelineClaimSerializer):
    """What happened by one account, at another time than the incident that it belongs to."""

    incident = IncidentRefSerializer(help_text="The incident that it belongs to.")
    claimant = ActorRefSerializer(
        source="statement.speaker", allow_null=True, help_text="Who says so; null when unnamed."
    )
    claimant_description = serializers.CharField(
        source="statement.speaker_description",
        allow_null=True,
        help_text="Who says so, in words, where unnamed.",
    )
    asserted = TimeFactField(source="statement.made", help_text="When it was said.")
    statement = StatementRefSerializer(help_text="The utterance that says so.")
    documents = TimelineDocumentSerializer(many=True, help_text="Where it is reported.")


class TimelineEntrySerializer(serializers.Serializer):
    """One thing that happened or was said. The field that its type names is given, no other."""

    type = CodeField(ENTRY_TYPES, help_text="What the entry tells.")
    time = TimeFactSerializer(
        allow_null=True,
        help_text="When: of an incident or reported event, when it is said to have happened; of a "
        "statement, when it was made. Null for what is undated.",
    )
    incident = TimelineIncidentSerializer(allow_null=True, help_text="What occurred.")
    reported_event = ReportedEventSerializer(
        allow_null=True, help_text="What happened by one account."
    )
    statement = TimelineStatementSerializer(allow_null=True, help_text="What was said.")


class TimelinePageSerializer(serializers.Serializer):
    """A stretch of a timeline."""

    next = serializers.URLField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the page before.")
    results = TimelineEntrySerializer(many=True, help_text="The entries of this page.")
