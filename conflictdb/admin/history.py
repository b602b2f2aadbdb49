"""The history of a record: what was done, newest first; any version to compare and to restore."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from conflictdb import curation
from conflictdb.history import Action, RecordHistory, Version, deleted_records
from conflictdb.models import Record
from conflictdb.states import State, differences, state_of
from conflictdb.vocabularies import STATUSES

from . import differing, refusals
from .skin import ActionVariant, ModelAdmin, action
from .steps import gone

_A_PAGE = 20

_IN_WORDS = {
    "add": "Added",
    "save": "Saved",
    "delete": "Deleted",
    "submit": "Submitted for review",
    "publish": "Published",
    "return_to_draft": "Returned to draft",
    "withdraw": "Withdrawn",
    "revise": "Changed",
    "approve": "Revision approved",
    "merge": "Merged",
    "redact": "Redacted",
    "restore": "Restored",
    "load_fixtures": "Loaded from the fixtures",
    "": "Changed",
}


def in_words(done: Action) -> str:
    return _IN_WORDS.get(done.doing, done.doing.replace("_", " ").capitalize())


class HistoryAdmin(ModelAdmin):
    """A desk whose records have a history."""

    model: type[Record]
    actions_list: tuple[str, ...] = ("deleted",)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/history/<uuid:version>/restore/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
            path(
                "deleted/<int:pk>/restore/",
                view(self.restore_deleted_view),
                name=f"{name}_restore_deleted",
            ),
        ]
        return [*own, *super().get_urls()]

    # What was done

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return gone(self, request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        history = RecordHistory(self.model, record.pk)
        pages = Paginator(range(history.count()), _A_PAGE)
        page = pages.get_page(request.GET.get("p"))
        versions = history.versions((page.number - 1) * _A_PAGE, _A_PAGE)
        context = {
            "title": f"History: {record}",
            "original": record,
            "page": page,
            "pages": pages.get_elided_page_range(page.number),
            "entries": [self._entry(version) for version in versions],
            "may_restore": self.has_change_permission(request, record),
            "compared": self._compared(request, history),
        }
        return self._history_page(request, "history", context | (extra_context or {}))

    def _entry(self, version: Version) -> dict[str, Any]:
        before, after = version.before or {}, version.after or {}
        return {
            "action": version.action,
            "done": _done(version),
            "steps": [
                f"{_told(name, before)} → {_told(name, after)}"
                for name in ("status", "slug")
                if version.before and version.after and before[name] != after[name]
            ],
            "text": version.text,
            "rows": self._differing(before, after),
            "is_there": version.after is not None,
        }

    def _differing(self, before: State, after: State) -> list[differing.Row]:
        """What differs, but for what is empty on one side and lacking on the other."""
        rows = differing.rows(differences(self.model, before, after))
        return [row for row in rows if row.before or row.after]

    def _compared(self, request: HttpRequest, history: RecordHistory) -> dict[str, Any] | None:
        """Two versions side by side, whichever was chosen first."""
        chosen = [_uuid(request.GET.get(name, "")) for name in ("from", "to")]
        found = [history.version(context) for context in chosen if context]
        versions = sorted((each for each in found if each), key=lambda each: each.action.at)
        if len(versions) < 2:
            return None
        old, new = versions
        rows = self._differing(old.after or {}, new.after or {})
        return {"old": old.action, "new": new.action, "rows": rows}

    # Restoring

    def restore_view(self, request: HttpRequest, pk: int, version: UUID) -> HttpResponse:
        record = self.get_object(request, str(pk))
        found = RecordHistory(self.model, pk).version(version)
        if record is None or found is None or found.after is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied

        def act(reason: str) -> Record:
            revision = curation.restore(
                record, version, by=cast("User", request.user), reason=reason
            )
            if revision:
                messages.success(request, "Proposed: the revision waits for its approval.")
            else:
                messages.success(request, "Restored.")
            return cast("Record", record)

        return self._restore_page(request, record, found, act)

    def restore_deleted_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        newest = next(iter(RecordHistory(self.model, pk).versions(limit=1)), None)
        if newest is None or newest.before is None or newest.after is not None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied

        def act(reason: str) -> Record:
            record = curation.restore_deleted(
                self.model, pk, by=cast("User", request.user), reason=reason
            )
            messages.success(request, f"{record.slug} is there again, as a draft.")
            return record

        return self._restore_page(request, None, newest, act)

    def _restore_page(
        self,
        request: HttpRequest,
        record: Record | None,
        version: Version,
        act: Callable[[str], Record],
    ) -> HttpResponse:
        """What restoring changes; its button, with a reason, does it."""
        now = state_of(record) if record else {}
        then = version.after or version.before or {}
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        if request.method == "POST":
            try:
                return HttpResponseRedirect(self._address("change", act(reason).pk))
            except ValidationError as error:
                messages.error(request, refusals.in_one_line(error))
        context = {
            "title": f"Restore {then['slug']}",
            "original": record,
            "action": version.action,
            "done": _done(version),
            "rows": self._differing(now, then),
            "reason": reason,
            "back": self._address("history", record.pk) if record else self._address("deleted"),
        }
        return self._history_page(request, "restore", context)

    @action(description="Deleted", icon="delete_history", variant=ActionVariant.DEFAULT)
    def deleted(self, request: HttpRequest) -> HttpResponse:
        """What was deleted of this kind, by whom and when."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = request.GET.get("p", "1")
        page = int(number) if number.isdecimal() and len(number) < 6 and int(number) else 1
        found = deleted_records(self.model, (page - 1) * _A_PAGE, _A_PAGE + 1)
        context = {
            "title": f"Deleted {self.opts.verbose_name_plural}",
            "entries": [
                (each, _done_last(each.action), self._address("restore_deleted", each.pk))
                for each in found[:_A_PAGE]
            ],
            "may_restore": self.has_add_permission(request),
            "newer": page - 1,
            "older": page + 1 if len(found) > _A_PAGE else None,
        }
        return self._history_page(request, "deleted", context)

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _history_page(
        self, request: HttpRequest, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media["css"],
        }
        return TemplateResponse(request, f"admin/conflictdb/{name}.html", {**shared, **context})


def _done(version: Version) -> str:
    if version.action.doing or (version.before and version.after):
        return in_words(version.action)
    return "Added" if version.after else "Deleted"


def _done_last(action: Action) -> str:
    return in_words(action) if action.doing else "Deleted"


def _told(name: str, state: State) -> str:
    value = str(state[name])
    return STATUSES[value].label if name == "status" else value


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
