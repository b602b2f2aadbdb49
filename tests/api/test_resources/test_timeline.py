"""The timeline of an incident: what happened and what was said, in one order, as known then."""

import base64
import json

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Incident, Record, Statement
from tests.api.asking import ask, get, problem_of, refused
from tests.api.test_schema import response_of
from tests.contract.test_hostile_input import HOSTILE
from tests.contract.world import add_drafts, make_world
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
from tests.transactions import committed

pytestmark = pytest.mark.django_db

FIVE = "2021-11-16T17:00:00+04:00"


@pytest.fixture
def episode():
    return make_incident("Border clashes", slug="clashes", kind="episode")


def path(incident):
    return f"incidents/{incident.slug}/timeline"


def entries(incident, **parameters):
    """Type and slug of each entry, in order; all must stand on one page."""
    body = ask(path(incident), **{"limit": 500, **parameters})
    assert body["next"] is body["previous"] is None
    return [(entry["type"], entry[entry["type"]]["slug"]) for entry in body["results"]]


def slugs(incident, **parameters):
    return [slug for _, slug in entries(incident, **parameters)]


def said(slug, made, *incidents, **fields):
    return make_statement(slug=slug, made=made, incidents=incidents, **fields)


# What there is


def test_an_incident_shows_what_occurred_where_and_of_what_it_is_a_part(episode):
    place = make_place()
    clash = make_incident(slug="clash", part_of=episode, place=place, occurred="2021-11-16T13:00")
    whole, part = ask(path(episode))["results"]
    assert whole["incident"]["slug"] == episode.slug
    assert list(part) == ["type", "time", "incident", "reported_event", "statement"]
    assert part["type"] == "incident"
    assert part["reported_event"] is part["statement"] is None
    assert part["time"] == {
        "edtf": "2021-11-16T13:00+04:00",
        "earliest": "2021-11-16T09:00:00Z",
        "latest": "2021-11-16T09:00:00Z",
        "precision": "minute",
        "inferred": False,
    }
    assert part["time"] == ask(f"incidents/{clash.slug}")["occurred"]
    assert part["incident"]["kind"] == "armed_clash"
    assert part["incident"]["place"]["slug"] == place.slug
    assert part["incident"]["part_of"]["slug"] == episode.slug


def test_a_statement_shows_who_said_what_how_and_who_reports_it(episode):
    outlet, armenia = make_actor("An outlet", kind="media"), make_state()
    ministry, minister = make_actor(side=armenia), make_actor("A minister", kind="person")
    late = make_document(slug="late", published="2021-11-18", publisher=outlet)
    early = make_document(slug="early", published="2021-11-17")
    undated = make_document(slug="an-undated-one", published=None)
    statement = said("losses", "2021-11-16T18:00", episode, speaker=ministry, cited_in=late,
        co_speakers=[minister], acts=["report", "accusation"])  # fmt: skip
    make_citation(statement, document=undated)
    claim = make_claim(statement=statement, incident=episode, subject=armenia, value=(5, None),
        cited_in=early)  # fmt: skip
    make_citation(claim, document=late)
    entry = ask(path(episode), type="statement")["results"][0]
    shown = entry["statement"]
    assert entry["time"] == ask("statements/losses")["made"]
    assert shown["speaker"] == ask("statements/losses")["speaker"]
    assert [actor["slug"] for actor in shown["co_speakers"]] == [minister.slug]
    assert (shown["channel"], shown["acts"]) == ("press_statement", ["report", "accusation"])
    assert [about["slug"] for about in shown["incidents"]] == [episode.slug]
    assert [report["slug"] for report in shown["documents"]] == ["early", "late", "an-undated-one"]
    assert [report["publisher"] and report["publisher"]["slug"] for report in shown["documents"]] \
        == [None, outlet.slug, None]  # fmt: skip
    full = ask(f"claims/{claim.slug}")
    for name, value in shown["claims"][0].items():
        assert value == full[name], name
    assert (shown["claims"][0]["value_min"], shown["claims"][0]["modifier"]) == (5, "at_least")


