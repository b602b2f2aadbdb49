"""What the two records say of themselves, field by field: the curator picks whose word stays."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from conflictdb.models import Actor, Incident, Place, Question, Record

Columns = tuple[str, ...]

# Of each model what is chosen as one, and the columns in which it stands.
FIELDS: dict[type[Record], dict[str, Columns]] = {
    Actor: {name: (name,) for name in ("name", "kind", "country", "side", "part_of")},
    Place: {
        **{name: (name,) for name in ("name", "kind", "parent", "country")},
        "coordinates": ("latitude", "longitude"),
        "geonames_id": ("geonames_id",),
    },
    Incident: {
        **{name: (name,) for name in ("title", "kind", "part_of", "summary")},
        "occurred": ("occurred_edtf", "occurred_timezone", "occurred_inferred"),
        "place": ("place",),
        "place_precision": ("place_precision",),
        "coordinates": ("latitude", "longitude"),
    },
    Question: {"title": ("title", "retitled")},
}


@dataclass(frozen=True)
class Choice:
    """One field of both records. ``takes``: the loser's is taken unless the curator says else."""

    name: str
    ours: str
    theirs: str
    takes: bool

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose."""
        return self.theirs not in ("", self.ours)


def choices(loser: Record, survivor: Record) -> list[Choice]:
    found = []
    for name, columns in FIELDS[type(survivor)].items():
        ours = _told(survivor, columns, _values(survivor, columns, loser, survivor))
        theirs = _told(survivor, columns, _values(loser, columns, loser, survivor))
        found.append(Choice(name, ours, theirs, takes=not ours and bool(theirs)))
    return found


def choose(loser: Record, survivor: Record, taken: Collection[str] | None) -> None:
    """Write into the survivor what is taken of the loser; None: what the survivor lacks.

    Does not save it. What would make it refer to itself is emptied.
    """
    for choice in choices(loser, survivor):
        columns = FIELDS[type(survivor)][choice.name]
        takes = choice.takes if taken is None else choice.name in taken
        of = loser if takes and choice.is_open else survivor
        for column, value in zip(columns, _values(of, columns, loser, survivor), strict=True):
            setattr(survivor, column, value)


def _values(of: Record, columns: Columns, loser: Record, survivor: Record) -> list[Any]:
    return [_seen_after(getattr(of, name), name, loser, survivor) for name in columns]


def _seen_after(value: Any, name: str, loser: Record, survivor: Record) -> Any:
    """What a value means once both are one; none lies within itself, or within its own part."""
    if value not in (loser, survivor) and name != getattr(survivor, "tree_parent", None):
        return value
    if name == "side":
        return survivor
    if value is None or value in (loser, survivor):
        return None
    below = type(survivor)._default_manager.filter(pk__in=_below(survivor))
    return None if below.filter(pk=value.pk).exists() else value


def _below(record: Any) -> Any:
    return type(record)._default_manager.ids_below(record.pk)


def _told(record: Record, columns: Columns, values: list[Any]) -> str:
    return ", ".join(_words(record._meta.get_field(columns[0]), columns, values))


def _words(field: Any, columns: Columns, values: list[Any]) -> Iterator[str]:
    if values[0] in (None, ""):
        return
    if columns == ("title", "retitled"):
        values = values[:1]
    for value in values:
        if isinstance(value, bool):
            yield from ["inferred"] if value else []
        elif isinstance(value, models.Model):
            yield f"{value} ({value.slug})" if isinstance(value, Record) else str(value)
        else:
            yield str(dict(field.flatchoices).get(value, value))
