"""Times in a passage: clock times, dates, weekdays and "yesterday", read against a known day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflictdb.dates import TimeFact

_MONTHS = [
    ("january", "jan", "janvier"),
    ("february", "feb", "février"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet"),
    ("august", "aug", "août"),
    ("september", "sep", "sept", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "décembre"),
]
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAYS = {
    name: number
    for number, names in enumerate(
        "monday|lundi tuesday|mardi wednesday|mercredi thursday|jeudi friday|vendredi "
        "saturday|samedi sunday|dimanche".split()
    )
    for name in names.split("|")
}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b"
    rf"|\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month2>{_MONTH})\b\.?"
    rf"(?:,?\s+(?P<year2>\d{{4}}))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3])(?:[:h](?P<minute>[0-5]\d))?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?(?P<utc>\s*\(?(?:GMT|UTC)\b)?(?![\d:%,]|\.\d)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b(?:(?P<yesterday>yesterday|hier|last\s+night)|(?P<today>today|tonight|this\s+morning"
    rf"|earlier\s+(?:in\s+the\s+)?day|aujourd.hui)|(?P<weekday>{'|'.join(_DAYS)}))\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?\s?m\.?)?\s?:\s+", re.IGNORECASE)
_NOON = 12
_LONGEST_ENTRY = 8_000  # characters of one entry of a timeline
_LONGEST_HEAD = 300


@dataclass(frozen=True)
class FoundTime:
    """A time that words of a passage tell; ``inferred`` when their day was worked out."""

    start: int
    end: int
    edtf: str
    timezone: str
    inferred: bool

    @property
    def fact(self) -> TimeFact:
        return TimeFact.parse(self.edtf, self.timezone, inferred=self.inferred)


def times(passage: str, day: date | None, timezone: str) -> list[FoundTime]:
    """The times of a passage in their order; ``day`` is the day against which they are read.

    A clock time belongs to the day named before it in the passage, else to ``day``.
    """
    found = _days(passage, day, timezone)
    clocks = [
        time for match in _CLOCK.finditer(passage) if (time := _clock(match, found, day, timezone))
    ]
    return sorted([*found, *clocks], key=lambda time: time.start)


def entry_of(text: str, position: int) -> tuple[date | None, tuple[int, int] | None]:
    """What the headings above a position tell: the last full date, and the clock of its entry.

    A heading is the beginning of a line: "November 17, 2021", "10:50 a.m.: Statement of …".
    """
    heading_date: date | None = None
    clock: tuple[int, int] | None = None
    for line in reversed(text[: position + 1].split("\n")):
        head = line.strip()[:40]
        at = _CLOCK.match(head)
        if clock is None and heading_date is None and at and (at["minute"] or at["half"]):
            clock = _hour_and_minute(at)
        match = _DATE.match(head)
        if match and len(line.strip()) < 30 and (heading_date := _date_of(match, None)):
            break
    return heading_date, clock


def entry_head(text: str, position: int) -> str | None:
    """How the entry of a timeline begins in which a position lies; None outside such entries."""
    line_end = text.find("\n", position)
    until = len(text) if line_end < 0 else line_end
    for line in reversed(text[max(0, position - _LONGEST_ENTRY) : until].split("\n")):
        found = _ENTRY.match(line)
        if found:
            return re.split(r"(?<=[.])\s|[“\"«]", line[found.end() :])[0][:_LONGEST_HEAD]
    return None


def _days(passage: str, day: date | None, timezone: str) -> list[FoundTime]:
    found = []
    for match in _DATE.finditer(passage):
        named = _date_of(match, day)
        if named:
            inferred = not (match["iso"] or match["year"] or match["year2"])
            found.append(_found(match, named.isoformat(), timezone, inferred))
    if day is not None:
        for match in _RELATIVE.finditer(passage):
            back = 1 if match["yesterday"] else 0
            if match["weekday"]:
                back = (day.weekday() - _DAYS[match["weekday"].lower()]) % 7
            resolved = day - timedelta(days=back)
            found.append(_found(match, resolved.isoformat(), timezone, True))
    return sorted((time for time in found if time), key=lambda time: time.start)


def _date_of(match: re.Match[str], day: date | None) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = _MONTH_NUMBERS[(match["month"] or match["month2"]).lower()]
        number = int(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        if year:
            return date(int(year), month, number)
        if day is None:
            return None
        named = date(day.year, month, number)
        # "December 30", read in January, was last year's.
        return named if named <= day + timedelta(days=60) else date(day.year - 1, month, number)
    except ValueError:  # 31 November
        return None


def _clock(
    match: re.Match[str], days: list[FoundTime], day: date | None, timezone: str
) -> FoundTime | None:
    if not (match["minute"] or match["half"]):
        return None
    before = [time for time in days if time.end <= match.start()]
    named = before[-1] if before else next(iter(days), None)
    on = date.fromisoformat(named.edtf) if named else day
    if on is None:
        return None
    hour, minute = _hour_and_minute(match)
    if hour > 23:
        return None
    zone = "UTC" if match["utc"] else timezone
    inferred = named is None or named.inferred
    edtf = f"{on.isoformat()}T{hour:02}:{minute:02}"
    return _found(match, edtf, zone, inferred)


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()[:1]
    if half == "p" and hour < _NOON:
        hour += _NOON
    elif half == "a" and hour == _NOON:
        hour = 0
    return hour, minute


def _found(match: re.Match[str], edtf: str, timezone: str, inferred: bool) -> FoundTime:
    return FoundTime(match.start(), match.end(), edtf, timezone, inferred)