def test_what_a_claim_dates_otherwise_than_its_incident_is_an_entry_with_both_clocks(episode):
    statement = said("evening", "2021-11-16T21:45", episode)
    other = {"statement": statement, "incident": episode, "kind": "shelling"}
    make_claim(slug="at-one", occurred="2021-11-16T13:00~", **other)
    make_claim(slug="that-day", occurred="2021-11-16", **other)
    make_claim(slug="not-said-when", **other)
    assert entries(episode) == [
        ("incident", "clashes"),
        ("reported_event", "at-one"),
        ("statement", "evening"),
    ]
    entry = ask(path(episode), type="reported_event")["results"][0]
    event = entry["reported_event"]
    assert entry["incident"] is entry["statement"] is None
    assert entry["time"]["edtf"] == event["occurred"]["edtf"] == "2021-11-16T13:00+04:00~"
    assert event["asserted"]["edtf"] == "2021-11-16T21:45+04:00"
    assert event["statement"]["slug"] == "evening"
    assert event["claimant"]["slug"] == statement.speaker.slug
    assert event["incident"]["slug"] == episode.slug


def test_an_unnamed_claimant_is_described_and_an_undated_incident_hides_no_claimed_time():
    undated = make_incident(slug="undated", occurred=None)
    source = said("a-source", "2021-11-17", undated, speaker=None, speaker_description="an officer")
    make_claim(slug="at-one", kind="shelling", occurred="2021-11-16T13:00", statement=source,
        incident=undated, cited_in=make_document(slug="report"))  # fmt: skip
    assert slugs(undated) == ["at-one", "a-source", "undated"]
    event = ask(path(undated))["results"][0]["reported_event"]
    assert (event["claimant"], event["claimant_description"]) == (None, "an officer")
    assert [report["slug"] for report in event["documents"]] == ["report"]


def test_parts_and_their_parts_belong_to_it_and_what_stands_above_or_beside_does_not(episode):
    war = make_incident(slug="war", kind="war", occurred="2020")
    Incident.objects.filter(pk=episode.pk).update(part_of=war)
    clash = make_incident(slug="clash", part_of=episode, occurred="2021-11-17")
    strike = make_incident(slug="strike", part_of=clash, occurred="2021-11-18")
    other = make_incident(slug="other", part_of=war, occurred="2021-11-19")
    said("of-strike", "2021-11-18T08:00", strike)
    said("of-both", "2021-11-18T09:00", strike, other, clash)
    said("of-other", "2021-11-18T10:00", other)
    said("of-war", "2021-11-18T11:00", war)
    assert slugs(episode) == ["clashes", "clash", "strike", "of-strike", "of-both"]
    assert slugs(strike) == ["strike", "of-strike", "of-both"]
    assert len(slugs(war)) == 9


# Order


def test_entries_stand_where_they_begin_the_less_precise_first_and_the_undated_last():
    top = make_incident(slug="top", kind="war", occurred="2021")
    times = {
        "month": "2021-11",
        "within-two-days": "[2021-11-16..2021-11-17]",
        "day": "2021-11-16",
        "midnight": "2021-11-16T00:00",
        "about-one": "2021-11-16T13:00~",
        "exactly-half-past-twelve": "2021-11-16T12:30",
        "by-five": "[..2021-11-16T17:00]",
        "lasted": "2021-11-18/2021-11-20",
        "open-ended": "2021-11-18/..",
    }
    for slug, made in reversed(times.items()):
        said(slug, made, top)
    said("undated", None, top)
    make_incident(slug="undated-incident", part_of=top, occurred=None)
    said("year-9999", "9999", top)
    expected = [
        "top", "month", "within-two-days", "day", "midnight", "about-one",
        "exactly-half-past-twelve", "by-five", "lasted", "open-ended", "year-9999",
        "undated-incident", "undated",
    ]  # fmt: skip
    assert slugs(top) == expected
    assert [entry["time"] for entry in ask(path(top))["results"][-2:]] == [None, None]


