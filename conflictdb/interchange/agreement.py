"""Agreement: two independent codings of one text, matched claim by claim and compared.

Claims are matched one to one where their cited spans overlap, best match first: by the share of
characters that the spans have in common, then by kind, figure and subject. What is compared of a
matched pair are the fields that a coder decides. Nothing is corrected for chance.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conflictdb.dates import TimeFact
from conflictdb.models import Citation, Claim, Statement

from .annotations import Coding

Span = tuple[int, int]

TAKEN = ("a", "b", "both", "neither")


def _slug(record: Any) -> str | None:
    return record.slug if record is not None else None


def _edtf(fact: TimeFact | None) -> str | None:
    return fact.edtf if fact else None


def _speaker(claim: Claim) -> str | None:
    statement = claim.statement
    return statement.speaker.slug if statement.speaker else statement.speaker_description


COMPARED: Mapping[str, Callable[[Claim], Any]] = {
    "kind": lambda claim: claim.kind,
    "value": lambda claim: (claim.value_min, claim.value_max, claim.modifier),
    "speaker": _speaker,
    "subject": lambda claim: _slug(claim.subject),
    "incident": lambda claim: _slug(claim.incident),
    "made": lambda claim: _edtf(claim.statement.made),
    "occurred": lambda claim: (_edtf(claim.occurred), _edtf(claim.as_of)),
    "polarity": lambda claim: (claim.polarity, claim.modality),
    "certainty": lambda claim: claim.certainty,
}


@dataclass(frozen=True)
class Pair:
    """A claim of one coding and the claim of the other that codes the same passage."""

    a: Claim | None
    b: Claim | None
    overlap: float

    @property
    def differing(self) -> dict[str, tuple[Any, Any]]:
        """The compared fields that differ, with both values."""
        if self.a is None or self.b is None:
            return {}
        values = {name: (read(self.a), read(self.b)) for name, read in COMPARED.items()}
        return {name: both for name, both in values.items() if both[0] != both[1]}

    @property
    def slugs(self) -> tuple[str | None, str | None]:
        return _slug(self.a), _slug(self.b)

    @property
    def is_difference(self) -> bool:
        return self.a is None or self.b is None or bool(self.differing)


@dataclass(frozen=True)
class Agreement:
    """How far two codings of a document agree."""

    document: str
    pairs: list[Pair]

    @property
    def matched(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.a is not None and pair.b is not None]

    @property
    def only_in(self) -> tuple[int, int]:
        return (
            sum(pair.b is None for pair in self.pairs),
            sum(pair.a is None for pair in self.pairs),
        )

    @property
    def found_by_both(self) -> float:
        """Matched claims among the claims of both codings (the Dice coefficient)."""
        singles = sum(self.only_in)
        return 2 * len(self.matched) / (2 * len(self.matched) + singles) if self.pairs else 1.0

    @property
    def span_overlap(self) -> float:
        """Mean share of characters that matched spans have in common (Jaccard)."""
        return sum(pair.overlap for pair in self.matched) / max(1, len(self.matched))

    def agreeing(self, name: str) -> float:
        """Share of matched claims that agree on a field."""
        return sum(name not in pair.differing for pair in self.matched) / max(1, len(self.matched))


@dataclass(frozen=True)
class Settlement:
    """How a third reading of the text settled one difference, and why."""

    a: str | None
    b: str | None
    taken: str
    why: str


def read_settlements(path: Path) -> dict[tuple[str | None, str | None], Settlement]:
    """The settlements of one document, by the slugs of the two claims.

    Raises OSError, ValueError, KeyError.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    settled = {}
    for row in rows:
        settlement = Settlement(row.get("a"), row.get("b"), row["taken"], row["why"])
        if settlement.taken not in TAKEN or not settlement.why:
            raise ValueError(f"{path.name}: {row} must say what was taken ({TAKEN}) and why")
        settled[settlement.a, settlement.b] = settlement
    return settled


def compare(document: str, a: Coding, b: Coding) -> Agreement:
    """Match and compare the claims of two codings of one document."""
    spans_a, spans_b = _spans(a), _spans(b)
    claims_a, claims_b = _claims(a), _claims(b)
    candidates = sorted(
        (
            (_likeness(claims_a[one], claims_b[other], overlap), one, other, overlap)
            for one in claims_a
            for other in claims_b
            if (overlap := _overlap(spans_a.get(one, []), spans_b.get(other, []))) > 0
        ),
        key=lambda candidate: (-candidate[0], candidate[1], candidate[2]),
    )
    pairs, taken = [], set()
    for _, one, other, overlap in candidates:
        if ("a", one) not in taken and ("b", other) not in taken:
            taken |= {("a", one), ("b", other)}
            pairs.append(Pair(claims_a[one], claims_b[other], overlap))
    pairs += [Pair(claims_a[slug], None, 0.0) for slug in claims_a if ("a", slug) not in taken]
    pairs += [Pair(None, claims_b[slug], 0.0) for slug in claims_b if ("b", slug) not in taken]
    return Agreement(document, pairs)


def _claims(coding: Coding) -> dict[str, Claim]:
    return coding.of(Claim)


def _spans(coding: Coding) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    citations: Iterable[Citation] = coding.of(Citation).values()
    for citation in citations:
        if citation.claim is not None:
            spans.setdefault(citation.claim.slug, []).append((citation.start, citation.end))
    return spans


def _overlap(one: list[Span], other: list[Span]) -> float:
    """The best Jaccard overlap of any two spans."""
    best = 0.0
    for start, end in one:
        for other_start, other_end in other:
            common = min(end, other_end) - max(start, other_start)
            if common > 0:
                best = max(best, common / (max(end, other_end) - min(start, other_start)))
    return best


def _likeness(one: Claim, other: Claim, overlap: float) -> float:
    same = {name: COMPARED[name](one) == COMPARED[name](other) for name in COMPARED}
    likeness: float = overlap + same["kind"] + 0.6 * same["value"] + 0.5 * same["subject"]
    return likeness


def statements_of(coding: Coding) -> int:
    """How many statements a coding has."""
    return len(coding.of(Statement))
