"""What each page of the admin costs, with 100,000 incidents and 333,000 claims behind it.

The budgets stand in ``budgets.json``: for each page how many statements it takes, which must be as
many behind a hundredth of the rows; and how many rows of a table one statement may read. A lower
number is good news, written down there; a higher one needs a reason that a reviewer sees.
``BUDGETS_WRITE=1`` writes the numbers of statements anew.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .crowd import crowd
from .survey import ARGUMENTS, NO_PAGES, Visit, lists, names, rows_read, survey

pytestmark = pytest.mark.django_db  # so that there is a database for tests

FILE = Path(__file__).with_name("budgets.json")
BUDGETS = json.loads(FILE.read_text(encoding="utf-8"))


@dataclass
class Surveys:
    """The same pages behind a small dataset and behind a large one."""

    small: dict[str, Visit]
    large: dict[str, Visit]
    # Page, statement: how many rows of each table it reads.
    read: dict[tuple[str, str], dict[str, int]]


@pytest.fixture(scope="module")
def surveys(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Surveys]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with crowd(1000) as curator:
            small = survey(curator)
        with crowd(100_000) as curator:
            large = survey(curator)
            visits = [*large.values(), *lists(curator).values()]
            statements = {each for visit in visits for each in visit.reads}
            rows = {each: rows_read(each) for each in sorted(statements)}
        yield Surveys(
            small,
            large,
            {(visit.page, each): rows[each] for visit in visits for each in visit.reads},
        )


def test_every_address_of_the_admin_is_visited() -> None:
    """A new page is visited by itself, unless its address asks for what nobody told."""
    unknown = {
        name: [each for each in asked if each not in ARGUMENTS]
        for name, asked in names()
        if name not in NO_PAGES
    }
    assert {name: asked for name, asked in unknown.items() if asked} == {}
    assert set(NO_PAGES) <= {name for name, _ in names()}


def test_pages_open(surveys: Surveys) -> None:
    wrong = {
        url: visit.status
        for url, visit in surveys.large.items()
        if visit.status != BUDGETS["status"].get(visit.page, 200)
    }
    assert wrong == {}


def test_a_page_takes_as_many_statements_as_budgeted(surveys: Surveys) -> None:
    taken: dict[str, int] = {}
    for visit in surveys.large.values():
        taken[visit.page] = max(taken.get(visit.page, 0), len(visit.statements))
    if os.environ.get("BUDGETS_WRITE"):
        FILE.write_text(
            json.dumps({**BUDGETS, "statements": dict(sorted(taken.items()))}, indent=4) + "\n",
            encoding="utf-8",
        )
        pytest.skip("written anew: look at the difference")
    assert taken == BUDGETS["statements"]


def test_a_page_takes_as_many_statements_for_many_rows_as_for_few(surveys: Surveys) -> None:
    few = {url: len(visit.statements) for url, visit in surveys.small.items()}
    many = {url: len(surveys.large[url].statements) for url in few}
    other = {url: (few[url], many[url]) for url in few if many[url] != few[url]}
    fewer = {
        url
        for url, (small, large) in other.items()
        if large < small and surveys.large[url].page in BUDGETS["fewer"]
    }
    assert {url: counts for url, counts in other.items() if url not in fewer} == {}


def test_no_statement_reads_more_of_a_table_than_a_page_can_need(surveys: Surveys) -> None:
    assert sum(len(read) for read in surveys.read.values()) > 1000
    limit, allowed = BUDGETS["rows"], BUDGETS["more_rows"]
    too_much: dict[str, dict[str, int]] = {}
    for (page, _), read in surveys.read.items():
        for table, rows in read.items():
            if rows > allowed.get(page, {}).get("rows", {}).get(table, limit):
                worst = too_much.setdefault(page, {})
                worst[table] = max(rows, worst.get(table, 0))
    assert not too_much, json.dumps(too_much, indent=2)
