"""Merging: everything that pointed at the loser points at the survivor, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from conflictdb import curation, questions
from conflictdb.curation.merging import FIELDS, relations_to
from conflictdb.models import (
    Actor,
    Affiliation,
    Change,
    Claim,
    Incident,
    Place,
    Question,
    Record,
    Redaction,
)
from conflictdb.models.change import Survivor, public_state
from conflictdb.models.search import Matches, search_query
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_place_name,
    make_question,
    make_state,
    make_statement,
)
from tests.transactions import committed

pytestmark = pytest.mark.django_db

REASON = "One and the same."
PAIRS: dict[type[Record], Callable[..., Any]] = {
    Actor: make_actor,
    Place: make_place,
    Incident: make_incident,
    Question: make_question,
}
each_model = pytest.mark.parametrize("model", PAIRS, ids=lambda model: model.__name__)


def merge(loser: Any, survivor: Any, by: User, **more: Any) -> None:
    committed()
    curation.merge(loser, survivor, by=by, reason=REASON, **more)
    committed()
    loser.refresh_from_db()
    survivor.refresh_from_db()


def feed_after(before: int) -> set[tuple[str, str, str]]:
    changes = Change.objects.filter(sequence__gt=before)
    return set(changes.values_list("resource", "slug", "operation"))


def now() -> int:
    committed()
    return Change.objects.count()


# Every relation


def pointing(model: type[Record]) -> list[models.ForeignKey]:
    """Every column of the database that points at a model, from PostgreSQL's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid = %s::regclass",
            [model._meta.db_table],
        )
        return [tuple(row) for row in cursor.fetchall()]


def known_elsewhere(table: str, column: str) -> bool:
    """What tells of the merger itself, or follows from another column by trigger."""
    return column in ("merged_into_id", "claimant_id") or "distinct" in table


@each_model
def test_no_relation_of_the_database_is_forgotten(model: type[Record]) -> None:
    known = {(r.model._meta.db_table, r.field.column) for r in relations_to(model)}
    there = {row for row in pointing(model) if not known_elsewhere(*row)}
    assert known == there
    assert there


def rows_pointing(record: Record) -> set[str]:
    """Every row of the database that names a record, but for what tells of the merger."""
    found = set()
    for table, column in pointing(type(record)):
        if known_elsewhere(table, column):
            continue
        merged = (
            " AND merged_into_id IS NULL" if table == "conflictdb_question" else ""
        )  # those of the rule tell what they were
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} WHERE {column} = %s{merged}", [record.pk])
            found |= {f"{table}.{column} {pk}" for (pk,) in cursor.fetchall()}
    return found


def an_actor_everywhere() -> Actor:
    side = make_state("Armenia")
    actor = make_actor("Press office", side=side)
    make_actor_name(actor, "PO")
    make_actor(part_of=actor)
    make_actor(side=actor)
    make_affiliation(body=actor)
    make_affiliation(person=actor)
    make_document(publisher=actor, agencies=[actor])
    make_incident(participants=[(actor, "host")])
    make_statement(speaker=actor)
    make_statement(co_speakers=[actor], addressees=[actor], on_behalf_of=actor)
    make_claim(subject=actor)
    make_claim(subject=make_actor(side=actor))
    make_claim(target=actor)
    make_citation(via=[make_actor(), actor])
    make_question(subject_side=actor)
    return actor


def a_place_everywhere() -> Place:
    place = make_place()
    make_place_name(place)
    make_place(parent=place)
    make_incident(place=place)
    make_incident(places=[place])
    make_claim(place=place)
    return place


def an_incident_everywhere() -> Incident:
    incident = make_incident(participants=[(make_actor(), "party")], places=[make_place()])
    make_incident(part_of=incident)
    make_statement(incidents=[incident])
    make_claim(incident=incident)
    make_claim(kind="ceasefire_broken", about=incident, subject=make_actor())
    make_question(incident=incident)
    return incident


def a_question_everywhere() -> Question:
    question = make_question()
    make_claim(question=question, question_fixed=True)
    return question


EVERYWHERE: dict[type[Record], Callable[[], Any]] = {
    Actor: an_actor_everywhere,
    Place: a_place_everywhere,
    Incident: an_incident_everywhere,
    Question: a_question_everywhere,
}


