"""The desk of statements: an utterance, where it can be checked, and the claims inside it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from conflictdb.models import Claim, Statement, StatementLink
from conflictdb.vocabularies import ACTS

from .base import STATUS_FILTER, RecordAdmin
from .citation import CitationInline
from .fields import figure, link_to, short, speaker_of, stated, time_fields
from .rows import RecordTable, RowsInline
from .skin import (
    AutocompleteSelectFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    action,
    display,
)
from .steps import gone


class Claims(RowsInline):
    model = Claim
    verbose_name_plural = "claims inside it"
    related = ("subject", "incident")
    fields = ("link", "kind", "subject", "figure", "polarity", "incident", "status")

    @display(description="Claim")
    def link(self, claim: Claim) -> str:
        return link_to(claim, claim.gist)

    @display(description="Figure")
    def figure(self, claim: Claim) -> str:
        return figure(claim)


class LinksOut(RecordTable):
    model = StatementLink
    fk_name = "from_statement"
    verbose_name = "statement that it takes up"
    verbose_name_plural = "statements that it takes up"
    related = ("from_statement", "to_statement")
    fields = ("relation", "to_statement", "note", "seen_version")


class LinksIn(RowsInline):
    model = StatementLink
    fk_name = "to_statement"
    verbose_name_plural = "statements that take it up"
    related = ("from_statement",)
    fields = ("link", "relation", "note", "status")

    @display(description="Statement")
    def link(self, taken: StatementLink) -> str:
        return link_to(taken.from_statement, taken.from_statement.gist)


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    list_display = (
        "gist_short",
        "who",
        stated("made"),
        "channel",
        "acts_in_words",
        "status_label",
        "changed",
    )
    list_select_related = ("speaker", "on_behalf_of")
    list_filter = (
        STATUS_FILTER,
        ("speaker", AutocompleteSelectFilter),
        ("channel", MultipleChoicesDropdownFilter),
        ("made_first_day", RangeDateFilter),
        ("incidents", AutocompleteSelectFilter),
        ("addressees", AutocompleteSelectFilter),
    )
    found_by = ("speaker",)
    ordered_by = (stated("made"), "changed")
    inlines = (CitationInline, Claims, LinksOut, LinksIn)
    actions_detail = ("add_claim", *RecordAdmin.actions_detail)
    fieldsets = (
        (
            "Who spoke",
            {"fields": ("speaker", "speaker_description", "co_speakers", "on_behalf_of")},
        ),
        ("When and how", {"fields": (*time_fields("made"), "channel", "addressees")}),
        ("What was said", {"fields": ("acts", "gist", "incidents")}),
    )

    @display(description="Gist")
    def gist_short(self, statement: Statement) -> str:
        return short(statement.gist)

    @display(description="Speaker")
    def who(self, statement: Statement) -> str:
        return speaker_of(statement)

    @display(description="Acts")
    def acts_in_words(self, statement: Statement) -> str:
        return ", ".join(ACTS[code].label for code in statement.acts)

    @action(description="Add a claim", icon="add", url_path="add-claim")
    def add_claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The page that adds a claim, with this statement filled in."""
        statement = self.get_object(request, object_id)
        if statement is None:
            return gone(self, request, object_id)
        add = reverse("admin:conflictdb_claim_add")
        return HttpResponseRedirect(f"{add}?statement={statement.pk}")
