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

from conflictdb.admin.filters import (
    ASKED,
    MINE,
    OPEN,
    asked_of,
    last_working_day,
    open_to,
    stale,
    starts,
    unfinished,
)
from conflictdb.admin.navigation import GROUPS
from conflictdb.models import Citation, Document, Question, Record, Revision

from .counting import Count, count


@dataclass
class Line:
    """Records that wait, in words for many and for one, and the list where they stand."""

    words: str
    one: str
    rows: models.QuerySet
    link: str
    count: Count = field(default_factory=lambda: Count(0))

    def __str__(self) -> str:
        return self.one if self.count.number == 1 else self.words


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
    seen = [desk.model for desk in desks(request)]
    user = request.user.pk
    groups = [
        Group("Your drafts", "edit_note", "No draft of yours.", _drafts(user, seen)),
        Group("Asked of you", "assignment_ind", "Nobody asks you.", _asked(request, seen)),
        Group("Anybody may review", "rate_review", "Nothing to review.", _open(request, seen)),
        Group(
            "To look into", "flag", "Nothing contradicts, nothing fails.", _doubts(request, seen)
        ),
    ]
    lines = [line for group in groups for line in group.lines]
    for line, counted in zip(lines, count([line.rows for line in lines]), strict=True):
        line.count = counted
    return [group for group in groups if group.lines]


def _drafts(user: int | None, seen: list[type[Record]]) -> list[Line]:
    return [
        Line(
            str(model._meta.verbose_name_plural),
            str(model._meta.verbose_name),
            unfinished(model._default_manager.filter(status="draft"), user),
            list_of(model, status__exact="draft", work=MINE),
        )
        for model in seen
    ]


def _asked(request: HttpRequest, seen: list[type[Record]]) -> list[Line]:
    lines = [
        Line(
            str(model._meta.verbose_name_plural),
            str(model._meta.verbose_name),
            asked_of(model._default_manager.all(), request.user.pk),
            list_of(model, work=ASKED),
        )
        for model in seen
    ]
    revisions = Revision.objects.asked_of(request.user)  # type: ignore[arg-type]
    return [*lines, *_revisions(request, "revisions", revisions, whose="asked")]


def _open(request: HttpRequest, seen: list[type[Record]]) -> list[Line]:
    if not request.user.has_perm("conflictdb.review_records"):
        return []
    lines = [
        Line(
            str(model._meta.verbose_name_plural),
            str(model._meta.verbose_name),
            open_to(model._default_manager.all(), request.user.pk),
            list_of(model, work=OPEN),
        )
        for model in seen
    ]
    pending = Revision.objects.pending()
    return [*lines, *_revisions(request, "revisions, whoever is asked", pending)]


def _revisions(request: HttpRequest, words: str, rows: models.QuerySet, **query: str) -> list[Line]:
    """A line of pending revisions, for whoever may see them."""
    if not admin.site.get_model_admin(Revision).has_view_permission(request):
        return []
    one = words.replace("revisions", "revision")
    return [Line(words, one, rows, list_of(Revision, status__exact="pending", **query))]


def _doubts(request: HttpRequest, seen: list[type[Record]]) -> list[Line]:
    since = last_working_day()
    lines = _revisions(
        request,
        "revisions whose record changed meanwhile",
        stale(Revision.objects.all()),
        conflict="changed",
    )
    if Question in seen:
        lines.append(
            Line(
                f"contested questions that changed since {since:%A}",
                f"contested question that changed since {since:%A}",
                Question.objects.filter(contested=True, updated_at__gte=starts(since)),
                list_of(Question, contested__exact=1, changed=since),
            )
        )
    if Citation in seen:
        lines.append(
            Line(
                "citations that fail: the text says something else there",
                "citation that fails: the text says something else there",
                Citation.objects.filter(failure__isnull=False),
                list_of(Citation, check="failing"),
            )
        )
    if Document in seen:
        lines.append(
            Line(
                "documents without their text, so that nothing checks their citations",
                "document without its text, so that nothing checks its citations",
                Document.objects.filter(text__isnull=True),
                list_of(Document, text="missing"),
            )
        )
    return lines
