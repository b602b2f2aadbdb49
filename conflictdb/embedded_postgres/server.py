"""The server of one cluster, as a process: found, started, asked and stopped.

Nothing in ``postmaster.pid`` is trusted to be what it was: the process it names may be gone (kill
-9, a container's restart), a zombie, or another program that was given the same number.
"""

import os
import re
import signal
import socket
import stat
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import psutil
import psycopg

from .account import Account
from .errors import EmbeddedPostgresError
from .software import Software

SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes, on macOS; Linux takes 107
STOP_SECONDS = 60
# Connections that the engine makes go by this name.
ENGINE = "conflictdb, embedded"

# Keeps the log of this run and of the one before, and tells the number of the process.
LAUNCH = """
[ -e server.log ] && mv -f server.log server.log.1
"$@" >server.log 2>&1 </dev/null &
echo $!
"""


class Server:
    """The server whose cluster is the folder ``data``."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @property
    def socket_folder(self) -> Path:
        """Where the server listens: with its data, or in /tmp where that path is too long."""
        if len(os.fsencode(self.data / SOCKET)) <= SOCKET_PATH_LIMIT:
            return self.data
        name = sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path("/tmp") / f"conflictdb-{name}"  # noqa: S108 - see _is_private

    def answers(self) -> bool:
        """Whether it accepts connections and queries."""
        try:
            if self._pid_file()[7].strip() != "ready" or not self._is_private():
                return False
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self.socket_folder / SOCKET))
        except (OSError, IndexError):
            return False
        return True

    def process(self) -> psutil.Process | None:
        """Its main process, if it lives."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(self._pid_file()[0]))
            if self._is_main(process):
                return process
        return None

    def identity(self) -> str:
        """What tells this run of the server from every other."""
        pid, _, started = self._pid_file()[:3]
        return f"{pid} {started}"

    def start(self, account: Account, software: Software, deadline: float) -> None:
        """Start it, or wait for the one that is starting, until it answers.

        Raises EmbeddedPostgresError when it ends instead, or is not ready by ``deadline``.
        """
        process = self.process()
        if process and (self.socket_folder / SOCKET).exists():
            self._wait(process.pid, deadline)
            return
        if process:
            # It lives, but its socket is gone: nobody can reach it any more.
            self.stop()
        self._clear_away(account)
        pid = self._launch(account, software)
        self._wait(pid, deadline)

    def stop(self) -> None:
        """Let it write everything down and end; at once, without waiting for its clients."""
        process = self.process()
        if process is None:
            return
        _end(process, signal.SIGINT)
        with suppress(OSError):  # not empty, or long gone: the system sweeps this folder
            if self.socket_folder != self.data:
                self.socket_folder.rmdir()

    def stop_orphans(self) -> None:
        """Stop servers whose cluster was moved or deleted, before its name is used again.

        One whose cluster was deleted notices within a minute, and then takes the socket away that
        has its name: the new server's.
        """
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if self._is_main(process):
                    _end(process, signal.SIGINT)

    def has_clients(self) -> bool:
        """Whether anybody is connected by another way than this engine, with psql for one.

        Waits a second for those who are just leaving.
        """
        deadline = time.monotonic() + 1
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() AND application_name <> %s"
        )
        with psycopg.connect(
            host=str(self.socket_folder),
            user="postgres",
            dbname="postgres",
            connect_timeout=2,
            autocommit=True,
        ) as connection:
            while True:
                row = connection.execute(query, [ENGINE]).fetchone()
                if not row or not row[0]:
                    return False
                if time.monotonic() > deadline:
                    return True
                time.sleep(0.05)

    def _pid_file(self) -> list[str]:
        """Process, folder, start time, port, socket's folder, address, shared memory, status."""
        return (self.data / "postmaster.pid").read_text().splitlines()

    def _is_main(self, process: psutil.Process) -> bool:
        command = process.cmdline()  # a server's child processes have rewritten theirs
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and Path((command or [""])[0]).name == "postgres"
            and str(self.data) in command
        )

    def _is_private(self) -> bool:
        """Whether the socket's folder is the server's alone: anybody may make folders in /tmp."""
        found, owner = self.socket_folder.lstat(), self.data.stat().st_uid
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077

    def _clear_away(self, account: Account) -> None:
        """Remove what a killed server left, which would keep the next one from starting."""
        for path in (
            self.data / "postmaster.pid",
            self.socket_folder / SOCKET,
            self.socket_folder / f"{SOCKET}.lock",
        ):
            path.unlink(missing_ok=True)
        if self.socket_folder != self.data:
            with suppress(FileExistsError):
                self.socket_folder.mkdir(mode=0o700)
                account.give(self.socket_folder)
        if not self._is_private():
            raise EmbeddedPostgresError(
                f"The folder {self.socket_folder} must belong to the database's user alone: "
                "remove it, or choose a shorter CONFLICTDB_DATA_DIR."
            )

    def _launch(self, account: Account, software: Software) -> int:
        server = [software.program("postgres"), "-D", str(self.data)]
        for setting in (
            "listen_addresses=",
            "port=5432",
            f"unix_socket_directories={_quoted(self.socket_folder)}",
            "unix_socket_permissions=0700",
            "log_checkpoints=off",
        ):
            server += ["-c", setting]
        launched = account.run(["/bin/sh", "-c", LAUNCH, "launch", *server], cwd=self.data)
        if launched.returncode or not launched.stdout.strip().isdigit():
            raise EmbeddedPostgresError(
                f"The embedded database did not start: {launched.stdout.strip()}"
            )
        return int(launched.stdout)

    def _wait(self, pid: int, deadline: float) -> None:
        while not self.answers():
            if not _lives(pid):
                raise EmbeddedPostgresError(
                    f"The embedded database did not start: {self._last_words()}"
                )
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError("The embedded database is still starting.")
            time.sleep(0.02)

    def _last_words(self) -> str:
        log = self.data / "server.log"
        lines = log.read_text(errors="replace").splitlines()
        fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
        reason = [*fatal[:1], *lines[-1:], "it gave no reason"][0]
        return f"{re.split('(?:FATAL|PANIC): +', reason)[-1]} (see {log})."


def _quoted(folder: Path) -> str:
    """One entry of a comma-separated list in PostgreSQL's settings."""
    return '"' + str(folder).replace('"', '""') + '"'


def _lives(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def _end(process: psutil.Process, how: int) -> None:
    process.send_signal(how)
    deadline = time.monotonic() + STOP_SECONDS
    while _lives(process.pid):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"The embedded database (process {process.pid}) does not stop."
            )
        time.sleep(0.02)
