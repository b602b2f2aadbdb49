"""``make bench``: loads, serves and measures everything side by side, and prints one table."""

import argparse
import os
import pickle
import signal
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEFAULT_FOLDER = HERE.parent.parent / ".data/bench"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1: a million claims")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4, help="of each measurement")
    parser.add_argument("--only", default="", help="workloads and contestants, by commas")
    parser.add_argument("--port", type=int, default=8150, help="the first of five")
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER, help="of the database")
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    parser.add_argument("--against", type=Path, help="the numbers of a run at another scale")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Interrupted."))  # the servers end too
    os.environ["CONFLICTDB_DATA_DIR"] = str(given.folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "conflictdb.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    run(given)


def run(given: argparse.Namespace) -> None:
    from .driver import Driver
    from .report import write
    from .store import Store

    store = Store(given.scale)
    took = store.ensure()
    only = {*filter(None, given.only.split(","))}
    with tempfile.TemporaryDirectory() as folder:
        plans = Path(folder) / "plans"
        driver = Driver(store, plans, given.port, only)
        driver.prepare()
        with plans.open("wb") as file:
            pickle.dump(driver.plans, file)
        results = driver.measure(given.rounds, given.seconds)
    results["loading_seconds"] = took
    write(results, given.json or given.folder / "bench.json", given.against)


if __name__ == "__main__":
    sys.exit(main())
