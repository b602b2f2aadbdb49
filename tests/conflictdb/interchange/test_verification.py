"""Citations read again against the texts: which fail, and why."""

import pytest

from conflictdb.interchange.fixtures import load
from conflictdb.interchange.verification import failures, texts_by_hash
from conflictdb.models import Citation, Document
from tests.conflictdb.interchange.sample import Sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(built: Sample) -> Sample:
    load(built.fixtures, progress=lambda _: None)
    return built


def failing(sample: Sample) -> list[str]:
    return [str(each) for each in failures(texts_by_hash(sample.texts)) if each is not None]


def test_what_was_built_verifies(loaded: Sample) -> None:
    results = list(failures(texts_by_hash(loaded.texts)))
    assert results == [None] * Citation.objects.count()
    assert len(results) > 10


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sha256": "0" * 64}, "does not have the stored hash"),
        ({"start": 0}, "does not have the stored hash"),
        ({"end": 100_000}, "is outside the text of"),
    ],
)
def test_a_citation_that_moved_is_named(
    loaded: Sample, change: dict[str, object], reason: str
) -> None:
    citation = Citation.objects.filter(document__slug="post-first").order_by("-start")[0]
    Citation.objects.filter(pk=citation.pk).update(**change)
    (failure,) = failing(loaded)
    assert failure.startswith(f"{citation.slug}: ")
    assert reason in failure


def test_citations_of_a_text_that_changed_all_fail(loaded: Sample) -> None:
    loaded.change_text("001_second.txt", "ten, by", "ten by")
    failed = failing(loaded)
    assert len(failed) == Citation.objects.filter(document__slug="second-report").count()
    assert all("the text of second-report is not at hand" in failure for failure in failed)


def test_drafts_are_verified_too(loaded: Sample) -> None:
    Citation.objects.update(status="draft", sha256="0" * 64)
    Document.objects.update(status="draft")
    assert len(failing(loaded)) == Citation.objects.count()
