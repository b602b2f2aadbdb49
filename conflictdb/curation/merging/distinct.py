"""What was told apart from the loser is told apart from the survivor."""

from typing import Any

from django.db.models import Q

from conflictdb.models import Actor, DistinctActors, DistinctPlaces, Place, Record

_NOTES: dict[type[Record], Any] = {Actor: DistinctActors, Place: DistinctPlaces}


def told_apart(loser: Record, survivor: Record) -> Any:
    """Whether somebody found that the two are not the same."""
    notes = _of(loser)
    return notes is not None and notes.filter(Q(one=survivor) | Q(other=survivor)).exists()


def carry_notes_over(loser: Record, survivor: Record) -> None:
    notes = _of(loser)
    if notes is None:
        return
    for note in notes:
        other = note.other_id if note.one_id == loser.pk else note.one_id
        if other != survivor.pk:
            one, two = sorted((survivor.pk, other))
            type(note).objects.get_or_create(
                one_id=one, other_id=two, defaults={"noted_by_id": note.noted_by_id}
            )
    notes.delete()


def _of(record: Record) -> Any:
    model = _NOTES.get(type(record))
    return model.objects.filter(Q(one=record) | Q(other=record)) if model else None
