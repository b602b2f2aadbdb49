"""Pages by key: every row exactly once, whatever the order, the ties and the changes meanwhile."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.asking import CLIENT, ask, found, get, problem_of, refused
from tests.factories import (
    make_actor,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_statement,
)

pytestmark = pytest.mark.django_db


def follow(url: str) -> dict:
    """The page at an address that another page gave."""
    response = CLIENT.get(url)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def walk(path: str, **parameters) -> tuple[list[list[str]], dict]:
    """The slugs of all pages from the first on, and the last page."""
    page = ask(path, **parameters)
    pages = [_slugs(page)]
    while page["next"]:
        page = follow(page["next"])
        pages.append(_slugs(page))
    return pages, page


def walk_back(page: dict) -> list[list[str]]:
    """The slugs of a page and of all before it, in the order of the list."""
    pages = [_slugs(page)]
    while page["previous"]:
        page = follow(page["previous"])
        pages.insert(0, _slugs(page))
    return pages


def _slugs(page: dict) -> list[str]:
    return [record["slug"] for record in page["results"]]


def _flat(pages: list[list[str]]) -> list[str]:
    return [slug for page in pages for slug in page]


@pytest.fixture
def places():
    """Seven places in the order of their slugs."""
    return [make_place(slug=f"place-{letter}") for letter in "abcdefg"]


@pytest.mark.parametrize("occurred", ["2021-11-16", None])
@pytest.mark.parametrize("ordering", ["kind", "-kind,title", "kind,-occurred", "-occurred"])
def test_rows_equal_on_the_sort_key_appear_exactly_once_both_ways(ordering, occurred):
    incidents = {make_incident(occurred=occurred).slug for _ in range(20)}
    pages, last = walk("incidents", ordering=ordering, limit=3)
    assert [len(page) for page in pages] == [3, 3, 3, 3, 3, 3, 2]
    assert len(_flat(pages)) == 20
    assert set(_flat(pages)) == incidents
    back = walk_back(last)
    assert _flat(back) == _flat(pages)
    assert back == pages


@pytest.mark.parametrize("ordering", ["value", "-value"])
def test_nulls_come_last_in_either_direction(ordering):
    numbers = [3, 1, 2, 2]
    claims = [make_claim(value=number) for number in numbers]
    nulls = {make_claim(value=(None, 9)).slug for _ in range(4)}
    pages, last = walk("claims", ordering=ordering, limit=2)
    slugs = _flat(pages)
    values = {claim.slug: claim.value_min for claim in claims}
    expected = sorted(numbers, reverse=ordering.startswith("-"))
    assert [values[slug] for slug in slugs[:4]] == expected
    assert set(slugs[4:]) == nulls
    assert _flat(walk_back(last)) == slugs


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("kind,value", ["killed-1", "killed-2", "killed-", "wounded-1", "wounded-3"]),
        ("-kind,value", ["wounded-1", "wounded-3", "killed-1", "killed-2", "killed-"]),
        ("kind,-value", ["killed-2", "killed-1", "killed-", "wounded-3", "wounded-1"]),
        ("-value,kind", ["wounded-3", "killed-2", "killed-1", "wounded-1", "killed-"]),
    ],
)
def test_several_keys_may_run_in_different_directions(ordering, expected):
    for kind, value in (("killed", 2), ("wounded", 1), ("killed", (None, 7)), ("wounded", 3)):
        make_claim(kind=kind, value=value)
    make_claim(kind="killed", value=1)
    for limit in (1, 2, 5):
        page = ask("claims", ordering=ordering, limit=limit)
        shown = page["results"]
        while page["next"]:
            page = follow(page["next"])
            shown += page["results"]
        names = [f"{c['kind']}-{'' if c['value_min'] is None else c['value_min']}" for c in shown]
        assert names == expected


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("incidents", "slug updated occurred title kind"),
        ("statements", "slug updated made channel"),
        ("claims", "slug updated asserted occurred kind value"),
        ("actors", "slug updated name"),
        ("places", "slug updated name"),
        ("documents", "slug updated published"),
        ("questions", "slug updated topic title"),
    ],
)
def test_every_key_orders_a_list_both_ways(path, keys):
    for made in ("2021-11-16", None, "2021-11-17T10:00"):
        statement = make_statement(made=made)
        make_claim(
            statement=statement,
            occurred=made,
            incident=make_incident(occurred=made, place=make_place()),
            cited_in=make_document(published=made),
        )
    everything = set(found(path))
    for key in keys.split():
        for direction in ("", "-"):
            pages, last = walk(path, ordering=f"{direction}{key}", limit=4)
            assert len(_flat(pages)) == len(everything)
            assert set(_flat(pages)) == everything
            assert _flat(walk_back(last)) == _flat(pages)


def test_rows_added_before_the_cursor_are_not_repeated_and_after_it_not_missed(places):
    page = ask("places", ordering="slug", limit=3)
    make_place(slug="place-aa")
    make_place(slug="place-cc")
    page = follow(page["next"])
    assert _slugs(page) == ["place-cc", "place-d", "place-e"]


def test_rows_removed_meanwhile_cause_no_miss(places):
    page = ask("places", ordering="slug", limit=3)
    for gone in (places[0], places[2], places[3]):
        gone.delete()
    assert _slugs(follow(page["next"])) == ["place-e", "place-f", "place-g"]


def test_a_page_may_have_become_empty(places):
    page = ask("places", ordering="slug", limit=4)
    for gone in places[4:]:
        gone.delete()
    assert follow(page["next"]) == {"next": None, "previous": None, "results": []}


def test_next_and_previous_lead_round_trip_with_all_parameters(places):
    first = ask("places", "kind=settlement&limit=3&fields=slug&ordering=-slug&count=true")
    assert first["previous"] is None
    second = follow(first["next"])
    assert second["results"] == [{"slug": f"place-{letter}"} for letter in "dcb"]
    assert second["count"] == 7
    again = follow(second["previous"])
    assert again["results"] == first["results"]
    assert again["previous"] is None
    assert follow(again["next"]) == second
    third = follow(second["next"])
    assert (third["next"], _slugs(third)) == (None, ["place-a"])
    assert first["next"].startswith("http://testserver/api/v1/places?")


def test_count_is_given_when_asked_for_and_does_not_depend_on_the_page(places):
    assert "count" not in ask("places")
    assert "count" not in ask("places", count="false")
    assert list(ask("places", count="true")) == [
        "next",
        "previous",
        "count",
        "count_capped",
        "results",
    ]
    assert ask("places", count="true", limit=2)["count"] == 7
    assert ask("places", count="true", slug="place-a")["count"] == 1


def test_limit_is_50_unless_given_and_from_1_to_500():
    for _ in range(51):
        make_place()
    assert len(ask("places")["results"]) == 50
    assert len(ask("places", limit=500)["results"]) == 51
    assert len(ask("places", limit=1)["results"]) == 1


@pytest.mark.parametrize("limit", ["0", "501", "-1", "1.5", "1e2", "ten", "", "٣", "9" * 5000])
def test_other_limits_are_refused(limit):
    error = refused("places", limit=limit)
    assert (error["parameter"], error["suggestion"]) == ("limit", None)
    assert error["code"] == ("out_of_range" if limit else "empty")


@pytest.mark.parametrize(
    ("ordering", "suggestion"),
    [("nmae", "name"), ("-nmae", "-name"), ("slug,kindd", None), ("--slug", "-slug"), ("id", None)],
)
def test_ordering_takes_named_keys_only(ordering, suggestion):
    error = refused("places", ordering=ordering)
    assert (error["parameter"], error["code"]) == ("ordering", "unknown_key")
    assert error["suggestion"] == suggestion


@pytest.mark.parametrize("ordering", ["slug,slug", "name,-name", ",".join(["slug"] * 2000)])
def test_ordering_takes_each_key_once(ordering):
    error = refused("places", ordering=ordering)
    assert (error["parameter"], error["code"]) == ("ordering", "repeated_key")


def test_a_cursor_holds_for_the_ordering_that_it_was_given_for(places):
    cursor = _cursor_of(ask("places", ordering="slug", limit=1)["next"])
    assert ask("places", ordering="slug", cursor=cursor)["results"]
    error = refused("places", ordering="-slug", cursor=cursor)
    assert (error["parameter"], error["code"]) == ("cursor", "bad_cursor")


def test_a_cursor_of_another_list_leads_to_no_fault(places):
    make_actor()
    cursor = _cursor_of(ask("places", ordering="name", limit=1)["next"])
    assert get("actors", ordering="name", cursor=cursor).status_code in (200, 400)
    assert refused("claims", cursor=cursor)["parameter"] == "cursor"


def _cursor_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["cursor"][0]


def _forged(content) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


KEYS = [
    None, True, False, 0, -1, 2**62, 2**63, 10**30, 0.5, "x", "=", "=x", "=x\x00", "=\ud800", "@",
    "@2021-11-16", "@2021-11-16T00:00:00", "@0001-01-01T00:00:00+00:00",
    "@9999-12-31T23:59:59-14:00", "=" + "x" * 9000, [], {}, ["=x"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "ordering"),
    [
        ("claims", "value"),
        ("incidents", "-occurred"),
        ("incidents", "kind,-updated"),
        ("places", "slug"),
        ("places", "-name"),
    ],
)
def test_forged_cursors_are_refused_or_answered_never_a_fault(path, ordering):
    make_claim(place=make_place())
    width = len(ordering.split(","))
    keys = [[*[key] * width, "=place-1"] for key in KEYS]
    keys += [[*[key] * width] for key in KEYS]
    keys += [[None] * width + [key] for key in KEYS]
    for key in keys:
        for reverse in (True, False):
            response = get(path, ordering=ordering, cursor=_forged([ordering, reverse, *key]))
            assert response.status_code in (200, 400), (key, reverse)
            if response.status_code == 400:
                (error,) = problem_of(response, 400)["errors"]
                assert error["parameter"] == "cursor"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "====",
        "é",
        "%00",
        _forged({}),
        _forged([]),
        _forged(["slug"]),
        _forged(["slug", 1, "=a"]),
        _forged(["slug", "true", "=a"]),
        _forged("slug"),
        _forged(None),
        _forged(float("nan")),
        base64.urlsafe_b64encode(b"[" * 50_000).decode(),
        base64.urlsafe_b64encode(b'["slug",false,' + b"9" * 5000 + b"]").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_text_that_is_no_cursor_is_refused(cursor):
    error = refused("places", ordering="slug", cursor=cursor)
    assert (error["parameter"], error["code"]) == ("cursor", "bad_cursor")


def test_a_cursor_tells_nothing_that_the_record_does_not():
    """A row's id would tell how many drafts were made before it."""
    place = make_place()
    make_place()
    cursor = _cursor_of(ask("places", ordering="name", limit=1)["next"])
    content = json.loads(base64.urlsafe_b64decode(cursor))
    assert content == ["name", False, "=Sotk", f"={place.slug}"]
