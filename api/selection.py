"""Selections: the rows that parameters keep, as SQL compiled once for each set of names.

A filter's condition is written over ``Bound`` expressions, which stand for values that are not
known yet. Django compiles the queryset once; every further request with the same names only binds
its own values. What of a value changes the SQL itself (whether a time is a date or an instant) is
its *shape*, a part of the key.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Expression, Field, Lookup, Model, Q, QuerySet
from django.db.models.fields.related import ForeignObject

from conflictdb.models.time_fact import LastsLong

from .snapshot import rows

# Sets of names that are kept compiled; more than clients use, fewer than hostile ones could make.
MOST = 2000


@dataclass(frozen=True)
class Slot:
    """Where a value goes among the parameters of compiled SQL; ``part`` of it, if it has parts."""

    name: str
    part: int | None


class Bound(Expression):
    """Stands in a condition for a value that each request brings, or for one ``part`` of it."""

    def __init__(
        self, name: str, part: int | None = None, output_field: Field | None = None
    ) -> None:
        super().__init__(output_field=output_field)
        self.name, self.part = name, part

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [Slot(self.name, self.part)]


class AnyOf(Lookup):
    """``column__any=values``: the column is one of an array's values, or of a subquery's.

    A part of the values is one of them: then the column equals it, in whose order an index may be
    read, which it cannot be for several.
    """

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, before = self.process_lhs(compiler, connection)
        values, after = compiler.compile(self.rhs)
        if isinstance(self.rhs, Bound) and self.rhs.part is not None:
            return f"{column} = {values}", [*before, *after]
        if isinstance(self.rhs, Bound):
            target: Any = self.lhs.output_field
            target = getattr(target, "target_field", target)
            kind = target.rel_db_type(connection) if target.primary_key else None
            kind = kind or target.cast_db_type(connection)
            # Texts of any length compare alike.
            values = f"({values}::{'text' if 'char' in kind else kind}[])"
        return f"{column} = ANY {values}", [*before, *after]


class Shares(Lookup):
    """``column__shares=values``: an array has one of the values."""

    lookup_name = "shares"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, before = self.process_lhs(compiler, connection)
        return f"{column} && %s::{self.lhs.output_field.cast_db_type(connection)}", [
            *before,
            Slot(self.rhs.name, None),
        ]


ArrayField.register_lookup(Shares)
Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)


@dataclass(frozen=True)
class Query:
    """SQL with slots for the values that each request brings."""

    sql: str
    parameters: tuple[Any, ...]

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters with their slots filled."""
        return [_filled(each, values) for each in self.parameters]

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it gives for these values."""
        return rows(self.sql, self.bound(values), prepared=False)


def _filled(parameter: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(parameter, Slot):
        return parameter
    value = values[parameter.name]
    return value if parameter.part is None else value[parameter.part]


@dataclass
class Edges:
    """Between which moments a time fact must begin to be kept, but for one that lasts long.

    Names of bound values. They are wider than what the parameters say, and change no answer: with
    them an index by time is entered where the answer begins, and left where it ends.
    """

    first: str | None = None
    last: str | None = None


_COMPILED: dict[Hashable, Query] = {}


class Selection:
    """The rows that some parameters keep: what they are called and shaped, and their values."""

    def __init__(
        self,
        model: type[Model],
        key: Hashable,
        narrow: Callable[[QuerySet], QuerySet],
        values: Mapping[str, Any],
        edges: Mapping[str, "Edges"],
    ) -> None:
        self.model, self.key, self.narrow, self.values = model, key, narrow, values
        self.edges = edges

    def query(self, purpose: Hashable, shaped: Callable[[QuerySet], QuerySet]) -> Query:
        """The selection as a query, ``shaped`` as a purpose needs it; compiled once for both."""
        key = (self.key, purpose)
        found = _COMPILED.get(key)
        if found is None:
            published = self.model._default_manager.published()  # type: ignore[attr-defined]
            found = compiled_query(shaped(self.narrow(published)))
            if len(_COMPILED) >= MOST:
                _COMPILED.clear()
            _COMPILED[key] = found
        return found

    def entered(self, kept: QuerySet) -> QuerySet:
        """The same rows, for whoever takes them in no order: by indexes, where times are asked for.

        A year's claims are found by two, of those that begin in it and of those that last long;
        by their days alone, of which either may be open, they would be looked for among all.
        """
        for column, edges in self.edges.items():
            lasting = LastsLong(column.removesuffix("_earliest"))
            begins = ~Q(lasting)
            if edges.first:
                begins &= Q(**{f"{column}__gte": Bound(edges.first)})
            if edges.last:
                begins &= Q(**{f"{column}__lte": Bound(edges.last)})
            kept = kept.filter(begins | Q(lasting))
        return kept

    def ids(self) -> list[int]:
        """The ids of all rows kept, in no order."""
        query = self.query("ids", lambda kept: kept.order_by().values("pk"))
        return [pk for (pk,) in query.rows(self.values)]


def compiled_query(queryset: QuerySet) -> Query:
    """A queryset over bound values as SQL."""
    sql, parameters = queryset.query.sql_with_params()
    return Query(sql, tuple(parameters))
