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
    search_fields = ("slug", "note", "from_claim__gist", "to_claim__gist")
    fieldsets = ((None, {"fields": ("from_claim", "relation", "to_claim", "note")}),)

    @display(description="Claim", ordering="from_claim__slug")
    def start(self, link: ClaimLink) -> str:
        return short(link.from_claim.gist)

    @display(description="On which it bears", ordering="to_claim__slug")
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
    search_fields = ("slug", "note", "from_statement__gist", "to_statement__gist")
    fieldsets = ((None, {"fields": ("from_statement", "relation", "to_statement", "note")}),)

    @display(description="Statement", ordering="from_statement__slug")
    def start(self, link: StatementLink) -> str:
        return short(link.from_statement.gist)

    @display(description="Which it takes up", ordering="to_statement__slug")
    def end(self, link: StatementLink) -> str:
        return short(link.to_statement.gist)
