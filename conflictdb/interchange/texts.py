"""Texts that come from outside: decoded, and brought to the form whose hash a document carries."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import product

LONGEST = 400_000  # characters; the longest report that anybody codes is far shorter
_BOM = "\ufeff"
_LINE_ENDS = [("", "\n"), (" with Windows' line ends", "\r\n")]
_EDGES = [
    ("", lambda text: text),
    (" without what follows the last line", lambda text: text.rstrip()),
    (" with a line's end at its end", lambda text: text.rstrip() + "\n"),
    (" without the space around it", lambda text: text.strip()),
    (" without the space around it but a line's end", lambda text: text.strip() + "\n"),
]
_MARKS = [("", ""), (" with a byte order mark", _BOM)]
_MADE_PLAIN = "with plain line ends and without a byte order mark"


class TextError(ValueError):
    """What is no text, or another text than the one that was coded; the message says why."""


@dataclass(frozen=True)
class Matched:
    """A text in the form whose hash was asked for, and what had to be done to it."""

    content: str
    how: str = ""


def decoded(content: bytes) -> str:
    """The characters of a file. Raises TextError."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(
            "The file is not UTF-8 text. Save it as plain text in UTF-8, or paste the text."
        ) from error


def cleaned(content: str) -> str:
    """A new text as it is kept: plain line ends, no byte order mark. Raises TextError."""
    content = _plain(content).strip().strip(_BOM).strip()
    if not content:
        raise TextError("There is no text in it.")
    _check(content)
    return content + "\n"


def matched(content: str, digest: str, length: int) -> Matched:
    """The text that has this hash, found by the differences that copying makes.

    Line ends, a byte order mark, and space at the edges are tried. Raises TextError, which tells
    the lengths: of the text itself only its hash is known.
    """
    _check(content)
    plain = _plain(content)
    candidates = [("", content)] + [
        (edge + ends + mark, sign + form(plain).replace("\n", end))
        for (edge, form), (ends, end), (mark, sign) in product(_EDGES, _LINE_ENDS, _MARKS)
    ]
    for how, candidate in candidates:
        if sha256(candidate.encode("utf-8")).hexdigest() == digest:
            return Matched(candidate, "" if candidate == content else how.strip() or _MADE_PLAIN)
    raise TextError(_difference(plain, length))


def _plain(content: str) -> str:
    return content.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")


def _check(content: str) -> None:
    if "\0" in content:
        raise TextError("The text holds a null character, so it is no plain text.")
    if len(content) > LONGEST:
        raise TextError(f"The text has {len(content)} characters; at most {LONGEST} are taken.")
    try:
        content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise TextError("The text holds half a character, which UTF-8 cannot write.") from error


def _difference(plain: str, length: int) -> str:
    given = len(plain.strip())
    tried = "Line ends, a byte order mark and space at the edges were tried."
    if abs(given - length) <= 2:
        where = "its length fits, so single letters differ: quotation marks, dashes, accents"
    elif given < length:
        where = f"{length - given} characters fewer, so a part may be missing"
    else:
        where = f"{given - length} characters more, so it may hold what is not the article"
    return (
        f"This is another text than the one that was coded: it has {given} characters, that one "
        f"{length} ({where}). {tried}"
    )
