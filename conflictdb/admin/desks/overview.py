"""What the desk of incidents shows: where it lies, its timeline, its parts, what is asked of it."""

import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, Q

from conflictdb.admin.fields import speaker_of
from conflictdb.charts.words import time_in_words
from conflictdb.models import Claim, Incident, Participant, Question, Statement
from conflictdb.timelines import Entries, Key
from conflictdb.vocabularies import CLAIM_KINDS, ENTRY_TYPES, FAMILIES, REASONS, ClaimKind, Code

from .comparison import revised, told

ENTRIES = 30  # of the timeline at a time
MOST_BELOW = 2_000
MOST_PARTS = 100
MOST_QUESTIONS = 50
DEPTH = 3  # levels of parts; deeper ones stand on their own desks
_ABOVE = "part_of__part_of__part_of__part_of"


@dataclass(frozen=True)
class Entry:
    """One thing that happened or was said."""

    type: Code
    record: Any
    time: str
    speaker: str = ""
    claims: Sequence[tuple[Claim, str]] = ()


@dataclass
class Node:
    """A part with its own parts."""

    incident: Incident
    revision: int = 0  # the version of a pending one
    parts: list["Node"] = field(default_factory=list)

    @property
    def version(self) -> int:
        return self.incident.version + self.revision

    @property
    def occurred(self) -> str:
        return time_in_words(self.incident.occurred) if self.incident.occurred else ""


@dataclass(frozen=True)
class Asked:
    """A question with its spread placed on a scale that it shares with the others, of 0 to 100."""

    question: Question
    title: str
    left: float
    width: float

    @property
    def figures(self) -> str:
        low, high = self.question.spread_lowest, self.question.spread_highest
        if low is None:
            return "" if high is None else f"up to {high:,}"
        return f"{low:,}" if high in (low, None) else f"{low:,}–{high:,}"

    @property
    def is_disputable(self) -> bool:
        return self.question.contested or self.question.speakers_count > 1

    @property
    def reasons(self) -> str:
        return ", ".join(REASONS[code].label.lower() for code in self.question.reasons)


@dataclass(frozen=True)
class Kind:
    """How many claims of one kind there are about an incident."""

    kind: ClaimKind
    count: int
    drafts: int

    @property
    def family(self) -> str:
        return FAMILIES[self.kind.family].label


