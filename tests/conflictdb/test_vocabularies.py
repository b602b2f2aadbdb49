"""The vocabularies as wholes: what must hold of every code, now and of those added later."""

import re

import pytest

from conflictdb.vocabularies import (
    ANSWERS,
    CLAIM_KINDS,
    FAMILIES,
    INCIDENT_KINDS,
    PLACE_PRECISIONS,
    TOPICS,
    VOCABULARIES,
    ClaimKind,
    Code,
    Topic,
    Vocabulary,
)

every_vocabulary = pytest.mark.parametrize(
    "vocabulary", list(VOCABULARIES.values()), ids=list(VOCABULARIES)
)
every_kind = pytest.mark.parametrize("kind", list(CLAIM_KINDS), ids=CLAIM_KINDS.codes)
every_topic = pytest.mark.parametrize("topic", list(TOPICS), ids=TOPICS.codes)


def test_a_code_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="colours holds a code twice"):
        Vocabulary("colours", "Colour", "Colours.", (Code("red", "Red."), Code("red", "Also.")))


def test_type_names_are_unique() -> None:
    names = [vocabulary.type_name for vocabulary in VOCABULARIES.values()]
    assert sorted(set(names)) == sorted(names)


@every_vocabulary
def test_every_code_is_readable_and_defined(vocabulary: Vocabulary[Code]) -> None:
    assert vocabulary.description
    for code in vocabulary:
        assert re.fullmatch(r"[a-z][a-z_]*|\d", code.code)
        assert re.fullmatch(r".+[.]", code.definition)
        assert code.label


@every_vocabulary
def test_labels_tell_codes_apart(vocabulary: Vocabulary[Code]) -> None:
    labels = [code.label for code in vocabulary]
    assert len(set(labels)) == len(labels)


# Claim kinds


@every_topic
def test_kinds_of_one_topic_are_of_one_family(topic: Topic) -> None:
    families = {kind.family for kind in CLAIM_KINDS if kind.topic == topic.code}
    assert len(families) == 1, "a topic without a kind, or with kinds of several families"


@every_kind
def test_every_kind_says_what_its_columns_mean(kind: ClaimKind) -> None:
    assert kind.family in FAMILIES
    assert kind.topic in TOPICS
    assert kind.answers_with in ANSWERS
    assert kind.subject
    assert kind.target


@every_kind
def test_kinds_that_are_compared_answer_one_question_with_one_column(kind: ClaimKind) -> None:
    compared = [other for other in CLAIM_KINDS if other.compares_as == kind.compares_as]
    assert len({(other.topic, other.answers_with) for other in compared}) == 1


def test_stances_alone_cannot_be_checked_and_ask_nothing() -> None:
    stances = CLAIM_KINDS.where(family="stance")
    assert {kind.code for kind in CLAIM_KINDS if not kind.checkable} == set(stances)
    assert {kind.code for kind in CLAIM_KINDS if not kind.asks} == {*stances, "other"}


@every_topic
def test_a_topic_has_a_question_in_words_when_its_kinds_ask(topic: Topic) -> None:
    asks = any(kind.asks for kind in CLAIM_KINDS if kind.topic == topic.code)
    assert bool(topic.title) == asks
    assert ("{side}" in topic.title) == topic.by_side


def test_who_began_and_who_broke_it_are_not_asked_by_side() -> None:
    """There the actor is the answer: by side, two accusations would never meet."""
    for kind in CLAIM_KINDS:
        if kind.family == "initiation":
            assert not TOPICS[kind.topic].by_side
            assert kind.answers_with == "actor"


@pytest.mark.parametrize("family", ["casualty", "territory", "materiel", "conduct"])
def test_losses_ground_and_conduct_are_asked_by_side(family: str) -> None:
    topics = {kind.topic for kind in CLAIM_KINDS if kind.family == family}
    assert topics
    assert all(TOPICS[topic].by_side for topic in topics)


# Mappings


@pytest.mark.parametrize(
    ("kind", "acled"),
    {
        "armed_clash": "Battles/Armed clash",
        "shelling": "Explosions/Remote violence/Shelling/artillery/missile attack",
        "air_drone_strike": "Explosions/Remote violence/Air/drone strike",
        "mine_ied": "Explosions/Remote violence/Remote explosive/landmine/IED",
        "ceasefire": "Strategic developments/Agreement",
        "agreement": "Strategic developments/Agreement",
        "civilian_attack": "Violence against civilians/Attack",
    }.items(),
)
def test_incident_kinds_map_to_acled(kind: str, acled: str) -> None:
    assert INCIDENT_KINDS[kind].acled == acled


