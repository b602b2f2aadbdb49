"""The desks of links: how claims bear on claims, how statements take up statements."""

from django.contrib import admin

from conflictdb.models import ClaimLink, StatementLink

from .base import STATUS_FILTER, RecordAdmin
from .fields import short
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter, display


@admin.register(ClaimLink)
class ClaimLinkAdmin(RecordAdmin):
    list_display = ("start", "relation", "end", "note", "status_label", "changed")
    list_select_related = ("from_claim", "to_claim")
    list_filter = (
        STATUS_FILTER,
        ("relation", MultipleChoicesDropdownFilter),
        ("from_claim", AutocompleteSelectFilter),
        ("to_claim", AutocompleteSelectFilter),
    )
    found_by = ("from_claim", "to_claim")
    ordered_by = ("changed",)
    fieldsets = ((None, {"fields": ("from_claim", "relation", "to_claim", "note")}),)

    @display(description="Claim")
    def start(self, link: ClaimLink) -> str:
        return short(link.from_claim.gist)

    @display(description="On which it bears")
    def end(self, link: ClaimLink) -> str:
        return short(link.to_claim.gist)


@admin.register(StatementLink)
class StatementLinkAdmin(RecordAdmin):
    list_display = ("start", "relation", "end", "note", "status_label", "changed")
    list_select_related = ("from_statement", "to_statement")
    list_filter = (
        STATUS_FILTER,
        ("relation", MultipleChoicesDropdownFilter),
        ("from_statement", AutocompleteSelectFilter),
        ("to_statement", AutocompleteSelectFilter),
    )
    found_by = ("from_statement", "to_statement")
    ordered_by = ("changed",)
    fieldsets = ((None, {"fields": ("from_statement", "relation", "to_statement", "note")}),)

    @display(description="Statement")
    def start(self, link: StatementLink) -> str:
        return short(link.from_statement.gist)

    @display(description="Which it takes up")
    def end(self, link: StatementLink) -> str:
        return short(link.to_statement.gist)
