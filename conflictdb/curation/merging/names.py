"""Names of actors and places: whatever the loser was called, the survivor is called too."""

from typing import Any

from conflictdb.models import Record
from conflictdb.models.name import Name


def has_names(record: Record) -> bool:
    return hasattr(record, "names")


def names_gained(loser: Record, survivor: Record, name: str) -> list[Name]:
    """The other names that the survivor gets, unsaved, if its own name becomes ``name``."""
    if not has_names(loser):
        return []
    theirs: Any = loser
    ours: Any = survivor
    known = {_key(row) for row in ours.names.all()}
    said = {name, *(row.name for row in ours.names.all())}
    gained = []
    for given in dict.fromkeys([ours.name, theirs.name]):
        if given not in said:
            kind = "spelling" if ours.name_key == theirs.name_key else "alternative"
            gained.append(ours.names.model(name=given, language="en", kind=kind))
            said.add(given)
    for row in theirs.names.all():
        if row.name != name and _key(row) not in known:
            gained.append(
                ours.names.model(
                    name=row.name, language=row.language, script=row.script, kind=row.kind
                )
            )
            known.add(_key(row))
    return gained


def add_names(survivor: Record, gained: list[Name]) -> None:
    for row in gained:
        setattr(row, row.owner, survivor)
        row.save()


def _key(row: Name) -> tuple[str, str | None, str]:
    return row.name, row.language, row.kind
