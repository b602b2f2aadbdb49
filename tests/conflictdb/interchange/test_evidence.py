"""Anchors resolved and refused, passages verified, sentences counted."""

from hashlib import sha256

import pytest

from conflictdb.interchange.evidence import EvidenceError, Text, count_sentences, sentences

CONTENT = "First line\n\n  Élan vital — “so be it.” Then more. And more still.\r\nLast 😀 word"
TEXT = Text(CONTENT.encode())


def passage(anchor: str) -> str:
    span = TEXT.resolve(anchor)
    return TEXT.characters[span.start : span.end]


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("1:1-2", "First line"),
        ("1:2", "line"),
        ("3:1-2", "Élan vital"),
        ("3:3", "—"),
        ("3:11", "still."),
        ("4:2", "😀"),
        ("4:2-3", "😀 word"),
    ],
)
def test_an_anchor_names_words_of_a_line(anchor: str, words: str) -> None:
    assert passage(anchor) == words


def test_offsets_count_characters_and_hashes_take_bytes() -> None:
    span = TEXT.resolve("3:1-2")
    assert (span.start, span.end) == (14, 24)
    assert span.sha256 == sha256("Élan vital".encode()).hexdigest()
    assert TEXT.length == len(CONTENT) < len(CONTENT.encode())
    assert TEXT.sha256 == sha256(CONTENT.encode()).hexdigest()


def test_lines_count_over_the_whole_text_empty_ones_too() -> None:
    assert TEXT.line_count == 4
    assert TEXT.line(2) == ""
    assert TEXT.words(2) == []


def test_a_sealed_anchor_resolves_to_the_same() -> None:
    span = TEXT.resolve("1:1-2")
    assert TEXT.resolve(f"1:1-2 {span.seal}") == span


@pytest.mark.parametrize(
    ("anchor", "reason"),
    [
        ("", "is not an anchor such as '21:5-17'"),
        ("1", "is not an anchor"),
        ("1:", "is not an anchor"),
        ("1-2:3", "is not an anchor"),
        ("1:1-2 deadbeef", "is not an anchor"),
        ("١:1", "is not an anchor"),
        ("0:1", "line 0 is outside the text, which has 4"),
        ("5:1", "line 5 is outside the text, which has 4"),
        ("2:1", "words 1-1 are outside line 2, which has 0"),
        ("1:0-1", "words 0-1 are outside line 1, which has 2"),
        ("1:1-3", "words 1-3 are outside line 1, which has 2"),
        ("1:2-1", "words 2-1 are outside line 1"),
        ("3:1-11", "runs over 3 sentences; a citation has at most two"),
        ("1:1-2 000000000000", "the text or the anchor has changed since it was sealed"),
    ],
)
def test_an_anchor_that_names_nothing_is_refused(anchor: str, reason: str) -> None:
    with pytest.raises(EvidenceError, match=reason):
        TEXT.resolve(anchor)


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(EvidenceError, match="the text is not UTF-8"):
        Text("é".encode("latin-1"))


# Verification


def test_a_stored_passage_verifies() -> None:
    span = TEXT.resolve("3:4-8")
    TEXT.verify(span.start, span.end, span.sha256)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (0, 9, "does not have the stored hash"),
        (1, 10, "does not have the stored hash"),
        (-1, 10, "is outside the text"),
        (0, 1000, "is outside the text"),
        (10, 10, "is outside the text"),
    ],
)
def test_a_passage_that_moved_does_not(start: int, end: int, reason: str) -> None:
    with pytest.raises(EvidenceError, match=reason):
        TEXT.verify(start, end, TEXT.span(0, 10).sha256)


def test_a_passage_of_three_sentences_does_not_verify_with_the_right_hash_either() -> None:
    span = TEXT.span(12, len(CONTENT))
    with pytest.raises(EvidenceError, match="runs over 4 sentences"):
        TEXT.verify(span.start, span.end, span.sha256)


# Sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("twelve of its soldiers", 1),
        ("They fired.", 1),
        ("They fired. Nobody was hurt.", 2),
        ("They fired. Nobody was hurt. It rained", 3),
        ("Who fired? Nobody! It rained… They left.", 4),
        # Not ends: abbreviations, initials, decimals, what goes on in lower case.
        ("At 6 p.m. Belmark replied", 1),
        ("The U.S. Department of State and St. John", 1),
        ("Mr. Toll, Mrs. Toll, Dr. Roy and Gen. Marsh", 1),
        ("No. 5 of 4.5 kilometres", 1),
        ("M. Toll spoke", 1),
        ("it lasted… and lasted", 1),
        ("“Who fired?” she asked.", 1),
        # Ends before quotation marks, brackets, figures, capitals with accents.
        ("“They fired.” Nobody was hurt.", 2),
        ("They fired. “Nobody was hurt.”", 2),
        ("« Ils ont tiré. » Élan brisé.", 2),
        ("« Ils ont tiré ». Élan brisé.", 2),
        ("They fired. (Nobody was hurt.)", 2),
        ("They fired. 12 were hurt.", 2),
        ("They fired.\nNobody was hurt.", 2),
        # Other scripts.
        ("Они стреляли. Никто не пострадал.", 2),
        ("Döyüş başladı. İki əsgər öldü. Əmr verildi.", 3),
        ("Նրանք կրակեցին։ Ոչ ոք չտուժեց։", 2),
    ],
)
def test_sentences_are_counted(text: str, sentences: int) -> None:
    assert count_sentences(text) == sentences


# Selections

SAID = Text(b"One said so. Two (he said.) did! Three? Four\nA head\n  Fifth.  ")


def test_a_text_falls_into_sentences() -> None:
    found = [SAID.characters[start:end] for start, end in sentences(SAID.characters)]
    assert sentences("Until Nov. 16 it rained. Then not.")[0] == (0, 24)
    assert found == ["One said so.", "Two (he said.) did!", "Three?", "Four", "A head", "Fifth."]


def test_a_selection_becomes_whole_words_of_two_sentences() -> None:
    start = SAID.characters.index("ne said")
    span = SAID.snap(start, SAID.length)
    assert SAID.characters[span.start : span.end] == "One said so. Two (he said.) did!"
    SAID.verify(span.start, span.end, span.sha256)
    assert SAID.snap(0, 2).end == 3
    with pytest.raises(EvidenceError, match="Select"):
        SAID.snap(12, 13)
