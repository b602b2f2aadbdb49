"""Two codings of one text, matched claim by claim and compared."""

from pathlib import Path

import pytest

from conflictdb.interchange.agreement import Agreement, compare, read_settlements
from conflictdb.interchange.annotations import read_annotations
from tests.conflictdb.interchange.sample import Sample


@pytest.fixture
def codings(sample: Sample) -> Sample:
    """The first text coded twice, alike."""
    for coder in "ab":
        folder = sample.annotations / "codings" / coder
        folder.mkdir(parents=True)
        content = (sample.annotations / "000.yaml").read_text(encoding="utf-8")
        (folder / "000.yaml").write_text(content, encoding="utf-8")
    return sample


def agreement(sample: Sample) -> Agreement:
    a, b = (read_annotations(sample.annotations, sample.texts, coder) for coder in "ab")
    return compare("000", a, b)


def test_the_same_coding_twice_agrees_in_everything(codings: Sample) -> None:
    found = agreement(codings)
    assert len(found.matched) == 4
    assert found.found_by_both == found.span_overlap == found.agreeing("kind") == 1.0
    assert not any(pair.is_difference for pair in found.pairs)


def test_a_field_coded_otherwise_is_a_difference(codings: Sample) -> None:
    codings.change("codings/b/000.yaml", "value: 7", "value: at least 7")
    found = agreement(codings)
    (pair,) = [pair for pair in found.pairs if pair.is_difference]
    assert pair.differing == {"value": ((7, 7, "exact"), (7, None, "at_least"))}
    assert found.agreeing("value") == 3 / 4
    assert found.agreeing("kind") == 1.0


def test_slugs_need_not_agree(codings: Sample) -> None:
    path = codings.annotations / "codings/b/000.yaml"
    content = path.read_text(encoding="utf-8").replace("arvenia-mfa-denial", "denial-of-the-mfa")
    path.write_text(content, encoding="utf-8")
    assert agreement(codings).found_by_both == 1.0


def test_a_claim_that_one_coder_missed_is_a_difference(codings: Sample) -> None:
    path = codings.annotations / "codings/b/000.yaml"
    content = path.read_text(encoding="utf-8")
    start, end = content.index("      - id: seven"), content.index("  - slug: arvenia-mfa-denial")
    path.write_text(content[:start] + content[end:], encoding="utf-8")
    found = agreement(codings)
    assert found.only_in == (1, 0)
    assert found.found_by_both == 2 * 3 / 7
    (pair,) = [pair for pair in found.pairs if pair.is_difference]
    assert pair.slugs == ("belmark-mod-captured--seven", None)


def test_claims_are_matched_by_the_passage_that_they_cite(codings: Sample) -> None:
    codings.change("codings/b/000.yaml", 'cite: "3:6-11"', 'cite: "3:6-8"')
    found = agreement(codings)
    assert found.found_by_both == 1.0
    assert 0.8 < found.span_overlap < 1.0


def test_a_claim_is_matched_once_where_passages_overlap(codings: Sample) -> None:
    for coder in "ab":
        codings.change(f"codings/{coder}/000.yaml", 'cite: "3:14-15"', 'cite: "3:6-15"')
    pairs = agreement(codings).pairs
    assert len(pairs) == 4
    assert not any(pair.is_difference for pair in pairs)


def test_settlements_are_read_by_the_pair_that_they_settle(tmp_path: Path) -> None:
    path = tmp_path / "000.yaml"
    path.write_text("- {a: one, b: null, taken: a, why: The text says so.}", encoding="utf-8")
    assert read_settlements(path)["one", None].taken == "a"


@pytest.mark.parametrize("row", ["{a: x, taken: c, why: y}", "{a: x, taken: a, why: ''}"])
def test_a_settlement_says_what_was_taken_and_why(tmp_path: Path, row: str) -> None:
    path = tmp_path / "000.yaml"
    path.write_text(f"- {row}", encoding="utf-8")
    with pytest.raises(ValueError, match="must say what was taken"):
        read_settlements(path)
