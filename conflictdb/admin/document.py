"""The desk of documents, with their private text."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from conflictdb.models import Citation, Document, DocumentText

from .base import EVER_PUBLIC, STATUS_FILTER, RecordAdmin
from .fields import link_to, stated, time_fields
from .filters import TextFilter
from .forms import RecordForm
from .reading import ReadingDesk
from .rows import RowsInline
from .skin import (
    AutocompleteSelectFilter,
    MultipleChoicesDropdownFilter,
    RangeDateFilter,
    Textarea,
    display,
)


class TextField(forms.CharField):
    """A text kept to the letter: neither stripped, nor with the line ends that browsers send."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, widget=Textarea(attrs={"rows": 8}), **kwargs)

    def to_python(self, value: Any) -> str:
        return (value or "").replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or "") != self.to_python(data))


class DocumentForm(RecordForm):
    """A document; its hash and length follow from its text where that is at hand."""

    content = TextField(
        label="Text",
        help_text="The whole text, to check citations against. Only curators ever see it: it is "
        "never exposed, exported or shipped.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            kept = DocumentText.objects.filter(document=self.instance).first()
            self.initial["content"] = kept.content if kept else ""
        for name in ("sha256", "length"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text += " Left empty, it follows from the text below."

    def clean(self) -> dict[str, Any]:
        content = self.cleaned_data.get("content")
        if content:
            digest = sha256(content.encode("utf-8")).hexdigest()
            self._settle("sha256", digest)
            self._settle("length", len(content))
        for name in ("sha256", "length"):
            if name in self.fields and name not in self.errors and not self.cleaned_data[name]:
                self.add_error(name, "Give it, or the text that it follows from.")
        return super().clean()

    def _settle(self, name: str, value: Any) -> None:
        """Take what follows from the text, unless something else is typed or fixed."""
        typed = name in self.fields
        said = self.cleaned_data.get(name) if typed else getattr(self.instance, name)
        if typed and not said:
            self.cleaned_data[name] = value
        elif said != value:
            self.add_error("content", f"This text is another: its {name} is {value}, not {said}.")

    def save_private(self) -> None:
        content = self.cleaned_data["content"]
        texts = DocumentText.objects
        if content:
            texts.update_or_create(document=self.instance, defaults={"content": content})
        elif "content" in self.changed_data:
            texts.filter(document=self.instance).delete()


class Citations(RowsInline):
    model = Citation
    verbose_name_plural = "passages cited"
    related = ("document", "statement", "claim", "affiliation__person", "affiliation__body")
    fields = ("link", "bears_out", "mode", "part", "status")

    @display(description="Bears out")
    def bears_out(self, citation: Citation) -> str:
        record = citation.statement or citation.claim or citation.affiliation
        return link_to(record) if record else ""


@admin.register(Document)
class DocumentAdmin(ReadingDesk, RecordAdmin):
    form = DocumentForm
    actions_list = ("new_article", *RecordAdmin.actions_list)
    actions_detail = ("read", *RecordAdmin.actions_detail)
    list_display = (
        "title",
        "publisher",
        "language",
        stated("published"),
        "translation",
        "status_label",
        "changed",
    )
    list_select_related = ("publisher",)
    list_filter = (
        STATUS_FILTER,
        ("publisher", AutocompleteSelectFilter),
        ("agencies", AutocompleteSelectFilter),
        ("translation", MultipleChoicesDropdownFilter),
        ("published_first_day", RangeDateFilter),
        TextFilter,
    )
    found_by = ("publisher",)
    ordered_by = (stated("published"), "changed")
    slug_from = ("title",)
    inlines = (Citations,)
    fieldsets = (
        (None, {"fields": ("title", "publisher", "agencies", "authors", "url")}),
        ("When it appeared", {"fields": time_fields("published")}),
        ("Language", {"fields": (("language", "translation", "translated_from"),)}),
        ("The text that was read", {"fields": (("sha256", "length"), "content")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list:
        """The text that citations point into, or that is public, does not become another."""
        fixed = super().get_readonly_fields(request, obj)
        if obj and (obj.status in EVER_PUBLIC or obj.citations.exists()):
            fixed += ["sha256", "length"]
        return fixed
