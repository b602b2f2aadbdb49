"""Every filter of the contract exists, and every public field can be filtered or says why not."""

from importlib import import_module

import pytest

from api.urls import RESOURCES
from tests.contract import contract

# Fields of claims and incidents that no filter of their own name selects by: by which other one,
# or why none. A new field goes here or gets a filter.
WITHOUT_FILTER = {
    "claims": {
        "statement": "claimant and the other filters over the utterance",
        "claimant_description": "words; q searches the gist",
        "subject_scope": "subject",
        "value_min": "value_gte, value_lte",
        "value_max": "value_gte, value_lte",
        "basis": "refines modifier",
        "unit": "kind and topic",
        "as_of": "refines a figure",
        "occurred": "occurred_after, occurred_before",
        "asserted": "asserted_after, asserted_before, known_at",
        "breakdown_of": "in the detail of the total",
        "gist": "q",
        "citations": "document, publisher, via",
        "url": "slug",
    },
    "incidents": {
        "title": "q",
        "summary": "q",
        "occurred": "occurred_after, occurred_before",
        "places": "place",
        "latitude": "bbox, near",
        "longitude": "bbox, near",
        "participants": "actor, role, side",
        "claims_count": "has_claims",
        "statements_count": "document",
        "url": "slug",
    },
}


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_the_parameters_of_a_list_are_those_of_the_contract(resource):
    filterset = RESOURCES[resource].filterset_class
    assert {*filterset.base_filters, *filterset.further} == set(contract.parameters(resource))


@pytest.mark.parametrize("resource", WITHOUT_FILTER)
def test_every_field_has_a_filter_or_a_reason_for_none(resource):
    fields = set(contract.FIELDS[resource])
    filters = set(contract.filters(resource))
    assert fields - filters == set(WITHOUT_FILTER[resource])


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_filter_has_a_case(resource):
    """A filter without a test of what it finds and what it does not is none."""
    module = import_module(f"tests.api.test_resources.test_{resource.removesuffix('s')}")
    assert set(module.CASES) == set(contract.filters(resource))
