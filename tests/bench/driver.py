"""The course of a run: record, serve, compare once, then measure in interleaved rounds."""

import os
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import connection

from .contestants import OURS, Contestant, all_serving, contestants
from .exports import measure_exports
from .generator import World
from .measuring import Measured, pgbench, worked, wrk
from .recording import Plan, literal, record
from .store import Store
from .workloads import WORKLOADS, Request, Workload, requests

PGBENCH_SCRIPTS = 6  # each is prepared on each connection, which costs a short run much
NOTHING = re.compile(rb'"results": ?\[\]')
PATIENCE = 15  # seconds for recording a workload, once there are enough requests
ENOUGH = 10
SETTLING = 15  # seconds at most between two measurements
PGBENCH_SECONDS = 6  # at least: each run of it begins by preparing
COMPARED = 3  # requests of each workload whose bytes are compared


class Driver:
    def __init__(self, store: Store, plans: Path, port: int, only: set[str]) -> None:
        self.store, self.port = store, port
        everyone = contestants(store, plans, port)
        names = {one.name for one in everyone} | {"postgres"}
        chosen = only & names or names
        self.with_postgres = "postgres" in chosen
        self.contestants = [one for one in everyone if one.name in chosen or one.name == "ours"]
        loads = {workload.name for workload in WORKLOADS} | {"export"}
        wanted = only & loads or loads
        self.workloads = [workload for workload in WORKLOADS if workload.name in wanted]
        self.exports = "export" in wanted
        self.requests: dict[str, list[Request]] = {}
        self.etags: dict[str, str] = {}
        self.plans: dict[tuple[str, bool], Plan] = {}
        self.notes: dict[str, list[str]] = {}
        self.sizes: dict[str, dict[str, float]] = {}  # bytes of an answer
        self.pids: dict[str, int] = {}

    def prepare(self) -> None:
        """Find the requests, and record what ours asks the database for each."""
        os.environ.update(OURS)
        _tell("recording our statements")
        world = World(self.store.scale)
        for workload in self.workloads:
            try:
                asked = requests(workload, world)
            except (KeyError, StopIteration) as error:
                self._note(workload, f"no requests could be made: {error!r}")
                continue
            begun = time.monotonic()
            self._record(workload, asked)
            _tell(f"  {workload.name}: {len(asked)} requests, {time.monotonic() - begun:.1f} s")
        connection.close()

    def _record(self, workload: Workload, asked: list[Request]) -> None:
        first = record(asked[0].ours)
        if first.status == 404:
            self._note(workload, "absent: our API answers 404")
            return
        kept: list[Request] = []
        begun = time.monotonic()
        for request in asked:
            if len(kept) >= ENOUGH and time.monotonic() - begun > PATIENCE:
                self._note(workload, f"slow: only {len(kept)} requests in turn")
                break
            plan = record(request.ours)
            if plan.status != 200:
                self._note(workload, f"{request.ours} answers {plan.status}")
                continue
            if workload.conditional:
                again = record(request.ours, plan.etag) if plan.etag else plan
                if again.status != 304:
                    self._note(workload, "absent: our API answers no 304")
                    return
                self.etags[request.ours] = plan.etag or ""
                again.etag = plan.etag
                self.plans[request.ours, True] = again
            if plan.pieces is None and NOTHING.search(plan.body):
                continue  # at small scales some requests find nothing
            self.plans[request.ours, False] = plan
            kept.append(request)
        if any(self.plans[request.ours, False].pieces is None for request in kept):
            self._note(workload, "our JSON is not PostgreSQL's: the floor sends recorded bytes")
        if kept:
            self.requests[workload.name] = kept

    def _note(self, workload: Workload, note: str) -> None:
        notes = self.notes.setdefault(workload.name, [])
        if note not in notes and len(notes) < 5:
            notes.append(note)

    def measure(self, rounds: int, seconds: float) -> dict[str, Any]:
        found: dict[str, dict[str, list[Measured]]] = {}
        with all_serving(self.contestants) as processes:
            self.pids = {name: process.pid for name, process in processes.items()}
            for workload in self.workloads:
                if workload.name in self.requests:
                    self._compare(workload)
                    found[workload.name] = {}
                    for who in self._who(workload):
                        self._one(workload, who, 1)  # warm
            for number in range(rounds):
                for workload in self.workloads:
                    if workload.name not in found:
                        continue
                    who = self._who(workload)
                    turn = number % len(who)
                    for name in who[turn:] + who[:turn]:
                        measured = self._one(workload, name, seconds)
                        found[workload.name].setdefault(name, []).append(measured)
                        _tell(
                            f"round {number + 1}, {workload.name}, {name}: {measured.rate:,.0f}/s,"
                            f" p99 {measured.p99:.1f} ms"
                        )
                        if measured.failed:
                            self._note(workload, f"{name}: {measured.failed} requests failed")
            ports = {one.name: (one.port, processes[one.name].pid) for one in self.contestants}
            exports = measure_exports(self.store, ports, _tell) if self.exports else []
        return {
            "scale": self.store.scale,
            "rounds": rounds,
            "seconds": seconds,
            "workloads": found,
            "notes": self.notes,
            "sizes": self.sizes,
            "exports": exports,
            "absent": [w.name for w in self.workloads if w.name not in self.requests],
        }

    def _who(self, workload: Workload) -> list[str]:
        if workload.conditional:
            return [one.name for one in self.contestants if one.name in ("ours", "floor")]
        names = [one.name for one in self.contestants]
        return [*names, "postgres"] if self.with_postgres else names

    def _one(self, workload: Workload, name: str, seconds: float) -> Measured:
        self._settle()
        asked = self.requests[workload.name]
        if name == "postgres":
            some = [self.plans[request.ours, False] for request in asked[:PGBENCH_SCRIPTS]]
            scripts = [[literal(statement) for statement in plan.statements] for plan in some]
            return pgbench(self.store.socket, scripts, max(seconds, PGBENCH_SECONDS))
        contestant = self._named(name)
        headers = [{"Host": "localhost"} for _ in asked]
        if workload.conditional:
            for each, request in zip(headers, asked, strict=True):
                each["If-None-Match"] = self.etags[request.ours]
        paths = [contestant.path(request) for request in asked]
        family = self.pids[name], self.store.postmaster
        before = worked(*family)
        measured = wrk(contestant.port, paths, headers, seconds)
        requests = measured.rate * max(1, round(seconds))
        cpu = (worked(*family) - before) * 1000 / requests if requests else measured.cpu
        return replace(measured, cpu=cpu)

    def _settle(self) -> None:
        """Wait until nobody's last queries, which wrk no longer waits for, burden the next one."""
        active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = %s"
        deadline = time.monotonic() + SETTLING
        with self.store.superuser("postgres") as administrator:
            while time.monotonic() < deadline:
                row = administrator.execute(active, ["conflictdb"]).fetchone()
                if row == (0,):
                    return
                time.sleep(0.1)

    def _named(self, name: str) -> Contestant:
        return next(one for one in self.contestants if one.name == name)

    def _compare(self, workload: Workload) -> None:
        """Once a workload: all answer 200, and the floor's bytes are ours."""
        bodies: dict[str, list[bytes]] = {}
        for contestant in self.contestants:
            if workload.conditional and contestant.name not in ("ours", "floor"):
                continue
            for request in self.requests[workload.name][:COMPARED]:
                etag = self.etags.get(request.ours) if workload.conditional else None
                headers = {"If-None-Match": etag} if etag else {}
                status, body = contestant.get(contestant.path(request), headers)
                if status != (304 if workload.conditional else 200):
                    self._note(workload, f"{contestant.name} answers {status}: {body[:150]!r}")
                bodies.setdefault(contestant.name, []).append(body)
        if "floor" in bodies and bodies["floor"] != bodies["ours"]:
            self._note(workload, "THE FLOOR'S BYTES ARE NOT OURS")
        self.sizes[workload.name] = {
            name: sum(map(len, each)) / len(each) for name, each in bodies.items()
        }


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
