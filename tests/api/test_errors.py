"""Errors: one shape; 400 names what is wrong, 404 tells of nothing, 410 leaves a tombstone."""

from urllib.parse import quote

import pytest
from django.test import Client

from tests.api.asking import CLIENT, ask, get, problem_of, refused
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
)
from tests.transactions import committed

pytestmark = pytest.mark.django_db

MAKE = {
    "incidents": make_incident,
    "statements": make_statement,
    "claims": make_claim,
    "actors": make_actor,
    "places": make_place,
    "documents": make_document,
    "questions": make_question,
}


@pytest.mark.parametrize(
    ("path", "query", "parameter", "code", "suggestion"),
    [
        # Unknown names, with the closest that is known.
        ("claims", "knid=killed", "knid", "unknown_parameter", "kind"),
        ("claims", "kind__no=killed", "kind__no", "unknown_parameter", "kind__not"),
        ("claims", "kind__not__not=killed", "kind__not__not", "unknown_parameter", "kind__not"),
        ("claims", "KIND=killed", "KIND", "unknown_parameter", None),
        ("claims", "zzzzzz=1", "zzzzzz", "unknown_parameter", None),
        # What other APIs call it.
        ("claims", "page=2", "page", "unknown_parameter", "cursor"),
        ("claims", "sort=slug", "sort", "unknown_parameter", "ordering"),
        ("claims", "speaker=armenia", "speaker", "unknown_parameter", "claimant"),
        ("statements", "claimant=armenia", "claimant", "unknown_parameter", "speaker"),
        ("statements", "side=armenia", "side", "unknown_parameter", "speaker_side"),
        ("places", "subject=x", "subject", "unknown_parameter", None),
        ("incidents", "speaker=x", "speaker", "unknown_parameter", None),
        ("claims", "=1", "", "unknown_parameter", None),
        ("claims", "a%00b=1", "a\x00b", "unknown_parameter", None),
        # Codes and slugs.
        ("claims", "kind=kiled", "kind", "unknown_code", "killed"),
        ("claims", "kind=killed,kiled", "kind", "unknown_code", "killed"),
        ("claims", "kind=killed&kind=kiled", "kind", "unknown_code", "killed"),
        ("claims", "kind__not=kiled", "kind__not", "unknown_code", "killed"),
        ("claims", "kind=Killed", "kind", "unknown_code", "killed"),
        ("incidents", "place_precision=8", "place_precision", "unknown_code", None),
        ("claims", "subject=armenja", "subject", "unknown_slug", "armenia"),
        ("claims", "subject=armenia,armenja", "subject", "unknown_slug", "armenia"),
        ("claims", "subject__not=armenja", "subject__not", "unknown_slug", "armenia"),
        ("actors", "slug=armenja", "slug", "unknown_slug", "armenia"),
        ("claims", "incident=armenia", "incident", "unknown_slug", None),
        ("claims", "country=am", "country", "bad_country", "AM"),
        ("claims", "country=Armenia", "country", "bad_country", None),
        ("documents", "language=EN", "language", "bad_language", "en"),
        ("documents", "language=english", "language", "bad_language", None),
        # Empty values.
        ("claims", "kind=", "kind", "empty", None),
        ("claims", "kind=killed,", "kind", "empty", None),
        ("claims", "kind=killed&kind=", "kind", "empty", None),
        ("claims", "kind", "kind", "empty", None),
        ("claims", "q=", "q", "empty", None),
        ("claims", "q=%20", "q", "empty", None),
        ("claims", "limit=", "limit", "empty", None),
        ("claims", "cursor=", "cursor", "empty", None),
        ("claims", "count=", "count", "empty", None),
        ("claims", "ordering=", "ordering", "empty", None),
        ("claims", "fields=", "fields", "empty", None),
        ("actors/armenia", "fields=", "fields", "empty", None),
        # Times.
        ("claims", "known_at=yesterday", "known_at", "bad_time", None),
        ("claims", "asserted_after=2021-11-31", "asserted_after", "bad_time", None),
        ("claims", "asserted_after=0000-01-01", "asserted_after", "bad_time", None),
        ("claims", "asserted_after=2021-11", "asserted_after", "bad_time", None),
        ("claims", "asserted_after=2021-11-16T18:30", "asserted_after", "bad_time", None),
        ("claims", "asserted_after=2021-11-16T25:00:00Z", "asserted_after", "bad_time", None),
        ("claims", "known_at=0001-01-01T00:00:00%2B14:00", "known_at", "bad_time", None),
        ("claims", "known_at=9999-12-31T23:59:59-14:00", "known_at", "bad_time", None),
        ("claims", "updated_after=100000000-01-01", "updated_after", "bad_time", None),
        # Places.
        ("incidents", "bbox=44,38,48", "bbox", "bad_numbers", None),
        ("incidents", "bbox=48,38,44,41", "bbox", "bad_box", None),
        ("incidents", "bbox=44,41,48,38", "bbox", "bad_box", None),
        ("incidents", "bbox=-181,38,48,41", "bbox", "bad_box", None),
        ("incidents", "bbox=NaN,38,48,41", "bbox", "bad_numbers", None),
        ("incidents", "bbox=44,38,48,1e999", "bbox", "bad_box", None),
        ("incidents", "near=91,44&radius_km=5", "near", "bad_point", None),
        ("incidents", "near=--40,44&radius_km=5", "near", "bad_numbers", None),
        ("incidents", "near=40,44&radius_km=0", "radius_km", "out_of_range", None),
        ("incidents", "near=40,44&radius_km=-5", "radius_km", "out_of_range", None),
        ("incidents", "near=40,44&radius_km=20041", "radius_km", "out_of_range", None),
        ("incidents", "near=40,44&radius_km=inf", "radius_km", "bad_numbers", None),
        # Numbers and yes or no.
        ("claims", "value_gte=twelve", "value_gte", "not_a_number", None),
        ("claims", "value_gte=1.5", "value_gte", "not_a_number", None),
        ("claims", "value_gte=-1", "value_gte", "not_a_number", None),
        ("claims", "value_gte=%D9%A3", "value_gte", "not_a_number", None),
        ("claims", "value_lte=9223372036854775808", "value_lte", "out_of_range", None),
        ("claims", "own_loss=yes", "own_loss", "not_boolean", None),
        ("claims", "own_loss=True", "own_loss", "not_boolean", "true"),
        ("claims", "count=tru", "count", "not_boolean", "true"),
        # Fields.
        ("claims", "fields=slug,knid", "fields", "unknown_field", "kind"),
        ("claims", "fields=links", "fields", "unknown_field", None),
        ("claims", "fields=slug,", "fields", "unknown_field", None),
        ("actors/armenia", "fields=nmae", "fields", "unknown_field", "name"),
        # Details take fields, and questions rule and known_at.
        ("actors/armenia", "kind=state", "kind", "unknown_parameter", None),
        ("actors/armenia", "limit=5", "limit", "unknown_parameter", None),
        ("actors/armenia", "feilds=slug", "feilds", "unknown_parameter", "fields"),
        # Characters that no text can have.
        ("claims", "q=a%00b", "q", "bad_character", None),
        ("claims", "kind=%00", "kind", "bad_character", None),
        ("claims", "subject=%00", "subject", "bad_character", None),
        ("claims", "known_at=%00", "known_at", "bad_character", None),
        ("claims", f"q={'x' * 501}", "q", "too_long", None),
        ("claims", f"subject={'x' * 100_000}", "subject", "too_long", None),
        ("claims", f"kind={'killed,' * 20_000}killed", "kind", "too_many", None),
    ],
)
def test_what_is_wrong_with_a_parameter_is_named(path, query, parameter, code, suggestion):
    make_actor("Armenia", kind="state", slug="armenia")
    error = refused(path, query)
    assert (error["parameter"], error["code"]) == (parameter, code)
    assert error["suggestion"] == suggestion
    assert parameter in error["detail"] or parameter == "a\x00b"


