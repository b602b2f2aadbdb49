"""One moment a request: all that an answer reads, it reads from one snapshot of the database.

So an answer never mixes two states of the data, and what its ``ETag`` says is exactly what it
holds, whatever is published meanwhile.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg.pq import ExecStatus
from psycopg.types.string import TextLoader

REVISION = "SELECT revision, extract(epoch FROM changed_at) FROM conflictdb_dataset"
BEGIN = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {REVISION}".encode()


@dataclass(frozen=True)
class Snapshot:
    """A state of the dataset."""

    revision: int
    changed: datetime
    # False inside a transaction that may yet be undone, and its revision given to another state.
    lasting: bool

    @classmethod
    def read(cls, revision: Any, seconds: Any, *, lasting: bool) -> "Snapshot":
        """As the database tells it: the revision, and when it began in seconds."""
        return cls(int(revision), datetime.fromtimestamp(float(seconds), UTC), lasting)


_current: ContextVar[Snapshot] = ContextVar("snapshot")


def current() -> Snapshot:
    """The snapshot that this request reads; outside of one, the state just now, not lasting."""
    found = _current.get(None)
    return found or Snapshot(0, datetime.now(UTC), lasting=False)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Everything read inside is of one state. Raises OperationalError where there is no database.

    Inside a transaction, as in tests, it is that transaction's state.
    """
    if connection.in_atomic_block:
        (row,) = rows(REVISION)
        yield Snapshot.read(*row, lasting=False)
        return
    result = _begin()
    pgconn = connection.connection.pgconn
    found = Snapshot.read(result.get_value(0, 0), result.get_value(0, 1), lasting=True)
    outer = _current.set(found)
    try:
        yield found
    except BaseException:
        pgconn.exec_(b"ROLLBACK")
        raise
    else:
        pgconn.exec_(b"COMMIT")
    finally:
        _current.reset(outer)


def rows(
    sql: str, parameters: Sequence[Any] = (), *, prepared: bool = True
) -> list[tuple[Any, ...]]:
    """What a query with ``%s`` for its parameters gives.

    One that costs the same for any values is ``prepared``: planned once a connection. One that
    chooses rows is planned for its values each time, since a plan for any values reads too many.
    Instants come as texts.
    """
    connection.ensure_connection()
    raw: Any = connection.connection
    if connection.queries_logged:
        with connection.make_debug_cursor(psycopg.Cursor(raw)) as logged:  # type: ignore[arg-type]
            logged.execute(sql, parameters)
            return list(logged.fetchall())
    raw.prepare_threshold = 0 if prepared else None  # Django has it off, for its own queries
    try:
        with connection.wrap_database_errors:
            cursor = psycopg.RawCursor(raw)
            # Of a page's hundred instants two are needed: who needs one reads it.
            cursor.adapters.register_loader("timestamptz", TextLoader)
            return cursor.execute(_numbered(sql), parameters).fetchall()
    finally:
        raw.prepare_threshold = None


@lru_cache(maxsize=4096)
def _numbered(sql: str) -> str:
    """The query with PostgreSQL's own ``$1`` for parameters, so that psycopg need not read it."""
    first, *others = sql.split("%s")
    numbered = [f"${number}{text}" for number, text in enumerate(others, start=1)]
    return "".join([first, *numbered]).replace("%%", "%")


def _begin() -> Any:
    """Begin, and read the revision, in one round trip.

    This is the connection's health check too: one that was lost meanwhile is replaced once.
    """
    for kept in (connection.connection is not None, False):
        connection.ensure_connection()
        connection.health_check_done = True  # type: ignore[attr-defined]
        result = connection.connection.pgconn.exec_(BEGIN)
        if result.status == ExecStatus.TUPLES_OK:
            return result
        connection.close()
        if not kept:
            break
    message = result.error_message.decode("utf-8", "replace")
    raise OperationalError(message)
