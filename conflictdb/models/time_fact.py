"""A time fact on a model: one declaration, eight columns."""

from typing import TYPE_CHECKING, Any, overload

from django.core.exceptions import ValidationError
from django.db import models

from conflictdb.dates import TimeError, TimeFact
from conflictdb.vocabularies import TIME_PRECISIONS

if TYPE_CHECKING:
    from .record import Record


# A fact of more days than these lasts long. Such are few, and have an index of their own.
LONG_DAYS = 32


class LastsLong(models.Func):
    """Whether a time fact spans more than ``LONG_DAYS``, or has an open end."""

    output_field = models.BooleanField()
    conditional = True
    template = f"(COALESCE(%(expressions)s, {LONG_DAYS + 1}) > {LONG_DAYS})"
    arg_joiner = " - "

    def __init__(self, fact: str) -> None:
        super().__init__(f"{fact}_last_day", f"{fact}_first_day")


class TimeFactField(property):
    """Adds ``<name>_edtf`` and what follows from it to a model; reads and writes as a TimeFact.

    Columns: ``_edtf`` (text, null when not stated), ``_timezone`` (IANA name), ``_inferred``, and
    derived from those ``_precision``, ``_earliest``, ``_latest`` (instants), ``_first_day``,
    ``_last_day`` (local calendar days; null where open). ``derive`` fills the derived ones and is
    called by every save; a raw load writes all eight as its file has them.
    """

    DERIVED = ("precision", "earliest", "latest", "first_day", "last_day")

    def __init__(self, meaning: str) -> None:
        super().__init__()
        self.meaning = meaning

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        for column, field in self._columns().items():
            model.add_to_class(f"{name}_{column}", field)
        setattr(model, name, self)
        model.time_facts = (*getattr(model, "time_facts", ()), self)  # type: ignore[attr-defined]

    def _columns(self) -> dict[str, models.Field]:
        m = self.meaning
        return {
            "edtf": models.CharField(
                max_length=80,
                null=True,
                blank=True,
                help_text=f"{m} In EDTF, local time.",
            ),
            "timezone": models.CharField(
                max_length=40,
                default="UTC",
                blank=True,
                help_text=f"{m} The IANA time zone in which it is meant.",
            ),
            "inferred": models.BooleanField(
                default=False,
                help_text=f"{m} True when the source does not print it and it was worked out.",
            ),
            "precision": models.CharField(
                max_length=12,
                choices=TIME_PRECISIONS.choices,
                default="unknown",
                editable=False,
                help_text=f"{m} How exactly it is known.",
            ),
            "earliest": models.DateTimeField(
                null=True,
                editable=False,
                help_text=f"{m} First instant; null when open.",
            ),
            "latest": models.DateTimeField(
                null=True,
                editable=False,
                help_text=f"{m} Last instant; null when open.",
            ),
            "first_day": models.DateField(
                null=True, editable=False, help_text=f"{m} First local calendar day."
            ),
            "last_day": models.DateField(
                null=True, editable=False, help_text=f"{m} Last local calendar day."
            ),
        }

    @overload  # type: ignore[override]
    def __get__(self, record: None, owner: type) -> "TimeFactField": ...
    @overload
    def __get__(self, record: "Record", owner: type) -> TimeFact | None: ...
    def __get__(self, record: "Record | None", owner: type) -> "TimeFactField | TimeFact | None":
        if record is None:
            return self
        edtf = getattr(record, f"{self.name}_edtf")
        if not edtf:
            return None
        return TimeFact(
            edtf,
            getattr(record, f"{self.name}_timezone"),
            getattr(record, f"{self.name}_inferred"),
        )

    def __set__(self, record: "Record", fact: TimeFact | None) -> None:
        values: dict[str, Any] = {
            "edtf": fact.edtf if fact else None,
            "timezone": fact.timezone if fact else "UTC",
            "inferred": fact.inferred if fact else False,
            "precision": fact.precision if fact else "unknown",
        }
        for column in self.DERIVED[1:]:
            values[column] = getattr(fact, column) if fact else None
        for column, value in values.items():
            setattr(record, f"{self.name}_{column}", value)

    def derive(self, record: "Record") -> None:
        """Normalise the text and fill the derived columns. Raises ValidationError."""
        edtf = (getattr(record, f"{self.name}_edtf") or "").strip()
        timezone = getattr(record, f"{self.name}_timezone") or "UTC"
        inferred = getattr(record, f"{self.name}_inferred")
        try:
            fact = TimeFact.parse(edtf, timezone, inferred=inferred) if edtf else None
        except TimeError as error:
            raise ValidationError({f"{self.name}_edtf": str(error)}) from error
        setattr(record, self.name, fact)


def time_fact_constraints(model: str, name: str) -> list[models.BaseConstraint]:
    """Named constraints: a time is either stated and dated, or absent altogether."""
    edtf, precision = f"{name}_edtf", f"{name}_precision"
    earliest, latest = f"{name}_earliest", f"{name}_latest"
    first, last = f"{name}_first_day", f"{name}_last_day"
    stated = (
        models.Q(**{f"{edtf}__isnull": False})
        & ~models.Q(**{precision: "unknown"})
        & (models.Q(**{f"{earliest}__isnull": False}) | models.Q(**{f"{latest}__isnull": False}))
    )
    absent = models.Q(
        **{
            f"{edtf}__isnull": True,
            precision: "unknown",
            f"{earliest}__isnull": True,
            f"{latest}__isnull": True,
        }
    )
    in_order = (
        models.Q(**{f"{earliest}__isnull": True})
        | models.Q(**{f"{latest}__isnull": True})
        | models.Q(**{f"{earliest}__lte": models.F(latest)})
    )
    days_with_instants = models.Q(
        **{f"{earliest}__isnull": True, f"{first}__isnull": True}
    ) | models.Q(**{f"{earliest}__isnull": False, f"{first}__isnull": False})
    ends_with_instants = models.Q(
        **{f"{latest}__isnull": True, f"{last}__isnull": True}
    ) | models.Q(**{f"{latest}__isnull": False, f"{last}__isnull": False})
    return [
        models.CheckConstraint(condition=stated | absent, name=f"{model}_{name}_stated_or_absent"),
        models.CheckConstraint(
            condition=in_order & days_with_instants & ends_with_instants,
            name=f"{model}_{name}_bounds_in_order",
        ),
    ]
