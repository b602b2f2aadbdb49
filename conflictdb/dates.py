"""Time facts: times that are never more precise than their source.

A time fact is a text in a small profile of EDTF (ISO 8601-2:2019) plus the IANA time zone in which
it is meant. Accepted:

    2021  2021-11  2021-11-16                  a year, month or day
    2021-11-16T18:30  2021-11-16T18:30+04:00   a clock time; without offset, local to the time zone
    1991~  2021-11?  2021-11-16T13:00~         approximate, uncertain (or both: %)
    2020-09-27/2020-11-10  2021-05-12/..       lasted throughout; an end may be open
    [2021-11-13..2021-11-14]  [..2021-11-16]   once, within; an end may be open

Clock times with ``~`` are an extension: EDTF qualifies dates only. From the text follow bounds:
``earliest`` and ``latest`` are instants, ``first_day`` and ``last_day`` local calendar days, all
inclusive, None where open. A stated minute is that one instant; an approximate clock time spans
half an hour to either side; a day ends in its last second. Qualifiers of dates do not widen them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?P<offset>Z|[+-]\d\d:\d\d)?)?)?)?(?P<qualifier>[~?%])?",
    re.ASCII,
)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXAMPLES = "2021-11-16, 2021-11-16T18:30, 2020-09-27/2020-11-10 or [2021-11-13..2021-11-14]"
_APPROXIMATE_CLOCK = timedelta(minutes=30)


class TimeError(ValueError):
    """A text that is no time; the message says what would be one."""


@dataclass(frozen=True)
class Point:
    """One calendar year, month, day or minute, with its first and last instant."""

    text: str
    unit: str
    qualifier: str
    earliest: datetime
    latest: datetime
    first_day: date
    last_day: date

    @property
    def precision(self) -> str:
        return "hour" if self.unit == "minute" and self.qualifier in ("~", "%") else self.unit


@dataclass(frozen=True)
class TimeFact:
    """A time as its source gives it. Make one with ``TimeFact.parse``."""

    edtf: str
    timezone: str = "UTC"
    inferred: bool = False

    @classmethod
    def parse(cls, text: str, timezone: str = "UTC", *, inferred: bool = False) -> "TimeFact":
        """Read EDTF; clock times are stored with the offset that the time zone had then.

        Raises TimeError.
        """
        zone = zone_named(timezone)
        form = _form(text)
        ends = [end if end in ("", "..") else _point(end, zone).text for end in form.ends]
        fact = cls(form.write(ends), timezone, inferred)
        fact._check_order()
        return fact

    @cached_property
    def _form(self) -> "_Form":
        return _form(self.edtf)

    @cached_property
    def _points(self) -> tuple[Point | None, Point | None]:
        zone = zone_named(self.timezone)
        points = [None if end in ("", "..") else _point(end, zone) for end in self._form.ends]
        return points[0], points[-1]

    def _check_order(self) -> None:
        start, end = self._points
        if start and end and start.earliest > end.latest:
            raise TimeError(f"{self.edtf!r} ends before it starts.")

    @property
    def earliest(self) -> datetime | None:
        return self._points[0].earliest if self._points[0] else None

    @property
    def latest(self) -> datetime | None:
        return self._points[1].latest if self._points[1] else None

    @property
    def first_day(self) -> date | None:
        return self._points[0].first_day if self._points[0] else None

    @property
    def last_day(self) -> date | None:
        return self._points[1].last_day if self._points[1] else None

    @property
    def precision(self) -> str:
        """A code of the vocabulary ``time_precisions``."""
        start, end = self._points
        if self._form.kind == "point" and start:
            return start.precision
        if self._form.kind == "within" and start and end:
            if start.first_day == end.last_day:
                return "part_of_day"
            if end.last_day - start.first_day < timedelta(days=7):
                return "week"
        return "interval"


@dataclass(frozen=True)
class _Form:
    """The shape of an EDTF text: a point, a span (A/B) or a set (once, within [A..B])."""

    kind: str
    ends: list[str]

    def write(self, ends: list[str]) -> str:
        if self.kind == "span":
            return "/".join(ends)
        return f"[{ends[0]}..{ends[1]}]" if self.kind == "within" else ends[0]


def _form(text: str) -> _Form:
    if text.startswith("[") and text.endswith("]"):
        start, dots, end = text[1:-1].partition("..")
        form = _Form("within", [start, end])
        whole = bool(dots) and bool(start or end) and ".." not in (start, end)
    elif "/" in text:
        ends = text.split("/")
        form = _Form("span", ends)
        whole = len(ends) == 2 and all(ends) and ends != ["..", ".."]
    else:
        form, whole = _Form("point", [text]), text not in ("", "..")
    if not whole:
        raise TimeError(f"{text!r} is not a time; write it like {_EXAMPLES}.")
    return form


def _point(text: str, zone: tzinfo) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise TimeError(f"{text!r} is not a time; write it like {_EXAMPLES}.")
    part = match.groupdict()
    year, month, day = (int(part[name] or 1) for name in ("year", "month", "day"))
    unit = "day" if part["day"] else "month" if part["month"] else "year"
    try:
        first_day = date(year, month, day)
        if part["hour"]:
            return _minute(part, first_day, zone)
        last_day = _last_day(first_day, unit)
        return Point(
            text=text,
            unit=unit,
            qualifier=part["qualifier"] or "",
            earliest=datetime(year, month, day, tzinfo=zone).astimezone(UTC),
            latest=datetime(
                last_day.year, last_day.month, last_day.day, 23, 59, 59, tzinfo=zone
            ).astimezone(UTC),
            first_day=first_day,
            last_day=last_day,
        )
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{text!r} is not in the calendar: {error}.") from error


def _minute(part: dict[str, str | None], day: date, zone: tzinfo) -> Point:
    offset, qualifier = part["offset"], part["qualifier"] or ""
    local = datetime(
        day.year,
        day.month,
        day.day,
        int(part["hour"] or 0),
        int(part["minute"] or 0),
        tzinfo=_fixed_offset(offset) if offset else zone,
    )
    width = _APPROXIMATE_CLOCK if qualifier in ("~", "%") else timedelta()
    return Point(
        text=local.isoformat(timespec="minutes") + qualifier,
        unit="minute",
        qualifier=qualifier,
        earliest=(local - width).astimezone(UTC),
        latest=(local + width).astimezone(UTC),
        first_day=day,
        last_day=day,
    )


def _last_day(first_day: date, unit: str) -> date:
    if unit == "day":
        return first_day
    if unit == "month" and first_day.month < 12:
        return first_day.replace(month=first_day.month + 1) - timedelta(days=1)
    return first_day.replace(month=12, day=31)


def _fixed_offset(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of that name. Raises TimeError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimeError(f"{name!r} is not an IANA time zone, such as Asia/Yerevan.") from error


def parse_day_or_instant(text: str) -> date | datetime:
    """What a filter takes: a bare date, or an RFC 3339 instant with its offset.

    A space before the offset is read as the plus sign that an unescaped URL loses.
    Raises TimeError.
    """
    text = re.sub(r" (\d\d:\d\d)$", r"+\1", text)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{text!r} is not in the calendar: {error}.") from error
    raise TimeError(
        f"{text[:40]!r} is neither a date such as 2021-11-16 "
        "nor an instant with offset such as 2021-11-16T17:00:00Z."
    )


def end_of_day(day: date) -> datetime:
    """The last second of a calendar day in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
