"""The pages for people: they work when clicked, and ask no other host for anything."""

import re
from contextlib import closing

import pytest
from django.contrib.staticfiles import finders

from tests.api.asking import CLIENT, get, problem_of
from tests.contract import contract
from tests.contract.world import add_drafts, make_world
from tests.factories import make_claim, make_incident, make_statement

pytestmark = pytest.mark.django_db


def page(path: str) -> str:
    response = CLIENT.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    return response.content.decode()


def test_the_front_page_counts_what_is_published():
    world = make_world()
    before = page("/")
    for resource, model in (("claims", type(world.total)), ("actors", type(world.armenia))):
        count = model.objects.filter(status="published").count()
        assert f"<dt>{resource}</dt><dd>{count}</dd>" in before
    assert "<dt>contested questions</dt><dd>0</dd>" not in before
    add_drafts(world)
    assert page("/") == before


def test_the_front_page_without_any_record():
    assert "<dt>claims</dt><dd>0</dd>" in page("/")


def test_the_three_examples_of_the_front_page_work_when_clicked():
    clash = make_incident(kind="episode")
    for value in (12, 13):
        statement = make_statement(made="2021-11-16T12:00")
        make_claim(kind="captured", value=value, incident=clash, statement=statement)
    links = re.findall(r'href="([^"]+)"', page("/"))
    examples = [link.replace("&amp;", "&") for link in links if "?" in link]
    assert len(examples) == 3
    for example in examples:
        response = CLIENT.get(example)
        assert response.status_code == 200, example
        assert response.json()["results"], example


def test_every_other_link_of_the_front_page_leads_somewhere():
    links = set(re.findall(r'href="(/[^"?]+)"', page("/")))
    assert {"/api/v1/docs", "/api/v1/redoc", "/api/v1/schema"} <= links
    for link in links:
        with closing(CLIENT.get(link, follow=True)) as response:  # a style sheet is a file
            assert response.status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/api/v1/docs", "/api/v1/redoc"])
def test_pages_load_nothing_from_other_hosts(path):
    text = page(path)
    loaded = re.findall(r"""(?:src|href|url)\s*[=(:]\s*["']?((?:https?:)?//[^"')\s>]+)""", text)
    assert [url for url in loaded if not url.startswith("http://testserver")] == []
    assert re.findall(r"https?://(?!testserver|www\.w3\.org)[\w.-]+", text) == []


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc"])
def test_the_assets_of_the_documentation_are_here(path):
    assets = re.findall(r'(?:src|href)="/static/([^"]+)"', page(path))
    assert assets
    for asset in assets:
        assert finders.find(asset), asset
    assert "/api/v1/schema" in page(path)


def test_the_root_of_the_api_leads_to_every_list_and_to_the_documentation():
    root = get("").json()
    assert set(contract.RESOURCES) < set(root)
    assert {"search", "schema", "docs", "redoc"} < set(root)
    # Which alone ask for nothing.
    root["search"] += "?q=Armenia"
    for resource in ("claims", "incidents", "statements"):
        root[f"aggregates/{resource}"] += "?by=month"
    for address in root.values():
        assert address.startswith("http://testserver/api/v1/")
        assert CLIENT.get(address).status_code == 200, address


@pytest.mark.parametrize("path", ["schema", "docs", "redoc"])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_pages_are_read_only(path, method):
    problem_of(getattr(CLIENT, method)(f"/api/v1/{path}"), 405)