@each_model
def test_whatever_pointed_at_the_loser_points_at_the_survivor(
    model: type[Record], curator: User
) -> None:
    loser, survivor = EVERYWHERE[model](), PAIRS[model]()
    if isinstance(loser, Actor):  # a redacted person is merged with another such only
        for person in (loser, survivor):
            Redaction.objects.create(actor=person, by=curator, reason="asked for")
    pointed = {row.split()[0] for row in rows_pointing(loser)}
    known = {f"{r.model._meta.db_table}.{r.field.column}" for r in relations_to(model)}
    assert pointed == known, "the example must have a row in every relation"
    merge(loser, survivor, curator)
    names = {row for row in rows_pointing(loser) if "name." in row}
    kept = {
        row for row in rows_pointing(loser) if row.startswith("conflictdb_participant.incident")
    }
    assert rows_pointing(loser) - names - kept == set()
    assert {row.split()[0] for row in rows_pointing(survivor)} == known
    assert (loser.status, loser.merged_into) == ("withdrawn", survivor)
    assert public_state(model, loser.slug) == Survivor(survivor.slug)


# What would be said twice


def test_a_part_that_both_had_stays_once(curator: User) -> None:
    loser, survivor, other = make_actor(), make_actor(), make_actor()
    incident = make_incident(participants=[(loser, "host"), (survivor, "host"), (loser, "party")])
    statement = make_statement(addressees=[loser, survivor, other])
    planned = {
        move.relation.title: (move.count, move.twice)
        for move in curation.plan(loser, survivor).moves
    }
    assert planned == {"participant: actor": (2, 1), "statement: addressees": (1, 1)}
    merge(loser, survivor, curator)
    assert {(p.actor, p.role) for p in incident.participants.all()} == {
        (survivor, "host"),
        (survivor, "party"),
    }
    assert set(statement.addressees.all()) == {survivor, other}


def test_nobody_speaks_jointly_with_himself(curator: User) -> None:
    loser, survivor = make_actor(), make_actor()
    statement = make_statement(speaker=survivor, co_speakers=[loser])
    merge(loser, survivor, curator)
    assert not statement.co_speakers.exists()


def test_the_principal_place_is_no_further_place(curator: User) -> None:
    loser, survivor = make_place(), make_place()
    incident = make_incident(place=survivor, places=[loser])
    merge(loser, survivor, curator)
    assert not incident.places.exists()


def test_nobody_relays_to_himself_and_hops_count_on(curator: User) -> None:
    loser, survivor, first, last = (make_actor() for _ in range(4))
    citation = make_citation(via=[first, survivor, loser, last])
    merge(loser, survivor, curator)
    assert [(hop.position, hop.actor) for hop in citation.via.all()] == [
        (1, first),
        (2, survivor),
        (3, last),
    ]


def test_of_two_posts_alike_one_stays_with_the_citations_of_both(curator: User) -> None:
    loser, survivor = make_actor(kind="person"), make_actor(kind="person")
    body = make_actor()
    gone = make_affiliation(loser, body)
    stays = make_affiliation(survivor, body)
    other = make_affiliation(loser, body, role="Adviser")
    citation = make_citation(gone)
    assert curation.plan(loser, survivor).posts == {max(gone.pk, stays.pk): min(gone.pk, stays.pk)}
    merge(loser, survivor, curator)
    posts = Affiliation.objects.published().filter(person=survivor)
    assert {post.role for post in posts} == {"Minister", "Adviser"}
    assert other in posts
    citation.refresh_from_db()
    assert citation.affiliation in posts
    assert citation.status == "published"


# Names


def test_the_losers_names_find_the_survivor(curator: User) -> None:
    loser, survivor = make_actor("Nikol Pashinian"), make_actor("Nikol Pashinyan")
    make_actor_name(loser, "PM")
    make_actor_name(loser, "Пашинян", language="ru", script="Cyrl")
    make_actor_name(survivor, "PM")
    merge(loser, survivor, curator)
    names = {(row.name, row.language, row.kind) for row in survivor.names.all()}
    assert names == {
        ("PM", "en", "spelling"),
        ("Nikol Pashinian", "en", "spelling"),
        ("Пашинян", "ru", "spelling"),
    }
    found = Actor.objects.published().filter(
        Matches(models.F("search_vector"), search_query("Pashinian"))
    )
    assert list(found) == [survivor]


def test_the_losers_name_may_be_the_one_that_stays(curator: User) -> None:
    loser, survivor = make_place("Yerevan"), make_place("Capital")
    make_place_name(loser, "Capital")
    make_place_name(survivor, "Erevan")
    merge(loser, survivor, curator, taken=["name"])
    assert survivor.name == "Yerevan"
    names = [(row.name, row.kind) for row in survivor.names.all()]
    assert ("Capital", "alternative") in names
    assert "Yerevan" not in [name for name, _ in names]


# Fields


