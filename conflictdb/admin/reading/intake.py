"""How a text comes in: a new article, or the text of a document that came without one."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from conflictdb import curation
from conflictdb.admin import slugs
from conflictdb.admin.fields import EXAMPLES
from conflictdb.admin.forms import PartForm
from conflictdb.interchange.texts import LONGEST, TextError, cleaned, decoded, matched
from conflictdb.models import Document
from conflictdb.models.rules import complete

from .forms import Panel, name_field

_LARGEST = 4 * LONGEST  # bytes


class GivenText(forms.Form):
    """A text, pasted or as a file."""

    text = forms.CharField(
        required=False,
        strip=False,
        label="Paste the text",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False,
        label="or choose a file",
        help_text="Plain text in UTF-8 (.txt).",
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )

    def given(self) -> str:
        """What was pasted or uploaded. Raises TextError."""
        upload = self.cleaned_data.get("file")
        pasted = str(self.cleaned_data.get("text") or "")
        if upload and pasted.strip():
            raise TextError("Either paste the text or choose a file, not both.")
        if upload:
            if upload.size > _LARGEST:
                raise TextError("The file is far larger than any article.")
            return decoded(upload.read())
        if not pasted.strip():
            raise TextError("Paste the text, or choose a file.")
        return pasted


class MatchingText(GivenText):
    """The text of a known document: taken only when its hash is the stored one."""

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.how = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        try:
            found = matched(self.given(), self.document.sha256, self.document.length)
        except TextError as error:
            self.add_error("text", str(error))
        else:
            values["content"], self.how = found.content, found.how
        return values

    def save(self, by: User) -> None:
        curation.keep_text(self.document, self.cleaned_data["content"], by=by)


class NewArticle(Panel, GivenText, PartForm):
    """A document that begins with its text; hash and length follow from it."""

    publisher = name_field(Document, "publisher", "Publisher", "The outlet; empty if unknown.")

    url = forms.URLField(required=False, max_length=500, label="Address", assume_scheme="https")

    class Meta:
        model = Document
        fields = (
            "title",
            "publisher",
            "published_edtf",
            "published_timezone",
            "published_inferred",
            "language",
        )
        labels = {
            "published_edtf": "Published",
            "published_timezone": "Time zone",
            "published_inferred": "Worked out, not printed",
        }
        help_texts = {
            "published_edtf": f"Such as {EXAMPLES}. What is dated “yesterday” is read against it.",
            "published_timezone": "",
            "published_inferred": "",
            "language": "Of the text, ISO 639-1, such as en.",
        }

    field_order = (
        "text",
        "file",
        "title",
        "publisher",
        "url",
        "published_edtf",
        "published_timezone",
        "published_inferred",
        "language",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields["language"].initial = "en"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.url = values.get("url") or None
        try:
            values["content"] = cleaned(self.given())
        except TextError as error:
            self.add_error("text", str(error))
        else:
            self.instance.sha256 = Document.digest_of(values["content"])
            self.instance.length = len(values["content"])
            same = Document.objects.filter(sha256=self.instance.sha256).first()
            if same is not None:
                self.add_error("text", f"This text is here already: “{same.title}”, {same.slug}.")
        return values

    def keep(self, by: User) -> Document:
        """Save the document and its text. Raises ValidationError."""
        document: Document = self.instance
        document.slug = slugs.unused(document)
        with complete():
            curation.save(document, by=by)
            curation.keep_text(document, self.cleaned_data["content"], by=by)
        return document

    def refuse(self, error: ValidationError) -> None:
        self.add_error(None, error)
