"""Evidence: from an anchor (line and words) to the characters of a text, and back to a check.

An anchor names a span without quoting it: ``"21:5-17"`` is line 21, words 5 to 17, optionally
followed by the first twelve hex digits of the span's SHA-256. Lines count from 1 over the whole
file; words are runs of characters other than white space. Offsets are in characters (Unicode code
points) of the file decoded as UTF-8, end excluded, as citations store them.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MAX_SENTENCES = 2
SEAL_LENGTH = 12

_ANCHOR = re.compile(
    r"(?P<line>\d{1,6}):(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?(?: (?P<seal>[0-9a-f]{12}))?",
    re.ASCII,
)
# A sentence ends in . ! ? … or ։ (with closing quotes or brackets), white space, and a new start:
# a capital or a figure.
_SENTENCE_END = re.compile(r"[.!?…։](?:\s?[\"'”’»)\]])*\s+(?=[\"'“‘«(\[]?\s?(?P<start>\w))")
# What ends in a full stop without ending a sentence: p.m., U.S., St., Nov., an initial.
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]\.[A-Za-z]\.|\b(?:St|Mr|Mrs|Dr|Gen|b|No|vs)\."
    r"|\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.|\b[A-Z]\.)$"
)

# The rest of a word that a selection cuts.
_WORD_BEFORE = re.compile(r"\w*\Z")
_WORD_AFTER = re.compile(r"\w*")


class EvidenceError(ValueError):
    """An anchor that cannot be resolved, or a passage that does not verify."""


@dataclass(frozen=True)
class Span:
    """A passage: character offsets in a text, end excluded, and the SHA-256 of its UTF-8 bytes."""

    start: int
    end: int
    sha256: str

    @property
    def seal(self) -> str:
        return self.sha256[:SEAL_LENGTH]


class Text:
    """A text that was read: its characters, lines and words."""

    def __init__(self, content: bytes) -> None:
        """Raises EvidenceError when the bytes are not UTF-8."""
        try:
            self.characters = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise EvidenceError(f"the text is not UTF-8: {error}") from error
        self.sha256 = sha256(content).hexdigest()
        self._line_spans = _line_spans(self.characters)

    @classmethod
    def read(cls, path: Path) -> "Text":
        return cls(path.read_bytes())

    @property
    def length(self) -> int:
        return len(self.characters)

    @property
    def line_count(self) -> int:
        return len(self._line_spans)

    @property
    def numbers(self) -> range:
        """The numbers of the lines."""
        return range(1, self.line_count + 1)

    def line(self, number: int) -> str:
        start, end = self._line_spans[number - 1]
        return self.characters[start:end]

    def line_start(self, number: int) -> int:
        """Offset of the first character of a line."""
        return self._line_spans[number - 1][0]

    def words(self, number: int) -> list[tuple[int, int]]:
        """Offsets of the words of a line, in characters of the whole text."""
        start, _ = self._line_spans[number - 1]
        return [
            (start + word.start(), start + word.end())
            for word in re.finditer(r"\S+", self.line(number))
        ]

    def span(self, start: int, end: int) -> Span:
        passage = self.characters[start:end]
        return Span(start, end, sha256(passage.encode("utf-8")).hexdigest())

    def resolve(self, anchor: str) -> Span:
        """The span that an anchor names.

        Raises EvidenceError when it lies outside the text, is longer than two sentences, or its
        seal does not match.
        """
        match = _ANCHOR.fullmatch(anchor)
        if not match:
            raise EvidenceError(f"{anchor!r} is not an anchor such as '21:5-17'.")
        line, first = int(match["line"]), int(match["first"])
        last = int(match["last"] or first)
        if not 1 <= line <= self.line_count:
            raise EvidenceError(f"line {line} is outside the text, which has {self.line_count}.")
        words = self.words(line)
        if not 1 <= first <= last <= len(words):
            raise EvidenceError(
                f"words {first}-{last} are outside line {line}, which has {len(words)}."
            )
        span = self.span(words[first - 1][0], words[last - 1][1])
        sentences = count_sentences(self.characters[span.start : span.end])
        if sentences > MAX_SENTENCES:
            raise EvidenceError(
                f"{anchor!r} runs over {sentences} sentences; a citation has at most two."
            )
        if match["seal"] and match["seal"] != span.seal:
            raise EvidenceError(
                f"{anchor!r} names a passage whose hash begins {span.seal}: "
                "the text or the anchor has changed since it was sealed."
            )
        return span

    def snap(self, start: int, end: int) -> Span:
        """The passage that a selection means: whole words, of at most two sentences.

        Raises EvidenceError when nothing but space is selected.
        """
        start, end = max(0, start), min(end, self.length)
        selected = self.characters[start:end]
        if not selected.strip():
            raise EvidenceError("Select some words first.")
        start += len(selected) - len(selected.lstrip())
        end -= len(selected) - len(selected.rstrip())
        start -= len(_WORD_BEFORE.search(self.characters, 0, start)[0])  # type: ignore[index]
        end += len(_WORD_AFTER.match(self.characters, end)[0])  # type: ignore[index]
        passage = self.characters[start:end]
        if count_sentences(passage) > MAX_SENTENCES:
            end = start + _breaks(passage)[MAX_SENTENCES - 1][0]
        return self.span(start, end)

    def verify(self, start: int, end: int, digest: str) -> None:
        """Check stored offsets and hash against the text. Raises EvidenceError."""
        if not 0 <= start < end <= self.length:
            raise EvidenceError(f"{start}-{end} is outside the text of {self.length} characters.")
        if self.span(start, end).sha256 != digest:
            raise EvidenceError(f"the passage at {start}-{end} does not have the stored hash.")
        sentences = count_sentences(self.characters[start:end])
        if sentences > MAX_SENTENCES:
            raise EvidenceError(f"the passage at {start}-{end} runs over {sentences} sentences.")


def count_sentences(passage: str) -> int:
    """How many sentences a passage touches."""
    return 1 + len(_breaks(passage))


def sentences(passage: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a passage, line by line, without the space around them."""
    found = []
    for line_start, line_end in _line_spans(passage):
        line, start = passage[line_start:line_end], 0
        for end, following in [*_breaks(line), (len(line), len(line))]:
            sentence = line[start:end]
            if sentence.strip():
                lead = len(sentence) - len(sentence.lstrip())
                found.append(
                    (line_start + start + lead, line_start + start + len(sentence.rstrip()))
                )
            start = following
    return found


def _breaks(passage: str) -> list[tuple[int, int]]:
    """Where one sentence of a passage ends, and where the next one starts."""
    return [
        (match.start() + len(match[0].rstrip()), match.end())
        for match in _SENTENCE_END.finditer(passage)
        if not match["start"].islower() and not _ABBREVIATION.search(passage[: match.start() + 1])
    ]


def _line_spans(characters: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in characters.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
