"""Of which incident questions are asked, and what is counted of one."""

import pytest

from conflictdb.models import Incident
from tests.factories import make_claim, make_incident, make_statement

pytestmark = pytest.mark.django_db


def test_questions_of_a_clash_are_asked_of_its_nearest_episode() -> None:
    outer = make_incident(kind="episode")
    inner = make_incident(kind="episode", part_of=outer)
    between = make_incident(kind="armed_clash", part_of=inner)
    clash = make_incident(kind="shelling", part_of=between)
    assert clash.scope == inner
    assert inner.scope == inner


def test_a_clash_of_no_episode_is_asked_of_itself() -> None:
    lone = make_incident(kind="armed_clash")
    below = make_incident(kind="shelling", part_of=lone)
    assert below.scope == below
    assert lone.scope == lone


def test_nothing_climbs_from_an_episode_to_a_war() -> None:
    war = make_incident(kind="war")
    episode = make_incident(kind="episode", part_of=war)
    assert episode.scope == episode
    assert make_incident(kind="armed_clash", part_of=episode).scope == episode
    assert make_incident(kind="agreement", part_of=war).scope.kind == "agreement"
    assert war.scope == war


def test_an_incident_counts_what_is_published_about_it() -> None:
    incident = make_incident(kind="episode")
    statement = make_statement(incidents=[incident, make_incident()])
    for status in ("published", "published", "draft"):
        make_claim(incident=incident, statement=statement, status=status)
    make_statement(incidents=[incident], status="draft")
    make_claim(incident=make_incident(part_of=incident))
    counted = Incident.objects.with_counts().get(pk=incident.pk)
    assert (counted.claims_count, counted.statements_count) == (2, 1)


def test_an_incident_of_which_nothing_was_said_counts_zero() -> None:
    incident = make_incident()
    counted = Incident.objects.with_counts().get(pk=incident.pk)
    assert (counted.claims_count, counted.statements_count) == (0, 0)
