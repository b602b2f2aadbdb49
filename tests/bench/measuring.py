"""One measurement: requests a second and their times, by wrk; transactions by pgbench."""

import json
import re
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from conflictdb.embedded_postgres.software import Software

CONNECTIONS = 8
# wrk calls `request` for each one; the addresses are asked in turn.
SCRIPT = """
local paths = {%s}
local headers = {%s}
local turn = 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn], headers[turn])
end
done = function(summary, latency)
  io.write(string.format('\\n{"requests": %%d, "microseconds": %%d, "p50": %%f, "p99": %%f, '
    .. '"failed": %%d}\\n', summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), summary.errors.status + summary.errors.connect
    + summary.errors.read + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class Measured:
    """Requests a second, milliseconds of the median and of the slowest in a hundred.

    ``cpu``: milliseconds that the server and PostgreSQL worked for one, which others on the same
    machine disturb less than the rate.
    """

    rate: float
    p50: float
    p99: float
    failed: int = 0
    cpu: float = float("nan")


def worked(*families: int) -> float:
    """Seconds of CPU that these processes and their children have had."""
    seconds = 0.0
    for pid in families:
        parent = psutil.Process(pid)
        for one in (parent, *parent.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                seconds += sum(one.cpu_times()[:2])
    return seconds


def wrk(port: int, paths: list[str], headers: list[dict[str, str]], seconds: float) -> Measured:
    listed = ", ".join(json.dumps(path) for path in paths)
    tables = ", ".join(
        "{" + ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in each.items()) + "}"
        for each in headers
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (listed, tables))
        script.flush()
        told = subprocess.run(
            [
                *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"),
                *("--timeout", "30s", "-s", script.name, f"http://127.0.0.1:{port}"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if told.returncode:
        raise RuntimeError(f"wrk at port {port}: {told.stderr.strip()}")
    found = json.loads(told.stdout.strip().splitlines()[-1])
    rate = found["requests"] / (found["microseconds"] / 1e6)
    return Measured(rate, found["p50"] / 1000, found["p99"] / 1000, found["failed"])


def pgbench(host: str, transactions: list[list[str]], seconds: float) -> Measured:
    """The same statements without HTTP or Python, prepared, drawn at random from the requests."""
    program = Software.installed().program("pgbench")
    with tempfile.TemporaryDirectory() as folder:
        scripts = []
        for number, statements in enumerate(transactions):
            script = Path(folder) / f"{number}.sql"
            script.write_text("".join(f"{statement};\n" for statement in statements))
            scripts += ["-f", str(script)]
        told = subprocess.run(
            [
                *(program, "--no-vacuum", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1"),
                *("-T", str(max(1, round(seconds))), "-h", host, "-U", "conflictdb"),
                *(*scripts, "conflictdb"),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    tps = re.search(r"tps = ([\d.]+)", told.stdout)
    latency = re.search(r"latency average = ([\d.]+)", told.stdout)
    return Measured(float(tps[1]), float(latency[1]), float("nan"))  # type: ignore[index]
