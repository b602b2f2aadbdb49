"""States: what they hold, what tells two apart in words, and writing one back."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from conflictdb.models import Actor, Record
from conflictdb.states import State, differences, merged, put, state_of
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
    when,
)

pytestmark = pytest.mark.django_db


def stored(record: Record) -> Any:
    return type(record)._default_manager.get(pk=record.pk)


def write(record: Record, state: State) -> None:
    with transaction.atomic():
        put(record, state, type(record).save)


def told(record: Record, after: State) -> dict[str, tuple[list[str], list[str]]]:
    """Each field that differs: what is gone of it, and what is new."""
    found = differences(type(record), state_of(record), after)
    return {
        each.label: (
            [said.text.strip() for said in each.before if said.change],
            [said.text.strip() for said in each.after if said.change],
        )
        for each in found
    }


MAKERS = [
    lambda: make_actor(side=make_state()),
    make_state,
    make_affiliation,
    lambda: make_citation(via=[make_actor(), make_actor()]),
    lambda: make_claim(value=(2, 5), about=make_incident()),
    make_claim_link,
    lambda: make_document(agencies=[make_actor()], authors=["A. Tester"]),
    lambda: make_incident(participants=[(make_actor(), "party")], places=[make_place()]),
    lambda: make_place(parent=make_place()),
    make_question,
    lambda: make_statement(co_speakers=[make_actor()], incidents=[make_incident()]),
    make_statement_link,
]


@pytest.mark.parametrize("make", MAKERS)
def test_a_state_is_json_and_putting_it_back_changes_nothing(make: Any) -> None:
    record = make()
    if isinstance(record, Actor):
        make_actor_name(record, language=None)
    before = state_of(stored(record))
    assert json.loads(json.dumps(before)) == before
    write(stored(record), before)
    assert state_of(stored(record)) == before
    assert differences(type(record), before, state_of(stored(record))) == []


def test_a_state_names_what_it_refers_to_and_holds_its_parts() -> None:
    speaker, relayer = make_actor(slug="mod"), make_actor(slug="agency")
    statement = make_statement(speaker=speaker, slug="said")
    citation = make_citation(statement, via=[relayer])
    state = state_of(citation)
    assert state["statement"] == ["said"]
    assert state["via"] == [{"actor": ["agency"], "position": 1}]
    assert not {"version", "updated_at", "id"} & set(state)


def test_differences_are_told_in_words() -> None:
    statement = make_statement(channel="interview", speaker=make_actor("Old speaker"))
    new, joint = make_actor("New speaker"), make_actor("Joint speaker")
    after = state_of(statement) | {
        "channel": "press_statement",
        "speaker": [new.slug],
        "co_speakers": [[joint.slug]],
        "acts": ["report", "denial"],
        "made_edtf": "2021-11-17",
        "gist": "Tells of the heavy fighting.",
    }
    assert told(statement, after) == {
        "Speaker": (["Old speaker"], ["New speaker"]),
        "Co speakers": ([], ["Joint speaker"]),
        "Made": (["2021-11-16T18:30+04:00"], ["2021-11-17"]),
        "Channel": (["Interview"], ["Press statement"]),
        "Acts": ([], ["Denial"]),
        "Gist": ([], ["heavy"]),
    }
    speaker = differences(type(statement), state_of(statement), after)[0]
    assert [said.record for said in speaker.after] == [new]


def test_parts_are_told_as_rows_that_came_and_went() -> None:
    place = make_place()
    make_place_name(place, "Zod")
    after = state_of(place)
    after["names"] = [{"name": "Sodk", "language": "hy", "script": None, "kind": "spelling"}]
    assert told(place, after) == {
        "Place names": (["Zod · en · Spelling"], ["Sodk · hy · Spelling"])
    }


def test_what_is_named_but_gone_is_told_by_its_slug() -> None:
    actor = make_actor()
    assert told(actor, state_of(actor) | {"part_of": ["gone"]}) == {"Part of": ([], ["gone"])}


@pytest.mark.parametrize("count", [1, 20])
def test_differences_ask_once_for_each_model(count: int, django_assert_num_queries: Any) -> None:
    statement = make_statement()
    before = state_of(statement)
    actors = [[make_actor().slug] for _ in range(count)]
    after = before | {"co_speakers": actors, "addressees": actors, "speaker": actors[0]}
    with django_assert_num_queries(1):
        differences(type(statement), before, after)


def test_putting_a_state_writes_columns_lists_and_parts() -> None:
    incident = make_incident(participants=[(make_actor(slug="a"), "party")])
    kept = incident.participants.get()
    place, other = make_place(slug="sotk"), make_actor(slug="b")
    state = state_of(incident) | {
        "title": "Clash at Sotk",
        "occurred_edtf": "2021-11-17",
        "place": ["sotk"],
        "places": [["sotk"]],
        "participants": [{"actor": ["a"], "role": "party"}, {"actor": ["b"], "role": "host"}],
    }
    write(incident, state)
    incident = stored(incident)
    assert (incident.title, incident.place, incident.occurred) == (
        "Clash at Sotk",
        place,
        when("2021-11-17"),
    )
    assert list(incident.places.all()) == [place]
    assert {p.actor for p in incident.participants.all()} == {kept.actor, other}
    assert incident.participants.filter(pk=kept.pk).exists()


def test_slug_and_status_stay() -> None:
    actor = make_actor(slug="mod")
    write(actor, state_of(actor) | {"slug": "other", "status": "draft", "name": "New"})
    actor = stored(actor)
    assert (actor.slug, actor.status, actor.name) == ("mod", "published", "New")


def test_a_reference_that_is_gone_is_named_and_nothing_is_written() -> None:
    incident = make_incident()
    state = state_of(incident) | {
        "title": "New",
        "participants": [{"actor": ["no"], "role": "party"}],
    }
    with pytest.raises(ValidationError, match="gone: actor no"):
        write(incident, state)
    assert stored(incident).title != "New"


def test_a_deleted_record_can_be_put_back() -> None:
    state = make_state(slug="armenia")
    make_actor_name(state, "Hayastan")
    kept = state_of(stored(state))
    state.names.all().delete()
    Actor.objects.filter(pk=state.pk)._raw_delete("default")  # Django thinks it protects itself
    write(Actor(slug="armenia", status="draft"), kept)
    again = Actor.objects.get(slug="armenia")
    assert (again.side, again.names.get().name) == (again, "Hayastan")


def test_a_question_that_the_rule_finds_is_not_put_back() -> None:
    claim, other = make_claim(), make_question()
    found = claim.question
    write(claim, state_of(claim) | {"question": ["no-such-question"]})
    assert stored(claim).question == found
    write(claim, state_of(claim) | {"question": [other.slug], "question_fixed": True})
    assert stored(claim).question == other


def test_states_merge_field_by_field() -> None:
    base = state_of(make_actor(name="A", country="AM"))
    now, mine = base | {"name": "B"}, base | {"country": "AZ"}
    assert merged(Actor, base, now, mine) == (base | {"name": "B", "country": "AZ"}, [])
    result, torn = merged(Actor, base, now, base | {"name": "C"})
    assert (result["name"], torn) == ("B", ["name"])
    assert merged(Actor, base, now, base | {"name": "B"})[1] == []
