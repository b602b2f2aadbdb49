"""One database cluster in the data folder: made when it is first wanted, shared, and left.

    <data folder>/postgres/          "home": ours; as root perhaps a link into /var/lib/conflictdb
        data/                        the cluster, the server's user's alone
        users.lock                   locked, shared, by every process that uses the server
        start.lock                   locked by the one process that makes or starts it
        kept                         which run of the server `database start` asked to keep
        software-<version>/          a copy of the programs, where root's own cannot be reached

The locks are the kernel's: they end with the process that holds them, however it ends.

Durability is PostgreSQL's own default: what was acknowledged is on disk. Nobody but the server's
user (and root) can connect: there is no TCP port, and the socket lies in a folder of mode 0700.
"""

import fcntl
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg

from .account import Account
from .errors import EmbeddedPostgresError
from .server import Server
from .software import Software

# For root, where its data folder is closed to the user that runs the server.
ROOT_HOMES = Path("/var/lib/conflictdb")
# Lower-casing Cyrillic and Armenian needs a UTF-8 character type; macOS has no C.UTF-8.
CHARACTER_TYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
CREATE = "CREATE ROLE conflictdb LOGIN CREATEDB;\nCREATE DATABASE conflictdb OWNER conflictdb;\n"


class EmbeddedPostgres:
    """The database whose files lie in ``folder``. Threads of a process share one such object."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._joining = threading.Lock()
        self._lease = -1  # our hold on users.lock
        self._holder = 0  # the process that has it: a forked child must take its own

    @property
    def home(self) -> Path:
        """Where everything lies. The link is followed: the server's user cannot follow it."""
        return (self.folder / "postgres").resolve()

    @property
    def server(self) -> Server:
        return Server(self.home / "data")

    def ensure(self, patience: float = 90) -> Path:
        """Have the server running, and return the folder of its socket.

        Makes the cluster the first time. From then on this process counts as a user of the server,
        until ``leave``. Raises EmbeddedPostgresError when that fails or takes longer than
        ``patience`` seconds; the server goes on starting then, for whoever asks next.
        """
        deadline = time.monotonic() + patience
        try:
            self._join(deadline)
            if not self.server.answers():
                start = self._lock("start.lock", fcntl.LOCK_EX, deadline)
                try:
                    if not self.server.answers():
                        self._start(deadline)
                finally:
                    os.close(start)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded database cannot use its folder {self.folder} ({error.strerror}: "
                f"{error.filename}): mend that, or name another by CONFLICTDB_DATA_DIR."
            ) from error
        return self.server.socket_folder

    def leave(self) -> None:
        """End this process's use of the server, and stop it when that was the last."""
        if self._holder != os.getpid():
            return
        lease, self._holder = self._lease, 0
        try:
            # Given up first: of two that leave at once, each would see the other's hold otherwise.
            fcntl.flock(lease, fcntl.LOCK_UN)
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever comes now waits for this lock, and then starts the server anew.
            if self.server.process() and not self.is_kept() and not self.server.has_clients():
                self.server.stop()
        except (BlockingIOError, psycopg.OperationalError):
            return  # others use it; or it has no free connection even to ask, so they do
        finally:
            os.close(lease)

    def keep(self) -> None:
        """Let the server that runs now outlive its last user, until it is stopped."""
        with tempfile.NamedTemporaryFile("w", dir=self.home, prefix="kept.", delete=False) as draft:
            draft.write(self.server.identity())
        Path(draft.name).replace(self.home / "kept")

    def is_kept(self) -> bool:
        kept = self.home / "kept"
        return kept.exists() and kept.read_text() == self.server.identity()

    def stop(self) -> bool:
        """Stop the server; False when none runs. Raises when a process of ours uses it."""
        if self.server.process() is None:
            return False
        users = self._lock("users.lock", fcntl.LOCK_EX, time.monotonic() + 1)
        try:
            self.server.stop()
        finally:
            os.close(users)
        return True

    def _join(self, deadline: float) -> None:
        with self._joining:
            if self._holder != os.getpid():
                self._make_home()
                self._lease = self._lock("users.lock", fcntl.LOCK_SH, deadline)
                self._holder = os.getpid()

    def _lock(self, name: str, kind: int, deadline: float) -> int:
        path = self.home / name
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            owner = self.home.stat()  # root may be at work in another user's folder
            os.fchown(lock, owner.st_uid, owner.st_gid)
        except FileExistsError:
            lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        while True:
            try:
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lock)
                    raise EmbeddedPostgresError(
                        f"Another process holds the embedded database ({path})."
                    ) from None
                time.sleep(0.02)
            else:
                return lock

    def _account(self) -> Account:
        return Account.for_server(self.home / "data", self.folder)

    def _make_home(self) -> None:
        """Make the folder for everything else here, where the server's user can get at it."""
        place = self.folder / "postgres"
        if place.is_symlink() and not place.exists():
            raise EmbeddedPostgresError(
                f"{place} leads to {place.readlink()}, which is gone: remove it to begin anew."
            )
        if not place.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            account = self._account()
            reachable = account.reaches(self.folder)
            where = self.folder if reachable else ROOT_HOMES
            where.mkdir(mode=0o755, parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix="postgres-", dir=where))
            draft.chmod(0o711)
            if self.folder.stat().st_uid == account.uid:
                account.give(draft)
            try:
                if reachable:
                    draft.rename(place)
                else:
                    place.symlink_to(draft)
            except OSError:
                draft.rmdir()
                if not place.exists():  # else another process was first
                    raise
        if place.lstat().st_uid not in (os.geteuid(), self._account().uid):
            raise EmbeddedPostgresError(
                f"{place} belongs to another user, and its files are not to be trusted: "
                "run this as that user, or name another folder by CONFLICTDB_DATA_DIR."
            )

    def _start(self, deadline: float) -> None:
        account = self._account()
        software = Software.for_account(account, self.home)
        server = self.server
        if not server.data.exists():
            self._make_cluster(server.data, account, software)
        made_by, present = (server.data / "PG_VERSION").read_text().strip(), software.major(account)
        if made_by != present:
            raise EmbeddedPostgresError(
                f"The database in {server.data} was made by PostgreSQL {made_by}, and this is "
                f"PostgreSQL {present}: move it away and load the data anew, or go back to the "
                "version of ConflictDB that made it."
            )
        if not account.reaches(server.data):
            raise EmbeddedPostgresError(
                f"PostgreSQL does not run as root, and its user cannot enter {server.data}: move "
                "the data folder where others may pass, and name it by CONFLICTDB_DATA_DIR."
            )
        server.start(account, software, deadline)

    def _make_cluster(self, data: Path, account: Account, software: Software) -> None:
        """Make it under another name first, so that it is there whole or not at all.

        A name of its own each time: an initdb whose caller was killed may still be at work.
        """
        Server(data).stop_orphans()
        for abandoned in data.parent.glob("draft-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=data.parent))
        account.give(draft)
        steps = (
            (
                [
                    *(software.program("initdb"), "--pgdata", str(draft)),
                    *("--username=postgres", "--auth-local=trust", "--auth-host=reject"),
                    *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--locale=C", f"--lc-ctype={CHARACTER_TYPE}", "--no-instructions"),
                ],
                "",
            ),
            ([software.program("postgres"), "--single", "-D", str(draft), "template1"], CREATE),
        )
        for command, statements in steps:
            told = account.run(command, input=statements)
            faults = [line for line in told.stdout.splitlines() if _is_fault(line)]
            if told.returncode or faults:
                fault = [*faults, *told.stdout.splitlines()[-1:], "for no reason given"][0].strip()
                raise EmbeddedPostgresError(f"The embedded database could not be made: {fault}")
        draft.rename(data)
        home = os.open(data.parent, os.O_RDONLY)
        os.fsync(home)
        os.close(home)


def _is_fault(line: str) -> bool:
    return any(word in line for word in ("ERROR:", "FATAL:", "PANIC:", "error:"))
