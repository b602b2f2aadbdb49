"""The desk of places."""

from typing import ClassVar

from django.contrib import admin

from conflictdb.models import Claim, Incident, Place, PlaceName

from .base import STATUS_FILTER
from .named import LikelyFilter, NamedAdmin, NameInline
from .rows import RowsInline
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter


class OtherNames(NameInline):
    model = PlaceName


class PlacesWithin(RowsInline):
    model = Place
    fk_name = "parent"
    verbose_name_plural = "places within it"
    fields = ("link", "kind", "country", "status")


@admin.register(Place)
class PlaceAdmin(NamedAdmin):
    list_display = ("name", "kind", "country", "parent", "status_label", "changed")
    list_select_related = ("parent",)
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        ("parent", AutocompleteSelectFilter),
        LikelyFilter,
    )
    slug_from = ("name",)
    inlines = (OtherNames, PlacesWithin)
    counted: ClassVar = {
        "incidents": (Incident, "place"),
        "further incidents": (Incident, "places"),
        "claims": (Claim, "place"),
        "places within it": (Place, "parent"),
    }
    fieldsets = (
        (None, {"fields": ("name", "kind")}),
        ("Where it lies", {"fields": ("parent", "country", ("latitude", "longitude"))}),
        ("Elsewhere", {"fields": ("geonames_id",)}),
    )
