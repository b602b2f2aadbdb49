"""What the contract's tests share: one world for all tests of a file that only read it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.contract.world import World, make_world
from tests.transactions import committed


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The published records, made once for a file, and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        committed()
        yield world
        transaction.set_rollback(True)
