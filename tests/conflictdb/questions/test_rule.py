"""Which question a claim answers: its topic, its episode, its side, its thing counted."""

import pytest

from conflictdb.models import Actor, Claim, Incident
from conflictdb.questions import Key, family_of, key_of, slug_of, title_of
from conflictdb.vocabularies import CLAIM_KINDS, TOPICS
from tests.conflictdb.questions.saying import body, side

WAR = Incident(slug="war", title="War", kind="war")
EPISODE = Incident(slug="episode", title="Fighting in November", kind="episode", part_of=WAR)
CLASH = Incident(slug="clash", title="Clash", kind="armed_clash", part_of=EPISODE)
ARMENIA = side("armenia")


def key(
    kind: str,
    incident: Incident | None = CLASH,
    subject: Actor | None = None,
    unit: str | None = None,
) -> Key | None:
    return key_of(Claim(kind=kind, incident=incident, subject=subject, unit=unit))


def test_claims_about_a_clash_meet_in_its_episode() -> None:
    assert key("killed") == key("killed", EPISODE) == Key("deaths", EPISODE, None, None)


def test_claims_about_a_war_stay_with_the_war() -> None:
    assert key("killed", WAR) == Key("deaths", WAR, None, None)
    assert key("killed", WAR) != key("killed", EPISODE)


def test_kinds_of_one_topic_meet() -> None:
    assert key("captured") == key("released")
    assert key("attack_initiated") == key("provocation") == key("retaliation")
    assert key("killed") != key("wounded")


@pytest.mark.parametrize("kind", [kind.code for kind in CLAIM_KINDS if kind.asks])
def test_topics_that_ask_by_side_ask_of_the_subjects_side(kind: str) -> None:
    found = key(kind, subject=body("armenian-army", ARMENIA))
    assert found is not None
    asked_of = ARMENIA if TOPICS[found.topic].by_side else None
    assert found.subject_side == asked_of


def test_a_subject_without_a_side_is_asked_with_those_not_stated() -> None:
    assert key("killed", subject=body("a-neutral")) == key("killed")


def test_who_began_is_one_question_whoever_is_accused() -> None:
    assert key("attack_initiated", subject=ARMENIA) == key(
        "provocation", subject=side("azerbaijan")
    )


def test_materiel_is_asked_by_the_thing_counted_and_people_are_not() -> None:
    vehicles = key("equipment_destroyed", unit="vehicle")
    assert vehicles is not None
    assert vehicles.counted == "vehicle"
    assert vehicles != key("equipment_destroyed", unit="armoured_vehicle")
    assert key("killed", unit="person") == Key("deaths", EPISODE, None, None)


@pytest.mark.parametrize("kind", ["location", "contact_held", "commitment_made", "confirmation"])
def test_two_calls_or_two_roads_are_two_questions(kind: str) -> None:
    found = key(kind)
    assert found is not None
    assert found.incident == CLASH


@pytest.mark.parametrize("kind", [kind.code for kind in CLAIM_KINDS if not kind.asks])
def test_a_stance_answers_nothing(kind: str) -> None:
    assert key(kind) is None


def test_background_about_an_actor_answers_nothing() -> None:
    assert key("personnel_deployed", None, ARMENIA, "person") is None


def test_titles_and_slugs_can_be_read() -> None:
    asked = Key("equipment", EPISODE, ARMENIA, "armoured_vehicle")
    assert slug_of(asked) == "equipment-armenia-armoured-vehicle-episode"
    assert title_of(asked) == (
        "How much equipment was destroyed (Armenia)? [armoured vehicle] Fighting in November"
    )
    assert slug_of(Key("who_began", EPISODE, None, None)) == "who-began-episode"
    assert title_of(Key("who_began", EPISODE, None, None)) == "Who began? Fighting in November"
    of_nobody = title_of(Key("deaths", EPISODE, None, None))
    assert of_nobody == (
        "How many were killed (both sides, neither, or not stated)? Fighting in November"
    )


def test_a_topic_knows_its_family() -> None:
    assert family_of("deaths") == "casualty"
    assert family_of("breach") == "initiation"
    with pytest.raises(KeyError):
        family_of("nonsense")
