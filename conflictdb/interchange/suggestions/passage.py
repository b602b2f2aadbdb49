"""All suggestions for one passage, read in its setting: the text around it and its document."""

from dataclasses import dataclass, field
from datetime import date

from conflictdb.dates import TimeFact
from conflictdb.models import Actor, Document

from . import lexicon
from .claims import Asserted, assertions
from .lexicon import QUOTE_MARKS, every, first
from .names import Mention, mentions, soldiers_of
from .speakers import Attribution, attributions
from .times import FoundTime, entry_head, entry_of, times

_BEFORE = 1_500  # characters before a passage in which speakers may have been named
_AFTER = 600
_LONGEST = 1_500  # characters of a passage that are read: what is longer is no prose
_OPENING, _CLOSING = "“«„", "”»"
_MILITARY = {"military", "conscript", "contract_soldier"}
_MOST_SPEAKERS = 5


@dataclass(frozen=True)
class Setting:
    """What surrounds a passage: its text, and what is known of the document."""

    text: str
    voices: tuple[Actor, ...] = ()  # who speaks where nobody is named: agencies, the publisher
    published: date | None = None
    timezone: str = "UTC"
    title: str = ""

    @classmethod
    def of(cls, document: Document, text: str) -> "Setting":
        published = document.published
        return cls(
            text,
            (*document.agencies.all()[:3], *filter(None, [document.publisher])),
            published.first_day if published else None,
            published.timezone if published else "UTC",
            document.title,
        )


@dataclass(frozen=True)
class Suggested:
    """A claim as the passage suggests it."""

    kind: str
    modifier: str = ""
    low: int | None = None
    high: int | None = None
    unit: str = ""
    basis: str = ""
    victim_class: str = ""
    subject: Actor | None = None
    target: Actor | None = None
    polarity: str = "asserts"
    certainty: str = "stated"


@dataclass(frozen=True)
class Suggestion:
    """Everything that a passage suggests; the likeliest of several first."""

    speakers: list[Actor]
    made: list[TimeFact]
    channel: str
    acts: list[str]
    mode: str
    hedge: str
    part: str
    via: list[Actor]
    claims: list[Suggested]
    actors: list[Actor] = field(default_factory=list)  # all that the passage names


def suggest(setting: Setting, start: int, end: int) -> Suggestion:
    """Read one passage. At most a handful of queries, whatever the number of actors."""
    view = _View.around(setting.text, start, min(end, start + _LONGEST))
    named = mentions(view.text)
    attributed = attributions(view.text, named)
    inside = [_moved(m, view.start) for m in named if view.start <= m.start and m.end <= view.end]
    passage = view.text[view.start : view.end]
    quoted = _is_quoted(view, passage)
    speakers, via, is_attributed = _speakers(view, attributed, quoted, setting, start)
    found = assertions(passage, [m for m in inside if not _speaks(m, view, attributed)])
    return Suggestion(
        speakers=speakers,
        made=_made(setting, start, view, is_attributed),
        channel=_channel(view, is_attributed or quoted),
        acts=_acts(view.text[view.sentence_start : view.sentence_end]),
        mode="direct_quote" if quoted else "indirect" if is_attributed else "own_voice",
        hedge=first(lexicon.HEDGES, passage) or "none",
        part=_part(setting, start, passage),
        via=via,
        claims=_claims(found, speakers),
        actors=list({m.actor.pk: m.actor for m in inside}.values()),
    )


