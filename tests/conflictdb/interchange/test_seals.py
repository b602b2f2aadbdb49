"""Sealing: the hash of its passage behind each anchor, and nothing else changed."""

import re

import pytest

from conflictdb.interchange.annotations import AnnotationError, read_annotations
from conflictdb.interchange.seals import seal
from tests.conflictdb.interchange.sample import Sample


def test_every_anchor_is_sealed_once(sample: Sample) -> None:
    before = (sample.annotations / "000.yaml").read_text(encoding="utf-8")
    count = seal(sample.annotations, sample.texts)
    after = (sample.annotations / "000.yaml").read_text(encoding="utf-8")
    assert count == 12
    assert len(re.findall(r'"\d+:\d+(-\d+)? [0-9a-f]{12}"', after)) == 6
    assert re.sub(r' [0-9a-f]{12}"', '"', after) == before, "nothing else has changed"
    assert seal(sample.annotations, sample.texts) == 0
    read_annotations(sample.annotations, sample.texts)


def test_a_line_that_is_no_anchor_is_left(sample: Sample) -> None:
    seal(sample.annotations, sample.texts)
    assert 'line: "6-6"' in (sample.annotations / "000.yaml").read_text(encoding="utf-8")
    assert 'at: "4:6-8 ' in (sample.annotations / "actors.yaml").read_text(encoding="utf-8")


def test_an_anchor_that_does_not_resolve_is_left_for_the_build(sample: Sample) -> None:
    sample.change("000.yaml", '"3:1-14"', '"99:1"')
    assert seal(sample.annotations, sample.texts) == 11
    assert '"99:1"' in (sample.annotations / "000.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["a: [", "[]", "document: []", "document: {slug: []}", ""])
def test_a_file_that_cannot_be_read_is_left_for_the_build(sample: Sample, content: str) -> None:
    (sample.annotations / "000.yaml").write_text(content)
    (sample.annotations / "actors.yaml").unlink()
    assert seal(sample.annotations, sample.texts) == 5
    assert (sample.annotations / "000.yaml").read_text() == content


def test_a_sealed_anchor_notices_that_it_was_moved(sample: Sample) -> None:
    seal(sample.annotations, sample.texts)
    path = sample.annotations / "000.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"3:14-15 ', '"3:15-16 '))
    with pytest.raises(AnnotationError, match="has changed since it was sealed"):
        read_annotations(sample.annotations, sample.texts)
