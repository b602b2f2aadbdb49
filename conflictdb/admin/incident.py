"""The desk of incidents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from conflictdb.models import Claim, Incident, Participant, Question, Statement
from conflictdb.models.incident import count_subquery
from conflictdb.vocabularies import PLACE_PRECISIONS

from .base import STATUS_FILTER
from .desks import IncidentDesk
from .fields import stated, time_fields
from .merging import MergingAdmin
from .rows import PartInline
from .skin import (
    AutocompleteSelectFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    Select,
    display,
)


class ParticipantInline(PartInline):
    model = Participant
    fields = ("actor", "role")


@admin.register(Incident)
class IncidentAdmin(IncidentDesk, MergingAdmin):  # type: ignore[misc]  # each has its Media
    list_display = (
        "title",
        "kind",
        stated("occurred"),
        "place",
        "part_of",
        "statements_count",
        "claims_count",
        "contested_count",
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
    inlines = (ParticipantInline,)
    fieldsets = (
        (None, {"fields": ("title", "kind", "part_of", "summary")}),
        ("When", {"fields": time_fields("occurred")}),
        (
            "Where",
            {"fields": ("place", "place_precision", "places", ("latitude", "longitude"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With what hangs on each; the database counts for the rows shown only."""

        def kept(model: Any, **conditions: Any) -> Any:
            rows = model.objects.exclude(status="withdrawn").filter(**conditions)
            return count_subquery(rows, next(iter(conditions)))

        here = models.OuterRef("pk")
        counted: models.QuerySet = (
            super()
            .get_queryset(request)
            .annotate(
                statements_kept=kept(Statement, incidents=here),
                claims_kept=kept(Claim, incident=here),
                questions_contested=kept(Question, incident=here, contested=True),
            )
        )
        return counted

    @display(description="Statements")
    def statements_count(self, incident: Any) -> str:
        return incident.statements_kept or ""

    @display(description="Claims")
    def claims_count(self, incident: Any) -> str:
        return incident.claims_kept or ""

    @display(description="Contested")
    def contested_count(self, incident: Any) -> str:
        return incident.questions_contested or ""

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