def test_at_one_moment_what_occurred_stands_before_what_is_reported_and_what_was_said(episode):
    clash = make_incident(slug="z-clash", part_of=episode, occurred="2021-11-16T13:00")
    b, a = said("b", "2021-11-16T13:00", clash), said("a", "2021-11-16T13:00", clash)
    make_claim(
        slug="y-claim", kind="location", occurred="2021-11-16T13:00", statement=a, incident=episode
    )
    assert slugs(episode) == ["clashes", "z-clash", "y-claim", "a", "b"]
    assert b.made == a.made


def test_a_day_is_the_local_one():
    top = make_incident(slug="top", kind="episode", occurred=None)
    said("yerevan", when("2021-11-16"), top)
    said("brussels", when("2021-11-16", "Europe/Brussels"), top)
    said("between", when("2021-11-16T01:00"), top)
    assert slugs(top) == ["yerevan", "between", "brussels", "top"]


# As known then


def test_known_at_is_right_to_the_minute(episode):
    said("at-five", "2021-11-16T17:00", episode)
    assert "at-five" in slugs(episode, known_at=FIVE)
    assert "at-five" not in slugs(episode, known_at="2021-11-16T16:59:00+04:00")
    assert "at-five" not in slugs(episode, known_at="2021-11-16T16:59:59.999999+04:00")


def test_known_at_takes_a_day_at_its_end_and_the_undated_when_they_were_published(episode):
    said("that-day", "2021-11-16", episode)
    document = make_document(published="2021-11-17T10:00")
    said("undated", None, episode, cited_in=document)
    said("never-published", None, episode)
    # A day ends in its last second.
    assert slugs(episode, known_at="2021-11-16T23:59:58+04:00") == []
    assert slugs(episode, known_at="2021-11-16T23:59:59+04:00") == ["clashes", "that-day"]
    assert "undated" not in slugs(episode, known_at="2021-11-17T09:59:00+04:00")
    assert "undated" in slugs(episode, known_at="2021-11-17T10:00:00+04:00")
    assert "never-published" not in slugs(episode, known_at="2030-01-01")
    assert "never-published" in slugs(episode)


def test_known_at_shows_an_incident_once_a_statement_tells_of_it_or_of_a_part(episode):
    make_incident(slug="of-which-none-spoke", part_of=episode)
    clash = make_incident(slug="clash", part_of=episode)
    strike = make_incident(slug="strike", part_of=clash)
    early, late = said("early", "2021-11-16T15:00", clash), said("late", "2021-11-16T18:00", strike)
    assert entries(episode, known_at="2021-11-16T14:59:00+04:00") == []
    assert entries(episode, known_at=FIVE) == [
        ("incident", "clash"),
        ("incident", "clashes"),
        ("statement", early.slug),
    ]
    at_six = slugs(episode, known_at="2021-11-16T18:00:00+04:00")
    assert at_six == ["clash", "clashes", "strike", "early", late.slug]
    assert "of-which-none-spoke" in slugs(episode)


def test_known_at_keeps_back_what_begins_only_later(episode):
    truce = make_incident(slug="truce", part_of=episode, occurred="2021-11-16T18:30")
    said("called-for-it", "2021-11-16T15:00", truce)
    assert slugs(episode, known_at="2021-11-16T18:29:00+04:00") == ["clashes", "called-for-it"]
    assert "truce" in slugs(episode, known_at="2021-11-16T18:30:00+04:00")


def test_known_at_shows_a_reported_event_only_when_it_was_reported(episode):
    statement = said("evening", "2021-11-16T21:45", episode)
    make_claim(slug="at-one", kind="shelling", occurred="2021-11-16T13:00", statement=statement,
        incident=episode)  # fmt: skip
    assert slugs(episode, known_at=FIVE) == []
    assert "at-one" in slugs(episode, known_at="2021-11-16T21:45:00+04:00")


def test_known_at_means_the_end_of_a_date_in_utc(episode):
    said("late", "2021-11-17T03:00", episode)  # 23:00 in UTC
    assert "late" in slugs(episode, known_at="2021-11-16")
    assert "late" not in slugs(episode, known_at="2021-11-15")


