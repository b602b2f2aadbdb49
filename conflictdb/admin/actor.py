"""The desks of actors and of the posts that persons hold."""

from django.contrib import admin

from conflictdb.models import Actor, ActorName, Affiliation

from .base import STATUS_FILTER, RecordAdmin
from .citation import CitationInline
from .fields import stated, time_fields
from .rows import PartInline, RecordInline, RowsInline
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter


class NameInline(PartInline):
    model = ActorName
    verbose_name = "other name"
    verbose_name_plural = "other names"
    fields = ("name", "language", "script", "kind")


class PostInline(RecordInline):
    model = Affiliation
    fk_name = "person"
    verbose_name = "post"
    verbose_name_plural = "posts that it holds"
    related = ("person", "body")
    fields = (
        "body",
        "role",
        ("held_from_edtf", "held_from_timezone", "held_from_inferred"),
        ("held_until_edtf", "held_until_timezone", "held_until_inferred"),
        "seen_version",
    )


class Members(RowsInline):
    model = Affiliation
    fk_name = "body"
    verbose_name_plural = "posts in it"
    related = ("person", "body")
    fields = ("link", stated("held_from"), stated("held_until"), "status")


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    list_display = ("name", "kind", "side", "part_of", "country", "status_label", "changed")
    list_select_related = ("side", "part_of")
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        ("side", AutocompleteSelectFilter),
        ("part_of", AutocompleteSelectFilter),
    )
    slug_from = ("name",)
    inlines = (NameInline, PostInline, Members)
    fieldsets = (
        (None, {"fields": ("name", "kind")}),
        ("Whose it is", {"fields": ("side", "part_of", "country")}),
    )


@admin.register(Affiliation)
class AffiliationAdmin(RecordAdmin):
    list_display = (
        "person",
        "role",
        "body",
        stated("held_from"),
        stated("held_until"),
        "status_label",
        "changed",
    )
    list_select_related = ("person", "body")
    list_filter = (
        STATUS_FILTER,
        ("person", AutocompleteSelectFilter),
        ("body", AutocompleteSelectFilter),
    )
    found_by = ("person", "body")
    inlines = (CitationInline,)
    fieldsets = (
        (None, {"fields": ("person", "role", "body")}),
        ("Since when", {"fields": time_fields("held_from")}),
        ("Until when", {"fields": time_fields("held_until")}),
    )