def test_what_the_survivor_lacks_is_taken_unless_told_otherwise(curator: User) -> None:
    region = make_place("Syunik", kind="region")
    loser = make_place(latitude=39.5, longitude=46.3, geonames_id=7, country="AM", parent=region)
    survivor = make_place(country="AZ", geonames_id=8)
    takes = {choice.name: choice.takes for choice in curation.plan(loser, survivor).choices}
    assert {name for name, taken in takes.items() if taken} == {"coordinates", "parent"}
    merge(loser, survivor, curator)
    assert (survivor.latitude, survivor.longitude, survivor.parent) == (39.5, 46.3, region)
    assert (survivor.country, survivor.geonames_id) == ("AZ", 8)


def test_the_curator_chooses_field_by_field(curator: User) -> None:
    loser = make_place(latitude=39.5, longitude=46.3, country="AM")
    survivor = make_place(country="AZ")
    merge(loser, survivor, curator, taken=["country"])
    assert (survivor.latitude, survivor.country) == (None, "AM")


def test_a_time_is_taken_whole(curator: User) -> None:
    loser, survivor = make_incident(occurred="2021-11-14"), make_incident(occurred="2021-11")
    merge(loser, survivor, curator, taken=["occurred"])
    assert survivor.occurred == loser.occurred
    assert survivor.occurred_first_day == loser.occurred_first_day


@each_model
def test_every_column_is_chosen_or_the_records_own(model: type[Record]) -> None:
    chosen = {column for columns in FIELDS[model].values() for column in columns}
    own = {"slug", "status", "topic", "incident", "subject_side", "counted"}
    columns = {f.name for f in model._meta.fields if f.editable and not f.primary_key}
    assert columns - own - {"search_vector", "retitled"} == chosen - {"retitled"}


@each_model
def test_what_lay_within_the_other_does_not_lie_within_itself(
    model: type[Record], curator: User
) -> None:
    parent = getattr(model, "tree_parent", None)
    if parent is None:
        return
    above = PAIRS[model]()
    loser = PAIRS[model](**{parent: above})
    survivor = PAIRS[model](**{parent: loser})
    merge(loser, survivor, curator)
    assert getattr(survivor, parent) == above


def test_two_states_become_one_side(curator: User) -> None:
    loser, survivor = make_state("Republic of Armenia"), make_state("Armenia")
    ally = make_actor(side=loser)
    merge(loser, survivor, curator)
    ally.refresh_from_db()
    assert (survivor.side, ally.side) == (survivor, survivor)


# Refusals


def test_what_is_refused_is_told_in_words(curator: User) -> None:
    actor, draft = make_actor(), make_actor(status="draft")
    gone = make_actor(status="withdrawn")
    merged = make_actor(status="withdrawn", merged_into=actor)
    person, state = make_actor(kind="person"), make_state()
    outer = make_actor()
    inner = make_actor(part_of=make_actor(part_of=outer))
    for loser, survivor, why in (
        (actor, actor, "into itself"),
        (actor, make_place(), "Only two actors"),
        (make_claim(), make_claim(), "Only two actors"),
        (actor, gone, "is withdrawn"),
        (actor, merged, "was merged into"),
        (merged, outer, "was merged into"),
        (actor, draft, "was public"),
        (gone, draft, "was public"),
        (person, actor, "a person is merged with a person only"),
        (actor, state, "a state is merged with a state only"),
        (outer, inner, "by way of"),
        (make_question(topic="deaths"), make_question(topic="injuries"), "different things"),
    ):
        before = Actor.objects.filter(merged_into__isnull=False).count()
        with pytest.raises(ValidationError, match=why):
            curation.merge(loser, survivor, by=curator, reason=REASON)
        assert Actor.objects.filter(merged_into__isnull=False).count() == before
    with pytest.raises(ValidationError, match="Say why"):
        curation.merge(actor, outer, by=curator, reason=" ")


def test_a_post_in_itself_is_refused(curator: User) -> None:
    loser, survivor = make_actor(), make_actor()
    post = make_affiliation(loser, survivor)
    with pytest.raises(ValidationError, match=f"{post.slug} would be a post in itself"):
        curation.merge(loser, survivor, by=curator, reason=REASON)


def test_a_draft_may_become_a_published_record_and_nobody_hears_of_it(curator: User) -> None:
    loser, survivor = make_actor(status="draft"), make_actor()
    draft = make_statement(speaker=loser, status="draft")
    before = now()
    merge(loser, survivor, curator)
    draft.refresh_from_db()
    assert draft.speaker == survivor
    assert loser.slug not in {slug for _, slug, _ in feed_after(before)}


# Versions, history, the feed


