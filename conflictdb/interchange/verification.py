"""Verification: every citation read again against the texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conflictdb.models import Citation, Document

from .evidence import EvidenceError, Text


@dataclass(frozen=True)
class Failure:
    """A citation, or a document, that the texts do not bear out."""

    record: str
    reason: str

    def __str__(self) -> str:
        return f"{self.record}: {self.reason}"


def texts_by_hash(folder: Path) -> dict[str, Text]:
    """The texts of a folder by the SHA-256 of their bytes. Raises OSError, EvidenceError."""
    texts = [Text.read(path) for path in sorted(folder.glob("*.txt"))]
    return {text.sha256: text for text in texts}


def failures(texts: dict[str, Text]) -> Iterator[Failure | None]:
    """One result for each citation in the database: None when it verifies."""
    documents = {document.pk: document for document in Document.objects.all()}
    citations = Citation.objects.order_by("document_id", "start", "id")
    for citation in citations.iterator():
        document = documents[citation.document_id]
        text = texts.get(document.sha256)
        if text is None:
            yield Failure(citation.slug, f"the text of {document.slug} is not at hand")
            continue
        try:
            text.verify(citation.start, citation.end, citation.sha256)
        except EvidenceError as error:
            yield Failure(citation.slug, str(error))
        else:
            yield None
