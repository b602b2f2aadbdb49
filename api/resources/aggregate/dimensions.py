"""What records are counted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from rest_framework import serializers

from api.representation import (
    ActorRefSerializer,
    CodeField,
    DocumentRefSerializer,
    IncidentRefSerializer,
    PlaceRefSerializer,
    QuestionRefSerializer,
)
from conflictdb.models import (
    Actor,
    Citation,
    Document,
    Incident,
    Participant,
    Place,
    Question,
    Record,
    Statement,
)
from conflictdb.vocabularies import (
    ACTOR_KINDS,
    ACTS,
    CERTAINTIES,
    CHANNELS,
    CLAIM_KINDS,
    FAMILIES,
    INCIDENT_KINDS,
    MODALITIES,
    MODIFIERS,
    PARTICIPANT_ROLES,
    POLARITIES,
    TOPICS,
    VICTIM_CLASSES,
    Vocabulary,
)

MOST_DIMENSIONS = 3
MOST_GROUPS = 10_000
DEFAULT_GROUPS = 1000


@dataclass(frozen=True)
class Dimension:
    """What records are counted by: an expression of its value, and how the value is shown.

    ``shown`` is the field of a code or a plain text, or the serializer of a ref to ``model``.
    ``many``: a record may have several values, and is counted under each.
    """

    expression: Any
    shown: Callable[..., serializers.Field]
    model: type[Record] | None = None
    many: bool = False


def code(vocabulary: Vocabulary, expression: Any, *, many: bool = False) -> Dimension:
    """A dimension of codes."""
    return Dimension(expression, lambda **given: CodeField(vocabulary, **given), many=many)


def meant(attribute: str, vocabulary: Vocabulary) -> Dimension:
    """A dimension of what the vocabulary says of a claim's kind."""
    kinds: dict[str, list[str]] = {}
    for kind in CLAIM_KINDS:
        kinds.setdefault(getattr(kind, attribute), []).append(kind.code)
    cases = [When(kind__in=codes, then=Value(value)) for value, codes in kinds.items()]
    return code(vocabulary, Case(*cases, output_field=CharField()))


def ref(shown: type[serializers.Serializer], model: type[Record], column: Any) -> Dimension:
    """A dimension of records: a foreign key, or ids of which each row has several."""
    return Dimension(column, shown, model, many=not isinstance(column, F))


def each(ids: QuerySet, column: str) -> Any:
    """Every different value that a column has among some rows of the outer record."""
    return Func(ArraySubquery(ids.order_by().values(column).distinct()), function="unnest")


def text(expression: Any, help_text: str) -> Dimension:
    """A dimension of plain texts."""
    return Dimension(
        expression, lambda **given: serializers.CharField(**{**given, "help_text": help_text})
    )


class Calendar(Func):
    """The first day of the year, month or day in which a time fact lies whole; null in none."""

    output_field = DateField()

    def __init__(self, unit: str, fact: str) -> None:
        first, last = F(f"{fact}_first_day"), F(f"{fact}_last_day")
        super().__init__(first, last)
        begun = f"date_trunc('{unit}', %(first)s::timestamp)"
        ended = f"date_trunc('{unit}', %(last)s::timestamp)"
        self.unit_sql = f"CASE WHEN {begun} = {ended} THEN {begun}::date END"

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        first, last = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return self.unit_sql % {"first": first, "last": last}, []


def calendar(fact: str, meaning: str, prefix: str = "") -> dict[str, Dimension]:
    """The dimensions of a time fact."""
    return {
        f"{prefix}{unit}": text(Calendar(unit, fact), f"{meaning}: the {unit}, as {form}.")
        for unit, form in (("year", "YYYY"), ("month", "YYYY-MM"), ("day", "YYYY-MM-DD"))
    }


def cited(condition: Q, column: str) -> Any:
    """Every different value of a column among the published citations that meet a condition."""
    return each(
        Citation.objects.published().filter(condition, **{f"{column}__isnull": False}), column
    )


