"""Numbers in a passage, with the words that bound them: "at least one", "up to 70", "two dozen".

English, and the French that reports of French outlets need. Dates, clock times, ordinals and parts
of names are no figures.
"""

import re
from dataclasses import dataclass

_UNITS = {
    word: number
    for number, words in enumerate(
        (
            "zero one|un|une two|deux three|trois four|quatre five|cinq six seven|sept "
            "eight|huit nine|neuf ten|dix eleven|onze twelve|douze thirteen|treize "
            "fourteen|quatorze fifteen|quinze sixteen|seize seventeen eighteen nineteen "
        ).split()
    )
    for word in words.split("|")
}
_TENS = {
    word: 10 * number
    for number, words in enumerate(
        "twenty|vingt thirty|trente forty|quarante fifty|cinquante sixty|soixante seventy eighty "
        "ninety".split(),
        2,
    )
    for word in words.split("|")
}
_SCALES = {
    "hundred": 100,
    "cent": 100,
    "cents": 100,
    "thousand": 1_000,
    "mille": 1_000,
    "million": 1_000_000,
    "dozen": 12,
    "douzaine": 12,
    "dizaine": 10,
    "score": 20,
}
_ONE = {"a", "an"}  # numbers only before a scale, or before people

_SMALL = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_WORDS = (
    rf"(?:half\s+a\s+dozen"
    rf"|(?:a|an|une?)\s+(?:couple\s+of\s+)?(?:{_SCALE})\b"
    rf"|(?:{_SMALL})(?:[-\s](?:and\s+)?(?:{_SMALL}))?(?:\s+(?:{_SCALE})(?:\s+(?:and\s+)?(?:{_SMALL})"
    rf"(?:-(?:{_SMALL}))?)?)?)"
)
_DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?!\d)|\d+"
_NUMBER = rf"(?:(?:{_DIGITS})(?:\s+(?:{_SCALE})\b)?|\b{_WORDS}\b)"

# People, of whom "a soldier" is one.
_SOMEBODY = (
    r"(?:\w+\s+){0,2}?(?:soldier|serviceman|servicewoman|civilian|person|man|woman|child|conscript"
    r"|fighter|officer|militant|guard|resident|villager|journalist|soldat|militaire|civil)\b"
)
_FIGURE = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:–|-|\bto\b|\bor\b|\bà\b)\s*(?P<high>{_NUMBER}))?"
    rf"(?P<open>\s*\+|\s+or\s+more\b)?"
    rf"|(?P<somebody>\b(?:an?|une?)\b)(?=\s+{_SOMEBODY})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|entre)\s+$", re.IGNORECASE)
_AND = re.compile(rf"\s+(?:and|et)\s+(?P<high>{_NUMBER})", re.IGNORECASE)

_BEFORE = [
    (
        "at_least",
        r"at\s+least|more\s+than|over|(?:no|not)\s+(?:fewer|less)\s+than|upwards\s+of|a\s+minimum\s+of"
        r"|au\s+moins|plus\s+de",
    ),
    (
        "at_most",
        r"up\s+to|at\s+most|as\s+many\s+as|(?:no|not)\s+more\s+than|fewer\s+than|less\s+than|under"
        r"|jusqu.à|au\s+plus|moins\s+de",
    ),
    (
        "about",
        r"about|around|approximately|roughly|some|nearly|almost|close\s+to|an?\s+estimated|circa|ca\."
        r"|environ|près\s+de|quelque|une",
    ),
]
_MODIFIERS = [
    (code, re.compile(rf"(?:\b|^)(?:{words})\s+(?:another\s+)?$", re.IGNORECASE))
    for code, words in _BEFORE
]
_VAGUE = re.compile(
    r"\b(?:several|many|dozens(?:\s+of)?|scores\s+of|hundreds(?:\s+of)?|thousands(?:\s+of)?"
    r"|an?\s+(?:large\s+|as\s+yet\s+unconfirmed\s+|unconfirmed\s+|unknown\s+)?number\s+of"
    r"|(?:the\s+)?number\s+of|numerous|large|heavy|significant|plusieurs|de\s+nombreux|des\s+dizaines)\b",
    re.IGNORECASE,
)

_MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|janvier|février|mars"
    r"|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
_NO_FIGURE_AFTER = re.compile(
    rf"(?:st|nd|rd|th|er|e)\b|[:.h]\d|\s*(?:a\.?m\b|p\.?m\b|[ap]\.m|GMT|UTC|o.clock)|\s+{_MONTHS}\b"
    r"|\w|[-–]\s?\d+\s*[ap]\.?m|-?\s?(?:mm|cal(?:ib|iber)?)\b|-(?:year|point)\b|\s*%|\s+ans\b",
    re.IGNORECASE,
)
_NO_FIGURE_BEFORE = re.compile(
    rf"(?:[\d:.,/$€£#№]|[A-Za-z]-?|\b{_MONTHS}\s+|\b(?:in|since|of|the|de|en)\s+(?=(?:1[89]|20)\d\d$))$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:in|since|of|from|until|by|the|and|early|late|en|depuis|de)|,|{_MONTHS})\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A stated number: where it stands in the passage, its bounds, and how the words bound it."""

    start: int
    end: int
    low: int | None
    high: int | None
    modifier: str


def figures(passage: str) -> list[Figure]:
    """The figures of a passage in their order."""
    found: list[Figure] = []
    position = 0
    while match := _FIGURE.search(passage, position):
        position = max(match.end(), match.start() + 1)
        if _is_no_figure(passage, match):
            continue
        figure = _figure(passage, match)
        found.append(figure)
        position = max(position, figure.end)
    return found


def vague(passage: str) -> list[Figure]:
    """Words that count without a number: several, a number of, dozens."""
    return [
        Figure(match.start(), match.end(), None, None, "unquantified")
        for match in _VAGUE.finditer(passage)
    ]


def _is_no_figure(passage: str, match: re.Match[str]) -> bool:
    before, after = passage[: match.start()], passage[match.end() :]
    if match["somebody"]:
        return False
    number = match["low"]
    if number[0].isdigit():
        if _YEAR.fullmatch(number) and (_YEAR_BEFORE.search(before) or not after.strip(" .,;)")):
            return True
        return bool(_NO_FIGURE_AFTER.match(after) or _NO_FIGURE_BEFORE.search(before))
    # "one of", "each other one", "no one": a pronoun unless people follow.
    if number.lower() == "one" and re.search(r"\b(?:no|this|that|which|any|every)\s+$", before):
        return True
    return number.lower() in ("un", "une") and not re.match(
        rf"\s+{_SOMEBODY}", after, re.IGNORECASE
    )


def _figure(passage: str, match: re.Match[str]) -> Figure:
    before, start, end = passage[: match.start()], match.start(), match.end()
    if match["somebody"]:
        return Figure(start, end, 1, 1, "exact")
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else None
    if between := _BETWEEN.search(before):
        upper = _AND.match(passage, end)
        if upper:
            start, end, high = between.start(), upper.end(), _value(upper["high"])
    if high is not None and low < high:
        return Figure(start, end, low, high, "range")
    if match["open"]:
        return Figure(start, end, low, None, "at_least")
    for code, pattern in _MODIFIERS:
        words = pattern.search(before)
        if not words or (code == "about" and words[0].strip().lower() == "une"):
            continue
        bounds = {"at_least": (low, None), "at_most": (None, low), "about": (low, low)}[code]
        return Figure(words.start(), end, *bounds, code)
    return Figure(start, end, low, low, "exact")


def _value(words: str) -> int:
    """The number that digits or words name."""
    words = words.lower().strip()
    total, current = 0, 0
    digits = re.match(_DIGITS, words)
    if digits:
        current = int(re.sub(r"\D", "", digits[0]))
        words = words[digits.end() :]
    if words.startswith("half a dozen"):
        return 6
    for word in re.findall(r"[^\W\d_]+", words):
        if word in _ONE or (word in ("un", "une") and not current):
            current = 1
        elif word in _SCALES:
            current = max(1, current) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, current = total + current, 0
        else:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return total + current
