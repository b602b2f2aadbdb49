"""The floor: as little Python as can stand between PostgreSQL and HTTP.

A WSGI application under the same server as ours. It looks its statements up by the address of the
request, binds their parameters, runs them prepared, and sends the same bytes as our API. It checks
nothing, and has no routing, middleware or framework.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.string import TextLoader

with Path(os.environ["BENCH_PLANS"]).open("rb") as plans:
    PLANS: dict[tuple[str, bool], Any] = pickle.load(plans)
local = threading.local()


def cursors() -> tuple[psycopg.Cursor, psycopg.Cursor]:
    """This thread's, over a connection of its own: for parameters as %s and as $1."""
    if not hasattr(local, "cursors"):
        connection = psycopg.connect(os.environ["BENCH_DSN"], autocommit=True)
        connection.prepare_threshold = 0
        connection.execute("SET timezone = 'UTC'")
        for name in ("json", "jsonb"):  # is sent on as it is
            connection.adapters.register_loader(name, TextLoader)
        local.cursors = connection.cursor(), psycopg.RawCursor(connection)
    return local.cursors


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    query = environ["QUERY_STRING"]
    address = f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    plan = PLANS[address, asked is not None]
    plain, raw = cursors()
    rows: list[Any] = []
    for statement in plan.statements:
        reader = raw if statement.raw else plain
        rows = reader.execute(statement.sql, statement.parameters).fetchall()
    headers = [("Content-Type", plan.content_type)] + ([("ETag", plan.etag)] if plan.etag else [])
    if asked is not None and asked == plan.etag:
        start_response("304 Not Modified", headers)
        return []
    if plan.pieces is None:
        body = plan.body
    else:
        parts = [plan.pieces[0]]
        for (*_, text), piece in zip(rows, plan.pieces[1:], strict=True):
            parts += [text.encode() if isinstance(text, str) else text, piece]
        body = b"".join(parts)
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]