@dataclass
class Overview:
    """An incident with what hangs on it; ``after`` is where its timeline goes on."""

    incident: Incident
    after: str = ""

    @cached_property
    def above(self) -> list[Incident]:
        """What it lies in, the outermost first."""
        found: list[Incident] = []
        step = Incident.objects.select_related(_ABOVE).get(pk=self.incident.pk).part_of
        while step is not None and len(found) < _ABOVE.count("part_of"):
            found.append(step)
            step = step.part_of if "part_of" in step._state.fields_cache else None
        return found[::-1]

    @cached_property
    def participants(self) -> list[Participant]:
        rows = Participant.objects.filter(incident=self.incident)
        return list(rows.select_related("actor").order_by("role", "actor__name"))

    # Parts

    @cached_property
    def parts(self) -> list[Node]:
        """The tree below it, level by level, the first of each in order of time."""
        top = Node(self.incident)
        level, left = {self.incident.pk: top}, MOST_PARTS
        for depth in range(DEPTH):
            rows = Incident.objects.exclude(status="withdrawn")
            # One by one an index has them in order.
            rows = (
                rows.filter(part_of__in=list(level))
                if depth
                else rows.filter(part_of=self.incident)
            )
            below = list(rows.order_by("occurred_earliest", "slug")[:left]) if level else []
            left -= len(below)
            waiting = revised(Incident, [part.pk for part in below])
            nodes = {part.pk: Node(part, waiting.get(part.pk, 0)) for part in below}
            for part in below:
                level[part.part_of_id or 0].parts.append(nodes[part.pk])
            level = nodes
        return top.parts

    @cached_property
    def parts_are_cut(self) -> bool:
        def size(nodes: list[Node]) -> int:
            return sum(1 + size(node.parts) for node in nodes)

        return size(self.parts) >= MOST_PARTS

    # Questions

    @cached_property
    def questions(self) -> list[Asked]:
        """Those asked of it, and those that claims about it answer; the contested ones first."""
        claims = Claim.objects.filter(incident=self.incident, question__isnull=False)
        asked = Question.objects.filter(incident=self.incident).order_by().values("pk")
        ids = asked.union(claims.order_by().values("question"))
        rows = Question.objects.filter(pk__in=ids).exclude(status="withdrawn")
        rows = rows.select_related("incident").order_by("-contested", "-speakers_count", "slug")
        found = list(rows[:MOST_QUESTIONS])
        largest = max((row.spread_highest or row.spread_lowest or 0 for row in found), default=0)
        return [_asked(row, largest, self.incident) for row in found]

    @property
    def disputable(self) -> list[Asked]:
        """Questions that several speakers answer, and those that are contested."""
        return [each for each in self.questions if each.is_disputable]

    @property
    def others(self) -> list[Asked]:
        return [each for each in self.questions if not each.is_disputable]

    # What is said about it

    @cached_property
    def kinds(self) -> list[Kind]:
        rows = (
            Claim.objects.filter(incident=self.incident)
            .exclude(status="withdrawn")
            .order_by()
            .values("kind")
            .annotate(n=Count("pk"), drafts=Count("pk", filter=~Q(status="published")))
        )
        counts = {row["kind"]: row for row in rows}
        return [
            Kind(CLAIM_KINDS[code], counts[code]["n"], counts[code]["drafts"])
            for code in CLAIM_KINDS.codes
            if code in counts
        ]

    @cached_property
    def claims_count(self) -> int:
        return sum(kind.count for kind in self.kinds)

    @cached_property
    def statements_count(self) -> int:
        told_of = Statement.objects.filter(incidents=self.incident)
        return told_of.exclude(status="withdrawn").count()

    # Timeline

    @cached_property
    def is_vast(self) -> bool:
        """Whether too much lies below it for one timeline: it is then its own only."""
        return Incident.objects.has_more_below(self.incident.pk, MOST_BELOW)

    @cached_property
    def _page(self) -> list[tuple[Key, int]]:
        entries = Entries(self.incident.slug, with_drafts=True, alone=self.is_vast)
        return entries.page(ENTRIES + 1, self._after)

    @cached_property
    def _after(self) -> Key | None:
        try:
            return Key.read(self.after)[0] if self.after else None
        except (ValueError, TypeError, RecursionError, OverflowError, binascii.Error):
            return None  # no place that a timeline gave: it begins at its beginning

    @property
    def next(self) -> str:
        """Where the timeline goes on after this stretch."""
        more = len(self._page) > ENTRIES
        return self._page[ENTRIES - 1][0].write(reverse=False) if more else ""

    @cached_property
    def timeline(self) -> list[Entry]:
        page = self._page[:ENTRIES]
        ids = {code: [pk for key, pk in page if key.type == code] for code in ENTRY_TYPES.codes}
        claims = Claim.objects.exclude(status="withdrawn").select_related("subject", "place")
        of_statement = Prefetch("claims", claims.order_by("pk"))
        told_by = "statement__speaker"
        found: dict[str, dict[int, Any]] = {
            "incident": Incident.objects.select_related("place").in_bulk(ids["incident"]),
            "reported_event": claims.select_related(told_by).in_bulk(ids["reported_event"]),
            "statement": Statement.objects.select_related("speaker")
            .prefetch_related(of_statement)
            .in_bulk(ids["statement"]),
        }
        return [
            _entry(ENTRY_TYPES[key.type], found[key.type][pk])
            for key, pk in page
            if pk in found[key.type]
        ]


def _entry(kind: Code, record: Any) -> Entry:
    fact = record.made if isinstance(record, Statement) else record.occurred
    time = time_in_words(fact) if fact else "time not known"
    match record:
        case Statement():
            claims = [(claim, told(claim)) for claim in record.claims.all()]
            return Entry(kind, record, time, speaker_of(record), claims)
        case Claim():
            return Entry(kind, record, time, speaker_of(record.statement))
    return Entry(kind, record, time)


def _asked(question: Question, largest: int, incident: Incident) -> Asked:
    low, high = question.spread_lowest, question.spread_highest
    title = question.title
    if question.incident_id == incident.pk:
        title = title.removesuffix(incident.title).strip() or title  # the page is headed by it
    if not largest or (low is None and high is None):
        return Asked(question, title, 0, 0)
    start = 100 * (low or 0) / largest
    end = 100 * (high if high is not None else low or 0) / largest
    return Asked(question, title, round(min(start, 98), 1), round(max(end - start, 2), 1))
