"""One record's history: its versions, worked out from the events of its rows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, models
from pghistory.models import Context

from conflictdb.models import EVENTS, DocumentText, Record
from conflictdb.models.event import PARTS, tracked_columns
from conflictdb.states import State, in_order, lists_of, parts_of, written_by_hand

from .action import Action

Values = dict[str, Any]  # of one row, by column
Rows = dict[type[models.Model], dict[int, Values]]  # by model and id
Span = tuple[UUID, datetime, datetime]  # an action, its first and its last event's time


@dataclass(frozen=True)
class Version:
    """What an action made of a record, and of what; None where there was none."""

    action: Action
    before: State | None
    after: State | None
    text: str = ""  # what became of a document's private text, of which no state tells


class RecordHistory:
    """All that was done to one record and its parts, whether it is there still or deleted."""

    def __init__(self, model: type[Record], pk: int) -> None:
        self.model, self.pk = model, pk

    def count(self) -> int:
        return int(self._query("SELECT count(*) FROM ({actions}) actions")[0][0])

    def versions(self, offset: int = 0, limit: int = 20) -> list[Version]:
        """What was done, newest first."""
        return self._versions(
            self._query("{actions} ORDER BY last DESC, 1 LIMIT %s OFFSET %s", limit, offset)
        )

    def version(self, context: UUID) -> Version | None:
        """What one action made of it."""
        spans = self._query("SELECT * FROM ({actions}) actions WHERE pgh_context_id = %s", context)
        return next(iter(self._versions(spans)), None)

    def _versions(self, spans: list[Span]) -> list[Version]:
        if not spans:
            return []
        told = Context.objects.in_bulk([context for context, _, _ in spans])
        snapshots, texts = self._replay(spans)
        slugs = _Slugs(self.model, snapshots.values())
        return [
            Version(
                Action.told(context, told[context].metadata, last),
                self._state(snapshots[context, "before"], slugs),
                self._state(snapshots[context, "after"], slugs),
                texts.get(context, ""),
            )
            for context, _, last in spans
        ]

    # Its rows: its own, and those of its parts

    @cached_property
    def _owners(self) -> dict[type[models.Model], str]:
        """The tracked models whose rows are the record's, and the column that says so."""
        return {self.model: "id"} | {
            part: f"{owner}_id"
            for part, owner in PARTS.items()
            if part._meta.get_field(owner).related_model is self.model
        }

    @cached_property
    def _ids(self) -> dict[type[models.Model], list[int]]:
        """The ids of all rows that ever were the record's."""
        ids: dict[type[models.Model], list[int]] = {}
        for model, owner in self._owners.items():
            if model is self.model:
                ids[model] = [self.pk]
                continue
            now = model._default_manager.filter(**{owner: self.pk}).values_list("pk", flat=True)
            events = EVENTS[model]._default_manager.filter(**{owner: self.pk})
            ids[model] = [*{*now, *events.values_list("pgh_obj_id", flat=True)}]
        return ids

    def _query(self, sql: str, *given: Any) -> list[Any]:
        """Rows of SQL in which ``{actions}`` selects what was done to the record, as spans."""
        events = " UNION ALL ".join(
            "SELECT pgh_context_id, pgh_created_at"
            f" FROM {EVENTS[model]._meta.db_table} WHERE pgh_obj_id = ANY(%s)"
            for model in self._owners
        )
        actions = (
            "SELECT pgh_context_id, min(pgh_created_at) AS first, max(pgh_created_at) AS last"
            f" FROM ({events}) events GROUP BY 1"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql.format(actions=actions), [*self._ids.values(), *given])
            return list(cursor.fetchall())

    def _events(self, model: type[models.Model]) -> Any:
        return EVENTS[model]._default_manager.filter(pgh_obj_id__in=self._ids[model])

    def _rows_at(self, moment: datetime) -> Rows:
        """The rows as they were: each as its next event says that it was, or as it is now."""
        rows: Rows = {}
        for model, ids in self._ids.items():
            columns = _columns(model)
            now = model._default_manager.filter(pk__in=ids).values("pk", *columns)
            rows[model] = {row.pop("pk"): row for row in now}
            later = self._events(model).filter(pgh_created_at__gt=moment)
            for event in later.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id"):
                _undo(event, model, rows)
        return rows

    def _replay(self, spans: list[Span]) -> tuple[dict[tuple[UUID, str], Rows], dict[UUID, str]]:
        """The rows after and before each action, and what each did to a private text."""
        newest, oldest = max(last for _, _, last in spans), min(first for _, first, _ in spans)
        events = [
            (event, model)
            for model in self._owners
            for event in self._events(model).filter(
                pgh_created_at__gte=oldest, pgh_created_at__lte=newest
            )
        ]
        events.sort(key=lambda each: (each[0].pgh_created_at, each[0].pgh_id), reverse=True)
        left = Counter(event.pgh_context_id for event, _ in events)
        rows = self._rows_at(newest)
        snapshots: dict[tuple[UUID, str], Rows] = {}
        texts: dict[UUID, str] = {}
        for event, model in events:
            context = event.pgh_context_id
            snapshots.setdefault((context, "after"), {m: {**each} for m, each in rows.items()})
            _undo(event, model, rows)
            left[context] -= 1
            if not left[context]:
                snapshots[context, "before"] = {m: {**each} for m, each in rows.items()}
            if model is DocumentText:
                texts.setdefault(context, _TEXTS[event.pgh_label])
        return snapshots, texts

    # States of those rows

    def _state(self, rows: Rows, slugs: "_Slugs") -> State | None:
        own = rows[self.model].get(self.pk)
        if own is None:
            return None
        state: State = {"slug": own["slug"], "status": own["status"]}
        for column in written_by_hand(self.model):
            state[column.name] = slugs.value(column, own)
        for many in lists_of(self.model):
            rows_of_list = self._parts(rows, many.remote_field.through)
            target = many.remote_field.through._meta.get_field(many.m2m_reverse_field_name())
            state[many.name] = sorted(slugs.value(target, row) for row in rows_of_list)
        for name, part in parts_of(self.model).items():
            columns = [c for c in written_by_hand(part) if f"{c.name}_id" != self._owners[part]]
            found = [
                {column.name: slugs.value(column, row) for column in columns}
                for row in self._parts(rows, part)
            ]
            state[name] = in_order(part, found)
        return state

    def _parts(self, rows: Rows, table: type[models.Model]) -> list[Values]:
        """The record's rows of one table."""
        part = next(m for m in self._owners if m._meta.concrete_model is table)
        return [row for row in rows[part].values() if row[self._owners[part]] == self.pk]


