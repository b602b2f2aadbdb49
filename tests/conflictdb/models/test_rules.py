"""Rules worked out without the database: the same verdict as the database gives."""

from typing import Any

import pytest
from django.db import models

from conflictdb.models.rules import broken_by
from tests.conflictdb.models.test_constraints import MAKERS, PRESENT, Make

pytestmark = pytest.mark.django_db

PLAIN = [  # times that are reckoned in SQL are its matter
    case
    for case in PRESENT
    if not any(
        isinstance(value, models.expressions.CombinedExpression) for value in case[2].values()
    )
]


@pytest.mark.parametrize(
    ("constraint", "make", "columns"), PLAIN, ids=[f"{n}-{'-'.join(c)}" for n, _, c in PLAIN]
)
def test_a_row_that_the_database_refuses_is_found(
    constraint: str, make: Make, columns: dict[str, Any]
) -> None:
    row = make()
    for name, value in columns.items():
        if isinstance(value, models.F):
            new = row if value.name == "id" else getattr(row, value.name)
        else:
            new = value() if callable(value) else value
        setattr(row, name, new)
    assert constraint in broken_by(row)


@pytest.mark.parametrize("name", MAKERS)
def test_a_row_that_the_database_takes_breaks_nothing(name: str) -> None:
    assert broken_by(MAKERS[name]()) == []