def test_each_record_that_changes_gets_a_version_a_log_entry_and_a_place_in_the_feed(
    curator: User,
) -> None:
    loser, survivor = make_actor("One"), make_actor("Other")
    claim = make_claim(subject=loser)
    draft = make_claim(target=loser, status="draft")
    incident = make_incident(participants=[(loser, "host")])
    untouched = make_claim(subject=survivor)
    before = now()
    merge(loser, survivor, curator)
    for record, version in ((claim, 2), (draft, 2), (incident, 2), (untouched, 1), (loser, 2)):
        record.refresh_from_db()
        assert record.version == version
    assert feed_after(before) == {
        ("actor", loser.slug, "merged"),
        ("actor", survivor.slug, "updated"),
        ("claim", claim.slug, "updated"),
        ("incident", incident.slug, "updated"),
    }
    assert Change.objects.get(sequence__gt=before, operation="merged").reason == "duplicate"
    told = {
        (entry.content_type.model, entry.object_id): entry.change_message
        for entry in LogEntry.objects.all()
    }
    assert told == {
        ("actor", str(loser.pk)): f"merged into {survivor.slug}: {REASON}",
        ("actor", str(survivor.pk)): f"merged with {loser.slug}: {REASON}",
        **{
            (
                record._meta.model_name,
                str(record.pk),
            ): f"{loser.slug} became {survivor.slug}: {REASON}"
            for record in (claim, draft, incident)
        },
    }
    assert {entry.user for entry in LogEntry.objects.all()} == {curator}


def test_a_refusal_half_way_leaves_everything_as_it_was(curator: User) -> None:
    loser, survivor = make_actor(), make_actor()
    part_of = make_actor(status="draft")
    Actor.objects.filter(pk=loser.pk).update(status="draft", part_of=part_of)
    loser.refresh_from_db()
    claim = make_claim(subject=survivor)
    with pytest.raises(ValidationError, match="is draft, not published"):
        curation.merge(loser, survivor, by=curator, reason=REASON, taken=["part_of"])
    survivor.refresh_from_db()
    claim.refresh_from_db()
    assert (survivor.part_of, survivor.version, claim.version) == (None, 1, 1)


# Questions


def question_of(claim: Claim) -> Question:
    claim.refresh_from_db()
    assert claim.question
    claim.question.refresh_from_db()
    return claim.question


