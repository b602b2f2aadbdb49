"""Exports hold what the pages hold: every record that matches, value for value, in every format."""

import csv
import io
import json
import threading
from datetime import datetime

import openpyxl
import pandas
import pyarrow
import pytest
from pyarrow import parquet

from api.exports import view
from api.exports.columns import BOOLEAN, INSTANT, INTEGER, JSON, NUMBER, WORDS, columns
from api.exports.formats import XLSX, formats_of
from api.urls import RESOURCES
from tests.api.asking import CLIENT, ask, get, problem_of, refused
from tests.contract import contract
from tests.contract.world import add_drafts, make_world
from tests.factories import make_document, make_incident, make_place

KNOWN_AT = "2021-11-16T13:00:00Z"
OFFERED = [
    (resource, name)
    for resource, viewset in RESOURCES.items()
    for name in formats_of(viewset.resource)
]


def export(resource: str, name: str, **parameters) -> bytes:
    response = get(f"{resource}/export.{name}", **parameters)
    assert response.status_code == 200, response.content if not response.streaming else response
    return read(response)


def read(response) -> bytes:
    """The whole body; Django's client closes the answer after it."""
    return b"".join(response.streaming_content)


def page(resource: str, **parameters) -> list[dict]:
    parameters.setdefault("ordering", "slug")
    return ask(resource, limit=500, **parameters)["results"]


def table_of(resource: str, fields=None):
    return columns(RESOURCES[resource].representation, fields)


