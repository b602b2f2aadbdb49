"""Marks in a text the words that a search found, in the letters of the text.

What a word is found by only the database can say (``migrations/0005_search.sql``): it folds,
stems and spells. It is asked once for each new word; the answer never changes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.db import connection

# A word with its accents; dots and apostrophes within it: U.S, l’Europe.
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:[.'’ʼ][^\W_][\w\u0300-\u036f]*)*")
LONGEST = 300  # characters of a text that is shown whole
BEFORE = 80  # characters shown before the first word found in a longer one
MOST_KNOWN = 200_000  # words remembered

_lexemes: dict[tuple[str, bool], frozenset[str]] = {}


@dataclass(frozen=True)
class Text:
    """A text of a record. In prose only words that begin with a capital are found by spelling."""

    field: str
    text: str
    is_prose: bool


class Highlighter:
    """Marks what a query found in some texts, after asking for all of their words at once.

    ``asked`` is what remains of the query without exclusions, as PostgreSQL writes it.
    """

    def __init__(self, asked: str, texts: Iterable[Text]) -> None:
        self.asked = frozenset(re.findall("'([^']*)'", asked))
        words = {(word, text.is_prose) for text in texts for word in WORD.findall(text.text)}
        _learn(words - _lexemes.keys())

    def mark(self, text: Text) -> str | None:
        """The text as HTML, escaped, what was found in ``<mark>``; None where nothing was."""
        found = [
            match.span()
            for match in WORD.finditer(text.text)
            if self.asked & _lexemes.get((match[0], text.is_prose), frozenset())
        ]
        if not found:
            return None
        begin, end = _window(text.text, found[0][0])
        parts, last = ["…" if begin else ""], begin
        for start, stop in found:
            if stop <= end:
                parts += [
                    escape(text.text[last:start]),
                    f"<mark>{escape(text.text[start:stop])}</mark>",
                ]
                last = stop
        return "".join([*parts, escape(text.text[last:end]), "…" if end < len(text.text) else ""])


def _window(text: str, first: int) -> tuple[int, int]:
    """Which part of a text to show: whole words around the first one found."""
    if len(text) <= LONGEST:
        return 0, len(text)
    begin = text.find(" ", first - BEFORE, first) + 1 if first > BEFORE else 0
    end = text.rfind(" ", first, begin + LONGEST) if begin + LONGEST < len(text) else len(text)
    return begin, end if end > first else begin + LONGEST


def _learn(words: set[tuple[str, bool]]) -> None:
    """Remember what the database finds these words by."""
    if not words:
        return
    if len(_lexemes) + len(words) > MOST_KNOWN:
        _lexemes.clear()
    asked = sorted(words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, is_prose, tsvector_to_array(conflictdb_search_vector("
            "CASE WHEN NOT is_prose THEN word END, CASE WHEN is_prose THEN word END))"
            " FROM unnest(%s::text[], %s::boolean[]) AS words(word, is_prose)",
            [[word for word, _ in asked], [is_prose for _, is_prose in asked]],
        )
        for word, is_prose, lexemes in cursor.fetchall():
            _lexemes[word, is_prose] = frozenset(lexemes)
