"""Accounts of a team, by role."""

from django.contrib.auth.models import Group, User
from django.test import Client


def member(name: str, role: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