@dataclass(frozen=True)
class _View:
    """A stretch of the text around a passage; offsets are within it."""

    text: str
    start: int
    end: int
    paragraph_start: int
    paragraph_end: int
    sentence_start: int
    sentence_end: int

    @classmethod
    def around(cls, whole: str, start: int, end: int) -> "_View":
        first_line = whole.rfind("\n", 0, max(0, start - _BEFORE)) + 1
        begin = max(first_line, start - 2 * _BEFORE, 0)
        last = whole.find("\n", end)
        last = min(len(whole) if last < 0 else last, end + _AFTER)
        text = whole[begin:last]
        at, until = start - begin, end - begin
        paragraph = text.rfind("\n", 0, at) + 1
        sentence = max(
            (text.rfind(mark, paragraph, at) + 2 for mark in (". ", "! ", "? ")), default=0
        )
        ends = [place for mark in (". ", "! ", "? ") if (place := text.find(mark, until - 1)) >= 0]
        return cls(
            text, at, until, paragraph, len(text), max(sentence, paragraph), min([*ends, len(text)])
        )


def _moved(mention: Mention, by: int) -> Mention:
    return Mention(
        mention.start - by, mention.end - by, mention.actors, mention.as_national, mention.general
    )


def _speaks(mention: Mention, view: _View, attributed: list[Attribution]) -> bool:
    """Whether a name inside the passage only tells who speaks: it stands just before the verb."""
    place = view.start + mention.end
    return not mention.as_national and any(
        (each.actor.pk == mention.actor.pk and -2 <= each.start - place < 40)
        or (each.start <= view.start + mention.start and place <= each.end)
        for each in attributed
    )


def _is_quoted(view: _View, passage: str) -> bool:
    """Whether the passage stands inside quotation marks, or is mostly a quotation itself."""
    before = view.text[view.paragraph_start : view.start]
    opened = sum(before.count(mark) for mark in _OPENING)
    closed = sum(before.count(mark) for mark in _CLOSING)
    inside = opened > closed or (before.count('"') % 2 == 1)
    marks = [place for place, letter in enumerate(passage) if letter in QUOTE_MARKS]
    if inside and (not marks or marks[0] > len(passage) / 3):
        return True
    if not marks:
        return False
    covered = (marks[-1] if len(marks) > 1 else len(passage)) - marks[0]
    return covered > len(passage) * 0.4


def _speakers(
    view: _View, attributed: list[Attribution], quoted: bool, setting: Setting, start: int
) -> tuple[list[Actor], list[Actor], bool]:
    """Likely speakers, who relays, and whether the words are given to anybody at all."""
    inside = [
        each
        for each in attributed
        if view.sentence_start <= each.start < max(view.sentence_end, view.end)
    ]
    within = [each for each in inside if view.start <= each.start < view.end]
    chosen = within or inside or (_around(view, attributed) if quoted else [])
    heading, is_full_text = _of_entry(setting.text, start)
    actors = [each.actor for each in (*chosen, *inside)]
    if heading and (is_full_text or not actors):
        actors = [heading, *actors]
    is_attributed = bool(actors)
    media = [actor for actor in actors if actor.kind == "media"]
    others = [actor for actor in actors if actor.kind != "media"]
    earlier = [each.actor for each in reversed(attributed) if each.start < view.start][:3]
    chain = [*(others or media), *setting.voices[-1:], *earlier]
    if not is_attributed:
        chain = [*setting.voices, *earlier]
    speakers = list(dict.fromkeys(chain))[:_MOST_SPEAKERS]
    relayers = [*(media[:2] if others else []), *setting.voices]
    via = [actor for actor in dict.fromkeys(relayers) if actor not in speakers[:1]]
    return speakers, via, is_attributed


def _around(view: _View, attributed: list[Attribution]) -> list[Attribution]:
    """Who speaks in quotation marks: named earlier in the paragraph, after it, or before."""
    before = [each for each in attributed if each.start < view.start]
    same = [each for each in before if each.start >= view.paragraph_start]
    after = [each for each in attributed if view.end <= each.start]
    return [*same[-1:], *after[:1], *before[-1:]]


def _of_entry(text: str, start: int) -> tuple[Actor | None, bool]:
    """Who speaks in the entry of a timeline, and whether it gives the words in full."""
    head = entry_head(text, start)
    if head is None:
        return None, False
    named = mentions(head)
    is_full_text = head.rstrip('“"« ').endswith(":")
    attributed = [each.actor for each in attributions(head, named)]
    people = [m.actor for m in named if not m.as_national and m.actor.kind in ("person", "office")]
    if is_full_text:
        return next(iter([*people[-1:], *attributed]), None), True
    return next(iter(attributed), None), False


