"""What our API asks of PostgreSQL for a request: the floor and pgbench run the same SQL.

A request is made in this process, and each statement that reaches psycopg is noted. So the floor
needs no SQL of its own, which would fall behind the API's.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from psycopg.sql import Literal

from api import statement
from api.snapshot import REVISION

ARRAY = re.compile(r"\{\d+(,\d+)*\}")


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: Any
    raw: bool = False  # with $1, as PostgreSQL itself writes parameters, not %s


@dataclass
class Plan:
    """How the floor answers one request: statements, and the answer's bytes around their rows.

    ``pieces`` has one element more than the last statement has rows. None: the answer is not made
    of the rows' text, and the floor sends ``body`` after running the statements.
    """

    status: int
    body: bytes
    content_type: str
    etag: str | None
    statements: list[Statement] = field(default_factory=list)
    pieces: list[bytes] | None = None


@contextmanager
def noted() -> Iterator[list[tuple[Statement, Any]]]:
    """The statements that are run meanwhile, each with its rows: Django's, and the API's own."""
    found: list[tuple[Statement, Any]] = []
    execute, run = psycopg.Cursor.execute, statement.run

    def execute_noted(cursor: Any, query: Any, params: Any = None, **options: Any) -> Any:
        done = execute(cursor, query, params, **options)
        sql = query if isinstance(query, str) else _text(query, cursor)
        rows = _rows(cursor.pgresult) if cursor.description else None
        found.append((Statement(sql, params), rows))
        return done

    def run_noted(raw: Any, sql: bytes, parameters: Any, *, prepared: bool) -> Any:
        result = run(raw, sql, parameters, prepared=prepared)
        found.append((Statement(sql.decode(), parameters, raw=True), _rows(result)))
        return result

    psycopg.Cursor.execute, statement.run = execute_noted, run_noted  # type: ignore[method-assign]
    try:
        yield found
    finally:
        psycopg.Cursor.execute, statement.run = execute, run  # type: ignore[method-assign]


def _rows(result: Any) -> list[list[bytes | None]]:
    return [
        [result.get_value(row, column) for column in range(result.nfields)]
        for row in range(result.ntuples)
    ]


def _text(query: Any, cursor: Any) -> str:
    return query.decode() if isinstance(query, bytes) else query.as_string(cursor)


def record(path: str, etag: str | None = None) -> Plan:
    """Ask our API, and make the floor's plan of what it did."""
    headers = {"host": "localhost"} | ({"if-none-match": etag} if etag else {})
    connection.ensure_connection()
    with noted() as found:
        answer = Client(headers=headers).get(path)
        body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    plan = Plan(
        answer.status_code, body, answer.headers.get("Content-Type", ""), answer.headers.get("ETag")
    )
    asked = [(s, rows) for s, rows in found if rows is not None and s.sql.strip() != "SELECT 1"]
    if answer.status_code != 200:
        plan.statements = [statement for statement, _ in asked] or [Statement(REVISION, None)]
        return plan
    for last in reversed(range(len(asked))):
        plan.pieces = _pieces(body, asked[last][1])
        if plan.pieces is not None:
            break
    else:
        plan.statements = [statement for statement, _ in asked]
        return plan
    # Of the statements before, only those that found the ids: a floor checks no parameters.
    needed = _numbers(asked[last][0].parameters)
    plan.statements = [
        *(statement for statement, rows in asked[:last] if _found(needed, rows)),
        asked[last][0],
    ]
    return plan


def _found(needed: set[bytes], rows: list[list[bytes | None]]) -> bool:
    """Whether these rows gave the ids, or a part of them; one more may tell of a next page."""
    told = {row[0] for row in rows}
    return 2 * len(told & needed) > len(told)


def _pieces(body: bytes, rows: list[list[bytes | None]]) -> list[bytes] | None:
    """What stands between the rows' texts in the body; None when they are not all in it."""
    pieces, at = [], 0
    for row in rows:
        text = row[-1]  # before it may stand the revision
        if text is None or len(text) < 2 or not text.startswith(b"{"):
            return None
        found = body.find(text, at)
        if found < 0:
            return None
        pieces.append(body[at:found])
        at = found + len(text)
    # Few bytes may be left that no row made: the envelope with its links.
    return [*pieces, body[at:]] if rows and at > len(body) / 2 else None


def _numbers(parameters: Any) -> set[bytes]:
    """The ids among a statement's parameters: a list, or an array as PostgreSQL writes it."""
    values = parameters.values() if isinstance(parameters, dict) else parameters or ()
    found = {b"%d" % item for one in values if isinstance(one, list) for item in one
             if type(item) is int}  # fmt: skip
    arrays = [one for one in values if isinstance(one, str) and ARRAY.fullmatch(one)]
    return found.union(*(array[1:-1].encode().split(b",") for array in arrays))


def literal(statement: Statement) -> str:
    """The statement with its parameters written into it, as a line for pgbench."""
    connection.ensure_connection()
    if statement.raw:
        values = [Literal(value).as_string(connection.connection) for value in statement.parameters]
        sql = re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], statement.sql)
    else:
        cursor = psycopg.ClientCursor(connection.connection)
        sql = cursor.mogrify(statement.sql, statement.parameters)
    return _without_variables(" ".join(sql.split()))


def _without_variables(sql: str) -> str:
    """pgbench takes ``:name`` for a variable, even in a text: there the colon is written out."""
    parts = sql.split("'")
    for number in range(1, len(parts), 2):
        if ":" in parts[number]:
            escaped = parts[number].replace("\\", "\\\\").replace(":", "\\x3A")
            parts[number] = escaped
            if not parts[number - 1].endswith(("E", "e")):
                parts[number - 1] += " E"
    return "'".join(parts)
