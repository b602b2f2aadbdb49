"""Actors over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from tests.api.asking import Case, ask, changed, check_filter, found
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_state,
    make_statement,
    when,
)

pytestmark = pytest.mark.django_db


def kind() -> Case:
    return "media", make_actor(kind="media"), make_actor()


def country() -> Case:
    return "AM", make_actor(country="AM"), [make_actor(country="AZ"), make_actor()]


def side() -> Case:
    armenia = make_state()
    others = [make_state("Azerbaijan"), make_actor()]
    return armenia.slug, [armenia, make_actor(side=armenia)], others


def part_of() -> Case:
    """Parts at any depth; the whole itself is no part of itself."""
    army = make_actor("The army", kind="armed_force")
    corps = make_actor("A corps", kind="armed_force", part_of=army)
    brigade = make_actor("A brigade", kind="armed_force", part_of=corps)
    return army.slug, [corps, brigade], [army, make_actor()]


def document() -> Case:
    """Who speaks in it, jointly too, is spoken of, relays words, or holds a post it tells of."""
    report = make_document()
    names = ("speaker", "joint", "claimant", "subject", "target", "relayer", "minister")
    actors = {name: make_actor(name) for name in names}
    statement = make_statement(speaker=actors["speaker"], co_speakers=[actors["joint"]])
    make_citation(statement, document=report, via=[actors["relayer"]])
    make_claim(
        statement=make_statement(speaker=actors["claimant"]),
        subject=actors["subject"],
        target=actors["target"],
        cited_in=report,
    )
    make_citation(make_affiliation(actors["minister"]), document=report)
    other = make_actor()
    make_statement(speaker=other, cited_in=make_document())
    return report.slug, actors.values(), [other, make_actor()]


def role() -> Case:
    mediator, host = make_actor(), make_actor()
    make_incident(participants=[(mediator, "mediator"), (host, "host")])
    make_incident(participants=[(mediator, "host")])
    return "mediator", mediator, [host, make_actor()]


def q() -> Case:
    """Any of its names, once however many match."""
    renamed = make_actor("Nikol Pashinyan")
    make_actor_name(renamed, "Nikol Pashinian")
    make_actor_name(renamed, "Pashinian")
    return "Pashinian", [renamed, make_actor("Pashinian")], make_actor()


def slug() -> Case:
    matching = make_actor()
    return matching.slug, matching, make_actor()


def updated_after() -> Case:
    return changed(make_actor(), make_actor())


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (kind, country, side, part_of, document, role, q, slug, updated_after)
}


@pytest.mark.parametrize("name", contract.filters("actors"))
def test_filter(name):
    check_filter("actors", name, CASES[name], negatable=name in contract.NEGATABLE["actors"])


def test_a_name_that_matches_twice_counts_once():
    actor = make_actor("Defence ministry")
    make_actor_name(actor, "Ministry of Defence")
    make_actor_name(actor, "Defence")
    assert found("actors", q="defence") == [actor.slug]
    assert ask("actors", q="defence", count="true")["count"] == 1


def test_detail_has_names_side_posts_and_parts():
    armenia = make_state(country="AM")
    assert armenia.side_id == armenia.id
    ministry = make_actor(side=armenia, part_of=armenia)
    office = make_actor("Press office", part_of=ministry, side=armenia)
    make_actor_name(ministry, "Պաշտպանության նախարարություն", language="hy", script="Armn")
    body = ask(f"actors/{ministry.slug}")
    assert body["side"]["slug"] == body["part_of"]["slug"] == armenia.slug
    assert body["names"] == [
        {
            "name": "Պաշտպանության նախարարություն",
            "language": "hy",
            "script": "Armn",
            "kind": "spelling",
        }
    ]
    assert [part["slug"] for part in body["parts"]] == [office.slug]
    assert ask(f"actors/{armenia.slug}")["side"]["slug"] == armenia.slug


def test_a_post_has_its_body_its_time_and_where_it_can_be_checked():
    person, body = make_actor("Arshak Karapetyan", kind="person"), make_actor()
    post = make_affiliation(person, body, role="Minister", held_from=when("2021-11-15"))
    citation = make_citation(post)
    (shown,) = ask(f"actors/{person.slug}")["affiliations"]
    assert shown["body"]["slug"] == body.slug
    assert shown["role"] == "Minister"
    assert shown["from"]["edtf"] == "2021-11-15"
    assert shown["until"] is None
    assert [c["document"]["slug"] for c in shown["citations"]] == [citation.document.slug]


def test_actors_can_be_put_in_the_order_of_their_names():
    actors = [make_actor(name) for name in ("Beta", "Alpha", "Gamma")]
    expected = [actors[1].slug, actors[0].slug, actors[2].slug]
    assert found("actors", ordering="name") == expected
    assert found("actors", ordering="-name") == expected[::-1]
