"""Known actors named in a text, in any spelling: looked up through the index of the search vectors.

Two questions to the database, whatever the number of actors: for names as they stand, for nationals
("Armenian") and for bodies ("Armenia's defence ministry" is the Ministry of Defence of Armenia);
then, for what is left, for persons by a spelling of their name or surname.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from conflictdb.models import Actor, Place

_LONGEST = 6  # words of a name
_MOST = 400  # names asked for at once
_WORD = re.compile(r"[^\W\d_][\w.]*(?:[-’'][^\W\d_]+)*\.?|[A-Z]{2,}\d*", re.UNICODE)
_STOP = set(
    (
        "the a an of in on at and or to for from by with as is was were it its he she they his "
        "her their this that these those but after before during since while when where who which "
        "not no one said says there here also we our you your i mr mrs ms dr monday tuesday "
        "wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december le la les un une des du de et en dans sur "
        "pour par "
    ).split()
)
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)  # l’Arménie
# Parts of a name that may stand in small letters.
_INNER = {"of", "the", "and", "for", "de", "du", "la", "des", "et", "in", "to", "with", "l"}

_IRREGULAR = {
    "american": ["United States"],
    "azeri": ["Azerbaijan"],
    "british": ["United Kingdom"],
    "danish": ["Denmark"],
    "dutch": ["Netherlands"],
    "french": ["France"],
    "german": ["Germany"],
    "greek": ["Greece"],
    "spanish": ["Spain"],
    "swiss": ["Switzerland"],
    "soviet": ["Soviet Union"],
    "azéris": ["Azerbaijan"],
    "azéri": ["Azerbaijan"],
    "arménien": ["Armenia"],
    "arménienne": ["Armenia"],
    "arméniens": ["Armenia"],
    "arméniennes": ["Armenia"],
    "azerbaïdjanais": ["Azerbaijan"],
    "azerbaïdjanaise": ["Azerbaijan"],
    "azerbaïdjanaises": ["Azerbaijan"],
    "russe": ["Russia"],
    "français": ["France"],
}
_BEGINNINGS = set(_IRREGULAR) | {"ministère", "forces"}  # small letters that begin a name
_ENDS = set(_IRREGULAR) | {"authorities", "forces"}  # small letters that end one
_ENDINGS: list[tuple[str, int, list[str]]] = [
    ("ian", 3, ["ia", "", "y", "e", "i"]),
    ("an", 2, ["a", "", "o", "e"]),
    ("i", 1, ["", "a"]),
    ("ish", 3, ["", "land", "en", "ey"]),
    ("ese", 3, ["", "a", "on"]),
]

_MINISTRIES = {
    r"def[ae]n[cs]e": ["Ministry of Defence", "Ministry of Defense"],
    r"foreign(?:\s+affairs)?|external\s+affairs": [
        "Ministry of Foreign Affairs",
        "Foreign Ministry",
    ],
    r"interior|internal\s+affairs": ["Ministry of Internal Affairs", "Ministry of the Interior"],
    r"health": ["Ministry of Health"],
    r"emergency|emergencies": ["Ministry of Emergency Situations"],
}
_BODIES = [
    *(
        (rf"(?:{words})\s+ministry|ministry\s+of\s+(?:the\s+)?(?:{words})", names)
        for words, names in _MINISTRIES.items()
    ),
    (r"def[ae]n[cs]e\s+minister", ["Minister of Defence"]),
    (r"foreign\s+minister", ["Minister of Foreign Affairs"]),
    (r"prime\s+minister", ["Prime Minister"]),
    (r"presidency|presidential\s+office", ["Presidency"]),
    (r"security\s+council", ["Security Council"]),
    (r"parliament|national\s+assembly", ["Parliament", "National Assembly"]),
    (r"government|authorities", ["Government", "Authorities"]),
    (
        r"armed\s+forces|army|military|troops|forces|soldiers|servicem[ae]n|units",
        ["Armed Forces", "Army"],
    ),
    (r"civilians", ["Civilians"]),
]
_BODY = [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), names) for words, names in _BODIES]
_WHOSE = re.compile(r"(?P<whose>[^\W\d_][\w-]*)(?:['’]s)?\s+(?:own\s+)?$", re.UNICODE)
_OF_WHOM = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?P<whose>[A-Z][\w-]*(?:\s+[A-Z][\w-]*)?)")


@dataclass(frozen=True)
class Mention:
    """Words of a text that name a known actor; the likeliest first."""

    start: int
    end: int
    actors: tuple[Actor, ...]
    as_national: bool = False  # "Armenian": it tells whose, not who
    general: str = ""  # "the defence ministry", of whichever state

    @property
    def actor(self) -> Actor:
        return self.actors[0]


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    keys: tuple[str, ...]
    as_national: bool = False
    general: str = ""


def mentions(text: str) -> list[Mention]:
    """The known actors that a text names, in its order; of overlapping names the longest."""
    candidates = [*_bodies(text), *_names(text)]
    found = _by_whole_name({key for each in candidates for key in each.keys})
    certain = [mention for each in candidates if (mention := _mention(each, found))]
    taken = _longest(certain)
    left = [
        each
        for each in candidates
        if not each.general and not each.as_national and not _overlaps(each, taken)
    ]
    spelt = _by_spelling({each.keys[0] for each in left})
    certain += [mention for each in left if (mention := _mention(each, spelt))]
    taken = _longest(certain)
    general = _of_states_near(
        [each for each in candidates if each.general and not _overlaps(each, taken)], taken
    )
    return _longest([*taken, *general])


def places_in(text: str) -> list[Place]:
    """The known places that a text names, in its order; of overlapping names the longest."""
    candidates = [each for each in _names(text) if not each.as_national]
    pairs = _pairs(_WHOLE.format(table="place"), {each.keys[0] for each in candidates})
    places = Place.objects.in_bulk({pk for _, pk in pairs})
    found = {name: places[pk] for name, pk in reversed(pairs)}
    named = sorted(
        (each for each in candidates if each.keys[0] in found),
        key=lambda each: each.start - each.end,
    )
    kept: list[_Candidate] = []
    for each in named:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    kept.sort(key=lambda each: each.start)
    return list(dict.fromkeys(found[each.keys[0]] for each in kept))


def soldiers_of(states: Iterable[Actor]) -> dict[tuple[int, str], Actor]:
    """The armed forces and the civilians of states, by the state's id and kind, where known."""
    sides = {state.pk for state in states}
    rows = Actor.objects.filter(side__in=sides, kind__in=("armed_force", "civilians")).exclude(
        status="withdrawn"
    )
    found: dict[tuple[int, str], Actor] = {}
    # Of several, the one with the plainest name: Armed Forces of Armenia before its parts.
    for actor in rows.order_by("part_of_id", "id")[:200]:
        key = (actor.side_id or 0, actor.kind)
        if key not in found or len(actor.name) < len(found[key].name):
            found[key] = actor
    return found


