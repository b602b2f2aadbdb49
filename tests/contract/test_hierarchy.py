"""A body includes its parts, a place what lies in it, an incident its parts, however deep: what a
filter finds is compared with a walk in Python."""

from unittest.mock import patch

import pytest
from django.http import QueryDict

from api.filters import SlugFilter
from api.urls import RESOURCES
from conflictdb.models import Actor, Incident, Place
from tests.contract.world import World
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_statement,
)

pytestmark = pytest.mark.django_db

TREES = (Actor, Incident, Place)

# Filters over records that form trees, but for one record each; why.
WITHOUT_PARTS = {
    "slug": "the record itself is meant",
    "side": "a side has no parts: every actor names the side that it is of",
    "speaker_side": "as side",
    "claimant_side": "as side",
    "subject_side": "as side",
}

FILTERS = [
    (resource, name, declared)
    for resource, viewset in RESOURCES.items()
    for name, declared in viewset.filterset_class.base_filters.items()
    if isinstance(declared, SlugFilter) and not declared.exclude
]
WHOLE = [(resource, name) for resource, name, declared in FILTERS if declared.whole]


def test_every_filter_over_a_tree_includes_what_lies_below_or_says_why_not() -> None:
    single = {
        name for _, name, declared in FILTERS if declared.named in TREES and not declared.whole
    }
    assert single == set(WITHOUT_PARTS)


@pytest.fixture
def deep(shared_world: World) -> None:
    """Three levels of everything, and records that only the lowest have to do with."""
    body = make_actor("Corps", part_of=shared_world.ministry)
    unit = make_actor("Battalion", part_of=body)
    commune = make_place("Commune", parent=shared_world.region)
    farm = make_place("Farm", parent=make_place("Hamlet", parent=commune))
    part = make_incident("A part", part_of=shared_world.clash, place=farm)
    make_incident("A part of the part", part_of=part, participants=[(unit, "party")])
    make_incident("Elsewhere", places=[farm])
    document = make_document(publisher=unit, agencies=[unit])
    statement = make_statement(
        speaker=unit, on_behalf_of=unit, addressees=[unit], incidents=[part], cited_in=document
    )
    claim = make_claim(
        statement=statement, incident=part, about=part, subject=unit, target=unit, place=farm
    )
    make_citation(claim, document=document, via=[unit])
    make_actor("Platoon", part_of=unit)


@pytest.mark.parametrize("most", [1000, 0], ids=["listed", "walked"])
@pytest.mark.parametrize(("resource", "name"), WHOLE)
def test_a_filter_includes_what_lies_below(deep: None, resource: str, name: str, most: int) -> None:
    filterset_class = RESOURCES[resource].filterset_class
    model = filterset_class.base_filters[name].named
    deeper = 0
    for record in model.objects.published():
        with patch("api.filters.slugs.MOST_LISTED", most):
            filterset = filterset_class(QueryDict(f"{name}={record.slug}"))
        assert filterset.problems == []
        assert isinstance(filterset.values[name][0], str if most == 0 else int)
        found = set(filterset.selection.ids())
        assert found == _of_these(filterset_class, name, _below(model, record.pk)), record.slug
        deeper += found > _of_these(filterset_class, name, [record.pk])
    # Of most things is asked under their episode: there the tree of questions ends.
    assert deeper >= (1 if resource == "questions" else 3), "too little lies below anything"


def _below(model: type, pk: int) -> list[int]:
    """The published records that lie below one, and itself, one step at a time."""
    found, steps = [pk], [pk]
    while steps:
        parts = model.objects.published().filter(**{f"{model.tree_parent}__in": steps})
        steps = [part.pk for part in parts]
        found += steps
    return found


def _of_these(filterset_class: type, name: str, ids: list[int]) -> set[int]:
    """What the filter finds for exactly these records."""
    filterset = filterset_class(QueryDict(""))
    filterset.values[name] = ids
    return set(filterset.selection.ids())
