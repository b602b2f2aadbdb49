"""Places and actors: who and where, in trees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from conflictdb.models import Actor, ActorName, Affiliation, Place, PlaceName

from .chance import Zipf
from .table import NULL, Table, time_columns, time_fact
from .words import Words

COUNTRIES = """
AM AZ GE UA SY IQ YE AF ML NE NG SD SS ET SO CD CF CM TD LY MM PH CO MX HT PK IN LB PS IL IR TR KE
UG RW BI MZ BF BJ TG EG DZ TN SA TH LK BD NP TJ KG UZ TM RU BY MD RS XK BA ME MK
""".split()
ORGANS = [
    ("government", "government_body", None),
    ("mod", "government_body", "government"),
    ("mfa", "government_body", "government"),
    ("armed-forces", "armed_force", "mod"),
    ("general-staff", "armed_force", "armed-forces"),
    ("parliament", "legislature", None),
    ("president", "office", "government"),
]
RECORD = ("id", "slug", "status", "created_at", "updated_at", "version")


def stamp(number: int) -> str:
    """When record ``number`` came in and when it changed last: some seconds after another."""
    second = number * 37 % 86_400
    day = f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}"
    moment = f"{day}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+00:00"
    return f"{moment}\t{moment}\t1"


@dataclass
class Country:
    """A country: its code, its state, its places and those who speak for it, the busiest first."""

    code: str
    number: int
    state: int = 0
    opponent: int = 0
    places: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    forces: list[int] = field(default_factory=list)
    media: list[int] = field(default_factory=list)


class Geography:
    """All places and actors of a world."""

    def __init__(self, random: Random, words: Words, scale: float) -> None:
        breadth = min(1.0, scale) ** 0.5
        count = max(6, round(len(COUNTRIES) * breadth))
        self.countries = [Country(code, n) for n, code in enumerate(COUNTRIES[:count])]
        self.settlements = max(1, round(7 * scale**0.5))
        self.persons = max(4, round(60 * scale**0.5))
        self.units = max(2, round(28 * scale**0.5))
        self.places: list[str] = []
        self.place_slugs: list[str] = []
        self.place_points: list[tuple[float, float]] = []
        self.actors: list[str] = []
        self.actor_slugs: list[str] = []
        self.affiliations: list[tuple[int, int]] = []
        self.names = words.names(random, 400)
        for country in self.countries:
            self._settle(random, country)
        for country in self.countries:
            self._staff(random, country)
        for country in self.countries:
            other = self.countries[(country.number + 1) % len(self.countries)]
            country.opponent = other.state
        self.busiest = Zipf(self.countries, 1.0)
        self.media = [number for country in self.countries for number in country.media]

    def _settle(self, random: Random, country: Country) -> None:
        name = self.names[country.number]
        latitude, longitude = random.uniform(-30, 55), random.uniform(-90, 110)
        top = self._place(country, name, "country", None, latitude, longitude)
        for region in range(8):
            x, y = latitude + random.uniform(-3, 3), longitude + random.uniform(-3, 3)
            in_region = self._place(country, f"{name} {region + 1}", "region", top, x, y)
            for _ in range(4):
                title = random.choice(self.names)
                in_district = self._place(country, title, "district", in_region, x, y)
                for _ in range(self.settlements):
                    u, v = x + random.uniform(-0.4, 0.4), y + random.uniform(-0.4, 0.4)
                    kind = random.choice(["settlement"] * 8 + ["mountain", "facility", "road"])
                    found = self._place(country, random.choice(self.names), kind, in_district, u, v)
                    country.places.append(found)
        random.shuffle(country.places)

    def _place(
        self, country: Country, name: str, kind: str, parent: int | None, x: float, y: float
    ) -> int:
        number = len(self.places) + 1
        slug = f"{name.lower().replace(' ', '-')}-{country.code.lower()}-{number}"
        disputed = kind == "settlement" and number % 33 == 0
        code = NULL if disputed else country.code
        above = NULL if parent is None else parent
        self.places.append(
            f"{number}\t{slug}\tpublished\t{stamp(number)}\t{name}\t{kind}\t{above}"
            f"\t{code}\t{x:.5f}\t{y:.5f}\t{100_000 + number}"
        )
        self.place_slugs.append(slug)
        self.place_points.append((x, y))
        return number

    def _staff(self, random: Random, country: Country) -> None:
        name = self.names[country.number]
        prefix = name.lower()
        country.state = self._actor(country, name, prefix, "state", None, None)
        bodies: dict[str | None, int] = {None: country.state}
        for slug, kind, above in ORGANS:
            title = f"{slug.replace('-', ' ').capitalize()} of {name}"
            bodies[slug] = self._actor(
                country, title, f"{prefix}-{slug}", kind, country.state, bodies[above]
            )
        army = bodies["armed-forces"]
        for unit in range(self.units):
            country.forces.append(
                self._actor(
                    country,
                    f"Brigade {unit + 1} of {name}",
                    f"{prefix}-brigade-{unit + 1}",
                    "armed_force",
                    country.state,
                    army,
                )
            )
        people = [
            self._actor(
                country,
                f"{random.choice(self.names)} {random.choice(self.names)}",
                f"{prefix}-person-{person + 1}",
                "person",
                country.state,
                None,
            )
            for person in range(self.persons)
        ]
        for outlet in range(5):
            title = f"{random.choice(self.names)} News"
            country.media.append(
                self._actor(country, title, f"{prefix}-news-{outlet + 1}", "media", None, None)
            )
        self.affiliations += [(person, bodies[random.choice(ORGANS)[0]]) for person in people[::2]]
        first = [bodies["mod"], bodies["mfa"], country.state, bodies["government"]]
        country.speakers = [*first, *people, *country.forces]

    def _actor(
        self,
        country: Country,
        name: str,
        slug: str,
        kind: str,
        side: int | None,
        part_of: int | None,
    ) -> int:
        number = len(self.actors) + 1
        side = number if kind == "state" else side
        code = NULL if kind == "media" and number % 3 == 0 else country.code
        self.actors.append(
            f"{number}\t{slug}\tpublished\t{stamp(number)}\t{name}\t{kind}\t{code}"
            f"\t{side or NULL}\t{part_of or NULL}"
        )
        self.actor_slugs.append(slug)
        return number

    def tables(self) -> Iterator[Table]:
        place_columns = (
            *RECORD,
            *("name", "kind", "parent_id", "country", "latitude", "longitude", "geonames_id"),
        )
        yield Table(Place, place_columns, self.places)
        yield Table(
            PlaceName,
            ("id", "place_id", "name", "language", "script", "kind"),
            (
                f"{n}\t{n * 3 + 1}\t{self.names[n % len(self.names)]}a\tru\tLatn\tspelling"
                for n in range(len(self.places) // 3)
            ),
        )
        actor_columns = (*RECORD, "name", "kind", "country", "side_id", "part_of_id")
        yield Table(Actor, actor_columns, self.actors)
        yield Table(
            ActorName,
            ("id", "actor_id", "name", "language", "script", "kind"),
            (
                f"{n}\t{n * 3 + 1}\t{self.names[n % len(self.names)]}e\tfr\tLatn\tspelling"
                for n in range(len(self.actors) // 3)
            ),
        )
        yield Table(
            Affiliation,
            (
                *RECORD,
                *("person_id", "body_id", "role"),
                *time_columns("held_from"),
                *time_columns("held_until"),
            ),
            (
                f"{n}\taffiliation-{n}\tpublished\t{stamp(n)}\t{person}\t{body}\tMember"
                f"\t{time_fact(str(2000 + n % 20))}\t{time_fact(None)}"
                for n, (person, body) in enumerate(self.affiliations, 1)
            ),
        )
