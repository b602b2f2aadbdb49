"""Differences of two states as a table's rows: what went is struck out, what came is marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conflictdb.states import Difference, Said

from .fields import link_to

_MARKS = {"": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}


@dataclass(frozen=True)
class Row:
    """A field that differs, ready for a page."""

    field: str
    label: str
    before: SafeString
    after: SafeString


def rows(found: Iterable[Difference]) -> list[Row]:
    return [
        Row(each.field, each.label, _side(each.before, each), _side(each.after, each))
        for each in found
    ]


def _side(said: tuple[Said, ...], difference: Difference) -> SafeString:
    pieces = [_piece(each) for each in said]
    if difference.is_prose:
        return format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html_join("", '<span class="block">{}</span>', ((piece,) for piece in pieces))


def _piece(said: Said) -> SafeString:
    content = link_to(said.record, said.text) if said.record else said.text
    return format_html(_MARKS[said.change], content)
