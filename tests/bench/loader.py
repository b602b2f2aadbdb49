"""Loads an invented dataset into the database of Django's connection."""

import pkgutil
import sys
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from conflictdb import migrations

from .generator import Table

LINES = 2000  # written to PostgreSQL at a time


def load(tables: Iterable[Table], *, checked: bool, quiet: bool = True) -> dict[str, int]:
    """Load all rows in one transaction; returns how many each table has got.

    ``checked``: with every trigger on, as tests want it. Otherwise triggers and foreign keys rest
    (the role must be a superuser), secondary indexes are made afterwards, and what triggers would
    have filled is filled by ``fill``.
    """
    counts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        definitions = []
        if not checked:
            cursor.execute("SET LOCAL session_replication_role = replica")
            _keep_following(cursor)
            definitions = _drop_indexes(cursor)
        for table in tables:
            begun = time.monotonic()
            name = table.model._meta.db_table
            counts[name] = _copy(cursor, table)
            _set_sequence(cursor, name)
            _tell(quiet, f"{name}: {counts[name]:,} rows", begun)
        if not checked:
            begun = time.monotonic()
            fill(cursor)
            _keep_following(cursor, always=False)
            _tell(quiet, "columns that triggers fill", begun)
            begun = time.monotonic()
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            for definition in definitions:
                cursor.execute(definition)
            _tell(quiet, f"{len(definitions)} indexes", begun)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if not checked else "ANALYZE")
    return counts


def _keep_following(cursor: Any, *, always: bool = True) -> None:
    """Let the triggers that work out a row's own columns run even while the others rest."""
    cursor.execute(
        """
        SELECT format('ALTER TABLE %%s ENABLE %%s TRIGGER %%I', tgrelid::regclass, %s, tgname)
        FROM pg_trigger WHERE NOT tgisinternal AND (tgname LIKE '%%\\_follows'
            OR tgname LIKE '%%\\_found\\_by\\_names')
        """,
        ["ALWAYS" if always else ""],
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)


def fill(cursor: Any) -> None:
    """Fill the columns that triggers keep, as migrations do with rows that were there before them.

    A migration that adds such columns names the SQL of its data step ``FILL``; all are run here in
    the order of the migrations.
    """
    for module in sorted(pkgutil.iter_modules(migrations.__path__), key=lambda found: found.name):
        statements = getattr(import_module(f"{migrations.__name__}.{module.name}"), "FILL", ())
        for statement in [statements] if isinstance(statements, str) else statements:
            cursor.execute(statement)


def _copy(cursor: Any, table: Table) -> int:
    """Columns that the generator does not know get their default."""
    constants = dict(_defaults(table))
    columns = ", ".join(f'"{name}"' for name in (*table.columns, *constants))
    tail = "".join(f"\t{value}" for value in constants.values()) + "\n"
    count = 0
    rows = iter(table.rows)
    with cursor.copy(f"COPY {table.model._meta.db_table} ({columns}) FROM STDIN") as copy:
        while lines := [*islice(rows, LINES)]:
            copy.write(tail.join(lines) + tail)
            count += len(lines)
    return count


def _defaults(table: Table) -> Iterator[tuple[str, str]]:
    given, known = {*table.columns}, {field.column for field in table.model._meta.concrete_fields}
    if given - known:
        raise LookupError(f"{table.model.__name__} has no columns {sorted(given - known)}")
    for field in table.model._meta.concrete_fields:
        filled = field.null or field.generated or field.db_default is not models.NOT_PROVIDED
        if field.column in given or filled:
            continue
        value = field.get_default()
        yield field.column, _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    return "{}" if value == [] else str(value)


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop the indexes that back no constraint; returns what makes them again."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text LIKE 'conflictdb%'"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _set_sequence(cursor: Any, table: str) -> None:
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
        f" (SELECT coalesce(max(id), 1) FROM {table}))"
    )


def _tell(quiet: bool, what: str, begun: float) -> None:
    if not quiet:
        print(f"  {what}, {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
