"""What a merger does to questions: claims that never met meet now.

Which question a claim answers follows from incidents and sides. Where those become one, the
questions that the rule asked of the loser become those that it asks of the survivor. Elsewhere
only questions in which both have a part can say something else: the others tell the same of one
name instead of another.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from conflictdb import questions
from conflictdb.models import Actor, Claim, Incident, Place, Question, Record
from conflictdb.models.change import withdrawing_for
from conflictdb.vocabularies import TOPICS


class Meeting:
    """Made before anything moves, since afterwards nothing tells the two apart; then ``renew``."""

    def __init__(self, loser: Record, survivor: Record) -> None:
        self.loser, self.survivor = loser, survivor
        self.asked: list[Question] = []  # by the rule, of the loser
        self.claims: set[int] = set()  # their question may be another one afterwards
        self.met: set[int] = set()  # questions whose summary may change
        self.before = _standing(loser, survivor), _standing(survivor, survivor)
        self.newest = Question.objects.aggregate(newest=Max("id"))["newest"] or 0
        if isinstance(loser, Question):
            self.met = {loser.pk, survivor.pk}
        else:
            self.met = _has_part_in(loser) & _has_part_in(survivor)
        if isinstance(loser, Incident):
            self.asked = [*made_by_rule(loser)]
            self.claims = _ids_below(loser)
        elif isinstance(loser, Actor):
            self.asked = [*made_by_rule(loser)]
            self.claims = _ids(Claim.objects.filter(question__in=[q.pk for q in self.asked]))

    def renew(self, moment: datetime) -> None:
        """Ask anew which questions the claims answer, and renew those that say something else."""
        self._note_what_was_chosen()
        went = questions.assign_all(self.claims, moment)
        merged = self._what_became_of(went)
        heirs = self._heirs(merged, went)
        questions.take_summaries(heirs, moment)
        with withdrawing_for("duplicate"):
            questions.become_one(merged, moment)
        touched = {pk for pk in went if pk} | {to for moved in went.values() for to in moved}
        questions.refresh((self.met | touched | {*merged.values()}) - {*merged} - {*heirs.values()})
        questions.remove_unanswered({q.pk for q in self.asked} - {*merged})

    def _note_what_was_chosen(self) -> None:
        """Where the survivor stands otherwise than one of them stood, all its claims are asked."""
        after = _standing(self.survivor, self.survivor)
        if isinstance(self.survivor, Actor) and self.before != (after, after):
            self.claims |= _ids(Claim.objects.filter(subject=self.survivor))
            self.met |= _has_part_in(self.survivor)
        elif isinstance(self.survivor, Incident) and self.before[1] != after:
            self.claims |= _ids_below(self.survivor)

    def _what_became_of(self, went: dict[int | None, Counter[int]]) -> dict[int, int]:
        """The questions that are asked no more, and which one each has become."""
        asked = {question.pk: question for question in self.asked}
        left = [pk for pk in went if pk] + [*asked]
        answered = set(
            Claim.objects.filter(question__in=left).values_list("question", flat=True).distinct()
        )
        by_rule = Question.objects.filter(pk__in=left, by_rule=True).values_list("pk", flat=True)
        merged = {
            pk: went[pk].most_common(1)[0][0] for pk in by_rule if pk in went and pk not in answered
        }
        keys = {pk: self._key_of(question) for pk, question in asked.items() if pk in answered}
        found = questions.questions_of_keys({*keys.values()})
        return merged | {pk: found[key] for pk, key in keys.items()}

    def _key_of(self, question: Question) -> questions.Ids:
        """The question's key, with the survivor in the loser's place."""
        incident, side = question.incident_id, question.subject_side_id
        if isinstance(self.survivor, Incident):
            of_incident = TOPICS[question.topic].of_incident
            incident = self.survivor.pk if of_incident else self.survivor.scope.pk
        else:
            side = self.survivor.pk
        return questions.Ids(question.topic, incident, side, question.counted)

    def _heirs(
        self, merged: dict[int, int], went: dict[int | None, Counter[int]]
    ) -> dict[int, int]:
        """New questions all of whose claims come from one that says the same of them already."""
        sources: dict[int, set[int | None]] = {}
        for old, new in merged.items():
            sources.setdefault(new, set()).add(old)
        for before, moved in went.items():
            for new in moved:
                sources.setdefault(new, set()).add(before)
        return {
            old: new
            for old, new in merged.items()
            if new > self.newest and sources[new] == {old} and old not in self.met
        }


def made_by_rule(record: Record) -> QuerySet[Question]:
    """The questions that the rule asks of an incident or a side."""
    column = "incident" if isinstance(record, Incident) else "subject_side"
    if not isinstance(record, (Incident, Actor)):
        return Question.objects.none()
    return Question.objects.filter(**{column: record}, by_rule=True, merged_into__isnull=True)


def stand_again(record: Any) -> None:
    """Part a record from what it was merged into, and the questions that the rule asked of it."""
    record.merged_into = None
    column = "incident" if isinstance(record, Incident) else "subject_side"
    if isinstance(record, (Incident, Actor)):
        asked = Question.objects.filter(**{column: record}, by_rule=True, merged_into__isnull=False)
        asked.exclude(**{f"merged_into__{column}": record}).update(
            merged_into=None, status="draft", version=F("version") + 1
        )


def _standing(record: Any, survivor: Record) -> tuple[Any, ...]:
    """What the questions of a record's claims follow from: its side; its kind and what holds it."""
    if isinstance(record, Actor):
        own = record.side_id == record.pk
        return (survivor.pk if own else record.side_id,)
    return (record.kind, record.part_of_id) if isinstance(record, Incident) else ()


def _has_part_in(record: Record) -> set[int]:
    """The questions in whose answers a record is named in a way that compares them."""
    columns = {
        Actor: ("subject", "subject__side", "statement__speaker"),
        Place: ("place",),
        Incident: ("incident",),
    }
    found: set[int] = set()
    for column in columns.get(type(record), ()):  # one at a time: each has an index
        claims = Claim.objects.filter(**{column: record}, question__isnull=False).order_by()
        found |= set(claims.values_list("question", flat=True).distinct())
    return found


def _ids(claims: QuerySet[Claim]) -> set[int]:
    return set(claims.order_by().values_list("pk", flat=True))


def _ids_below(incident: Record) -> set[int]:
    return _ids(Claim.objects.filter(incident__in=Incident.objects.ids_below(incident.pk)))
