"""Fixtures that many tests share. Records come from ``tests.factories``."""

import pytest
from django.contrib.auth.models import User


@pytest.fixture
def curator(db: None) -> User:
    """A user who may work in the admin, without a password."""
    return User.objects.create_user("curator", is_staff=True)
