"""What refuses before any view is asked, or after one failed, has the one shape of all problems,
may be read by other sites' pages, and is kept by no cache."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from limits import parse

from api.limits import ProcessStorage
from tests.api.asking import ROOT, problem_of
from tests.contract.operations import Operation, operations
from tests.contract.world import World

pytestmark = pytest.mark.django_db

OPERATIONS = pytest.mark.parametrize("operation", operations(), ids=str)
FROM_ELSEWHERE = {"HTTP_ORIGIN": "https://example.org"}


def check(response, status: int) -> None:
    problem_of(response, status)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in response["Access-Control-Expose-Headers"]
    assert response["Cache-Control"] == "no-store"
    assert int(response["Retry-After"]) >= 1
    assert not response.has_header("ETag")


@OPERATIONS
def test_too_many_requests(operation: Operation, shared_world: World, settings) -> None:
    settings.RATE_LIMIT = parse("6000/minute")
    with patch.object(ProcessStorage, "incr", return_value=6001):
        response = Client().get(f"{ROOT}{operation.path(shared_world)}", **FROM_ELSEWHERE)
    check(response, 429)


@OPERATIONS
def test_no_database(operation: Operation, shared_world: World) -> None:
    address = f"{ROOT}{operation.path(shared_world)}?{operation.beside('')[1:]}"
    away = OperationalError("could not connect to server at 10.0.0.1: SELECT")
    with patch("api.caching.snapshot", side_effect=away):
        response = Client(raise_request_exception=False).get(address, **FROM_ELSEWHERE)
    if operation.resource == "vocabularies":
        assert response.status_code == 200  # reads no database
    else:
        check(response, 503)
        assert "10.0.0.1" not in response.content.decode()
