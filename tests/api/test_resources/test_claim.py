"""Claims over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from conflictdb.models import Claim
from tests.api.asking import Case, ask, changed, check_filter, found
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_state,
    make_statement,
    when,
)

pytestmark = pytest.mark.django_db


def said_by(speaker=None, **fields) -> Claim:
    return make_claim(statement=make_statement(speaker=speaker, **fields))


def anonymous(**fields) -> Claim:
    return make_claim(
        statement=make_statement(speaker=None, speaker_description="an officer", **fields)
    )


def kind() -> Case:
    return "captured", make_claim(kind="captured"), make_claim(kind="released")


def family() -> Case:
    others = [make_claim(kind="positions_lost", unit="position"), make_claim(kind="demand")]
    return "casualty", [make_claim(kind="killed"), make_claim(kind="displaced")], others


def topic() -> Case:
    matching = [make_claim(kind="captured"), make_claim(kind="released")]
    return "captivity", matching, make_claim(kind="killed")


def checkable() -> Case:
    return "true", [make_claim(), make_claim(kind="other")], make_claim(kind="demand")


def modality() -> Case:
    return "planned", make_claim(modality="planned"), make_claim()


def about() -> Case:
    agreement, section = _with_part("The November agreement")
    matching = [
        make_claim(kind="agreement_violated", about=agreement),
        make_claim(kind="agreement_violated", about=section),
    ]
    others = [make_claim(kind="agreement_violated"), make_claim()]
    return agreement.slug, matching, others


def incident() -> Case:
    episode, clash = _with_part("The clashes")
    matching = [make_claim(incident=episode), make_claim(incident=clash)]
    background = make_claim(incident=None, subject=make_actor())
    return episode.slug, matching, [make_claim(), background]


def claimant() -> Case:
    ministry = make_actor()
    office = make_actor("Press office", part_of=ministry)
    return ministry.slug, [said_by(ministry), said_by(office)], [said_by(make_actor()), anonymous()]


def claimant_side() -> Case:
    armenia, azerbaijan = make_state(), make_state("Azerbaijan")
    matching = [said_by(armenia), said_by(make_actor(side=armenia))]
    others = [said_by(make_actor(side=azerbaijan)), said_by(make_actor()), anonymous()]
    return armenia.slug, matching, others


def claimant_kind() -> Case:
    outlet = make_actor("The Guardian", kind="media")
    return "media", said_by(outlet), [said_by(make_actor()), anonymous()]


def on_behalf_of() -> Case:
    government = make_actor("The Government")
    ministry = make_actor(part_of=government)
    matching = [
        said_by(make_actor(), on_behalf_of=government),
        said_by(make_actor(), on_behalf_of=ministry),
    ]
    others = [said_by(make_actor()), said_by(make_actor(), on_behalf_of=make_actor())]
    return government.slug, matching, others


def subject() -> Case:
    army = make_actor("The army", kind="armed_force")
    brigade = make_actor("A brigade", kind="armed_force", part_of=army)
    matching = [make_claim(subject=army), make_claim(subject=brigade)]
    return army.slug, matching, [make_claim(subject=make_actor()), make_claim()]


def subject_side() -> Case:
    armenia = make_state()
    matching = [make_claim(subject=armenia), make_claim(subject=make_actor(side=armenia))]
    others = [make_claim(subject=make_state("Azerbaijan")), make_claim(subject=make_actor())]
    return armenia.slug, matching, [*others, make_claim()]


def target() -> Case:
    army = make_actor("The army", kind="armed_force")
    brigade = make_actor("A brigade", kind="armed_force", part_of=army)
    matching = [make_claim(target=army), make_claim(target=brigade)]
    return army.slug, matching, [make_claim(target=make_actor()), make_claim()]


def own_loss() -> Case:
    armenia, azerbaijan = make_state(), make_state("Azerbaijan")
    ministry = make_actor(side=armenia)
    army = make_actor("The army", kind="armed_force", side=armenia)
    neutral = make_actor()

    def loss(speaker, subject, **fields) -> Claim:
        statement = make_statement(speaker=speaker)
        return make_claim(statement=statement, subject=subject, **fields)

    others = [
        loss(ministry, azerbaijan),
        loss(ministry, None),
        loss(ministry, army, kind="shelling"),
        loss(neutral, neutral),
        anonymous(),
    ]
    return "true", [loss(ministry, army), loss(armenia, armenia)], others


def victim_class() -> Case:
    others = [make_claim(victim_class="civilian"), make_claim(kind="shelling")]
    return "military", make_claim(victim_class="military"), others


def value_gte() -> Case:
    matching = [make_claim(value=v) for v in (12, 13, (5, 12), (None, 70), (12, None))]
    others = [make_claim(value=v) for v in (11, (1, None), (None, 11), (5, 11), (None, None))]
    return 12, matching, [*others, make_claim(kind="shelling")]


def value_lte() -> Case:
    matching = [make_claim(value=v) for v in (12, 0, (12, 90), (None, 12), (1, None))]
    others = [make_claim(value=v) for v in (13, (None, 70), (13, None), (13, 14), (None, None))]
    return 12, matching, [*others, make_claim(kind="shelling")]


def modifier() -> Case:
    others = [make_claim(value=(None, 7)), make_claim(value=7), make_claim(kind="shelling")]
    return "at_least", make_claim(value=(7, None)), others


def polarity() -> Case:
    return "denies", make_claim(polarity="denies"), make_claim()


def certainty() -> Case:
    return "being_verified", make_claim(certainty="being_verified"), make_claim()


def place() -> Case:
    """A claim lies where it says; one that does not say lies where its incident does."""
    region = make_place("Syunik", kind="region")
    village, elsewhere = make_place(parent=region), make_place("Kalbajar", kind="district")
    there, further = make_incident(place=village), make_incident(place=elsewhere, places=[region])
    matching = [
        make_claim(place=region),
        make_claim(place=village),
        make_claim(incident=there),
        make_claim(incident=further),
    ]
    others = [
        make_claim(place=elsewhere),
        make_claim(place=elsewhere, incident=there),
        make_claim(),
        make_claim(incident=None, subject=make_actor()),
    ]
    return region.slug, matching, others


def country() -> Case:
    armenia = make_place("Armenia", kind="country", country="AM")
    azerbaijan = make_place("Azerbaijan", kind="country", country="AZ")
    disputed = make_place("Kalbajar", kind="district")
    there = make_incident(place=armenia)
    others = [
        make_claim(place=azerbaijan),
        make_claim(place=azerbaijan, incident=there),
        make_claim(place=disputed, incident=there),
        make_claim(),
    ]
    return "AM", [make_claim(place=armenia), make_claim(incident=there)], others


def document() -> Case:
    report = make_document()
    return report.slug, make_claim(cited_in=report), [make_claim(cited_in=make_document())]


def publisher() -> Case:
    holding = make_actor("A publishing house", kind="company")
    outlet = make_actor("An outlet", kind="media", part_of=holding)
    matching = make_claim(cited_in=make_document(publisher=outlet))
    others = [make_claim(cited_in=make_document()), make_claim()]
    return holding.slug, matching, others


def via() -> Case:
    agency = make_actor("Interfax", kind="media")
    desk = make_actor("Its desk", kind="media", part_of=agency)
    matching, direct = make_claim(), make_claim()
    make_citation(matching, via=[make_actor(kind="media"), desk])
    make_citation(direct, via=[make_actor(kind="media")])
    return agency.slug, matching, [direct, make_claim()]


def asserted_after() -> Case:
    matching = [_made("2021-11-16"), _made("2021-11-16T00:10"), _made("2021-11"), _made("2022")]
    return "2021-11-16", matching, [_made("2021-11-15"), _made("2021-11-15T23:50"), _made(None)]


def asserted_before() -> Case:
    matching = [_made("2021-11-16"), _made("2021-11-16T23:50"), _made("2021-11"), _made("2020")]
    return "2021-11-16", matching, [_made("2021-11-17"), _made("2021-11-17T00:10"), _made(None)]


def occurred_after() -> Case:
    matching = [_occurred("2021-11-13T01:00"), _occurred("2020-09-27/.."), _occurred("2021")]
    others = [_occurred("2021-11-12T23:00"), _occurred("2020"), make_claim()]
    return "2021-11-13", matching, others


def occurred_before() -> Case:
    matching = [_occurred("2021-11-13T23:00"), _occurred("[..2021-11-20]"), _occurred("2021")]
    others = [_occurred("2021-11-14T01:00"), _occurred("2022"), make_claim()]
    return "2021-11-13", matching, others


def known_at() -> Case:
    """Exact at the minute: 18:30 in Yerevan is 14:30 in UTC."""
    return "2021-11-16T14:30:00Z", _made("2021-11-16T18:30"), _made("2021-11-16T18:31")


def contested() -> Case:
    clash = make_incident(kind="episode")
    armenia = make_state()
    disputed = [
        make_claim(incident=clash, subject=armenia, value=value, statement=make_statement())
        for value in (1, 15)
    ]
    return "true", disputed, [make_claim(), make_claim(kind="demand")]


def question() -> Case:
    matching = make_claim()
    return matching.question.slug, matching, [make_claim(), make_claim(kind="demand")]


def q() -> Case:
    return "soldier", make_claim(gist="Two soldiers were captured."), make_claim()


def slug() -> Case:
    matching = make_claim()
    return matching.slug, matching, make_claim()


def updated_after() -> Case:
    return changed(make_claim(), make_claim())


def _made(edtf) -> Claim:
    return make_claim(statement=make_statement(made=edtf))


def _occurred(edtf) -> Claim:
    return make_claim(occurred=edtf)


def _with_part(title):
    whole = make_incident(title, kind="episode")
    return whole, make_incident(part_of=make_incident(part_of=whole))


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        kind, family, topic, checkable, modality, about, incident, claimant, claimant_side,
        claimant_kind, on_behalf_of, subject, subject_side, target, own_loss, victim_class,
        value_gte, value_lte, modifier, polarity, certainty, place, country, document, publisher,
        via, asserted_after, asserted_before, occurred_after, occurred_before, known_at, contested,
        question, q, slug, updated_after,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", contract.filters("claims"))
def test_filter(name):
    check_filter("claims", name, CASES[name], negatable=name in contract.NEGATABLE["claims"])


def test_at_least_one_does_not_answer_twelve_or_more():
    at_least_one, up_to_seventy = make_claim(value=(1, None)), make_claim(value=(None, 70))
    assert found("claims", value_gte=12) == [up_to_seventy.slug]
    assert found("claims", value_gte=50) == [up_to_seventy.slug]
    assert found("claims", value_gte=71) == []
    assert found("claims", value_lte=1) == [at_least_one.slug]


def test_a_bare_date_compares_local_days_and_an_instant_instants():
    """01:00 in Yerevan on the 13th is 21:00 on the 12th in UTC."""
    clash = make_claim(occurred="2021-11-13T01:00")
    on_the_13th = {"occurred_after": "2021-11-13", "occurred_before": "2021-11-13"}
    on_the_12th = {"occurred_after": "2021-11-12", "occurred_before": "2021-11-12"}
    assert found("claims", **on_the_13th) == [clash.slug]
    assert found("claims", **on_the_12th) == []
    assert found("claims", occurred_before="2021-11-12T21:00:00Z") == [clash.slug]
    assert found("claims", occurred_before="2021-11-12T20:59:59Z") == []
    assert found("claims", occurred_after="2021-11-13T01:00:00+04:00")
    assert found("claims", occurred_after="2021-11-12T21:01:00Z") == []


def test_the_plus_of_an_offset_may_be_left_unescaped():
    clash = make_claim(occurred="2021-11-13T01:00")
    assert found("claims", "occurred_after=2021-11-13T01:00:00+04:00") == [clash.slug]


@pytest.mark.parametrize(
    ("made", "known_at", "known"),
    [
        ("2021-11-16T18:30", "2021-11-16T18:30:00+04:00", True),
        ("2021-11-16T18:30", "2021-11-16T18:29:59+04:00", False),
        ("2021-11-16T18:30", "2021-11-16", True),
        ("2021-11-17T03:59", "2021-11-16", True),
        ("2021-11-17T04:00", "2021-11-16", False),
        ("2021-11-16", "2021-11-16T19:59:59Z", True),
        ("2021-11-16", "2021-11-16T19:59:58Z", False),
    ],
)
def test_known_at_is_exact_and_a_date_means_its_end_in_utc(made, known_at, known):
    claim = make_claim(statement=make_statement(made=made))
    expected = [claim.slug] if known else []
    assert found("claims", known_at=known_at) == expected


def test_an_undated_statement_is_known_once_its_earliest_document_was_published():
    claim = make_claim(
        statement=make_statement(made=None, cited_in=make_document(published="2021-11-20")),
        cited_in=make_document(published="2021-11-18"),
    )
    assert found("claims", known_at="2021-11-18T19:59:59Z") == [claim.slug]
    assert found("claims", known_at="2021-11-18T19:59:58Z") == []


def test_own_loss_and_contested_have_a_false_that_is_the_rest():
    armenia = make_state()
    own = make_claim(subject=armenia, statement=make_statement(speaker=armenia))
    other, unnamed, stance = make_claim(subject=armenia), make_claim(), make_claim(kind="demand")
    rest = {other.slug, unnamed.slug, stance.slug}
    assert set(found("claims", own_loss="false")) == rest
    assert set(found("claims", contested="false")) == {*rest, own.slug}


def test_several_parameters_are_met_by_one_claim():
    armenia = make_state()
    both = make_claim(kind="captured", subject=armenia)
    make_claim(kind="captured")
    make_claim(subject=armenia)
    assert found("claims", kind="captured", subject=armenia.slug) == [both.slug]


def test_via_and_publisher_need_not_stand_in_one_citation():
    outlet, agency = make_actor(kind="media"), make_actor(kind="media")
    claim = make_claim(cited_in=make_document(publisher=outlet))
    make_citation(claim, via=[agency])
    assert found("claims", publisher=outlet.slug, via=agency.slug) == [claim.slug]


def test_detail_tells_of_links_in_both_directions_and_of_breakdowns():
    statement = make_statement()
    total = make_claim(value=12, statement=statement)
    part = make_claim(value=7, statement=statement, breakdown_of=total)
    later, earlier = make_claim(gist="Later."), make_claim(gist="Earlier.")
    make_claim_link(total, earlier, "updates", note="A later count.")
    make_claim_link(later, total, "disputes")
    detail = ask(f"claims/{total.slug}")
    assert [(x["relation"], x["claim"]["slug"], x["note"]) for x in detail["links"]] == [
        ("updates", earlier.slug, "A later count.")
    ]
    assert [(x["relation"], x["claim"]["slug"], x["note"]) for x in detail["linked_from"]] == [
        ("disputes", later.slug, None)
    ]
    assert [claim["slug"] for claim in detail["breakdowns"]] == [part.slug]
    assert ask(f"claims/{part.slug}")["breakdown_of"]["slug"] == total.slug


def test_a_claim_says_everything_without_a_second_request():
    armenia = make_state()
    ministry = make_actor(side=armenia)
    agency, report = make_actor("Interfax", kind="media"), make_document(title="Clashes")
    incident = make_incident("Clashes of 16 November", kind="episode")
    statement = make_statement(speaker=ministry, on_behalf_of=armenia, gist="Counts its losses.")
    claim = make_claim(
        kind="captured",
        value=(12, None),
        statement=statement,
        incident=incident,
        subject=armenia,
        as_of=when("2021-11-16T17:00", inferred=True),
        place=make_place("Sotk"),
    )
    citation = make_citation(claim, document=report, via=[agency, ministry], hedge="reportedly")
    body = ask(f"claims/{claim.slug}")
    site = "http://testserver/api/v1"
    state = {
        "slug": armenia.slug,
        "name": "Armenia",
        "kind": "state",
        "side": armenia.slug,
        "url": f"{site}/actors/{armenia.slug}",
    }
    speaker = {
        "slug": ministry.slug,
        "name": "Ministry of Defence",
        "kind": "government_body",
        "side": armenia.slug,
        "url": f"{site}/actors/{ministry.slug}",
    }
    relayer = {
        "slug": agency.slug,
        "name": "Interfax",
        "kind": "media",
        "side": None,
        "url": f"{site}/actors/{agency.slug}",
    }
    assert {name: body[name] for name in contract.FIELDS["claims"]} == {
        "slug": claim.slug,
        "kind": "captured",
        "family": "casualty",
        "topic": "captivity",
        "checkable": True,
        "question": {
            "slug": claim.question.slug,
            "title": claim.question.title,
            "url": f"{site}/questions/{claim.question.slug}",
        },
        "incident": {
            "slug": incident.slug,
            "title": "Clashes of 16 November",
            "url": f"{site}/incidents/{incident.slug}",
        },
        "about": None,
        "statement": {
            "slug": statement.slug,
            "gist": "Counts its losses.",
            "url": f"{site}/statements/{statement.slug}",
        },
        "claimant": speaker,
        "claimant_description": None,
        "on_behalf_of": state,
        "subject": state,
        "subject_scope": "one",
        "target": None,
        "victim_class": "undetermined",
        "value_min": 12,
        "value_max": None,
        "modifier": "at_least",
        "basis": "unknown",
        "unit": "person",
        "as_of": {
            "edtf": "2021-11-16T17:00+04:00",
            "earliest": "2021-11-16T13:00:00Z",
            "latest": "2021-11-16T13:00:00Z",
            "precision": "minute",
            "inferred": True,
        },
        "polarity": "asserts",
        "modality": "actual",
        "certainty": "stated",
        "occurred": None,
        "asserted": {
            "edtf": "2021-11-16T18:30+04:00",
            "earliest": "2021-11-16T14:30:00Z",
            "latest": "2021-11-16T14:30:00Z",
            "precision": "minute",
            "inferred": False,
        },
        "place": {
            "slug": claim.place.slug,
            "name": "Sotk",
            "url": f"{site}/places/{claim.place.slug}",
        },
        "breakdown_of": None,
        "gist": "Says that it was so.",
        "citations": [
            {
                "document": {
                    "slug": report.slug,
                    "title": "Clashes",
                    "url": f"{site}/documents/{report.slug}",
                },
                "start": citation.start,
                "end": citation.end,
                "sha256": citation.sha256,
                "part": "body",
                "via": [relayer, speaker],
                "mode": "indirect",
                "hedge": "reportedly",
            }
        ],
        "url": f"{site}/claims/{claim.slug}",
    }
