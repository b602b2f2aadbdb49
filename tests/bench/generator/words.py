"""Invented names and sentences that read like English and mean nothing."""

from random import Random

from .chance import Zipf

ONSETS = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "tr"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ou"]
CODAS = ["", "", "n", "r", "l", "s", "m", "nd", "rk"]
# The words that such texts are full of, the commonest first.
COMMON = """
the of forces soldiers that near were in troops fighting positions says border village killed
wounded artillery fire shelling ministry reported two several hours night convoy road captured
civilians ceasefire talks denied attack drone checkpoint withdrew command observers bridge houses
evacuated ammunition retaliation mediators truce hospital losses unit vehicle tank mountain sector
line exchange prisoners confirmed spokesman statement morning evening heavy advance repelled
""".split()


class Words:
    """A vocabulary of ``size`` words, some common, most rare."""

    def __init__(self, random: Random, size: int = 4000) -> None:
        invented: dict[str, None] = {}
        while len(invented) < size:
            invented[self._word(random, random.choice([2, 2, 3]))] = None
        self.all = [*COMMON, *invented]
        self.zipf = Zipf(self.all, 0.9)

    @staticmethod
    def _word(random: Random, syllables: int) -> str:
        choose = random.choice
        return "".join(choose(ONSETS) + choose(VOWELS) + choose(CODAS) for _ in range(syllables))

    def names(self, random: Random, count: int) -> list[str]:
        """Distinct capitalised names."""
        found: dict[str, None] = {}
        while len(found) < count:
            found[self._word(random, random.choice([2, 3, 3, 4])).capitalize()] = None
        return [*found]

    def gist(self, random: Random) -> str:
        """One sentence of eight to twenty words."""
        return " ".join(self.zipf.some(random, random.randint(8, 20))).capitalize() + "."

    def gists(self, random: Random) -> "Gists":
        return Gists(self, random)


class Gists:
    """Sentences without end, drawn many words at a time, since that is faster."""

    def __init__(self, words: Words, random: Random) -> None:
        self.words, self.random = words, random
        self.drawn: list[str] = []
        self.at = 0

    def next(self) -> str:
        length = 8 + int(self.random.random() * 13)
        if self.at + length > len(self.drawn):
            self.drawn, self.at = self.words.zipf.some(self.random, 20_000), 0
        self.at += length
        return " ".join(self.drawn[self.at - length : self.at]).capitalize() + "."
