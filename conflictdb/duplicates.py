"""Likely duplicates: actors and places that may be recorded twice, each with what tells so.

Names meet by their keys (``models.search.name_key``), in any spelling, script or order of words.
Every question asked here has an index. What a curator found to be two is not suggested again.
Imports models only; the admin shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from conflictdb.models import Actor, DistinctActors, DistinctPlaces, Place
from conflictdb.models.search import Matches

MOST = 8  # suggestions for one record
NEAR_KM = 3.0
_LOOKED_AT = 60  # records of similar names that are compared word by word

DISTINCT: dict[type[models.Model], Any] = {Actor: DistinctActors, Place: DistinctPlaces}


@dataclass
class Likely:
    """A record that may be the same, and why."""

    record: Any
    reasons: list[str] = field(default_factory=list)


def likely_duplicates(record: Any) -> list[Likely]:
    """The records that may be the same as an actor or a place, the likeliest first."""
    if record.status == "withdrawn" or type(record) not in DISTINCT:
        return []
    found: dict[int, Likely] = {}
    for other, reason in _suggested(record):
        found.setdefault(other.pk, Likely(other)).reasons.append(reason)
    ranked = sorted(found.values(), key=lambda likely: -len(likely.reasons))
    return ranked[:MOST]


def with_likely_duplicates(model: type[models.Model]) -> RawSQL:
    """The ids of all records that share a name, or a GeoNames number, with another: a subquery."""
    table, owner = model._meta.db_table, model._meta.model_name
    alike, stand = _ALIKE[model], _stand_and_are_not_told_apart(model)
    sql = (
        f"WITH named AS (SELECT id, name_key FROM {table} UNION ALL"  # noqa: S608  # own names
        f" SELECT {owner}_id, name_key FROM {table}name)"
        " SELECT one.id FROM named first JOIN named second USING (name_key)"
        f" JOIN {table} one ON one.id = first.id JOIN {table} two ON two.id = second.id"
        f" WHERE first.id <> second.id AND {alike} AND {stand}"
    )
    if model is Place:
        sql += (
            f" UNION SELECT one.id FROM {table} one JOIN {table} two USING (geonames_id)"  # noqa: S608
            f" WHERE one.id <> two.id AND {stand}"
        )
    return RawSQL(sql, ())  # noqa: S611


def note_distinct(record: Any, other: Any, *, by: AbstractBaseUser) -> None:
    """Remember that two records are not the same."""
    one, two = sorted((record, other), key=lambda each: each.pk)
    DISTINCT[type(record)].objects.get_or_create(one=one, other=two, defaults={"noted_by": by})


# What may be the same

_SAME_COUNTRY = "(one.country = two.country OR one.country IS NULL OR two.country IS NULL)"
# As ``_may_be`` says it: persons and states are only ever their like; a town is no district.
_ALIKE: dict[type[models.Model], str] = {
    Actor: f"{_SAME_COUNTRY} AND (one.kind = two.kind OR (one.kind NOT IN ('person', 'state')"
    " AND two.kind NOT IN ('person', 'state')))",
    Place: f"{_SAME_COUNTRY} AND one.kind = two.kind",
}


def _stand_and_are_not_told_apart(model: type[models.Model]) -> str:
    table = DISTINCT[model]._meta.db_table
    return (
        "one.status <> 'withdrawn' AND two.status <> 'withdrawn' AND NOT EXISTS ("
        f"SELECT FROM {table} WHERE one_id = least(one.id, two.id)"
        " AND other_id = greatest(one.id, two.id))"
    )


def _may_be(record: Any) -> QuerySet[Any]:
    """The records that a record could be at all."""
    told_apart = DISTINCT[type(record)].objects
    apart = [
        *told_apart.filter(one=record).values_list("other", flat=True),
        *told_apart.filter(other=record).values_list("one", flat=True),
    ]
    rows: QuerySet[Any] = (
        type(record)._default_manager.exclude(status="withdrawn").exclude(pk=record.pk)
    )
    return rows.exclude(pk__in=apart) if apart else rows


def _of_like_kind(rows: QuerySet, record: Any) -> QuerySet:
    if record.country:
        rows = rows.filter(Q(country=record.country) | Q(country__isnull=True))
    if isinstance(record, Place) or record.kind in ("person", "state"):
        return rows.filter(kind=record.kind)
    return rows.exclude(kind__in=["person", "state"])


def _suggested(record: Any) -> Iterable[tuple[Any, str]]:
    rows = _may_be(record)
    alike = _of_like_kind(rows, record)
    keys = {record.name_key, *record.names.values_list("name_key", flat=True)} - {None}
    owners = record.names.model.objects.filter(name_key__in=keys).values(record._meta.model_name)
    same = list(alike.filter(Q(name_key__in=keys) | Q(pk__in=owners))[:MOST])
    for other in same:
        yield other, "is named the same, in some spelling"
    for other in _similar(record, alike):
        if other not in same:
            yield other, "is named much alike"
    if isinstance(record, Place):
        yield from _placed_alike(record, rows, alike)


def _similar(record: Any, alike: QuerySet) -> Iterable[Any]:
    """Records of whose name this one's is a part, or a form with initials."""
    words = (record.name_key or "").split()
    if not words:
        return
    # Of a person the family name has to be there, which is mostly the longest; else all words.
    asked = [max(words, key=len)] if record.kind == "person" else words
    if max(map(len, asked)) < 4:
        return
    lexemes = Func(
        Value("simple"),
        Value(" ".join(f"ø{word}" for word in asked), TextField()),
        function="plainto_tsquery",
    )
    like = _one_in_other if record.kind == "person" else _but_for_a_word
    for other in alike.filter(Matches(F("search_vector"), lexemes))[:_LOOKED_AT]:
        kin = record.pk == _above(other) or other.pk == _above(record)
        if not kin and other.kind == record.kind and like(words, (other.name_key or "").split()):
            yield other


