"""Compiled representations: PostgreSQL makes the JSON that a representation declares.

A representation is walked once into one SQL expression, so that a page costs a single query and no
object is made of a row in Python. The same declaration makes the OpenAPI schema and the ordinary
serializer, which tests compare with this, value for value.

Objects are texts put together with ``concat``: ``json_build_object`` looks up the type of each key
and value again for each row.

Related records follow foreign keys by joins; lists of them are subqueries that see what is
published only, in the order of their model's ``Meta.ordering`` where the field gives none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from django.db import models
from rest_framework import serializers

from conflictdb.models import Record

from .representation import (
    CodeField,
    CountField,
    CountsByCode,
    OnlyInPython,
    RelatedList,
    Representation,
    TimeFactField,
    URLField,
)
from .snapshot import texts

# The address of the API's root, with which those in the JSON begin: each query's first parameter.
BASE = "root.base"
ROOT = "(SELECT %s::text AS base) root"

# In these, and in slugs, JSON has nothing to escape: codes, and addresses with their escapes.
PLAIN = (CodeField, URLField)

Aliases = Iterator[int]


@dataclass
class Source:
    """A table in a FROM clause, with the tables joined to it along foreign keys."""

    model: type[models.Model]
    alias: str
    numbers: Aliases
    joins: list[str] = field(default_factory=list)
    joined: dict[str, "Source"] = field(default_factory=dict)
    root: "Source | None" = None

    def follow(self, name: str) -> "Source":
        """The source of the record that a foreign key points at, joined once."""
        if name not in self.joined:
            key: Any = self.model._meta.get_field(name)
            target = Source(key.related_model, f"t{next(self.numbers)}", self.numbers)
            target.root = self.root or self
            target.root.joins.append(
                f"LEFT JOIN {target.table} {target.alias}"
                f" ON {target.alias}.id = {self.alias}.{key.column}"
            )
            self.joined[name] = target
        return self.joined[name]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def column(self, name: str) -> str:
        column: Any = self.model._meta.get_field(name)
        return f"{self.alias}.{column.column}"

    @property
    def tables(self) -> str:
        """The FROM clause; complete once every expression over it is written."""
        return " ".join([f"{self.table} {self.alias}", *self.joins])

    def by_id(self, selected: str) -> str:
        """What is selected of the published records of some ids, in the order of the ids."""
        return (
            f"SELECT {selected}"
            f" FROM {ROOT} CROSS JOIN unnest(%s::bigint[]) WITH ORDINALITY wanted (id, place)"
            f" JOIN {self.table} {self.alias} ON {self.alias}.id = wanted.id"
            f" {' '.join(self.joins)}"
            f" WHERE {self.alias}.status = 'published' ORDER BY wanted.place"
        )


class Compiler:
    """Writes SQL expressions for the fields of serializers."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def object(self, serializer: serializers.Serializer, source: Source) -> str:
        """A JSON object with the serializer's fields, as a text."""
        if hasattr(serializer, "shown"):
            source = source.follow(serializer.shown)
        pieces: list[str] = []
        for name, field_ in serializer.fields.items():
            pieces += [f"""'{"," if pieces else ""}"{name}":'""", *self.json(field_, source)]
        return _concatenated(["'{'", *pieces, "'}'"])

    def json(self, field_: serializers.Field, source: Source) -> list[str]:
        """A field's value as JSON: texts to be put together."""
        value = self.value(field_, source)
        if isinstance(field_, (TimeFactField, serializers.BaseSerializer)):
            return [f"coalesce({value}, 'null')"]
        if isinstance(field_, PLAIN) or (field_.source or "").split(".")[-1] == "slug":
            return _quoted(value, null=field_.allow_null)
        if isinstance(field_, (serializers.IntegerField, serializers.BooleanField)):
            return [f"coalesce(({value})::text, 'null')"]
        return [f"coalesce(to_json({value}), 'null')"]

    def value(self, field_: serializers.Field, source: Source) -> str:
        """A field's value; that of a structure is JSON as a text, or null."""
        if isinstance(field_, OnlyInPython):
            return "NULL"
        if isinstance(field_, serializers.Serializer) and field_.source == "*":
            return self.object(field_, source)
        *path, name = (field_.source or "").split(".")
        for step in path:
            source = source.follow(step)
        if isinstance(field_, TimeFactField):
            return self.time_fact(source, name)
        if isinstance(field_, (CountField, serializers.ListSerializer)):
            return self.related(field_, source, name)
        if isinstance(field_, serializers.Serializer):
            return self.one(field_, source, name)
        if isinstance(field_, URLField):
            return f"{BASE} || '{field_.resource}s/' || {source.column('slug')}"
        if hasattr(field_, "values"):
            return self.attribute(field_, source.column(name))
        return source.column(name)

    def time_fact(self, source: Source, name: str) -> str:
        def column(suffix: str) -> str:
            return source.column(f"{name}_{suffix}")

        pieces = ["""'{"edtf":'""", f"to_json({column('edtf')})"]
        for suffix in ("earliest", "latest"):
            pieces += [f"""',"{suffix}":'""", *_quoted(instant(column(suffix)), null=True)]
        pieces += ["""',"precision":"'""", column("precision"), """'","inferred":'"""]
        pieces += [f"({column('inferred')})::text", "'}'"]
        return f"CASE WHEN {column('edtf')} IS NOT NULL THEN {_concatenated(pieces)} END"

    def attribute(self, field_: Any, column: str) -> str:
        cases = " ".join(
            f"WHEN '{code}' THEN {_literal(value)}" for code, value in field_.values.items()
        )
        return f"CASE {column} {cases} END"

    def one(self, serializer: serializers.Serializer, source: Source, name: str) -> str:
        key: Any = source.model._meta.get_field(name)
        target = source.follow(name)
        body = self.object(serializer, target)
        return f"CASE WHEN {source.alias}.{key.column} IS NOT NULL THEN {body} END"

    def related(
        self, field_: CountField | serializers.ListSerializer, source: Source, name: str
    ) -> str:
        if isinstance(field_, CountField):
            return self.count(field_, source)
        if isinstance(field_, CountsByCode):
            return self.counts(field_, source, name)
        return self.many(field_, source, name)

    def many(self, field_: serializers.ListSerializer, source: Source, name: str) -> str:
        child: Any = field_.child
        return self.aggregated(
            field_,
            source,
            name,
            lambda target: f"{self.object(child, target)}, ','",
            aggregate="concat('[', string_agg({}), ']')",
        )

    def aggregated(
        self,
        field_: serializers.ListSerializer,
        source: Source,
        name: str,
        body: Callable[[Source], str],
        *,
        aggregate: str,
    ) -> str:
        """An aggregate of the published records of a relation in their order."""
        name = field_.relation if isinstance(field_, RelatedList) else name
        relation: Any = source.model._meta.get_field(name)
        target = Source(relation.related_model, f"t{next(self.numbers)}", self.numbers)
        if relation.many_to_many:
            through = relation.remote_field.through._meta.db_table
            near, far = relation.m2m_column_name(), relation.m2m_reverse_name()
            link = f"l{next(self.numbers)}"
            target.joins.append(f"JOIN {through} {link} ON {link}.{far} = {target.alias}.id")
            where = [f"{link}.{near} = {source.alias}.id"]
        else:
            where = [f"{target.alias}.{relation.field.column} = {source.alias}.id"]
        if issubclass(target.model, Record):
            where.append(f"{target.alias}.status = 'published'")
        keys: Any = target.model._meta.ordering
        if isinstance(field_, RelatedList):
            keys = field_.order
            where += [target.column(field_.where)] if field_.where else []
        value = body(target)
        order = ", ".join(self.order(target, key) for key in keys)
        aggregated = aggregate.format(f"{value} ORDER BY {order}")
        return f"(SELECT {aggregated} FROM {target.tables} WHERE {' AND '.join(where)})"

    def order(self, source: Source, key: Any) -> str:
        """One key of a model's ``Meta.ordering``."""
        *path, name = key.lstrip("-").split("__")
        for step in path:
            source = source.follow(step)
        direction = "DESC" if key.startswith("-") else "ASC"
        return f"{source.column(name)} {direction}"

    def count(self, field_: CountField, source: Source) -> str:
        relation: Any = source.model._meta.get_field(field_.relation)
        target = relation.related_model._meta.db_table
        if relation.many_to_many:
            many = relation.field
            through = many.remote_field.through._meta.db_table
            near, far = many.m2m_column_name(), many.m2m_reverse_name()
            return (
                f"(SELECT count(*) FROM {through} l JOIN {target} c ON c.id = l.{near}"
                f" WHERE l.{far} = {source.alias}.id AND c.status = 'published')"
            )
        return (
            f"(SELECT count(*) FROM {target} c WHERE c.{relation.field.column} = {source.alias}.id"
            " AND c.status = 'published')"
        )

    def counts(self, field_: CountsByCode, source: Source, name: str) -> str:
        relation: Any = source.model._meta.get_field(name)
        target = Source(relation.related_model, f"t{next(self.numbers)}", self.numbers)
        code, number = field_.names
        codes = ", ".join(_literal(each) for each in field_.vocabulary.codes)
        pieces = [f"""'{{"{code}":"'""", "code", f"""'","{number}":'""", "counted", "'}'"]
        return (
            f"(SELECT concat('[', string_agg({_concatenated(pieces)}, ','"
            f" ORDER BY array_position(ARRAY[{codes}], code)), ']')"
            f" FROM (SELECT {target.column(code)}::text AS code, count(*) AS counted"
            f" FROM {target.tables}"
            f" WHERE {target.alias}.{relation.field.column} = {source.alias}.id"
            f" AND {target.alias}.status = 'published' GROUP BY 1) counts)"
        )


