"""Who does what, and why: every function of curation acts inside this."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser

from conflictdb.models.rules import complete


@contextmanager
def acting(by: AbstractBaseUser, doing: str, reason: str = "") -> Iterator[None]:
    """One change: one transaction that meets the database's rules across rows, by one user.

    ``doing`` is the verb, ``reason`` why it is done, in the user's words. What is refused is a
    ValidationError, and then nothing of the change remains.
    """
    with complete():
        yield
