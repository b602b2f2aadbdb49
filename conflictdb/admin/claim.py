"""The desk of claims."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from conflictdb.models import Claim, ClaimLink
from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES

from .base import STATUS_FILTER, RecordAdmin
from .citation import CitationInline
from .fields import figure, grouped, link_to, short, speaker_of, time_fields
from .filters import FamilyFilter, SidelessFilter
from .rows import RecordTable, RowsInline
from .skin import (
    AutocompleteSelectFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    display,
)


class LinksOut(RecordTable):
    model = ClaimLink
    fk_name = "from_claim"
    verbose_name = "claim that it bears on"
    verbose_name_plural = "claims that it bears on"
    related = ("from_claim", "to_claim")
    fields = ("relation", "to_claim", "note", "seen_version")


class LinksIn(RowsInline):
    model = ClaimLink
    fk_name = "to_claim"
    verbose_name_plural = "claims that bear on it"
    related = ("from_claim",)
    fields = ("link", "relation", "note", "status")

    @display(description="Claim")
    def link(self, bearing: ClaimLink) -> str:
        return link_to(bearing.from_claim, bearing.from_claim.gist)


class Breakdowns(RowsInline):
    model = Claim
    verbose_name_plural = "claims that break it down"
    fields = ("link", "victim_class", "figure", "status")

    @display(description="Claim")
    def link(self, claim: Claim) -> str:
        return link_to(claim, claim.gist)

    @display(description="Figure")
    def figure(self, claim: Claim) -> str:
        return figure(claim)


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    list_display = (
        "gist_short",
        "asserted",
        "who",
        "made",
        "subject",
        "figure",
        "incident",
        "status_label",
        "changed",
    )
    list_select_related = ("statement__speaker", "subject", "incident")
    list_filter = (
        STATUS_FILTER,
        ("kind", MultipleChoicesDropdownFilter),
        FamilyFilter,
        ("claimant__side", AutocompleteSelectFilter),
        SidelessFilter,
        ("incident", AutocompleteSelectFilter),
        ("subject", AutocompleteSelectFilter),
        ("question", AutocompleteSelectFilter),
        ("asserted_first_day", RangeDateFilter),
        ("polarity", MultipleChoicesDropdownFilter),
        ("modality", MultipleChoicesDropdownFilter),
        ("certainty", MultipleChoicesDropdownFilter),
    )
    found_by = ("statement__speaker",)
    ordered_by = ("made", "changed")
    readonly_fields = ("said",)
    inlines = (CitationInline, LinksOut, LinksIn, Breakdowns)
    fieldsets = (
        (None, {"fields": ("statement", "said", "gist", "kind")}),
        (
            "What it is about",
            {"fields": ("incident", ("subject", "subject_scope"), "target", "about")},
        ),
        (
            "Figure",
            {
                "fields": (
                    ("modifier", "value_min", "value_max"),
                    ("unit", "basis", "victim_class"),
                    "breakdown_of",
                    *time_fields("as_of"),
                )
            },
        ),
        ("When and where", {"fields": (*time_fields("occurred"), "place")}),
        ("How it is said", {"fields": (("polarity", "modality", "certainty"),)}),
        ("Question", {"fields": ("question", "question_fixed")}),
    )

    @display(description="Gist")
    def gist_short(self, claim: Claim) -> str:
        return short(claim.gist)

    @display(description="What was said")
    def said(self, claim: Claim) -> str:
        statement = claim.statement if claim.statement_id else None
        if statement is None:
            return ""
        made = f", {statement.made.edtf}" if statement.made else ""
        return f"{speaker_of(statement)}{made}: {statement.gist}"

    @display(description="Kind")
    def asserted(self, claim: Claim) -> str:
        label = CLAIM_KINDS[claim.kind].label
        return f"{label} (denied)" if claim.polarity == "denies" else label

    @display(description="Speaker")
    def who(self, claim: Claim) -> str:
        return speaker_of(claim.statement)

    @display(description="Made", ordering="asserted_first_day")
    def made(self, claim: Claim) -> str:
        return claim.asserted_edtf or ""

    @display(description="Figure")
    def figure(self, claim: Claim) -> str:
        return figure(claim)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "kind" and isinstance(field, forms.ChoiceField):
            field.choices = grouped(CLAIM_KINDS, lambda kind: FAMILIES[kind.family].label)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """A question that a curator chose stays."""
        if "question" in form.changed_data:
            obj.question_fixed = obj.question is not None
        super().save_model(request, obj, form, change)
