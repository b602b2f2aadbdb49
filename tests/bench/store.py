"""The benchmark's database: in a folder of its own, kept from run to run while it is current."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from conflictdb.embedded_postgres import EmbeddedPostgres

from .generator import World
from .generator.table import NULL
from .loader import load

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
# What decides the rows and the tables. Any change to these files makes the data anew.
SOURCES = [HERE / "generator", HERE / "loader.py", PROJECT / "conflictdb/migrations"]
# The same server for every contestant; on two cores a query gains nothing from helpers.
SERVER_SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
TABLES = ["place", "actor", "document", "incident", "participant", "incident_places", "statement"]
TABLES += ["statement_incidents", "claim", "question", "citation", "hop"]
# What users of Datasette would index: the columns that its queries filter, join and sort by.
SQLITE_INDEXES = {
    "place": ["slug", "country"],
    "actor": ["slug"],
    "incident": ["slug", "place_id, occurred_earliest", "occurred_earliest, id", "part_of_id"],
    "participant": ["incident_id"],
    "incident_places": ["incident_id"],
    "statement": ["made_earliest, id", "speaker_id, made_earliest"],
    "statement_incidents": ["incident_id"],
    "claim": ["statement_id, kind", "kind, statement_id", "incident_id", "question_id"],
    "question": ["slug", "incident_id"],
    "citation": ["claim_id", "statement_id"],
    "hop": ["citation_id"],
}


class Store:
    """One dataset of one scale: the PostgreSQL of Django's data folder, and a copy in SQLite."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.folder = settings.DATA_DIR
        self.postgres = EmbeddedPostgres(self.folder)
        self.sqlite = self.folder / "bench.sqlite"

    @property
    def socket(self) -> str:
        return str(self.postgres.server.socket_folder)

    @property
    def postmaster(self) -> int:
        """The process of which every connection's is a child."""
        with self.superuser("postgres") as administrator:
            row = administrator.execute("SELECT pg_backend_pid()").fetchone()
            assert row
            return psutil.Process(row[0]).ppid()

    def ensure(self) -> dict[str, float]:
        """Load what is not there or not current. Returns the seconds that each part took."""
        took: dict[str, float] = {}
        wanted: dict[str, Any] = {"scale": self.scale, "sources": _digest(SOURCES)}
        self.postgres.ensure()
        self._configure()
        if self._told("postgres.json") != wanted:
            took["postgres"] = self._timed("PostgreSQL", self._load)
            (self.folder / "postgres.json").write_text(json.dumps(wanted))
        wanted["sources"] += _digest([Path(__file__)])
        if self._told("sqlite.json") != wanted:
            took["sqlite"] = self._timed("SQLite, for Datasette", self._copy)
            (self.folder / "sqlite.json").write_text(json.dumps(wanted))
        self._index_texts()
        return took

    def _told(self, name: str) -> object:
        path = self.folder / name
        return json.loads(path.read_text()) if path.exists() else None

    def _timed(self, what: str, work: object) -> float:
        print(f"Loading {what} at scale {self.scale:g}...", flush=True)
        begun = time.monotonic()
        work()  # type: ignore[operator]
        seconds = time.monotonic() - begun
        print(f"  done in {seconds:.0f} s", flush=True)
        return seconds

    def superuser(self, database: str = "conflictdb") -> psycopg.Connection:
        return psycopg.connect(host=self.socket, user="postgres", dbname=database, autocommit=True)

    def _configure(self) -> None:
        """Settings that a database of this size asks for; the server starts anew for them."""
        with self.superuser("postgres") as administrator:
            now = dict(
                administrator.execute(
                    "SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf'"
                ).fetchall()
            )
            if all(now.get(name) == value for name, value in SERVER_SETTINGS.items()):
                return
            for name, value in SERVER_SETTINGS.items():
                administrator.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self.postgres.server.stop()
        self.postgres.ensure()

    def _load(self) -> None:
        with self.superuser("postgres") as administrator:
            administrator.execute("DROP DATABASE IF EXISTS conflictdb WITH (FORCE)")
            administrator.execute("CREATE DATABASE conflictdb OWNER conflictdb")
            # To let triggers rest during the load; taken back after it.
            administrator.execute("ALTER ROLE conflictdb SUPERUSER")
            try:
                connection.close()
                call_command("migrate", interactive=False, verbosity=0)
                load(World(self.scale).tables(), checked=False, quiet=False)
            finally:
                connection.close()
                administrator.execute("ALTER ROLE conflictdb NOSUPERUSER")

    def _copy(self) -> None:
        with self.superuser() as source:
            copy_to_sqlite(source, self.sqlite)

    def _index_texts(self) -> None:
        """The rivals' text search has an index too, as its users would make it."""
        with self.superuser() as administrator:
            administrator.execute(
                "CREATE INDEX IF NOT EXISTS bench_claim_words ON conflictdb_claim"
                " USING gin (to_tsvector('english'::regconfig, COALESCE(gist, '')))"
            )


