"""Roles: made by migration, each with exactly its permissions; accounts that nobody escalates."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from tests.conflictdb.team import browser_of, member

pytestmark = pytest.mark.django_db

RECORDS = [
    "actor",
    "affiliation",
    "citation",
    "claim",
    "claimlink",
    "document",
    "incident",
    "place",
    "question",
    "statement",
    "statementlink",
]
PARTS = ["actorname", "documenttext", "hop", "participant", "placename"]

ANNOTATOR = {
    *(
        f"{verb}_{model}"
        for model in RECORDS + PARTS
        for verb in ("view", "add", "change", "delete")
    ),
    "view_review",
    "view_revision",
}
REVIEWER = {*ANNOTATOR, "review_records", "merge_records"}
ADMINISTRATOR = {
    *REVIEWER,
    "redact_records",
    "view_user",
    "add_user",
    "change_user",
    "view_group",
}


@pytest.mark.parametrize(
    ("role", "permissions"),
    [("Annotator", ANNOTATOR), ("Reviewer", REVIEWER), ("Administrator", ADMINISTRATOR)],
)
def test_a_role_has_exactly_its_permissions(role: str, permissions: set[str]) -> None:
    group = Group.objects.get(name=role)
    assert set(group.permissions.values_list("codename", flat=True)) == permissions


def test_the_roles_are_all_the_groups() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Annotator",
        "Reviewer",
        "Administrator",
    }


def test_no_permission_was_made_twice() -> None:
    """The migration makes them before Django does, under the names that Django gives."""
    rows = Permission.objects.values_list("content_type", "codename")
    assert len(rows) == len(set(rows))
    names: dict[str, Any] = dict(Permission.objects.values_list("codename", "name"))
    assert names["add_claimlink"] == "Can add claim link"
    assert names["merge_records"] == "Can merge records"


# The desk of accounts


@pytest.fixture
def admin(db: None) -> User:
    return member("ada", "Administrator")


@pytest.fixture
def browser(admin: User) -> Client:
    return browser_of(admin)


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:auth_user_{page}", args=args)


def typed(user: User, **changes: Any) -> dict[str, Any]:
    """What the page of an account sends."""
    groups = list(user.groups.values_list("pk", flat=True))
    return {"username": user.username, "is_active": "on", "groups": groups} | changes


def role(name: str) -> int:
    return Group.objects.get(name=name).pk


def test_an_administrator_makes_an_account_with_a_role(browser: Client) -> None:
    words = "a long enough passphrase"
    response: Any = browser.post(
        address("add"),
        {
            "username": "nune",
            "usable_password": "true",
            "password1": words,
            "password2": words,
            "groups": [role("Annotator")],
        },
    )
    assert response.status_code == 302, response.context["adminform"].form.errors
    user = User.objects.get(username="nune")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.has_perm("conflictdb.add_claim")
    assert not user.has_perm("conflictdb.review_records")


def test_whoever_loses_every_role_does_not_enter(browser: Client) -> None:
    user = member("nune", "Annotator")
    assert browser.post(address("change", user.pk), typed(user, groups=[])).status_code == 302
    user.refresh_from_db()
    assert not user.is_staff


def test_an_administrator_makes_no_superuser_and_grants_no_single_permission(
    browser: Client, admin: User
) -> None:
    delete = Permission.objects.get(codename="delete_user")
    for user in (member("nune", "Annotator"), admin):
        page = browser.get(address("change", user.pk)).content.decode()
        assert "is_superuser" not in page
        assert "user_permissions" not in page
        sent = typed(user, is_superuser="on", is_staff="on", user_permissions=[delete.pk])
        assert browser.post(address("change", user.pk), sent).status_code == 302
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()


def test_an_administrator_grants_only_what_is_hers(browser: Client, admin: User) -> None:
    strong = Group.objects.create(name="Owners")
    strong.permissions.add(Permission.objects.get(codename="delete_user"))
    user = member("nune", "Annotator")
    for target in (user, admin):
        response: Any = browser.post(
            address("change", target.pk), typed(target, groups=[strong.pk])
        )
        assert response.status_code == 200
        assert "groups" in response.context["adminform"].form.errors
        assert not target.groups.filter(pk=strong.pk).exists()
    sent = typed(user, groups=[role("Administrator")])
    assert browser.post(address("change", user.pk), sent).status_code == 302


@pytest.mark.parametrize("page", ["change", "password_change"])
def test_an_administrator_does_not_touch_who_may_more(page: str, browser: Client) -> None:
    root = User.objects.create_superuser("root", password="first")
    asleep = User.objects.create_user("asleep", is_active=False)
    asleep.user_permissions.add(Permission.objects.get(codename="delete_user"))
    for user in (root, asleep):
        before = User.objects.values().get(pk=user.pk)
        url = (
            address("change", user.pk)
            if page == "change"
            else reverse("admin:auth_user_password_change", args=[user.pk])
        )
        words = {"password1": "another passphrase", "password2": "another passphrase"}
        response = browser.post(url, typed(user, usable_password="true", **words))
        assert response.status_code == 403
        assert User.objects.values().get(pk=user.pk) == before


def test_a_superuser_has_all_fields(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    user = member("nune", "Annotator")
    assert "user_permissions" in client.get(address("change", user.pk)).content.decode()
    client.post(address("change", user.pk), typed(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


@pytest.mark.parametrize("name", ["Annotator", "Reviewer"])
def test_others_do_not_see_accounts(name: str) -> None:
    browser = browser_of(member("nune", name))
    assert browser.get(address("changelist")).status_code == 403


def test_administrators_see_roles_and_do_not_change_them(browser: Client) -> None:
    url = reverse("admin:auth_group_change", args=[role("Annotator")])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"name": "Annotator", "permissions": []}).status_code == 403
