"""Posts that both records had: of two alike one stays, with the citations of both."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from conflictdb.models import Actor, Affiliation, Citation, Record

_STANDS = ["published", "in_review", "draft"]  # which of two posts stays


def posts_alike(loser: Record, survivor: Record) -> dict[int, int]:
    """Each post that would say what another says once both are one, with the one that stays."""
    if not isinstance(survivor, Actor):
        return {}
    both = [loser.pk, survivor.pk]
    columns = ("person_id", "body_id", "role", "held_from_edtf", "held_until_edtf")
    posts = Affiliation.objects.filter(Q(person__in=both) | Q(body__in=both), status__in=_STANDS)
    groups: dict[tuple[Any, ...], list[tuple[int, int, bool]]] = {}
    for pk, status, *said in posts.values_list("pk", "status", *columns):
        key = tuple(survivor.pk if value == loser.pk else value for value in said)
        of_loser = loser.pk in said[:2]
        groups.setdefault(key, []).append((_STANDS.index(status), pk, of_loser))
    found: dict[int, int] = {}
    for group in groups.values():
        (_, stays, _), *others = sorted(group)
        if any(of_loser for _, _, of_loser in group):
            found |= {pk: stays for _, pk, _ in others}
    return found


def settle_posts(alike: dict[int, int], moment: datetime) -> set[int]:
    """Withdraw what is said twice; its citations bear out the post that stays. Returns those."""
    for goes, stays in alike.items():
        there = set(Citation.objects.filter(affiliation=stays).values_list(*_PASSAGE))
        for citation in Citation.objects.filter(affiliation=goes):
            if tuple(getattr(citation, name) for name in _PASSAGE) in there:
                citation.status = "withdrawn"
            else:
                citation.affiliation_id = stays
            citation.save()
        Affiliation.objects.filter(pk=goes).update(
            status="withdrawn", version=F("version") + 1, updated_at=moment
        )
    return {*alike, *alike.values()}


_PASSAGE = ("document_id", "start", "end")
