"""The records that match, block by block, in the forms that formats are written from.

PostgreSQL makes them: a cursor gives the ids in order, and for each slice of them one
``COPY … TO STDOUT`` gives the rows. So the first rows come at once however many follow, no sort
holds a wide row, and no statement runs long. What only Python can work out is asked of the
resource slice by slice instead.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from api.compiled import array, compiled
from api.filters import ResourceFilterSet
from api.ordering import Ordering
from api.resource import ResourceViewSet

from .columns import TEXT, Column, FlatTable, columns, flat_table, guarded_text

BLOCK = 65_536  # bytes
FIRST_SLICE, MOST_SLICE = 25, 20_000  # rows
PYTHON_SLICE = 500  # rows, each of which is many objects

# JSON has neither control character, so that CSV with these leaves it as it is: a record a line.
PLAIN = "(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"


@dataclass
class Records:
    """The records of a resource that a request's parameters keep."""

    resource: ResourceViewSet
    filterset: ResourceFilterSet
    ordering: Ordering
    context: dict[str, Any]
    base: str

    @property
    def columns(self) -> list[Column]:
        return columns(self.resource.representation, self.fields)

    @property
    def fields(self) -> tuple[str, ...] | None:
        wanted = self.context["fields"]
        return None if wanted is None else tuple(wanted)

    @property
    def table(self) -> FlatTable:
        return flat_table(self.resource.representation, self.resource.model, self.fields)

    def exceed(self, most: int) -> bool:
        """Whether there are more than so many; counts no further."""
        query = self.filterset.selection.query("ids", lambda kept: kept.order_by().values("pk"))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({query.sql} LIMIT %s) counted",
                [*query.bound(self.filterset.selection.values), most + 1],
            )
            ((count,),) = cursor.fetchall()
        return bool(count > most)

    def header(self) -> bytes:
        """The first row of CSV."""
        return ",".join(column.name for column in self.columns).encode() + b"\n"

    def csv(self, *, guarded: bool) -> Iterator[bytes]:
        """Rows of CSV without the header: null is empty, a text without letters is ``""``.

        A guarded text never is a formula in a spreadsheet.
        """
        if self.in_python:
            return self._bundled(self._python_csv(guarded=guarded))
        table = self.table
        return self._copied(table.source.by_id(table.cells(guarded=guarded)), "(FORMAT csv)")

    def json(self) -> Iterator[bytes]:
        """Each record as the page shows it, one a line."""
        if self.in_python:
            return self._bundled(text + b"\n" for text in self._shown_in_python())
        resource = self.resource
        parts = compiled(resource.representation, resource.model, self.fields)
        return self._copied(parts.by_id, PLAIN)

    def features(self) -> Iterator[bytes]:
        """Each record as a GeoJSON feature, one a line."""
        table, alias = self.table, self.table.source.alias
        located = f"{alias}.longitude IS NOT NULL AND {alias}.latitude IS NOT NULL"
        feature = (
            f"json_build_object('type', 'Feature', 'id', {alias}.slug, 'geometry',"
            f" CASE WHEN {located} THEN json_build_object('type', 'Point', 'coordinates',"
            f" json_build_array({alias}.longitude, {alias}.latitude)) END,"
            f" 'properties', {table.properties()})"
        )
        return self._copied(table.source.by_id(f"({feature})::text"), PLAIN)

    @property
    def in_python(self) -> bool:
        return self.resource.in_python(self.filterset)

    def _slices(self, most: int) -> Iterator[list[int]]:
        """The ids of the records in order: few at first, so that the first row comes at once.

        Raises psycopg's QueryCanceled when the export takes longer than it may.
        """
        seconds = settings.EXPORT_TIMEOUT
        until = time.monotonic() + seconds if seconds else None
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {round(seconds * 1000)}")
        selection, ordering = self.filterset.selection, self.ordering
        query = selection.query(
            ("export", ordering.text),
            lambda kept: ordering.cut(kept, None, None, reverse=False).values_list("pk"),
        )
        size = FIRST_SLICE
        with psycopg.ServerCursor(connection.connection, "export") as ids:
            ids.execute(query.sql, query.bound(selection.values))
            with connection.cursor() as cursor:
                # Slices follow the same keys in the order written: no other is worth planning.
                cursor.execute("SET LOCAL join_collapse_limit = 1")
            while found := ids.fetchmany(size):
                if until is not None and time.monotonic() > until:
                    raise psycopg.errors.QueryCanceled("The export took longer than it may.")
                yield [pk for (pk,) in found]
                size = most

    def _copied(self, query: str, options: str) -> Iterator[bytes]:
        """What COPY gives of each slice, in blocks."""
        statement = f"COPY ({query}) TO STDOUT {options}"
        for ids in self._slices(MOST_SLICE):
            with (
                psycopg.ClientCursor(connection.connection) as cursor,
                cursor.copy(statement, [self.base, array(ids)]) as copy,
            ):
                yield from self._bundled(copy)

    def _bundled(self, pieces: Iterable[Any]) -> Iterator[bytes]:
        """Pieces joined to blocks: each costs the server a system call and the client a read."""
        block = bytearray()
        for piece in pieces:
            block += piece
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
        if block:
            yield bytes(block)

    def _shown_in_python(self) -> Iterator[bytes]:
        for ids in self._slices(PYTHON_SLICE):
            yield from self.resource.shown_in_python(ids, self.context, self.filterset)

    def _python_csv(self, *, guarded: bool) -> Iterator[bytes]:
        table = self.columns
        for text in self._shown_in_python():
            record = json.loads(text)
            cells = [_cell(column, column.of(record), guarded=guarded) for column in table]
            yield (",".join(cells) + "\n").encode()


def _cell(column: Column, value: Any, *, guarded: bool) -> str:
    """A cell of CSV, quoted where PostgreSQL quotes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = guarded_text(value) if guarded and column.kind == TEXT else value
    if text == "" or any(letter in text for letter in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def first_of(blocks: Iterator[bytes]) -> Sequence[bytes]:
    """The first block, or none: read before an answer begins, so that a fault still is a 503."""
    return [block for block in [next(blocks, None)] if block is not None]
