"""Texts that come from outside, matched with the hash of the one that was coded."""

from hashlib import sha256

import pytest

from conflictdb.interchange.texts import LONGEST, TextError, cleaned, decoded, matched

TEXT = "First line, invented.\nSecond “line”.\n"


def digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    ("given", "how"),
    [
        (TEXT, ""),
        (TEXT.replace("\n", "\r\n"), "plain line ends"),
        ("\ufeff" + TEXT, "without a byte order mark"),
        (TEXT.strip(), "with a line's end at its end"),
        (TEXT + "\n\n", "with a line's end at its end"),
        ("  \n" + TEXT, "without the space around it but a line's end"),
    ],
)
def test_what_copying_changes_is_undone(given: str, how: str) -> None:
    found = matched(given, digest(TEXT), len(TEXT))
    assert found.content == TEXT
    assert how in found.how
    assert bool(found.how) == (given != TEXT)


def test_a_stored_text_may_have_windows_line_ends_or_a_mark() -> None:
    for stored in (TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.strip()):
        found = matched(TEXT, digest(stored), len(stored))
        assert found.content == stored
        assert found.how


def test_another_text_is_refused_with_the_lengths() -> None:
    with pytest.raises(TextError, match=r"36 characters, that one 80 .44 characters fewer"):
        matched(TEXT, digest("another"), 80)
    with pytest.raises(TextError, match="26 characters more"):
        matched(TEXT, digest("another"), 10)
    with pytest.raises(TextError, match="its length fits"):
        matched(TEXT, digest("another"), 37)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TextError, match="UTF-8"):
        decoded(b"\xff\xfe")
    with pytest.raises(TextError, match="no text"):
        cleaned(" \r\n\ufeff")
    with pytest.raises(TextError, match="null"):
        cleaned("a\0b")
    with pytest.raises(TextError, match="half a character"):
        cleaned("a\ud800")
    with pytest.raises(TextError, match="at most"):
        cleaned("a" * (LONGEST + 1))


def test_a_new_text_is_kept_with_plain_line_ends() -> None:
    assert cleaned("\ufeff a\r\nb\rc ") == "a\nb\nc\n"
