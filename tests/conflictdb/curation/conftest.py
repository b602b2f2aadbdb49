"""Two people of a team: one who codes, one who reviews."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.conflictdb.team import member


@pytest.fixture
def nune(db: None) -> User:
    """An annotator."""
    return member("nune", "Annotator")


@pytest.fixture
def emil(db: None) -> User:
    """A reviewer."""
    return member("emil", "Reviewer")


@pytest.fixture
def four_eyes(settings: Any) -> None:
    settings.FOUR_EYES = True
