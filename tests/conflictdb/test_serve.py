"""``manage.py serve``: from nothing to a site, again and again, and told plainly when it cannot."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.management.base import CommandError

from conflictdb.embedded_postgres import EmbeddedPostgres
from conflictdb.management.commands import serve
from tests.serving import PROJECT, data_folder, ended, environment, free_port, manage, serving


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The data folder of a site that has served before."""
    with data_folder(prepared=True) as folder:
        yield folder


def refused(**given: str) -> str:
    """The one sentence that ``serve`` refuses with."""
    told = manage("serve", **{"PORT": str(free_port()), **given})
    assert told.returncode not in (0, None)
    assert told.stderr.count("\n") == 1, told.stderr
    return told.stderr


def query(database: EmbeddedPostgres, statement: str) -> list[tuple[object, ...]]:
    host = str(database.server.socket_folder)
    with psycopg.connect(host=host, user="conflictdb", dbname="conflictdb") as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_from_nothing_to_a_site_with_data() -> None:
    with data_folder() as folder, serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        assert site.get("/api/v1/claims?limit=1").json()["results"], "the fixtures were loaded"
        assert site.get("/admin/login/").status == 200
        assert site.get("/static/admin/css/base.css").status == 200
        assert site.get("/api/v1/docs").status == 200
        printed = site.printed()
    for address in ("/api/v1/", "/api/v1/docs", "/admin/", "make curator"):
        assert address in printed


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_with_everything_it_started(folder: Path, how: int) -> None:
    database = EmbeddedPostgres(folder)
    with serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        for _ in range(8):
            assert site.get("/health/ready").status == 200
        started = [*site.workers(), database.server.process()]
        assert len(started) == 3
        # Two signals at once may hang a worker: the terminal's must not reach it.
        assert {os.getpgid(worker.pid) for worker in site.workers()}.isdisjoint([site.process.pid])
        assert site.stop(how) == 0
        assert all(ended(process) for process in started)
        assert site.printed().endswith("\nStopped.\n")
        assert "Killing" not in site.printed()


def test_the_second_start_keeps_the_data_and_takes_seconds(folder: Path) -> None:
    begun = time.monotonic()
    with serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        assert time.monotonic() - begun < 10
        documents = query(EmbeddedPostgres(folder), "SELECT slug FROM conflictdb_document")
        assert documents == [("a-document",)]
        assert "Loading" not in site.printed()


def test_two_sites_share_one_database_and_the_last_one_stops_it(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    with serving(CONFLICTDB_DATA_DIR=str(folder)) as one:
        with serving(CONFLICTDB_DATA_DIR=str(folder)):
            server = database.server.process()
        assert not ended(server)
        assert one.get("/health/ready").status == 200
        told = manage("database", "stop", CONFLICTDB_DATA_DIR=str(folder))
        assert told.returncode == 1
        assert "Another process holds" in told.stderr
    assert ended(server)


def test_a_killed_worker_is_replaced(folder: Path) -> None:
    with serving(CONFLICTDB_DATA_DIR=str(folder), CONFLICTDB_WORKERS="1") as site:
        (worker,) = site.workers()
        worker.kill()
        site.wait_for("/health/ready", seconds=15)
        assert site.workers() != [worker]


def test_a_killed_serve_leaves_no_workers_behind(folder: Path) -> None:
    with serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        workers = site.workers()
        site.process.kill()
        site.process.wait()
        psutil.wait_procs(workers, timeout=5)
        assert all(ended(worker) for worker in workers)
    with serving(CONFLICTDB_DATA_DIR=str(folder), PORT=str(site.port)) as again:
        assert again.get("/health/ready").status == 200


def test_interrupted_while_it_prepares(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    database.ensure()
    host = str(database.server.socket_folder)
    with psycopg.connect(host=host, user="conflictdb", dbname="conflictdb") as other:
        other.execute("SELECT pg_advisory_lock(%s)", [serve.PREPARING])
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=PROJECT,
            env=environment(CONFLICTDB_DATA_DIR=str(folder), PORT=str(free_port())),
            stderr=subprocess.PIPE,
            text=True,
        )
        waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while not other.execute(waiting).fetchall():
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()
        _, errors = process.communicate(timeout=10)
    database.leave()
    assert process.returncode == 130
    assert errors == "CommandError: Interrupted before it served.\n"


def test_an_occupied_port_is_told_before_anything_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        port = str(occupied.getsockname()[1])
        told = refused(PORT=port, CONFLICTDB_DATA_DIR=str(tmp_path))
    assert f"Cannot listen on 127.0.0.1 port {port}" in told
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("postgres://u:hush@127.0.0.1:1/c", "Connection refused"),
        ("postgres://u:hush@%2Fnowhere/c", "No such file or directory"),
        ("postgres://u:hush@nowhere.invalid/c", "nowhere.invalid"),
        ("mysql://u:hush@127.0.0.1/c", "DATABASE_URL must begin with postgres://"),
    ],
)
def test_a_server_that_is_not_there(url: str, complaint: str) -> None:
    told = refused(DATABASE_URL=url, CONFLICTDB_SECRET_KEY="of this test")
    assert complaint in told
    assert "hush" not in told


def test_a_user_without_rights(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    host = str(database.ensure()).replace("/", "%2F")
    with closing(
        psycopg.connect(host=str(database.server.socket_folder), user="postgres", autocommit=True)
    ) as connection:
        connection.execute("DROP DATABASE IF EXISTS closed")
        connection.execute("CREATE DATABASE closed")
        connection.execute("DROP ROLE IF EXISTS reader")
        connection.execute("CREATE ROLE reader LOGIN")
    told = refused(
        DATABASE_URL=f"postgres://reader@{host}/closed", CONFLICTDB_SECRET_KEY="of this test"
    )
    database.leave()
    assert "permission denied" in told


def test_a_database_newer_than_the_code_is_left_alone(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    database.ensure()
    applied = "FROM django_migrations WHERE name = '9999_of_the_future'"
    query(
        database,
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('conflictdb', '9999_of_the_future', now())",
    )
    told = refused(CONFLICTDB_DATA_DIR=str(folder))
    assert "newer than this code, which does not know 9999_of_the_future" in told
    assert query(database, f"SELECT count(*) {applied}") == [(1,)]
    query(database, f"DELETE {applied}")
    database.leave()


@pytest.mark.django_db(transaction=True)
def test_a_postgresql_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "OLDEST_POSTGRESQL", 99)
    with pytest.raises(
        CommandError, match=r"^The database is PostgreSQL \d+; .* needs 99 or newer"
    ):
        serve.Command()._prepare_database(verbosity=0)


def test_a_full_data_folder() -> None:
    with data_folder() as folder:
        folder.mkdir()
        small = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", str(folder)]
        if subprocess.run(small, check=False, stderr=subprocess.DEVNULL).returncode:
            pytest.skip("only who may mount can make a small disk")
        try:
            assert "No space left on device" in refused(CONFLICTDB_DATA_DIR=str(folder))
            assert not (folder / "postgres" / "data").exists(), "nothing half made"
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
