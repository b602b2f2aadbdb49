"""Annotations: the hand-written YAML of ``fixtures/annotations``, read into unsaved records.

The format is documented beside the files. Every fault is collected with file, record, field and
reason; none is repaired. Records refer to each other by slug until all are read.
"""

from pathlib import Path

from conflictdb.models import Claim

from .catalogue import read_actor, read_incident, read_place
from .coding import AnnotationError, Coding, Fault
from .document import DocumentReader, cite_affiliation, split_value
from .fields import Fields, Reader

__all__ = ["AnnotationError", "Coding", "Fault", "read_annotations", "split_value"]


def read_annotations(
    annotations: Path, texts: Path, coding: str = "", only: str = "[0-9][0-9][0-9]"
) -> Coding:
    """Read all annotation files into records, checking every anchor against the texts.

    ``coding`` names a raw coding (``a`` or ``b``) whose document files are read instead of the
    reconciled ones. Raises AnnotationError with everything that is wrong.
    """
    reader = Reader(texts)
    for fields in reader.rows(annotations / "places.yaml", "place"):
        read_place(reader, fields)
    posts = [
        post
        for fields in reader.rows(annotations / "actors.yaml", "actor")
        for post in read_actor(reader, fields)
    ]
    for fields in reader.rows(annotations / "incidents.yaml", "incident"):
        read_incident(reader, fields)
    folder = annotations / "codings" / coding if coding else annotations
    documents = [DocumentReader(reader, path) for path in sorted(folder.glob(f"{only}.yaml"))]
    for document in documents:
        document.document()
    for document in documents:
        document.statements()
    by_slug = {document.record.slug: document for document in documents}
    for affiliation, fields in posts:
        cite_affiliation(affiliation, fields, by_slug, complete=not coding)
    reader.resolve()
    for claim in reader.coding.of(Claim).values():
        with reader.faults_of(Fields(reader, "", {}, claim.slug)):
            claim.clean()
    reader.check_rules()
    if reader.coding.faults:
        raise AnnotationError(reader.coding.faults)
    return reader.coding
