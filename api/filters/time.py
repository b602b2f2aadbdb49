"""Filters over time facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from api.selection import Bound, Edges
from conflictdb.dates import TimeError, end_of_day, parse_day_or_instant
from conflictdb.models.time_fact import LONG_DAYS

from .parameter import MAX_LENGTH, ParameterFilter, fault

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
DAY_OR_INSTANT = {
    "type": "string",
    "maxLength": MAX_LENGTH,
    "pattern": f"^{DAY}([Tt]{CLOCK}([Zz]|[+ -][0-9]{{2}}:[0-9]{{2}}))?$",
}

# What lasts longer is looked for apart; no two time zones are further apart.
LONG, ZONES = timedelta(days=LONG_DAYS), timedelta(days=2)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class TimeFilter(ParameterFilter):
    """A bare date, which compares local calendar days, or an instant, which compares instants.

    ``name`` is the time fact's name on the queryset's model, a path allowed. ``end`` is ``after``
    or ``before``; both are inclusive and match whatever overlaps.
    """

    schema: ClassVar[dict[str, Any]] = DAY_OR_INSTANT

    def __init__(self, name: str, end: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fact, self.end = name, end

    def read(self, values: list[str]) -> date | datetime:
        try:
            return parse_day_or_instant(values[0])
        except TimeError as error:
            raise fault("bad_time", f"takes a date or an instant: {error}") from error

    def shape(self, value: date | datetime) -> bool:
        return isinstance(value, datetime)

    def edge(self, edges: dict[str, Edges]) -> str:
        """Enter the edge that this parameter sets to when the fact begins; returns its name."""
        found = edges.setdefault(f"{self.fact}_earliest", Edges())
        name = f"{self.fact}.{self.end}"
        if self.end == "after":
            found.first = name
        else:
            found.last = name
        return name

    def margin(self, value: date | datetime) -> datetime:
        """Before, or after, this instant nothing begins that is kept and does not last long."""
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
        step = -(LONG + ZONES) if self.end == "after" else ZONES + timedelta(days=1)
        try:
            return value + step
        except OverflowError:
            return FIRST if self.end == "after" else LAST

    def narrow(self, queryset: QuerySet, name: str, shape: bool) -> QuerySet:
        return queryset.filter(overlaps(self.fact, self.end, Bound(name), instant=shape))


class InstantFilter(ParameterFilter):
    """An instant; a date is read as one."""

    schema: ClassVar[dict[str, Any]] = DAY_OR_INSTANT

    def read(self, values: list[str]) -> datetime:
        try:
            moment = parse_day_or_instant(values[0])
        except TimeError as error:
            raise fault("bad_time", f"takes a date or an instant: {error}") from error
        return moment if isinstance(moment, datetime) else self.of_day(moment)

    def of_day(self, day: date) -> datetime:
        """The instant that a date means."""
        raise NotImplementedError


class KnownAtFilter(InstantFilter):
    """The moment as of which the world is asked about; a date means its end in UTC."""

    def __init__(self, verb: Callable[[Any, Any], QuerySet] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.verb = verb

    def of_day(self, day: date) -> datetime:
        return end_of_day(day)

    def narrow(self, queryset: QuerySet, name: str, shape: Any) -> QuerySet:
        return queryset if self.verb is None else self.verb(queryset, Bound(name))


class UpdatedAfterFilter(InstantFilter):
    """Records changed at or after an instant; a date means its start in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lambda moment: Q(updated_at__gte=moment), **kwargs)

    def of_day(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def overlaps(name: str, end: str, value: Any, *, instant: bool) -> Q:
    """The stated time reaches that day or instant, from the side that ``end`` names."""
    if end == "after":
        column, compare = ("latest" if instant else "last_day", "gte")
    else:
        column, compare = ("earliest" if instant else "first_day", "lte")
    reaches = Q(**{f"{name}_{column}__{compare}": value}) | Q(**{f"{name}_{column}__isnull": True})
    return Q(**{f"{name}_edtf__isnull": False}) & reaches
