"""Asking the API as a reader does: over HTTP, through one function for each sort of answer."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from conflictdb.models import Record

ROOT = "/api/v1/"

# One for all: a new one would read the static files anew.
CLIENT = Client()

# What a filter's test gives: the value asked for, the records that match, those that do not.
Case = tuple[Any, Iterable[Record] | Record, Iterable[Record] | Record]


def get(path: str, query: str = "", **parameters: Any) -> HttpResponse:
    """The response to a path below the root; a list of values repeats its parameter."""
    query = query or urlencode(parameters, doseq=True, safe=",:")
    return CLIENT.get(f"{ROOT}{path}{'?' if query else ''}{query}")


def content_of(response: HttpResponse) -> bytes:
    """The whole body of a response, streamed or not; the client closes what was read to its end."""
    return b"".join(response) if response.streaming else response.content


def ask(path: str, query: str = "", **parameters: Any) -> Any:
    """The body of an answer that must be 200."""
    response = get(path, query, **parameters)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "application/json"
    return response.json()


def found(path: str, query: str = "", **parameters: Any) -> list[str]:
    """The slugs of a list, which must stand on one page and hold no record twice."""
    body = ask(path, query, **parameters)
    slugs = [record["slug"] for record in body["results"]]
    assert body["next"] is None
    assert len(slugs) == len(set(slugs)), slugs
    return slugs


def refused(path: str, query: str = "", **parameters: Any) -> dict[str, Any]:
    """The one thing that an answer of 400 finds wrong."""
    problem = problem_of(get(path, query, **parameters), 400)
    assert len(problem["errors"]) == 1, problem["errors"]
    return problem["errors"][0]


def problem_of(response: HttpResponse, status: int) -> dict[str, Any]:
    """The body of a problem, checked to have the one shape that all have."""
    assert response.status_code == status, response.content.decode()[:500]
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    more = ["tombstone"] if status == 410 else []
    assert list(problem) == ["type", "title", "status", "detail", "errors", *more]
    assert problem["status"] == status
    for error in problem["errors"]:
        assert list(error) == ["parameter", "code", "detail", "suggestion"]
        assert error["parameter"] in problem["detail"] or len(problem["errors"]) > 60
    return problem


def check_filter(path: str, name: str, case: Callable[[], Case], *, negatable: bool) -> None:
    """A filter finds what matches and nothing else; its negation finds the rest, nulls too."""
    value, matching, others = case()
    match, other = slugs_of(matching), slugs_of(others)
    assert match, "a case needs a record that matches"
    assert other, "a case needs a record that does not match"
    of_case = match | other
    parameters = value if isinstance(value, dict) else {name: value}
    assert of_case & set(found(path, **parameters)) == match
    assert of_case & set(found(path)) == of_case
    negation = {f"{name}__not": value}
    if negatable:
        assert of_case & set(found(path, **negation)) == other
    else:
        assert refused(path, **negation)["code"] == "unknown_parameter"


def slugs_of(records: Iterable[Record] | Record) -> set[str]:
    if isinstance(records, Record):
        return {records.slug}
    return {record.slug for record in records}


def changed(matching: Record, other: Record) -> Case:
    """The case of ``updated_after``: one record changed as 2030 began in UTC, one just before."""
    records = type(matching)._default_manager
    records.filter(pk=matching.pk).update(updated_at="2030-01-01T00:00:00Z")
    records.filter(pk=other.pk).update(updated_at="2029-12-31T23:59:59Z")
    return "2030-01-01", matching, other
