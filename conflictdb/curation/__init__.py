"""Curation: every state change of a record is one function here, whichever door it comes through.

    draft → in_review → published → withdrawn

Each validates, saves, renews the questions that the change touches, and writes the log entry, in
one transaction that meets the database's rules across rows before it ends. A refusal is a
``ValidationError`` that names what blocks it.

What was said is public with what bears it out: publishing a claim or a statement publishes with it
those of its citations that refer to published records otherwise, and is refused where there is
none. Withdrawn citations come back only with a record that was withdrawn as well.

This is the one door: ``from conflictdb import curation``. The admin and commands may import it.
"""

from .blockers import blockers
from .saving import delete, save, settle
from .steps import STEPS, publish, return_to_draft, submit, withdraw
from .text import keep_text

__all__ = [
    "STEPS",
    "blockers",
    "delete",
    "keep_text",
    "publish",
    "return_to_draft",
    "save",
    "settle",
    "submit",
    "withdraw",
]
