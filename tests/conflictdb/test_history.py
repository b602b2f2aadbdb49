"""History: every change of every record by whatever door, who made it and why, what was before."""

from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import ProgrammingError, connection, models, transaction
from pghistory.models import Context

from conflictdb import history
from conflictdb.models import (
    EVENTS,
    Actor,
    ActorName,
    Claim,
    DocumentText,
    Hop,
    Participant,
    Place,
    PlaceName,
    Question,
    Record,
    Statement,
)
from conflictdb.models.event import PARTS, RECORDS, recorded, tracked_columns
from conflictdb.states import fields_of, state_of
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_place_name,
    make_question,
    make_state,
    make_statement,
    make_statement_link,
)

pytestmark = pytest.mark.django_db


def history_of(record: Record) -> history.RecordHistory:
    return history.RecordHistory(type(record), record.pk)


def did(record: Record) -> list[str]:
    """What was done to a record, newest first."""
    return [version.action.doing for version in history_of(record).versions()]


def events_of(row: models.Model) -> list[str]:
    events = EVENTS[type(row)]._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return list(events.values_list("pgh_label", flat=True))


# What is tracked


def test_every_record_and_every_part_of_one_is_tracked() -> None:
    """A new model, or a new many-to-many field, must not be forgotten."""
    tracked = {model._meta.concrete_model for model in EVENTS}
    parts = {
        relation.related_model
        for record in Record.__subclasses__()
        for relation in record._meta.related_objects
        if relation.on_delete is models.CASCADE
    }
    lists = {
        many.remote_field.through
        for record in Record.__subclasses__()
        for many in record._meta.many_to_many
    }
    assert {*Record.__subclasses__(), *parts, *lists} == tracked
    assert set(EVENTS) == {*RECORDS, *PARTS}


@pytest.mark.parametrize("model", RECORDS)
def test_a_state_of_the_past_lacks_nothing_that_a_state_has(model: type[Record]) -> None:
    columns = {c.name for c in model._meta.concrete_fields} & {*fields_of(model)}
    assert columns <= set(tracked_columns(model))


RECORD_MAKERS: list[Callable[..., Any]] = [
    make_actor,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
    make_statement_link,
]


@pytest.mark.parametrize("make", RECORD_MAKERS)
def test_a_record_is_told_of_from_its_making_on(make: Callable[..., Any]) -> None:
    record = make()
    assert events_of(record)[0] == "insert"
    before = len(events_of(record))
    type(record).objects.filter(pk=record.pk).update(slug="another-name")
    assert events_of(record)[before:] == ["update"]


@pytest.mark.parametrize("make", [make_actor_name, make_place_name])
def test_names_are_told_of(make: Callable[..., Any]) -> None:
    owner = make_actor() if make is make_actor_name else make_place()
    name = make(owner)
    type(name).objects.filter(pk=name.pk).update(name="Otherwise")
    pk = name.pk
    name.delete()
    name.pk = pk
    assert events_of(name) == ["insert", "update", "delete"]


def test_lists_are_told_of_with_the_record() -> None:
    statement, actor = make_statement(), make_actor("Foreign Ministry")
    with recorded("address"):
        statement.addressees.add(actor)
    with recorded("address no more"):
        statement.addressees.clear()
    first, second, _ = history_of(statement).versions()
    assert (first.action.doing, second.action.doing) == ("address no more", "address")
    assert first.before == second.after
    assert second.after is not None
    assert second.after["addressees"] == [[actor.slug]]
    assert first.after is not None
    assert first.after["addressees"] == []


def test_what_follows_from_others_makes_no_event() -> None:
    claim = make_claim()
    before = events_of(claim)
    Claim.objects.filter(pk=claim.pk).update(is_latest=True, version=7)
    Statement.objects.filter(pk=claim.statement_id).update(made_earliest=None, made_first_day=None)
    Question.objects.filter(pk=claim.question_id).update(claims_count=5, contested=True)
    assert events_of(claim) == before
    assert events_of(claim.statement) == ["insert"]


