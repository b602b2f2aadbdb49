"""Fixtures that many tests share. Records come from ``tests.factories``."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User


def pytest_configure() -> None:
    """The suite asks more than any reader; tests of the limit set one.

    Most tests have one curator, who publishes too; tests of four eyes open them.
    """
    settings.RATE_LIMIT = None
    settings.FOUR_EYES = False


@pytest.fixture
def curator(db: None) -> User:
    """A user who may work in the admin, without a password."""
    return User.objects.create_user("curator", is_staff=True)
