"""The secret key of an installation that was given none: made once, kept in its data folder."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def kept_secret_key(folder: Path) -> str:
    """The key in ``folder``; made on first use, readable by its owner alone.

    Raises ImproperlyConfigured, in one sentence, where it can be neither read nor written.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write_once(path, get_random_secret_key())
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {path} ({error.strerror}): make that folder "
            "writable, name another by CONFLICTDB_DATA_DIR, or set CONFLICTDB_SECRET_KEY."
        ) from error


def _write_once(path: Path, key: str) -> None:
    """Write whole or not at all; where two processes meet, both end with the first one's key."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret_key.") as draft:
        draft.write(key)
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
