"""The OpenAPI document: committed as generated, without a warning, and true of every answer."""

import io
import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator

from api.schema import name_enums
from api.urls import RESOURCES
from conflictdb.vocabularies import VOCABULARIES
from tests.api.asking import CLIENT, ask, get, problem_of
from tests.contract import contract
from tests.contract.world import make_world
from tests.transactions import committed

OPENAPI = Path(__file__).parents[2] / "api" / "openapi.yaml"


@cache
def generated() -> str:
    output = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=output)
    return output.getvalue()


@cache
def schema() -> dict:
    return yaml.safe_load(generated())


def operations():
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def validator(reference: str) -> Draft202012Validator:
    """Checks a body against a part of the document; formats too."""
    whole = {"$ref": f"#/$defs/{reference}", "$defs": _rewritten(schema()["components"]["schemas"])}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _rewritten(part):
    text = json.dumps(part).replace("#/components/schemas/", "#/$defs/")
    return json.loads(text)


def test_the_committed_document_is_the_generated_one():
    assert OPENAPI.read_text(encoding="utf-8") == generated(), "api/openapi.yaml: `make schema`"


def test_the_generator_has_nothing_to_warn_of():
    generated()  # fails by itself on a warning
    assert not GENERATOR_STATS


def test_it_is_openapi_3_1_and_served():
    assert schema()["openapi"].startswith("3.1")
    response = CLIENT.get("/api/v1/schema")
    assert response.status_code == 200
    served = yaml.safe_load(response.content)
    assert served == schema()


def test_every_resource_has_a_list_and_a_detail_with_stable_names():
    expected = {
        "listActors": "/api/v1/actors",
        "getActor": "/api/v1/actors/{slug}",
        "listChanges": "/api/v1/changes",
        "listClaims": "/api/v1/claims",
        "getClaim": "/api/v1/claims/{slug}",
        "listDocuments": "/api/v1/documents",
        "getDocument": "/api/v1/documents/{slug}",
        "listIncidents": "/api/v1/incidents",
        "getIncident": "/api/v1/incidents/{slug}",
        "getIncidentTimeline": "/api/v1/incidents/{slug}/timeline",
        "listPlaces": "/api/v1/places",
        "getPlace": "/api/v1/places/{slug}",
        "listQuestions": "/api/v1/questions",
        "getQuestion": "/api/v1/questions/{slug}",
        "listStatements": "/api/v1/statements",
        "getStatement": "/api/v1/statements/{slug}",
        "listVocabularies": "/api/v1/vocabularies",
        "getVocabulary": "/api/v1/vocabularies/{name}",
    }
    found = {operation["operationId"]: path for path, _, operation in operations()}
    assert expected.items() <= found.items()
    assert {method for _, method, _ in operations()} == {"get"}


def test_operations_say_what_they_are_for():
    for path, _, operation in operations():
        assert operation["summary"], path
        assert len(operation["description"]) > 20, path
        assert operation["tags"], path
        assert re.fullmatch("[a-z]+([A-Z][a-z]+)*", operation["operationId"]), path


def test_every_parameter_is_described_and_typed():
    for path, _, operation in operations():
        for parameter in operation.get("parameters", []):
            where = (path, parameter["name"])
            assert parameter["description"], where
            assert "type" in parameter["schema"] or "$ref" in parameter["schema"], where
            if parameter["schema"].get("type") == "array":
                assert {"type", "$ref"} & set(parameter["schema"]["items"]), where


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_resource_has_an_export_with_the_lists_filters(resource):
    path = f"/api/v1/{resource}/export.{{file_format}}"
    operation = schema()["paths"][path]["get"]
    assert operation["operationId"] == f"export{resource.capitalize()}"
    names = {parameter["name"] for parameter in operation["parameters"]}
    further = {*contract.parameters(resource), "file_format"} - {"limit", "cursor", "count"}
    assert names == further
    (chosen,) = [each for each in operation["parameters"] if each["name"] == "file_format"]
    assert len(resolved(chosen["schema"])["enum"]) == len(operation["responses"]["200"]["content"])


@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_the_parameters_described_are_those_that_are_accepted(resource):
    for _, _, operation in operations():
        if operation["operationId"] == f"list{resource.capitalize()}":
            names = [parameter["name"] for parameter in operation.get("parameters", [])]
            assert len(names) == len(set(names))
            assert set(names) == set(contract.parameters(resource))


def test_every_property_is_described():
    missing = [
        (name, key)
        for name, component in schema()["components"]["schemas"].items()
        for key, value in component.get("properties", {}).items()
        if not value.get("description")
        and not any("description" in part for part in value.get("oneOf", []))
    ]
    assert missing == []


def test_every_vocabulary_in_use_is_one_shared_enum_with_its_meanings():
    schemas = schema()["components"]["schemas"]
    by_codes = {
        tuple(component["enum"]): name for name, component in schemas.items() if "enum" in component
    }
    for vocabulary in VOCABULARIES.values():
        name = by_codes.get(tuple(vocabulary.codes))
        if name:
            assert name == vocabulary.type_name
            for code in vocabulary:
                assert f"`{code.code}`: {code.definition}" in schemas[name]["description"]
    assert len(by_codes) == len([part for part in schemas.values() if "enum" in part])
    parameters = [
        parameter
        for _, _, operation in operations()
        for parameter in operation.get("parameters", [])
        if parameter["name"] != "fields"
    ]
    assert [*_enums([parameters, schemas])] == [schemas[name]["enum"] for name in by_codes.values()]


