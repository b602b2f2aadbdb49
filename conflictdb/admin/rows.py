"""Inlines: parts to edit in place, and other records as readable rows."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest

from .fields import FieldsMixin, link_to
from .forms import PartForm, RecordForm
from .lists import CappedPaginator
from .skin import PaginationInlineFormSet, StackedInline, TabularInline, display


class PartFormSet(PaginationInlineFormSet):
    """Rows that say what is stored now, where the record's form met another's save."""

    def clean(self) -> None:
        super().clean()
        if getattr(self.instance, "was_overtaken", False):
            for form in self.initial_forms:
                form.tell_stored()


class PartInline(FieldsMixin, TabularInline):
    """What belongs to a record and has no page of its own: names, participants."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    hide_title = True


if TYPE_CHECKING:
    from django.contrib.admin.options import InlineModelAdmin
else:
    InlineModelAdmin = object


class _Related(InlineModelAdmin):
    """Rows that come with the records that they refer to."""

    extra = 0
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.related)


class RecordInline(FieldsMixin, _Related, StackedInline):
    """Records with many fields, edited within another's page; each keeps its own version."""

    form = RecordForm
    show_change_link = True


class RecordTable(FieldsMixin, _Related, TabularInline):
    """The same for records with few fields."""

    form = RecordForm
    show_change_link = True


class RowsFormSet(PaginationInlineFormSet):
    """Pages of rows, counted as far as lists count."""

    def get_page(self, paginator: Paginator, page: int) -> Page:
        capped = CappedPaginator(paginator.object_list, paginator.per_page)
        wanted: Page = super().get_page(capped, page)
        return wanted


class RowsInline(_Related, TabularInline):
    """Records that refer to this one, to be read and followed; each is edited on its own page."""

    fields: ClassVar[Any] = ()  # names, and callables such as ``stated("made")``
    formset = RowsFormSet
    can_delete = False
    hide_title = True
    per_page = 25

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only where there are rows: no empty tables."""
        may_view = super().has_view_permission(request, obj)
        if obj is None or not may_view:
            return may_view
        owner = _get_foreign_key(type(obj), self.model, fk_name=self.fk_name)
        rows: models.QuerySet = self.model._default_manager.filter(**{owner.name: obj})
        return rows.exists()

    @display(description="Record")
    def link(self, record: models.Model) -> str:
        return link_to(record)
