"""What the public sees of a merger: redirects, lists, filters, counts and search afterwards."""

import pytest
from django.contrib.auth.models import User

from conflictdb import curation
from tests.factories import (
    make_actor,
    make_claim,
    make_incident,
    make_place,
    make_state,
    make_statement,
)
from tests.transactions import committed

from .asking import ask, found, get

HOST = "http://testserver/api/v1"

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(curator: User):
    """A ministry that was two, with what both said and what was said of both."""
    side = make_state("Armenia", slug="armenia")
    loser = make_actor("Defence Ministry", slug="defence-ministry", side=side)
    survivor = make_actor("Ministry of Defence", slug="ministry-of-defence", side=side)
    incident = make_incident(slug="clash", participants=[(loser, "party")])
    for speaker, value in ((loser, 3), (survivor, 5)):
        make_claim(
            incident=incident,
            subject=speaker,
            value=value,
            statement=make_statement(speaker=speaker, made=f"2021-11-16T1{value}:00"),
        )
    committed()
    curation.merge(loser, survivor, by=curator, reason="One and the same.")
    committed()
    return loser, survivor


def test_the_losers_address_leads_to_the_survivor(merged) -> None:
    response = get("actors/defence-ministry")
    assert response.status_code == 308
    assert response["Location"] == f"{HOST}/actors/ministry-of-defence"
    assert found("actors", kind="government_body") == ["ministry-of-defence"]


def test_lists_and_counts_know_the_survivor_only(merged) -> None:
    for path, name in (("claims", "claimant"), ("claims", "subject"), ("statements", "speaker")):
        assert len(found(path, **{name: "ministry-of-defence"})) == 2, name
    assert found("incidents", actor="ministry-of-defence") == ["clash"]
    groups = ask("aggregates/claims", by="claimant")["results"]
    assert [group["count"] for group in groups] == [2]


def test_search_finds_the_survivor_by_the_losers_name(merged) -> None:
    results = ask("search", q="Defence Ministry", resource="actors")["results"]
    assert [result["slug"] for result in results] == ["ministry-of-defence"]


def test_the_question_no_longer_disputes_what_one_speaker_updated(merged) -> None:
    (question,) = ask("questions")["results"]
    assert question["contested"] is False
    assert question["claims_count"] == 2


def test_questions_of_a_merged_incident_lead_on(curator: User) -> None:
    loser, survivor = make_incident(slug="gone"), make_incident(slug="stays")
    old = make_claim(incident=loser).question
    committed()
    curation.merge(loser, survivor, by=curator, reason="One and the same.")
    committed()
    assert get("incidents/gone")["Location"] == f"{HOST}/incidents/stays"
    assert get(f"questions/{old.slug}")["Location"] == f"{HOST}/questions/deaths-stays"
    assert len(found("claims", incident="stays")) == 1


def test_a_merged_place_leads_on_and_its_country_follows(curator: User) -> None:
    loser, survivor = make_place(slug="gone", country="AZ"), make_place(slug="stays", country="AM")
    make_claim(place=loser)
    make_incident(slug="there", place=loser)
    committed()
    curation.merge(loser, survivor, by=curator, reason="One and the same.")
    committed()
    assert get("places/gone").status_code == 308
    for resource in ("claims", "incidents"):
        assert len(found(resource, country="AM")) == 1
        assert found(resource, country="AZ") == []
