"""The desk of revisions: what published records are to become, read beside them and decided on."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conflictdb import curation
from conflictdb.models import Record, Revision
from conflictdb.vocabularies.curation import REVISION_STATUSES

from . import differing, refusals
from .fields import short
from .filters import StaleFilter
from .lists import CappedPaginator
from .skin import ModelAdmin, MultipleChoicesDropdownFilter, RadioFilter, display
from .steps import gone, reviewer_named

_COLOURS = {
    "pending": "warning",
    "approved": "success",
    "rejected": "danger",
    "withdrawn": "info",
}


class WhoseFilter(RadioFilter):
    """Revisions that concern whoever looks."""

    title = "whose"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("asked", "Asked of me"), ("mine", "Mine")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        field = {"asked": "reviewer", "mine": "author"}.get(self.value() or "")
        return queryset.filter(**{field: request.user}) if field else queryset


@admin.register(Revision)
class RevisionAdmin(ModelAdmin):
    """Revisions are made by saving published records, and change by decisions only."""

    list_display = ("of", "kind", "author", "why_short", "reviewer", "status_label", "proposed")
    list_display_links = ("of",)
    list_select_related = ("record_type", "author", "reviewer")
    list_filter = (
        ("status", MultipleChoicesDropdownFilter),
        WhoseFilter,
        StaleFilter,
    )
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    search_fields = ("slug",)

    class Media:
        css = {"all": ["conflictdb/admin.css"]}

    @display(description="Record", ordering="slug")
    def of(self, revision: Revision) -> str:
        return revision.slug

    @display(description="Kind")
    def kind(self, revision: Revision) -> str:
        return str(revision.record_type.name).capitalize()

    @display(description="Why")
    def why_short(self, revision: Revision) -> str:
        return short(revision.why, 80)

    @display(description="Status", ordering="status", label=_COLOURS)
    def status_label(self, revision: Revision) -> tuple[str, str]:
        return revision.status, REVISION_STATUSES[revision.status].label

    @display(description="Proposed", ordering="created_at")
    def proposed(self, revision: Revision) -> str:
        return f"{timezone.localtime(revision.created_at):%-d\xa0%b\xa0%Y}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    # One revision

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        revision = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        if not isinstance(revision, Revision) or not isinstance(revision.record, Record):
            return gone(self, request, object_id)
        if request.method == "POST" and self._decided(request, revision):
            return HttpResponseRedirect(request.path)
        return self._page(request, revision, revision.record)

    def _decided(self, request: HttpRequest, revision: Revision) -> bool:
        """Carry out the decision of the button that was pressed. False: show the page again."""
        decide = self._decisions(request, revision).get(request.POST.get("decision", ""))
        if decide is None:
            raise PermissionDenied
        act, done = decide
        try:
            act()
        except ValidationError as error:
            messages.error(request, refusals.in_one_line(error))
            return False
        messages.success(request, f"The revision of {revision.slug} is {done}.")
        return True

    def _decisions(
        self, request: HttpRequest, revision: Revision
    ) -> dict[str, tuple[Callable[[], None], str]]:
        """The decisions that are the user's to make, and how each is told."""
        by = cast("User", request.user)
        if revision.status != "pending":
            return {}
        found: dict[str, tuple[Callable[[], None], str]] = {}
        reason = _typed(request, "reason")
        if request.user.has_perm("conflictdb.review_records"):
            chosen: Any = {
                name.removeprefix("keep-"): value
                for name, value in request.POST.items()
                if name.startswith("keep-")
            }
            found["approve"] = (
                lambda: curation.approve(revision, by=by, decisions=chosen, reason=reason),
                "approved, and public",
            )
            found["reject"] = (
                lambda: curation.reject(revision, by=by, reason=reason),
                "rejected; the record stays as it was",
            )
        if revision.author_id == by.pk:
            found["take_back"] = (lambda: curation.take_back(revision, by=by), "taken back")
            found["ask"] = (
                lambda: curation.ask_review(revision, by=by, reviewer=reviewer_named(request)),
                "handed to its reviewer",
            )
        return found

    def _page(self, request: HttpRequest, revision: Revision, record: Record) -> HttpResponse:
        shown = curation.compare(revision, record)
        meta = record._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Revision of {record}",
            "opts": self.opts,
            "original": revision,
            "revision": revision,
            "status": REVISION_STATUSES[revision.status],
            "record": record,
            "record_link": format_html('<a href="{}" class="text-link">{}</a>', address, record),
            "record_address": address,
            "proposed": differing.rows(shown.proposed),
            "meanwhile": differing.rows(shown.meanwhile),
            "torn": shown.torn,
            "decisions": self._decisions(request, revision),
            "reviewers": curation.reviewers(),
            "reason": _typed(request, "reason"),
            "media": self.media["css"],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/conflictdb/revision.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()
