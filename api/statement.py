"""Statements: runs SQL on the connection beneath Django's, as directly as libpq can.

Psycopg's cursor asks for the interpreter's lock each time that a piece of the answer has come, six
times for a page, which threads that serve side by side then wait for. Here it is let go once a
statement. What Django sets up stands: the connection, its adapters, its errors, its log of queries.
"""

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.types.string import TextLoader

# Statements that a connection keeps prepared; more than clients use, fewer than hostile ones make.
MOST_PREPARED = 300


class Session:
    """What is kept of one connection: how values cross, and what is prepared there."""

    def __init__(self, raw: psycopg.Connection) -> None:
        self.cursor = psycopg.RawCursor(raw)  # never executed: it has the adapters
        # Of a page's hundred instants two are needed: who needs one reads it.
        self.cursor.adapters.register_loader("timestamptz", TextLoader)
        self.prepared: dict[tuple[bytes, Any], bytes] = {}

    def transformer(self) -> Any:
        """Writes one query's values, or reads them."""
        return Transformer(self.cursor)


def rows_of(sql: str, parameters: Sequence[Any] = (), *, prepared: bool) -> list[tuple[Any, ...]]:
    """What a query with ``%s`` for its parameters gives. Instants come as texts."""
    result = result_of(sql, parameters, prepared=prepared)
    transformer = _session(connections[DEFAULT_DB_ALIAS].connection).transformer()
    transformer.set_pgresult(result)
    found: list[tuple[Any, ...]] = transformer.load_rows(0, result.ntuples, tuple)
    return found


def result_of(sql: str, parameters: Sequence[Any], *, prepared: bool) -> Any:
    """The same as libpq has it. Raises Django's database errors."""
    connection: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: its proxy does each time
    connection.ensure_connection()
    begun = time.monotonic()
    with connection.wrap_database_errors:
        result = run(connection.connection, _numbered(sql), parameters, prepared=prepared)
        if result.status != ExecStatus.TUPLES_OK:
            raise error_from_result(result, "utf-8")
    if connection.queries_logged:
        took = f"{time.monotonic() - begun:.3f}"
        connection.queries_log.append({"sql": sql, "time": took})
    return result


def run(raw: Any, sql: bytes, parameters: Sequence[Any], *, prepared: bool) -> Any:
    """Run SQL with ``$1`` for its parameters. How it went, the result says."""
    session, pgconn = _session(raw), raw.pgconn
    transformer = session.transformer()
    values = transformer.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
    types, formats = transformer.types, transformer.formats
    if not prepared:
        return pgconn.exec_params(sql, values, types, formats)
    name = session.prepared.get((sql, types))
    if name is None:
        if len(session.prepared) >= MOST_PREPARED:
            pgconn.exec_(b"DEALLOCATE ALL")
            session.prepared.clear()
        name = b"api_%d" % len(session.prepared)
        made = pgconn.prepare(name, sql, types)
        if made.status != ExecStatus.COMMAND_OK:
            return made
        session.prepared[sql, types] = name
    return pgconn.exec_prepared(name, values, formats)


def _session(raw: Any) -> Session:
    """What is kept of a connection, on it: both go together."""
    if not hasattr(raw, "api_session"):
        raw.api_session = Session(raw)
    found: Session = raw.api_session
    return found


@lru_cache(maxsize=4096)
def _numbered(sql: str) -> bytes:
    """The query with PostgreSQL's own ``$1`` for parameters."""
    first, *others = sql.split("%s")
    numbered = [f"${number}{text}" for number, text in enumerate(others, start=1)]
    return "".join([first, *numbered]).replace("%%", "%").encode()
