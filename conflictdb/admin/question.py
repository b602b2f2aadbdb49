"""The desk of questions. The rule makes them and keeps their state; curators may retitle them."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from conflictdb.models import Claim, Question
from conflictdb.vocabularies import REASONS

from .base import STATUS_FILTER, RecordAdmin
from .fields import figure, link_to, speaker_of
from .rows import RowsInline
from .skin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    MultipleChoicesDropdownFilter,
    display,
)

KEY = ("topic", "incident", "subject_side", "counted")


class Claims(RowsInline):
    model = Claim
    verbose_name_plural = "claims that answer it"
    related = ("statement__speaker", "subject")
    ordering = ("statement__made_earliest", "id")
    fields = ("link", "who", "made", "subject", "figure", "polarity", "status")

    @display(description="Claim")
    def link(self, claim: Claim) -> str:
        return link_to(claim, claim.gist)

    @display(description="Speaker")
    def who(self, claim: Claim) -> str:
        return speaker_of(claim.statement)

    @display(description="Made")
    def made(self, claim: Claim) -> str:
        return claim.statement.made.edtf if claim.statement.made else ""

    @display(description="Figure")
    def figure(self, claim: Claim) -> str:
        return figure(claim)


@admin.register(Question)
class QuestionAdmin(RecordAdmin):
    steps = ()
    list_display = (
        "title",
        "topic",
        "incident",
        "subject_side",
        "contested",
        "speakers_count",
        "status_label",
        "changed",
    )
    list_select_related = ("incident", "subject_side")
    list_filter = (
        STATUS_FILTER,
        ("contested", BooleanRadioFilter),
        ("topic", MultipleChoicesDropdownFilter),
        ("incident", AutocompleteSelectFilter),
        ("subject_side", AutocompleteSelectFilter),
        ("by_rule", BooleanRadioFilter),
    )
    found_by = ("incident",)
    ordered_by = ("changed",)
    slug_from = ("title",)
    inlines = (Claims,)
    fieldsets = (
        (None, {"fields": ("title", "retitled")}),
        ("What is asked", {"fields": KEY}),
        (
            "What its published claims say",
            {"fields": (("contested", "speakers_count"), "reasons_in_words", "by_rule")},
        ),
    )

    @display(description="Why answers differ")
    def reasons_in_words(self, question: Question) -> str:
        return ", ".join(REASONS[code].label for code in question.reasons)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list:
        fixed = super().get_readonly_fields(request, obj)
        fixed += ["contested", "speakers_count", "reasons_in_words", "by_rule"]
        if obj:
            fixed += ["slug", *(KEY if obj.by_rule else ())]
        return fixed

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Keep a title that a curator wrote, and the rule from a question that a curator made."""
        if "title" in form.changed_data:
            obj.retitled = True
        if not change:
            obj.by_rule = False
        super().save_model(request, obj, form, change)
