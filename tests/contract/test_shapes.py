"""Every field of the contract is there for every record, and absent is null."""

import re

import pytest

from tests.api.asking import ask
from tests.contract import contract
from tests.contract.world import make_world

pytestmark = pytest.mark.django_db

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# Which fields hold refs to which resource.
REFS = {
    "actor": "speaker co_speakers on_behalf_of addressees claimant subject target side part_of "
    "body publisher agencies subject_side parts via actor",
    "incident": "incident about incidents part_of parts",
    "place": "place places parent",
    "statement": "statement",
    "claim": "claim breakdown_of breakdowns",
    "question": "question questions",
    "document": "document",
}
REFS_OF = {
    name: {resource for resource, names in REFS.items() if name in names.split()}
    for names in REFS.values()
    for name in names.split()
}
TIMES = ["occurred", "made", "asserted", "as_of", "published", "from", "until"]


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_field_is_present_whatever_the_record(world, resource):
    records = ask(resource)["results"]
    assert len(records) >= 2
    for record in records:
        assert list(record) == contract.FIELDS[resource]
    for slug in world.slugs[resource]:
        assert slug in [record["slug"] for record in records]
        detail = ask(f"{resource}/{slug}")
        expected = [*contract.FIELDS[resource], *contract.DETAIL_FIELDS[resource]]
        assert sorted(detail) == sorted(expected)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_a_list_shows_a_record_as_its_detail_does(world, resource):
    for record in ask(resource)["results"]:
        detail = ask(f"{resource}/{record['slug']}")
        assert record == {name: detail[name] for name in contract.FIELDS[resource]}
        assert record["url"] == f"http://testserver/api/v1/{resource}/{record['slug']}"


def test_the_full_records_leave_nothing_empty_and_the_bare_ones_nulls(world):
    """So that the tests of shapes and of the schema see both of everything."""
    for resource in contract.RESOURCES:
        shown = [ask(f"{resource}/{slug}") for slug in world.slugs[resource]]
        for name in [*contract.FIELDS[resource], *contract.DETAIL_FIELDS[resource]]:
            values = [record[name] for record in shown]
            if name not in ("estimate", "counted", "speaker_description", "claimant_description"):
                assert any(value not in (None, [], "") for value in values), (resource, name)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_refs_time_facts_and_citations_have_their_shapes(world, resource):
    seen = set()
    for path in [resource, *(f"{resource}/{slug}" for slug in world.slugs[resource])]:
        seen |= _check(ask(path))
    assert seen, "nothing was checked"


def _check(value, name=""):
    """Check all that is nested in a body by the names of fields; return what was checked."""
    seen = set()
    if isinstance(value, list):
        for item in value:
            seen |= _check(item, name)
    elif isinstance(value, dict):
        if name in TIMES:
            assert list(value) == contract.TIME_FACT
            assert isinstance(value["inferred"], bool)
            for end in (value["earliest"], value["latest"]):
                assert end is None or INSTANT.fullmatch(end)
            seen.add("time")
        elif name in REFS_OF:
            shapes = [contract.REFS[resource] for resource in REFS_OF[name]]
            assert list(value) in shapes, (name, list(value))
            assert value["slug"] == value["url"].rsplit("/", 1)[-1]
            seen.add(name)
        elif name == "citations" and "document" in value:
            assert list(value) == contract.CITATION
            seen.add(name)
        for key, nested in value.items():
            seen |= _check(nested, key)
    else:
        assert value != "", f"{name} is an empty text; absent is null"
    return seen


def test_fields_narrow_lists_and_details_but_not_what_is_nested(world):
    page = ask("claims", fields="gist,slug,statement")
    assert {tuple(record) for record in page["results"]} == {("slug", "statement", "gist")}
    assert set(page["results"][0]["statement"]) == {"slug", "gist", "url"}
    assert list(ask(f"claims/{world.total.slug}", fields="links,slug")) == ["slug", "links"]
    detail = ask(f"statements/{world.statement.slug}", fields="claims")
    assert list(detail["claims"][0]) == contract.FIELDS["claims"]


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_field_can_be_asked_for_alone(world, resource):
    for name in contract.FIELDS[resource]:
        for record in ask(resource, fields=name)["results"]:
            assert list(record) == [name]
    slug = world.slugs[resource][0]
    for name in contract.DETAIL_FIELDS[resource]:
        assert list(ask(f"{resource}/{slug}", fields=name)) == [name]


def test_absent_is_null_never_zero_or_an_empty_text(world):
    bare = ask("claims/bare-claim")
    nulls = (
        "question incident about claimant on_behalf_of target victim_class value_min value_max "
        "modifier basis unit as_of occurred asserted place breakdown_of"
    )
    assert [name for name in nulls.split() if bare[name] is not None] == []
    assert bare["citations"] == []
    assert ask("places/bare-place")["latitude"] is None
    assert ask("documents/bare-document")["publisher"] is None
