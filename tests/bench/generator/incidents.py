"""Incidents: wars that hold episodes, episodes that hold incidents, and many that stand alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from conflictdb.models import Incident, Participant

from .chance import Weighted, Zipf
from .geography import RECORD, Country, Geography, stamp
from .table import NULL, Table, time_columns, time_fact
from .words import Words

FIRST_DAY = date(2005, 1, 1)
DAYS = 20 * 365
KINDS = Weighted(
    {
        "armed_clash": 34, "shelling": 22, "air_drone_strike": 9, "civilian_attack": 9,
        "mine_ied": 5, "capture": 3, "incursion": 3, "territory_taken": 3, "obstruction": 2,
        "force_movement": 3, "ceasefire": 1, "diplomatic_contact": 3, "political_event": 2,
        "information_operation": 0.5, "territory_transfer": 0.5,
    }
)  # fmt: skip
EPISODE_SIZE = 150  # at most so many incidents in an episode


class Incidents:
    """All incidents of a world; the n-th has number n, as its row has."""

    def __init__(self, random: Random, words: Words, places: Geography, count: int) -> None:
        self.random, self.words, self.geography = random, words, places
        self.count = count
        self.wars = max(1, count // 10_000)
        self.episodes = max(4, count // 40)
        self.agreements = range(
            self.wars + self.episodes + 1, self.wars + self.episodes + max(3, count // 500)
        )
        bursts = [random.randrange(DAYS - 400) for _ in range(40)]
        self.bursts = Zipf(bursts, 0.7)
        self.kinds: list[str] = ["-"]
        self.days: list[int] = [0]
        self.countries: list[Country] = [places.countries[0]]
        self.places: list[int] = [0]
        self.scopes: list[int] = [0]  # the incident that questions about the n-th are asked of
        self.parents: list[int | None] = [None]
        self.published = bytearray([0])
        self._draw()

    def _day(self) -> int:
        random = self.random
        if random.random() < 0.7:
            return min(DAYS - 1, self.bursts.one(random) + int(random.expovariate(1 / 25)))
        return random.randrange(DAYS)

    def _draw(self) -> None:
        random, heads = self.random, self.wars + self.episodes
        members: Zipf[int] = Zipf(range(self.wars + 1, heads + 1), 0.6)
        size = [0] * (heads + 1)
        for number in range(1, self.count + 1):
            parent: int | None = None
            country, day = self.geography.busiest.one(random), self._day()
            if number <= self.wars:
                kind = "war"
            elif number <= heads:
                kind = "episode"
                parent = 1 + number % self.wars if number % 3 == 0 else None
                country = self.countries[parent] if parent else country
            elif number in self.agreements:
                kind = "agreement"
            else:
                kind = KINDS.one(random)
                if random.random() < 0.55:
                    episode = members.one(random)
                    if size[episode] < EPISODE_SIZE:
                        size[episode] += 1
                        parent, country = episode, self.countries[episode]
                        day = min(DAYS - 1, self.days[episode] + int(random.expovariate(0.2)))
            self.kinds.append(kind)
            self.days.append(day)
            self.countries.append(country)
            self.places.append(country.places[int(len(country.places) * random.random() ** 3)])
            self.parents.append(parent)
            self.scopes.append(parent if parent and kind != "episode" else number)
            self.published.append(number > self.agreements.stop and random.random() < 0.02)
        for number in range(1, self.count + 1):  # those drawn are the drafts
            self.published[number] = not self.published[number]

    def date(self, number: int) -> date:
        return FIRST_DAY + timedelta(self.days[number])

    def slug(self, number: int) -> str:
        kind = self.kinds[number].replace("_", "-")
        code = self.countries[number].code.lower()
        return f"{kind}-{code}-{self.date(number).isoformat()}-{number}"

    def title(self, number: int) -> str:
        name = self.geography.names[self.places[number] % len(self.geography.names)]
        return f"{self.kinds[number].replace('_', ' ').capitalize()} near {name}"

    def occurred(self, number: int) -> str | None:
        """When, in EDTF: mostly a day; some vague, some long, a few not told."""
        day, chance = self.date(number), number * 7919 % 1000
        if self.kinds[number] in ("war", "episode"):
            length = 400 if self.kinds[number] == "war" else 3 + chance % 20
            return f"{day}/{day + timedelta(length)}"
        if chance < 10:
            return None
        if chance < 25:
            return f"{day:%Y-%m}"
        if chance < 40:
            return f"{day}~"
        if chance < 60:
            return f"[{day}..{day + timedelta(1 + chance % 5)}]"
        if chance < 68:
            return f"{day}/{day + timedelta(30 + chance * 20)}"
        if chance < 140:
            return f"{day}T{chance % 24:02d}:{chance % 4 * 15:02d}"
        return f"{day}"

    def _rows(self) -> Iterator[str]:
        gists = self.words.gists(self.random)
        for n in range(1, self.count + 1):
            place = self.places[n]
            x, y = self.geography.place_points[place - 1]
            status = "published" if self.published[n] else "draft"
            # A summary for one in three: the others' titles say it all.
            summary = f"{gists.next()} {gists.next()}" if n % 3 == 0 else NULL
            exactly = 1 + n % 4
            point = (
                f"{x + n % 100 / 2000:.5f}\t{y - n % 90 / 2000:.5f}" if n % 5 else r"\N" + "\t\\N"
            )
            yield (
                f"{n}\t{self.slug(n)}\t{status}\t{stamp(n)}\t{self.title(n)}\t{summary}"
                f"\t{self.kinds[n]}\t{time_fact(self.occurred(n))}\t{place}\t{exactly}"
                f"\t{point}\t{self.parents[n] or NULL}"
            )

    def _participants(self) -> Iterator[str]:
        number = 0
        for n in range(1, self.count + 1):
            country = self.countries[n]
            force = country.forces[n % len(country.forces)]
            for actor, role in (
                (force if n % 2 else country.state, "belligerent"),
                (country.opponent, "belligerent" if n % 4 else "affected"),
            ):
                number += 1
                yield f"{number}\t{n}\t{actor}\t{role}"

    def tables(self) -> Iterator[Table]:
        columns = (
            *(*RECORD, "title", "summary", "kind"),
            *time_columns("occurred"),
            *("place_id", "place_precision", "latitude", "longitude", "part_of_id"),
        )
        yield Table(Incident, columns, self._rows())
        participant = ("id", "incident_id", "actor_id", "role")
        yield Table(Participant, participant, self._participants())
        yield Table(
            Incident.places.through,
            ("id", "incident_id", "place_id"),
            (f"{n}\t{n}\t{self.places[n - 1]}" for n in range(10, self.count + 1, 10)),
        )
