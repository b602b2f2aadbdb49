"""What a passage asserts: figures with what they count and whose, and what no figure answers."""

import re
from dataclasses import dataclass

from conflictdb.models import Actor
from conflictdb.vocabularies import CLAIM_KINDS

from . import lexicon
from .lexicon import every, first
from .names import Mention
from .numbers import Figure, figures, vague

_MOST = 6  # claims of one passage
_CASUALTIES = set(CLAIM_KINDS.where(family="casualty"))
_COUNTING = set(CLAIM_KINDS.where(answers_with="quantity"))
_BY = re.compile(r"\bby\s+(?:the\s+)?$|\bpar\s+(?:les\s+|l.)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s+(?:while|but|and\s+that|adding)\b|\.\s")
_LOST = re.compile(
    r"\b(?:it|they|we|has|have|had)?\s*(?:lost|has|have|suffered|admitted)\s*$", re.IGNORECASE
)
_UNIT_OF = {
    "positions_lost": "position",
    "equipment_destroyed": "equipment",
    "territory_occupied": "area",
    "territory_transfer": "area",
}
_FITTING = {
    "positions_lost": {"position"},
    "equipment_destroyed": {"armoured_vehicle", "vehicle", "equipment"},
    "territory_occupied": {"square_kilometre", "kilometre", "settlement", "area"},
    "territory_transfer": {"square_kilometre", "settlement", "area"},
    "personnel_deployed": {"person", "equipment", "armoured_vehicle"},
}


# "12 soldiers, seven of them conscripts, and 10 wounded": the ten are not said to be conscripts.
_MORE_BROADLY = {
    "conscript": "military",
    "contract_soldier": "military",
    "military": "military",
    "civilian": "civilian",
    "mixed": "mixed",
}


@dataclass(frozen=True)
class Asserted:
    """One thing that a passage seems to assert."""

    kind: str
    start: int
    modifier: str = ""
    low: int | None = None
    high: int | None = None
    unit: str = ""
    basis: str = ""
    victim_class: str = ""
    side: Actor | None = None  # whose people or things, as far as named
    subject: Actor | None = None  # that force or body itself, where it is named
    is_own: bool = False  # "its soldiers": of the speaker's side
    target: Actor | None = None
    polarity: str = "asserts"
    certainty: str = "stated"


def assertions(passage: str, named: list[Mention]) -> list[Asserted]:
    """The likeliest assertions of a passage, figures first; ``named`` are its mentions."""
    cues = every(lexicon.COUNTED, passage)
    counted = _counted(passage, figures(passage), cues, named)
    if not counted:
        counted = _unquantified(passage, cues, named)
    plain = [
        _plain(passage, start, end, kind, named)
        for start, end, kind in every(lexicon.PLAIN, passage)
    ]
    unique: dict[tuple[object, ...], Asserted] = {}
    for each in (*counted, *plain):
        unique.setdefault((each.kind, each.low, each.high, each.modifier), each)
    return list(unique.values())[:_MOST]


def _counted(
    passage: str, found: list[Figure], cues: list[tuple[int, int, str]], named: list[Mention]
) -> list[Asserted]:
    counted: list[Asserted] = []
    for place, figure in enumerate(found):
        if lexicon.OTHER_NOUNS.match(passage[figure.end :]):
            continue
        left = found[place - 1].end if place else 0
        right = found[place + 1].start if place + 1 < len(found) else len(passage)
        kind = _kind_of(passage, figure, left, right, cues)
        if kind is None:
            kind = counted[-1].kind if counted and _breaks_down(passage, left, figure) else None
        if kind:
            counted.append(_asserted(passage, figure, kind, named, left=left, right=right))
    return counted


def _kind_of(
    passage: str, figure: Figure, left: int, right: int, cues: list[tuple[int, int, str]]
) -> str | None:
    """The kind whose words stand nearest: after the figure in its clause, else before it."""
    clause = _CLAUSE.search(passage, figure.end, right)
    until = clause.start() if clause else right
    noun = passage[figure.end : figure.end + 40]
    unit = first(lexicon.UNITS, noun.split(",")[0])
    over = [c for c in cues if c[0] <= figure.start and figure.end <= c[1]]
    # "12 servicemen were wounded": up to the next figure, unless that has no words of its own.
    after = [c for c in cues if figure.end <= c[0] < until]
    before = [c for c in cues if left <= c[0] and c[1] <= figure.start + 1]
    near = after[:1] + over[:1] + before[-1:]
    if after and before:
        # "killed 12 soldiers and wounded two": the verb just before wins over one behind an "and".
        between = passage[figure.end : after[0][0]]
        if figure.start - before[-1][1] < 12 and re.search(r"\b(?:and|et|while)\b|,", between):
            near = before[-1:] + after[:1]
    for _, _, kind in near:
        if _fits(kind, unit):
            return kind
    if unit == "position":
        return "positions_lost"
    if _LOST.search(passage[: figure.start]):
        return "killed" if unit is None else "equipment_destroyed"
    return None


