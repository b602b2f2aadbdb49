"""What PostgreSQL writes is what the ordinary serializer writes, value for value."""

import json

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from api.compiled import records_as_json
from api.pagination import KeysetPaginator, Page
from api.urls import RESOURCES
from tests.contract.world import add_drafts, make_world

COMPILED = [
    (viewset, representation, rows)
    for viewset in RESOURCES.values()
    for representation, rows in (
        (viewset.representation, viewset.rows),
        (viewset.detail_representation, viewset.detail_rows),
    )
]


@pytest.mark.django_db
@pytest.mark.parametrize(("viewset", "representation", "rows"), COMPILED)
def test_compiled_json_equals_the_serializers(viewset, representation, rows):
    add_drafts(make_world())
    records = list(rows().order_by("slug"))
    assert records
    request = Request(RequestFactory().get("/api/v1/"))
    written = JSONRenderer().render(
        representation(records, many=True, context={"request": request}).data
    )
    ids = [record.pk for record in records]
    base = request.build_absolute_uri("/api/v1/")
    compiled = records_as_json(representation, viewset.model, ids, None, base)
    assert [json.loads(text) for text in compiled] == json.loads(written)


@pytest.mark.django_db
def test_compiled_json_is_narrowed_by_fields_and_keeps_the_order_asked_for():
    add_drafts(make_world())
    viewset = RESOURCES["claims"]
    ids = list(viewset.model.objects.published().order_by("-slug").values_list("pk", flat=True))
    compiled = records_as_json(
        viewset.representation, viewset.model, ids, ["slug", "kind"], "http://testserver/api/v1/"
    )
    slugs = [json.loads(text)["slug"] for text in compiled]
    assert slugs == sorted(slugs, reverse=True)
    assert {frozenset(json.loads(text)) for text in compiled} == {frozenset({"slug", "kind"})}


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(RESOURCES))
def test_what_was_withdrawn_since_its_id_was_found_is_not_shown(name, client, monkeypatch):
    """Between finding ids and writing records, another connection may withdraw one."""
    world = make_world()
    add_drafts(world)
    viewset = RESOURCES[name]
    draft = viewset.model.objects.exclude(status="published").first()
    assert draft is not None
    monkeypatch.setattr(KeysetPaginator, "page", lambda *_: Page([draft.pk], None, None, None))
    assert client.get(f"/api/v1/{name}").json()["results"] == []
