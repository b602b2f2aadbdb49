"""Form fields and readings that all desks share."""

from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.postgres.fields import ArrayField
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from conflictdb.dates import TimeError, zone_named
from conflictdb.models import Claim, Record, Statement, TimeFactField
from conflictdb.vocabularies import MODIFIERS, TIME_PRECISIONS, UNITS

from .skin import SelectSeveral, Textarea, display

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin
else:
    BaseModelAdmin = object


class _Keyed:
    """Forgets what cannot be a key: it comes from a mistyped address or a forged form."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        keys = [key for key in value if str(key).isdecimal()]
        found: list[Any] = super().optgroups(name, keys, attr)  # type: ignore[misc]
        return found


class SearchedOne(_Keyed, AutocompleteSelect):
    """One record, searched for."""


class SearchedSeveral(_Keyed, AutocompleteSelectMultiple):
    """Several records, searched for."""


class FieldsMixin(BaseModelAdmin):
    """Form fields as every desk has them: references are searched for, never listed whole."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [
            field.name
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        ]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["widget"] = SearchedOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["widget"] = SearchedSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ArrayField):
            return _array_field(db_field)
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for fact in getattr(self.opts.model, "time_facts", ()):
            if field and db_field.name.startswith(f"{fact.name}_"):
                _name_time_field(field, fact, db_field.name.removeprefix(f"{fact.name}_"))
        if isinstance(field, forms.CharField) and isinstance(db_field, models.TextField):
            field.empty_value = None if db_field.null else ""  # Django does so for CharField only
            field.widget.attrs["rows"] = 3
        return field


def _array_field(db_field: ArrayField) -> forms.Field:
    shared: dict[str, Any] = {
        "label": db_field.verbose_name.capitalize(),
        "help_text": db_field.help_text,
        "required": not db_field.blank,
    }
    if db_field.base_field.choices:
        return forms.MultipleChoiceField(
            choices=db_field.base_field.choices, widget=SelectSeveral, **shared
        )
    shared["help_text"] += " One a line."
    return LinesField(widget=Textarea(attrs={"rows": 2}), **shared)


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        ProhibitNullCharactersValidator()(value or "")
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


def grouped(codes: Iterable[Any], group: Callable[[Any], str]) -> list[tuple[str, Any]]:
    """Choices in groups, in the vocabulary's order; for long lists."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in codes:
        groups.setdefault(group(code), []).append((code.code, code.label))
    return [("", "Select value"), *groups.items()]


# Time facts

EXAMPLES = "2021-11-16, 2021-11-16T18:30, 2020-09-27/2020-11-10, [2021-11-13..2021-11-14]"


def time_fields(name: str) -> list[Any]:
    """The rows in which a time fact is entered, and below them how it was read."""
    return [(f"{name}_edtf", f"{name}_timezone", f"{name}_inferred"), reading(name)]


def _name_time_field(field: forms.Field, fact: TimeFactField, column: str) -> None:
    """The meaning stands at the time itself; beside it, short labels do."""
    if column == "edtf":
        field.label = _words(fact.name)
        field.help_text += f" Such as {EXAMPLES}."
    else:
        field.label = {"timezone": "Time zone", "inferred": "Inferred"}[column]
        field.help_text = field.help_text.removeprefix(fact.meaning).strip()


@cache
def stated(name: str) -> Callable[[Record], str]:
    """A column of lists and rows: a time fact as its source gives it, sorted by its first day."""

    @display(description=_words(name), ordering=f"{name}_first_day")
    def tell(record: Record) -> str:
        return getattr(record, f"{name}_edtf") or ""

    tell.__name__ = f"{name}_stated"
    told: Callable[[Record], str] = tell
    return told


@cache
def reading(name: str) -> Callable[[Record], str]:
    """A read-only field: precision and bounds that follow from a time fact, in its own time."""

    def read(record: Record) -> str:
        precision = getattr(record, f"{name}_precision")
        if precision == "unknown":
            return ""
        zone = _zone(getattr(record, f"{name}_timezone"))
        ends = [
            end.astimezone(zone).isoformat(" ", "minutes") if end else "open"
            for end in (getattr(record, f"{name}_earliest"), getattr(record, f"{name}_latest"))
        ]
        span = ends[0] if ends[0] == ends[1] else " to ".join(ends)
        return f"{TIME_PRECISIONS[precision].label}: {span}"

    read.__name__ = f"{name}_reading"
    read.short_description = f"{_words(name)}, as read"  # type: ignore[attr-defined]
    return read


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _zone(name: str) -> tzinfo:
    try:
        return zone_named(name)
    except TimeError:  # typed a moment ago, and refused
        return UTC


# Rows and cells


def link_to(record: models.Model, words: str = "") -> str:
    """A link to a record's own page; its text is cut at a word's end."""
    meta = record._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}" class="text-link">{}</a>', url, short(words or str(record)))


def short(text: str, length: int = 120) -> str:
    return Truncator(text).chars(length)


def speaker_of(statement: Statement) -> str:
    """Who spoke: by name, or as an unnamed speaker is described."""
    return str(statement.speaker or short(statement.speaker_description or "", 40))


def figure(claim: Claim) -> str:
    """A claim's figure as one would say it: at least 12 (person)."""
    if not claim.modifier:
        return ""
    low, high = claim.value_min, claim.value_max
    number = f"{low}–{high}" if claim.modifier == "range" else high if low is None else low
    words = "" if claim.modifier in ("exact", "range") else MODIFIERS[claim.modifier].label
    unit = UNITS[claim.unit].label.lower() if claim.unit else ""
    return " ".join([words, "" if number is None else str(number), f"({unit})"]).strip()
