"""The benchmark's dataset is one that the database accepts and the API answers from."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from rest_framework.test import APIClient

from conflictdb import questions
from conflictdb.models import Claim, Incident, Question
from tests.bench.generator import World
from tests.bench.loader import load
from tests.bench.store import TABLES, copy_to_sqlite


@pytest.fixture
def world(db: None) -> World:
    world = World(scale=0.001)
    load(world.tables(), checked=True)
    return world


def test_the_database_accepts_it_with_every_trigger_on(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is deferred is checked now
    assert Incident.objects.count() == 300
    assert Claim.objects.count() == 1000
    drafts = Claim.objects.exclude(status="published").count()
    assert 0 < drafts < 80


def test_claims_stand_under_the_questions_that_the_rule_would_give_them(world: World) -> None:
    for claim in Claim.objects.select_related("question", "incident", "subject")[:200]:
        key = questions.key_of(claim)
        theirs = claim.question
        assert (key is None) == (theirs is None)
        if key and theirs:
            assert (key.topic, key.incident, key.subject_side, key.counted) == (
                theirs.topic, theirs.incident, theirs.subject_side, theirs.counted
            )  # fmt: skip


def test_the_api_answers_from_it(world: World) -> None:
    client = APIClient()
    claims = client.get("/api/v1/claims", {"kind": "killed", "limit": 500}).json()["results"]
    published = Claim.objects.published().filter(kind="killed").count()
    assert len(claims) == published > 50
    assert all(claim["citations"] for claim in claims)
    asked = client.get("/api/v1/questions", {"limit": 50}).json()["results"]
    assert len(asked) == 50
    assert Question.objects.published().count() > 50
    assert all(question["claims_count"] for question in asked)
    answered = [question for question in asked if question["latest"]]
    assert len(answered) > 40
    assert any(question["spread"]["highest"] is not None for question in asked)


def test_datasette_has_as_many_rows(world: World, tmp_path: Path) -> None:
    connection.ensure_connection()
    copy_to_sqlite(connection.connection, tmp_path / "copy.sqlite")
    with sqlite3.connect(tmp_path / "copy.sqlite") as lite, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM conflictdb_{table}")
            assert cursor.fetchone() == lite.execute(f'SELECT count(*) FROM "{table}"').fetchone()


def test_the_same_seed_gives_the_same_rows() -> None:
    one, other = ([[*table.rows] for table in World(scale=0.001).tables()] for _ in range(2))
    assert one == other
