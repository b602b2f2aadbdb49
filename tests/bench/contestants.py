"""Who is compared: each a server of two workers and four threads over the same database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from .store import PROJECT, Store
from .workloads import Request

# Installed apart by `make bench`: nobody else needs FastAPI or Datasette.
RIVALS = PROJECT / ".venv-bench/bin/python"
# Whatever would make our answers differ from those of a site under load.
OURS = {"CONFLICTDB_RATE_LIMIT": "", "CONFLICTDB_WORKERS": "2", "CONFLICTDB_THREADS": "4"}


@dataclass
class Contestant:
    name: str
    title: str
    port: int
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    prefix: str = ""
    suffix: str = ""

    def path(self, request: Request) -> str:
        """The address at which it answers a request."""
        if self.name in ("ours", "floor"):
            return request.ours
        path, mark, query = request.rival.partition("?")
        return f"{self.prefix}{path}{self.suffix}{mark}{query}"

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        if self._listens():
            raise SystemExit(f"Something else listens on port {self.port}: name others by --port.")
        with (PROJECT / ".bench.log").open("ab") as log:
            process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env={**os.environ, "PYTHONPATH": str(PROJECT), **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait(process)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            if self._listens():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.title} did not start; see .bench.log.")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException) as error:
            return 0, str(error).encode()
        finally:
            connection.close()


def granian(python: str, interface: str, application: str, port: int) -> list[str]:
    threads = ["--blocking-threads", "4"] if interface == "wsgi" else []
    return [
        *(python, "-m", "granian", "--interface", interface, "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "2", "--http", "1", "--no-ws", *threads),
        *("--log-level", "warning", "--backpressure", "256", application),
    ]


def contestants(store: Store, plans: Path, port: int) -> list[Contestant]:
    """Ours, the floor, and the rivals that are installed."""
    database = {
        "BENCH_SOCKET": store.socket,
        "BENCH_DSN": f"host={store.socket} user=conflictdb dbname=conflictdb",
        "BENCH_PLANS": str(plans),
        "BENCH_SQLITE": str(store.sqlite),
    }
    here = "tests.bench"
    found = [
        Contestant(
            "ours",
            "ConflictDB",
            port,
            [sys.executable, "manage.py", "serve"],
            {**OURS, "PORT": str(port), "CONFLICTDB_DATA_DIR": str(store.folder)},
        ),
        Contestant(
            "floor",
            "floor",
            port + 1,
            granian(sys.executable, "wsgi", f"{here}.floor:application", port + 1),
            database,
        ),
        Contestant(
            "drf",
            "usual DRF",
            port + 2,
            granian(sys.executable, "wsgi", f"{here}.rivals.drf.wsgi:application", port + 2),
            {**database, "DJANGO_SETTINGS_MODULE": f"{here}.rivals.drf.settings"},
        ),
    ]
    if RIVALS.exists():
        python = str(RIVALS)
        found += [
            Contestant(
                "fastapi",
                "FastAPI",
                port + 3,
                granian(python, "asgi", f"{here}.rivals.fastapi_sqlalchemy:app", port + 3),
                database,
            ),
            Contestant(
                "datasette",
                "Datasette",
                port + 4,
                granian(python, "asgi", f"{here}.rivals.datasette_site:app", port + 4),
                database,
                prefix="/bench",
                suffix=".json",
            ),
        ]
    return found


@contextmanager
def all_serving(them: list[Contestant]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    with ExitStack() as stack:
        yield {one.name: stack.enter_context(one.serving()) for one in them}
