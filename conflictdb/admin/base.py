"""What all desks share: a record's page, and every save through curation."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import construct_change_message, unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, Form, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from conflictdb import curation
from conflictdb.models import Dataset, Record
from conflictdb.models.rules import complete
from conflictdb.vocabularies import STATUSES

from . import deletion, refusals, slugs
from .fields import FieldsMixin, reading
from .filters import ChangedFilter, WorkFilter
from .forms import RecordForm
from .history import HistoryAdmin
from .lists import COUNTED, CappedPaginator, found_by_words
from .revising import RevisingAdmin, tried_on
from .rows import RowsInline
from .skin import MultipleChoicesDropdownFilter, display
from .steps import SteppingAdmin

# Once public, a record keeps its slug and stays: others may have cited it.
EVER_PUBLIC = ("published", "withdrawn")
STATUS_FILTER = ("status", MultipleChoicesDropdownFilter)
# On every list, whatever else it is filtered by.
WORK_FILTERS = (WorkFilter, ChangedFilter)

_NAMED = 50  # records that the page that deletes names one by one
_COLOURS = {"draft": "info", "in_review": "warning", "published": "success", "withdrawn": "danger"}


class RecordAdmin(FieldsMixin, HistoryAdmin, RevisingAdmin, SteppingAdmin):
    """The desk of a kind of record. Every save is curation's; the status only moves by steps."""

    form = RecordForm
    delete_confirmation_template = "admin/conflictdb/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/conflictdb/delete_selected_confirmation.html"
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # they would count every row for every value
    paginator = CappedPaginator
    ordering: ClassVar[Any] = ("-updated_at", "-pk")
    search_fields = ("slug",)  # and by words: see get_search_results
    ordered_by: tuple[Any, ...] = ()  # columns that an index orders; where rows are few, none
    found_by: tuple[str, ...] = ()  # paths to records by whose names these are found too
    list_filter_submit = True
    compressed_fields = False  # labels above their fields: rows of several fields need the room
    warn_unsaved_form = True
    slug_from: tuple[str, ...] = ()  # the fields that a typed slug starts from

    class Media:
        css = {"all": ["conflictdb/admin.css"]}

    # What a page shows

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        related = self.list_select_related
        queryset = super().get_queryset(request)
        return queryset.select_related(*related) if isinstance(related, tuple) else queryset

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        words = search_term.replace("\0", "").strip()
        return (found_by_words(queryset, words, self.found_by) if words else queryset), False

    def get_sortable_by(self, request: HttpRequest) -> Any:
        return self.ordered_by or super().get_sortable_by(request)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), *WORK_FILTERS]

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """All that a list counts at most: past it nobody knows what would be acted on."""
        across = request.POST.get("select_across", "0") != "0"
        if across and queryset[COUNTED:].exists():
            messages.error(request, f"More than {COUNTED} at once: filter the list further.")
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        kept: list[Any] = ["slug"]
        if obj:
            kept += [("status", "version"), ("created_at", "updated_at")]
        return [*super().get_fieldsets(request, obj), ("Record", {"fields": kept})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list:
        fixed: list[Any] = [*super().get_readonly_fields(request, obj)]
        fixed += ["status", "version", "created_at", "updated_at"]
        fixed += [reading(fact.name) for fact in self.model.time_facts]
        if obj and obj.status in EVER_PUBLIC:
            fixed.append("slug")
        return fixed

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """No rows of other records on the page that adds this one."""
        inlines = super().get_inlines(request, obj)
        return [inline for inline in inlines if obj or not issubclass(inline, RowsInline)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict:
        return {"slug": self.slug_from} if self.slug_from and obj is None else {}

    @display(description="Status", label=_COLOURS)
    def status_label(self, record: Record) -> tuple[str, str]:
        return record.status, STATUSES[record.status].label

    @display(description="Changed", ordering="updated_at")
    def changed(self, record: Record) -> str:
        return f"{timezone.localtime(record.updated_at):%-d\xa0%b\xa0%Y}"

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save as a whole or not at all: what is refused on the way comes back as form errors."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return self.tried(request, object_id, view)
        doing = "save" if object_id else "add"  # with all its rows: one action in history
        try:
            with curation.acting(cast("User", request.user), doing):
                self._hold_first(request, object_id)
                return self.tried(request, object_id, view)
        except ValidationError as error:
            request.refusal = error  # type: ignore[attr-defined]
            return self.tried(request, object_id, view)

    def _hold_first(self, request: HttpRequest, object_id: str | None) -> None:
        """The feed before any record, so that two saves of what is public cannot deadlock.

        Rows that are public stand on the pages of public records only.
        """
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is not None and record.status == "published":
            Dataset.objects.hold()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(form, RecordForm):
            form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request: HttpRequest, obj: Record, form: ModelForm, change: bool) -> None:
        self._save(request, form)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        changed = {id(row) for row in formset.save(commit=False)}
        for row in formset.deleted_objects:
            if isinstance(row, Record):
                _require_never_public(row)
            row.delete()
        for row_form in formset.forms:
            if id(row_form.instance) in changed:
                self._save(request, row_form)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        if tried_on(request):
            self.try_on(request, form, formsets)
            return
        super().save_related(request, form, formsets, change)
        curation.settle(form.instance, by=cast("User", request.user))

    def _save(self, request: HttpRequest, form: ModelForm) -> None:
        row = form.instance
        if not isinstance(form, RecordForm):
            row.save()
            return
        if form.is_row and row.pk and curation.needs_revision(row, cast("User", request.user)):
            self._named_refusal(row, partial(self.revise_row, request, form))
            return
        row.slug = row.slug or slugs.unused(row)
        changed = construct_change_message(cast("Form", form), [], row._state.adding)
        message = json.dumps(changed) if changed else "Saved without changes."
        save = partial(self._save_record, request, form, message)
        if form.is_row:
            self._named_refusal(row, save)
        else:
            save()

    def _save_record(self, request: HttpRequest, form: RecordForm, message: str) -> None:
        by = cast("User", request.user)
        curation.save(form.instance, by=by, message=message)
        form.save_parts()
        if form.is_row:
            curation.settle(form.instance, by=by)
        if tried_on(request) is None or form.is_row:
            form.save_private()

    def _named_refusal(self, row: Record, save: Callable[[], None]) -> None:
        """What is refused of a row is told with the row's name."""
        try:
            save()
        except ValidationError as error:
            raise ValidationError(f"{_named(row)}: {refusals.in_one_line(error)}") from error

    # The log: curation writes the entry, Django says what changed

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return _tell(obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        worn = tried_on(request)
        if worn:
            worn.changed = message
            return None
        return _tell(obj, message)

    # Deletion

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        records = list(objs[:_NAMED])
        deleted, counts, protected = deletion.told(records)
        kept = [_why_kept(record) for record in records if record.status in EVER_PUBLIC]
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return deleted, counts, missing, [*kept, *protected]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        stored = self.model._default_manager.filter(pk__in=queryset.values("pk"))
        for record in stored.select_for_update():
            _require_never_public(record)
            curation.delete(record, by=cast("User", request.user))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return _or_told(request, partial(super().delete_view, request, object_id, extra_context))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")  # no text has such
        return _or_told(request, partial(super().changelist_view, request, extra_context))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj and obj.status in EVER_PUBLIC:
            context["show_delete"] = False
        return super().render_change_form(request, context, *args, **kwargs)


def _or_told(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What is refused while a view acts is undone as a whole, and told on the same page."""
    if request.method != "POST":
        return view()
    try:
        with complete():
            return view()
    except ValidationError as error:
        messages.error(request, refusals.in_one_line(error))
        return HttpResponseRedirect(request.get_full_path())


def _require_never_public(record: Record) -> None:
    if record.status in EVER_PUBLIC:
        raise ValidationError(_why_kept(record))


def _why_kept(record: Record) -> str:
    """What was public leaves a tombstone: others may have cited it."""
    advice = " Withdraw it instead." if record.status == "published" else ""
    return f"{_named(record)} is {record.status}: what was public stays.{advice}"


def _named(record: models.Model) -> str:
    name = str(record._meta.verbose_name).capitalize()
    return f"{name} {record.slug}" if isinstance(record, Record) and record.slug else name


def _tell(record: Any, message: Any) -> LogEntry:
    """Put into the entry that curation wrote for this save what Django found changed."""
    entry = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk)
    ).latest("pk")
    if message:
        entry.change_message = json.dumps(message)
        entry.save(update_fields=["change_message"])
    return entry