SINGLE_VALUED = {
    "incidents": "limit cursor count fields ordering bbox near radius_km q occurred_after "
    "occurred_before updated_after",
    "claims": "limit cursor count fields ordering q known_at asserted_after asserted_before "
    "occurred_after occurred_before value_gte value_lte updated_after",
    "questions": "known_at speakers_gte",
    "documents": "published_after published_before q",
    "statements": "known_at made_after made_before q",
}
VALID = {
    "limit": "5", "cursor": "x", "count": "true", "fields": "slug", "ordering": "slug",
    "bbox": "44,38,48,41", "near": "40,44", "radius_km": "5", "q": "x", "value_gte": "1",
    "value_lte": "1", "speakers_gte": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, name) for path, names in SINGLE_VALUED.items() for name in names.split()],
)
def test_a_single_valued_parameter_given_twice_is_refused(path, name):
    value = VALID.get(name, "2021-11-16")
    beside = {"near": "&radius_km=5", "radius_km": "&near=40,44"}.get(name, "")
    error = refused(path, f"{name}={value}&{name}={value}{beside}")
    assert (error["parameter"], error["code"]) == (name, "repeated")


def test_everything_wrong_is_told_at_once():
    response = get("claims", "knid=1&kind=kiled&value_gte=x&limit=0&fields=zzz&ordering=zzz")
    problem = problem_of(response, 400)
    assert [error["parameter"] for error in problem["errors"]] == [
        "knid",
        "kind",
        "value_gte",
        "ordering",
        "limit",
        "fields",
    ]
    assert problem["type"] == "about:blank"
    assert problem["title"] == "Bad request"


def test_accepted_values_are_named():
    assert "asserts, denies" in refused("claims", polarity="maybe")["detail"]
    assert "claims_count" in refused("incidents", fields="x")["detail"]
    assert "updated" in refused("places", ordering="x")["detail"]
    assert "radius_km" in refused("places", x="1")["detail"]


