"""Saving what is public: the change is tried on, rolled back, and kept as a pending revision.

The page of a published record works on the record as its pending revision would have it: forms,
rows and rules all see that, inside a savepoint that never outlives the request. Rows of a page
that are records of their own are saved or revised each for itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from conflictdb import curation
from conflictdb.models import Dataset, Record, Revision
from conflictdb.states import state_of

from .skin import ModelAdmin, RadioFilter

WHY = "revision_why"  # the field in which a curator says why a published record should change


@dataclass
class TriedOn:
    """A published record while a request changes it."""

    record: Record
    savepoint: str
    started_from: Revision | None
    is_open: bool = True
    revision: Revision | None = None  # what the change became

    def take_off(self) -> None:
        """The record is again as it was."""
        if self.is_open:
            transaction.savepoint_rollback(self.savepoint)
            self.is_open = False


def tried_on(request: HttpRequest) -> TriedOn | None:
    return getattr(request, "tried_on", None)


class PendingFilter(RadioFilter):
    """Records with a revision that waits for approval."""

    title = "pending revision"
    parameter_name = "pending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() != "yes":
            return queryset
        kind = ContentType.objects.get_for_model(queryset.model)
        pending = Revision.objects.pending().filter(record_type=kind)
        return queryset.filter(pk__in=pending.values("record_id"))


class RevisingAdmin(ModelAdmin):
    """A desk whose saves of published records become revisions."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), PendingFilter]

    @contextmanager
    def trying_on(self, request: HttpRequest, object_id: str | None) -> Iterator[None]:
        """Inside, a published record is as its pending revision has it, and then no more.

        A page that only shows a record does so for its revision's sake alone. Raises
        ValidationError where the revision cannot be put on.
        """
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if not isinstance(record, Record) or not self._is_revised(request, record):
            yield
            return
        with transaction.atomic():
            Dataset.objects.hold()  # before the record's own lock
            worn = TriedOn(record, transaction.savepoint(), None)
            worn.started_from = curation.start_from_revision(record)
            request.tried_on = worn  # type: ignore[attr-defined]
            yield
            worn.take_off()

    def _is_revised(self, request: HttpRequest, record: Record) -> bool:
        if not self.has_change_permission(request, record):
            return False
        if request.method == "POST":
            return curation.needs_revision(record, cast("User", request.user))
        return curation.pending_revision(record) is not None

    def tried(
        self, request: HttpRequest, object_id: str | None, view: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """What a view answers while the record is tried on; its page is written meanwhile."""
        with self.trying_on(request, object_id):
            response = view()
            if tried_on(request) and isinstance(response, TemplateResponse):
                response.render()
            return response

    def keep(self, request: HttpRequest, form: ModelForm, worn: TriedOn) -> None:
        """Take the change off again, and keep what it was as the pending revision."""
        state = state_of(type(worn.record)._default_manager.get(pk=worn.record.pk))
        worn.take_off()
        worn.revision = curation.propose(
            worn.record, state, by=cast("User", request.user), why=_why(request)
        )

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
        worn = tried_on(request)
        if worn is None:
            return super().response_change(request, obj)
        if worn.revision is None:
            messages.info(request, "The public record stays as it is: nothing of it was changed.")
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, kept(worn.revision))
        return HttpResponseRedirect(address_of(worn.revision))

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
