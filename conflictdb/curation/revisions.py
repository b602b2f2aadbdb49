"""Revisions: a published record changes once someone else approves it.

A change is tried on for real, inside a savepoint that is rolled back, so that every rule speaks;
what the record had become is kept as a pending revision. The public sees the record as it was.
A record has one pending revision at most: who edits it again goes on from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Literal

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conflictdb.models import Claim, Dataset, Record, Revision
from conflictdb.models.rules import refusal_in_words
from conflictdb.states import Difference, State, differences, fields_of, merged, put, state_of

from .acting import acting
from .four_eyes import (
    forget_work,
    note_work,
    own_questions,
    require_other_eyes,
    require_others_question,
    require_reviewer,
)
from .log import due, log
from .saving import save, settle

Decision = Literal["record", "revision"]


def pending_revision(record: Record) -> Revision | None:
    if record.status != "published":
        return None
    return Revision.objects.of(record).pending().select_related("author", "reviewer").first()


def needs_revision(record: Record, by: AbstractBaseUser) -> bool:
    """Whether a user's change of a record is a revision, and does not take hold at once."""
    if record.status != "published":
        return False
    may_decide = isinstance(by, PermissionsMixin) and by.has_perm("conflictdb.review_records")
    return settings.FOUR_EYES or not may_decide or pending_revision(record) is not None


def revise(
    record: Record, *, by: AbstractBaseUser, why: str = "", change: Callable[[Record], None]
) -> Revision | None:
    """Change a record: at once what is not public, by a pending revision what is.

    ``change`` sets what is to be otherwise on the record that it is given, and may write its lists
    and parts; saving it is done here.
    Returns the revision, None where the change took hold or changes nothing. Raises
    ValidationError.
    """
    with acting(by, "revise", why):
        if record.status == "published":
            Dataset.objects.hold()
        stored = _locked(record)
        if not needs_revision(stored, by):
            _change(stored, by, why, change)
            record.refresh_from_db()
            return None
        with transaction.atomic():
            start_from_revision(stored)
            _change(stored, by, why, change)
            state = state_of(type(stored)._default_manager.get(pk=stored.pk))
            transaction.set_rollback(True)
        return propose(record, state, by=by, why=why)


def _change(
    stored: Record, by: AbstractBaseUser, why: str, change: Callable[[Record], None]
) -> None:
    change(stored)
    save(stored, by=by, message=why)
    settle(stored, by=by)


def start_from_revision(record: Record) -> Revision | None:
    """Put what the pending revision changes onto a published record, to be tried on only.

    The caller rolls it back. New parts get ids below zero, the same each time, so that a form
    finds the rows again that it showed; and the version tells one revision's saves apart. Raises
    ValidationError where that cannot be: what it refers to is gone, or a rule forbids it by now.
    """
    revision = pending_revision(record)
    if revision is None:
        return None
    changed = {
        name: revision.state[name]
        for name in fields_of(type(record))
        if name in revision.state and revision.state[name] != revision.base.get(name)
    }
    Dataset.objects.hold()
    try:
        with transaction.atomic():
            put(record, changed, type(record).save, part_ids=count(-1_000_000 * revision.pk))
    except IntegrityError as error:
        raise ValidationError(refusal_in_words(error)[1]) from error
    record.version += revision.version
    type(record)._default_manager.filter(pk=record.pk).update(version=record.version)
    return revision


def propose(
    record: Record, state: State, *, by: AbstractBaseUser, why: str = ""
) -> Revision | None:
    """Keep a state of a published record as its pending revision. None: it changes nothing."""
    with acting(by, "propose", why):
        Dataset.objects.hold()
        current = _locked(record)
        _require_published(current)
        model, now = type(record), state_of(current)
        revision = Revision.objects.of(record).pending().select_for_update(of=("self",)).first()
        if revision is None and not differences(model, now, state):
            return None
        if revision is None:
            revision = Revision(
                record_type=ContentType.objects.get_for_model(record),
                record_id=record.pk,
                base_version=current.version,
                base=now,
                author_id=by.pk,
            )
        else:
            revision.version += 1
        revision.slug, revision.state = current.slug, state
        revision.why, revision.updated_at = why or revision.why, timezone.now()
        is_new = revision.pk is None
        revision.save()
        note_work(revision, by)
        log(revision, by, ADDITION if is_new else CHANGE, why)
        return revision


