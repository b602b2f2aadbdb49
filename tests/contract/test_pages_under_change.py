"""Pages by key while rows come and go between them: what was there throughout is met exactly once,
in order, and nothing twice, for every key of every list, both ways."""

import base64
import json
from itertools import pairwise
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest

from api.urls import RESOURCES
from conflictdb.models import Record
from tests.api.asking import CLIENT, ask, refused
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
    when,
)

pytestmark = pytest.mark.django_db

ROWS = 14
TIMES = [None, when("2021-11-16"), when("2021-11-16T18:00"), when("2020"), when("[..2021-11-17]")]
NAMES = ["A", "B", "b", "Ա"]


def make_row(resource: str, number: int) -> Record:
    """A record that shares its sort keys with some others, and lacks some of them."""
    slug, time, name = f"row-{number * 7 % 100:02}", TIMES[number % 5], NAMES[number % 4]
    match resource:
        case "incidents":
            kind = ("armed_clash", "war")[number % 2]
            return make_incident(name, slug=slug, occurred=time, kind=kind)
        case "statements":
            channel = ("press_statement", "interview")[number % 2]
            return make_statement(slug=slug, made=time, channel=channel)
        case "claims":
            return make_claim(
                slug=slug,
                kind=("killed", "wounded")[number % 2],
                value=(None if number % 3 == 0 else number % 4, number + 9),
                occurred=time,
                statement=make_statement(made=TIMES[number % 4]),
            )
        case "actors":
            return make_actor(name, slug=slug)
        case "places":
            return make_place(name, slug=slug)
        case "documents":
            return make_document(slug=slug, published=time)
    topic = ("deaths", "captivity")[number % 2]
    return make_question(slug=slug, title=name, topic=topic)


def orderings(resource: str) -> list[str]:
    keys = list(RESOURCES[resource].orderings)
    one = [f"{sign}{key}" for key in keys for sign in ("", "-")]
    pairs = [f"{key},-{other}" for key, other in pairwise(keys)]
    return [*one, *pairs, *(f"-{pair.replace('-', '')}" for pair in pairs)]


def follow(url: str) -> dict:
    response = CLIENT.get(url)
    assert response.status_code == 200, response.content.decode()
    return response.json()


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_what_stays_is_met_once_and_nothing_twice(resource: str) -> None:
    rows = [make_row(resource, number) for number in range(ROWS)]
    model, coming, going = type(rows[0]), rows[::4], rows[1::4]
    staying = {row.slug for row in rows if row not in coming and row not in going}
    everything = [row.pk for row in rows]

    def show(some: list[Record], status: str) -> None:
        model.objects.filter(pk__in=[row.pk for row in some]).update(status=status)

    for ordering in orderings(resource):
        random = Random(ordering)
        model.objects.filter(pk__in=everything).update(status="published")
        of_all = [
            record["slug"]
            for record in ask(resource, ordering=ordering, fields="slug", limit=500)["results"]
        ]
        for way in ("next", "previous"):
            show(rows, "published")
            page = ask(resource, ordering=ordering, fields="slug", limit=2)
            if way == "previous":
                while page["next"]:
                    page = follow(page["next"])
            show(coming, "draft")
            met: list[str] = []
            while True:
                shown = [record["slug"] for record in page["results"]]
                met = [*met, *shown] if way == "next" else [*shown, *met]
                show([random.choice(coming)], "published")
                show([random.choice(going)], "withdrawn")
                if not page[way]:
                    break
                page = follow(page[way])
            assert len(met) == len(set(met)), (ordering, way, met)
            assert staying <= set(met), (ordering, way, staying - set(met))
            places = [of_all.index(slug) for slug in met]
            assert places == sorted(places), (ordering, way, met)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_a_cursor_whose_keys_are_of_other_types_is_refused(resource: str) -> None:
    rows = [make_row(resource, number) for number in range(4)]
    assert rows
    wrong = [None, 1, -1.5, True, "plain", "=text", "@2021-11-16", "@2021-11-16T00:00:00+00:00",
             "@text", [], ["=a"], {}, 2**63, 2**200, "=\x00", "@9999-99-99T00:00:00Z"]  # fmt: skip
    for ordering in orderings(resource):
        page = ask(resource, ordering=ordering, limit=1)
        cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
        head = json.loads(base64.urlsafe_b64decode(cursor))
        forged = [head[:-1], [*head, "=a"], head[1:], [], {}, None, [head[0], "yes", *head[2:]]]
        for place in range(2, len(head)):
            if head[place] is None:
                continue  # a null tells not what else the column takes
            others = [one for one in wrong if kind_of(one) not in ("null", kind_of(head[place]))]
            forged += [[*head[:place], other, *head[place + 1 :]] for other in others]
        for content in forged:
            text = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
            error = refused(resource, ordering=ordering, cursor=text)
            assert (error["parameter"], error["code"]) == ("cursor", "bad_cursor"), content


def kind_of(value: object) -> str:
    """What a cursor's value stands for; whatever is none stands for nothing."""
    match value:
        case None:
            return "null"
        case int():
            return "number" if abs(value) < 2**63 else "none"
        case str() if value.startswith("=") and "\x00" not in value:
            return "text"
        case "@2021-11-16T00:00:00+00:00":
            return "time"
        case str() if value.startswith("@") and value.endswith("+00:00"):
            return "time"
    return "none"
