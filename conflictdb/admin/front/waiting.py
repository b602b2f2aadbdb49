"""What waits for a curator: each line a number, and a link to a list that shows as many."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from conflictdb.admin.filters import MINE, last_working_day, starts, unfinished
from conflictdb.admin.navigation import GROUPS
from conflictdb.models import Citation, Document, Question, Record

from .counting import Count, count


@dataclass
class Line:
    """Records that wait, in words, and the list where they stand."""

    words: str
    rows: models.QuerySet
    link: str
    count: Count = field(default_factory=lambda: Count(0))

    def __str__(self) -> str:
        return self.words


@dataclass
class Group:
    """Lines of one sort; ``empty`` is what is said when nothing of it waits."""

    title: str
    icon: str
    empty: str
    lines: list[Line]

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.count]


def desks(request: HttpRequest) -> Iterator[Any]:
    """The desks of records that the user may at least view."""
    for model in chain.from_iterable(GROUPS.values()):
        desk = admin.site.get_model_admin(model)
        if issubclass(model, Record) and desk.has_view_permission(request):
            yield desk


def list_of(model: type[models.Model], **query: Any) -> str:
    """The address of a list, filtered."""
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return f"{address}?{urlencode(query)}"


def waiting(request: HttpRequest) -> list[Group]:
    """All that waits, counted in one statement."""
    models_seen = [desk.model for desk in desks(request)]
    groups = [
        Group("Your drafts", "edit_note", "No draft of yours.", _drafts(request, models_seen)),
        Group("To be reviewed", "rate_review", "Nothing to review.", _submitted(models_seen)),
        Group("To look into", "flag", "Nothing contradicts, nothing fails.", _doubts(models_seen)),
    ]
    lines = [line for group in groups for line in group.lines]
    for line, counted in zip(lines, count([line.rows for line in lines]), strict=True):
        line.count = counted
    return groups


def _drafts(request: HttpRequest, seen: list[type[Record]]) -> list[Line]:
    return [
        Line(
            str(model._meta.verbose_name_plural),
            unfinished(model._default_manager.filter(status="draft"), request.user.pk),
            list_of(model, status__exact="draft", work=MINE),
        )
        for model in seen
    ]


def _submitted(seen: list[type[Record]]) -> list[Line]:
    return [
        Line(
            str(model._meta.verbose_name_plural),
            model._default_manager.filter(status="in_review"),
            list_of(model, status__exact="in_review"),
        )
        for model in seen
    ]


def _doubts(seen: list[type[Record]]) -> list[Line]:
    since = last_working_day()
    lines = []
    if Question in seen:
        lines.append(
            Line(
                f"contested questions that changed since {since:%A}",
                Question.objects.filter(contested=True, updated_at__gte=starts(since)),
                list_of(Question, contested__exact=1, changed=since),
            )
        )
    if Citation in seen:
        lines.append(
            Line(
                "citations that fail: the text says something else there",
                Citation.objects.filter(failure__isnull=False),
                list_of(Citation, check="failing"),
            )
        )
    if Document in seen:
        lines.append(
            Line(
                "documents without their text, so that nothing checks their citations",
                Document.objects.filter(text__isnull=True),
                list_of(Document, text="missing"),
            )
        )
    return lines
