"""What changed since the last working day: who worked on how much, and the latest changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse

from conflictdb.admin.filters import ENTRIES, last_working_day, starts
from conflictdb.admin.history import in_words
from conflictdb.history import recent_changes
from conflictdb.models import Record

from .counting import count
from .waiting import Line, desks, list_of

_NAMED = 12  # accounts
_LATEST = 10


@dataclass
class Worker:
    """An account, and the lists of what it worked on."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Entry:
    """An action, in words, and some of the records that it changed."""

    name: str
    done: str
    records: list[tuple[str, str]]  # what each is called, and its page
    has_more: bool
    why: str
    at: datetime


@dataclass(frozen=True)
class Changed:
    """All of it."""

    since: date
    workers: list[Worker]
    latest: list[Entry]
    is_more: bool  # than was looked through


def changed(request: HttpRequest) -> Changed:
    since = last_working_day()
    models = {
        ContentType.objects.get_for_model(desk.model).pk: desk.model for desk in desks(request)
    }
    entries = LogEntry.objects.filter(content_type__in=models, action_time__gte=starts(since))
    latest = entries.order_by("-action_time", "-id")
    read = [*latest.values_list("user_id", "content_type_id", "object_id")[:ENTRIES]]
    touched: dict[tuple[int, Any], set[str]] = {}
    for user, kind, key in read:
        touched.setdefault((user, kind), set()).add(str(key))
    workers: dict[int, Worker] = {}
    names = _names({user for user, _ in touched})
    for (user, kind), keys in touched.items():
        if user not in workers and len(workers) == _NAMED:
            continue
        model = models[kind]
        line = Line(
            str(model._meta.verbose_name_plural),
            str(model._meta.verbose_name),
            model._default_manager.filter(pk__in=keys),  # those that are there still
            list_of(model, work=f"{user}~{since}"),
        )
        workers.setdefault(user, Worker(names[user], [])).lines.append(line)
    lines = [line for worker in workers.values() for line in worker.lines]
    for line, counted in zip(lines, count([line.rows for line in lines]), strict=True):
        line.count = counted
    told = _latest(since, {*models.values()})
    return Changed(since, [*workers.values()], told, len(read) == ENTRIES)


def _names(users: set[int]) -> dict[int, str]:
    return {user.pk: name_of(user) for user in User.objects.filter(pk__in=users)}


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _latest(since: date, seen: set[type[Any]]) -> list[Entry]:
    """What history tells, of the records that this user may see."""
    told = []
    for change in recent_changes(starts(since), _LATEST):
        records = [(str(each), page_of(each)) for each in change.records if type(each) in seen]
        if records:
            done = change.action
            words = in_words(done).lower()
            told.append(Entry(done.by, words, records, change.has_more, done.reason, done.at))
    return told


def page_of(record: Record) -> str:
    return reverse(f"admin:conflictdb_{record._meta.model_name}_change", args=[record.pk])
