"""Every filter of the contract exists, and every public field can be filtered or says why not."""

from importlib import import_module

import pytest

from api.urls import RESOURCES
from tests.contract import contract

# Fields that no filter of their own name selects by: by which other one,
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
    "statements": {
        "speaker_description": "words; q searches the gist",
        "co_speakers": "speaker",
        "made": "made_after, made_before, known_at",
        "acts": "act",
        "addressees": "addressee",
        "incidents": "incident",
        "gist": "q",
        "citations": "document, publisher, via, language",
        "claims_count": "that of claims, by their statement's filters",
        "url": "slug",
    },
    "actors": {
        "name": "q",
        "names": "q",
        "affiliations": "of persons; document finds who has posts cited there",
        "url": "slug",
    },
    "places": {
        "name": "q",
        "parent": "within",
        "latitude": "bbox, near",
        "longitude": "bbox, near",
        "geonames_id": "names the place elsewhere; slug names it here",
        "names": "q",
        "url": "slug",
    },
    "documents": {
        "title": "q",
        "agencies": "agency",
        "authors": "people who are no records; few, and in every representation",
        "url_original": "names the document elsewhere; slug names it here",
        "translation": "language tells the text's; few documents, in every representation",
        "translated_from": "as translation",
        "published": "published_after, published_before",
        "sha256": "proves the text, and finds nothing that slug does not",
        "length": "a measure of the text, by which nothing is asked",
        "url": "slug",
    },
    "questions": {
        "title": "q",
        "counted": "refines topic",
        "reasons": "reason",
        "spread": "its lowest and highest claims: value_gte, value_lte there",
        "latest": "the claims themselves, by question",
        "claims_count": "speakers_gte says how widely it is answered",
        "speakers_count": "speakers_gte",
        "utterances_count": "as claims_count",
        "documents_count": "as claims_count",
        "url": "slug",
    },
}


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_the_parameters_of_a_list_are_those_of_the_contract(resource):
    filterset = RESOURCES[resource].filterset_class
    assert {*filterset.base_filters, *filterset.further} == set(contract.parameters(resource))


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_field_has_a_filter_or_a_reason_for_none(resource):
    fields = set(contract.FIELDS[resource])
    filters = set(contract.filters(resource))
    assert fields - filters == set(WITHOUT_FILTER[resource])
    assert fields == {*RESOURCES[resource].representation().get_fields()}


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_filter_has_a_case(resource):
    """A filter without a test of what it finds and what it does not is none."""
    module = import_module(f"tests.api.test_resources.test_{resource.removesuffix('s')}")
    assert set(module.CASES) == set(contract.filters(resource))
