"""What a step would do with many records, before it is taken; as many queries as for one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from conflictdb.models import Citation, Claim, Record, Statement

from .blockers import blockers, citations_with, keepers, published_citations
from .four_eyes import own_work
from .steps import STEPS, unfit


@dataclass
class Prospect:
    """One record before a step: what it would become, what goes with it, what keeps it back."""

    record: Record
    after: str
    with_it: list[Citation] = field(default_factory=list)
    blockers: list[str] = field(default_factory=list)


def preview(verb: str, records: Sequence[Record], *, by: AbstractBaseUser) -> list[Prospect]:
    """What a step would do with each of these records, all of one model.

    Records that refer to each other go together, unless something else keeps one of them back.
    """
    before, after = STEPS[verb]
    found = [Prospect(record, after) for record in records]
    for each in found:
        if each.record.status not in before:
            each.blockers.append(unfit(verb, each.record.status))
    able = [each for each in found if not each.blockers]
    if able and after == "published":
        _publishing(able, by)
    elif able and "published" in before:
        _withdrawing(able)
    return found


def _publishing(able: list[Prospect], by: AbstractBaseUser) -> None:
    records = [each.record for each in able]
    _prefetch(records)
    own = own_work(records, by)
    for each in able:
        each.with_it = citations_with(each.record)
        if each.record.pk in own:
            each.blockers.append("you worked on it, so someone else has to publish it")
    own_citations = own_work([citation for each in able for citation in each.with_it], by)
    for each in able:
        each.blockers += [
            f"you worked on its citation {citation.slug}, so someone else has to publish it"
            for citation in each.with_it
            if citation.pk in own_citations
        ]
    going = {each.record for each in able if not each.blockers}
    while stuck := {record for record in going if blockers(record, going)}:
        going -= stuck
    for each in able:
        each.blockers += blockers(each.record, going)


def _withdrawing(able: list[Prospect]) -> None:
    records = [each.record for each in able]
    _prefetch(records)
    kept = keepers(records)
    for each in able:
        each.with_it = published_citations(each.record)
        each.blockers += kept.get(each.record.pk, ["it has been deleted meanwhile"])


def _prefetch(records: list[Record]) -> None:
    """All that blockers ask of these records, with as many queries for one as for many."""
    model = type(records[0])
    names = [column.name for column in model._meta.fields if column.is_relation]
    names += [many.name for many in model._meta.many_to_many]
    if issubclass(model, (Claim, Statement)):
        names += ["citations__document", "citations__via__actor"]
    if model is Citation:
        names += ["via__actor", "claim__citations", "statement__citations"]
    models.prefetch_related_objects(records, *names)
