"""The user that runs the server. PostgreSQL refuses to run as root, so root steps down."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedPostgresError

# initdb looks its user up, so a bare number will not do. `nobody` exists practically everywhere.
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user to run programs as."""

    uid: int
    gid: int
    changed: bool  # False: it is ourselves, and there is nothing to step down from

    @classmethod
    def for_server(cls, *places: Path) -> "Account":
        """Ourselves; for root, the owner of the first of ``places`` that is not root's own.

        Where all of them are root's, or missing, it is the first of UNPRIVILEGED that exists.
        """
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), changed=False)
        for place in places:
            if place.exists() and (owner := place.stat()).st_uid != 0:
                return cls(owner.st_uid, owner.st_gid, changed=True)
        for name in UNPRIVILEGED:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid, changed=True)
        raise EmbeddedPostgresError(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody to "
            "run it: run this as another user, or set DATABASE_URL."
        )

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run to the end as this user, in plain English and away from our terminal's signals."""
        if self.changed:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            command,
            check=False,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            **{"cwd": "/", "input": "", **options},
        )

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter the folder, or run the program, at ``path``."""
        return self.run(["/bin/sh", "-c", 'test -x "$0"', str(path)]).returncode == 0

    def give(self, path: Path) -> None:
        """Make a folder that we have just made this user's own."""
        if self.changed:
            os.chown(path, self.uid, self.gid)
