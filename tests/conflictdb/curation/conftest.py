"""Two people of a team: one who codes, one who reviews."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User


def member(name: str, role: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


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
