"""Slugs made for records whose curator typed none, in the pattern of the annotation files."""

from django.utils.text import slugify

from conflictdb.models import (
    Actor,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Incident,
    Place,
    Question,
    Record,
    Statement,
    StatementLink,
)

_LONGEST = 280  # leaves room for a number within the column's 300


def unused(record: Record) -> str:
    """A readable slug for a record that no record of its model has."""
    stem = (
        _described(record).replace("_", "-")[:_LONGEST].strip("-") or type(record).__name__.lower()
    )
    taken = set(
        type(record)
        ._default_manager.filter(slug__startswith=stem)
        .exclude(pk=record.pk)
        .values_list("slug", flat=True)
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _described(record: Record) -> str:
    match record:
        case Actor() | Place():
            return slugify(record.name)
        case Incident() | Document() | Question():
            return slugify(record.title)
        case Statement():
            speaker = record.speaker.slug if record.speaker else "unnamed"
            day = record.made.edtf[:10] if record.made else ""
            return slugify(" ".join([speaker, day, *(record.acts or [])[:1]]))
        case Claim():
            return f"{record.statement.slug}--{record.kind}"
        case Citation():
            owner = record.statement or record.claim or record.affiliation
            return f"{owner.slug if owner else ''}--{record.document.slug}-{record.start}"
        case Affiliation():
            return f"{record.person.slug}--{record.body.slug}"
        case ClaimLink():
            return _linked(record.from_claim, record.relation, record.to_claim)
        case StatementLink():
            return _linked(record.from_statement, record.relation, record.to_statement)
        case _:
            return ""


def _linked(start: Record, relation: str, end: Record) -> str:
    return f"{start.slug}--{relation}--{end.slug}"
