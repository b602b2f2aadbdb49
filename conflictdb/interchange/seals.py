"""Sealing: writing the hash of its passage behind each anchor of the annotation files."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from .evidence import EvidenceError, Text

_UNSEALED = re.compile(r"(?P<quote>[\"'])(?P<anchor>\d+:\d+(?:-\d+)?)(?P=quote)", re.ASCII)
# No file, no text, no YAML, or YAML of another shape.
_UNREADABLE = (OSError, ValueError, yaml.YAMLError, LookupError, TypeError, EvidenceError)


def seal(annotations: Path, texts: Path) -> int:
    """Seal every anchor that has no seal yet, in place; returns how many.

    Comments and layout stay. What cannot be read, and anchors that do not resolve, are left for
    the build to report.
    """
    count = 0
    documents: dict[str, Text] = {}
    for path in sorted(annotations.glob("[0-9][0-9][0-9].yaml")):
        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))["document"]
            text = documents[document["slug"]] = Text.read(texts / document["file"])
        except _UNREADABLE:
            continue
        count += _seal_file(path, partial(_same, text))
    actors = annotations / "actors.yaml"
    try:
        return count + _seal_file(actors, lambda line: _document_in(line, documents))
    except _UNREADABLE:
        return count


def _same(text: Text, line: str) -> Text:
    return text


def _document_in(line: str, documents: dict[str, Text]) -> Text | None:
    """The text of the document that a line of the actors' file names beside its anchor."""
    match = re.search(r"document: ([a-z0-9-]+)", line)
    return documents.get(match[1]) if match else None


def _seal_file(path: Path, text_for: Callable[[str], Text | None]) -> int:
    lines, count = [], 0
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        text = text_for(line)

        def sealed(match: re.Match[str], text: Text | None = text) -> str:
            nonlocal count
            try:
                span = text.resolve(match["anchor"]) if text else None
            except EvidenceError:
                span = None
            if span is None:
                return match[0]
            count += 1
            return f"{match['quote']}{match['anchor']} {span.seal}{match['quote']}"

        lines.append(_UNSEALED.sub(sealed, line))
    path.write_text("".join(lines), encoding="utf-8")
    return count
