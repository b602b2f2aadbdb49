"""Lists and aggregates are two views of the same rows, and a negation is the rest of them."""

import json

import pytest

from api.urls import RESOURCES
from tests.api.asking import ask, content_of, get
from tests.contract import contract
from tests.contract.values import values
from tests.contract.world import World

pytestmark = pytest.mark.django_db

# Of each resource that is counted, a dimension of which every record has at most one value.
SINGLE_VALUED = {"claims": "kind", "statements": "channel", "incidents": "kind"}


def asked(world: World, resource: str, name: str) -> list[str]:
    return [value for value in values(world, resource, name) if "draft-" not in value]


def count(resource: str, query: str = "") -> int:
    found: int = ask(resource, f"fields=slug&limit=1&count=true{query}")["count"]
    return found


@pytest.mark.parametrize("resource", SINGLE_VALUED)
def test_aggregates_count_the_rows_that_the_list_has(shared_world: World, resource: str) -> None:
    by = SINGLE_VALUED[resource]
    for name in contract.parameters(resource):
        if name in contract.PAGING:
            continue
        for value in asked(shared_world, resource, name.removesuffix("__not")):
            groups = ask(f"aggregates/{resource}", f"by={by}&{name}={value}")["results"]
            rows = count(resource, f"&{name}={value}")
            assert sum(group["count"] for group in groups) == rows, (name, value)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_exports_hold_the_rows_that_the_list_has(shared_world: World, resource: str) -> None:
    for name in contract.filters(resource):
        for value in asked(shared_world, resource, name):
            listed = ask(resource, f"fields=slug&limit=500&ordering=slug&{name}={value}")
            response = get(f"{resource}/export.ndjson", f"fields=slug&{name}={value}")
            rows = [json.loads(line) for line in content_of(response).splitlines()]
            assert rows == listed["results"], (name, value)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_a_filter_and_its_negation_part_the_rows(shared_world: World, resource: str) -> None:
    everything = count(resource)
    divided = set()
    for name in contract.NEGATABLE[resource]:
        for value in asked(shared_world, resource, name):
            kept = count(resource, f"&{name}={value}")
            rest = count(resource, f"&{name}__not={value}")
            assert kept + rest == everything, (name, value)
            divided |= {name} if kept and rest else set()
    assert len(divided) >= len(contract.NEGATABLE[resource]) // 3, "too few tell anything"


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_both_answers_to_a_yes_or_no_part_the_rows(shared_world: World, resource: str) -> None:
    everything = count(resource)
    for name in ("contested", "own_loss", "checkable"):
        if name in RESOURCES[resource].filterset_class.base_filters:
            parts = [count(resource, f"&{name}={answer}") for answer in ("true", "false")]
            assert sum(parts) == everything, name
