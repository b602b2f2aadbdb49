"""From annotations to fixture rows: questions are asked, summaries made, all of it in memory."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models

from conflictdb.models import Citation, Claim, Question, Record, Statement
from conflictdb.questions import (
    Answer,
    Key,
    apply_summary,
    key_of,
    slug_of,
    summarise,
    title_of,
)
from conflictdb.states import Row, row_of

from .annotations import AnnotationError, Coding, Fault
from .fixtures import FILES, in_reference_order, key_of_row


def rows_of(coding: Coding) -> dict[type[models.Model], list[Row]]:
    """All fixture rows of a coding, by model, in an order in which they can be loaded.

    Raises AnnotationError where two questions would have one slug.
    """
    ask(coding)
    rows: dict[type[models.Model], list[Row]] = {}
    for model in (model for kinds in FILES.values() for model in kinds):
        if issubclass(model, Record):
            rows[model] = [
                row_of(record, _related(coding, record))
                for record in in_reference_order(coding.of(model).values())
            ]
        else:
            parts = [row_of(part, {}) for part in coding.children if isinstance(part, model)]
            unique = {key_of_row(model, part): part for part in parts}
            rows[model] = [unique[key] for key in sorted(unique, key=str)]
    return rows


def _related(coding: Coding, record: Record) -> Mapping[str, Iterable[Record]]:
    return {
        many.name: coding.related.get((record.slug, many.name), [])
        for many in record._meta.many_to_many
    }


def ask(coding: Coding) -> None:
    """Give each claim its question, and each question the summary of its claims.

    Raises AnnotationError where two questions would have one slug.
    """
    keys: dict[str, Key] = {}
    questions: dict[str, Question] = coding.of(Question)
    answers: dict[str, list[Answer]] = {}
    documents = _documents_of_claims(coding)
    known = _known_from(coding)
    for claim in coding.of(Claim).values():
        key = key_of(claim)
        if key is None:
            continue
        slug = slug_of(key)
        if keys.setdefault(slug, key) != key:
            reason = f"asks about {key}, but has the same slug {slug} as about {keys[slug]}"
            coding.faults.append(Fault("", claim.slug, "question", reason))
            continue
        if slug not in questions:
            questions[slug] = Question(
                slug=slug,
                title=title_of(key),
                topic=key.topic,
                incident=key.incident,
                subject_side=key.subject_side,
                counted=key.counted,
            )
        claim.question = questions[slug]
        answer = Answer(
            claim,
            frozenset(documents.get(claim.slug, ())),
            known.get(claim.statement.slug),
        )
        answers.setdefault(slug, []).append(answer)
    if coding.faults:
        raise AnnotationError(coding.faults)
    for slug, question in questions.items():
        apply_summary(question, summarise(answers[slug]))


def _documents_of_claims(coding: Coding) -> dict[str, set[str]]:
    documents: dict[str, set[str]] = {}
    for citation in coding.of(Citation).values():
        if citation.claim is not None:
            documents.setdefault(citation.claim.slug, set()).add(citation.document.slug)
    return documents


def _known_from(coding: Coding) -> dict[str, datetime | None]:
    """Since when each statement counts as known: when made, else when first published."""
    published: dict[str, list[datetime]] = {}
    for citation in coding.of(Citation).values():
        statement = citation.statement or (citation.claim.statement if citation.claim else None)
        if statement is not None and citation.document.published_latest is not None:
            published.setdefault(statement.slug, []).append(citation.document.published_latest)
    return {
        slug: statement.made_latest or min(published.get(slug, []), default=None)
        for slug, statement in coding.of(Statement).items()
    }
