"""The desk of places."""

from django.contrib import admin

from conflictdb.models import Place, PlaceName

from .base import STATUS_FILTER, RecordAdmin
from .rows import PartInline, RowsInline
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter


class NameInline(PartInline):
    model = PlaceName
    verbose_name = "other name"
    verbose_name_plural = "other names"
    fields = ("name", "language", "script", "kind")


class PlacesWithin(RowsInline):
    model = Place
    fk_name = "parent"
    verbose_name_plural = "places within it"
    fields = ("link", "kind", "country", "status")


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    list_display = ("name", "kind", "country", "parent", "status_label", "changed")
    list_select_related = ("parent",)
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        ("parent", AutocompleteSelectFilter),
    )
    slug_from = ("name",)
    inlines = (NameInline, PlacesWithin)
    fieldsets = (
        (None, {"fields": ("name", "kind")}),
        ("Where it lies", {"fields": ("parent", "country", ("latitude", "longitude"))}),
        ("Elsewhere", {"fields": ("geonames_id",)}),
    )
