"""Names in texts and slugs: found in any case and with any accents, as whole words."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import slugify

from conflictdb.models import EVENTS, Actor, ActorName
from conflictdb.models.redaction import REDACTED_WORDS

# What stands between the words of a name, also in an address or the name of a file.
_BETWEEN = r"(?:[\s\-‐–_.+]|%20)+"


@dataclass(frozen=True)
class Names:
    """What a person is called, and how to take it out of a text."""

    forms: tuple[str, ...]
    slugs: tuple[str, ...]  # pieces of slugs that name the person

    @classmethod
    def of(cls, actor: Actor, *, surname_alone: bool, further: Iterable[str] = ()) -> "Names":
        """All forms of an actor's name; with the last word of each where that is asked for."""
        forms = [*_called(actor), *further]
        if surname_alone:
            forms += [form.split()[-1] for form in forms if form.split()]
        forms = sorted({form.strip() for form in forms if form.strip()}, key=lambda f: (-len(f), f))
        same = _same(actor)
        slugs = {slugify(form) for form in forms} - {""}
        slugs |= {*Actor.objects.filter(pk__in=same).values_list("slug", flat=True)}
        slugs |= {
            *EVENTS[Actor]
            ._default_manager.filter(pgh_obj_id__in=same)
            .values_list("slug", flat=True)
        }
        return cls(tuple(forms), tuple(sorted(slugs, key=lambda s: (-len(s), s))))

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        spelled = (_BETWEEN.join(map(re.escape, _words(form))) for form in self.forms)
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(spelled)})(?![^\W_])")

    @cached_property
    def _in_slug(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, self.slugs))})(?![a-z0-9])")

    @cached_property
    def needles(self) -> list[str]:
        """Folded pieces without which no form is in a text: to look for in the database."""
        return sorted({max(_words(form), key=len) for form in self.forms if _words(form)})

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the names stand in a text."""
        folded, places = _folded(text)
        return [(places[m.start()], places[m.end()]) for m in self._in_text.finditer(folded)]

    def taken_out(self, text: str) -> str:
        """The text with every name, and every slug made of one, taken out."""
        kept, end = [], 0
        for start, stop in self.spans(text):
            kept += [text[end:start], REDACTED_WORDS]
            end = stop
        return "".join([*kept, text[end:]])

    def are_in(self, text: str) -> bool:
        return bool(self.spans(text))

    def are_in_slug(self, slug: str) -> bool:
        return self._in_slug.search(slug) is not None

    def replaced_in_slug(self, slug: str, neutral: str) -> str:
        return self._in_slug.sub(neutral, slug)


def _called(actor: Actor) -> set[str]:
    """What the actor is and was called, and what turned out to be the same person."""
    told_as: Any = EVENTS[ActorName]
    same = _same(actor)
    return {
        *Actor.objects.filter(pk__in=same).values_list("name", flat=True),
        *Actor.objects.filter(pk__in=same, names__isnull=False).values_list(
            "names__name", flat=True
        ),
        *EVENTS[Actor]._default_manager.filter(pgh_obj_id__in=same).values_list("name", flat=True),
        *told_as.objects.filter(actor__in=same).values_list("name", flat=True),
    }


def _same(actor: Actor) -> set[int]:
    """The actor, and what was merged into it, over several steps."""
    found: set[int] = set()
    further = {actor.pk}
    while further:
        found |= further
        merged = Actor.objects.filter(merged_into__in=further).values_list("pk", flat=True)
        further = {*merged} - found
    return found


def fold(text: str) -> str:
    return _folded(text)[0]


def _words(form: str) -> list[str]:
    return [word for word in re.split(r"[\s\-‐–]+", fold(form)) if word]


def _folded(text: str) -> tuple[str, list[int]]:
    """A text without case and accents; and of each place in it, the place in the given text."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for piece in unicodedata.normalize("NFKD", character).lower():
            if not unicodedata.combining(piece):
                folded.append(piece)
                places.append(place)
    places.append(len(text))
    return "".join(folded), places