def instant(expression: str) -> str:
    """RFC 3339 in UTC."""
    return f"to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


def _quoted(text: str, *, null: bool) -> list[str]:
    """A text in which JSON has nothing to escape."""
    return [f"""coalesce('"' || {text} || '"', 'null')"""] if null else ["""'"'""", text, """'"'"""]


def _concatenated(pieces: Sequence[str]) -> str:
    """One text of many, with literals side by side made one: PostgreSQL takes a hundred at most."""
    merged: list[str] = []
    for piece in pieces:
        if merged and _is_literal(piece) and _is_literal(merged[-1]):
            merged[-1] = merged[-1][:-1] + piece[1:]
        else:
            merged.append(piece)
    return f"concat({', '.join(merged)})"


def _is_literal(piece: str) -> bool:
    return piece.startswith("'") and piece.count("'") == 2 and piece.endswith("'")


def _literal(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


@dataclass(frozen=True)
class Compiled:
    """A representation as SQL: the expression of one record, and the tables that it reads."""

    expression: str
    source: Source

    @cached_property
    def by_id(self) -> str:
        """The published records of some ids, in the order of the ids."""
        return self.source.by_id(self.expression)

    @cached_property
    def by_slug(self) -> str:
        """The published record of a slug."""
        alias = self.source.alias
        return (
            f"SELECT {self.expression} FROM {ROOT} CROSS JOIN {self.source.tables}"
            f" WHERE {alias}.slug = %s AND {alias}.status = 'published'"
        )


@lru_cache(maxsize=512)
def compiled(
    representation: type[Representation], model: type[models.Model], fields: tuple[str, ...] | None
) -> Compiled:
    """A representation of a model's rows, narrowed to some fields."""
    compiler = Compiler()
    source = Source(model, "t0", compiler.numbers)
    serializer = representation(context={"fields": fields})
    expression = compiler.object(serializer, source)
    return Compiled(expression, source)


def records_as_json(
    representation: type[Representation],
    model: type[Record],
    wanted: Sequence[int] | str,
    fields: Sequence[str] | None,
    base: str,
) -> list[bytes]:
    """The published records of these ids, in this order, or of a slug, as JSON in one query.

    ``base`` is the address of the API's root, with its last slash.
    """
    if not wanted:
        return []
    parts = compiled(representation, model, tuple(fields) if fields is not None else None)
    if isinstance(wanted, str):
        return texts(parts.by_slug, [base, wanted])
    return texts(parts.by_id, [base, array(wanted)])


def array(ids: Sequence[int]) -> str:
    """Ids as PostgreSQL writes an array; psycopg takes a hundred times as long to."""
    return "{" + ",".join(map(str, ids)) + "}"