# Narrowed and paged


def test_types_narrow_it(episode):
    statement = said("said", "2021-11-16T21:45", episode)
    make_claim(slug="told", kind="shelling", occurred="2021-11-15", statement=statement,
        incident=episode)  # fmt: skip
    assert slugs(episode, type="incident") == ["clashes"]
    assert slugs(episode, type="statement,reported_event") == ["told", "said"]
    assert slugs(episode, type__not="incident") == ["told", "said"]
    assert slugs(episode, type="incident", type__not="incident") == []
    assert refused(path(episode), type="incidents")["suggestion"] == "incident"


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_forth_and_back_hold_every_entry_once_and_in_order(episode, limit):
    for number in range(4):
        said(f"same-{number}", "2021-11-16T15:00", episode)
        said(f"undated-{number}", None, episode)
        make_incident(slug=f"part-{number}", part_of=episode, occurred=f"2021-11-1{number}")
    whole = slugs(episode, type__not="reported_event")
    body = ask(path(episode), limit=limit, type__not="reported_event")
    forth, pages = [], []
    while True:
        page = [entry[entry["type"]]["slug"] for entry in body["results"]]
        forth += page
        pages.append(page)
        assert 1 <= len(page) <= limit
        if body["next"] is None:
            break
        body = follow(body["next"])
    assert forth == whole
    back = [pages[-1]]
    while body["previous"]:
        body = follow(body["previous"])
        back.insert(0, [entry[entry["type"]]["slug"] for entry in body["results"]])
    assert [slug for page in back for slug in page] == whole
    assert body["next"]


def follow(address):
    root = "http://testserver/api/v1/"
    assert address.startswith(root)
    where, _, query = address.removeprefix(root).partition("?")
    return ask(where, query)


def test_what_comes_and_goes_between_pages_makes_no_repeat_and_no_miss(episode):
    for hour in range(10, 16):
        said(f"at-{hour}", f"2021-11-16T{hour}:00", episode)
    body = ask(path(episode), limit=4)
    assert [entry["type"] for entry in body["results"]] == ["incident", *["statement"] * 3]
    Statement.objects.filter(slug__in=["at-10", "at-12", "at-13"]).update(status="withdrawn")
    said("between", "2021-11-16T11:30", episode)
    rest = follow(body["next"])["results"]
    assert [entry["statement"]["slug"] for entry in rest] == ["at-14", "at-15"]


def test_a_known_moment_goes_with_the_pages(episode):
    for hour in range(14, 20):
        said(f"at-{hour}", f"2021-11-16T{hour}:00", episode)
    body, seen = ask(path(episode), limit=2, known_at=FIVE), []
    while True:
        seen += [entry[entry["type"]]["slug"] for entry in body["results"]]
        if body["next"] is None:
            break
        body = follow(body["next"])
    assert seen == ["clashes", "at-14", "at-15", "at-16", "at-17"]


# Bad input, drafts, costs


@pytest.mark.parametrize("name", ["known_at", "type", "type__not", "limit", "cursor"])
def test_no_value_is_a_fault(episode, name):
    said("one", "2021-11-16T15:00", episode)
    for value in HOSTILE:
        response = get(path(episode), f"{name}={value}")
        assert response.status_code in (200, 400), (name, value[:60])
        if response.status_code == 400:
            (error,) = problem_of(response, 400)["errors"]
            assert error["parameter"] == name


