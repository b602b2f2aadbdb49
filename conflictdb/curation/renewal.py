"""What a change of a record renews: the questions that its claims answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conflictdb import questions
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    Document,
    Incident,
    Question,
    Record,
    Statement,
)


def claims_touched(record: Record) -> models.QuerySet[Claim]:
    """The claims whose question, or whose place in it, depends on a record."""
    claims = Claim.objects.all()
    if record.pk is None:
        return claims.none()
    if isinstance(record, Claim):
        return claims.filter(pk=record.pk)
    if isinstance(record, Statement):
        return claims.filter(statement=record)
    if isinstance(record, Citation):
        return claims.filter(Q(pk=record.claim_id) | Q(statement=record.statement_id))
    if isinstance(record, Document):
        cited = Q(citations__document=record) | Q(statement__citations__document=record)
        return claims.filter(cited).distinct()
    if isinstance(record, Actor):  # each half has an index, which an OR of the two would not use
        of, by = claims.filter(subject=record), claims.filter(statement__speaker=record)
        return claims.filter(pk__in=of.order_by().values("pk").union(by.order_by().values("pk")))
    if isinstance(record, Incident):
        return claims.filter(incident__in=Incident.objects.ids_below(record.pk))
    return claims.none()


def questions_of(record: Record) -> set[int]:
    touched = claims_touched(record).filter(question__isnull=False)
    return set(touched.values_list("question_id", flat=True))


_together: ContextVar[set[int] | None] = ContextVar("together", default=None)


@contextmanager
def renewed_together() -> Iterator[None]:
    """Many changes, after which each question is renewed once: comparing its claims takes time."""
    waiting: set[int] = set()
    token = _together.set(waiting)
    try:
        yield
    finally:
        _together.reset(token)
    questions.refresh(waiting)


def is_due(record: Record, stored: Record | None) -> bool:
    """Whether a save changes anything that questions follow from.

    An actor has its side, an incident its kind and what it is part of; neither their names nor
    their status tell what their claims answer. Of other records everything may.
    """
    if stored is None or not isinstance(record, (Actor, Incident)):
        return True
    return _read_of(record) != _read_of(stored)


def _read_of(record: Record) -> tuple[object, ...]:
    if isinstance(record, Incident):
        return record.kind, record.part_of_id
    if isinstance(record, Actor):  # a state's side is itself, even before the database says so
        return (record.side_id or (record.pk if record.kind == "state" else None),)
    return ()


def renew(record: Record, touched: set[int]) -> None:
    """Ask again which questions the touched claims answer, and renew those questions."""
    if isinstance(record, (Actor, Incident)):
        claims = claims_touched(record).values_list("pk", flat=True)
        went = questions.assign_all(claims, timezone.now())
        touched |= {pk for pk in went if pk} | {to for moved in went.values() for to in moved}
    due, waiting = touched | questions_of(record), _together.get()
    if waiting is not None:
        # A question that is not public yet is needed at once, by the claim that is.
        public = Question.objects.published().filter(pk__in=due)
        waiting |= set(public.values_list("pk", flat=True))
        due -= waiting
    questions.refresh(due)
