"""One moment a request: all that an answer reads, it reads from one snapshot of the database.

So an answer never mixes two states of the data, and what its ``ETag`` says is exactly what it
holds, whatever is published meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from psycopg.pq import ExecStatus

from .statement import result_of, rows_of

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

    @classmethod
    def of(cls, result: Any) -> "Snapshot":
        """As libpq tells it."""
        return cls.read(result.get_value(0, 0), result.get_value(0, 1), lasting=True)


class Reading:
    """What one answer reads: one state of the dataset, held by a transaction once it is begun.

    An answer that is a single statement needs none: a statement is of one state by itself. Such an
    ``alone`` one asks for the revision along with its rows, in one round trip instead of three.
    """

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.transaction: Any = None  # libpq's connection, where one was begun
        self.state: Snapshot | None = None

    def begin(self) -> Snapshot:
        """Fix the state for all that is read from now on."""
        if self.state is None:
            result = _first(_begun)
            self.transaction = _raw().pgconn
            self.state = Snapshot.of(result)
        return self.state

    def only(self, sql: str, parameters: Sequence[Any]) -> list[bytes]:
        """The texts of the one statement. Where it has none, what asks why begins afresh."""
        together = (
            f"SELECT revision, extract(epoch FROM changed_at), found.*"
            f" FROM conflictdb_dataset CROSS JOIN ({sql}) found"
        )
        result = _first(lambda: result_of(together, parameters, prepared=True))
        if not result.ntuples:
            self.begin()
            return []
        self.state = Snapshot.of(result)
        return _last_column(result)

    def end(self, *, well: bool) -> None:
        if self.transaction is not None:
            self.transaction.exec_(b"COMMIT" if well else b"ROLLBACK")


_reading: ContextVar[Reading] = ContextVar("reading")


def current() -> Snapshot:
    """The snapshot that this request reads; outside of one, the state just now, not lasting."""
    reading = _reading.get(None)
    return reading.begin() if reading else Snapshot(0, datetime.now(UTC), lasting=False)


@contextmanager
def snapshot(*, alone: bool = False) -> Iterator[Reading]:
    """Everything read inside is of one state. Raises OperationalError where there is no database.

    ``alone`` says that one query for ``texts`` will be all. Inside a transaction, as in tests, it
    is that transaction's state.
    """
    within = connection.in_atomic_block
    reading = Reading(alone=alone and not within)
    if within:
        (row,) = rows(REVISION)
        reading.state = Snapshot.read(*row, lasting=False)
        yield reading
        return
    if not alone:
        reading.begin()
    outer = _reading.set(reading)
    try:
        yield reading
    except BaseException:
        reading.end(well=False)
        raise
    else:
        reading.end(well=True)
    finally:
        _reading.reset(outer)


def rows(
    sql: str, parameters: Sequence[Any] = (), *, prepared: bool = True
) -> list[tuple[Any, ...]]:
    """What a query with ``%s`` for its parameters gives.

    One that costs the same for any values is ``prepared``: planned once a connection. One that
    chooses rows is planned for its values each time, since a plan for any values reads too many.
    Instants come as texts.
    """
    current()
    return rows_of(sql, parameters, prepared=prepared)


def texts(sql: str, parameters: Sequence[Any]) -> list[bytes]:
    """What a query with one column of text gives, in UTF-8 as PostgreSQL sends it."""
    reading = _reading.get(None)
    if reading is not None and reading.alone and reading.state is None:
        return reading.only(sql, parameters)
    current()
    return _last_column(result_of(sql, parameters, prepared=True))


def _last_column(result: Any) -> list[bytes]:
    last = result.nfields - 1
    return [result.get_value(row, last) for row in range(result.ntuples)]


def _raw() -> Any:
    """Psycopg's own connection beneath Django's."""
    connection.ensure_connection()
    return connection.connection


def revision_now() -> Snapshot:
    """The state just now, in one round trip, holding nothing."""
    return Snapshot.of(_first(lambda: result_of(REVISION, (), prepared=True)))


def _begun() -> Any:
    """What the database answers to ``BEGIN``. Raises OperationalError."""
    result = _raw().pgconn.exec_(BEGIN)
    if result.status != ExecStatus.TUPLES_OK:
        raise OperationalError(result.error_message.decode("utf-8", "replace"))
    return result


def _first(work: Callable[[], Any]) -> Any:
    """What a request asks the database first, which is the connection's health check too.

    One that was lost meanwhile is replaced once.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    for kept in (connection.connection is not None, False):
        connection.ensure_connection()
        connection.health_check_done = True
        try:
            return work()
        except OperationalError as error:
            connection.close()
            if not kept or isinstance(error.__cause__, psycopg.errors.QueryCanceled):
                raise
    raise AssertionError("the second time has answered or raised")
