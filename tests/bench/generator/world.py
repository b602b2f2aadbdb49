"""Everything there is in one invented dataset, in the order in which it is to be loaded."""

from collections.abc import Iterator
from random import Random

from .claims import Claims
from .evidence import Evidence
from .geography import Geography
from .incidents import Incidents
from .table import Table
from .words import Words


class World:
    """At scale 1: 300,000 incidents, 600,000 statements, 1,000,000 claims.

    Rows are made as ``tables`` is read, once and in its order: later ones build on earlier ones.
    """

    def __init__(self, scale: float = 1.0, seed: int = 20211116) -> None:
        self.scale = scale

        def random(part: str) -> Random:
            return Random(f"{seed} {part}")  # so that a change to one part leaves the others alone

        self.words = Words(random("words"))
        self.geography = Geography(random("geography"), self.words, scale)
        self.incidents = Incidents(
            random("incidents"), self.words, self.geography, max(300, round(300_000 * scale))
        )
        self.claims = Claims(
            random("claims"),
            self.words,
            self.incidents,
            max(600, round(600_000 * scale)),
            max(1000, round(1_000_000 * scale)),
        )
        self.evidence = Evidence(random("evidence"), self.claims, max(60, round(60_000 * scale)))

    def tables(self) -> Iterator[Table]:
        yield from self.geography.tables()
        yield from self.incidents.tables()
        yield from self.claims.tables()
        yield from self.evidence.tables()