def _but_for_a_word(words: list[str], others: list[str]) -> bool:
    """Whether two names of bodies or places have all words in common but for one at most."""
    shorter, longer = sorted((words, others), key=len)
    return len(shorter) > 1 and len(longer) - len(shorter) < 2 and set(shorter) <= set(longer)


def _one_in_other(words: list[str], others: list[str]) -> bool:
    """Whether each word of the shorter name of a person is one of the longer's, or its initial."""
    shorter, longer = sorted((words, others), key=len)
    left = [*longer]
    for word in sorted(shorter, key=len, reverse=True):
        match = next((each for each in left if _is_short_for(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _above(record: Any) -> int | None:
    above: int | None = getattr(record, f"{record.tree_parent}_id")
    return above


def _is_short_for(word: str, other: str) -> bool:
    initial = min(word, other, key=len)
    return word == other or (len(initial) == 1 and word[0] == other[0])


def _placed_alike(place: Place, rows: QuerySet, alike: QuerySet) -> Iterable[tuple[Any, str]]:
    if place.geonames_id:
        for other in rows.filter(geonames_id=place.geonames_id)[:MOST]:
            yield other, "has the same number in GeoNames"
    if place.latitude is None or place.longitude is None:
        return
    north = NEAR_KM / 111.2
    east = north / max(cos(radians(place.latitude)), 0.01)
    box = alike.filter(
        latitude__range=(place.latitude - north, place.latitude + north),
        longitude__range=(place.longitude - east, place.longitude + east),
    )
    for other in box[:_LOOKED_AT]:
        apart = _kilometres(place, other)
        if apart <= NEAR_KM:
            yield other, f"lies {apart:.1f} km away" if apart >= 0.05 else "lies at the same spot"


def _kilometres(one: Any, other: Any) -> float:
    north, east = (radians(getattr(other, c) - getattr(one, c)) for c in ("latitude", "longitude"))
    shared = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * 6371.0 * asin(sqrt(sin(north / 2) ** 2 + shared * sin(east / 2) ** 2))
