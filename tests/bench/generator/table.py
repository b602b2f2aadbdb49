"""Rows as PostgreSQL's COPY reads them, in its text format."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from conflictdb.dates import TimeFact

NULL = r"\N"
UNSTATED = "\t".join([NULL, "UTC", "f", "unknown", *[NULL] * 4])


@dataclass(frozen=True)
class Table:
    """Rows for one table: lines of fields separated by tabs, in the order of ``columns``."""

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: Iterable[str]


def time_columns(name: str) -> tuple[str, ...]:
    """The eight columns of a time fact, in the order in which ``time_fact`` writes them."""
    suffixes = (
        *("edtf", "timezone", "inferred", "precision"),
        *("earliest", "latest", "first_day", "last_day"),
    )
    return tuple(f"{name}_{suffix}" for suffix in suffixes)


@lru_cache(maxsize=500_000)
def time_fact(edtf: str | None, timezone: str = "UTC") -> str:
    """A time fact's eight fields."""
    if edtf is None:
        return UNSTATED
    fact = TimeFact.parse(edtf, timezone)
    ends = (fact.earliest, fact.latest, fact.first_day, fact.last_day)
    written = [NULL if end is None else end.isoformat() for end in ends]
    return "\t".join([fact.edtf, timezone, "f", fact.precision, *written])
