"""Answers without a database: who says what, in one line each."""

from itertools import count
from typing import Any

from conflictdb.models import Actor, Claim, Incident, Place, Statement
from conflictdb.questions import Answer
from tests.factories import figure, when

_numbers = count(1)

CLASH = Incident(slug="clash", title="Clash", kind="armed_clash")


def side(slug: str) -> Actor:
    """A state, which is its own side."""
    state = Actor(slug=slug, name=slug.title(), kind="state")
    state.side = state
    return state


def body(slug: str, of: Actor | None = None) -> Actor:
    return Actor(slug=slug, name=slug.title(), kind="government_body", side=of)


def place(slug: str) -> Place:
    return Place(slug=slug, name=slug.title(), kind="settlement")


def utterance(speaker: Actor | str | None, made: str | None = "2021-11-16T18:30") -> Statement:
    """A statement by an actor, or by an unnamed speaker so described."""
    named = isinstance(speaker, Actor)
    return Statement(
        slug=f"statement-{next(_numbers)}",
        speaker=speaker if named else None,
        speaker_description=None if named else speaker,
        made=when(made) if made else None,
    )


def says(
    who: Actor | str | Statement,
    value: int | tuple[int | None, int | None] | None = None,
    *,
    made: str | None = "2021-11-16T18:30",
    documents: str = "a-report",
    **fields: Any,
) -> Answer:
    """One answer: ``value`` as ``make_claim`` takes it, ``documents`` as slugs with blanks.

    ``who`` is a statement where one utterance answers twice.
    """
    statement = who if isinstance(who, Statement) else utterance(who, made)
    counted = {**figure(value), "victim_class": "undetermined"} if value is not None else {}
    claim = Claim(
        **{
            "slug": f"{statement.slug}--{next(_numbers):03}",
            "statement": statement,
            "incident": CLASH,
            "kind": "killed",
            "status": "published",
            **counted,
            **fields,
        }
    )
    return Answer(claim, frozenset(documents.split()), statement.made_latest)
