"""Curation: every state change of a record is one function here, whichever door it comes through.

    draft → in_review → published → withdrawn

Each validates, saves, renews the questions that the change touches, and writes the log entry, in
one transaction that meets the database's rules across rows before it ends. A refusal is a
``ValidationError`` that names what blocks it.

What was said is public with what bears it out: publishing a claim or a statement publishes with it
those of its citations that refer to published records otherwise, and is refused where there is
none. Withdrawn citations come back only with a record that was withdrawn as well.
"""

from collections.abc import Iterable

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from conflictdb import questions
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    Dataset,
    Document,
    Incident,
    Question,
    Record,
    Statement,
)
from conflictdb.models.change import withdrawing_for
from conflictdb.models.rules import complete
from conflictdb.vocabularies import CLAIM_KINDS, WITHDRAWAL_REASONS

# What each status may become, and the verb that does it.
STEPS = {
    "submit": ({"draft"}, "in_review"),
    "return_to_draft": ({"in_review"}, "draft"),
    "publish": ({"draft", "in_review", "withdrawn"}, "published"),
    "withdraw": ({"published"}, "withdrawn"),
}


@complete()
def save(record: Record, *, by: AbstractBaseUser, message: str = "") -> None:
    """Validate and save a record as it stands, at the status it has. Raises ValidationError."""
    is_new = record._state.adding
    if record.status == "published":
        Dataset.objects.hold()
    rows = type(record)._default_manager.select_for_update(of=("self",))
    stored = rows.filter(pk=record.pk).first()
    _require_status(record, stored.status if stored else "draft")
    touched = _questions_of(stored or record)
    if isinstance(record, Claim) and record.kind in CLAIM_KINDS:
        questions.assign(record)
    record.full_clean()
    if record.status == "published":
        _require_publishable(record)
    record.save()
    _renew(record, touched)
    _log(record, by, ADDITION if is_new else CHANGE, message)


@complete()
def settle(record: Record) -> None:
    """Check a record anew, and renew what depends on it, once its parts and lists were saved.

    Parts are rows that are no records: names, participants, hops. Raises ValidationError.
    """
    if record.status == "published":
        Dataset.objects.hold()
        _require_publishable(record)
    _renew(record, set())


@complete()
def delete(record: Record) -> None:
    """Delete a record, and the questions of the rule that nothing answers then.

    Raises ValidationError where others refer to it.
    """
    if record.status == "published":
        Dataset.objects.hold()
    touched = _questions_of(record)
    record.delete()
    questions.refresh(touched)
    questions.remove_unanswered(touched)


def submit(record: Record, *, by: AbstractBaseUser) -> None:
    """Hand a draft in for review. Raises ValidationError."""
    _step(record, "submit", by, "")


def return_to_draft(record: Record, *, by: AbstractBaseUser, reason: str) -> None:
    """Give a submitted record back to be worked on. Raises ValidationError."""
    _step(record, "return_to_draft", by, _due(reason))


def publish(record: Record, *, by: AbstractBaseUser) -> None:
    """Make a record part of the public dataset; a claim or statement with its citations.

    Raises ValidationError.
    """
    _step(record, "publish", by, "")


def withdraw(
    record: Record, *, by: AbstractBaseUser, reason: str, reason_code: str = "other"
) -> None:
    """Take a published record back; a tombstone with the coded reason remains.

    The reason in words goes to the log only. Raises ValidationError.
    """
    if reason_code not in WITHDRAWAL_REASONS:
        raise ValidationError(f"{reason_code!r} is no reason to withdraw a record.")
    _step(record, "withdraw", by, _due(reason), reason_code)


@complete()
def _step(
    record: Record, verb: str, by: AbstractBaseUser, reason: str, reason_code: str | None = None
) -> None:
    before, after = STEPS[verb]
    if "published" in {after, *before}:
        Dataset.objects.hold()  # before any record, so that two steps cannot deadlock
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.status not in before:
        raise ValidationError(
            f"Cannot {verb.replace('_', ' ')} {record.slug}: it is {current.status}, "
            f"not {' or '.join(sorted(before))}."
        )
    if after == "published":
        if hasattr(current, "merged_into"):
            current.merged_into = None  # it stands for itself again
        _require_publishable(current)
    with_it = _citations_with(current) if after == "published" else []
    if current.status == "published":
        _require_unreferenced(current)
    touched = _questions_of(current)
    current.status = after
    with withdrawing_for(reason_code):
        current.save()
    record.status, record.version, record.updated_at = (
        current.status,
        current.version,
        current.updated_at,
    )
    for citation in with_it:
        _step(citation, verb, by, reason)
    _renew(current, touched)
    _log(current, by, CHANGE, f"{verb}: {reason}" if reason else verb)


