"""Coverage: which lines of a text are cited, which are listed as carrying nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conflictdb.models import Citation, Document

from .annotations import Coding
from .evidence import Text

# The one reason that is about content; the others say that the line is none.
CONTENT_REASON = "no_claim"
MOST_LISTED = 1 / 20


@dataclass(frozen=True)
class Line:
    """One line of a text that is not empty."""

    number: int
    words: int
    cited_words: int
    cited_by: tuple[str, ...]
    listed: str | None

    @property
    def is_explained(self) -> bool:
        return bool(self.cited_by) or self.listed is not None


@dataclass(frozen=True)
class Coverage:
    """The lines of one document."""

    document: str
    lines: list[Line]

    @property
    def unexplained(self) -> list[int]:
        return [line.number for line in self.lines if not line.is_explained]

    @property
    def content(self) -> list[Line]:
        """Lines that are cited, or would be if they asserted anything."""
        return [line for line in self.lines if line.cited_by or line.listed == CONTENT_REASON]

    @property
    def share_only_listed(self) -> float:
        """Content lines that no record cites, among all content lines."""
        listed = sum(not line.cited_by for line in self.content)
        return listed / max(1, len(self.content))

    @property
    def is_complete(self) -> bool:
        return not self.unexplained and self.share_only_listed <= MOST_LISTED


def coverages(coding: Coding, texts: dict[str, Text]) -> Iterator[Coverage]:
    """The coverage of each document of a coding; ``texts`` by the hash of their bytes."""
    for slug, document in sorted(coding.of(Document).items()):
        text = texts[document.sha256]
        citations = [c for c in coding.of(Citation).values() if c.document.slug == slug]
        listed = coding.uncited.get(slug, {})
        lines = [_line(text, number, citations, listed.get(number)) for number in text.numbers]
        yield Coverage(slug, [line for line in lines if line.words])


def cited_share(text: Text, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """How many words of a text lie within one of these spans, and how many words it has."""
    merged = merge(spans)
    words = [word for number in text.numbers for word in text.words(number)]
    cited = position = 0
    for start, end in words:
        while position < len(merged) and merged[position][1] < end:
            position += 1
        if position < len(merged) and merged[position][0] <= start:
            cited += 1
    return cited, len(words)


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _line(text: Text, number: int, citations: list[Citation], listed: str | None) -> Line:
    words = text.words(number)
    citing = [
        citation
        for citation in citations
        if words and citation.start < words[-1][1] and citation.end > words[0][0]
    ]
    covered = sum(
        any(citation.start <= start and end <= citation.end for citation in citing)
        for start, end in words
    )
    cited_by = sorted({_cited_record(citation) for citation in citing})
    return Line(number, len(words), covered, tuple(cited_by), listed)


def _cited_record(citation: Citation) -> str:
    record = citation.claim or citation.statement or citation.affiliation
    return record.slug if record else ""
