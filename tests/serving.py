"""The real site in processes of its own, for tests of what only shows there."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from conflictdb.embedded_postgres import EmbeddedPostgres

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 60

# Enough of a document that the fixtures are not loaded: these tests need none.
A_DOCUMENT = (
    "from conflictdb.models import Document;"
    "Document.objects.create(slug='a-document', title='A', language='en', sha256='0'*64, length=1)"
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Site:
    """A ``manage.py serve`` that runs."""

    process: subprocess.Popen[bytes]
    port: int
    output: IO[bytes]  # a file: nobody reads a pipe here, and a full one would halt the site

    def get(self, path: str, **headers: str) -> Answer:
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read().decode()
        return Answer(response.status, response.headers, body, time.monotonic() - begun)

    def wait_for(self, path: str, status: int = 200, seconds: float = START_SECONDS) -> float:
        """Seconds until ``path`` answers so."""
        begun = time.monotonic()
        while self.process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                if self.get(path).status == status:
                    break
            assert time.monotonic() - begun < seconds, f"{path} is not {status} in {seconds} s"
            time.sleep(0.05)
        return time.monotonic() - begun

    def workers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]

    def printed(self) -> str:
        self.output.seek(0)
        return self.output.read().decode()

    def stop(self, how: int = signal.SIGINT) -> int:
        """End it as a terminal's Ctrl-C does: the signal goes to all of its process group."""
        os.killpg(self.process.pid, how)
        return self.process.wait(timeout=30)


def environment(**given: str) -> dict[str, str]:
    """This process's, less what would point to a developer's own database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CONFLICTDB_") and name not in ("DATABASE_URL", "PORT")
    }
    return {**kept, "PYTHONUNBUFFERED": "1", "CONFLICTDB_RATE_LIMIT": "", **given}


def manage(*command: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT,
        env=environment(**given),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(path: str = "/health/ready", **given: str) -> Iterator[Site]:
    """A site that answers at ``path``; stopped, or killed where that fails."""
    port = int(given.setdefault("PORT", str(free_port())))
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=PROJECT,
            env=environment(**given),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        site = Site(process, port, output)
        try:
            site.wait_for(path)
            assert process.poll() is None, site.printed()
            yield site
            if process.poll() is None:
                site.stop()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


@contextmanager
def data_folder(*, prepared: bool = False) -> Iterator[Path]:
    """A temporary data folder, removed with its server; with a document in it if ``prepared``."""
    place = Path(tempfile.mkdtemp(prefix="conflictdb-test-"))
    place.chmod(0o755)  # as root, the server's user has to pass
    folder = place / "data"
    try:
        if prepared:
            for command in (["migrate", "-v0"], ["shell", "-v0", "-c", A_DOCUMENT]):
                done = manage(*command, CONFLICTDB_DATA_DIR=str(folder))
                assert done.returncode == 0, done.stderr
        yield folder
    finally:
        kill_database(EmbeddedPostgres(folder))
        shutil.rmtree(place)


def ended(process: psutil.Process | None) -> bool:
    """Whether it has: also when nobody has taken note of that yet."""
    with suppress(psutil.NoSuchProcess):
        return process is not None and process.status() == psutil.STATUS_ZOMBIE
    return True


def kill_database(database: EmbeddedPostgres) -> None:
    """SIGKILL the server and all that belongs to it."""
    process = database.server.process()
    if process is not None:
        for victim in (process, *process.children()):
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        while not ended(process):
            time.sleep(0.01)
