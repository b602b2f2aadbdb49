"""A curator who may do everything in the admin, and a browser in which she is logged in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def curator(db: None) -> User:
    return User.objects.create(username="nune", is_staff=True, is_superuser=True)


@pytest.fixture
def browser(curator: User, client: Client) -> Client:
    client.force_login(curator)
    return client
