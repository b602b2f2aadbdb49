"""What all filters have in common. What each finds is in ``test_resources``."""

import pytest

from tests.api.asking import ask, found, refused
from tests.contract import contract
from tests.contract.values import values
from tests.contract.world import make_world
from tests.factories import make_actor, make_claim, make_incident, make_place, make_state

pytestmark = pytest.mark.django_db


def test_values_given_by_commas_and_by_repetition_mean_or():
    killed, captured, missing = (
        make_claim(kind=kind) for kind in ("killed", "captured", "missing")
    )
    both = {killed.slug, captured.slug}
    assert set(found("claims", "kind=killed,captured")) == both
    assert set(found("claims", "kind=killed&kind=captured")) == both
    assert set(found("claims", "kind=killed&kind=captured,missing")) == {*both, missing.slug}
    assert set(found("claims", "kind=killed,killed")) == {killed.slug}


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_commas_and_repetition_are_the_same_for_every_filter_that_takes_several(resource):
    world = make_world()
    for name in contract.NEGATABLE[resource]:
        several = values(world, resource, name)[0].split(",")
        several = several if len(several) > 1 else several * 2
        for asked in (name, f"{name}__not"):
            by_commas = ask(resource, f"{asked}={','.join(several)}")
            by_repetition = ask(resource, "&".join(f"{asked}={value}" for value in several))
            assert by_commas == by_repetition, asked
        apart = {slug for value in several for slug in found(resource, f"{name}={value}")}
        assert set(found(resource, f"{name}={','.join(several)}")) == apart, name


def test_a_negation_of_several_values_keeps_what_matches_none():
    armenia, azerbaijan = make_state(), make_state("Azerbaijan")
    make_claim(subject=armenia)
    make_claim(subject=azerbaijan)
    other, without = make_claim(subject=make_actor()), make_claim()
    asked = f"subject__not={armenia.slug},{azerbaijan.slug}"
    assert set(found("claims", asked)) == {other.slug, without.slug}


def test_a_negation_keeps_a_record_only_when_none_of_its_many_match():
    mediator, host = make_actor(), make_actor()
    make_incident(participants=[(mediator, "mediator"), (host, "host")])
    hosted, empty = make_incident(participants=[(host, "host")]), make_incident()
    assert set(found("incidents", role__not="mediator")) == {hosted.slug, empty.slug}
    assert found("incidents", role__not="mediator", actor=host.slug) == [hosted.slug]


def test_several_parameters_mean_and():
    armenia = make_state()
    make_claim(kind="killed", subject=armenia)
    make_claim(kind="captured")
    both = make_claim(kind="captured", subject=armenia)
    assert found("claims", kind="captured", subject=armenia.slug) == [both.slug]
    assert found("claims", kind="captured", kind__not="captured") == []
    assert found("claims", kind="captured,killed", kind__not="killed", subject=armenia.slug) == [
        both.slug
    ]


def test_a_body_stands_for_its_parts_but_not_for_what_it_is_a_part_of():
    government = make_actor("Government")
    ministry = make_actor(part_of=government)
    claim = make_claim(subject=government)
    assert found("claims", subject=government.slug) == [claim.slug]
    assert found("claims", subject=ministry.slug) == []


def test_a_place_stands_for_what_lies_in_it_but_not_for_what_it_lies_in():
    region = make_place("Syunik", kind="region")
    village = make_place(parent=region)
    incident = make_incident(place=region)
    assert found("incidents", place=region.slug) == [incident.slug]
    assert found("incidents", place=village.slug) == []


def test_slugs_that_name_nothing_published_are_refused_and_no_draft_is_suggested():
    make_actor(slug="armenia-army", status="draft")
    error = refused("claims", subject="armenia-army")
    assert (error["code"], error["suggestion"]) == ("unknown_slug", None)
    missing = refused("claims", subject="armenia-navy")
    assert error["detail"].replace("army", "navy") == missing["detail"]


def test_updated_after_takes_an_instant_too():
    place = make_place()
    type(place).objects.filter(pk=place.pk).update(updated_at="2030-06-01T12:00:00Z")
    assert found("places", updated_after="2030-06-01T12:00:00Z") == [place.slug]
    assert found("places", updated_after="2030-06-01T16:00:00+04:00") == [place.slug]
    assert found("places", updated_after="2030-06-01T12:00:01Z") == []


@pytest.mark.parametrize(
    "query", ["killed or wounded", '"were killed"', "killed -wounded", "((&|!"]
)
def test_q_reads_words_as_web_search_engines_do(query):
    make_claim(gist="Twelve were killed.")
    assert len(found("claims", q=query)) == (0 if "&" in query else 1)