@pytest.mark.parametrize(
    "content",
    [
        [True],
        "text",
        {"a": 1},
        [0, "2021-11-16T00:00:00+00:00", 0, "incident", "a"],
        [False, "2021-11-16", 0, "incident", "a"],
        [False, "2021-11-16T00:00:00", 0, "incident", "a"],
        [False, "0001-01-01T00:00:00+14:00", 0, "incident", "a"],
        [False, 5, 0, "incident", "a"],
        [False, "2021-11-16T00:00:00+00:00", 99, "incident", "a"],
        [False, "2021-11-16T00:00:00+00:00", True, "incident", "a"],
        [False, "2021-11-16T00:00:00+00:00", 0, "claim", "a"],
        [False, "2021-11-16T00:00:00+00:00", 0, ["incident"], "a"],
        [False, "2021-11-16T00:00:00+00:00", 0, "incident", "a\x00"],
        [False, "2021-11-16T00:00:00+00:00", 0, "incident", "\ud800"],
        [False, "2021-11-16T00:00:00+00:00", 0, "incident", None],
    ],
)
def test_a_made_up_cursor_is_refused_or_answers(episode, content):
    cursor = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    response = get(path(episode), cursor=cursor)
    if response.status_code != 200:
        assert problem_of(response, 400)["errors"][0]["code"] == "bad_cursor"


def test_an_unknown_parameter_is_named(episode):
    assert refused(path(episode), kown_at=FIVE)["suggestion"] == "known_at"
    assert refused(path(episode), ordering="slug")["code"] == "unknown_parameter"
    assert (
        refused(path(episode), f"known_at={FIVE[:10]}&known_at={FIVE[:10]}")["code"] == "repeated"
    )


def test_missing_and_withdrawn_incidents_answer_as_their_own_address_does(episode):
    committed()
    for status in ("draft", "in_review", "withdrawn"):  # once public, then not: withdrawn
        Incident.objects.filter(pk=episode.pk).update(status=status)
        committed()
        problem = problem_of(get(path(episode)), 410)
        assert problem == problem_of(get(f"incidents/{episode.slug}"), 410)
    draft = make_incident(status="draft")
    assert problem_of(get(path(draft)), 404) == problem_of(get(f"incidents/{draft.slug}"), 404)
    assert problem_of(get("incidents/missing/timeline"), 404)
    assert problem_of(get("incidents/%00/timeline"), 404)
    assert problem_of(get(f"incidents/{'a' * 5000}/timeline"), 404)


def test_drafts_change_nothing():
    world = make_world()
    addresses = [
        f"incidents/{slug}/timeline{query}"
        for slug in ("war", "clashes", "sotk-clash")
        for query in ("", "?known_at=2021-11-16T20:00:00Z", "?known_at=2021-11-30", "?limit=1")
    ]
    before = [get(address).content for address in addresses]
    add_drafts(world)
    assert [get(address).content for address in addresses] == before
    for model in apps.get_app_config("conflictdb").get_models():
        if issubclass(model, Record):
            model.objects.update(status="published")
    assert [get(address).content for address in addresses[:3]] != before[:3]


def test_every_answer_is_as_described():
    world = make_world()
    shape = response_of("getIncidentTimeline")
    for incident in ("war", *world.slugs["incidents"]):
        for query in ("", "known_at=2021-11-16T20:00:00Z", "limit=1"):
            body = ask(f"incidents/{incident}/timeline", query)
            shape.validate(body)
    entry = ask("incidents/war/timeline")["results"][0]
    assert not shape.is_valid({"next": None, "previous": None, "results": [{**entry, "type": "x"}]})


def test_it_costs_the_same_for_one_entry_of_each_type_and_for_twenty(episode):
    def grow(number):
        state = make_state()
        actor = make_actor(side=state)
        part = make_incident(part_of=episode, place=make_place())
        statement = make_statement(speaker=actor, incidents=[part], co_speakers=[make_actor()])
        claim = make_claim(statement=statement, incident=part, kind="shelling", subject=state,
            target=actor, occurred=f"2021-11-{number + 1:02}T10:00")  # fmt: skip
        for record in (statement, claim):
            make_citation(record, document=make_document(publisher=make_actor(side=state)))

    def cost(**parameters):
        with CaptureQueriesContext(connection) as queries:
            ask(path(episode), limit=500, **parameters)
        return len(queries)

    grow(0)
    few = cost(), cost(known_at="2022-01-01")
    for number in range(1, 20):
        grow(number)
    assert (cost(), cost(known_at="2022-01-01")) == few
    assert few == (11, 12)