def _made(setting: Setting, start: int, view: _View, is_attributed: bool) -> list[TimeFact]:
    """When it was said: the clock of its entry, a day told with the words, or when published."""
    heading, clock = entry_of(setting.text, start)
    day = heading or setting.published
    sentence = view.text[view.sentence_start : view.sentence_end]
    told = times(sentence, day, setting.timezone)
    days = [time for time in told if "T" not in time.edtf]
    clocks = [time for time in told if "T" in time.edtf]
    found: list[FoundTime] = []
    if day and clock:
        edtf = f"{day.isoformat()}T{clock[0]:02}:{clock[1]:02}"
        found.append(FoundTime(0, 0, edtf, setting.timezone, heading is None))
    if is_attributed:
        found += days
    if day:
        found.append(FoundTime(0, 0, day.isoformat(), setting.timezone, True))
    found += [*clocks, *days]
    unique: dict[str, TimeFact] = {}
    for time in found:
        unique.setdefault(time.edtf, time.fact)
    return list(unique.values())


def _channel(view: _View, is_attributed: bool) -> str:
    if not is_attributed:
        return "news_report"
    sentence = view.text[view.sentence_start : view.sentence_end]
    paragraph = view.text[view.paragraph_start : view.paragraph_end]
    return first(lexicon.CHANNELS, sentence) or first(lexicon.CHANNELS, paragraph) or "other"


def _acts(sentence: str) -> list[str]:
    acts = list(dict.fromkeys(code for _, _, code in every(lexicon.ACTS, sentence)))
    return acts[:2] or ["report"]


def _part(setting: Setting, start: int, passage: str) -> str:
    title = " ".join(setting.title.lower().split())
    if title and " ".join(passage.lower().split()) in title and start < len(setting.title) * 3 + 50:
        return "headline"
    return "body"


def _claims(found: list[Asserted], speakers: list[Actor]) -> list[Suggested]:
    speaker = speakers[0] if speakers else None
    own_side = speaker.side if speaker else None
    sides = [_side(each, found[:place], own_side) for place, each in enumerate(found)]
    named = [side for side in sides if side]
    people = soldiers_of(named) if named else {}
    is_military = speaker is not None and "Defen" in speaker.name
    return [
        _claim(each, side, people, is_military) for each, side in zip(found, sides, strict=True)
    ]


def _side(each: Asserted, before: list[Asserted], own_side: Actor | None) -> Actor | None:
    """Whose people or things: as named; else of the figure before; else the speaker's own."""
    if each.is_own:
        return own_side
    if each.side or not each.modifier:
        return each.side
    earlier = [own_side if one.is_own else one.side for one in before if one.modifier]
    return next(filter(None, reversed(earlier)), own_side if each.victim_class else None)


def _claim(
    each: Asserted,
    side: Actor | None,
    people: dict[tuple[int, str], Actor],
    is_military: bool,
) -> Suggested:
    """A defence ministry speaks of its own soldiers where it does not say of whom."""
    subject, victims = each.subject or side, each.victim_class
    if victims == "undetermined" and is_military and (each.side is None or each.is_own):
        victims = "military"
    if side is not None and each.subject is None:
        if victims in _MILITARY or each.unit in ("armoured_vehicle", "vehicle", "equipment"):
            subject = people.get((side.pk, "armed_force"), side)
        elif victims == "civilian":
            subject = people.get((side.pk, "civilians"), side)
    return Suggested(
        kind=each.kind,
        modifier=each.modifier,
        low=each.low,
        high=each.high,
        unit=each.unit,
        basis=each.basis,
        victim_class=victims,
        subject=subject,
        target=each.target if each.target != subject else None,
        polarity=each.polarity,
        certainty=each.certainty,
    )