_TEXTS = {"insert": "Text added", "update": "Text replaced", "delete": "Text removed"}


def _columns(model: type[models.Model]) -> list[str]:
    return [model._meta.get_field(name).attname for name in tracked_columns(model)]  # type: ignore[union-attr]


def _undo(event: Any, model: type[models.Model], rows: Rows) -> None:
    if event.pgh_label == "insert":
        rows[model].pop(event.pgh_obj_id, None)
    else:
        rows[model][event.pgh_obj_id] = {name: getattr(event, name) for name in _columns(model)}


class _Slugs:
    """The slugs of what rows refer to: those of now, and of what is gone the last ones."""

    def __init__(self, model: type[Record], snapshots: Any) -> None:
        wanted: dict[Any, set[int]] = defaultdict(set)
        for rows in snapshots:
            for table, found in rows.items():
                for column in _references(table):
                    named = (row[column.attname] for row in found.values())
                    wanted[column.related_model].update(pk for pk in named if pk is not None)
        self.found: dict[tuple[Any, int], str] = {}
        for target, ids in wanted.items():
            known = dict(target._default_manager.filter(pk__in=ids).values_list("pk", "slug"))
            gone = EVENTS[target]._default_manager.filter(
                pgh_obj_id__in=ids - known.keys(), pgh_label="delete"
            )
            known |= dict(gone.order_by("pgh_id").values_list("pgh_obj_id", "slug"))
            self.found |= {(target, pk): slug for pk, slug in known.items()}

    def value(self, column: Any, row: Values) -> Any:
        """As a state has it: a reference by its slug."""
        value = row[column.attname]
        if not column.is_relation or value is None:
            return value
        return [self.found.get((column.related_model, value), f"record {value}")]


def _references(table: type[models.Model]) -> list[Any]:
    return [
        column
        for column in map(table._meta.get_field, tracked_columns(table))
        if column.is_relation
    ]
