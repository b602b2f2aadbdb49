"""The flat table of a representation: which columns its fields become, and how.

A field that is one value is a column. An object gives a column for each of its own fields but its
address: ``claimant_slug``, ``asserted_earliest``. A list of codes or of records is one column of
codes or slugs, one of citations of where to look (``document-slug:start-end``); any other list is
one column of JSON as the page shows it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rest_framework import serializers

from api.compiled import Compiler, Source, instant
from api.representation import (
    CitationSerializer,
    CodeField,
    Representation,
    TimeFactField,
    TimeFactSerializer,
    URLField,
)
from conflictdb.models import Record

SEPARATOR = "|"  # of a list's values in one cell; no code and no slug has it

# Spreadsheets take a cell that begins with one of these for a formula. Source: OWASP.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

TEXT = "text"  # whatever people wrote; anything may stand in it
WORD = "word"  # a slug, a code, a hash, an address: never mistaken for a formula
INTEGER, NUMBER, BOOLEAN, INSTANT, WORDS, JSON = (
    "integer", "number", "boolean", "instant", "words", "json",
)  # fmt: skip

TYPES = {
    TEXT: "text",
    WORD: "text",
    INTEGER: "whole number",
    NUMBER: "number",
    BOOLEAN: "true or false",
    INSTANT: "instant, RFC 3339 in UTC",
    WORDS: f"list: its values joined by `{SEPARATOR}`, in Parquet and GeoJSON a list",
    JSON: "JSON, as the page shows it",
}

# Names of texts that hold no more than identifiers, whatever their field's class.
IDENTIFIERS = {"slug", "sha256", "side"}


@dataclass(frozen=True)
class Column:
    """One column: where its value stands in a record, and its help."""

    name: str
    kind: str
    path: tuple[str, ...]
    help: str

    def of(self, record: Any) -> Any:
        """The value in a record of the page, lists as texts."""
        for name in self.path:
            if record is None:
                return None
            record = record[name]
        if self.kind == WORDS:
            return SEPARATOR.join(_word(each) for each in record)
        if self.kind == JSON:
            return json.dumps(record, ensure_ascii=False)
        return record


def _word(value: Any) -> str:
    """One value of a list: a code, a record's slug, or where a citation's passage stands."""
    if isinstance(value, str):
        return value
    if "slug" in value:
        return str(value["slug"])
    return f"{value['document']['slug']}:{value['start']}-{value['end']}"


def columns(representation: type[Representation], fields: Sequence[str] | None) -> list[Column]:
    """The flat table of a representation, narrowed to some of its fields."""
    return [column for column, _ in _walked(representation(context={"fields": fields}))]


def _walked(serializer: serializers.Serializer) -> Iterator[tuple[Column, list[Any]]]:
    """Each column, with the fields that lead to its value."""
    for name, field in serializer.fields.items():
        help_text = str(field.help_text or "")
        if isinstance(field, TimeFactField):
            for part, inner in TimeFactSerializer().fields.items():
                told = f"{help_text} {inner.help_text}"
                yield Column(f"{name}_{part}", _kind(part, inner), (name, part), told), [field]
        elif isinstance(field, serializers.ListSerializer):
            child: Any = field.child
            is_cited = isinstance(child, CitationSerializer)
            kind = WORDS if is_cited or {"slug", "url"} <= {*child.fields} else JSON
            told = f"{help_text} As document:start-end." if is_cited else help_text
            yield Column(name, kind, (name,), told), [field]
        elif isinstance(field, serializers.Serializer):
            for column, inner_fields in _walked(field):
                if column.name == "url":
                    continue
                told = f"{help_text} {column.help}"
                path = (name, *column.path)
                yield Column(f"{name}_{column.name}", column.kind, path, told), [
                    field, *inner_fields,
                ]  # fmt: skip
        else:
            yield Column(name, _kind(name, field), (name,), help_text), [field]


def _kind(name: str, field: serializers.Field) -> str:
    if isinstance(field, serializers.ListField):
        return WORDS if isinstance(field.child, CodeField) else JSON
    if name in IDENTIFIERS or isinstance(field, (CodeField, URLField)):
        return WORD
    for of, kind in (
        (serializers.BooleanField, BOOLEAN),
        (serializers.IntegerField, INTEGER),
        (serializers.FloatField, NUMBER),
        (serializers.DateTimeField, INSTANT),
    ):
        if isinstance(field, of):
            return kind
    return TEXT


class FlatCompiler(Compiler):
    """Writes SQL expressions for columns; their values equal those of the page's JSON."""

    def column(self, column: Column, fields: Sequence[Any], source: Source) -> str:
        *outer, field = fields
        for each in outer:
            for step in each.source.split(".") if each.source != "*" else ():
                source = source.follow(step)
        if isinstance(field, (TimeFactField, serializers.ListSerializer)):
            *path, name = str(field.source).split(".")
            for step in path:
                source = source.follow(step)
            if isinstance(field, TimeFactField):
                return self.part(source, name, column.path[-1])
            if column.kind == WORDS:
                return self.slugs(field, source, name)
            return self.related(field, source, name)
        value = self.value(field, source)
        if column.kind == WORDS:
            return f"array_to_string({value}, '{SEPARATOR}')"
        return f"array_to_json({value})" if isinstance(field, serializers.ListField) else value

    def part(self, source: Source, name: str, part: str) -> str:
        """A part of a time fact."""
        column = source.column(f"{name}_{part}")
        # A record without the fact has an empty precision, and "inferred" is false of nothing.
        return f"CASE WHEN {source.column(f'{name}_edtf')} IS NOT NULL THEN {column} END"

    def slugs(self, field: Any, source: Source, name: str) -> str:
        """The slugs of related records, or where citations stand, in the order of the page."""
        child = field.child

        def slug(target: Source) -> str:
            if isinstance(child, CitationSerializer):
                document = target.follow("document").column("slug")
                start, end = target.column("start"), target.column("end")
                return f"{document} || ':' || {start} || '-' || {end}, '{SEPARATOR}'"
            if hasattr(child, "shown"):
                target = target.follow(child.shown)
            return f"{target.column('slug')}, '{SEPARATOR}'"

        return self.aggregated(field, source, name, slug, aggregate="coalesce(string_agg({}), '')")


