"""What changed since the last working day: who worked on how much, and the latest changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from conflictdb.admin.filters import ENTRIES, last_working_day, starts

from .counting import count
from .waiting import Line, desks, list_of

_NAMED = 12  # accounts
_LATEST = 10

# What curation writes into the log for each step, in the past tense.
_DONE = {
    "submit": "submitted",
    "publish": "published",
    "return_to_draft": "returned",
    "withdraw": "withdrew",
}


@dataclass
class Worker:
    """An account, and the lists of what it worked on."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Entry:
    """One line of the log, in words."""

    name: str
    done: str
    kind: str
    record: str
    link: str | None
    why: str
    at: object


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
            model._default_manager.filter(pk__in=keys),  # those that are there still
            list_of(model, work=f"{user}~{since}"),
        )
        workers.setdefault(user, Worker(names[user], [])).lines.append(line)
    lines = [line for worker in workers.values() for line in worker.lines]
    for line, counted in zip(lines, count([line.rows for line in lines]), strict=True):
        line.count = counted
    told = [_told(entry) for entry in latest.select_related("user", "content_type")[:_LATEST]]
    return Changed(since, [*workers.values()], told, len(read) == ENTRIES)


def _names(users: set[int]) -> dict[int, str]:
    return {user.pk: name_of(user) for user in User.objects.filter(pk__in=users)}


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _told(entry: LogEntry) -> Entry:
    verb, _, why = entry.change_message.partition(": ")
    flag = "added" if entry.action_flag == ADDITION else "changed"
    done = "deleted" if entry.action_flag == DELETION else _DONE.get(verb, flag)
    return Entry(
        name=name_of(entry.user),
        done=done,
        kind=str(entry.content_type.name) if entry.content_type else "",
        record=entry.object_repr,
        link=None if entry.action_flag == DELETION else entry.get_admin_url(),
        why=why if verb in _DONE else "",
        at=entry.action_time,
    )