def states_of(word: str) -> list[str]:
    """The states that a word for their nationals may belong to: Norvian, Norvia."""
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    return [
        word[:-cut] + new
        for ending, cut, news in _ENDINGS
        if low.endswith(ending) and len(word) > cut + 2
        for new in news
    ]


def _names(text: str) -> list[_Candidate]:
    """Runs of words that could be names: they begin and end with a capital."""
    words = list(_WORD.finditer(text))
    found = []
    for first, word in enumerate(words):
        if not word[0][0].isupper() and word[0].lower() not in _BEGINNINGS:
            continue
        for last in range(first, min(len(words), first + _LONGEST)):
            run = words[first : last + 1]
            if last > first and not _joins(text, words[last - 1], words[last]):
                break
            if run[-1][0].lower() in _STOP or (len(run) == 1 and word[0].lower() in _STOP):
                continue
            if not (run[-1][0][0].isupper() or run[-1][0].lower() in _ENDS):
                continue
            start, end = word.start(), run[-1].end()
            name = re.sub(r"\s+", " ", text[start:end]).removesuffix(".")
            name = _ELIDED.sub("", re.sub(r"['’]s$", "", name))
            found.append(_Candidate(start, end, (name,)))
            if len(run) == 1 and (states := states_of(name)):
                found.append(_Candidate(start, end, tuple(states), as_national=True))
    return found[:_MOST]