OF_CLAIM = Q(claim=OuterRef("pk"))
OF_STATEMENT = Q(statement=OuterRef("pk")) | Q(claim__statement=OuterRef("pk"))
OF_INCIDENT = Q(claim__incident=OuterRef("pk")) | Q(statement__incidents=OuterRef("pk"))


def sources(condition: Q) -> dict[str, Dimension]:
    """The dimensions of where records can be checked."""
    return {
        "document": ref(DocumentRefSerializer, Document, cited(condition, "document")),
        "publisher": ref(ActorRefSerializer, Actor, cited(condition, "document__publisher")),
        "via": ref(ActorRefSerializer, Actor, cited(condition, "via__actor")),
    }


def _participants(column: str) -> Any:
    taking_part = Participant.objects.filter(incident=OuterRef("pk"))
    return each(taking_part.filter(**{f"{column}__isnull": False}), column)


CLAIM_DIMENSIONS: dict[str, Dimension] = {
    "kind": code(CLAIM_KINDS, F("kind")),
    "family": meant("family", FAMILIES),
    "topic": meant("topic", TOPICS),
    "side": ref(ActorRefSerializer, Actor, F("claimant__side")),
    "claimant": ref(ActorRefSerializer, Actor, F("claimant")),
    "claimant_kind": code(ACTOR_KINDS, F("claimant__kind")),
    "subject": ref(ActorRefSerializer, Actor, F("subject")),
    "subject_side": ref(ActorRefSerializer, Actor, F("subject__side")),
    "target": ref(ActorRefSerializer, Actor, F("target")),
    "victim_class": code(VICTIM_CLASSES, F("victim_class")),
    "modifier": code(MODIFIERS, F("modifier")),
    "polarity": code(POLARITIES, F("polarity")),
    "modality": code(MODALITIES, F("modality")),
    "certainty": code(CERTAINTIES, F("certainty")),
    "channel": code(CHANNELS, F("statement__channel")),
    "act": code(ACTS, Func(F("statement__acts"), function="unnest"), many=True),
    "incident": ref(IncidentRefSerializer, Incident, F("incident")),
    "question": ref(QuestionRefSerializer, Question, F("question")),
    "place": ref(PlaceRefSerializer, Place, F("place")),
    "country": text(F("country"), "ISO 3166-1 alpha-2 code of the country."),
    **sources(OF_CLAIM),
    **calendar("asserted", "When it was said"),
    **calendar("occurred", "When it is said to have happened", "occurred_"),
}
STATEMENT_DIMENSIONS: dict[str, Dimension] = {
    "speaker": ref(ActorRefSerializer, Actor, F("speaker")),
    "side": ref(ActorRefSerializer, Actor, F("speaker__side")),
    "speaker_kind": code(ACTOR_KINDS, F("speaker__kind")),
    "on_behalf_of": ref(ActorRefSerializer, Actor, F("on_behalf_of")),
    "channel": code(CHANNELS, F("channel")),
    "act": code(ACTS, Func(F("acts"), function="unnest"), many=True),
    "addressee": ref(
        ActorRefSerializer,
        Actor,
        each(Statement.addressees.through.objects.filter(statement=OuterRef("pk")), "actor"),
    ),
    "incident": ref(
        IncidentRefSerializer,
        Incident,
        each(Statement.incidents.through.objects.filter(statement=OuterRef("pk")), "incident"),
    ),
    **sources(OF_STATEMENT),
    **calendar("made", "When it was said"),
}
INCIDENT_DIMENSIONS: dict[str, Dimension] = {
    "kind": code(INCIDENT_KINDS, F("kind")),
    "actor": ref(ActorRefSerializer, Actor, _participants("actor")),
    "side": ref(ActorRefSerializer, Actor, _participants("actor__side")),
    "role": code(PARTICIPANT_ROLES, _participants("role"), many=True),
    "place": ref(PlaceRefSerializer, Place, F("place")),
    "country": text(F("country"), "ISO 3166-1 alpha-2 code of the country."),
    "part_of": ref(IncidentRefSerializer, Incident, F("part_of")),
    **sources(OF_INCIDENT),
    **calendar("occurred", "When it happened"),
}