def test_a_private_text_is_told_of_and_not_kept() -> None:
    document = make_document()
    with recorded("add"):
        text = DocumentText.objects.create(document=document, content="Invented words")
    with recorded("replace"):
        DocumentText.objects.filter(pk=text.pk).update(content="Other invented words")
    with recorded("remove"):
        text.delete()
    told = [version.text for version in history_of(document).versions()]
    assert told == ["Text removed", "Text replaced", "Text added", ""]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(to_jsonb(e)::text) FROM conflictdb_documenttextevent e")
        [[kept]] = cursor.fetchall()
    assert len(kept) == 3
    assert "nvented" not in "".join(kept)


# By whatever door


def by_save(place: Place) -> None:
    place.name = "Zod"
    place.save()


def by_update(place: Place) -> None:
    Place.objects.filter(pk=place.pk).update(name="Zod")


def by_bulk_update(place: Place) -> None:
    place.name = "Zod"
    Place.objects.bulk_update([place], ["name"])


def by_sql(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conflictdb_place SET name = 'Zod' WHERE id = %s", [place.pk])


@pytest.mark.parametrize("door", [by_save, by_update, by_bulk_update, by_sql])
def test_a_change_is_told_of_whatever_its_door(door: Callable[[Place], None]) -> None:
    place = make_place("Sotk")
    with recorded("rename", reason="Its present name"):
        door(place)
    newest = history_of(place).versions()[0]
    assert (newest.action.doing, newest.action.reason) == ("rename", "Its present name")
    assert newest.before is not None
    assert newest.after is not None
    assert (newest.before["name"], newest.after["name"]) == ("Sotk", "Zod")


def test_rows_that_are_copied_in_are_told_of_with_who_did_it(curator: User) -> None:
    """COPY before anything else in its transaction."""
    place = make_place()
    with recorded("copy", by=curator), connection.cursor() as cursor:
        names = "COPY conflictdb_placename (place_id, name, kind) FROM STDIN"
        with cursor.copy(names) as copy:  # type: ignore[attr-defined]
            copy.write("".join(f"{place.pk}\tName {n}\tspelling\n" for n in range(100)))
    newest = history_of(place).versions()[0]
    assert (newest.action.by, newest.action.doing) == (curator.username, "copy")
    assert newest.after is not None
    assert len(newest.after["names"]) == 100


def test_what_nobody_says_to_do_is_the_databases() -> None:
    place = make_place()
    by_sql(place)
    action = history_of(place).versions()[0].action
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        [[user]] = cursor.fetchall()
    assert action.by == f"the database ({user})"


def test_rows_that_came_in_while_triggers_rested_have_versions_nevertheless() -> None:
    with pgtrigger.ignore("conflictdb.Place:insert_insert"):
        place = make_place("Sotk")
    assert history_of(place).count() == 0
    by_sql(place)
    [version] = history_of(place).versions()
    assert version.before is not None
    assert version.before["name"] == "Sotk"


@pytest.mark.parametrize("sql", ["UPDATE {} SET name = 'x'", "DELETE FROM {}"])
def test_events_cannot_be_altered(sql: str) -> None:
    make_place()
    refused = pytest.raises(ProgrammingError, match="Cannot")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(sql.format("conflictdb_placeevent"))


# Who and why


def test_an_action_within_an_action_is_a_part_of_it(curator: User) -> None:
    place = make_place()
    with recorded("whole", by=curator):
        by_save(place)
        with recorded("part"):
            make_place_name(place)
    assert did(place)[0] == "whole"
    by_update(place)
    assert "part" not in did(place)


def test_an_action_that_fails_tells_of_nothing_afterwards() -> None:
    place = make_place()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), recorded("fail"):
        raise ZeroDivisionError
    Place.objects.filter(pk=place.pk).update(name="Zod")
    assert "fail" not in did(place)


def test_a_command_names_itself() -> None:
    call_command("load_fixtures", verbosity=0)
    place = Place.objects.order_by("pk").first()
    assert place is not None
    [version] = history_of(place).versions()
    assert (version.action.by, version.action.doing) == ("a command", "load_fixtures")


# Versions


