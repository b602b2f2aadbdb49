"""From drafts to the public: what a document's coding consists of, what others rest on first."""

from collections.abc import Iterable
from typing import cast

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from conflictdb import curation
from conflictdb.admin import refusals
from conflictdb.admin.evidence import failures, prospects
from conflictdb.admin.steps import Step
from conflictdb.models import Affiliation, Citation, Claim, Document, Incident, Record, Statement
from conflictdb.models.rules import complete

MOST = 500  # records of a model that are moved at once


def coding_of(document: Document, status: str) -> list[list[Record]]:
    """The document and all that its passages bear out, at one status, model by model.

    What others rest on comes first.
    """
    cited = Citation.objects.filter(document=document).exclude(status="withdrawn")
    statements = Statement.objects.filter(Q(citations__in=cited) | Q(claims__citations__in=cited))
    claims = Claim.objects.filter(citations__in=cited)
    incidents = Incident.objects.filter(Q(claims__in=claims) | Q(claims_bearing_on__in=claims))
    affiliations = Affiliation.objects.filter(citations__in=cited)
    found: list[list[Record]] = [[document]] if document.status == status else []
    # Citations go with what they bear out, but for those of records that are public already.
    further = cited.filter(
        Q(claim__status="published") | Q(statement__status="published"), document=document
    )
    found.extend(
        list(queryset.filter(status=status).order_by("id").distinct()[:MOST])
        for queryset in (incidents, affiliations, statements, claims, further)
    )
    return [records for records in found if records]


def rehearsed(
    groups: list[list[Record]], step: Step, request: HttpRequest
) -> list[curation.Prospect]:
    """What a step would do with each record, the ones before having taken it: done and undone."""
    rows: list[curation.Prospect] = []
    by = cast("User", request.user)
    with transaction.atomic():
        for records in groups:
            before = {record: record.status for record in records}
            found = prospects(step.verb, records, by)
            for each in found if step.is_public else ():
                if not each.blockers:
                    _rehearse(each, step, request)
            for record, status in before.items():
                record.status = status
            rows += found
        transaction.set_rollback(True)
    return rows


def _rehearse(prospect: curation.Prospect, step: Step, request: HttpRequest) -> None:
    try:
        step.take(prospect.record, request)
    except ValidationError as error:
        prospect.blockers.append(refusals.in_one_line(error))


def rests_on(record: Record, document: Document) -> list[Record]:
    """What has to be public before a record of this document can be, itself last."""
    found: list[Record] = [document]
    if isinstance(record, Claim):
        found += [each for each in (record.incident, record.about) if each is not None]
        found.append(record.statement)
    if isinstance(record, Statement):
        found += record.incidents.all()
    return [*dict.fromkeys(found), record]


def approve(record: Record, document: Document, by: AbstractBaseUser) -> list[Record]:
    """Publish a record with what it rests on, as far as that waits for review too.

    Raises ValidationError.
    """
    with complete():
        waiting = [each for each in rests_on(record, document) if each.status == "in_review"]
        _require_verified(waiting)
        for each in waiting:
            curation.publish(each, by=by)
    return waiting


def _require_verified(records: Iterable[Record]) -> None:
    said = [each for each in records if isinstance(each, (Claim, Statement))]
    failing = failures([citation for each in said for citation in each.citations.all()])
    if failing:
        raise ValidationError(list(failing.values()))


def send_back(record: Record, by: AbstractBaseUser, reason: str) -> None:
    """Return a record to draft. Raises ValidationError."""
    curation.return_to_draft(record, by=by, reason=reason)


def remove(records: Iterable[Record], by: AbstractBaseUser) -> None:
    """Delete drafts with their citations; all or none. Raises ValidationError."""
    with complete():
        for record in records:
            if record.status != "draft":
                raise ValidationError(f"{record.slug} is {record.status}, no draft: it stays.")
            if isinstance(record, (Claim, Statement)):
                for citation in record.citations.all():
                    if citation.status != "draft":
                        raise ValidationError(f"{citation.slug} is {citation.status}: it stays.")
                    curation.delete(citation, by=by)
            curation.delete(record, by=by)
