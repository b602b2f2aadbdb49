"""The rival that is installed with us starts, which nobody else would notice till a benchmark."""

import os
import subprocess
import sys

from tests.bench.store import PROJECT


def test_the_usual_drf_starts() -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.rivals.drf.settings", "BENCH_SOCKET": "/"}
    told = subprocess.run(
        [sys.executable, "-m", "django", "check"],
        cwd=PROJECT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
