"""Every parameter of every operation, and every path, against values that have broken servers
before: refused by name or answered, never a fault, never slow."""

import base64
import json
import time
from itertools import product
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse

from api.errors import TITLES
from tests.api.asking import CLIENT, ROOT, ask, content_of, problem_of
from tests.contract.operations import Operation, operations
from tests.contract.world import World

pytestmark = pytest.mark.django_db

SECONDS = 2

# What tells of the inside, where it is not what was asked.
SECRETS = ("SELECT ", "Traceback", "psycopg", "conflictdb_", "/site-packages/", 'File "')

# As they stand in a query string, already quoted where they must be.
HOSTILE = [
    "",
    "%20",
    "%00",
    "a%00b",
    "%",
    "%zz",
    "%ED%A0%80",  # a lone surrogate
    "%FF%FE",
    "%E2%80%AE",  # right to left from here
    "%C2%85%0A%0D%09",
    quote("ﷺ" * 300),
    "0",
    "-0",
    "-1",
    "%2B1",
    "1_000",
    "00000012",
    "1.5",
    "1e999",
    "0x10",
    "%D9%A3",  # an Arabic digit
    "NaN",
    "inf",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 5000,
    "-" + "9" * 5000,
    "0000-01-01",
    "0001-01-01",
    "10000-01-01",
    "100000000-01-01",
    "2021-02-30",
    "2021-11-16T24:00:00Z",
    "2021-11-16T17:00:00%2B99:99",
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "--1,2,3,4",
    "1,2",
    "44,38,48,41",
    "180,90,180,90",
    "2021-11-16T23:59:60Z",  # a leap second
    "2021-11-16T00:00:00-24:00",
    "2021-W46-2",
    "true",
    "True",
    "undefined",
    "-slug",
    "id",
    "statement__status",
    "killed",
    "armenia",
    "armenia,armenia",
    ",",
    quote("' OR '1'='1"),
    quote("'; DROP TABLE conflictdb_claim; --"),
    quote("\\'; SELECT pg_sleep(10); --"),
    quote('"unclosed & | ! ( <-> :* phrase'),
    quote("!" * 400),
    quote("(a+)+$^.*[\\"),
    quote("%_%_%"),
    quote("👩‍👩‍👧‍👦" * 50),
    quote("Ünïcödé ոճրագործ"),
    quote("{{7*7}}${7*7}"),
    quote("\r\nSet-Cookie: a=b"),
    quote("<script>alert(1)</script>"),
    quote("../../../../etc/passwd"),
    quote("%s%s%s%n%d"),
    quote('{"$gt":""}'),
    "x" * 100_000,
    "armenia," * 20_000 + "armenia",
    ",".join(f"armenia-{number}" for number in range(500)),
    "W10=",
    "WyJzbHVnIixmYWxzZSwiPWEiXQ==",
    base64.urlsafe_b64encode(b"[" * 3000).decode(),
    base64.urlsafe_b64encode(b'["slug",false,"=a",1e999,{}]').decode(),
]

# What stands where a path has a slug or a name.
PATHS = [
    *HOSTILE,
    ".",
    "..",
    "%2e%2e",
    "..%2F..%2Fadmin",
    "%2F",
    "a%2Fb",
    "a%5Cb",
    "a//b",
    ";a=b",
    "a%3Fb=c",
    "a%23b",
    "-",
    "UPPER",
    "a" * 301,
    "mod-losses%20",
    "%2525",
]

OPERATIONS = pytest.mark.parametrize("operation", operations(), ids=str)