def test_codes_that_parameters_spell_out_are_named_once():
    def parameter(name, codes, **further):
        spelled = {"type": "string", "enum": codes, **further}
        where = spelled if name == "format" else {"type": "array", "items": spelled}
        return {
            "name": name,
            "schema": where,
            "description": "Not: Which." if "__" in name else "A",
        }

    asked = [parameter("by", ["a", "b"]), parameter("by__not", ["a", "b"])]
    exported = [parameter("format", ["csv"], title="Format", example="csv")]
    document = {
        "paths": {
            "/sums": {"get": {"operationId": "sumClaims", "parameters": asked}},
            "/export": {"get": {"operationId": "exportClaims", "parameters": exported}},
            "/plain": {"get": {"operationId": "plain"}},
        },
        "components": {"schemas": {}},
    }
    named = name_enums(document)["components"]["schemas"]
    assert {name: part["enum"] for name, part in named.items()} == {
        "Format": ["csv"],
        "SumClaimsBy": ["a", "b"],
    }
    reference = {"$ref": "#/components/schemas/SumClaimsBy"}
    assert [each["schema"]["items"] for each in asked] == [reference, reference]
    assert exported[0]["schema"] == {"$ref": "#/components/schemas/Format"}
    assert exported[0]["example"] == "csv"


def _enums(part):
    if isinstance(part, dict):
        if "enum" in part:
            yield part["enum"]
        for value in part.values():
            yield from _enums(value)
    elif isinstance(part, list):
        for value in part:
            yield from _enums(value)


def test_every_problem_an_operation_can_answer_is_described():
    merged = ("actors", "places", "incidents", "questions")
    for path, _, operation in operations():
        expected = {"200", "400", "429"} | ({"404", "410"} if "{slug}" in path else set())
        # Vocabularies ask no database: they are never withdrawn, nor away.
        expected |= {"404"} if "{name}" in path else set()
        expected |= set() if "vocabularies" in path else {"503"}
        if path.endswith(tuple(f"{resource}/{{slug}}" for resource in merged)):
            expected.add("308")
        assert expected <= set(operation["responses"]), path
        for status in expected - {"200"}:
            content = resolved(operation["responses"][status])["content"]
            assert list(content) == ["application/problem+json"], path


def resolved(part: dict) -> dict:
    """What a reference into the document's components refers to."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    return schema()["components"][kind][name]


def test_nothing_is_marked_as_written_or_secured():
    """So that clients have one model for each shape, and ask nobody for a password."""
    assert "readOnly" not in generated()
    assert "writeOnly" not in generated()
    assert schema()["security"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("resource", contract.RESOURCES)
def test_every_answer_is_as_described(resource):
    world = make_world()
    name = RESOURCES[resource].resource.capitalize()
    page, detail = response_of(f"list{name}s"), response_of(f"get{name}")
    for query in ("", "count=true", "limit=1", f"fields={','.join(contract.FIELDS[resource])}"):
        page.validate(get(resource, query).json())
    rules = ["", *(["lowest", "low_best_high", "latest_per_side"] if name == "Question" else [])]
    for record in ask(resource)["results"]:
        for rule in rules:
            query = f"rule={rule}" if rule else ""
            detail.validate(ask(f"{resource}/{record['slug']}", query))
    assert len(world.slugs[resource]) > 1


def response_of(operation_id: str) -> Draft202012Validator:
    (operation,) = (o for _, _, o in operations() if o["operationId"] == operation_id)
    reference = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    return validator(reference.rsplit("/", 1)[-1])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["claims?knid=x&kind=y", "claims/missing"])
def test_every_problem_is_as_described(path):
    response = CLIENT.get(f"/api/v1/{path}")
    validator("Problem").validate(problem_of(response, response.status_code))


@pytest.mark.django_db
def test_the_change_feed_is_as_described():
    world = make_world()
    committed()
    type(world.total).objects.filter(slug="shelling").update(status="withdrawn")
    committed()
    page = response_of("listChanges")
    for query in ("", "after=3", "operation=withdrawn", "limit=1"):
        body = get("changes", query).json()
        assert body["results"]
        page.validate(body)
    validator("Gone").validate(problem_of(get("claims/shelling"), 410))


@pytest.mark.django_db
def test_the_description_is_exact_enough_to_catch_a_wrong_answer():
    """The schema can fail: nullable, enums and types are told."""
    make_world()
    body = ask("claims/mod-losses--captured")
    claim = response_of("getClaim")
    claim.validate(body)
    for name, wrong in (
        ("kind", "no_such_kind"),
        ("kind", None),
        ("gist", None),
        ("value_min", "12"),
        ("statement", None),
        ("citations", None),
        ("occurred", "2021-11-16"),
    ):
        assert not claim.is_valid({**body, name: wrong}), name
        assert claim.is_valid({**body, "subject": None, "value_max": None, "occurred": None})
    for name in contract.FIELDS["claims"]:
        without = {key: value for key, value in body.items() if key != name}
        assert not claim.is_valid(without), name
