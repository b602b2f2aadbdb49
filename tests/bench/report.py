"""The numbers as one table, with the targets held and not held."""

import json
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from statistics import median
from typing import Any

from .exports import ADDED_MEMORY, FIRST_BYTE, PARQUET_ROWS, TARGETS
from .measuring import Measured
from .workloads import WORKLOADS

COLUMNS = {
    "postgres": "PostgreSQL alone",
    "floor": "floor",
    "ours": "ConflictDB",
    "datasette": "Datasette",
    "fastapi": "FastAPI",
    "drf": "usual DRF",
}
RIVALS = ("datasette", "fastapi", "drf")
KEPT = 0.8  # of the rate, at ten times the rows: indexed filters and pages by key
KEPT_BY = ("incidents", "claims", "page-1", "page-2000")


def write(results: dict[str, Any], path: Path, against: Path | None) -> None:
    found: dict[str, dict[str, list[Measured]]] = results["workloads"]
    held = [line for name in found for line in _verdicts(name, found)]
    held += [line for export in results["exports"] for line in _export_verdicts(export)]
    if against:
        held += _kept(results, json.loads(against.read_text()))
    stored = results | {
        "workloads": {
            workload: {who: [asdict(one) for one in many] for who, many in each.items()}
            for workload, each in found.items()
        },
        "targets": held,
    }
    path.write_text(json.dumps(stored, indent=1))
    print("\n".join(_table(results, found)))
    print("\n" + "\n".join(f"- {line}" for line in held))
    print(f"\nAll numbers: {path}")


def _table(results: dict[str, Any], found: dict[str, Any]) -> list[str]:
    who = [name for name in COLUMNS if any(name in each for each in found.values())]
    measured = f"median of {results['rounds']} interleaved rounds of {results['seconds']:g} s"
    names = " | ".join(COLUMNS[name] for name in who)
    lines = [
        f"Requests a second ({measured}; p99 in ms), scale {results['scale']:g}:",
        "",
        f"| work | {names} | ours/floor (lowest–highest) |",
        "|---" * (len(who) + 2) + "|",
    ]
    for workload in WORKLOADS:
        if workload.name in results["absent"]:
            lines.append(f"| {workload.title} |" + " absent |" * len(who) + " |")
        if workload.name not in found:
            continue
        each = found[workload.name]
        cells = [_cell(each.get(name)) for name in who]
        ratios = _ratios(each)
        told = f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})" if ratios else ""
        lines.append(f"| {workload.title} | " + " | ".join([*cells, told]) + " |")
    lines += ["", *_work_lines(found), "", *_size_lines(results["sizes"])]
    for export in results["exports"]:
        lines += ["", *_export_lines(export)]
    for name, notes in results["notes"].items():
        lines += ["", *(f"{name}: {note}" for note in notes)]
    return lines


def _work_lines(found: dict[str, Any]) -> list[str]:
    """The CPU that a request takes: what a rate comes to where others work on the same machine."""
    lines = ["Milliseconds of CPU a request, server and PostgreSQL together (median):", ""]
    for name, each in found.items():
        spent = {
            who: median(one.cpu for one in rounds)
            for who, rounds in each.items()
            if all(isfinite(one.cpu) for one in rounds)
        }
        told = ", ".join(f"{COLUMNS[who]} {cpu:.2f}" for who, cpu in spent.items())
        if "floor" in spent and "ours" in spent:
            told += f"; floor/ours {spent['floor'] / spent['ours']:.2f}"
        lines.append(f"- {name}: {told}")
    return lines


def _size_lines(sizes: dict[str, dict[str, float]]) -> list[str]:
    """How much is told: an answer with less in it is made sooner."""
    lines = ["Kilobytes of an answer:", ""]
    for name, each in sizes.items():
        told = ", ".join(f"{COLUMNS[who]} {size / 1024:.1f}" for who, size in each.items())
        lines.append(f"- {name}: {told}")
    return lines


def _cell(rounds: list[Measured] | None) -> str:
    if not rounds:
        return "–"
    rate = f"{median(one.rate for one in rounds):,.0f}"
    slowest = median(one.p99 for one in rounds)
    failed = " FAILED" if any(one.failed for one in rounds) else ""
    return (rate if slowest != slowest else f"{rate} ({slowest:.0f})") + failed  # noqa: PLR0124