def test_each_version_is_what_the_record_was_then() -> None:
    """The states worked out from events are those that there were, for a record of many parts."""
    side, place = make_state(), make_place()
    incident = make_incident(participants=[(side, "party")], places=[place])
    there_were = [state_of(incident)]
    for step in range(4):
        with recorded(f"step {step}"):
            match step:
                case 0:
                    incident.title = "Fighting near Zod"
                    incident.save()
                case 1:
                    incident.places.clear()
                case 2:
                    Participant.objects.create(incident=incident, actor=side, role="affected")
                case 3:
                    incident.occurred_edtf = "2021-11"
                    incident.save()
                    Participant.objects.filter(incident=incident, role="party").delete()
        incident.refresh_from_db()
        there_were.append(state_of(incident))
    versions = history_of(incident).versions(limit=4)
    names = [*fields_of(type(incident)), "slug", "status"]
    for version, after, before in zip(
        versions, reversed(there_were), reversed(there_were[:-1]), strict=False
    ):
        assert version.after is not None
        assert version.before is not None
        for name in names:
            assert version.after[name] == after[name], name
            assert version.before[name] == before[name], name


def test_a_page_of_versions_is_the_same_as_in_the_whole() -> None:
    place = make_place()
    for number in range(7):
        with recorded(f"{number}"):
            Place.objects.filter(pk=place.pk).update(name=f"Name {number}")
            make_place_name(place, f"Other {number}")
    whole = history_of(place)
    assert whole.count() == 8
    pages = [version for offset in (0, 3, 6) for version in whole.versions(offset, 3)]
    assert pages == whole.versions()
    assert whole.version(pages[4].action.context) == pages[4]


def test_a_version_names_what_it_refers_to_as_it_is_called_now() -> None:
    body = make_actor("Ministry", slug="ministry")
    actor = make_actor("Department", part_of=body)
    with recorded("move"):
        Actor.objects.filter(pk=actor.pk).update(part_of=None)
    Actor.objects.filter(pk=body.pk).update(slug="ministry-of-defence")
    before = history_of(actor).versions()[0].before
    assert before is not None
    assert before["part_of"] == ["ministry-of-defence"]
    body.delete()
    before = history_of(actor).versions()[0].before
    assert before is not None
    assert before["part_of"] == ["ministry-of-defence"]


def test_a_part_that_moved_to_another_record_is_told_of_in_both() -> None:
    loser, survivor = make_actor("One"), make_actor("Other")
    name = make_actor_name(loser, "Alias")
    with recorded("merge"):
        ActorName.objects.filter(pk=name.pk).update(actor=survivor)
    for record, before, after in ((loser, 1, 0), (survivor, 0, 1)):
        newest = history_of(record).versions()[0]
        assert newest.before is not None
        assert newest.after is not None
        assert newest.action.doing == "merge"
        assert (len(newest.before["names"]), len(newest.after["names"])) == (before, after)


def test_what_is_gone_has_its_history_still() -> None:
    citation = make_citation(via=[make_actor("Agency")])
    pk, state = citation.pk, state_of(citation)
    with recorded("delete"):
        citation.delete()
    newest = history.RecordHistory(type(citation), pk).versions()[0]
    assert newest.after is None
    assert newest.before is not None
    assert newest.before["via"] == state["via"]
    [gone] = history.deleted_records(type(citation))
    assert (gone.slug, gone.action.doing) == (citation.slug, "delete")
    assert not Hop.objects.filter(citation_id=pk).exists()


# What changed lately


def test_what_changed_lately_is_told_by_action(curator: User) -> None:
    place, statement = make_place(), make_statement()
    with recorded("save", by=curator, reason="Spelling"):
        by_save(place)
        statement.addressees.add(make_actor())
    newest = history.recent_changes(limit=1)[0]
    assert (newest.action.by, newest.action.reason) == (curator.username, "Spelling")
    assert {place, statement} <= set(newest.records)


def test_what_changed_lately_reads_little_of_much(django_assert_max_num_queries: Any) -> None:
    place = make_place()
    with recorded("load"):
        PlaceName.objects.bulk_create(
            [PlaceName(place=place, name=f"Name {number}") for number in range(500)]
        )
        places = Place.objects.bulk_create(
            [Place(name="A", kind="road", slug=f"lane-{number}") for number in range(500)]
        )
    with django_assert_max_num_queries(4):
        found = history.recent_changes()
    assert found[0].has_more
    assert len(found[0].records) < len(places)


def test_an_action_leaves_one_context() -> None:
    before = Context.objects.count()
    with recorded("save"):
        Place.objects.bulk_create([Place(name="A", kind="road", slug=f"p-{n}") for n in range(9)])
        Place.objects.filter(slug__startswith="p-").update(kind="region")
    assert Context.objects.count() == before + 1