@pytest.mark.parametrize("resource", contract.RESOURCES)
@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_was_never_published_is_the_same_404_as_what_is_missing(resource, status):
    record = MAKE[resource](status=status)
    missing = get(f"{resource}/no-such-{record.slug}")
    unpublished = get(f"{resource}/{record.slug}")
    problem_of(missing, 404)
    assert unpublished.status_code == 404
    assert unpublished.content == missing.content
    assert unpublished.headers == missing.headers


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_what_was_withdrawn_is_410(resource):
    record = MAKE[resource]()
    committed()
    type(record).objects.filter(pk=record.pk).update(status="withdrawn")
    problem = problem_of(get(f"{resource}/{record.slug}"), 410)
    assert problem["detail"] == f"{record.slug} was withdrawn."
    assert record.slug not in get(resource).content.decode()


@pytest.mark.parametrize(
    "slug",
    [
        "x",
        "X",
        "%00",
        "a%00b",
        "%FF%FE",
        "%ED%A0%80",
        "..",
        "é",
        "%20",
        "'",
        "%25",
        "x" * 5000,
        "a;drop",
        "a?",
        "a%2Fb",
        "list.json",
    ],
)
@pytest.mark.parametrize("resource", ["claims", "questions"])
def test_a_slug_that_is_none_is_404(resource, slug):
    problem_of(get(f"{resource}/{slug}"), 404)


@pytest.mark.parametrize("path", ["", "claims", "claims/x", "nothing"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_read_only(path, method):
    """Also for a browser, which brings no CSRF token."""
    ask_strictly = getattr(Client(enforce_csrf_checks=True), method)
    response = ask_strictly(f"/api/v1/{path}", "{}", content_type="application/json")
    if path == "nothing":
        problem_of(response, 404)
    else:
        problem_of(response, 405)
        assert "GET" in response["Allow"]
        assert "POST" not in response["Allow"]


@pytest.mark.parametrize("path", ["nothing", "claim", "claims/x/y", "claims/x/y/", "Claims", "%00"])
def test_there_is_nothing_at_another_address(path):
    assert "/api/v1/" in problem_of(get(path), 404)["detail"]


@pytest.mark.parametrize("path", ["claims", "claims/{slug}", "actors", "schema", ""])
def test_a_trailing_slash_answers_alike_without_a_redirect(path):
    path = path.format(slug=make_claim().slug)
    make_claim()
    bare = CLIENT.get(f"/api/v1/{path}".rstrip("/"), {"limit": 1} if path == "claims" else {})
    slashed = CLIENT.get(
        f"/api/v1/{path}/".replace("v1//", "v1/"), {"limit": 1} if path == "claims" else {}
    )
    assert bare.status_code == slashed.status_code == 200
    assert bare.content == slashed.content


def test_a_trailing_slash_after_nothing_is_404():
    assert get("nothing/").content == get("nothing").content
    assert get("claims/x/").content == get("claims/x").content


@pytest.mark.parametrize("path", ["claims", "claims/{slug}", "claims/x", "claims?knid=1", ""])
def test_head_answers_as_get_without_a_body(path):
    url = f"/api/v1/{path.format(slug=make_claim().slug)}"
    got, head = CLIENT.get(url), CLIENT.head(url)
    assert head.status_code == got.status_code
    assert head["Content-Type"] == got["Content-Type"]
    assert head.content == b""


@pytest.mark.parametrize(
    "accept",
    ["text/html", "*/*", "application/xml", "text/html,application/xhtml+xml;q=0.9", "", "x", ";"],
)
def test_whatever_a_client_accepts_it_gets_json(accept):
    answer = CLIENT.get("/api/v1/claims", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    problem_of(CLIENT.get("/api/v1/claims/x", headers={"accept": accept}), 404)


@pytest.mark.parametrize("path", ["claims", "claims/x", ""])
def test_pages_of_other_sites_may_read(path):
    response = CLIENT.get(f"/api/v1/{path}", headers={"origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_twenty_thousand_ids_are_refused_however_they_are_given():
    many = ",".join(["armenia"] * 20_000)
    assert refused("claims", f"subject={many}")["parameter"] == "subject"
    assert refused("claims", "&".join(["subject=x"] * 20_000))["parameter"] == "subject"
    assert refused("claims", f"fields={many}")["parameter"] == "fields"
    assert refused("claims", f"ordering={many}")["parameter"] == "ordering"
    assert len(get("claims", f"fields={many}").content) < 5000


def test_more_parameters_than_a_query_can_have_are_refused():
    query = "&".join(f"p{number}=1" for number in range(2000))
    assert refused("claims", query)["code"] == "too_many"


def test_what_is_wrong_never_shows_sql_or_a_trace():
    for query in ("q=" + quote("'; DROP TABLE conflictdb_claim; --"), "kind=" + quote("' OR 1=1")):
        text = get("claims", query).content.decode()
        for word in ("SELECT", "psycopg", "Traceback", "conflictdb_claim WHERE"):
            assert word not in text
    assert ask("claims") == {"next": None, "previous": None, "results": []}
