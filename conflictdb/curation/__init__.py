"""Curation: every state change of a record is one function here, whichever door it comes through.

    draft → in_review → published → withdrawn

Each validates, saves, renews the questions that the change touches, and writes the log entry, in
one transaction that meets the database's rules across rows before it ends. A refusal is a
``ValidationError`` that names what blocks it.

What was said is public with what bears it out: publishing a claim or a statement publishes with it
those of its citations that refer to published records otherwise, and is refused where there is
none. They are withdrawn together, too, and withdrawn citations come back only with such a record;
the last published citation of a public record does not go alone.

Whoever worked on something since it was last public does not publish it (``four_eyes``). A change
of a published record is a pending revision until someone else approves it (``revisions``).

This is the one door: ``from conflictdb import curation``. The admin and commands may import it.
"""

from .acting import acting
from .blockers import blockers
from .four_eyes import own_work, reviewers
from .merging import MERGEABLE, merge, plan
from .preview import Prospect, preview
from .renewal import renewed_together
from .restoring import restore, restore_deleted
from .review import returned, waiting
from .revisions import (
    Comparison,
    approve,
    ask_review,
    compare,
    needs_revision,
    pending_revision,
    propose,
    reject,
    revise,
    start_from_revision,
    take_back,
)
from .saving import delete, save, settle
from .steps import STEPS, publish, return_to_draft, submit, withdraw
from .text import keep_text

__all__ = [
    "MERGEABLE",
    "STEPS",
    "Comparison",
    "Prospect",
    "acting",
    "approve",
    "ask_review",
    "blockers",
    "compare",
    "delete",
    "keep_text",
    "merge",
    "needs_revision",
    "own_work",
    "pending_revision",
    "plan",
    "preview",
    "propose",
    "publish",
    "reject",
    "renewed_together",
    "restore",
    "restore_deleted",
    "return_to_draft",
    "returned",
    "reviewers",
    "revise",
    "save",
    "settle",
    "start_from_revision",
    "submit",
    "take_back",
    "waiting",
    "withdraw",
]
