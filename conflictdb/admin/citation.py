"""The desk of citations: passages, and through whose hands their words came."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Prefetch
from django.db.models.functions import Substr
from django.http import HttpRequest

from conflictdb.interchange.evidence import EvidenceError, Text
from conflictdb.models import Actor, Citation, Document, DocumentText, Hop

from .base import STATUS_FILTER, RecordAdmin
from .fields import SearchedSeveral, link_to, short
from .filters import CheckFilter
from .forms import RecordForm
from .rows import RecordInline
from .skin import AutocompleteSelectFilter, MultipleChoicesDropdownFilter, display


class HopsWidget(SearchedSeveral):
    """Actors that are searched for, in the order in which they were chosen."""

    def __init__(self) -> None:
        super().__init__(Hop._meta.get_field("actor"), admin.site)

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        groups = super().optgroups(name, value, attr)
        for _, options, _ in groups:
            options.sort(key=lambda option: _place_of(str(option["value"]), value))
        return groups


def _place_of(option: str, chosen: list[str]) -> int:
    return chosen.index(option) if option in chosen else -1


class HopsField(forms.ModelMultipleChoiceField):
    """The relayers of a citation's words, as a list in their order."""

    def __init__(self) -> None:
        super().__init__(
            Actor.objects.all(),
            required=False,
            widget=HopsWidget(),
            label="Relayed by",
            help_text="Who relayed the words, beginning with whoever is nearest to the speaker.",
        )

    def clean(self, value: Any) -> list[Actor]:  # type: ignore[override]
        found = {str(actor.pk): actor for actor in super().clean(value)}
        return [found[str(pk)] for pk in value or []]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]


class CitationForm(RecordForm):
    """A citation; the passage is checked against the document's text where that is kept."""

    via = HopsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["via"] = [hop.actor_id for hop in self.instance.via.all()]
        if "sha256" in self.fields:
            self.fields["sha256"].label = "SHA-256"
            self.fields["sha256"].required = False
            self.fields["sha256"].help_text += " Left empty, it follows from the document's text."

    def clean(self) -> dict[str, Any]:
        self._check_passage()
        return super().clean()

    def _check_passage(self) -> None:
        cleaned = self.cleaned_data
        document, start, end = (cleaned.get(name) for name in ("document", "start", "end"))
        if not isinstance(document, Document) or start is None or end is None:
            return
        kept = DocumentText.objects.filter(document=document).first()
        if end > document.length:
            self.add_error("end", f"The text has {document.length} characters.")
        elif kept is None and not cleaned.get("sha256"):
            self.add_error("sha256", "Needed: the document's text is not kept here.")
        elif kept is not None:
            text = Text(kept.content.encode("utf-8"))
            cleaned["sha256"] = cleaned.get("sha256") or text.span(start, end).sha256
            try:
                text.verify(start, end, cleaned["sha256"])
            except EvidenceError as error:
                self.add_error("end", str(error))

    def save_parts(self) -> None:
        if "via" not in self.changed_data:
            return
        self.instance.via.all().delete()
        for position, actor in enumerate(self.cleaned_data["via"], 1):
            Hop.objects.create(citation=self.instance, actor=actor, position=position)


def with_words(citations: models.QuerySet, reader: Any) -> models.QuerySet:
    """Adds ``words``: the passage itself, where the document's text is kept.

    Only who may change documents sees their texts; for everybody else there are no words, and
    none to filter by.
    """
    if not reader.has_perm("conflictdb.change_document"):
        return citations
    content = models.F("document__text__content")
    passage = Substr(content, models.F("start") + 1, models.F("end") - models.F("start"))
    with_passages: models.QuerySet = citations.annotate(words=passage)
    return with_passages


@display(description="Relayed by")
def relayed_by(citation: Citation) -> str:
    return " → ".join(hop.actor.name for hop in citation.via.all())


class CitationInline(RecordInline):
    form = CitationForm
    model = Citation
    related = ("document",)
    readonly_fields = ("words", relayed_by)
    fields = (
        ("document", "words"),
        ("start", "end", "part", "mode", "hedge"),
        ("via", "sha256"),
        "seen_version",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        citations = with_words(super().get_queryset(request), request.user)
        return citations.prefetch_related("via__actor")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look has no form to choose relayers in."""
        may_change = self.has_change_permission(request, obj)
        return self.fields if may_change else _to_read(self.fields)

    @display(description="Words cited")
    def words(self, citation: Citation) -> str:
        return getattr(citation, "words", None) or ""


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    form = CitationForm
    readonly_fields = ("words", relayed_by)
    list_display = (
        "passage",
        "words_short",
        "bears_out",
        "mode",
        "hedge",
        relayed_by,
        "status_label",
        "changed",
    )
    list_select_related = (
        "document",
        "statement",
        "claim",
        "affiliation__person",
        "affiliation__body",
    )
    list_filter = (
        STATUS_FILTER,
        ("document", AutocompleteSelectFilter),
        ("statement", AutocompleteSelectFilter),
        ("claim", AutocompleteSelectFilter),
        ("mode", MultipleChoicesDropdownFilter),
        ("hedge", MultipleChoicesDropdownFilter),
        ("part", MultipleChoicesDropdownFilter),
        CheckFilter,
    )
    found_by = ("document",)
    ordered_by = ("changed",)
    fieldsets = (
        (
            "Which passage",
            {"fields": ("document", ("start", "end", "part"), "words", "sha256")},
        ),
        ("What it bears out: one of these", {"fields": ("statement", "claim", "affiliation")}),
        ("How the words came", {"fields": (("mode", "hedge"), "via")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        hops = Hop.objects.select_related("actor")
        citations = with_words(super().get_queryset(request), request.user)
        return citations.prefetch_related(Prefetch("via", hops))

    @display(description="Words cited")
    def words(self, citation: Citation) -> str:
        return getattr(citation, "words", None) or ""

    @display(description="Words cited")
    def words_short(self, citation: Citation) -> str:
        return short(self.words(citation), 80)

    @display(description="Passage")
    def passage(self, citation: Citation) -> str:
        return str(citation)

    @display(description="Bears out")
    def bears_out(self, citation: Citation) -> str:
        record = citation.statement or citation.claim or citation.affiliation
        return link_to(record) if record else ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [(name, {**each, "fields": _to_read(each["fields"])}) for name, each in fieldsets]


def _to_read(fields: Any) -> list[Any]:
    """The fields of a page for who may only look: without those that only a form has."""
    return [
        _to_read(each) if isinstance(each, tuple) else relayed_by if each == "via" else each
        for each in fields
        if each != "seen_version"
    ]
