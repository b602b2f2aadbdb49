"""The desk of questions. The rule makes them and keeps their state; curators may retitle them."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from conflictdb.models import Question
from conflictdb.vocabularies import REASONS

from .base import STATUS_FILTER
from .desks import QuestionDesk
from .merging import MergingAdmin
from .skin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    MultipleChoicesDropdownFilter,
    display,
)

KEY = ("topic", "incident", "subject_side", "counted")


@admin.register(Question)
class QuestionAdmin(QuestionDesk, MergingAdmin):  # type: ignore[misc]  # each has its Media
    steps = ()
    list_display = (
        "title",
        "contention",
        "spread",
        "speakers_count",
        "reasons_in_words",
        "status_label",
        "changed",
    )
    ordering = ("-contested", "-speakers_count", "slug")
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
    fieldsets = (
        (None, {"fields": ("title", "retitled")}),
        ("What is asked", {"fields": KEY}),
        (
            "What its published claims say",
            {"fields": (("contested", "speakers_count"), "reasons_in_words", "by_rule")},
        ),
    )

    @display(description="Contested", ordering="contested", label={"Contested": "danger"})
    def contention(self, question: Question) -> str | None:
        return "Contested" if question.contested else None

    @display(description="Figures", ordering="spread_highest")
    def spread(self, question: Question) -> str:
        ends = [question.spread_lowest, question.spread_highest]
        return "–".join(dict.fromkeys(f"{end:,}" for end in ends if end is not None))

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
