"""Fixtures that many tests share. Records come from ``tests.factories``."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import Q
from pytest_django.plugin import blocking_manager_key

Roles = dict[str, list[tuple[str, str]]]
ROLES = pytest.StashKey[Roles]()


def pytest_configure() -> None:
    """The suite asks more than any reader; tests of the limit set one.

    Most tests have one curator, who publishes too; tests of four eyes open them.
    """
    settings.RATE_LIMIT = None
    settings.FOUR_EYES = False


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Roles:
    """The test database; and the groups of its migrations, before any test empties the tables."""
    with django_db_blocker.unblock():
        roles = {
            group.name: list(group.permissions.values_list("content_type__app_label", "codename"))
            for group in Group.objects.all()
        }
    request.config.stash[ROLES] = roles
    return roles


@pytest.fixture(scope="session")
def roles(django_db_setup: Roles) -> Roles:
    """Which permissions, as (app, code), each group has by the migrations."""
    return django_db_setup


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """The groups of the migrations again, once a test that empties every table is over."""
    result = yield
    marker = item.get_closest_marker("django_db")
    empties = bool(marker and marker.kwargs.get("transaction"))
    empties |= bool({"transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())})
    if empties and nextitem is not None:  # after the last there is no database
        with item.config.stash[blocking_manager_key].unblock():
            make_roles(item.config.stash[ROLES])
            connection.close()
    return result


def make_roles(roles: Roles) -> None:
    for name, codes in roles.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            wanted = Q()
            for app, code in codes:
                wanted |= Q(content_type__app_label=app, codename=code)
            group.permissions.set(Permission.objects.filter(wanted))


@pytest.fixture
def curator(db: None) -> User:
    """A user who may work in the admin, without a password."""
    return User.objects.create_user("curator", is_staff=True)
