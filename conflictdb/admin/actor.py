"""The desks of actors and of the posts that persons hold."""

from typing import ClassVar

from django.contrib import admin

from conflictdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Claim,
    Document,
    Incident,
    Question,
    Statement,
)

from .base import STATUS_FILTER, RecordAdmin
from .citation import CitationInline
from .fields import stated, time_fields
from .named import LikelyFilter, NamedAdmin, NameInline
from .redaction import RedactingAdmin
from .rows import RecordInline, RowsInline
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter


class OtherNames(NameInline):
    model = ActorName


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


class Parts(RowsInline):
    model = Actor
    fk_name = "part_of"
    verbose_name_plural = "its parts"
    fields = ("link", "kind", "country", "status")


@admin.register(Actor)
class ActorAdmin(RedactingAdmin, NamedAdmin):
    actions_detail = (*NamedAdmin.actions_detail, "redact")
    list_display = ("name", "kind", "side", "part_of", "country", "status_label", "changed")
    list_select_related = ("side", "part_of")
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        ("side", AutocompleteSelectFilter),
        ("part_of", AutocompleteSelectFilter),
        LikelyFilter,
    )
    slug_from = ("name",)
    inlines = (OtherNames, PostInline, Parts, Members)
    counted: ClassVar = {
        "statements": (Statement, "speaker"),
        "claims made": (Claim, "claimant"),
        "claims about it": (Claim, "subject"),
        "claims against it": (Claim, "target"),
        "incidents": (Incident, "actors"),
        "publications": (Document, "publisher"),
        "on its side": (Actor, "side"),
        "questions": (Question, "subject_side"),
    }
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
