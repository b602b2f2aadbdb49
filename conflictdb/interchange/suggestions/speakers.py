"""Who is said to speak in a passage: by verbs of saying and the names beside them."""

import re
from dataclasses import dataclass

from conflictdb.models import Actor

from .lexicon import SAYING, TO
from .names import Mention

_NEAR_AFTER = 70  # characters within which "said X" names X
_PRONOUN = re.compile(
    r"\b(?P<person>he|she)\s+(?:also\s+|later\s+|then\s+)?$"
    r"|\b(?P<body>the\s+(?:ministry|government|presidency|council|office|army|spokes\w+|statement)"
    r"|it|they)\s+(?:also\s+|later\s+|then\s+)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…](?=\s)|\n")
_QUOTE_END = re.compile(r"[\"”»][,.]?\s*$|,[\"”»]?\s*$")
_SPEAKING = {
    "person",
    "office",
    "state",
    "government_body",
    "armed_force",
    "legislature",
    "media",
    "political_party",
    "intergovernmental",
    "company",
    "non_state_group",
    "other",
}


@dataclass(frozen=True)
class Attribution:
    """Words given to a speaker: where the verb stands, and who it is."""

    start: int
    end: int
    actor: Actor


def attributions(text: str, named: list[Mention]) -> list[Attribution]:
    """All attributions of a text, in its order."""
    found: list[Attribution] = []
    for match in TO.finditer(text):
        after = [m for m in named if m.start >= match.end() and m.start - match.end() < _NEAR_AFTER]
        chosen = _most_telling(text, match.end(), after)
        if chosen:
            found.append(Attribution(match.start(), chosen.end, chosen.actor))
    for match in SAYING.finditer(text):
        if any(each.start <= match.start() < each.end for each in found):
            continue
        actor = _speaker_at(text, match, named, found)
        if actor:
            found.append(Attribution(match.start(), match.end(), actor))
    return sorted(found, key=lambda each: each.start)


def _speaker_at(
    text: str, verb: re.Match[str], named: list[Mention], found: list[Attribution]
) -> Actor | None:
    sentence = max((m.end() for m in _SENTENCE.finditer(text, 0, verb.start())), default=0)
    before = [m for m in named if _can_speak(m) and sentence <= m.start and m.end <= verb.start()]
    if verb[0].lower().endswith("ing"):  # adding that …: whoever spoke in this sentence
        same = [each.actor for each in found if sentence <= each.start < verb.start()]
        return same[-1] if same else (before[0].actor if before else None)
    if _QUOTE_END.search(text[sentence : verb.start()]):
        after = [m for m in named if verb.end() <= m.start and m.start - verb.end() < _NEAR_AFTER]
        inverted = _most_telling(text, verb.end(), after)
        quoted = text[sentence : verb.start()].rstrip(", ").endswith(('"', "”", "»"))
        if inverted and (quoted or not before):
            return inverted.actor
    pronoun = _PRONOUN.search(text[: verb.start()][-40:])
    if pronoun:
        return _meant(pronoun, verb.start(), named, found) or (before[-1].actor if before else None)
    if not before:
        return None
    nearest = before[-1]
    # "the Armenian side said": whose side speaks.
    return nearest.actor


def _meant(
    pronoun: re.Match[str], position: int, named: list[Mention], found: list[Attribution]
) -> Actor | None:
    """Whom "he" or "the ministry" means: the last such named before, a speaker rather."""
    earlier = [each.actor for each in found if each.end <= position]
    earlier_named = [m.actor for m in named if m.end <= position and _can_speak(m)]
    if pronoun["person"]:
        people = [actor for actor in (*earlier_named, *earlier) if actor.kind == "person"]
        return people[-1] if people else None
    words = pronoun["body"].lower().split()[-1]
    same = [actor for actor in (*earlier_named, *earlier) if words in actor.name.lower()]
    if words in ("it", "they", "statement"):
        return earlier[-1] if earlier else None
    return same[-1] if same else (earlier[-1] if earlier else None)


def _most_telling(text: str, position: int, after: list[Mention]) -> Mention | None:
    """Of the names that follow a verb within its clause, the person, else the first."""
    clause_end = min(
        (m.start() for m in re.finditer(r"[.;:]\s|\n|,\s(?!who)", text[position:])), default=10_000
    )
    close = [m for m in after if m.start <= position + clause_end and _can_speak(m)]
    people = [m for m in close if m.actor.kind == "person"]
    return (people or close or [None])[0]  # type: ignore[list-item]


def _can_speak(mention: Mention) -> bool:
    return not mention.as_national and mention.actor.kind in _SPEAKING