def _ratios(each: dict[str, list[Measured]], other: str = "floor") -> list[float]:
    """Ours against another, round by round: what disturbs a round disturbs both."""
    pairs = zip(each.get("ours", ()), each.get(other, ()), strict=False)
    return [ours.rate / theirs.rate for ours, theirs in pairs if theirs.rate]


def _verdicts(name: str, found: dict[str, dict[str, list[Measured]]]) -> list[str]:
    workload = next(one for one in WORKLOADS if one.name == name)
    each, lines = found[name], []
    for target, wanted in workload.targets.items():
        if target == "floor" and (ratios := _ratios(each)):
            lines.append(_verdict(name, "of the floor", median(ratios), wanted))
        elif target == "p99" and "floor" in each:
            pairs = zip(each["ours"], each["floor"], strict=True)
            ratio = median(
                ours.p99 / theirs.p99 if ours.rate and theirs.rate else float("inf")
                for ours, theirs in pairs
            )
            lines.append(_verdict(name, "times the floor's p99", ratio, wanted, most=True))
        elif target == "shallow" and "page-1" in found:
            pairs = zip(each["ours"], found["page-1"]["ours"], strict=True)
            ratio = median(deep.rate / first.rate if first.rate else 0 for deep, first in pairs)
            lines.append(_verdict(name, "of page 1", ratio, wanted))
        elif target == "rivals":
            lines += [
                _verdict(name, f"of {COLUMNS[rival]}", median(ratios), wanted)
                for rival in RIVALS
                if (ratios := _ratios(each, rival))
            ]
    return lines


def _verdict(name: str, what: str, ratio: float, wanted: float, *, most: bool = False) -> str:
    held = ratio <= wanted if most else ratio >= wanted
    return (
        f"{'held' if held else 'NOT HELD'}: {name}, {ratio:.2f} {what}"
        f" ({'at most' if most else 'at least'} {wanted:g})"
    )


def _export_lines(export: dict[str, Any]) -> list[str]:
    kind = f"export {export['export']}, {export.get('rival', 'ours')}"
    if export.get("absent"):
        return [f"{kind}: absent"]
    rate = f"{export['rate']:,.0f} rows/s" if export.get("rate") else "stopped before its end"
    speed = (
        f", {export['bytes_per_second'] / 2**20:.1f} MB/s" if "bytes_per_second" in export else ""
    )
    copy = (
        f", psql copies {export['copy_rate']:,.0f} rows/s"
        f" and {export['ordered_copy_rate']:,.0f} in the same order"
        if "copy_rate" in export
        else ""
    )
    first = f"first byte {export['first_byte'] * 1000:.0f} ms"
    if "warm_first_byte" in export:
        first += f" (after others {export['warm_first_byte'] * 1000:.0f} ms)"
    memory = f"{export['added_memory'] / 2**20:.1f} MB of memory added"
    return [f"{kind}: {rate}{speed}{copy}, {first}, {memory}"]


def _export_verdicts(export: dict[str, Any]) -> list[str]:
    if export.get("absent") or export.get("rival"):
        return []
    name = f"export {export['export']}"
    rate = export.get("rate") or 0
    lines = [
        _verdict(name, "s to the first byte", export["first_byte"], FIRST_BYTE, most=True),
        _verdict(name, "MB added", export["added_memory"] / 2**20, ADDED_MEMORY / 2**20, most=True),
    ]
    if export["export"] in TARGETS:
        lines.append(_verdict(name, "of psql", export.get("ratio") or 0, TARGETS[export["export"]]))
    else:
        lines.append(_verdict(name, "rows a second", rate, PARQUET_ROWS))
    return lines


def _kept(results: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """How much of the rate at another scale this run keeps; of the bytes too, as pages differ."""
    lines = []
    for name in KEPT_BY:
        if name in results["workloads"] and name in other["workloads"]:
            now = median(one.rate for one in results["workloads"][name]["ours"])
            before = median(one["rate"] for one in other["workloads"][name]["ours"])
            longer = results["sizes"][name]["ours"] / other["sizes"][name]["ours"]
            what = f"of the rate at scale {other['scale']:g}"
            told = f"; {now * longer / before:.2f} of the bytes a second"
            lines.append(_verdict(name, what, now / before, KEPT) + told)
    return lines
