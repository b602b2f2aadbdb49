"""What happened lately, over all records; and what was deleted."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import connection, models
from pghistory.models import Context

from conflictdb.models import EVENTS, Record
from conflictdb.models.event import PARTS, RECORDS

from .action import Action

_NAMED = 5  # records of one action


@dataclass(frozen=True)
class RecentChange:
    """An action, and some of the records that it changed: those that are there still."""

    action: Action
    records: tuple[Record, ...]
    has_more: bool


def recent_changes(since: datetime | None = None, limit: int = 20) -> list[RecentChange]:
    """What was done lately, newest first. Reads no more than the events that it tells of."""
    contexts = Context.objects.order_by("-created_at", "id")
    if since is not None:
        contexts = contexts.filter(created_at__gte=since)
    actions = {context.pk: context for context in contexts[:limit]}
    touched = _touched([*actions])
    records = {
        model: model._default_manager.in_bulk({pk for owner, pk in _all(touched) if owner is model})
        for model in {owner for owner, _ in _all(touched)}
    }
    found = []
    for key, context in actions.items():
        there = [records[m][pk] for m, pk in touched[key] if pk in records[m]]
        action = Action.told(key, context.metadata, context.created_at)
        found.append(RecentChange(action, tuple(there[:_NAMED]), len(touched[key]) > _NAMED))
    return found


_Touched = dict[object, list[tuple[type[Record], int]]]


def _all(touched: _Touched) -> Iterator[tuple[type[Record], int]]:
    for each in touched.values():
        yield from each


def _touched(contexts: list[object]) -> _Touched:
    """Some of the records that each action changed, itself or by their parts."""
    places: list[tuple[type[Record], type[models.Model], str]] = [
        *((model, model, "pgh_obj_id") for model in RECORDS),
        *((_owner(part, name), part, f"{name}_id") for part, name in PARTS.items()),
    ]
    events = " UNION ALL ".join(
        f"(SELECT {number} AS place, {column} AS id FROM {EVENTS[table]._meta.db_table}"
        f" WHERE pgh_context_id = context.id LIMIT {10 * _NAMED})"
        for number, (_, table, column) in enumerate(places)
    )
    touched: _Touched = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT context.id, event.place, event.id"
            f" FROM unnest(%s::uuid[]) AS context(id), LATERAL ({events}) event"
            " ORDER BY event.place, event.id",
            [contexts],
        )
        for context, place, pk in cursor.fetchall():
            pair = (places[place][0], pk)
            if pair not in touched[context]:
                touched[context].append(pair)
    return touched


def _owner(part: type[models.Model], name: str) -> type[Record]:
    owner = part._meta.get_field(name).related_model
    return cast("type[Record]", owner)


@dataclass(frozen=True)
class Deleted:
    """A record that was deleted, as it was called last."""

    pk: int
    slug: str
    action: Action


def deleted_records(model: type[Record], offset: int = 0, limit: int = 50) -> list[Deleted]:
    """The records of a kind that are gone, the last deleted first."""
    events = EVENTS[model]._default_manager.filter(pgh_label="delete")
    later = events.filter(
        pgh_obj_id=models.OuterRef("pgh_obj_id"), pgh_id__gt=models.OuterRef("pk")
    )
    there = model._default_manager.filter(pk=models.OuterRef("pgh_obj_id"))
    gone = events.filter(~models.Exists(there), ~models.Exists(later))
    rows = gone.select_related("pgh_context").order_by("-pgh_created_at", "-pgh_id")
    return [
        Deleted(
            row.pgh_obj_id,
            row.slug,
            Action.told(row.pgh_context_id, row.pgh_context.metadata, row.pgh_created_at),
        )
        for row in rows[offset : offset + limit]
    ]