def test_claims_of_two_incidents_meet_in_one_question(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    one = make_claim(incident=loser, value=3)
    other = make_claim(incident=survivor, value=5)
    old = question_of(one)
    merge(loser, survivor, curator)
    question = question_of(one)
    assert question == question_of(other) != old
    assert (question.claims_count, question.contested) == (2, True)
    old.refresh_from_db()
    assert (old.status, old.merged_into, old.claims_count) == ("withdrawn", question, 0)
    assert public_state(Question, old.slug) == Survivor(question.slug)


def test_a_question_that_only_the_loser_asked_is_asked_of_the_survivor(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    claims = [make_claim(incident=loser, value=value) for value in (3, 5)]
    old = question_of(claims[0])
    merge(loser, survivor, curator)
    new = question_of(claims[0])
    assert new == question_of(claims[1])
    assert new.slug == "deaths-stays"
    for name in (*questions.SUMMARY_COLUMNS, "status"):
        assert getattr(new, name) == getattr(old, name), name
    assert questions.refresh([new.pk]) == 0
    assert all(Claim.objects.get(pk=claim.pk).is_latest for claim in claims)
    assert public_state(Question, old.slug) == Survivor("deaths-stays")


def test_what_a_curator_chose_stays_so(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    moved = make_claim(incident=loser, question=make_question(), question_fixed=True)
    chosen = question_of(moved)
    retitled = question_of(make_claim(incident=loser))
    Question.objects.filter(pk=retitled.pk).update(title="How many fell?", retitled=True)
    merge(loser, survivor, curator)
    assert question_of(moved) == chosen
    new = Question.objects.get(slug="deaths-stays")
    assert (new.title, new.retitled) == ("How many fell?", True)


def test_a_claim_moved_by_hand_to_a_question_of_the_loser_goes_with_it(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    old = question_of(make_claim(incident=loser))
    by_hand = make_claim(question=old, question_fixed=True)
    merge(loser, survivor, curator)
    assert question_of(by_hand).slug == "deaths-stays"
    assert question_of(by_hand).claims_count == 2


def test_parts_of_a_merged_episode_ask_of_the_survivor(curator: User) -> None:
    loser = make_incident(slug="gone", kind="episode")
    survivor = make_incident(slug="stays", kind="episode")
    claim = make_claim(incident=make_incident(part_of=loser))
    assert question_of(claim).incident == loser
    merge(loser, survivor, curator)
    assert question_of(claim).incident == survivor


def test_a_clash_merged_into_another_episode_takes_its_claims_there(curator: User) -> None:
    first, second = (make_incident(kind="episode", slug=slug) for slug in ("one", "two"))
    loser, survivor = make_incident(part_of=first), make_incident(part_of=second)
    claim, stays = make_claim(incident=loser), make_claim(incident=make_incident(part_of=first))
    old = question_of(claim)
    assert old == question_of(stays)
    merge(loser, survivor, curator)
    assert question_of(claim).incident == second
    assert (question_of(stays), question_of(stays).claims_count) == (old, 1)


def test_two_sides_that_become_one_are_asked_together(curator: User) -> None:
    loser, survivor = make_state("Gone", slug="gone"), make_state("Stays", slug="stays")
    incident = make_incident()
    one = make_claim(incident=incident, subject=make_actor(side=loser), value=3)
    other = make_claim(incident=incident, subject=make_actor(side=survivor), value=5)
    old = question_of(one)
    merge(loser, survivor, curator)
    assert question_of(one) == question_of(other)
    assert question_of(one).contested
    assert public_state(Question, old.slug) == Survivor(question_of(one).slug)


def test_a_subject_that_changes_sides_is_asked_of_the_other(curator: User) -> None:
    side = make_state("Armenia", slug="armenia")
    loser, survivor = make_actor(), make_actor(side=side)
    claim = make_claim(subject=loser)
    merge(loser, survivor, curator)
    assert question_of(claim).subject_side == side


def test_the_side_taken_of_the_loser_moves_the_survivors_claims(curator: User) -> None:
    side = make_state("Armenia", slug="armenia")
    loser, survivor = make_actor(side=side), make_actor()
    claim = make_claim(subject=survivor)
    merge(loser, survivor, curator)
    assert survivor.side == side
    assert question_of(claim).subject_side == side


def test_two_speakers_that_are_one_contradict_nobody(curator: User) -> None:
    loser, survivor, incident = make_actor(), make_actor(), make_incident()
    early = make_claim(
        incident=incident, value=3, statement=make_statement(speaker=loser, made="2021-11-16T10:00")
    )
    late = make_claim(
        incident=incident,
        value=5,
        statement=make_statement(speaker=survivor, made="2021-11-16T20:00"),
    )
    assert question_of(early).contested
    merge(loser, survivor, curator)
    question = question_of(late)
    assert (question.contested, question.reasons, question.speakers_count) == (False, ["update"], 1)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.is_latest, late.is_latest) == (False, True)


def test_claims_of_a_merged_question_go_to_the_survivor_now_and_later(curator: User) -> None:
    incident = make_incident()
    claim = make_claim(incident=incident)
    loser, survivor = question_of(claim), make_question(incident=incident)
    merge(loser, survivor, curator)
    assert question_of(claim) == survivor
    assert question_of(make_claim(incident=incident)) == survivor
    assert survivor.claims_count == 1
    survivor.refresh_from_db()
    assert survivor.claims_count == 2
    questions.remove_unanswered([loser.pk])
    assert Question.objects.filter(pk=loser.pk).exists()


# Parting again


def test_publishing_the_loser_parts_the_two_and_what_was_moved_stays(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    moved = make_claim(incident=loser)
    old = question_of(moved)
    merge(loser, survivor, curator)
    curation.publish(loser, by=curator)
    committed()
    loser.refresh_from_db()
    assert (loser.status, loser.merged_into) == ("published", None)
    moved.refresh_from_db()
    assert moved.incident == survivor
    again = make_claim(incident=loser)
    assert question_of(again) == old
    assert question_of(again).status == "published"


def test_merging_twice_leads_to_the_last(curator: User) -> None:
    first, second, third = make_actor(), make_actor(), make_actor()
    merge(first, second, curator)
    merge(second, third, curator)
    assert public_state(Actor, first.slug) == Survivor(third.slug)


# However much there is


def test_the_number_of_queries_does_not_grow(curator: User) -> None:
    def queries(claims: int) -> int:
        side = make_state()
        loser, survivor = make_actor(side=side), make_actor(side=side)
        for _ in range(claims):
            make_claim(subject=loser, statement=make_statement(speaker=loser))
        committed()
        with CaptureQueriesContext(connection) as captured:
            curation.merge(loser, survivor, by=curator, reason=REASON)
        return len(captured)

    queries(1)
    assert queries(1) == queries(12)
