"""What charts say in words: times as exact as their source, figures with their bounds."""

from datetime import datetime

from conflictdb.dates import TimeFact, zone_named
from conflictdb.models import Claim


def plain(text: str) -> str:
    """A text on one line, without characters that no picture or XML can hold."""
    kept = "\u200c\u200d"  # joiners, which Persian and emoji need
    return " ".join("".join(c if c.isprintable() or c in kept else " " for c in text).split())


def time_in_words(fact: TimeFact) -> str:
    """When, no more exactly than the source has it, in the fact's own time zone."""
    text = fact.edtf
    if "/" in text:
        start, end = text.split("/")
        told = [_point(end, fact) if end != ".." else None for end in (start, end)]
        return _span(told[0], told[1], "from", "to", "on")
    if text.startswith("["):
        start, end = text[1:-1].split("..")
        told = [_point(end, fact) if end else None for end in (start, end)]
        return _span(told[0], told[1], "between", "and", "or later")
    return _point(text, fact)


def _span(start: str | None, end: str | None, before: str, between: str, on: str) -> str:
    if start and end:
        day, _, clock = end.rpartition(", ")
        if day and start.startswith(f"{day}, "):
            end = clock
        return f"{before} {start} {between} {end}"
    return f"{start} {on}" if start else f"by {end}"


def _point(text: str, fact: TimeFact) -> str:
    point = TimeFact.parse(text, fact.timezone)
    day = point.first_day
    if day is None or point.earliest is None or point.latest is None:
        return ""
    uncertain = " (uncertain)" if text[-1] in "?%" else ""
    about = "about " if text[-1] in "~%" else ""
    match point.precision:
        case "year":
            told = f"{day.year:04}"
        case "month":
            told = f"{day:%B} {day.year:04}"
        case "day":
            told = day_in_words(point)
        case _:
            middle = point.earliest + (point.latest - point.earliest) / 2
            clock = middle.astimezone(zone_named(fact.timezone))
            return f"{day_in_words(point)}, {about}{clock:%H:%M}{uncertain}"
    return f"{about}{told}{uncertain}"


def day_in_words(fact: TimeFact) -> str:
    """The first local day of a time, or its month or year where no day is told."""
    day = fact.first_day or fact.last_day
    if day is None:
        return ""
    if fact.precision == "year":
        return f"{day.year:04}"
    month = f"{day:%B} {day.year:04}"
    return month if fact.precision == "month" else f"{day.day} {month}"


def clock_in_words(fact: TimeFact) -> str:
    """What a time tells beyond its first day: a clock time or a span."""
    if fact.precision in ("year", "month", "day"):
        told = {"day": "that day"}.get(fact.precision, "")
        return f"{told}?" if fact.edtf[-1] in "?%" else told
    zone = zone_named(fact.timezone)
    if fact.earliest is None or fact.latest is None:
        return "or earlier" if fact.earliest is None else "or later"
    if fact.precision in ("minute", "hour"):
        middle = fact.earliest + (fact.latest - fact.earliest) / 2
        about = "~" if fact.precision == "hour" else ""
        return f"{about}{middle.astimezone(zone):%H:%M}"
    start, end = fact.earliest.astimezone(zone), fact.latest.astimezone(zone)
    if fact.first_day == fact.last_day:
        return f"{start:%H:%M}–{end:%H:%M}"
    return f"to {end.day} {end:%b}" if (start.year == end.year) else f"to {end.year:04}"


def zone_in_words(name: str, moment: datetime | None = None) -> str:
    """A time zone as readers know it: its city, and its distance from UTC at that moment."""
    if name == "UTC":
        return name
    city = name.rsplit("/", 1)[-1].replace("_", " ")
    offset = moment.astimezone(zone_named(name)).utcoffset() if moment else None
    if offset is None:
        return city
    minutes = round(offset.total_seconds() / 60)
    sign, (hours, rest) = "−" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return f"{city} (UTC{sign}{hours}{f':{rest:02}' if rest else ''})"


def figure_in_words(claim: Claim) -> str:
    """A figure with its bounds."""
    low, high = claim.value_min, claim.value_max
    match claim.modifier:
        case "at_least":
            return f"at least {low:,}"
        case "at_most":
            return f"up to {high:,}"
        case "about":
            return f"about {low:,}"
        case "range":
            return f"{low:,}–{high:,}"
        case "exact":
            return f"{low:,}"
    return "no figure"


def reservations(claim: Claim) -> list[str]:
    """What a reader must know of an answer beside what it states."""
    said = []
    if claim.status != "published":
        said.append(claim.get_status_display().lower())
    if claim.breakdown_of_id is not None:
        said.append("part of a total")
    if claim.victim_class in ("conscript", "contract_soldier", "civilian", "mixed"):
        said.append(claim.get_victim_class_display().lower())
    if claim.modality != "actual":
        said.append(claim.get_modality_display().lower())
    if claim.certainty in ("being_verified", "unverified"):
        said.append(claim.get_certainty_display().lower())
    return said
