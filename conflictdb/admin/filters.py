"""Filters of lists that are no single column: who worked on it, since when it stands so."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from conflictdb.models import Contribution, Record, Review, Revision
from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES

from .skin import DropdownFilter

MINE, ASKED, OPEN, REVISED = "mine", "asked", "open", "revision"
ENTRIES = 10_000  # of the log are looked through


def last_working_day() -> date:
    """Yesterday; on a Monday, Sunday or Saturday the Friday before."""
    day = timezone.localdate() - timedelta(1)
    return day - timedelta(max(0, day.weekday() - 4))


def starts(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def unfinished(records: models.QuerySet, user: Any) -> models.QuerySet:
    """The drafts, and what is handed in, on which an account worked."""
    mine = Contribution.objects.filter(record_type=_kind(records), user_id=user)
    return records.filter(status__in=("draft", "in_review"), pk__in=mine.values("record_id"))


def asked_of(records: models.QuerySet, user: Any) -> models.QuerySet:
    """What an account is asked by name to review."""
    asked = Review.objects.open().filter(record_type=_kind(records), reviewer_id=user)
    return records.filter(status="in_review", pk__in=asked.values("record_id"))


def open_to(records: models.QuerySet, user: Any) -> models.QuerySet:
    """What an account may review as well as anybody: nobody is asked, and it did not work on it."""
    about = {"record_type": _kind(records), "record_id": models.OuterRef("pk")}
    named = Review.objects.open().filter(**about, reviewer__isnull=False)
    mine = Contribution.objects.filter(**about, user_id=user)
    return records.filter(~models.Exists(named), ~models.Exists(mine), status="in_review")


def revised(records: models.QuerySet, user: Any) -> models.QuerySet:
    """What has a pending revision, whoever works on it."""
    pending = Revision.objects.pending().filter(record_type=_kind(records))
    return records.filter(pk__in=pending.values("record_id"))


def stale(revisions: models.QuerySet) -> models.QuerySet:
    """The pending revisions whose record was changed since they were begun."""
    is_stale = models.Q(pk__in=[])
    for model in apps.get_app_config("conflictdb").get_models():
        if issubclass(model, Record):
            changed = model._default_manager.filter(
                pk=models.OuterRef("record_id"), version__gt=models.OuterRef("base_version")
            )
            kind = ContentType.objects.get_for_model(model)
            is_stale |= models.Q(models.Exists(changed), record_type=kind)
    return revisions.filter(is_stale, status="pending")


def _kind(records: models.QuerySet) -> ContentType:
    return ContentType.objects.get_for_model(records.model)


def worked_on_since(records: models.QuerySet, user: Any, day: date) -> models.QuerySet:
    """The records that an account added or changed since a day began; of the last changes."""
    entries = LogEntry.objects.filter(
        content_type=_kind(records),
        user_id=user,
        action_time__gte=starts(day),
    )
    latest = entries.order_by("-action_time", "-id").values_list("object_id", flat=True)
    return records.filter(pk__in={*latest[:ENTRIES]})


_WORK = {MINE: unfinished, ASKED: asked_of, OPEN: open_to, REVISED: revised}


class WorkFilter(DropdownFilter):
    """Whose work it is.

    ``mine`` and not yet published, ``asked`` of me or ``open`` to review, with a pending
    ``revision``, or ``<account>~<day>``: what that account worked on since then.
    """

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        since = f"{request.user.pk}~{last_working_day()}"
        offered = {
            MINE: "Mine, not yet published",
            ASKED: "I am asked to review it",
            OPEN: "Anybody may review it",
            REVISED: "With a pending revision",
            since: "Worked on by me since the last working day",
        }
        asked = request.GET.get(self.parameter_name, "")
        return [*(offered | ({} if asked in ("", *offered) else {asked: "As linked"})).items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        asked = self.value()
        if not asked:
            return queryset
        of_me = _WORK.get(asked)
        if of_me is not None:
            return of_me(queryset, request.user.pk)
        user, _, since = asked.partition("~")
        day = _day(since)
        if not (user.isdecimal() and len(user) < 10 and day):
            return queryset.none()
        return worked_on_since(queryset, int(user), day)


class ChangedFilter(DropdownFilter):
    """Since which day it last changed."""

    title = "last change"
    parameter_name = "changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        today = timezone.localdate()
        offered = {
            str(today): "Today",
            str(last_working_day()): "Since the last working day",
            str(today - timedelta(7)): "In the last seven days",
            str(today - timedelta(30)): "In the last thirty days",
        }
        asked = request.GET.get(self.parameter_name, "")
        return [*({asked: f"Since {asked}"} | offered if asked else offered).items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        asked = self.value()
        if asked is None:
            return queryset
        day = _day(asked)
        return queryset.filter(updated_at__gte=starts(day)) if day else queryset.none()


class StaleFilter(DropdownFilter):
    """Revisions whose record changed meanwhile."""

    title = "conflict"
    parameter_name = "conflict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("changed", "The record changed meanwhile")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return stale(queryset) if self.value() == "changed" else queryset


class FamilyFilter(DropdownFilter):
    """Claims of all kinds of one family."""

    title = "family of kinds"
    parameter_name = "family"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(family.code, family.label) for family in FAMILIES]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(kind__in=CLAIM_KINDS.where(family=self.value()))


class SidelessFilter(DropdownFilter):
    """Claims of speakers that stand for no side, or are not named."""

    title = "speakers without a side"
    parameter_name = "side"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Only those")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(claimant__side=None) if self.value() == "none" else queryset


class CheckFilter(DropdownFilter):
    """Citations whose passage is no longer what their hash stands for."""

    title = "check"
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", "Failing")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "failing":
            return queryset.filter(failure__isnull=False)
        return queryset


class TextFilter(DropdownFilter):
    """Documents whose text is kept, or is not."""

    title = "text"
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("kept", "Kept"), ("missing", "Missing")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() in ("kept", "missing"):
            return queryset.filter(text__isnull=self.value() == "missing")
        return queryset


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