def _joins(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether two words stand in one name: nothing but a blank or a hyphen between them."""
    gap = text[before.end() : after.start()]
    small = after[0].lower() in _INNER | _BEGINNINGS | {"authorities", "forces"}
    ended = before[0].endswith(".") and len(before[0]) > 3
    return (
        gap.strip(" -–") == ""
        and "\n" not in gap
        and not ended
        and (small or after[0][0].isupper())
    )


def _bodies(text: str) -> list[_Candidate]:
    """Bodies of a state that is named beside them, and those of which only the sort is named."""
    found = []
    for pattern, names in _BODY:
        for match in pattern.finditer(text):
            start, end = match.start(), match.end()
            before = _WHOSE.search(text[:start][-40:])
            after = _OF_WHOM.match(text, end)
            whose: list[str] = []
            if after:
                whose, end = [after["whose"]], after.end()
            elif before and _tells_whose(before["whose"]):
                whose = [before["whose"], *states_of(before["whose"])]
                start -= len(before[0])
            keys = [f"{name} of {state}" for name in names for state in whose]
            if whose:
                keys = [re.sub(r"\s+", " ", text[start:end]), *keys]
                found.append(_Candidate(start, end, tuple(keys)))
            elif names[0].startswith(("Ministry", "Presidency", "Parliament", "Government")):
                found.append(_Candidate(start, end, tuple(names), general=names[0]))
    return found


def _tells_whose(word: str) -> bool:
    low = word.lower()
    return low in _IRREGULAR or (word[0].isupper() and low not in _STOP)


def _of_states_near(candidates: list[_Candidate], named: list[Mention]) -> list[Mention]:
    """Whose "ministry of defence" is meant: the last one named, else that of the last state."""
    found = []
    open_ones: list[tuple[_Candidate, list[str]]] = []
    for each in candidates:
        before = [mention for mention in named if mention.end <= each.start]
        same = [m for m in before if any(m.actor.name.startswith(name) for name in each.keys)]
        if same:
            found.append(Mention(each.start, each.end, same[-1].actors, general=each.general))
            continue
        states = [m.actor for m in reversed(before) if m.actor.kind == "state"][:3]
        keys = [f"{name} of {state.name}" for state in states for name in each.keys]
        if keys:
            open_ones.append((each, keys))
    bodies = _by_whole_name({key for _, keys in open_ones for key in keys})
    for each, keys in open_ones:
        actors = tuple(actor for key in keys for actor in bodies.get(key, ()))
        if actors:
            found.append(Mention(each.start, each.end, actors[:3], general=each.general))
    return found


def _mention(candidate: _Candidate, found: dict[str, list[Actor]]) -> Mention | None:
    actors = [actor for key in candidate.keys for actor in found.get(key, ())]
    if candidate.as_national:
        actors = [actor for actor in actors if actor.side_id == actor.pk]
    if not actors:
        return None
    unique = tuple({actor.pk: actor for actor in actors}.values())
    return Mention(
        candidate.start, candidate.end, unique[:4], candidate.as_national, candidate.general
    )


def _longest(found: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest; of equals, the one that names somebody."""
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.start - m.end, m.as_national)):
        if not _overlaps(each, kept):
            kept.append(each)
    return sorted(kept, key=lambda mention: mention.start)


def _overlaps(each: Mention | _Candidate, others: Iterable[Mention]) -> bool:
    return any(each.start < other.end and other.start < each.end for other in others)


# The database. Names are compared as search compares them: see migrations/0005_search.sql.

_WHOLE = """
    SELECT wanted.name, actor.id
    FROM unnest(%s::text[]) AS wanted(name)
    JOIN conflictdb_{table} AS actor
        ON actor.search_vector @@ conflictdb_whole(wanted.name)::tsquery
    WHERE actor.status <> 'withdrawn' AND conflictdb_fold(wanted.name) <> ''
    ORDER BY conflictdb_fold(actor.name) <> conflictdb_fold(wanted.name), actor.id
    LIMIT 2000
"""
_SPELT = """
    SELECT wanted.name, person.id
    FROM unnest(%s::text[]) AS wanted(name)
    CROSS JOIN LATERAL (
        SELECT id, name FROM conflictdb_actor
        WHERE search_vector
                @@ phraseto_tsquery('simple', conflictdb_spelled(conflictdb_fold(wanted.name)))
            AND kind = 'person' AND status <> 'withdrawn'
        LIMIT 20
    ) AS person
    WHERE strpos(wanted.name, ' ') > 0
        OR conflictdb_spelling(conflictdb_fold(regexp_replace(person.name, '^.*\\s', '')))
            = conflictdb_spelling(conflictdb_fold(wanted.name))
    ORDER BY person.id
    LIMIT 500
"""


def _by_whole_name(names: set[str]) -> dict[str, list[Actor]]:
    return _found_by(_WHOLE.format(table="actor"), names)


def _by_spelling(names: set[str]) -> dict[str, list[Actor]]:
    return _found_by(_SPELT, {name for name in names if len(name) > 3})


def _found_by(sql: str, names: set[str]) -> dict[str, list[Actor]]:
    pairs = _pairs(sql, names)
    actors = Actor.objects.select_related("side").in_bulk({pk for _, pk in pairs})
    found: dict[str, list[Actor]] = {}
    for name, pk in pairs:
        found.setdefault(name, []).append(actors[pk])
    return found


def _pairs(sql: str, names: set[str]) -> list[tuple[str, int]]:
    """The names that are known, with the id of a record of each."""
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(names)])
        return list(cursor.fetchall())
