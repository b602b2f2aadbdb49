"""What is measured: the requests of each workload, and the targets that design set for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection
from django.test import Client

from conflictdb.models import Incident

from .generator import World

API = "/api/v1"
DEEP_PAGE = 2000  # of 100 incidents
Values = dict[str, Any]


@dataclass(frozen=True)
class Workload:
    """A kind of request. ``path`` is ours, ``rival`` that of the others; both have values put in.

    ``targets``: what ours is held to. Beside a ratio to the floor (``floor``) these may be ``p99``
    (at most so many times the floor's) and ``shallow`` (ratio to the workload of that name).
    """

    name: str
    title: str
    path: str
    rival: str
    targets: dict[str, float] = field(default_factory=dict)
    distinct: int = 100
    conditional: bool = False  # asks again with the ETag of the first answer


LIST = {"floor": 0.70, "p99": 1.5, "rivals": 1.0}
WORKLOADS = [
    Workload(
        "incidents",
        "100 incidents, country + dates",
        "/incidents?country={country}&occurred_after={after}&occurred_before={before}&limit=100",
        "/incidents?country={country}&after={after}&before={before}",
        LIST,
    ),
    Workload(
        "claims",
        "100 claims with joins, kind + actor + dates",
        "/claims?kind={kind}&claimant={actor}&asserted_after={after}&asserted_before={before}"
        "&limit=100",
        "/claims?kind={kind}&actor={actor}&after={after}&before={before}",
        LIST,
    ),
    Workload(
        "detail",
        "one incident",
        "/incidents/{incident}",
        "/incident?slug={incident}",
        {"floor": 0.35, "rivals": 1.0},
    ),
    Workload(
        "search",
        "50 claims, text search",
        "/claims?q={words}&limit=50",
        "/search?q={words}",
        {"floor": 0.85, "rivals": 1.0},
    ),
    Workload(
        "page-1",
        "the first pages of 100 incidents",
        "/incidents?limit=100&cursor={cursor}",
        "/incidents-page?page={page}&at={at}&id={id}",
        {"floor": 0.60, "rivals": 1.0},
    ),
    Workload(
        "page-2000",
        "pages of 100 incidents from the 2,000th",
        "/incidents?limit=100&cursor={cursor}",
        "/incidents-page?page={page}&at={at}&id={id}",
        {"floor": 0.60, "shallow": 0.95, "rivals": 1.0},
    ),
    Workload(
        "aggregates",
        "claims of a year by month and kind",
        "/aggregates/claims?by=month,kind&measure=count"
        "&asserted_after={after}&asserted_before={before}",
        "/by-month?after={after}&before={before}",
        {"floor": 0.90, "rivals": 1.0},
        distinct=20,
    ),
    Workload(
        "questions",
        "50 questions, topic + side",
        "/questions?topic={topic}&subject_side={side}&limit=50",
        "/questions?topic={topic}&side={side}",
        LIST,
    ),
    Workload(
        "304",
        "304 to a repeated request",
        "/claims?kind={kind}&claimant={actor}&asserted_after={after}&asserted_before={before}"
        "&limit=100",
        "",
        {"floor": 0.30},
        conditional=True,
    ),
]


@dataclass(frozen=True)
class Request:
    ours: str
    rival: str


def requests(workload: Workload, world: World) -> list[Request]:
    """The distinct requests of a workload; the same for the same world."""
    random = Random(workload.name)
    if workload.name.startswith("page-"):
        values = _pages(workload)
    else:
        values = [_values(workload, world, random, turn) for turn in range(workload.distinct)]
    # The same request twice would be one that a cache could answer.
    made = {API + workload.path.format(**value): workload.rival.format(**value) for value in values}
    return [Request(ours, rival) for ours, rival in made.items()]


def _values(workload: Workload, world: World, random: Random, turn: int) -> Values:
    country = random.choice(world.geography.countries[:12])
    years = {"incidents": 2, "aggregates": 1}.get(workload.name, 4)
    first = 2006 + turn % (18 - years)
    day = f"{1 + turn % 12:02d}-{1 + random.randrange(28):02d}"
    incidents = world.incidents
    public = [n for n in random.sample(range(1, incidents.count), 9) if incidents.published[n]]
    side = world.geography.actor_slugs[country.state - 1]
    return {
        "country": country.code,
        "after": f"{first}-{day}",
        "before": f"{first + years}-{day}",
        "kind": random.choice(["killed", "wounded", "shelling", "attack_initiated"]),
        "actor": f"{side}-mfa",  # a busy speaker without parts, which the rivals would leave out
        "side": side,
        "incident": incidents.slug(public[0]),
        "words": "+".join(random.sample(world.words.all[40:200], 2)),
        "topic": random.choice(
            ["deaths", "injuries", "losses", "captivity", "shelling", "equipment"]
        ),
    }


def _pages(workload: Workload) -> Iterator[Values]:
    """Pages one after another, the first of them at the depth that the workload's name tells."""
    number = 2 if workload.name == "page-1" else DEEP_PAGE
    last = Incident.objects.published().count() // 100
    number = min(number, max(2, last - workload.distinct))
    client = Client(headers={"host": "localhost"})
    cursor = _cursor_of(client, number)
    for page in range(number, min(number + workload.distinct, last)):
        answer = client.get(
            f"{API}/incidents?limit=100&fields=slug,occurred&cursor={cursor}"
        ).json()
        with connection.cursor() as reader:
            reader.execute(
                "SELECT id, occurred_earliest FROM conflictdb_incident WHERE slug = %s",
                [answer["results"][0]["slug"]],
            )
            key, at = reader.fetchone()
        if at is None:  # past the last dated one
            return
        yield {"cursor": cursor, "page": page, "id": key - 1, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        cursor = _cursor(answer["next"])


def _cursor_of(client: Client, number: int) -> str:
    """The cursor of a page of 100, reached in strides of 500 and then of 100."""
    rows, address = (number - 1) * 100, f"{API}/incidents?fields=slug"
    while rows:
        stride = 500 if rows >= 500 else 100
        answer = client.get(f"{address}&limit={stride}").json()
        cursor = _cursor(answer["next"])
        address = f"{API}/incidents?fields=slug&cursor={cursor}"
        rows -= stride
    return cursor


def _cursor(address: str) -> str:
    return next(
        part.removeprefix("cursor=")
        for part in address.partition("?")[2].split("&")
        if part.startswith("cursor=")
    )
