"""What a chart shows: each answer as one mark, in the order in which they were said.

Answers of one kind share a panel, so that only what can be compared stands on one scale.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conflictdb.models import Actor, Claim, Question
from conflictdb.questions import Answer, Summary
from conflictdb.vocabularies import CLAIM_KINDS, UNITS

from .words import (
    clock_in_words,
    day_in_words,
    figure_in_words,
    plain,
    reservations,
    time_in_words,
    zone_in_words,
)

MOST_COLUMNS = 3
NEUTRAL = "no side"
UNDATED = "Time of saying not known"

End = float | datetime | None


@dataclass(frozen=True)
class Mark:
    """One answer. ``ends`` place it on the panel's scale, None where open; ``column`` in a column.

    Without either it tells nothing that the scale could show.
    """

    slug: str
    day: str
    clock: str
    inferred: bool
    speaker: str
    side: str
    label: str
    ends: tuple[End, End] | None
    column: str | None
    about: bool
    denied: bool
    latest: bool


@dataclass(frozen=True)
class Panel:
    """Answers that can be compared. ``scale``: figures, times, columns or list."""

    title: str
    scale: str
    axis: str
    columns: Sequence[str]
    zone: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Chart:
    """The answers to one question. ``source`` says where they come from and as of when."""

    title: str
    standing: str
    zone: str
    panels: Sequence[Panel]
    source: str

    @property
    def marks(self) -> list[Mark]:
        return [mark for panel in self.panels for mark in panel.marks]

    @property
    def description(self) -> str:
        """The chart in words, for who cannot see it."""
        told = [
            f"{mark.day}{f', {mark.clock}' if mark.clock else ''}: {mark.speaker}: "
            f"{panel.title}: {mark.label}{'' if mark.latest else ' (not its latest answer)'}."
            for panel in self.panels
            for mark in panel.marks
        ]
        return " ".join([f"{self.standing}.", *told])


def chart_of(question: Question, summary: Summary, source: str) -> Chart:
    """What the chart of a question shows. Reads only what the answers have loaded."""
    zones = Counter(
        made.timezone for answer in summary.answers if (made := answer.claim.statement.made)
    )
    zone = max(sorted(zones), key=lambda name: zones[name], default="UTC")
    groups: dict[tuple[str, str, str | None], list[Answer]] = {}
    for answer in summary.answers:
        kind = answer.claim.coded_kind
        unit = answer.claim.unit if kind.answers_with == "quantity" else None
        groups.setdefault((kind.answers_with, kind.compares_as, unit), []).append(answer)
    known = [since for answer in summary.answers if (since := answer.known)]
    ordered = sorted(groups.values(), key=lambda answers: -len(answers))
    return Chart(
        title=plain(question.title),
        standing=_standing(summary),
        zone=f"{zone_in_words(zone, min(known, default=None))} time" if zones else "",
        panels=[_panel(answers, summary, zone) for answers in ordered],
        source=plain(source),
    )


def _standing(summary: Summary) -> str:
    if not summary.answers:
        return "No published answer as of the moment named below"
    answers, speakers = len(summary.answers), summary.speakers_count
    counted = f"{answers} answer{'s' * (answers > 1)} by {speakers} speaker{'s' * (speakers > 1)}"
    if not summary.contested:
        return counted
    return f"{counted}; the latest ones contradict each other"


def _panel(answers: Sequence[Answer], summary: Summary, zone: str) -> Panel:
    kinds = {answer.claim.kind for answer in answers}
    title = " / ".join(CLAIM_KINDS[code].label for code in CLAIM_KINDS.codes if code in kinds)
    answers_with, unit = answers[0].claim.coded_kind.answers_with, answers[0].claim.unit
    named = list(dict.fromkeys(_named(answer) for answer in answers))
    scale = {"quantity": "figures", "time": "times", "actor": "columns"}.get(answers_with, "list")
    if scale == "columns" and (len(named) > MOST_COLUMNS or named == ["not named"]):
        scale = "list"
    if scale in ("figures", "times") and not any(_ends(answer) for answer in answers):
        scale = "list"
    zones = Counter(told.timezone for answer in answers if (told := answer.claim.occurred))
    zones_by_size = sorted(zones, key=lambda name: (-zones[name], name))
    happened = zones_by_size[0] if zones_by_size else zone
    starts = (told.earliest for answer in answers if (told := answer.claim.occurred))
    clock = zone_in_words(happened, next(filter(None, starts), None))
    axes = {
        "figures": _counted(unit),
        "times": f"When it happened, {clock} time",
        "columns": " / ".join(
            dict.fromkeys(CLAIM_KINDS[code].subject for code in CLAIM_KINDS.codes if code in kinds)
        ).capitalize(),
    }
    # Those of unknown time stand apart, below.
    answers = sorted(answers, key=lambda answer: answer.claim.statement.made is None)
    return Panel(
        title=title,
        scale=scale,
        axis=axes.get(scale, ""),
        columns=sorted(named) if scale == "columns" else [],
        zone=happened,
        marks=[
            _mark(answer, answers, summary, scale=scale, zone=zone, happened=happened)
            for answer in answers
        ],
    )


def _counted(unit: str | None) -> str:
    """What figures count, in the vocabulary's words."""
    if unit in (None, "other"):
        return "As many as stated"
    return UNITS[unit].definition.partition(":")[0].rstrip(".")


