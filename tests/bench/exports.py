"""Exports of all claims, against PostgreSQL's own: rows a second, first byte, added memory."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

import psutil

from api.compiled import compiled
from api.exports.columns import flat_table
from api.exports.source import PLAIN
from api.resources.claim import ClaimViewSet
from conflictdb.embedded_postgres.software import Software
from conflictdb.models import Claim

from .store import Store

PATIENCE = 90  # seconds after which a slow one is stopped; its rate is that of what came till then
WARMING = 6  # short exports before each: the first tells how long a worker takes to load its tools
# Ratio to `psql \copy` of the same rows, or rows a second.
TARGETS = {"csv": 0.70, "ndjson": 0.80}
PARQUET_ROWS = 150_000
FIRST_BYTE = 0.050  # seconds
ADDED_MEMORY = 16 * 2**20


@dataclass(frozen=True)
class Exported:
    """``size`` in bytes, ``whole``: read to its end within the patience."""

    size: int
    seconds: float
    first_byte: float
    added_memory: int
    whole: bool


def export(port: int, path: str, process: int, before: int | None = None) -> Exported | None:
    """Read an export as a client would; None where there is none at that address.

    ``before``: what the processes held then, where that is not now.
    """
    before = _memory(process) if before is None else before
    most, begun = before, time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        if answer.status != 200:
            answer.read()
            return None
        size, looked, first, whole = 0, begun, 0.0, True
        while block := answer.read1(65_536):
            now = time.monotonic()
            first = first or now - begun
            size += len(block)
            if now - looked > 0.1:
                most, looked = max(most, _memory(process)), now
            if now - begun > PATIENCE:
                whole = False
                break
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return Exported(size, time.monotonic() - begun, first, max(0, most - before), whole)


def _memory(process: int) -> int:
    """What a server and its workers hold for themselves, in bytes."""
    family = [psutil.Process(process)]
    family += family[0].children(recursive=True)
    return sum(one.memory_full_info().uss for one in family)


def copied(store: Store, sql: str) -> tuple[int, float]:
    r"""What ``psql \copy`` gives of the same rows: bytes and seconds."""
    begun = time.monotonic()
    with subprocess.Popen(
        [
            *(Software.installed().program("psql"), "-qXAt", "-h", store.socket),
            *("-U", "conflictdb", "-c", sql, "conflictdb"),
        ],
        stdout=subprocess.PIPE,
    ) as process:
        size = 0
        while block := process.stdout.read(65_536):  # type: ignore[union-attr]
            size += len(block)
    if process.returncode:
        raise RuntimeError("psql could not copy the claims.")
    return size, time.monotonic() - begun


def whole_copy(kind: str, *, ordered: bool = False) -> str:
    """One COPY of all that our export of that format gives, as psql takes it.

    In whatever order, or by slug as our exports are: then an index or a sort has to give it.
    """
    shown = ClaimViewSet.representation
    if kind == "csv":
        table = flat_table(shown, Claim, None)
        expression, source, options = table.cells(guarded=True), table.source, "(FORMAT csv)"
    else:
        parts = compiled(shown, Claim, None)
        expression, source, options = parts.expression, parts.source, PLAIN
    return (
        f"COPY (SELECT {expression} FROM (SELECT 'http://localhost/api/v1/'::text AS base) root"
        f" CROSS JOIN {source.tables} WHERE {source.alias}.status = 'published'"
        f"{f' ORDER BY {source.alias}.slug' if ordered else ''}) TO STDOUT {options}"
    )


def measure_exports(
    store: Store, ports: dict[str, tuple[int, int]], note: Callable[[str], None]
) -> list[dict[str, Any]]:
    """``ports``: of each contestant its port and process."""
    rows = Claim.objects.published().count()
    one = Claim.objects.published()[0].slug
    results: list[dict[str, Any]] = []
    for kind in ("csv", "ndjson", "parquet"):
        note(f"export {kind}")
        path = f"/api/v1/claims/export.{kind}"
        port, process = ports["ours"]
        before = _memory(process)
        short = [export(port, f"{path}?slug={one}", process) for _ in range(WARMING)]
        ours = export(port, path, process, before)
        if ours is None or short[0] is None:
            results.append({"export": kind, "absent": True})
            continue
        result: dict[str, Any] = {
            "export": kind,
            "rows": rows,
            "rate": rows / ours.seconds if ours.whole else None,
            "first_byte": short[0].first_byte,
            "warm_first_byte": ours.first_byte,
            "added_memory": ours.added_memory,
        }
        if kind in TARGETS:
            _, seconds = copied(store, whole_copy(kind))
            _, in_order = copied(store, whole_copy(kind, ordered=True))
            result |= {
                "copy_rate": rows / seconds,
                "ordered_copy_rate": rows / in_order,
                "ratio": seconds / ours.seconds if ours.whole else None,
            }
        results.append(result)
    for name in ("drf", "fastapi"):
        if name in ports:
            note(f"export csv, {name}")
            found = export(ports[name][0], "/export.csv", ports[name][1])
            if found:
                # Of one that was stopped we know the bytes, and ours tells how long a row is.
                results.append({"export": "csv", "rival": name} | _rival(found, rows))
    return results


def _rival(found: Exported, rows: int) -> dict[str, Any]:
    return {
        "bytes_per_second": found.size / found.seconds,
        "rate": rows / found.seconds if found.whole else None,
        "first_byte": found.first_byte,
        "added_memory": found.added_memory,
    }