def test_violence_maps_to_the_types_of_ucdp() -> None:
    assert "1 (state-based)" in INCIDENT_KINDS["armed_clash"].ucdp
    assert "2 (non-state)" in INCIDENT_KINDS["armed_clash"].ucdp
    assert "3 (one-sided)" in INCIDENT_KINDS["civilian_attack"].ucdp


def test_place_precisions_are_those_of_ucdp_and_give_those_of_acled() -> None:
    assert PLACE_PRECISIONS.codes == list("1234567")
    given = {code.code: code.acled for code in PLACE_PRECISIONS}
    assert given["1"] == "geo_precision 1"
    assert {given["2"], given["3"]} == {"geo_precision 2"}
    assert {given["4"], given["5"], given["6"]} == {"geo_precision 3"}


# ACLED Codebook, event types and their sub-event types.
ACLED = {
    "Battles": [
        "Armed clash", "Government regains territory", "Non-state actor overtakes territory",
    ],
    "Explosions/Remote violence": [
        "Air/drone strike", "Chemical weapon", "Grenade", "Remote explosive/landmine/IED",
        "Shelling/artillery/missile attack", "Suicide bomb",
    ],
    "Protests": ["Excessive force against protesters", "Peaceful protest",
        "Protest with intervention"],
    "Riots": ["Mob violence", "Violent demonstration"],
    "Strategic developments": [
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    ],
    "Violence against civilians": [
        "Abduction/forced disappearance", "Attack", "Sexual violence",
    ],
}  # fmt: skip
ACLED_EVENTS = {f"{event}/{sub_event}" for event, subs in ACLED.items() for sub_event in subs}
ACLED_VARIABLES = r"fatalities|(geo|time)_precision [123]|inter1, inter2: [1-8] \(.+\)"
UCDP = (
    r"type_of_violence [123] \(.+\)|date_prec [1-5]( or [1-5])?|where_prec [1-7]|best|"
    r"deaths_(civilians|unknown)"
)
# CAMEO 1.1b3, the codes that are used here, without "not specified below".
CAMEO = {
    "010": "Make statement",
    "011": "Decline comment",
    "012": "Make pessimistic comment",
    "015": "Acknowledge or claim responsibility",
    "016": "Deny responsibility",
    "020": "Appeal",
    "023": "Appeal for aid",
    "027": "Appeal to others to settle dispute",
    "030": "Express intent to cooperate",
    "036": "Express intent to meet or negotiate",
    "040": "Consult",
    "045": "Mediate",
    "051": "Praise or endorse",
    "057": "Sign formal agreement",
    "0841": "Return, release person(s)",
    "0871": "Declare truce, ceasefire",
    "100": "Demand",
    "111": "Criticize or denounce",
    "112": "Accuse",
    "130": "Threaten",
    "154": "Mobilize or increase armed forces",
    "180": "Use unconventional violence",
    "181": "Abduct, hijack, or take hostage",
    "183": "Conduct suicide, car, or other non-military bombing",
    "190": "Use conventional military force",
    "191": "Impose blockade, restrict movement",
    "192": "Occupy territory",
    "194": "Fight with artillery and tanks",
    "195": "Employ aerial weapons",
    "196": "Violate ceasefire",
    "BUS": "Business",
    "CVL": "Civilian",
    "GOV": "Government",
    "IGO": "Intergovernmental organization",
    "LEG": "Legislature",
    "MED": "Media",
    "MIL": "Military",
}


@every_vocabulary
def test_mappings_name_what_the_other_codebooks_have(vocabulary: Vocabulary[Code]) -> None:
    for code in vocabulary:
        if code.acled and not re.fullmatch(ACLED_VARIABLES, code.acled):
            assert set(code.acled.split(" or ")) <= ACLED_EVENTS, code
        if code.ucdp:
            assert re.fullmatch(UCDP, code.ucdp), code
        if code.cameo:
            number, _, name = code.cameo.partition(" ")
            assert CAMEO.get(number) == name, code


def test_every_cameo_name_is_in_use() -> None:
    used = {code.cameo.partition(" ")[0] for codes in VOCABULARIES.values() for code in codes}
    assert used - {""} == set(CAMEO)
