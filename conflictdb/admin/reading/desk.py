"""What the reading desk shows: the text, cut where citations begin and end, and its records."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.urls import reverse

from conflictdb.admin.fields import figure, speaker_of
from conflictdb.interchange.coverage import cited_share, merge
from conflictdb.interchange.evidence import Text, sentences
from conflictdb.models import Affiliation, Citation, Claim, Document, Record, Statement
from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES

_DEEPEST = 3  # passages above each other that are told apart


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that the same citations cite."""

    start: int
    end: int
    text: str
    cites: tuple[int, ...] = ()
    look: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces; between sentences stands space, which is none."""

    start: int
    end: int
    pieces: list[Piece]
    is_sentence: bool

    @property
    def is_cited(self) -> bool:
        return any(piece.cites for piece in self.pieces)


@dataclass
class Entry:
    """A record beside the text, with the citations here that bear it out."""

    record: Record
    citations: list[Citation] = field(default_factory=list)
    claims: list["Entry"] = field(default_factory=list)

    @property
    def key(self) -> str:
        return key_of(self.record)

    @property
    def cites(self) -> str:
        return " ".join(str(citation.pk) for citation in self.citations)

    @property
    def first(self) -> int:
        """Where it first stands in the text: itself, or a claim of it."""
        own = [citation.start for citation in self.citations]
        return min([*own, *(claim.first for claim in self.claims)], default=0)

    @property
    def family(self) -> str:
        return family_of(self.record)

    @property
    def kind(self) -> str:
        """Claim, statement, affiliation."""
        return str(self.record._meta.verbose_name)

    @property
    def page(self) -> str:
        """The address of the record's own page."""
        meta = self.record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record.pk])

    @property
    def heading(self) -> str:
        """Who speaks, or the kind of a claim with its figure and whose it is."""
        match self.record:
            case Statement() as statement:
                made = f", {statement.made.edtf}" if statement.made else ""
                return f"{speaker_of(statement)}{made}"
            case Claim() as claim:
                denied = " (denied)" if claim.polarity == "denies" else ""
                whose = f", {claim.subject}" if claim.subject else ""
                told = f"{CLAIM_KINDS[claim.kind].label}{denied} {figure(claim)}"
                return f"{told.strip()}{whose}"
            case _:
                return self.kind.capitalize()


@dataclass(frozen=True)
class Desk:
    """A document on the desk."""

    document: Document
    text: Text
    entries: list[Entry]
    paragraphs: list[list[Sentence]]
    bar: list[tuple[float, float]]  # stretches that are cited, in percent of the text: from, wide
    cited_words: int
    words: int

    @property
    def share(self) -> int:
        return round(100 * self.cited_words / max(1, self.words))

    @property
    def waiting(self) -> int:
        return sum(entry.record.status == "in_review" for entry in self._flat())

    @property
    def drafts(self) -> int:
        return sum(entry.record.status == "draft" for entry in self._flat())

    def _flat(self) -> Iterable[Entry]:
        for entry in self.entries:
            yield entry
            yield from entry.claims


def desk_of(document: Document, text: Text) -> Desk:
    """One query, whatever the number of citations."""
    citations = list(
        document.citations.exclude(status="withdrawn")
        .select_related(
            "statement__speaker",
            "claim__statement__speaker",
            "claim__subject",
            "claim__incident",
            "affiliation__person",
            "affiliation__body",
        )
        .order_by("start", "end", "id")
    )
    spans = [(citation.start, min(citation.end, text.length)) for citation in citations]
    cited, words = cited_share(text, spans)
    return Desk(
        document,
        text,
        _entries(citations),
        list(_paragraphs(text, citations)),
        [
            (100 * start / text.length, 100 * (end - start) / text.length)
            for start, end in merge(spans)
        ],
        cited,
        words,
    )


def key_of(record: Record) -> str:
    """What the page calls a record: claim-12."""
    return f"{record._meta.model_name}-{record.pk}"


def family_of(record: Record) -> str:
    """The family of a claim's kind; of other records what they are."""
    if isinstance(record, Claim) and record.kind in CLAIM_KINDS:
        return CLAIM_KINDS[record.kind].family
    return str(record._meta.model_name)


def legend(desk: Desk) -> list[tuple[str, str]]:
    """The kinds of highlight that this text has, in words."""
    names = {"statement": "Statement", "affiliation": "Post"} | {
        each.code: each.label for each in FAMILIES
    }
    present = {entry.family for entry in desk.entries}
    present |= {claim.family for entry in desk.entries for claim in entry.claims}
    return [(code, label) for code, label in names.items() if code in present]


def _entries(citations: list[Citation]) -> list[Entry]:
    """Statements with their claims, and posts, in the order of the text."""
    entries: dict[Record, Entry] = {}
    claims: dict[Claim, Entry] = {}
    for citation in citations:
        record: Record | None = citation.statement or citation.affiliation
        if citation.claim is not None:
            owner = entries.setdefault(citation.claim.statement, Entry(citation.claim.statement))
            if citation.claim not in claims:
                claims[citation.claim] = Entry(citation.claim)
                owner.claims.append(claims[citation.claim])
            claims[citation.claim].citations.append(citation)
        elif isinstance(record, (Statement, Affiliation)):
            entries.setdefault(record, Entry(record)).citations.append(citation)
    return sorted(entries.values(), key=lambda entry: entry.first)


def _paragraphs(text: Text, citations: list[Citation]) -> Iterable[list[Sentence]]:
    """The lines that hold words, each as sentences and the space between them."""
    edges = sorted({edge for citation in citations for edge in (citation.start, citation.end)})
    by_start = sorted(citations, key=lambda citation: citation.start)
    active: list[Citation] = []
    coming = 0
    for number in text.numbers:
        line = text.line(number)
        if not line.strip():
            continue
        begin = text.line_start(number)
        paragraph: list[Sentence] = []
        position = begin
        for start, end in [
            *((begin + s, begin + e) for s, e in sentences(line)),
            (begin + len(line), begin + len(line)),
        ]:
            for stretch, is_sentence in (((position, start), False), ((start, end), True)):
                if stretch[0] >= stretch[1]:
                    continue
                pieces = []
                for piece_start, piece_end in _cut(stretch, edges):
                    while coming < len(by_start) and by_start[coming].start <= piece_start:
                        active.append(by_start[coming])
                        coming += 1
                    active = [citation for citation in active if citation.end > piece_start]
                    words = text.characters[piece_start:piece_end]
                    pieces.append(_piece(piece_start, piece_end, words, active))
                paragraph.append(Sentence(*stretch, pieces, is_sentence))
            position = end
        yield paragraph


def _cut(stretch: tuple[int, int], edges: list[int]) -> Iterable[tuple[int, int]]:
    start, end = stretch
    inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
    bounds = [start, *inner, end]
    return pairwise(bounds)


def _piece(start: int, end: int, words: str, active: list[Citation]) -> Piece:
    """Of several citations the shortest gives the colour; lines below tell how many there are."""
    if not active:
        return Piece(start, end, words)
    inner = min(active, key=lambda c: (c.end - c.start, c.claim_id is None))
    record = inner.claim or inner.statement or inner.affiliation
    family = family_of(record) if record else "other"
    depth = min(len(active), _DEEPEST)
    return Piece(start, end, words, tuple(c.pk for c in active), f"of-{family} deep-{depth}")