@dataclass(frozen=True)
class FlatTable:
    """Columns with their SQL, over a source of rows."""

    columns: tuple[Column, ...]
    expressions: tuple[str, ...]
    source: Source

    def cells(self, *, guarded: bool) -> str:
        """The columns as a SELECT list of CSV cells; guarded ones are no formula."""
        return ", ".join(
            _cell(column.kind, expression, guarded=guarded)
            for column, expression in zip(self.columns, self.expressions, strict=True)
        )

    def properties(self) -> str:
        """The columns as a JSON object."""
        pairs = (
            f"'{column.name}', {_property(column.kind, expression)}"
            for column, expression in zip(self.columns, self.expressions, strict=True)
        )
        return f"json_build_object({', '.join(pairs)})"


@lru_cache(maxsize=512)
def flat_table(
    representation: type[Representation], model: type[Record], fields: tuple[str, ...] | None
) -> FlatTable:
    """The flat table of a model's rows."""
    compiler = FlatCompiler()
    source = Source(model, "t0", compiler.numbers)
    walked = list(_walked(representation(context={"fields": fields})))
    expressions = tuple(compiler.column(column, path, source) for column, path in walked)
    return FlatTable(tuple(column for column, _ in walked), expressions, source)


def _cell(kind: str, expression: str, *, guarded: bool) -> str:
    if kind == INSTANT:
        return instant(expression)
    if kind == BOOLEAN:
        return f"({expression})::text"
    if kind == TEXT and guarded:
        starts = "'=', '+', '-', '@', E'\\t', E'\\r'"
        return (
            f"CASE WHEN left({expression}, 1) IN ({starts})"
            f" THEN '''' || {expression} ELSE {expression} END"
        )
    return expression


def _property(kind: str, expression: str) -> str:
    if kind == INSTANT:
        return instant(expression)
    if kind == WORDS:
        return f"string_to_array({expression}, '{SEPARATOR}')"
    if kind == JSON:
        return f"({expression})::json"
    return expression


def guarded_text(value: str) -> str:
    """As ``_cell`` does in SQL: a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
