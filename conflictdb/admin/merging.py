"""Merging two records of one thing: choose which, see what it would do, confirm with a reason."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from conflictdb import curation
from conflictdb.curation.merging import Move, Plan
from conflictdb.models import Incident, Participant, Record

from . import refusals
from .base import RecordAdmin
from .fields import SearchedOne
from .skin import action
from .steps import gone

_TITLE = "Merge into…"


class MergingAdmin(RecordAdmin):
    """A desk whose records can be merged: by a button, or two of them from the list."""

    class Media:
        css = {"all": ["conflictdb/merging.css"]}

    actions_detail = (*RecordAdmin.actions_detail, "merge_into")
    actions = [*RecordAdmin.actions, "merge_selected"]

    def has_merge_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_change_permission(request) and request.user.has_perm(
            "conflictdb.merge_records"
        )

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """No button on what was merged already."""
        found = super().get_actions_detail(request, object_id)
        record: Any = self.get_object(request, unquote(str(object_id)))
        is_merged = record is None or record.merged_into_id is not None
        return [each for each in found if each.description != _TITLE or not is_merged]

    @action(description=_TITLE, icon="merge", url_path="merge", permissions=["merge"])
    def merge_into(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the survivor, look at what would happen, and confirm."""
        loser = self.get_object(request, unquote(object_id))
        if loser is None:
            return gone(self, request, object_id)
        survivor = self._chosen(request)
        if survivor is None:
            return self._merge_page(request, "merge_choose.html", loser, self._search_field())
        if request.method == "POST" and self._merge(request, loser, survivor):
            return HttpResponseRedirect(self.page_of(survivor))
        taken = _taken(request) if request.method == "POST" else None
        plan = curation.plan(loser, survivor, taken)
        return self._merge_page(request, "merge.html", loser, self._told(request, plan, taken))

    def merge_selected(self, request: HttpRequest, chosen: models.QuerySet) -> HttpResponse | None:
        """The page of the button, with both filled in: the record that is public stays."""
        both = list(chosen[:3])
        if len(both) != 2:
            messages.error(request, "Select the two that are one.")
            return None
        loser, survivor = sorted(both, key=lambda each: (each.status == "published", -each.pk))
        return HttpResponseRedirect(f"{self.page_of(loser, 'merge')}?into={survivor.pk}")

    merge_selected.short_description = "Merge the two selected"  # type: ignore[attr-defined]
    merge_selected.allowed_permissions = ["merge"]  # type: ignore[attr-defined]

    def page_of(self, record: models.Model, page: str = "change") -> str:
        meta = self.opts
        if page == "merge":
            page = f"{meta.app_label}_{meta.model_name}_merge_into"
            return reverse(f"admin:{page}", args=[record.pk])
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk])

    def _chosen(self, request: HttpRequest) -> Any:
        into = request.POST.get("into") or request.GET.get("into") or ""
        if not into:
            return None
        survivor = self.get_object(request, into)
        if survivor is None:
            messages.error(request, f"There is no such {self.opts.verbose_name}.")
        return survivor

    def _merge(self, request: HttpRequest, loser: Record, survivor: Record) -> bool:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        reason = request.POST.get("reason", "").replace("\0", "")
        try:
            curation.merge(
                loser, survivor, by=cast("User", request.user), reason=reason, taken=_taken(request)
            )
        except ValidationError as error:
            messages.error(request, refusals.in_one_line(error))
            return False
        messages.success(request, f"{loser} was merged into this record: {loser.slug} leads here.")
        return True

    def _search_field(self) -> dict[str, Any]:
        model: Any = self.model
        into = forms.ModelChoiceField(
            model._default_manager.all(),
            widget=SearchedOne(model._meta.get_field("merged_into"), self.admin_site),
        )
        form = type("Survivor", (forms.Form,), {"into": into})()
        return {"media": self.media["css"] + form.media, "field": form["into"]}

    def _told(self, request: HttpRequest, plan: Plan, taken: Any) -> dict[str, Any]:
        back = self.page_of(plan.survivor, "merge")
        return {
            "plan": plan,
            "choices": [
                (choice, choice.takes if taken is None else choice.name in taken)
                for choice in plan.choices
            ],
            "moves": [(move, _rows_of(move, plan.loser)) for move in plan.moves],
            "reason": request.POST.get("reason", ""),
            "reversed": f"{back}?{urlencode({'into': plan.loser.pk})}",
            "survivor_url": self.page_of(plan.survivor),
        }

    def _merge_page(
        self, request: HttpRequest, template: str, loser: Record, more: dict[str, Any]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {self.opts.verbose_name}",
            "original": loser,
            "opts": self.opts,
            "back": self.page_of(loser),
            "here": self.page_of(loser, "merge"),
            "media": self.media["css"],
            **more,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/conflictdb/{template}", context)


def _taken(request: HttpRequest) -> set[str]:
    """The fields in which the curator picked what the loser says."""
    return {
        name.removeprefix("field-")
        for name, value in request.POST.items()
        if name.startswith("field-") and value == "theirs"
    }


def _rows_of(move: Move, record: Record) -> str:
    """The address of the list of what would move; empty where no list is filtered so."""
    relation = move.relation
    made_for: Any = relation.model._meta.auto_created
    if made_for:
        lists = made_for._meta.many_to_many
        model = made_for
        column = next(m.name for m in lists if m.remote_field.through is relation.model)
    elif relation.model is Participant and not isinstance(record, Incident):
        model, column = Incident, "actors"
    elif issubclass(relation.model, Record):
        model, column = relation.model, relation.field.name
    else:
        return ""
    if made_for is type(record):
        return ""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode({f'{column}__id__exact': record.pk})}"