def as_csv(value) -> str:
    """As a cell says it: null is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def read_csv(body: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


@pytest.fixture
def world(db):
    made = make_world()
    add_drafts(made)
    return made


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_csv_has_the_pages_values(world, resource):
    rows = read_csv(export(resource, "csv"))
    records = page(resource)
    assert len(rows) == len(records) > 1
    for row, record in zip(rows, records, strict=True):
        assert list(row) == [column.name for column in table_of(resource)]
        for column in table_of(resource):
            if column.kind == JSON:
                assert json.loads(row[column.name]) == record[column.path[0]]
            elif column.kind == NUMBER and row[column.name]:
                assert float(row[column.name]) == column.of(record)
            else:
                assert row[column.name] == as_csv(column.of(record)), column


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_ndjson_is_the_pages_json(world, resource):
    lines = export(resource, "ndjson").decode().splitlines()
    assert [json.loads(line) for line in lines] == page(resource)


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_parquet_is_typed_and_has_the_pages_values(world, resource):
    table = parquet.read_table(io.BytesIO(export(resource, "parquet")))
    types = {
        INTEGER: pyarrow.int64(),
        NUMBER: pyarrow.float64(),
        BOOLEAN: pyarrow.bool_(),
        INSTANT: pyarrow.timestamp("us", "UTC"),
    }
    for column in table_of(resource):
        field = table.schema.field(column.name)
        if column.kind == WORDS:
            assert pyarrow.types.is_list(field.type)
            assert field.type.value_type == pyarrow.string()
        else:
            assert field.type == types.get(column.kind, pyarrow.string())
        assert field.metadata[b"description"].decode() == column.help
    for row, record in zip(table.to_pylist(), page(resource), strict=True):
        for column in table_of(resource):
            value, expected = row[column.name], column.of(record)
            if column.kind == JSON:
                value, expected = json.loads(value), record[column.path[0]]
            elif column.kind == WORDS:
                value = "|".join(value)
            elif column.kind == INSTANT and value is not None:
                expected = datetime.fromisoformat(expected)
                assert value.tzinfo is not None
            assert value == expected, column


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_xlsx_has_texts_numbers_and_booleans(world, resource):
    book = openpyxl.load_workbook(io.BytesIO(export(resource, "xlsx")))
    header, *rows = book["Records"].iter_rows()
    assert [cell.value for cell in header] == [column.name for column in table_of(resource)]
    for row, record in zip(rows, page(resource), strict=True):
        for cell, column in zip(row, table_of(resource), strict=True):
            assert cell.data_type != "f"
            value = column.of(record)
            if column.kind == JSON:
                assert json.loads(cell.value) == json.loads(value)
            else:
                assert cell.value == (None if value == "" else value), column


def test_geojson_is_a_feature_collection(world):
    body = json.loads(export("incidents", "geojson"))
    assert body["type"] == "FeatureCollection"
    for feature, record in zip(body["features"], page("incidents"), strict=True):
        assert (feature["type"], feature["id"]) == ("Feature", record["slug"])
        if record["longitude"] is None:
            assert feature["geometry"] is None
        else:
            point = [record["longitude"], record["latitude"]]
            assert feature["geometry"] == {"type": "Point", "coordinates": point}
        for column in table_of("incidents"):
            value, expected = feature["properties"][column.name], column.of(record)
            if column.kind == JSON:
                expected = json.loads(expected)
            elif column.kind == WORDS:
                value = "|".join(value)
            assert value == expected, column
    assert {feature["geometry"] is None for feature in body["features"]} == {True, False}
    none = export("incidents", "geojson", slug__not=[r["slug"] for r in page("incidents")])
    assert json.loads(none) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(("resource", "name"), OFFERED)
def test_fields_narrow_and_an_export_without_records_is_whole(world, resource, name):
    first, *_ = contract.FIELDS[resource]
    one = export(resource, name, fields=first, slug=world.slugs[resource][0])
    assert one
    slugs = [record["slug"] for record in page(resource)]
    assert len(export(resource, name, slug__not=slugs)) < len(export(resource, name))
    if name == "csv":
        assert one.decode() == f"slug\n{world.slugs[resource][0]}\n"
    if name == "parquet":
        empty = parquet.read_table(io.BytesIO(export(resource, name, slug__not=slugs)))
        assert (empty.num_rows, empty.num_columns) == (0, len(table_of(resource)))


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        ("claims", {"kind": "captured"}),
        ("claims", {"kind__not": "captured"}),
        ("claims", {"claimant": "armenia-mod", "value_gte": 3}),
        ("claims", {"known_at": KNOWN_AT}),
        ("claims", {"ordering": "-value,kind"}),
        ("incidents", {"bbox": "45,40,46,41"}),
        ("incidents", {"ordering": "-occurred"}),
        ("statements", {"q": "ministry"}),
        ("questions", {"topic": "captivity"}),
        ("questions", {"known_at": KNOWN_AT}),
        ("questions", {"known_at": KNOWN_AT, "contested": "false"}),
        ("places", {"country": "AM", "fields": "name,slug"}),
    ],
)
def test_filters_and_orderings_are_the_lists(world, resource, parameters):
    lines = export(resource, "ndjson", **parameters).decode().splitlines()
    assert [json.loads(line) for line in lines] == page(resource, **parameters)
    slugs = [row["slug"] for row in read_csv(export(resource, "csv", **parameters))]
    assert slugs == [record["slug"] for record in page(resource, **parameters)]


def test_slices_meet(world, monkeypatch):
    expected = export("claims", "ndjson"), export("questions", "csv")
    monkeypatch.setattr("api.exports.source.FIRST_SLICE", 1)
    monkeypatch.setattr("api.exports.source.MOST_SLICE", 2)
    monkeypatch.setattr("api.exports.source.BLOCK", 10)
    assert (export("claims", "ndjson"), export("questions", "csv")) == expected
    assert len(json.loads(export("incidents", "geojson"))["features"]) == len(page("incidents"))


HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', 'a "b", c',
    "line\nbreak", "a\r\nb", "\\.", "\\N", "NULL", "nan", "true", "0012", "1e5",
    "https://example.org/", "ռազմագերի 🕊", "|", "{=1}", " ", "a\x02b\x01c",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text):
    make_incident(text, slug="hostile", summary=text)
    make_document(slug="byline", authors=[text, "A|B"])
    guarded = f"'{text}" if text[0] in "=+-@\t\r" else text
    (row,) = read_csv(export("incidents", "csv"))
    assert (row["title"], row["summary"]) == (guarded, guarded)
    (row,) = parquet.read_table(io.BytesIO(export("incidents", "parquet"))).to_pylist()
    assert (row["title"], row["summary"]) == (text, text)
    (line,) = export("incidents", "ndjson").decode().split("\n")[:-1]
    assert json.loads(line)["title"] == text
    (feature,) = json.loads(export("incidents", "geojson"))["features"]
    assert feature["properties"]["title"] == text
    sheet = openpyxl.load_workbook(io.BytesIO(export("incidents", "xlsx"))).active
    cell = sheet["B2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    if text.isprintable():
        assert cell.value == guarded
    (row,) = read_csv(export("documents", "csv"))
    assert json.loads(row["authors"]) == [text, "A|B"]


@pytest.mark.django_db
def test_numbers_stay_numbers():
    make_place(slug="south", latitude=-33.5, longitude=-70.25)
    (row,) = read_csv(export("places", "csv"))
    assert (row["latitude"], row["longitude"]) == ("-33.5", "-70.25")
    frame = pandas.read_csv(io.BytesIO(export("places", "csv")))
    assert frame["latitude"].dtype == "float64"


@pytest.mark.parametrize(("resource", "name"), OFFERED)
def test_drafts_change_no_export(db, resource, name):
    made = make_world()
    before = export(resource, name)
    add_drafts(made)
    after = export(resource, name)
    if name != "xlsx":  # a workbook tells when it was made
        assert after == before
    assert b"draft-" not in after


@pytest.mark.django_db
def test_what_is_wrong_is_told():
    assert refused("claims/export.pdf")["parameter"] == "file_format"
    assert refused("claims/export.geojson")["code"] == "unknown_format"
    for name in ("limit", "cursor", "count"):
        problem = refused("claims/export.csv", **{name: "1"})
        assert (problem["parameter"], problem["code"]) == (name, "not_for_exports")
    assert refused("claims/export.csv", kind="kiled")["suggestion"] == "killed"
    assert refused("claims/export.csv", fields="slugs")["code"] == "unknown_field"
    assert refused("claims/export.csv", ordering="id")["code"] == "unknown_key"
    assert refused("claims/export.csv", nonsense="1")["code"] == "unknown_parameter"


@pytest.mark.django_db
def test_too_many_rows_for_a_sheet_are_refused_before_it_is_begun(monkeypatch):
    monkeypatch.setattr(XLSX, "most", 1)
    make_incident()
    assert export("incidents", "xlsx")
    make_incident()
    problem = refused("incidents/export.xlsx")
    assert (problem["code"], problem["suggestion"]) == ("too_many_rows", "csv")


@pytest.mark.parametrize(("resource", "name"), OFFERED)
def test_headers(world, resource, name):
    response = get(f"{resource}/export.{name}")
    assert response["Content-Type"] == formats_of(RESOURCES[resource].resource)[name].media_type
    start = f'attachment; filename="conflictdb-{resource}-'
    assert response["Content-Disposition"].startswith(start)
    assert response["Content-Disposition"].endswith(f'.{name}"')
    assert read(response)
    again = CLIENT.get(
        f"/api/v1/{resource}/export.{name}", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304
    head = CLIENT.head(f"/api/v1/{resource}/export.{name}")
    assert (head.status_code, read(head)) == (200, b"")
    for header in ("Content-Type", "Content-Disposition", "ETag"):
        assert head[header] == response[header]


@pytest.mark.django_db
def test_only_so_many_run_at_a_time(monkeypatch):
    monkeypatch.setattr(view, "places", threading.BoundedSemaphore(1))
    make_incident()
    with view.places:  # as another thread would, reading its export
        other = get("incidents/export.csv")
        assert int(other["Retry-After"]) > 0
        problem_of(other, 503)
    assert export("incidents", "csv")
    assert refused("incidents/export.csv", kind="nonsense")
    assert export("incidents", "csv")