@pytest.fixture(scope="module")
def cursors(shared_world: World) -> list[str]:
    """Cursors that pages gave, whole and maimed: each list is asked for those of all others."""
    pages = [
        *(f"{resource}?limit=1" for resource in shared_world.slugs),
        "claims?limit=1&ordering=-value",
        "search?q=clashes&limit=1",
        f"incidents/{shared_world.episode.slug}/timeline?limit=1",
    ]
    whole = [parse_qs(urlsplit(ask(page)["next"]).query)["cursor"][0] for page in pages]
    assert len(set(whole)) > 5
    maimed = [each[: len(each) // 2] for each in whole] + [each[::-1] for each in whole]
    return [quote(each) for each in [*whole, *maimed, *(f"{each}AAAA" for each in whole)]]


@pytest.fixture(autouse=True)
def impatient(db: None) -> None:
    """No query may take longer than a reader waits."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")


@OPERATIONS
def test_no_value_of_any_parameter_is_a_fault(
    operation: Operation, shared_world: World, cursors: list[str]
) -> None:
    path = operation.path(shared_world)
    for value in HOSTILE:
        # All at once: the answer names each that refuses it. The others must take it alone.
        names = list(operation.parameters)
        refused = _refused(path, "&".join(f"{name}={value}" for name in names))
        assert refused <= set(names), (value[:80], refused - set(names))
        for name in set(names) - refused:
            alone = _refused(path, f"{name}={value}{operation.beside(name)}")
            assert alone == set(), (name, value[:80], alone)
    if "cursor" in operation.parameters:
        for value in cursors:
            query = f"cursor={value}{operation.beside('cursor')}"
            assert _refused(path, query) <= {"cursor"}, query


@OPERATIONS
def test_a_name_that_is_no_parameter_is_refused_and_a_near_one_suggested(
    operation: Operation, shared_world: World
) -> None:
    path, known = operation.path(shared_world), operation.parameters
    for value in HOSTILE:
        if value.split("=")[0] in ("", "%20", *known):
            continue
        assert _refused(path, f"{value}=1{operation.beside('')}"), value[:80]
    for name in known:
        for misspelt in (f"{name}[]", f"{name}[a][b]", f"{name}__not__not", f"{name}x", "\x00"):
            if misspelt in known:
                continue
            response = _get(path, f"{quote(misspelt)}=1{operation.beside('')}")
            (error,) = problem_of(response, 400)["errors"]
            assert error["parameter"] == misspelt
            assert error["code"] == "unknown_parameter"
            assert error["suggestion"] in (None, *known)
            if misspelt == f"{name}x":
                assert error["suggestion"] is not None


@OPERATIONS
def test_what_takes_one_value_is_refused_twice(operation: Operation, shared_world: World) -> None:
    path = operation.path(shared_world)
    for name in operation.parameters:
        for value in ("1", "2021-11-16", "true", "slug"):
            twice = f"{name}={value}&{name}={value}{operation.beside(name)}"
            if not operation.is_many(name):
                assert name in _refused(path, twice), twice
            assert _refused(path, twice) <= {name}, twice


@OPERATIONS
def test_more_parameters_than_sense_are_refused(operation: Operation, shared_world: World) -> None:
    path = operation.path(shared_world)
    for query in (
        "&".join(f"a{number}=1" for number in range(900)),
        "&".join(f"a{number}=1" for number in range(5000)),
        "&".join(["a=1"] * 5000),
        "&" * 3000 + "a=1",
    ):
        assert _refused(path, query), query[:40]
    for name in operation.parameters:
        assert _refused(path, f"{name}=a&" * 600), name


@pytest.mark.parametrize(
    ("operation", "name"),
    [(each, name) for each in operations() for name in each.in_path],
    ids=str,
)
def test_no_path_is_a_fault(operation: Operation, name: str, shared_world: World) -> None:
    known = {slug for slugs in shared_world.slugs.values() for slug in slugs}
    for value in PATHS:
        if not value:
            continue
        path = operation.path(shared_world, **{name: value})
        response = _get(path)
        if response.status_code == 400:  # a format that there is none of
            (error,) = problem_of(response, 400)["errors"]
            assert error["parameter"] == name
        elif response.status_code == 404:
            problem_of(response, 404)
        else:
            assert {value.strip("/"), value.replace("%2F", "")} & {"", *known}, path[:200]


@pytest.mark.parametrize("junk", ["/", "//", "%2F", "/x", ".json", ".", ";", "%00", "%0A", "%20"])
def test_no_path_around_a_known_one_is_a_fault(junk: str, shared_world: World) -> None:
    for operation, way in product(operations(), ("{}{}", "/{1}{0}")):
        response = _get(way.format(operation.path(shared_world), junk), operation.beside("")[1:])
        if response.status_code != 200:  # of exports it is a format that there is none of
            wrong_format = response.status_code == 400 and "file_format" in operation.in_path
            problem_of(response, 400 if wrong_format else 404)


def test_hostile_headers_are_no_fault() -> None:
    for value in ("", "\x00", "x" * 5000, "é", "*", ";q=NaN", '"', 'W/"', "bytes=0-", "gzip;q=9e9"):
        for name in ("ACCEPT", "ACCEPT_ENCODING", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "RANGE",
                     "ORIGIN", "X_FORWARDED_FOR", "ACCEPT_LANGUAGE", "CONTENT_TYPE"):  # fmt: skip
            response = CLIENT.get(f"{ROOT}claims", **{f"HTTP_{name}": value})
            assert response.status_code == 200, (name, value)


def _get(path: str, query: str = "") -> HttpResponse:
    """The response, which must have come in time and tell nothing of what is inside."""
    began = time.process_time()
    response = CLIENT.get(f"{ROOT}{path}{'?' if query else ''}{query}")
    assert response.status_code in (200, 308, 400, 404, 410), (path[:200], query[:200])
    content = content_of(response)
    assert time.process_time() - began < SECONDS, (path[:200], query[:200])
    if response.status_code >= 400:
        asked = unquote(path + query)
        text = content.decode()
        for secret in SECRETS:
            assert secret not in text or secret in asked, (secret, text[:500])
        assert json.loads(text)["title"] == TITLES[response.status_code]
    return response


def _refused(path: str, query: str) -> set[str]:
    """The parameters that an answer names as wrong; none when it is 200."""
    response = _get(path, query)
    assert response.status_code in (200, 400), (path, query[:200], response.status_code)
    if response.status_code == 200:
        return set()
    named = [error["parameter"] for error in problem_of(response, 400)["errors"]]
    assert named, (path, query[:200])
    assert len(named) == len(set(named)), (path, query[:80], named)
    return set(named)
