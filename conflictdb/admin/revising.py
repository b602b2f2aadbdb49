"""Saving what is public: the change is tried on, rolled back, and kept as a pending revision.

The page of a published record works on the record as its pending revision would have it: forms,
rows and rules all see that, inside a savepoint that never outlives the request. Rows of a page
that are records of their own are saved or revised each for itself.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from conflictdb import curation
from conflictdb.models import Dataset, Record, Revision
from conflictdb.states import State, state_of

from . import refusals
from .skin import ModelAdmin

WHY = "revision_why"  # the field in which a curator says why a published record should change


@dataclass
class TriedOn:
    """A published record while a request changes it."""

    record: Record
    started_from: Revision | None
    saved: ModelForm | None = None  # the form that was saved, and then
    state: State | None = None  # what the record had become
    rows: Sequence[Any] = ()  # formsets of other records, which are still to be saved
    changed: Any = None  # what Django found changed


def tried_on(request: HttpRequest) -> TriedOn | None:
    return getattr(request, "tried_on", None)


class RevisingAdmin(ModelAdmin):
    """A desk whose saves of published records become revisions."""

    def tried(
        self, request: HttpRequest, object_id: str | None, view: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """What a view answers while a published record is as its pending revision has it.

        A page is written meanwhile. A save is undone with all the rest, and kept as the revision.
        Raises ValidationError where rows of other records are refused.
        """
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if not isinstance(record, Record) or not self._is_revised(request, record):
            return view()
        with transaction.atomic():
            Dataset.objects.hold()  # before the record's own lock
            try:
                worn = TriedOn(record, curation.start_from_revision(record))
            except ValidationError as error:
                return _to_revision(request, record, error)
            request.tried_on = worn  # type: ignore[attr-defined]
            response = view()
            if isinstance(response, TemplateResponse):
                response.render()
            transaction.set_rollback(True)
        return self._keep(request, worn) if worn.saved else response

    def _is_revised(self, request: HttpRequest, record: Record) -> bool:
        """A page that only shows a record is another for its revision's sake alone."""
        if not self.has_change_permission(request, record):
            return False
        if request.method == "POST":
            return curation.needs_revision(record, cast("User", request.user))
        return curation.pending_revision(record) is not None

    def try_on(self, request: HttpRequest, form: ModelForm, formsets: list[Any]) -> None:
        """Save a published record's lists and parts, and remember what it has become."""
        worn = cast("TriedOn", tried_on(request))
        form.save_m2m()
        worn.rows = [formset for formset in formsets if issubclass(formset.model, Record)]
        for formset in formsets:
            if formset in worn.rows:
                formset.save(commit=False)  # Django looks at what would change
            else:
                self.save_formset(request, form, formset, change=True)
        curation.settle(form.instance, by=cast("User", request.user))
        worn.saved = form
        worn.state = state_of(type(worn.record)._default_manager.get(pk=worn.record.pk))

    def _keep(self, request: HttpRequest, worn: TriedOn) -> HttpResponse:
        """The record is again as it was: keep the revision, and save what else was typed."""
        form, by = cast("Any", worn.saved), cast("User", request.user)
        revision = curation.propose(worn.record, worn.state or {}, by=by, why=_why(request))
        form.instance = worn.record
        for formset in worn.rows:
            self.save_formset(request, form, formset, change=True)
        form.save_private()
        if revision is None:
            messages.info(request, "The public record stays as it is: nothing of it was changed.")
            return HttpResponseRedirect(request.get_full_path())
        if worn.changed:
            log = LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(revision), object_id=revision.pk
            ).latest("pk")
            log.change_message = json.dumps(worn.changed)
            log.save(update_fields=["change_message"])
        messages.success(request, kept(revision))
        return HttpResponseRedirect(address_of(revision))

    def revise_row(self, request: HttpRequest, form: Any) -> None:
        """The same for a published record in a row of another's page. Raises ValidationError."""
        row, by = form.instance, cast("User", request.user)
        if curation.pending_revision(row) is not None:
            raise ValidationError("It has a pending revision: change that on its own page.")
        Dataset.objects.hold()
        with transaction.atomic():
            curation.save(row, by=by)
            form.save_parts()
            curation.settle(row, by=by)
            state = state_of(type(row)._default_manager.get(pk=row.pk))
            transaction.set_rollback(True)
        revision = curation.propose(row, state, by=by, why=_why(request))
        if revision is not None:
            messages.info(request, kept(revision))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Of what is only tried on there is nothing to tell yet."""
        return HttpResponse() if tried_on(request) else super().response_change(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record, worn = kwargs.get("obj"), tried_on(request)
        if isinstance(record, Record) and record.pk:
            by = cast("User", request.user)
            pending = worn.started_from if worn else curation.pending_revision(record)
            context |= {
                "pending": pending,
                "pending_address": address_of(pending) if pending else "",
                "needs_revision": self.has_change_permission(request, record)
                and curation.needs_revision(record, by),
                "why": _why(request),
                "returned": curation.returned(record),
                "waiting": curation.waiting(record) if record.status == "in_review" else None,
            }
        return super().render_change_form(request, context, *args, **kwargs)


def _to_revision(request: HttpRequest, record: Record, error: ValidationError) -> HttpResponse:
    """A revision that no longer fits its record is decided on, not edited."""
    messages.error(request, f"The pending revision no longer fits: {refusals.in_one_line(error)}")
    return HttpResponseRedirect(address_of(cast("Revision", curation.pending_revision(record))))


def _why(request: HttpRequest) -> str:
    return request.POST.get(WHY, "").replace("\0", "").strip()


def address_of(revision: Revision) -> str:
    return reverse("admin:conflictdb_revision_change", args=[revision.pk])


def kept(revision: Revision) -> str:
    """What a curator is told of a change that waits for approval."""
    return format_html(
        'Kept as a <a href="{}" class="underline">revision of {}</a>. The public sees the record '
        "as it was until someone else approves it.",
        address_of(revision),
        revision.slug,
    )
