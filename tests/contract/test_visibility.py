"""Drafts do not exist outside the admin: with and without them, every answer is the same."""

import pytest
from django.apps import apps

from api.filters import SlugFilter
from api.urls import RESOURCES
from conflictdb.models import Record
from tests.api.asking import CLIENT, content_of
from tests.contract import contract
from tests.contract.operations import operations, resolved
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
    return [*found, *orderings(), *aggregates(world), *others(world), *mistakes()]


def orderings() -> list[str]:
    """Every list by every key, both ways; the cursors of the next pages come with them."""
    return [
        f"{resource}?fields=slug&limit=2&ordering={sign}{key}"
        for resource, viewset in RESOURCES.items()
        for key in viewset.orderings
        for sign in ("", "-")
    ]


def aggregates(world: World) -> list[str]:
    """Counts by every dimension, and under every filter."""
    found = []
    for operation in operations():
        if operation.resource != "aggregates":
            continue
        resource = operation.template.split("/")[1]
        dimensions = resolved(operation.parameters["by"]["schema"]["items"])["enum"]
        found += [f"{operation.template}?by={dimension}" for dimension in dimensions]
        for name in contract.filters(resource):
            asked = values(world, resource, name)[:1]
            found += [f"{operation.template}?by={dimensions[0]}&{name}={one}" for one in asked]
    return found


def others(world: World) -> list[str]:
    """Search, timelines, charts, exports, vocabularies, the root."""
    found = ["", "vocabularies", "vocabularies/claim_kinds", "schema"]
    for resource in contract.RESOURCES:
        found += [f"{resource}/export.{name}" for name in ("csv", "ndjson")]
        found += [f"{resource}/export.csv?updated_after=2020&ordering=-updated"]
    found.append("incidents/export.geojson")
    for words in ("draft", "clashes", "sotk", "ministry or zod", "withdrawn"):
        found += [f"search?q={words}{more}" for more in SEARCHES]
    for slug in (*world.slugs["incidents"], "draft-0-incident"):
        found += [f"incidents/{slug}/timeline{more}" for more in TIMELINES]
    for slug in (*world.slugs["questions"], "draft-0-question"):
        found += [f"questions/{slug}/chart.svg{more}" for more in ("", "?known_at=2021-11-16")]
    return found


SEARCHES = ("&count=true", "&limit=1&resource=actors,claims")
TIMELINES = ("", "?limit=1", "?type=statement", "?known_at=2021-11-16T15:00:00Z")


def mistakes() -> list[str]:
    """Slugs that are nearly those of drafts: what is suggested must be none."""
    found = [f"{name}/draft-0-{name[:-2]}" for name in contract.RESOURCES]
    for resource, viewset in RESOURCES.items():
        for name, declared in viewset.filterset_class.base_filters.items():
            if isinstance(declared, SlugFilter):
                named = declared.named._meta.model_name
                found.append(f"{resource}?{name}=draft-1-{named[:-1]}")
    return found


def answers(urls: list[str]) -> dict[str, tuple]:
    """Status, headers and body of each."""
    found = {}
    for url in urls:
        response = CLIENT.get(f"/api/v1/{url}")
        found[url] = (response.status_code, dict(response.headers), content_of(response))
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
        assert status != 400 or b'"suggestion": "draft-' not in body, url
    asked = {url.split("?")[0].split("/")[0] for url in urls}
    assert asked == {*contract.RESOURCES, *(each.resource for each in operations()), "", "schema"}


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
