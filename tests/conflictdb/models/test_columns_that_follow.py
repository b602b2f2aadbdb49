"""Columns that follow from other rows: true through every door, for every row.

What each should hold is worked out here anew, in Python, from the rows that it follows from.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction

from conflictdb import curation
from conflictdb.models import Citation, Claim, Incident, Place, Statement
from conflictdb.vocabularies import CLAIM_KINDS
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_state,
    make_statement,
    when,
)

pytestmark = pytest.mark.django_db

LOSSES = ("casualty", "territory", "materiel")


def known_from(statement: Statement) -> datetime | None:
    if statement.made_latest:
        return statement.made_latest
    own = Citation.objects.filter(statement=statement) | Citation.objects.filter(
        claim__statement=statement
    )
    return min(
        (
            citation.document.published_latest
            for citation in own
            if citation.status == citation.document.status == "published"
            and citation.document.published_latest
        ),
        default=None,
    )


def expected(record: Any) -> dict[str, Any]:
    """What the columns of a record that follow from others should hold."""
    if isinstance(record, Incident):
        return {"country": record.place.country if record.place else None}
    if isinstance(record, Statement):
        return {"known_from": known_from(record)}
    said, known = record.statement, known_from(record.statement)
    sides = {
        actor.side_id if actor and actor.side_id else object()
        for actor in (said.speaker, record.subject)
    }
    own_loss = CLAIM_KINDS[record.kind].family in LOSSES and len(sides) == 1
    of_incident = record.incident.place if record.incident else None
    place = record.place or of_incident
    return {
        "claimant_id": said.speaker_id,
        "asserted_edtf": said.made_edtf,
        "asserted_earliest": said.made_earliest,
        "asserted_latest": said.made_latest,
        "asserted_first_day": said.made_first_day,
        "asserted_last_day": said.made_last_day,
        "known_from": known,
        "answers_from": said.made_earliest or known,
        "country": place.country if place else None,
        "own_loss": own_loss,
        "against_interest": own_loss
        and record.polarity == "asserts"
        and record.modality == "actual",
    }


def stored() -> dict[str, dict[str, Any]]:
    """Every such column of every row, which must hold what it should."""
    found = {}
    for model in (Incident, Statement, Claim):
        for record in model._default_manager.all():
            names = expected(record)
            found[record.slug] = {name: getattr(record, name) for name in names}
            assert found[record.slug] == names, record.slug
    return found


def test_every_column_that_follows_is_worked_out_here_and_written_by_nobody() -> None:
    for model, record in ((Incident, make_incident()), (Claim, make_claim())):
        follows = {f.attname for f in model._meta.fields if not f.serialize and not f.primary_key}
        follows -= {"search_vector"}  # generated
        assert follows == set(expected(record))
        assert not any(model._meta.get_field(name).editable for name in follows)


class World:
    """Two sides, a place, and claims: dated, undated, placed, of one's own losses."""

    def __init__(self) -> None:
        self.armenia, self.azerbaijan = make_state("Armenia"), make_state("Azerbaijan")
        self.ministry = make_actor(side=self.armenia)
        self.place = make_place("Sotk", country="AM")
        self.other_place = make_place("Kalbajar", country="AZ")
        self.incident = make_incident(place=self.place)
        self.elsewhere = make_incident(place=None)
        self.dated = make_statement(speaker=self.ministry)
        self.undated = make_statement(speaker=self.ministry, made=None)
        self.claim = make_claim(statement=self.dated, incident=self.incident, subject=self.armenia)
        self.placed = make_claim(
            statement=self.dated,
            incident=self.elsewhere,
            place=self.other_place,
            subject=self.azerbaijan,
        )
        self.undated_claim = make_claim(statement=self.undated, incident=self.elsewhere)
        self.early = make_document(published=when("2021-11-17T10:00"))
        self.late = make_document(published=when("2021-11-18"))
        self.of_claim = make_citation(self.undated_claim, document=self.early)
        self.of_statement = make_citation(self.undated, document=self.late)
        make_claim(subject_scope="both_sides", statement=make_statement(speaker_description="He"))


