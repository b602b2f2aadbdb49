"""The timeline of an incident: which entries it has, and in which order.

An entry stands where its time begins; one whose beginning is open, where it ends; an undated one
last. Of those that begin together the less precise come first, so that what is only dated to a day
stands before the day's first hour. Then what occurred, what is reported, what was said; then slugs.

The API serves what is published of it, the desk of incidents also what is being worked on. Imports
models; may be imported by admin and api.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from conflictdb.models import Claim, Incident, Statement
from conflictdb.vocabularies import ENTRY_TYPES

# Later than any time that is stated.
UNDATED = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
COARSE_FIRST = (
    "interval", "year", "month", "week", "day", "part_of_day", "hour", "minute", "unknown",
)  # fmt: skip
ORDER = ("at", "precise", "type", "slug")


@dataclass(frozen=True)
class Key:
    """An entry's place in the order; the names are those of the annotations."""

    at: datetime
    precise: int
    type: str
    slug: str

    def write(self, *, reverse: bool) -> str:
        """As a cursor that means what follows this entry, or what stands before it."""
        content = [reverse, self.at.isoformat(), self.precise, self.type, self.slug]
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode("ascii")

    @classmethod
    def read(cls, cursor: str) -> tuple["Key", bool]:
        """The reverse of ``write``. Raises ValueError, TypeError."""
        reverse, at, precise, kind, slug = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = datetime.fromisoformat(at).astimezone(UTC)
        whole = (
            isinstance(reverse, bool)
            and type(precise) is int
            and precise in range(len(COARSE_FIRST))
            and isinstance(kind, str)
            and kind in ENTRY_TYPES
            and isinstance(slug, str)
            and slug.isascii()
            and "\x00" not in slug
        )
        if not whole:
            raise ValueError("not a key")
        return cls(moment, precise, kind, slug), reverse

    def beyond(self, *, reverse: bool) -> Q:
        """The entries after this one, or before it."""
        compare = "lt" if reverse else "gt"
        condition, same = Q(pk__in=[]), Q()
        for name in ORDER:
            value = getattr(self, name)
            condition |= same & Q(**{f"{name}__{compare}": value})
            same &= Q(**{name: value})
        return condition


@dataclass(frozen=True)
class Entries:
    """All entries about the incident of that slug and what lies below it.

    Of published records only, or ``with_drafts`` of all but the withdrawn ones. ``alone``: without
    what lies below it.
    """

    slug: str
    known_at: datetime | None = None
    types: Sequence[str] = tuple(ENTRY_TYPES.codes)
    with_drafts: bool = False
    alone: bool = False

    def page(
        self, limit: int, key: Key | None = None, *, reverse: bool = False
    ) -> list[tuple[Key, int]]:
        """The keys of the next entries with the ids of their records, in their order."""
        branches = [
            branch.filter(key.beyond(reverse=reverse)) if key else branch
            for branch in self._branches()
        ]
        if not branches:
            return []
        columns = (*ORDER, "id")
        first, *others = [branch.order_by().values_list(*columns) for branch in branches]
        order = [f"-{name}" if reverse else name for name in ORDER]
        rows = first.union(*others, all=True).order_by(*order)[:limit]
        found = [(Key(*place), pk) for *place, pk in rows]
        return found[::-1] if reverse else found

    def _branches(self) -> Iterable[QuerySet]:
        occurred = self._shown(Incident.objects.filter(id__in=self._incidents()))
        told = Statement.incidents.through.objects.filter(incident__in=self._incidents())
        claims = self._shown(Claim.objects.filter(incident__in=self._incidents()))
        # A union finds each by an index; either of two lists would be looked for in every row.
        telling = told.values("statement").union(claims.order_by().values("statement"))
        statements: Any = self._shown(Statement.objects.filter(id__in=telling))
        elsewhen: Any = claims.filter(occurred_edtf__isnull=False).exclude(
            occurred_edtf=F("incident__occurred_edtf")
        )
        if self.known_at is not None:
            statements = statements.known_at(self.known_at)
            elsewhen = elsewhen.known_at(self.known_at)
            occurred = occurred.filter(id__in=_known(occurred, self.known_at))
        branches = {
            "incident": _placed(occurred, "incident", "occurred"),
            "reported_event": _placed(elsewhen, "reported_event", "occurred"),
            "statement": _placed(statements, "statement", "made"),
        }
        return [branches[name] for name in self.types]

    def _incidents(self) -> Any:
        if self.alone:
            return Incident.objects.filter(slug=self.slug).values("pk")
        if not self.with_drafts:
            return Incident.objects.ids_within([self.slug])
        return Incident.objects.ids_below(Incident.objects.only("pk").get(slug=self.slug).pk)

    def _shown(self, rows: Any) -> Any:
        return rows.exclude(status="withdrawn") if self.with_drafts else rows.published()


def _known(incidents: QuerySet[Incident], moment: datetime) -> list[int]:
    """The ids of those that had occurred at a moment, for all one knew.

    A statement known by then tells of it or of a part of it, and it does not begin only later.
    """
    known = Statement.objects.published().known_at(moment)
    of_claims = Claim.objects.published().filter(incident=OuterRef("pk")).values("statement")
    tell = Exists(known.filter(incidents=OuterRef("pk"))) | Exists(known.filter(id__in=of_claims))
    found = list(
        incidents.order_by()
        .annotate(told=tell)
        .values_list("id", "part_of_id", "occurred_earliest", "told")
    )
    above = {pk: part_of for pk, part_of, _, _ in found}
    told_of: set[int] = set()
    for pk, _, _, told in found:
        step: int | None = pk if told else None
        while step in above and step not in told_of:
            told_of.add(step)
            step = above[step]
    return [
        pk for pk, _, begins, _ in found if pk in told_of and (begins is None or begins <= moment)
    ]


def _placed(rows: QuerySet, entry_type: str, time: str) -> QuerySet:
    """Adds what the order goes by."""
    placed: QuerySet = rows.annotate(
        at=Coalesce(f"{time}_earliest", f"{time}_latest", Value(UNDATED)),
        precise=Case(
            *(
                When(**{f"{time}_precision": code}, then=Value(rank))
                for rank, code in enumerate(COARSE_FIRST)
            ),
            output_field=IntegerField(),
        ),
        type=Value(entry_type),
    )
    return placed
