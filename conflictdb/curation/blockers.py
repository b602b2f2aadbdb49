"""What keeps a record from being public, and what keeps it public."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from conflictdb.models import Actor, Citation, Claim, Question, Record, Statement


def blockers(record: Record) -> list[str]:
    """What keeps a record from being, or staying, published, in words; empty when nothing does.

    What it refers to must be published. A claim or a statement needs a citation that is published,
    or can be with it; one that is public already needs one that is published.
    """
    found = unpublished(record)
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
        kept = {each.slug: unpublished(each, record) or [each.status] for each in citations}
        why = [f"{slug}: {'; '.join(reasons)}" for slug, reasons in kept.items()]
        found.append(f"none of its citations can be published with it ({', '.join(why)})")
    return found


def unpublished(record: Record, owner: Record | None = None) -> list[str]:
    """Each reference of a record to one that is not public, but for that to its owner."""
    return [
        f"{name.replace('_', ' ')} {target.slug} is {target.status}, not published"
        for name, target in references(record)
        if target.status != "published" and not isinstance(target, Question) and target != owner
    ]


def citations_with(record: Record) -> list[Citation]:
    """The citations that are published together with a claim or a statement."""
    if not isinstance(record, (Claim, Statement)):
        return []
    waiting = ["draft", "in_review", *(["withdrawn"] if record.status == "withdrawn" else [])]
    citations = record.citations.filter(status__in=waiting)
    return [citation for citation in citations if not unpublished(citation, record)]


def published_citations(record: Record) -> list[Citation]:
    """The citations that are withdrawn together with a claim or a statement."""
    if not isinstance(record, (Claim, Statement)):
        return []
    return list(record.citations.filter(status="published"))


def require_publishable(record: Record) -> None:
    found = blockers(record)
    if found:
        raise ValidationError(f"Cannot publish {record.slug}: {'; '.join(found)}.")


def require_unreferenced(record: Record) -> None:
    """Refuse to withdraw what published records refer to, or rest on."""
    users = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        if not issubclass(model, Record):
            continue
        if model is Citation and isinstance(record, (Claim, Statement)):
            continue  # they go with it
        rows = model._default_manager.filter(**{relation.field.name: record}, status="published")
        # A state is its own side.
        users += list(rows.exclude(pk=record.pk if model is type(record) else None)[:3])
    if isinstance(record, Actor):
        users += list(Citation.objects.published().filter(via__actor=record)[:3])
    if users:
        names = ", ".join(f"{user._meta.verbose_name} {user.slug}" for user in users[:5])
        raise ValidationError(
            f"Cannot withdraw {record.slug}: published records refer to it ({names})."
        )
    if isinstance(record, Citation):
        _require_another_citation(record)


def _require_another_citation(citation: Citation) -> None:
    """What was said is public with what bears it out."""
    owner = citation.claim or citation.statement
    if owner is None or owner.status != "published":
        return
    if not owner.citations.filter(status="published").exclude(pk=citation.pk).exists():
        raise ValidationError(
            f"Cannot withdraw {citation.slug}: it is the last published citation of "
            f"{owner._meta.verbose_name} {owner.slug}, which is public. Withdraw that, or publish "
            "another citation of it first."
        )


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
        for hop in record.via.select_related("actor"):
            yield "via", hop.actor
