"""Which lines of a text are cited, listed, or neither."""

from conflictdb.interchange.annotations import read_annotations
from conflictdb.interchange.coverage import Coverage, cited_share, coverages, merge
from conflictdb.interchange.evidence import Text
from conflictdb.interchange.verification import texts_by_hash
from tests.conflictdb.interchange.sample import Sample


def first(sample: Sample) -> Coverage:
    coding = read_annotations(sample.annotations, sample.texts)
    found = {c.document: c for c in coverages(coding, texts_by_hash(sample.texts))}
    assert set(found) == {"post-first", "second-report"}
    return found["post-first"]


def test_each_line_says_what_cites_it_or_why_nothing_does(sample: Sample) -> None:
    lines = {line.number: line for line in first(sample).lines}
    assert sorted(lines) == [1, 3, 4, 6], "empty lines are left out"
    assert (lines[1].cited_by, lines[1].listed) == ((), "heading")
    assert lines[3].cited_by == (
        "arvenia-mfa-denial",
        "arvenia-mfa-denial--not-first",
        "belmark-mod-captured",
        "belmark-mod-captured--seven",
        "belmark-mod-captured--twelve",
    )
    assert "mira-toll--arvenia-mfa--1" in lines[4].cited_by
    assert first(sample).is_complete


def test_cited_words_are_counted_once(sample: Sample) -> None:
    (line,) = [line for line in first(sample).lines if line.number == 3]
    assert (line.words, line.cited_words) == (28, 15 + 6)


def test_a_line_that_is_neither_is_named(sample: Sample) -> None:
    sample.change("000.yaml", '  - {line: "6-6", reason: page_furniture}\n', "")
    assert first(sample).unexplained == [6]
    assert not first(sample).is_complete


def test_content_that_is_only_listed_counts_against_a_text(sample: Sample) -> None:
    sample.change("000.yaml", 'line: "6-6", reason: page_furniture', "line: 6, reason: no_claim")
    coverage = first(sample)
    assert not coverage.unexplained
    assert coverage.share_only_listed == 1 / 3
    assert not coverage.is_complete


def test_the_share_of_cited_words() -> None:
    text = Text(b"One two three.\n\nFour five.")
    assert cited_share(text, []) == (0, 5)
    assert cited_share(text, [(0, 7), (4, 9), (16, 20)]) == (3, 5)  # “three.” is cited in part
    assert cited_share(text, [(0, text.length)]) == (5, 5)
    assert merge([(5, 9), (0, 2), (2, 4), (6, 7)]) == [(0, 4), (5, 9)]
