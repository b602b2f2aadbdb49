"""What keeps a record from being public, and what keeps it public."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery

from conflictdb.models import Actor, Citation, Claim, Question, Record, Statement


def blockers(record: Record, granted: Collection[Record] = ()) -> list[str]:
    """What keeps a record from being, or staying, published, in words; empty when nothing does.

    What it refers to must be published, or is ``granted``: published with it. A claim or a
    statement needs a citation that is published, or can be with it; one that is public already
    needs one that is published.
    """
    found = unpublished(record, granted)
    if not isinstance(record, (Claim, Statement)):
        return found
    citations = list(record.citations.all())
    if any(citation.status == "published" for citation in citations):
        return found
    if not citations:
        found.append("it has no citation")
    elif record.status == "published":
        found.append("it has no published citation")
    elif not citations_with(record):
        kept = {each.slug: unpublished(each, [record]) or [each.status] for each in citations}
        why = [f"{slug}: {'; '.join(reasons)}" for slug, reasons in kept.items()]
        found.append(f"none of its citations can be published with it ({', '.join(why)})")
    return found


def unpublished(record: Record, granted: Collection[Record] = ()) -> list[str]:
    """Each reference of a record to one that is neither public nor granted."""
    return [
        f"{name.replace('_', ' ')} {target.slug} is {target.status}, not published"
        for name, target in references(record)
        if target.status != "published"
        and not isinstance(target, Question)
        and target not in granted
    ]


def citations_with(record: Record) -> list[Citation]:
    """The citations that are published together with a claim or a statement."""
    if not isinstance(record, (Claim, Statement)):
        return []
    waiting = ["draft", "in_review", *(["withdrawn"] if record.status == "withdrawn" else [])]
    citations = [each for each in record.citations.all() if each.status in waiting]
    return [citation for citation in citations if not unpublished(citation, [record])]


def published_citations(record: Record) -> list[Citation]:
    """The citations that are withdrawn together with a claim or a statement."""
    if not isinstance(record, (Claim, Statement)):
        return []
    return [each for each in record.citations.all() if each.status == "published"]


def require_publishable(record: Record) -> None:
    found = blockers(record)
    if found:
        raise ValidationError(f"Cannot publish {record.slug}: {'; '.join(found)}.")


def require_unreferenced(record: Record) -> None:
    """Refuse to withdraw what published records refer to, or rest on."""
    found = keepers([record])[record.pk]
    if found:
        raise ValidationError(f"Cannot withdraw {record.slug}: {'; '.join(found)}.")


def keepers(records: Sequence[Record]) -> dict[int, list[str]]:
    """What keeps each of these records, all of one model, from being withdrawn with the others."""
    found: dict[int, list[str]] = {}
    referring = _referring(type(records[0]), records)
    pks = [record.pk for record in records]
    slugs = {f"by_{number}": Subquery(rows) for number, (_, rows) in enumerate(referring)}
    rows: Any = type(records[0])._default_manager.filter(pk__in=pks).values("pk", **slugs)
    for row in rows:
        names = [
            f"{model._meta.verbose_name} {row[f'by_{number}']}"
            for number, (model, _) in enumerate(referring)
            if row[f"by_{number}"]
        ]
        why = f"published records refer to it ({', '.join(names[:5])})"
        found[row["pk"]] = [why] if names else []
    for citation in records:
        if isinstance(citation, Citation):
            found[citation.pk] += _rests_on(citation, records)
    return found


def _referring(
    model: type[Record], going: Sequence[Record]
) -> list[tuple[type[Record], models.QuerySet]]:
    """For each way to refer to records of a model, the slug of one that is public and does.

    Those that go as well do not count; the citations of what was said go with it.
    """
    found: list[tuple[type[Record], models.QuerySet]] = []
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        goes_with_it = other is Citation and issubclass(model, (Claim, Statement))
        if not issubclass(other, Record) or goes_with_it:
            continue
        rows = other._default_manager.filter(
            **{relation.field.name: OuterRef("pk")}, status="published"
        )
        if other is model:  # and a state is its own side
            rows = rows.exclude(pk__in=[record.pk for record in going])
        found.append((other, rows.order_by().values("slug")[:1]))
    if model is Actor:
        relayed = Citation.objects.published().filter(via__actor=OuterRef("pk"))
        found.append((Citation, relayed.order_by().values("slug")[:1]))
    return found


def _rests_on(citation: Citation, going: Sequence[Record]) -> list[str]:
    """What was said is public with what bears it out: the last citation does not go alone."""
    owner = citation.claim or citation.statement
    if citation.status != "published" or owner is None or owner.status != "published":
        return []
    if any(each not in going for each in published_citations(owner)):
        return []
    name = f"{owner._meta.verbose_name} {owner.slug}"
    return [f"it is the last published citation of {name}, which is public: withdraw that"]


def references(record: Record) -> Iterable[tuple[str, Record]]:
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
        models.prefetch_related_objects([record], "via__actor")
        for hop in record.via.all():
            yield "via", hop.actor
