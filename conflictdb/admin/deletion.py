"""What a page says before something is deleted: what goes with it, and what keeps it.

Django's own page loads every row that refers to a record, which for a state are most of the
dataset. Here a few of each kind are named.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.html import format_html

from .fields import link_to

_NAMED = 5  # of each kind of row


def told(records: Iterable[Any]) -> tuple[list[Any], dict[str, int], list[str]]:
    """What would go, as a nested list; how many of each kind; and what forbids it."""
    going: list[Any] = []
    counts: dict[str, int] = {}
    keeping: list[str] = []
    for record in records:
        name = str(record._meta.verbose_name_plural)
        counts[name] = counts.get(name, 0) + 1
        going.append(_worded(record))
        with_it = []
        for relation, rows in _referring(record):
            few = [_worded(row) for row in rows[:_NAMED]]
            more = ["and more"] if len(rows) > _NAMED else []
            kind = str(relation.related_model._meta.verbose_name_plural)
            if relation.on_delete is models.PROTECT:
                keeping += [*few, *(f"{each} {kind}" for each in more)]
            elif few:
                with_it += [*few, *(f"{each} {kind}" for each in more)]
        if with_it:
            going.append(with_it)
    return going, counts, keeping


def _referring(record: models.Model) -> Iterator[tuple[Any, list[Any]]]:
    for relation in record._meta.related_objects:
        if relation.on_delete not in (models.PROTECT, models.CASCADE):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
        yield relation, list(rows.order_by("pk")[: _NAMED + 1])


def _worded(row: models.Model) -> str:
    name = str(row._meta.verbose_name).capitalize()
    shown = link_to(row) if admin.site.is_registered(type(row)) else str(row)
    return format_html("{}: {}", name, shown)
