"""The change feed over HTTP, and what the addresses of withdrawn and merged records answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb import curation
from conflictdb.models import Actor, Change
from tests.api.asking import CLIENT, ask, get, problem_of, refused
from tests.factories import make_actor, make_claim, make_incident, make_place, make_question
from tests.transactions import committed

pytestmark = pytest.mark.django_db

HOST = "http://testserver/api/v1"


def follow(address: str) -> dict:
    response = CLIENT.get(address)
    assert response.status_code == 200
    return response.json()


def set_status(record, status: str, **values) -> None:
    type(record).objects.filter(pk=record.pk).update(status=status, **values)
    committed()


@pytest.fixture
def five() -> list[Actor]:
    actors = [make_actor(slug=f"actor-{letter}") for letter in "abcde"]
    committed()
    return actors


def test_a_change_says_what_happened_to_which_record(five, curator):
    curation.withdraw(five[0], by=curator, reason="Twice.", reason_code="duplicate")
    committed()
    set_status(five[1], "withdrawn", merged_into=five[2])
    page = ask("changes", after=4)
    assert list(page) == ["next", "previous", "revision", "results"]
    assert (page["previous"], page["revision"]) == (None, 7)
    published, withdrawn, merged = page["results"]
    assert list(published) == [
        "sequence", "at", "resource", "slug", "operation", "reason", "url",
    ]  # fmt: skip
    assert published == {
        "sequence": 5,
        "at": published["at"],
        "resource": "actor",
        "slug": "actor-e",
        "operation": "published",
        "reason": None,
        "url": f"{HOST}/actors/actor-e",
    }
    assert published["at"].endswith("Z")
    told = [(c["slug"], c["operation"], c["reason"], c["url"]) for c in (withdrawn, merged)]
    assert told == [
        ("actor-a", "withdrawn", "duplicate", None),
        ("actor-b", "merged", None, f"{HOST}/actors/actor-b"),
    ]


def test_every_address_of_the_feed_leads_to_the_record_it_names():
    made = make_claim(incident=make_incident(kind="episode"))
    make_place()
    make_question()
    committed()
    found = ask("changes")["results"]
    assert {change["resource"] for change in found} >= {"claim", "question", "statement", "place"}
    for change in found:
        assert follow(change["url"])["slug"] == change["slug"]
    assert made.slug in [change["slug"] for change in found]


def test_reading_on_shows_every_change_once_and_comes_back_for_more(five):
    page, seen = ask("changes", limit=2), []
    for _ in range(3):
        seen += [change["slug"] for change in page["results"]]
        page = follow(page["next"])
    assert seen == [actor.slug for actor in five]
    assert page["results"] == []
    stored = page["next"]
    assert stored == f"{HOST}/changes?limit=2&after=5"
    assert follow(stored)["next"] == stored
    new = make_place()
    committed()
    page = follow(stored)
    assert [change["slug"] for change in page["results"]] == [new.slug]
    assert page["next"] == f"{HOST}/changes?limit=2&after=6"


def test_an_empty_dataset_has_an_empty_feed():
    assert ask("changes") == {
        "next": f"{HOST}/changes?after=0",
        "previous": None,
        "revision": 0,
        "results": [],
    }


def test_what_a_filter_leaves_out_is_not_read_again(five):
    set_status(make_place(slug="a-place"), "published")
    page = ask("changes", resource="place")
    assert [change["slug"] for change in page["results"]] == ["a-place"]
    make_actor()
    committed()
    page = ask("changes", resource="place", after=6)
    assert page["results"] == []
    assert page["next"] == f"{HOST}/changes?resource=place&after=7"
    assert len(ask("changes", resource="place,actor")["results"]) == 7
    assert len(ask("changes", resource__not="actor")["results"]) == 1


def test_operations_can_be_chosen(five):
    set_status(five[0], "draft")
    assert [c["slug"] for c in ask("changes", operation="withdrawn")["results"]] == ["actor-a"]
    assert len(ask("changes", operation__not="withdrawn")["results"]) == 5


def test_a_number_beyond_the_feed_is_not_lost(five):
    """A replica that lags behind must not send a reader back."""
    page = ask("changes", after=9000)
    assert (page["results"], page["revision"]) == ([], 5)
    assert page["next"] == f"{HOST}/changes?after=9000"


def test_a_page_has_a_hundred_changes_unless_told():
    for n in range(101):
        make_place(slug=f"p-{n}")
    committed()
    assert len(ask("changes")["results"]) == 100
    assert len(ask("changes", limit=1000)["results"]) == 101


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("after=-1", "after", "not_a_number"),
        ("after=x", "after", "not_a_number"),
        ("after=9223372036854775808", "after", "out_of_range"),
        ("after=1&after=2", "after", "repeated"),
        ("after=", "after", "empty"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=1001", "limit", "out_of_range"),
        ("resource=claims", "resource", "unknown_code"),
        ("operation=deleted", "operation", "unknown_code"),
        ("since=1", "since", "unknown_parameter"),
        ("fields=slug", "fields", "unknown_parameter"),
    ],
)
def test_what_is_wrong_is_named(query, name, code):
    fault = refused("changes", query)
    assert (fault["parameter"], fault["code"]) == (name, code)


def test_a_page_costs_three_queries_however_long(five):
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            ask("changes", limit=limit)
        assert len(queries) == 3


def test_the_feed_is_read_only_and_listed():
    assert CLIENT.post("/api/v1/changes").status_code == 405
    assert ask("")["changes"] == f"{HOST}/changes"


# Tombstones and merged records


def test_a_withdrawn_record_leaves_its_tombstone(five, curator):
    curation.withdraw(five[0], by=curator, reason="She asked us to.", reason_code="privacy")
    committed()
    problem = problem_of(get("actors/actor-a"), 410)
    change = ask("changes", after=5)["results"][0]
    assert problem["tombstone"] == {
        "resource": "actor",
        "slug": "actor-a",
        "withdrawn": change["at"],
        "reason": "privacy",
    }
    assert "asked" not in str(problem)


def test_who_works_on_a_withdrawn_record_does_not_show(five):
    set_status(five[0], "withdrawn")
    before = get("actors/actor-a").content
    for status in ("draft", "in_review"):
        set_status(five[0], status)
        assert get("actors/actor-a").content == before
    set_status(five[0], "published")
    assert ask("actors/actor-a")["slug"] == "actor-a"
    assert Change.objects.latest("sequence").operation == "published"


@pytest.mark.parametrize(
    ("resource", "make"),
    [
        ("actors", make_actor),
        ("places", make_place),
        ("incidents", make_incident),
        ("questions", make_question),
    ],
)
def test_a_merged_record_leads_to_its_survivor_with_the_query(resource, make):
    gone, survivor = make(), make()
    committed()
    set_status(gone, "withdrawn", merged_into=survivor)
    response = get(f"{resource}/{gone.slug}", "fields=slug,url")
    problem = problem_of(response, 308)
    assert problem["detail"] == f"{gone.slug} was merged into {survivor.slug}."
    assert response["Location"] == f"{HOST}/{resource}/{survivor.slug}?fields=slug,url"
    assert list(follow(response["Location"])) == ["slug", "url"]
    assert get(f"{resource}/{gone.slug}")["Location"] == f"{HOST}/{resource}/{survivor.slug}"
    refused(f"{resource}/{gone.slug}", "feilds=slug")


def test_a_merged_record_whose_survivor_is_gone_is_gone_too(five):
    set_status(five[0], "withdrawn", merged_into=five[1])
    set_status(five[1], "withdrawn")
    tombstone = problem_of(get("actors/actor-a"), 410)["tombstone"]
    assert tombstone["slug"] == "actor-a"


def test_a_draft_that_was_merged_was_never_there(five):
    never = make_actor(status="withdrawn", merged_into=five[0])
    problem_of(get(f"actors/{never.slug}"), 404)