def copy_to_sqlite(source: psycopg.Connection, path: Path) -> None:
    """The tables that Datasette serves, with its indexes, into a new file."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as lite:
        lite.execute("PRAGMA journal_mode = off")
        lite.execute("PRAGMA synchronous = off")
        for name in TABLES:
            columns = _columns(source, f"conflictdb_{name}")
            typed = ", ".join(_declared(*column) for column in columns.items())
            lite.execute(f'CREATE TABLE "{name}" ({typed})')
            marks = ", ".join("?" * len(columns))
            lite.executemany(
                f'INSERT INTO "{name}" VALUES ({marks})', _rows(source, name, [*columns])
            )
            for index in SQLITE_INDEXES.get(name, ()):
                title = f"{name}_{index.replace(', ', '_')}"
                lite.execute(f'CREATE INDEX "{title}" ON "{name}" ({index})')
        lite.execute(
            "CREATE VIRTUAL TABLE claim_words USING"
            " fts5(gist, content='claim', content_rowid='id', tokenize='porter')"
        )
        lite.execute("INSERT INTO claim_words (rowid, gist) SELECT id, gist FROM claim")
        lite.execute("ANALYZE")


def _columns(source: psycopg.Connection, table: str) -> dict[str, str]:
    """A table's columns with their types, but those that are worked out from others."""
    found = source.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' AND data_type <> 'tsvector'"
        " ORDER BY ordinal_position",
        [table],
    )
    return dict(found.fetchall())


def _rows(source: psycopg.Connection, name: str, columns: list[str]) -> Iterator[list[object]]:
    """A table's rows as texts, times in UTC; SQLite makes numbers of those in numeric columns."""
    listed = ", ".join(f'"{column}"' for column in columns)
    with source.cursor() as cursor:
        cursor.execute("SET datestyle = ISO")
        cursor.execute("SET timezone = 'UTC'")
        with cursor.copy(f"COPY conflictdb_{name} ({listed}) TO STDOUT") as copy:
            rest = b""
            for block in copy:
                lines = (rest + block).split(b"\n")
                rest = lines.pop()
                for line in lines:
                    fields = line.decode().split("\t")
                    yield [None if field == NULL else field for field in fields]


def _declared(name: str, postgres_type: str) -> str:
    """A column of SQLite; without its type, SQLite would not use indexes in joins."""
    if name == "id":
        return "id INTEGER PRIMARY KEY"
    types = {"bigint": "INTEGER", "integer": "INTEGER", "smallint": "INTEGER"}
    return f'"{name}" {types.get(postgres_type, "REAL" if "double" in postgres_type else "TEXT")}'


def _digest(sources: list[Path]) -> str:
    found = hashlib.sha256()
    for source in sources:
        for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
            found.update(path.read_bytes())
    return found.hexdigest()
