"""What the floor and pgbench run is what the API ran, and gives the API's bytes."""

import psycopg
import pytest
from django.db import connection

from tests.bench.generator import World
from tests.bench.loader import load
from tests.bench.recording import Plan, literal, record
from tests.bench.workloads import WORKLOADS, requests


@pytest.fixture(scope="module")
def world() -> World:
    return World(scale=0.001)


@pytest.mark.parametrize("name", ["incidents", "claims"])
@pytest.mark.django_db
def test_the_recorded_statements_give_the_bytes_of_the_answer(name: str, world: World) -> None:
    load(World(scale=0.001).tables(), checked=True)
    workload = next(workload for workload in WORKLOADS if workload.name == name)
    plans = [record(request.ours) for request in requests(workload, world)[:20]]
    assert {plan.status for plan in plans} == {200}
    told = [plan for plan in plans if plan.pieces]
    assert told
    assert all(_answered(plan) == plan.body for plan in told)
    # One finds the page, the other makes its JSON: a floor without the first would be too fast.
    assert {len(plan.statements) for plan in told} == {2}


def _answered(plan: Plan) -> bytes:
    """As pgbench runs it: with the parameters written into the statements."""
    assert plan.pieces is not None
    for statement in plan.statements:
        with connection.cursor() as cursor:
            cursor.execute(literal(statement).replace("%", "%%"), [])
            rows = cursor.fetchall()
    parts = [plan.pieces[0]]
    for (*_, text), piece in zip(rows, plan.pieces[1:], strict=True):
        parts += [text.encode(), piece]
    return b"".join(parts)


@pytest.mark.django_db
def test_a_query_of_no_record_is_no_plan_for_rows() -> None:
    assert record("/api/v1/claims").pieces is None
    assert record("/api/v1/claims?kind=unheard").status == 400
    assert issubclass(psycopg.RawCursor, psycopg.Cursor)  # whose execute is what is noted
