"""Orderings: total orders of rows, as an index gives them, and where to cut them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import (
    BooleanField,
    DateTimeField,
    F,
    Field,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
)

from .selection import Bound


@dataclass(frozen=True)
class SortKey:
    """One column of an ordering."""

    column: str
    descending: bool
    field: Any

    def order(self, *, reverse: bool, nulls: bool) -> Any:
        """The clause; ``nulls`` when there may be some, which come last (first in reverse)."""
        column, descending = F(self.column), self.descending != reverse
        where = {"nulls_first" if reverse else "nulls_last": True} if nulls else {}
        return column.desc(**where) if descending else column.asc(**where)

    def beyond(self, value: Any, *, reverse: bool, null: bool) -> Q:
        """Rows that come after this value, or before it in reverse; nulls are last."""
        if null:
            return Q(**{f"{self.column}__isnull": False}) if reverse else Q(pk__isnull=True)
        compare = "lt" if self.descending != reverse else "gt"
        after = Q(**{f"{self.column}__{compare}": value})
        if reverse or not self.field.null:
            return after
        return after | Q(**{f"{self.column}__isnull": True})

    def equals(self, value: Any, *, null: bool) -> Q:
        return Q(**{f"{self.column}__isnull": True} if null else {self.column: value})

    def takes(self, value: Any) -> bool:
        """Whether a cursor's value is of this column's type."""
        if value is None:
            return bool(self.field.null)
        if isinstance(self.field, DateTimeField):
            return isinstance(value, datetime)
        if isinstance(self.field, (IntegerField, BooleanField)):
            return isinstance(value, int)
        return isinstance(value, str)


class RowComparison(Func):
    """``(a, b) < (x, y)``: what an index over (a, b) answers at once."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: Sequence[Any], compare: str, values: Sequence[Any]) -> None:
        super().__init__(*columns, *values)
        self.width, self.compare = len(columns), compare

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        parts, parameters = [], []
        for expression in self.get_source_expressions():
            sql, further = compiler.compile(expression)
            parts.append(sql)
            parameters += further
        left, right = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return f"({left}) {self.compare} ({right})", parameters


class Ordering:
    """A total order: the keys asked for, then the slug, which no two rows share."""

    def __init__(self, text: str, columns: Mapping[str, str], model: type[Model]) -> None:
        self.text = text
        self.keys = [
            SortKey(column, part.startswith("-"), _field(model, column))
            for part in text.split(",")
            for column in [columns[part.removeprefix("-")]]
        ]
        if all(key.column != "slug" for key in self.keys):
            # In the direction of the key before it, so that one index serves both directions.
            self.keys.append(SortKey("slug", self.keys[-1].descending, _field(model, "slug")))

    @property
    def columns(self) -> list[str]:
        return [key.column for key in self.keys]

    @cached_property
    def straight(self) -> bool:
        """Whether all keys run one way and only the first may be null: an index order."""
        one_way = len({key.descending for key in self.keys}) == 1
        return one_way and not any(key.field.null for key in self.keys[1:])

    def phases(self, key: Sequence[Any] | None, *, reverse: bool) -> list[bool | None]:
        """The stretches of the order that a page may reach into, one query each.

        Rows without the first key come last. Where an index gives the order, the rows that have it
        (False) and those that do not (True) are read apart, which the index can do and the two
        together cannot. None: the order in one go.
        """
        if not (self.straight and self.keys[0].field.null):
            return [None]
        stretches: list[bool | None] = [True, False] if reverse else [False, True]
        if key is not None and (key[0] is None) != stretches[0]:
            return stretches[1:]
        return stretches

    def cut(
        self, queryset: QuerySet, key: Sequence[Any] | None, phase: bool | None, *, reverse: bool
    ) -> QuerySet:
        """The rows after a key in this order, or before it in reverse, within a stretch."""
        keys = self.keys
        if phase is not None:
            queryset = queryset.filter(**{f"{keys[0].column}__isnull": phase})
            if key is not None and (key[0] is None) != phase:
                key = None  # the whole stretch lies beyond
        orders = [
            each.order(reverse=reverse, nulls=phase is None and each.field.null) for each in keys
        ]
        if phase:
            orders = orders[1:]
        queryset = queryset.order_by(*orders)
        if key is None:
            return queryset
        bound = [Bound("cursor", part, each.field) for part, each in enumerate(keys)]
        if self.straight:
            first = 1 if phase else 0
            compare = "<" if keys[0].descending != reverse else ">"
            columns = [F(each.column) for each in keys[first:]]
            return queryset.filter(RowComparison(columns, compare, bound[first:]))
        condition, prefix = Q(pk__isnull=True), Q()
        for each, place, value in zip(keys, bound, key, strict=True):
            null = value is None
            condition |= prefix & each.beyond(place, reverse=reverse, null=null)
            prefix &= each.equals(place, null=null)
        return queryset.filter(condition)


def _field(model: type[Model], column: str) -> Field:
    """The field at the end of a path."""
    *path, name = column.split("__")
    for step in path:
        related: Any = model._meta.get_field(step)
        model = related.related_model
    field: Field = model._meta.get_field(name)  # type: ignore[assignment]
    return field
