"""The desk of incidents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from conflictdb.models import Incident, Participant, Question
from conflictdb.vocabularies import PLACE_PRECISIONS

from .base import STATUS_FILTER, RecordAdmin
from .fields import stated, time_fields
from .rows import PartInline, RowsInline
from .skin import (
    AutocompleteSelectFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    Select,
)


class ParticipantInline(PartInline):
    model = Participant
    fields = ("actor", "role")


class Parts(RowsInline):
    model = Incident
    fk_name = "part_of"
    verbose_name_plural = "its parts"
    ordering = ("occurred_earliest", "id")
    fields = ("link", "kind", stated("occurred"), "status")


class Questions(RowsInline):
    model = Question
    verbose_name_plural = "questions asked of it"
    fields = ("link", "contested", "speakers_count", "status")


@admin.register(Incident)
class IncidentAdmin(RecordAdmin):
    list_display = (
        "title",
        "kind",
        stated("occurred"),
        "place",
        "part_of",
        "status_label",
        "changed",
    )
    list_select_related = ("place", "part_of")
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        ("occurred_first_day", RangeDateFilter),
        ("place", AutocompleteSelectFilter),
        ("part_of", AutocompleteSelectFilter),
    )
    found_by = ("place",)
    ordered_by = (stated("occurred"), "changed")
    slug_from = ("title",)
    inlines = (ParticipantInline, Parts, Questions)
    fieldsets = (
        (None, {"fields": ("title", "kind", "part_of", "summary")}),
        ("When", {"fields": time_fields("occurred")}),
        (
            "Where",
            {"fields": ("place", "place_precision", "places", ("latitude", "longitude"))},
        ),
    )

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "place_precision":
            names = [(int(c.code), f"{c.code}: {c.label}") for c in PLACE_PRECISIONS]
            return forms.TypedChoiceField(
                choices=[("", "Select value"), *names],
                coerce=int,
                empty_value=None,
                required=False,
                widget=Select,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