def _mark(
    answer: Answer,
    beside: Sequence[Answer],
    summary: Summary,
    *,
    scale: str,
    zone: str,
    happened: str,
) -> Mark:
    """``zone`` is the chart's for times of saying, ``happened`` the panel's for those told."""
    claim, made = answer.claim, answer.claim.statement.made
    speaker = claim.statement.speaker
    name = speaker.name if speaker else claim.statement.speaker_description or ""
    day = day_in_words(made) if made else UNDATED
    if made and made.timezone != zone:
        day = f"{day}, {zone_in_words(made.timezone, made.earliest)} time"
    return Mark(
        slug=claim.slug,
        day=day,
        clock=clock_in_words(made) if made else "",
        inferred=bool(made and made.inferred),
        speaker=plain(name),
        side=_side(speaker),
        label=plain(_label(answer, beside, scale, happened)),
        ends=_ends(answer) if scale in ("figures", "times") else None,
        column=_named(answer) if scale == "columns" else None,
        about=claim.modifier == "about" and scale == "figures",
        denied=claim.polarity == "denies",
        latest=answer in summary.latest,
    )


def _ends(answer: Answer) -> tuple[End, End] | None:
    """Where an answer lies on a scale of figures or of times; nothing where it tells neither."""
    claim = answer.claim
    if claim.coded_kind.answers_with == "quantity":
        low, high = answer.bounds
        return None if (low, high) == (None, None) else (low, high)
    happened = claim.occurred
    return (happened.earliest, happened.latest) if happened else None


def _label(answer: Answer, beside: Sequence[Answer], scale: str, zone: str) -> str:
    """What an answer states, with what sets it apart from those beside it.

    ``zone`` is that of the scale of times.
    """
    claim, happened = answer.claim, answer.claim.occurred
    told, parts = _told(claim, scale), reservations(claim)
    denied = claim.polarity == "denies"
    if denied and told == claim.gist:
        parts.insert(0, "denial")  # a gist says it in the negative itself
    elif denied and scale in ("figures", "times") and _ends(answer) is None:
        told = "denied"
    elif denied:
        told = f"denies: {told}"
    if scale == "times" and happened and happened.timezone != zone and "T" in happened.edtf:
        parts.append(f"{zone_in_words(happened.timezone)} time")
    if len({other.claim.kind for other in beside}) > 1:
        parts.append(claim.coded_kind.label.lower())
    if len({other.claim.incident_id for other in beside}) > 1 and scale == "figures":
        parts.append(claim.incident.title if claim.incident else "")
    apart = "; ".join(filter(None, parts))
    return f"{told} ({apart})" if apart else told


def _told(claim: Claim, scale: str) -> str:
    """The answer itself: what the scale shows, or else the gist."""
    match claim.coded_kind.answers_with:
        case "quantity" if scale == "figures":
            return figure_in_words(claim)
        case "time" if scale == "times":
            return time_in_words(claim.occurred) if claim.occurred else "no time told"
        case "place" if claim.place:
            return claim.place.name
        case "actor" if claim.subject:
            return claim.subject.name
        case "actor" if scale == "columns":
            return "not named"
    return claim.gist


def _named(answer: Answer) -> str:
    """The side that an answer names, or the actor that has none."""
    subject = answer.claim.subject
    if subject is None:
        return "not named"
    return plain((subject.side or subject).name)


def _side(speaker: Actor | None) -> str:
    return plain(speaker.side.name) if speaker and speaker.side else NEUTRAL
