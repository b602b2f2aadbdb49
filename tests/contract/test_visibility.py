"""Drafts do not exist outside the admin: with and without them, every answer is the same."""

import pytest
from django.apps import apps

from conflictdb.models import Record
from tests.api.asking import CLIENT
from tests.contract import contract
from tests.contract.values import values
from tests.contract.world import World, add_drafts, make_world
from tests.transactions import committed

pytestmark = pytest.mark.django_db


def requests(world: World) -> list[str]:
    """Every list, detail, filter, count, ordering and narrowing; embed sites come with them."""
    found = []
    for resource in contract.RESOURCES:
        found.append(f"{resource}?count=true")
        for name in contract.parameters(resource):
            plain, negation, _ = name.partition("__not")
            asked = values(world, resource, plain)
            # What a record shows is compared by the lists and details; here, which are found.
            ask = f"{resource}?fields=slug&{name}=" if name != "fields" else f"{resource}?fields="
            found += [f"{ask}{value}" for value in asked[: 1 if negation else None]]
        found += [f"{resource}/{slug}" for slug in world.slugs[resource]]
        found += [f"{resource}/draft-{n}-{resource.removesuffix('s')}" for n in range(2)]
    question = world.total.question.slug
    for rule in ("lowest", "low_best_high", "min_max", "latest_per_side"):
        found.append(f"questions/{question}?rule={rule}")
    found.append(f"questions/{question}?known_at=2021-11-16T13:00:00Z")
    found += ["changes?limit=1000", "changes?after=7&resource=claim"]
    return found


def answers(urls: list[str]) -> dict[str, tuple]:
    """Status, headers and body of each."""
    found = {}
    for url in urls:
        response = CLIENT.get(f"/api/v1/{url}")
        found[url] = (response.status_code, dict(response.headers), response.content)
    return found


def test_databases_that_differ_only_in_drafts_answer_byte_for_byte_alike():
    world = make_world()
    committed()
    urls = requests(world)
    before = answers(urls)
    add_drafts(world)
    committed()
    after = answers(urls)
    assert [url for url in urls if before[url] != after[url]] == []
    for url, (status, _, body) in after.items():
        assert status in (200, 400, 404), (url, status)
        assert status != 200 or b"draft-" not in body, url


def test_the_same_records_published_would_be_seen():
    """Without this the test above might compare answers that drafts could not change."""
    world = make_world()
    urls = [
        *(f"{resource}?count=true" for resource in contract.RESOURCES),
        f"statements/{world.statement.slug}",
        f"claims/{world.total.slug}",
        f"incidents/{world.episode.slug}",
        f"actors/{world.ministry.slug}",
        f"actors/{world.person.slug}",
        f"documents/{world.report.slug}",
        f"questions/{world.total.question.slug}",
        "changes?limit=1000",
    ]
    committed()
    before = answers(urls)
    add_drafts(world)
    for model in apps.get_app_config("conflictdb").get_models():
        if issubclass(model, Record):
            model.objects.update(status="published")
    committed()
    after = answers(urls)
    assert [url for url in urls if before[url] == after[url]] == []
