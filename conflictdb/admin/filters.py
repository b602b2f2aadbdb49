"""Filters of lists that are no single column: who worked on it, since when it stands so."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES

from .skin import DropdownFilter

MINE = "mine"
ENTRIES = 10_000  # of the log are looked through


def last_working_day() -> date:
    """Yesterday; on a Monday, Sunday or Saturday the Friday before."""
    day = timezone.localdate() - timedelta(1)
    return day - timedelta(max(0, day.weekday() - 4))


def starts(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def unfinished(records: models.QuerySet, user: Any) -> models.QuerySet:
    """The records that an account brought in, as the log tells, and that never were public.

    Who added it is asked of each such record: those that are public are far too many for that.
    """
    additions = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(records.model),
        object_id=Cast(models.OuterRef("pk"), models.TextField()),
        action_flag=ADDITION,
    )
    adder = models.Subquery(additions.order_by("action_time").values("user_id")[:1])
    waiting = records.filter(status__in=("draft", "in_review"))
    found: models.QuerySet = waiting.alias(adder=adder).filter(adder=user)
    return found


def worked_on_since(records: models.QuerySet, user: Any, day: date) -> models.QuerySet:
    """The records that an account added or changed since a day began; of the last changes."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(records.model),
        user_id=user,
        action_time__gte=starts(day),
    )
    latest = entries.order_by("-action_time", "-id").values_list("object_id", flat=True)
    return records.filter(pk__in={*latest[:ENTRIES]})


class WorkFilter(DropdownFilter):
    """Whose work it is.

    ``mine`` and not yet published, or ``<account>~<day>``: what that account worked on since then.
    """

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        since = f"{request.user.pk}~{last_working_day()}"
        offered = {
            MINE: "Mine, not yet published",
            since: "Worked on by me since the last working day",
        }
        asked = request.GET.get(self.parameter_name, "")
        return [*(offered | ({} if asked in ("", *offered) else {asked: "As linked"})).items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        asked = self.value()
        if asked is None:
            return queryset
        if asked == MINE:
            return unfinished(queryset, request.user.pk)
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