def ask_review(
    revision: Revision, *, by: AbstractBaseUser, reviewer: AbstractBaseUser | None
) -> None:
    """Name who is asked to decide on a pending revision. Raises ValidationError."""
    with acting(by, "ask_review"):
        current = _pending(revision, "ask for a review of")
        if reviewer is not None:
            require_reviewer(reviewer, by)
        current.reviewer_id = reviewer.pk if reviewer else None
        current.save(update_fields=["reviewer"])
        revision.refresh_from_db()


# Deciding


@dataclass(frozen=True)
class Comparison:
    """A revision beside its record as it is now."""

    meanwhile: list[Difference]  # what changed of the record since the revision was begun
    proposed: list[Difference]  # what approval changes; where both did, what the revision has
    torn: list[str]  # the fields that both changed, each its own way


def compare(revision: Revision, record: Record) -> Comparison:
    model = type(record)
    if revision.status != "pending":
        return Comparison([], differences(model, revision.base, revision.state), [])
    now = state_of(record)
    result, torn = merged(model, revision.base, now, revision.state)
    result |= {name: revision.state[name] for name in torn}
    return Comparison(differences(model, revision.base, now), differences(model, now, result), torn)


def approve(
    revision: Revision,
    *,
    by: AbstractBaseUser,
    decisions: Mapping[str, Decision] | None = None,
    reason: str = "",
) -> None:
    """Make a published record what its revision proposes, merged with what changed meanwhile.

    ``decisions`` says of each field that both changed whose content stays. Raises ValidationError.
    """
    decisions = decisions or {}
    with acting(by, "approve", reason or revision.why):
        Dataset.objects.hold()
        record = _locked(_record_of(revision))
        current = _pending(revision, "approve")
        _require_published(record)
        require_other_eyes(current, by, "approve the revision of")
        now = state_of(record)
        state, torn = merged(type(record), current.base, now, current.state)
        undecided = [name for name in torn if decisions.get(name) not in ("record", "revision")]
        if undecided:
            raise ValidationError(
                f"{record.slug} changed meanwhile as well: choose what stays of "
                f"{', '.join(name.replace('_', ' ') for name in undecided)}."
            )
        state |= {name: current.state[name] for name in torn if decisions[name] == "revision"}
        message = f"approve: revision by {current.author.get_username()}"
        message += f": {current.why}" if current.why else ""
        own = own_questions(by) if isinstance(record, Claim) else set()
        put(record, state, partial(save, by=by, message=message))
        settle(record, by=by)
        require_others_question(record, own)
        _decide(current, by, "approved", reason)
        revision.refresh_from_db()


def reject(revision: Revision, *, by: AbstractBaseUser, reason: str) -> None:
    """Decide that a record stays as it is. Raises ValidationError."""
    with acting(by, "reject", due(reason)):
        _decide(_pending(revision, "reject"), by, "rejected", due(reason))
        revision.refresh_from_db()


def take_back(revision: Revision, *, by: AbstractBaseUser) -> None:
    """An author's second thoughts. Raises ValidationError."""
    with acting(by, "take_back"):
        current = _pending(revision, "take back")
        if current.author_id != by.pk:
            raise ValidationError("Only its author takes a revision back.")
        _decide(current, by, "withdrawn", "")
        revision.refresh_from_db()


def _decide(revision: Revision, by: AbstractBaseUser, status: str, reason: str) -> None:
    revision.status, revision.reason = status, reason
    revision.decided_by_id, revision.decided_at = by.pk, timezone.now()
    revision.save()
    forget_work(revision)
    log(revision, by, CHANGE, f"{status}: {reason}" if reason else status)


def _record_of(revision: Revision) -> Record:
    record = revision.record
    if not isinstance(record, Record):
        raise ValidationError(f"{revision.slug} is gone.")
    return record


def _locked(record: Record) -> Record:
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _pending(revision: Revision, doing: str) -> Revision:
    """The stored revision, locked. Raises ValidationError where it was decided on."""
    rows = Revision.objects.select_for_update(of=("self",)).select_related("author")
    current = rows.get(pk=revision.pk)
    if current.status != "pending":
        raise ValidationError(
            f"Cannot {doing} the revision of {current.slug}: it is {current.status}."
        )
    return current


def _require_published(record: Record) -> None:
    if record.status != "published":
        raise ValidationError(f"{record.slug} is {record.status}, not published.")
