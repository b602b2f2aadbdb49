"""How many queries an answer costs: as much for one row as for twenty, and no more than budgeted.

The budgets stand in ``query_budgets.json``. A lower number is good news, written down there; a
higher one needs a reason that a reviewer sees.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import ask, refused
from tests.contract import contract
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
    make_state,
    make_statement,
)

pytestmark = pytest.mark.django_db

BUDGETS = json.loads(Path(__file__).with_name("query_budgets.json").read_text())
ROWS = 20


class Crowd:
    """Records with everything nested in them, and one of each resource with many of that."""

    def __init__(self) -> None:
        state, self.body = make_state(), make_actor("A body")
        self.region = make_place("A region", kind="region")
        self.report = make_document()
        self.episode = make_incident(kind="episode")
        self.statement = make_statement(speaker=state, made="2021-11-16T08:00")
        self.person = make_actor("A person", kind="person")
        self.claim = make_claim(statement=self.statement, incident=self.episode, value=1)
        self.details = {
            "incidents": self.episode,
            "statements": self.statement,
            "claims": self.claim,
            "actors": self.person,
            "places": self.region,
            "documents": self.report,
            "questions": self.claim.question,
        }

    def grow(self, number: int) -> None:
        """One more of everything."""
        side = make_state(f"State {number}")
        actor = make_actor(f"Actor {number}", side=side, part_of=self.person)
        make_actor_name(self.person, f"Spelling {number}")
        make_actor_name(actor)
        for person in (self.person, make_actor(kind="person")):
            post = make_affiliation(person, make_actor(side=side))
            make_citation(post, via=[make_actor(kind="media", side=side)])
        place = make_place(f"Place {number}", parent=self.region)
        make_place_name(place)
        make_place_name(self.region, f"Spelling {number}")
        document = make_document(publisher=actor, agencies=[make_actor(side=side)])
        self.report.agencies.add(actor)
        incident = make_incident(
            part_of=self.episode,
            place=place,
            places=[make_place()],
            participants=[(actor, "party"), (side, "host")],
        )
        self.episode.places.add(place)
        self.episode.participants.create(actor=actor, role="party")
        statement = make_statement(
            speaker=actor,
            on_behalf_of=side,
            co_speakers=[make_actor(side=side)],
            addressees=[side],
            incidents=[incident, self.episode],
        )
        self.statement.co_speakers.add(actor)
        self.statement.addressees.add(side)
        self.statement.incidents.add(incident)
        more = {"subject": side, "target": actor, "about": incident, "place": place}
        claims = [
            make_claim(statement=statement, incident=incident, kind="captured", **more),
            make_claim(statement=self.statement, incident=self.episode, kind="wounded", **more),
            make_claim(statement=statement, incident=self.episode, value=number + 1),
        ]
        split = make_claim(
            statement=self.statement, incident=self.episode, breakdown_of=self.claim, value=1
        )
        make_claim_link(claims[0], self.claim)
        make_claim_link(self.claim, claims[0])
        for record in (statement, self.statement, self.claim, split, *claims):
            for cited in (document, self.report):
                make_citation(record, document=cited, via=[actor, make_actor(side=side)])


def cost(path: str, **parameters: object) -> int:
    """How many queries an answer costs."""
    with CaptureQueriesContext(connection) as queries:
        ask(path, **parameters)
    return len(queries)


def test_an_answer_costs_the_same_for_one_row_and_for_twenty():
    crowd = Crowd()
    crowd.grow(0)
    details = {name: cost(f"{name}/{record.slug}") for name, record in crowd.details.items()}
    for number in range(1, ROWS):
        crowd.grow(number)
    lists = {name: cost(name, limit=500) for name in contract.RESOURCES}
    # Naming the one row costs a query of its own.
    one = {name: cost(name, slug=record.slug) - 1 for name, record in crowd.details.items()}
    assert one == lists
    assert lists == BUDGETS["lists"]
    many = {name: cost(f"{name}/{record.slug}") for name, record in crowd.details.items()}
    assert details == many
    assert many == BUDGETS["details"]
    question = f"questions/{crowd.claim.question.slug}"
    worked_out = {
        "list": cost("questions", limit=500, known_at="2021-11-17"),
        "detail": cost(question, rule="low_best_high"),
    }
    assert worked_out == BUDGETS["worked_out"]
    assert cost("claims", count="true", limit=500) == lists["claims"] + 1


def test_a_filter_over_slugs_costs_one_query_however_many_are_given():
    actors = [make_actor() for _ in range(20)]
    claims = [make_claim(subject=actor, cited_in=make_document()) for actor in actors]
    slugs = ",".join(actor.slug for actor in actors)
    plain = cost("claims")
    assert cost("claims", subject=actors[0].slug) == cost("claims", subject=slugs) == plain + 1
    assert cost("claims", slug=claims[0].slug) == plain + 1


def test_what_is_wrong_by_itself_costs_no_query():
    make_claim()
    with CaptureQueriesContext(connection) as queries:
        refused("claims", kind="kiled")
    assert len(queries) == 1  # the revision, without which nothing is answered