def raw(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def update(record: models.Model, **values: Any) -> None:
    type(record)._default_manager.filter(pk=record.pk).update(**values)


def save(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


# What changes, and the slugs of the world's records that must change with it.
CHANGES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "a place's country": (lambda w: save(w.place, country="GE"), ["incident", "claim"]),
    "a claim's place's country": (
        lambda w: Place.objects.filter(pk=w.other_place.pk).update(country=None),
        ["placed"],
    ),
    "all places' country": (
        lambda _: raw("UPDATE conflictdb_place SET country = 'GE'"),
        ["incident", "claim", "placed"],
    ),
    "an incident's place": (lambda w: update(w.incident, place=None), ["incident", "claim"]),
    "an incident gets a place": (
        lambda w: save(w.elsewhere, place=w.place),
        ["elsewhere", "undated_claim"],
    ),
    "a claim's place": (lambda w: update(w.placed, place=w.place), ["placed"]),
    "a claim loses its place": (lambda w: update(w.placed, place=None), ["placed"]),
    "a claim's incident": (lambda w: update(w.claim, incident=w.elsewhere), ["claim"]),
    "a speaker's side": (lambda w: update(w.ministry, side=w.azerbaijan), ["claim", "placed"]),
    "a speaker's side, saved": (lambda w: save(w.ministry, side=None), ["claim"]),
    "a claim's subject": (lambda w: save(w.claim, subject=w.azerbaijan), ["claim"]),
    "a claim's kind": (
        lambda w: raw(
            "UPDATE conflictdb_claim SET kind = 'shelling', victim_class = NULL WHERE id = %s",
            w.claim.pk,
        ),
        ["claim"],
    ),
    "a claim's polarity": (lambda w: update(w.claim, polarity="denies"), ["claim"]),
    "a claim's modality": (lambda w: update(w.claim, modality="possible"), ["claim"]),
    "a statement's speaker": (
        lambda w: update(w.dated, speaker=w.azerbaijan),
        ["claim", "placed"],
    ),
    "a statement's speaker goes unnamed": (
        lambda w: save(w.dated, speaker=None, speaker_description="He"),
        ["claim", "placed"],
    ),
    "a statement's time": (
        lambda w: save(w.dated, made=when("2021-11-20")),
        ["dated", "claim", "placed"],
    ),
    "a statement becomes undated": (
        lambda w: save(w.dated, made=None),
        ["dated", "claim", "placed"],
    ),
    "a statement's end opens": (
        lambda w: save(w.undated, made=when("2021-11-16/..")),
        ["undated_claim"],
    ),
    "a document's date": (
        lambda w: save(w.early, published=when("2021-11-16")),
        ["undated", "undated_claim"],
    ),
    "a document's date goes": (
        lambda w: save(w.early, published=None),
        ["undated", "undated_claim"],
    ),
    "a citation's status": (
        lambda w: update(w.of_claim, status="withdrawn"),
        ["undated", "undated_claim"],
    ),
    "a citation's document": (
        lambda w: save(w.of_claim, document=w.late, start=3),
        ["undated", "undated_claim"],
    ),
    "a citation moves to another record": (
        lambda w: update(w.of_claim, claim=None, statement=w.dated),
        ["undated", "undated_claim"],
    ),
    "a citation goes": (lambda w: w.of_claim.delete(), ["undated", "undated_claim"]),
    "all citations go": (
        lambda _: raw("DELETE FROM conflictdb_citation"),
        ["undated", "undated_claim"],
    ),
    "a citation comes": (
        lambda w: make_citation(w.undated, document=make_document(published=when("2021-11-16"))),
        ["undated", "undated_claim"],
    ),
    "a claim moves to another statement": (
        lambda w: update(w.undated_claim, statement=w.dated),
        ["undated", "undated_claim"],
    ),
    "what follows is written by hand": (
        lambda _: raw(
            "UPDATE conflictdb_claim SET known_from = NULL, own_loss = false, country = 'XX',"
            " claimant_id = NULL, place_id = NULL"
        ),
        ["placed"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_what_follows_from_it(change: str) -> None:
    world = World()
    before = stored()
    act, reached = CHANGES[change]
    act(world)
    after = stored()
    changed = {slug for slug in before if before[slug] != after.get(slug)}
    assert changed == {getattr(world, name).slug for name in reached}


def test_a_document_that_is_no_longer_public_makes_nothing_known() -> None:
    world = World()
    before = stored()
    raw("UPDATE conflictdb_document SET status = 'draft'")
    between = stored()
    changed = {slug for slug in before if before[slug] != between[slug]}
    assert changed == {world.undated.slug, world.undated_claim.slug}
    raw("UPDATE conflictdb_document SET status = 'published'")  # as its citations demand
    assert stored() == before


@pytest.mark.parametrize("door", ["publish", "withdraw", "save"])
def test_a_curators_step_reaches_what_follows_from_it(door: str, curator: User) -> None:
    world = World()
    early = make_document(published=when("2021-11-16"))
    draft = make_citation(world.undated_claim, document=early, status="draft")
    before = stored()
    if door == "publish":
        curation.publish(draft, by=curator)
    elif door == "withdraw":
        make_citation(world.undated_claim, document=world.late)
        curation.withdraw(world.of_claim, by=curator, reason="A slip.")
    else:
        world.early.published = when("2021-11-19")
        curation.save(world.early, by=curator)
    after = stored()
    changed = {slug for slug in before if before[slug] != after[slug]}
    assert changed == {world.undated.slug, world.undated_claim.slug}


def test_many_rows_at_once_and_raw_rows_are_filled() -> None:
    world = World()
    template = Claim.objects.get(pk=world.claim.pk)
    copies = []
    for number in range(20):
        template.pk, template.slug, template.known_from = None, f"copy-{number}", None
        copies.append(Claim.objects.model(**_values(template)))
    Claim.objects.bulk_create(copies)
    assert stored()["copy-7"]["own_loss"] is True
    text = serializers.serialize("json", [world.placed], use_natural_foreign_keys=True)
    assert "known_from" not in text
    assert "own_loss" not in text
    Claim.objects.filter(pk=world.placed.pk).delete()
    for loaded in serializers.deserialize("json", text):
        loaded.save()
    assert stored()[world.placed.slug]["country"] == "AZ"


def _values(claim: Claim) -> dict[str, Any]:
    return {f.attname: getattr(claim, f.attname) for f in Claim._meta.fields if not f.primary_key}


@pytest.mark.parametrize("kind", CLAIM_KINDS.codes)
def test_the_database_knows_which_kinds_tell_of_losses(kind: str) -> None:
    """The kinds stand in the trigger: a new one of these families needs a migration."""
    state = make_state()
    claim = make_claim(kind=kind, subject=state, statement=make_statement(speaker=state))
    claim.refresh_from_db()
    assert claim.own_loss is claim.against_interest is (CLAIM_KINDS[kind].family in LOSSES)


def test_a_neutrals_own_dead_are_no_sides_loss() -> None:
    outlet = make_actor(side=None)
    claim = make_claim(subject=outlet, statement=make_statement(speaker=outlet))
    claim.refresh_from_db()
    assert not claim.own_loss


def test_only_what_answers_a_question_in_public_is_a_latest_answer() -> None:
    claim = make_claim()
    for values in ({"status": "draft"}, {"question": None}):
        Claim.objects.filter(pk=claim.pk).update(
            status="published", question=claim.question, is_latest=True
        )
        assert Claim.objects.get(pk=claim.pk).is_latest
        Claim.objects.filter(pk=claim.pk).update(**values)
        assert not Claim.objects.get(pk=claim.pk).is_latest


@pytest.mark.parametrize("column", ["statement", "subject", "place", "incident"])
def test_what_a_claim_refers_to_comes_before_it(column: str) -> None:
    claim = make_claim(subject=make_actor(), place=make_place())
    with pytest.raises(IntegrityError, match="not there"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**{f"{column}_id": 10**9})


def test_no_kept_plan_joins_the_rows_of_a_statement() -> None:
    """It would be that for one row, which compares each of a million with each.

    Where a function asks by EXECUTE, its plan is made anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT f.proname, f.prosrc, array_remove(ARRAY[tgoldtable, tgnewtable], NULL)"
            " FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid"
            " WHERE tgoldtable IS NOT NULL OR tgnewtable IS NOT NULL"
        )
        functions = cursor.fetchall()
    assert len(functions) > 8
    for name, source, tables in functions:
        kept = re.sub(r"\$query\$.*?\$query\$|'[^']*'", "", source, flags=re.DOTALL)
        joined = re.search(rf"\bJOIN ({'|'.join(tables)})\b|\b({'|'.join(tables)})\s.*JOIN", kept)
        assert not joined, name
