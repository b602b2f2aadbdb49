"""Likely duplicates: what is suggested and why, what is not, and at what price."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from conflictdb import curation, duplicates
from conflictdb.duplicates import likely_duplicates, with_likely_duplicates
from conflictdb.models import Actor, DistinctActors, Place
from tests.factories import make_actor, make_actor_name, make_place, make_place_name, make_state

pytestmark = pytest.mark.django_db


def suggested(record: Any) -> dict[Any, list[str]]:
    return {likely.record: likely.reasons for likely in likely_duplicates(record)}


def listed(model: Any) -> set[Any]:
    return set(model.objects.filter(pk__in=with_likely_duplicates(model)))


SAME = [
    ("Nikol Pashinyan", "Nikol Pashinian"),
    ("Nikol Pashinyan", "Никол Пашинян"),
    ("Nikol Pashinyan", "Pashinyan, Nikol"),
    ("Mevlüt Çavuşoğlu", "Mevlut Chavushoghlu"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_persons_of_one_name_in_any_spelling(one: str, other: str) -> None:
    record, twin = make_actor(one, kind="person"), make_actor(other, kind="person")
    make_actor("Somebody Else", kind="person")
    assert suggested(record) == {twin: ["is named the same, in some spelling"]}
    assert set(suggested(twin)) == {record}
    assert listed(Actor) == {record, twin}


def test_bodies_of_one_name_in_any_order_of_words() -> None:
    record = make_actor("Armenia's Ministry of Defence", country="AM")
    twin = make_actor("Defense Ministry of Armenia", country="AM")
    make_actor("Ministry of Defence of Azerbaijan", country="AZ")
    assert set(suggested(record)) == {twin}


def test_other_names_count_too() -> None:
    record, twin = make_actor("Security Council"), make_actor("A council")
    make_actor_name(twin, "Совет безопасности", language="ru")
    make_actor_name(record, "Sovet Bezopasnosti", language="ru")
    assert set(suggested(record)) == {twin}
    assert listed(Actor) == {record, twin}


@pytest.mark.parametrize("short", ["N. Pashinian", "Pashinyan"])
def test_persons_by_initials_and_family_name(short: str) -> None:
    record, full = make_actor(short, kind="person"), make_actor("Nikol Pashinyan", kind="person")
    make_actor("Anna Pashinyan", kind="person", country="RU")
    assert full in suggested(record)
    assert suggested(full)[record] == ["is named much alike"]


def test_other_initials_are_other_persons() -> None:
    record = make_actor("N. Pashinian", kind="person")
    make_actor("Anna Pashinyan", kind="person")
    assert suggested(record) == {}


def test_what_is_never_the_same() -> None:
    georgia = make_state("Georgia", country="GE")
    make_actor("Georgia", kind="person")
    make_actor("Ministry of Defence", country="AM")
    make_actor("Ministry of Defence", country="AZ")
    make_actor("Ministry of Defence", country="RU", status="withdrawn")
    assert suggested(georgia) == {}
    assert listed(Actor) == set()


def test_a_part_is_not_what_it_is_part_of() -> None:
    whole = make_actor("Council of Europe")
    make_actor("Council of Europe Assembly", part_of=whole)
    assert suggested(whole) == {}


def test_places_by_name_nearness_and_number() -> None:
    record = make_place("Yerevan", latitude=40.18, longitude=44.51, geonames_id=616052)
    spelled = make_place("Erevan")
    near = make_place("Somewhere", latitude=40.181, longitude=44.512)
    numbered = make_place("Capital", kind="region", geonames_id=616052)
    make_place("Far", latitude=40.18, longitude=44.6)
    make_place("Near road", kind="road", latitude=40.18, longitude=44.51)
    make_place("Yerevan", kind="district")
    make_place_name(make_place("Elsewhere", country="AZ"), "Baku")
    assert set(suggested(record)) == {spelled, near, numbered}
    assert suggested(record)[near] == ["lies 0.2 km away"]
    assert listed(Place) == {record, spelled, numbered}


def test_what_has_more_reasons_comes_first() -> None:
    record = make_place("Yerevan", latitude=40.18, longitude=44.51)
    make_place("Somewhere", latitude=40.18, longitude=44.51)
    twin = make_place("Erevan", latitude=40.18, longitude=44.51)
    assert next(iter(suggested(record))) == twin
    assert suggested(record)[twin] == [
        "is named the same, in some spelling",
        "lies at the same spot",
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_told_apart_is_not_suggested_again(curator: User, turned: bool) -> None:
    record, twin = (make_actor("Reuters", kind="media") for _ in range(2))
    assert suggested(record)
    pair = (twin, record) if turned else (record, twin)
    for _ in range(2):  # noting it twice is no fault
        duplicates.note_distinct(*pair, by=curator)
    assert suggested(record) == suggested(twin) == {}
    assert listed(Actor) == set()
    assert DistinctActors.objects.get().noted_by == curator


def test_a_merger_carries_over_what_was_told_apart(curator: User) -> None:
    loser, survivor, other = (make_actor("Reuters", kind="media") for _ in range(3))
    duplicates.note_distinct(loser, other, by=curator)
    duplicates.note_distinct(loser, survivor, by=curator)
    assert "not the same" in curation.plan(loser, survivor).cautions[0]
    curation.merge(loser, survivor, by=curator, reason="The same after all.")
    assert suggested(survivor) == suggested(other) == {}
    assert DistinctActors.objects.count() == 1


def test_many_suggestions_are_cut() -> None:
    first = make_actor("Reuters", kind="media")
    for _ in range(20):
        make_actor("Reuters", kind="media")
    assert len(likely_duplicates(first)) == duplicates.MOST


def test_names_meet_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in (
            "SELECT 1 FROM conflictdb_actor WHERE name_key = 'x'",
            "SELECT 1 FROM conflictdb_actorname WHERE name_key = 'x'",
            "SELECT 1 FROM conflictdb_place WHERE geonames_id = 1",
            "SELECT 1 FROM conflictdb_place WHERE latitude BETWEEN 1 AND 2",
        ):
            cursor.execute(f"EXPLAIN {sql}")
            assert "Index" in "".join(row[0] for row in cursor.fetchall()), sql
