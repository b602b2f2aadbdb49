"""Many claims at once: which questions they answer now, and questions that become one.

What ``register`` does for one claim, in a few statements for any number of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection

from conflictdb.models import Actor, Claim, Incident, Question

from .register import SUMMARY_COLUMNS
from .rule import Key, asked_by, slug_of, title_of


class Ids(NamedTuple):
    """A key (``rule.Key``) of ids."""

    topic: str
    incident: int
    side: int | None
    counted: str | None


def assign_all(claims: Iterable[int], moment: datetime) -> dict[int | None, Counter[int]]:
    """Ask of stored claims anew which question each answers; those that a curator chose stay.

    Returns from which question, None for none, how many went to which. Raises ValidationError
    as ``assign`` does.
    """
    rows = list(
        Claim.objects.filter(id__in=list(claims), question_fixed=False, incident__isnull=False)
        .order_by("id")
        .values_list("id", "kind", "unit", "incident_id", "subject__side_id", "question_id")
    )
    scope_of = _scopes({incident for _, _, _, incident, _, _ in rows if incident})
    asked: dict[int, Ids] = {}
    for pk, kind, unit, incident, side, _ in rows:
        parts = asked_by(kind, unit, incident or 0, partial(scope_of, incident), side)
        if parts:
            asked[pk] = Ids(*parts)
    found = questions_of_keys(set(asked.values()))
    went: dict[int | None, Counter[int]] = {}
    moves: dict[int, int] = {}
    for pk, *_, before in rows:
        after = found[asked[pk]] if pk in asked else None
        if after is not None and after != before:
            moves[pk] = after
            went.setdefault(before, Counter())[after] += 1
    _update(
        "UPDATE conflictdb_claim row SET question_id = now.new, version = version + 1,"
        " updated_at = %s FROM unnest(%s::bigint[], %s::bigint[]) AS now(id, new)"
        " WHERE row.id = now.id",
        moves,
        moment,
    )
    return went


def questions_of_keys(keys: set[Ids]) -> dict[Ids, int]:
    """The question that each key asks, made where it is new; of a merged one what it became."""
    incidents = {key.incident for key in keys}
    stored = Question.objects.filter(by_rule=True, incident__in=incidents)
    columns = ("topic", "incident_id", "subject_side_id", "counted", "id")
    found = {Ids(*row[:4]): row[4] for row in stored.values_list(*columns)}
    found = {key: pk for key, pk in found.items() if key in keys}
    found |= _make(sorted(keys - found.keys(), key=str))
    ends = _ends(found.values())
    return {key: ends[pk] for key, pk in found.items()}


def _make(missing: list[Ids]) -> dict[Ids, int]:
    incidents = Incident.objects.in_bulk({key.incident for key in missing})
    sides = Actor.objects.in_bulk({key.side for key in missing if key.side})
    keys = {
        ids: Key(ids.topic, incidents[ids.incident], sides[ids.side] if ids.side else None, ids[3])
        for ids in missing
    }
    slugs = {slug_of(key): key for key in keys.values()}
    taken = Question.objects.filter(slug__in=slugs).values_list("slug", flat=True).first()
    if taken or len(slugs) < len(keys):
        which = f"the slug {taken}, which another has" if taken else "one slug"
        raise ValidationError(
            f"Questions about {slugs.get(taken or '') or 'several incidents or actors'} would have "
            f"{which}: rename one of their incidents or actors."
        )
    made = Question.objects.bulk_create(
        Question(
            slug=slug_of(key),
            title=title_of(key),
            topic=key.topic,
            incident=key.incident,
            subject_side=key.subject_side,
            counted=key.counted,
        )
        for key in keys.values()
    )
    return {ids: question.pk for ids, question in zip(keys, made, strict=True)}


def _ends(questions: Iterable[int]) -> dict[int, int]:
    """Where the trail of each question ends that was merged; itself where it was not."""
    ends = {pk: pk for pk in questions}
    open_ends = set(ends.values())
    while open_ends:
        merged = Question.objects.filter(id__in=open_ends, merged_into__isnull=False)
        into = dict(merged.values_list("id", "merged_into_id"))
        ends = {pk: into.get(end, end) or end for pk, end in ends.items()}
        open_ends = {end for end in into.values() if end}
    return ends


def _scopes(incidents: set[int]) -> Callable[[int | None], int]:
    """``Incident.scope`` of many, by id."""
    known: dict[int, tuple[str, int | None]] = {}
    missing = incidents
    while missing:
        rows = Incident.objects.filter(id__in=missing).values_list("id", "kind", "part_of_id")
        known |= {pk: (kind, above) for pk, kind, above in rows}
        missing = {above for _, above in known.values() if above} - known.keys()

    def scope(incident: int | None) -> int:
        step = incident
        while step is not None:
            kind, above = known[step]
            if kind == "episode":
                return step
            step = above
        return incident or 0

    return scope


def become_one(merged: Mapping[int, int], moment: datetime) -> None:
    """Each of these questions becomes another one: that takes its claims, its slug leads there."""
    _update(
        "UPDATE conflictdb_claim row SET question_id = now.new, version = version + 1,"
        " updated_at = %s FROM unnest(%s::bigint[], %s::bigint[]) AS now(old, new)"
        " WHERE row.question_id = now.old",
        merged,
        moment,
    )
    blank = Question()
    nothing = {name: getattr(blank, name) for name in SUMMARY_COLUMNS}
    _update(
        "UPDATE conflictdb_question row SET merged_into_id = now.new, status = 'withdrawn',"  # noqa: S608
        f" {', '.join(f'{name} = %s' for name in nothing)}, version = version + 1,"
        " updated_at = %s FROM unnest(%s::bigint[], %s::bigint[]) AS now(old, new)"
        " WHERE row.id = now.old",
        merged,
        *nothing.values(),
        moment,
    )


def take_summaries(heirs: Mapping[int, int], moment: datetime) -> None:
    """Each new question says of its claims what the one said from which they all came."""
    columns = ("status", "retitled", *SUMMARY_COLUMNS)
    sets = ", ".join(f"{name} = old.{name}" for name in columns)
    _update(
        f"UPDATE conflictdb_question row SET {sets},"  # noqa: S608  # the model's own names
        " title = CASE WHEN old.retitled THEN old.title ELSE row.title END,"
        " updated_at = %s FROM unnest(%s::bigint[], %s::bigint[]) AS now(old, new)"
        " JOIN conflictdb_question old ON old.id = now.old WHERE row.id = now.new",
        heirs,
        moment,
    )


def _update(sql: str, pairs: Mapping[int, int], *values: Any) -> None:
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, [*pairs.keys()], [*pairs.values()]])
