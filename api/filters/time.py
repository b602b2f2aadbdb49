"""Filters over time facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from conflictdb.dates import TimeError, end_of_day, parse_day_or_instant

from .parameter import ParameterFilter, fault


class TimeFilter(ParameterFilter):
    """A bare date, which compares local calendar days, or an instant, which compares instants.

    ``name`` is the time fact's name on the queryset's model, a path allowed. ``end`` is ``after``
    or ``before``; both are inclusive and match whatever overlaps.
    """

    schema: ClassVar[dict[str, Any]] = {"type": "string"}

    def __init__(self, name: str, end: str, **kwargs: Any) -> None:
        super().__init__(
            lambda queryset, value: queryset.filter(overlaps(name, end, value)),
            **kwargs,
        )

    def read(self, values: list[str]) -> date | datetime:
        try:
            return parse_day_or_instant(values[0])
        except TimeError as error:
            raise fault("bad_time", f"takes a date or an instant: {error}") from error


class KnownAtFilter(TimeFilter):
    """The moment as of which the world is asked about; a date means its end in UTC."""

    def __init__(self, apply: Callable[[QuerySet, Any], QuerySet] | None, **kwargs: Any) -> None:
        ParameterFilter.__init__(self, apply, **kwargs)

    def read(self, values: list[str]) -> datetime:
        moment = super().read(values)
        return moment if isinstance(moment, datetime) else end_of_day(moment)


def overlaps(name: str, end: str, value: date | datetime) -> Q:
    """The stated time reaches that day or instant, from the side that ``end`` names."""
    if end == "after":
        column, compare = (
            ("latest" if isinstance(value, datetime) else "last_day"),
            "gte",
        )
    else:
        column, compare = (
            ("earliest" if isinstance(value, datetime) else "first_day"),
            "lte",
        )
    reaches = Q(**{f"{name}_{column}__{compare}": value}) | Q(**{f"{name}_{column}__isnull": True})
    return Q(**{f"{name}_edtf__isnull": False}) & reaches


class UpdatedAfterFilter(TimeFilter):
    """Records changed at or after an instant; a date means its start in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        ParameterFilter.__init__(self, self._narrow, **kwargs)

    def _narrow(self, queryset: QuerySet, value: date | datetime) -> QuerySet:
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
        return queryset.filter(updated_at__gte=value)
