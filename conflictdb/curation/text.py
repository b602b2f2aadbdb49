"""The private text of a document: kept to check citations against, in no log and no history."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb.models import Document, DocumentText

from .acting import acting


def keep_text(document: Document, content: str, *, by: AbstractBaseUser) -> None:
    """Keep the text whose hash the document carries. Raises ValidationError for another one."""
    with acting(by, "keep_text"):
        if document.digest_of(content) != document.sha256:
            raise ValidationError({"content": "This text does not have the document's hash."})
        DocumentText.objects.update_or_create(document=document, defaults={"content": content})
