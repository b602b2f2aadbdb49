"""The private text of a document: kept to check citations against, in no log and no history."""

from django.core.exceptions import ValidationError

from conflictdb.models import Document, DocumentText
from conflictdb.models.rules import complete


@complete()
def keep_text(document: Document, content: str) -> None:
    """Keep the text whose hash the document carries. Raises ValidationError for another one."""
    if document.digest_of(content) != document.sha256:
        raise ValidationError({"content": "This text does not have the hash of the document."})
    DocumentText.objects.update_or_create(document=document, defaults={"content": content})