def blockers(record: Record) -> list[str]:
    """What keeps a record from being, or staying, published, in words; empty when nothing does.

    What it refers to must be published. A claim or a statement needs a citation that is published,
    or can be with it; one that is public already needs one that is published.
    """
    found = _unpublished(record)
    if not isinstance(record, (Claim, Statement)):
        return found
    citations = list(record.citations.all())
    if any(citation.status == "published" for citation in citations):
        return found
    if not citations:
        found.append("it has no citation")
    elif record.status == "published":
        found.append("it has no published citation")
    elif not _citations_with(record):
        kept = {each.slug: _unpublished(each, record) or [each.status] for each in citations}
        why = [f"{slug}: {'; '.join(reasons)}" for slug, reasons in kept.items()]
        found.append(f"none of its citations can be published with it ({', '.join(why)})")
    return found


def _unpublished(record: Record, owner: Record | None = None) -> list[str]:
    """Each reference of a record to one that is not public, but for that to its owner."""
    return [
        f"{name.replace('_', ' ')} {target.slug} is {target.status}, not published"
        for name, target in _references(record)
        if target.status != "published" and not isinstance(target, Question) and target != owner
    ]


def _citations_with(record: Record) -> list[Citation]:
    """The citations that are published together with a claim or a statement."""
    if not isinstance(record, (Claim, Statement)):
        return []
    waiting = ["draft", "in_review", *(["withdrawn"] if record.status == "withdrawn" else [])]
    citations = record.citations.filter(status__in=waiting)
    return [citation for citation in citations if not _unpublished(citation, record)]


def _require_status(record: Record, stored: str) -> None:
    """Refuse to save another status than the stored one: that is for the steps."""
    if record.status != stored:
        raise ValidationError(
            {"status": f"A save keeps the status, {stored}; {record.status} takes a step."}
        )


def _require_publishable(record: Record) -> None:
    found = blockers(record)
    if found:
        raise ValidationError(f"Cannot publish {record.slug}: {'; '.join(found)}.")


def _require_unreferenced(record: Record) -> None:
    """Refuse to withdraw what published records refer to."""
    users = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        if not issubclass(model, Record):
            continue
        rows = model._default_manager.filter(**{relation.field.name: record}, status="published")
        # A record's own citations and links go with it only when they are withdrawn first.
        users += list(rows.exclude(pk=record.pk if model is type(record) else None)[:3])
    if isinstance(record, Actor):
        users += list(Citation.objects.published().filter(via__actor=record)[:3])
    if users:
        names = ", ".join(f"{user._meta.verbose_name} {user.slug}" for user in users[:5])
        raise ValidationError(
            f"Cannot withdraw {record.slug}: published records refer to it ({names})."
        )


def _references(record: Record) -> Iterable[tuple[str, Record]]:
    for column in record._meta.fields:
        # What is not editable follows from other references.
        is_own = column.is_relation and column.editable
        target = getattr(record, column.name) if is_own else None
        if isinstance(target, Record) and target != record:  # a state is its own side
            yield column.name, target
    if record.pk is None:
        return
    for many in record._meta.many_to_many:
        for target in getattr(record, many.name).all():
            yield many.name, target
    if isinstance(record, Citation):
        for hop in record.via.select_related("actor"):
            yield "via", hop.actor


# Questions


def _claims_touched(record: Record) -> models.QuerySet[Claim]:
    """The claims whose question, or whose place in it, depends on a record."""
    claims = Claim.objects.all()
    if record.pk is None:
        return claims.none()
    if isinstance(record, Claim):
        return claims.filter(pk=record.pk)
    if isinstance(record, Statement):
        return claims.filter(statement=record)
    if isinstance(record, Citation):
        return claims.filter(Q(pk=record.claim_id) | Q(statement=record.statement_id))
    if isinstance(record, Document):
        cited = Q(citations__document=record) | Q(statement__citations__document=record)
        return claims.filter(cited).distinct()
    if isinstance(record, Actor):
        return claims.filter(Q(subject=record) | Q(statement__speaker=record))
    if isinstance(record, Incident):
        return claims.filter(incident__in=Incident.objects.ids_below(record.pk))
    return claims.none()


def _questions_of(record: Record) -> set[int]:
    touched = _claims_touched(record).filter(question__isnull=False)
    return set(touched.values_list("question_id", flat=True))


def _renew(record: Record, touched: set[int]) -> None:
    """Ask again which questions the touched claims answer, and renew those questions."""
    if isinstance(record, (Actor, Incident)):
        for claim in _claims_touched(record).select_related("incident", "subject__side"):
            before = claim.question_id
            questions.assign(claim)
            if claim.question_id != before:
                claim.save()
    questions.refresh(touched | _questions_of(record))


# Log


def _due(reason: str) -> str:
    if not reason.strip():
        raise ValidationError("Say why: this step needs a reason.")
    return reason.strip()


def _log(record: Record, by: AbstractBaseUser, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[record],
        action_flag=flag,
        change_message=message or ("Added." if flag == ADDITION else "Changed."),
        single_object=True,
    )