def _fits(kind: str, unit: str | None) -> bool:
    if kind in _CASUALTIES:
        return unit is None
    return unit is None or unit in _FITTING.get(kind, {unit})


def _breaks_down(passage: str, left: int, figure: Figure) -> bool:
    """Whether a figure splits the one before: 12 captured (seven contract soldiers, …)."""
    return bool(re.search(r"[(;:,]\s*$|\band\s+$|\bincluding\s+$", passage[left : figure.start]))


def _asserted(
    passage: str, figure: Figure, kind: str, named: list[Mention], *, left: int, right: int
) -> Asserted:
    noun = passage[figure.end : right]
    around = passage[left : min(len(passage), right)]
    is_casualty = kind in _CASUALTIES
    side, subject, is_own = _whose(passage, figure, named, left=left, right=right)
    victim = ""
    if is_casualty:
        victim = (
            first(lexicon.VICTIMS, noun[:60].split(",")[0])
            or first(lexicon.VICTIMS, noun)
            or _MORE_BROADLY.get(first(lexicon.VICTIMS, passage[: figure.start]) or "", "")
            or ("military" if kind == "captured" or is_own else "undetermined")
        )
    unit = "person"
    if not is_casualty:
        unit = first(lexicon.UNITS, noun[:50]) or _UNIT_OF.get(kind, "person")
    return Asserted(
        kind=kind,
        start=figure.start,
        modifier=figure.modifier,
        low=figure.low,
        high=figure.high,
        unit=unit,
        basis=_basis(around),
        victim_class=victim,
        side=side,
        subject=subject,
        is_own=is_own,
        target=_by_whom(passage, figure.end, right, named),
        polarity="denies" if lexicon.DENIED.search(passage[: figure.end]) else "asserts",
        certainty=first(lexicon.CERTAINTIES, around) or "stated",
    )


def _unquantified(
    passage: str, cues: list[tuple[int, int, str]], named: list[Mention]
) -> list[Asserted]:
    words = vague(passage)
    found = []
    for start, end, kind in cues:
        near = [each for each in words if abs(each.start - start) < 60]
        figure = Figure(near[0].start if near else start, end, None, None, "unquantified")
        found.append(_asserted(passage, figure, kind, named, left=0, right=len(passage)))
    return found


def _plain(passage: str, start: int, end: int, kind: str, named: list[Mention]) -> Asserted:
    """Who did it is named before, to whom after; after "by" the other way round."""
    by = _by_whom(passage, start, len(passage), named)
    before = [m for m in named if m.end <= start]
    after = [m for m in named if m.start >= start]
    doer = by or (before[-1].actor if before else None)
    done_to = before[-1].actor if by and before else (after[0].actor if after and not by else None)
    if doer is not None and done_to is not None and doer.pk == done_to.pk:
        done_to = None
    side = doer.side if doer and doer.side else doer
    return Asserted(
        kind=kind,
        start=start,
        side=side,
        subject=None if doer is side else doer,
        target=done_to,
        polarity="denies" if lexicon.DENIED.search(passage[:end]) else "asserts",
        certainty="stated",
    )


def _whose(
    passage: str, figure: Figure, named: list[Mention], *, left: int, right: int
) -> tuple[Actor | None, Actor | None, bool]:
    """Whose people or things a figure counts: the nation named at it, "its", or the last side."""
    start, end = figure.start, figure.end
    clause = _CLAUSE.search(passage, end, right)
    until = clause.start() if clause else right
    at_it = [
        m
        for m in named
        if end <= m.start < until
        and not _BY.search(passage[: m.start][-12:])
        and _has_side(m)
        and m.start - end < 60
    ]
    own = lexicon.OWN.search(passage, max(left, start - 12), min(len(passage), end + 30))
    if own and (not at_it or own.start() < at_it[0].start):
        return None, None, True
    if at_it:
        return _side_of(at_it[0])
    before = [m for m in named if m.end <= start and _has_side(m)]
    if before:
        national = [m for m in before if m.as_national or m.actor.kind == "armed_force"]
        chosen = (national or before)[-1]
        if chosen.as_national or chosen.actor.kind in ("armed_force", "state"):
            return _side_of(chosen)
    return None, None, bool(own)


def _side_of(mention: Mention) -> tuple[Actor | None, Actor | None, bool]:
    actor = mention.actor
    side = actor.side or (actor if actor.kind == "state" else None)
    return side, (actor if actor.kind in ("armed_force", "non_state_group") else None), False


def _has_side(mention: Mention) -> bool:
    return mention.actor.side_id is not None and mention.actor.kind not in (
        "person",
        "government_body",
    )


def _by_whom(passage: str, start: int, end: int, named: list[Mention]) -> Actor | None:
    for mention in named:
        if start <= mention.start < end and _BY.search(passage[: mention.start][-12:]):
            return mention.actor
    return None


def _basis(around: str) -> str:
    if lexicon.CUMULATIVE.search(around):
        return "cumulative"
    return "new" if lexicon.ADDITIONAL.search(around) else "unknown"
