"""Every parameter of every list and detail against values that have broken servers before:
refused by name or answered, never a fault."""

from urllib.parse import quote

import pytest

from tests.api.asking import CLIENT, ROOT, get, problem_of
from tests.contract import contract
from tests.contract.world import make_world

pytestmark = pytest.mark.django_db

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
    "-1",
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
    "true",
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
    quote("<script>alert(1)</script>"),
    quote("../../../../etc/passwd"),
    quote("%s%s%s%n%d"),
    quote('{"$gt":""}'),
    "x" * 100_000,
    "armenia," * 20_000 + "armenia",
    "WyJzbHVnIixmYWxzZSwiPWEiXQ==",
]


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_no_value_of_any_list_parameter_is_a_fault(resource):
    make_world()
    names = contract.parameters(resource)
    for value in HOSTILE:
        _ask_all(resource, names, value)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_no_value_of_any_detail_parameter_is_a_fault(resource):
    slug = make_world().slugs[resource][0]
    names = ["fields", *(["rule", "known_at"] if resource == "questions" else [])]
    for value in HOSTILE:
        _ask_all(f"{resource}/{slug}", names, value)


def test_no_name_of_a_parameter_is_a_fault():
    for name in HOSTILE:
        response = get("claims", f"{name}=1")
        assert response.status_code in (200, 400), name[:80]
        if response.status_code == 400:
            problem_of(response, 400)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_no_slug_is_a_fault(resource):
    make_world()
    for value in HOSTILE:
        response = CLIENT.get(f"{ROOT}{resource}/{value}")
        assert response.status_code in (200, 404), value[:80]
        assert response.status_code == 404 or value in ("", "armenia")


def _ask_all(path: str, names: list[str], value: str) -> None:
    """Give the value to all parameters at once: an answer names each that refuses it.

    Those that are not named must answer when they alone have it.
    """
    refused = _refused(path, "&".join(f"{name}={value}" for name in names), value)
    assert refused <= set(names), (path, value[:80], refused - set(names))
    for name in set(names) - refused:
        beside = {"near": "&radius_km=5", "radius_km": "&near=40,44"}.get(name, "")
        alone = _refused(path, f"{name}={value}{beside}", value)
        assert alone == set(), (path, name, value[:80])


def _refused(path: str, query: str, value: str) -> set[str]:
    """The parameters that an answer names as wrong; none when it is 200."""
    response = get(path, query)
    assert response.status_code in (200, 400), (path, query[:200], response.status_code)
    if response.status_code == 200:
        return set()
    named = [error["parameter"] for error in problem_of(response, 400)["errors"]]
    assert named, (path, query[:200])
    assert len(named) == len(set(named)), (path, value[:80], named)
    return set(named)
