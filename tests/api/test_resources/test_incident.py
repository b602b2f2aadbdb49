"""Incidents over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from tests.api.asking import Case, ask, changed, check_filter, found, refused
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_state,
    make_statement,
)

pytestmark = pytest.mark.django_db

# Yerevan, and a village 150 km to the east-south-east.
YEREVAN = {"latitude": 40.18, "longitude": 44.51}
SOTK = {"latitude": 40.2, "longitude": 45.87}


def kind() -> Case:
    return "shelling", make_incident(kind="shelling"), make_incident(kind="ceasefire")


def actor() -> Case:
    army = make_actor("The army", kind="armed_force")
    brigade = make_actor("A brigade", kind="armed_force", part_of=army)
    matching = [
        make_incident(participants=[(army, "belligerent")]),
        make_incident(participants=[(make_actor(), "host"), (brigade, "affected")]),
    ]
    others = [make_incident(participants=[(make_actor(), "belligerent")]), make_incident()]
    return army.slug, matching, others


def role() -> Case:
    mediated = make_incident(participants=[(make_actor(), "host"), (make_actor(), "mediator")])
    hosted = make_incident(participants=[(make_actor(), "host")])
    return "mediator", mediated, [hosted, make_incident()]


def side() -> Case:
    armenia = make_state()
    matching = [
        make_incident(participants=[(armenia, "party")]),
        make_incident(participants=[(make_actor(side=armenia), "belligerent")]),
    ]
    azerbaijan = make_state("Azerbaijan")
    return armenia.slug, matching, [make_incident(participants=[(azerbaijan, "party")])]


def place() -> Case:
    region = make_place("Syunik", kind="region")
    village = make_place(parent=make_place(kind="district", parent=region))
    elsewhere = make_place("Kalbajar", kind="district")
    matching = [
        make_incident(place=region),
        make_incident(place=village),
        make_incident(place=elsewhere, places=[village]),
    ]
    return region.slug, matching, [make_incident(place=elsewhere), make_incident()]


def country() -> Case:
    armenia = make_place("Armenia", kind="country", country="AM")
    azerbaijan = make_place("Azerbaijan", kind="country", country="AZ")
    disputed = make_place("Kalbajar", kind="district")
    others = [make_incident(place=azerbaijan), make_incident(place=disputed), make_incident()]
    return "AM", make_incident(place=armenia), others


def part_of() -> Case:
    """Parts at any depth; the whole itself is no part of itself."""
    war = make_incident("The war", kind="war")
    episode = make_incident(kind="episode", part_of=war)
    clash = make_incident(part_of=episode)
    return war.slug, [episode, clash], [war, make_incident()]


def bbox() -> Case:
    """By the incident's own point, else its place's."""
    matching = [
        make_incident(**SOTK),
        make_incident(place=make_place(**SOTK)),
        make_incident(place=make_place(**YEREVAN), **SOTK),
        make_incident(latitude=41, longitude=46),
    ]
    others = [
        make_incident(**YEREVAN),
        make_incident(place=make_place(**SOTK), **YEREVAN),
        make_incident(latitude=41.001, longitude=46),
        make_incident(),
    ]
    return "45,40,46,41", matching, others


def near() -> Case:
    matching = [make_incident(**YEREVAN), make_incident(place=make_place(**YEREVAN))]
    return {"near": "40.2,44.5", "radius_km": 5}, matching, [make_incident(**SOTK), make_incident()]


def radius_km() -> Case:
    """Sotk lies 115.6 km from Yerevan."""
    matching = [make_incident(**YEREVAN), make_incident(**SOTK)]
    far = make_incident(latitude=-40.18, longitude=-135.49)
    return {"near": "40.18,44.51", "radius_km": 115.7}, matching, [far, make_incident()]


def occurred_after() -> Case:
    matching = [_occurred("2021-11-13T01:00"), _occurred("2020-09-27/.."), _occurred("2021")]
    return "2021-11-13", matching, [_occurred("2021-11-12T23:00"), _occurred(None)]


def occurred_before() -> Case:
    matching = [_occurred("2021-11-13T23:00"), _occurred("2020"), _occurred("[..2021-11-20]")]
    return "2021-11-13", matching, [_occurred("2021-11-14T01:00"), _occurred(None)]


def place_precision() -> Case:
    others = [make_incident(place_precision=precision) for precision in (2, 7, None)]
    return "1", make_incident(place_precision=1), others


def has_claims() -> Case:
    with_them, without = make_incident(), make_incident()
    make_claim(kind="captured", incident=with_them)
    make_claim(kind="killed", incident=without)
    return "captured", with_them, [without, make_incident()]


def contested() -> Case:
    disputed, agreed, silent = make_incident(), make_incident(), make_incident()
    for value in (1, 15):
        make_claim(incident=disputed, value=value)
    make_claim(incident=agreed)
    return "true", disputed, [agreed, silent]


def document() -> Case:
    report = make_document()
    claimed, told = make_incident(), make_incident()
    make_claim(incident=claimed, cited_in=report)
    make_statement(incidents=[told], cited_in=report)
    elsewhere = make_incident()
    make_claim(incident=elsewhere, cited_in=make_document())
    return report.slug, [claimed, told], [elsewhere, make_incident()]


def q() -> Case:
    """Words of title or summary in any grammatical form."""
    matching = [make_incident("Soldiers captured"), make_incident(summary="A soldier's capture.")]
    return "soldiers capture", matching, make_incident()


def slug() -> Case:
    matching = make_incident()
    return matching.slug, matching, make_incident()


def updated_after() -> Case:
    return changed(make_incident(), make_incident())


def _occurred(edtf):
    return make_incident(occurred=edtf)


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        kind, actor, role, side, place, country, part_of, bbox, near, radius_km, occurred_after,
        occurred_before, place_precision, has_claims, contested, document, q, slug, updated_after,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", contract.filters("incidents"))
def test_filter(name):
    negatable = name in contract.NEGATABLE["incidents"]
    check_filter("incidents", name, CASES[name], negatable=negatable)


def test_role_and_actor_are_met_by_one_participant():
    russia, armenia = make_state("Russia"), make_state()
    mediated = make_incident(participants=[(russia, "mediator"), (armenia, "party")])
    make_incident(participants=[(russia, "party"), (armenia, "mediator")])
    assert found("incidents", actor=russia.slug, role="mediator") == [mediated.slug]


def test_contested_false_is_the_rest():
    disputed, silent = make_incident(), make_incident()
    for value in (1, 15):
        make_claim(incident=disputed, value=value)
    assert found("incidents", contested="false") == [silent.slug]


def test_a_clash_at_one_in_the_morning_is_found_on_its_own_day():
    clash = _occurred("2021-11-13T01:00")
    assert found("incidents", occurred_after="2021-11-13", occurred_before="2021-11-13")
    assert found("incidents", occurred_before="2021-11-12") == []
    assert found("incidents", occurred_before="2021-11-12T21:00:00Z") == [clash.slug]
    assert found("incidents", occurred_after="2021-11-12T21:00:01Z") == []


def test_near_and_radius_need_each_other():
    assert refused("incidents", near="40.18,44.51")["parameter"] == "radius_km"
    assert refused("incidents", radius_km="5")["parameter"] == "near"


@pytest.mark.parametrize("point", ["90,0", "-90,180", "0,-180", "40.18,44.51"])
def test_the_whole_earth_is_within_half_its_circumference(point):
    incident = make_incident(**YEREVAN)
    assert found("incidents", near=point, radius_km=20_040) == [incident.slug]


def test_detail_has_participants_parts_counts_by_kind_and_questions():
    armenia, russia = make_state(), make_state("Russia")
    episode = make_incident(
        "Clashes", kind="episode", participants=[(armenia, "belligerent"), (russia, "mediator")]
    )
    later = make_incident("Evening", part_of=episode, occurred="2021-11-17")
    earlier = make_incident("Morning", part_of=episode, occurred="2021-11-16")
    statement = make_statement(incidents=[episode])
    claims = [
        make_claim(kind=kind, incident=episode, statement=statement)
        for kind in ("captured", "killed", "killed")
    ]
    detail = ask(f"incidents/{episode.slug}")
    assert [(p["actor"]["slug"], p["role"]) for p in detail["participants"]] == [
        (armenia.slug, "belligerent"),
        (russia.slug, "mediator"),
    ]
    assert [part["slug"] for part in detail["parts"]] == [earlier.slug, later.slug]
    assert detail["claims_by_kind"] == [
        {"kind": "killed", "claims_count": 2},
        {"kind": "captured", "claims_count": 1},
    ]
    assert {question["slug"] for question in detail["questions"]} == {
        claim.question.slug for claim in claims
    }
    assert detail["claims_count"] == 3
    assert detail["statements_count"] == 1
    assert ask(f"incidents/{later.slug}")["part_of"]["slug"] == episode.slug


def test_places_coordinates_and_precision_are_numbers_or_null():
    place, further = make_place("Sotk"), make_place("Kut")
    incident = make_incident(place=place, places=[further], place_precision=2, **SOTK)
    body = ask(f"incidents/{incident.slug}")
    assert body["place"]["name"] == "Sotk"
    assert [further["name"] for further in body["places"]] == ["Kut"]
    assert (body["place_precision"], body["latitude"], body["longitude"]) == (2, 40.2, 45.87)
    bare = ask(f"incidents/{make_incident(occurred=None).slug}")
    for name in ("summary", "occurred", "place", "place_precision", "latitude", "part_of"):
        assert bare[name] is None


def test_a_cited_statement_counts_once_however_many_documents_report_it():
    incident = make_incident()
    statement = make_statement(incidents=[incident])
    for _ in range(3):
        make_citation(statement)
    assert ask(f"incidents/{incident.slug}")["statements_count"] == 1
