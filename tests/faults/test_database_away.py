"""The database is away, slow or full: 503 in time, never a trace, and back by itself."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conflictdb.embedded_postgres import EmbeddedPostgres
from tests.serving import Answer, Site, data_folder, kill_database, serving

FAULTS = "tests.faults.settings"
ADMIN = "/admin/login/?next=/admin/"
SESSION = {"Cookie": "sessionid=0123456789abcdef0123456789abcdef"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with data_folder(prepared=True) as folder:
        yield folder


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server that only this module starts and stops: to the site it is a foreign one."""
    database = EmbeddedPostgres(folder)
    database.ensure()
    yield database
    database.leave()


@pytest.fixture(scope="module")
def site(database: EmbeddedPostgres) -> Iterator[Site]:
    """One worker with one thread, so that what a request leaves behind meets the next one."""
    host = str(database.server.socket_folder).replace("/", "%2F")
    with serving(
        DATABASE_URL=f"postgres://conflictdb@{host}/conflictdb",
        DJANGO_SETTINGS_MODULE=FAULTS,
        CONFLICTDB_SECRET_KEY="of these tests only",
        CONFLICTDB_WORKERS="1",
        CONFLICTDB_THREADS="1",
        CONFLICTDB_STATEMENT_TIMEOUT="0.5",
        CONFLICTDB_LOCK_TIMEOUT="0.2",
    ) as site:
        yield site


def as_superuser(database: EmbeddedPostgres) -> psycopg.Connection:
    host = str(database.server.socket_folder)
    return psycopg.connect(host=host, user="postgres", dbname="conflictdb", autocommit=True)


def assert_unavailable(answer: Answer, *, within: float, api: bool) -> None:
    assert answer.status == 503
    assert answer.seconds < within
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    if api:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert {**problem, "detail": ""} == {
            "type": "about:blank",
            "title": "Service unavailable",
            "status": 503,
            "detail": "",
            "errors": [],
        }
    else:
        assert answer.headers["Content-Type"].startswith("text/")
    for word in ("Traceback", "psycopg", "SELECT", "socket"):
        assert word not in answer.body


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/faults/slow", "statement timeout"),
        ("/faults/slow", "statement timeout"),
        ("/faults/locked", "lock timeout"),
    ],
)
def test_a_query_past_its_time_ends_in_503_and_the_connection_goes_on(
    site: Site, database: EmbeddedPostgres, path: str, limit: str
) -> None:
    before = site.get("/faults/backend").json()
    with as_superuser(database) as locking, locking.transaction():
        locking.execute("LOCK TABLE conflictdb_document")
        assert_unavailable(site.get(path), within=2, api=path.startswith("/api/"))
    assert site.get("/faults/backend").json() == before
    assert f"GET {path}: canceling statement due to {limit}" in site.printed()


def test_failures_that_no_view_caused_are_answered_alike(site: Site) -> None:
    assert_unavailable(site.get("/faults/middleware"), within=1, api=False)
    assert_unavailable(site.get("/api/faults/middleware"), within=1, api=True)
    assert_unavailable(site.get("/api/faults/raw"), within=1, api=True)
    mistake = site.get("/faults/fault")
    assert mistake.status == 500
    assert "Retry-After" not in mistake.headers
    assert "plain mistake" not in mistake.body


def test_no_connection_is_free(site: Site, database: EmbeddedPostgres) -> None:
    with as_superuser(database) as superuser:
        superuser.execute("ALTER ROLE conflictdb CONNECTION LIMIT 0")
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'conflictdb'"
        )
        assert_unavailable(site.get("/api/v1/claims"), within=2, api=True)
        assert_unavailable(site.get("/admin/", **SESSION), within=2, api=False)
        superuser.execute("ALTER ROLE conflictdb CONNECTION LIMIT -1")
    assert site.get("/api/v1/claims").status == 200


def test_connections_that_the_server_closed_are_not_noticed(
    site: Site, database: EmbeddedPostgres
) -> None:
    """A restart between two requests is nobody's concern."""
    with as_superuser(database) as superuser:
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'conflictdb'"
        )
    assert site.get("/api/v1/claims").status == 200


def test_away_and_back_again(site: Site, database: EmbeddedPostgres) -> None:
    """The server is killed under load; nobody touches the site until it serves again."""
    answers: list[tuple[str, Answer]] = []
    done = threading.Event()

    def ask(path: str) -> None:
        while not done.is_set():
            answers.append((path, site.get(path, **SESSION)))

    paths = ("/api/v1/claims", "/api/v1/incidents", ADMIN, "/admin/", "/health/live")
    askers = [threading.Thread(target=ask, args=[path]) for path in paths]
    for asker in askers:
        asker.start()
    time.sleep(0.5)
    kill_database(database)
    killed = len(answers)
    time.sleep(2)
    assert site.get("/health/live").status == 200
    assert site.get("/health/ready").status == 503
    during = answers[killed + len(paths) :]  # less what was under way
    database.ensure()
    assert site.wait_for("/health/ready", seconds=5) < 5
    assert site.wait_for("/api/v1/claims", seconds=5) < 5
    done.set()
    for asker in askers:
        asker.join()

    assert {answer.status for _, answer in answers} <= {200, 302, 503}
    assert Counter(path for path, answer in during if answer.status == 503)["/admin/"] > 1
    for path, answer in during:
        if path == "/health/live":
            assert answer.status == 200
        elif answer.status == 503:
            assert_unavailable(answer, within=3, api=path.startswith("/api/"))
    assert max(answer.seconds for _, answer in answers) < 3


def test_the_embedded_database_is_brought_back_by_those_who_need_it(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    with serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        assert site.get("/api/v1/claims").status == 200
        kill_database(database)
        # Two seconds on an idle machine; how long recovery takes is the disk's affair.
        site.wait_for("/api/v1/claims", seconds=15)
