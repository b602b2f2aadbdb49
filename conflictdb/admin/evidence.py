"""What a step would do, with one more reason to hold a record back: evidence that fails."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User

from conflictdb import curation
from conflictdb.interchange.evidence import EvidenceError, Text
from conflictdb.models import Citation, Claim, DocumentText, Record, Statement


def prospects(verb: str, records: Sequence[Record], by: User) -> list[curation.Prospect]:
    """The preview of a step; for publishing, every citation is read again where its text is kept.

    Those are the citation itself, and those that go with a record or are public already.
    """
    found = curation.preview(verb, records, by=by)
    if verb != "publish":
        return found
    cited = {id(each): _cited_by(each) for each in found if not each.blockers}
    failing = failures([citation for citations in cited.values() for citation in citations])
    for each in found:
        each.blockers += [
            failing[citation.pk] for citation in cited.get(id(each), []) if citation.pk in failing
        ]
    return found


def _cited_by(prospect: curation.Prospect) -> list[Citation]:
    record = prospect.record
    if isinstance(record, Citation):
        return [record]
    if not isinstance(record, (Claim, Statement)):
        return []
    public = [each for each in record.citations.all() if each.status == "published"]
    return [*prospect.with_it, *public]


def failures(citations: Sequence[Citation]) -> dict[int, str]:
    """Why each citation that does not verify does not, by its id; one text at a time."""
    by_document: dict[int, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_document[citation.document_id].append(citation)
    found = {}
    texts = DocumentText.objects.filter(document__in=list(by_document)).order_by("document_id")
    for kept in texts.iterator(chunk_size=20):
        text = Text(kept.content.encode("utf-8"))
        for citation in by_document[kept.document_id]:
            try:
                text.verify(citation.start, citation.end, citation.sha256)
            except EvidenceError as error:
                found[citation.pk] = f"citation {citation.slug} no longer verifies: {error}"
    return found
