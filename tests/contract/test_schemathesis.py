"""Schemathesis asks every operation what its OpenAPI document allows and what it forbids, with the
fixtures loaded, and holds each answer to the document, by all of its checks.

A moderate number of cases by default; ``SCHEMATHESIS_CASES=500`` for the full run.
"""

import json
import os
from collections.abc import Iterator

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from schemathesis.checks import CHECKS, load_all_checks

from api.pages import SchemaView
from conflictdb.interchange import FIXTURES
from conflictdb.interchange.fixtures import load
from conflictdb.wsgi import application

pytestmark = pytest.mark.django_db  # otherwise, alone, this file would have no database

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "10"))

# Every boundary of every parameter, and their combinations, are hundreds of cases an operation: in
# the full run only.
document = schemathesis.openapi.from_path(
    str(SchemaView.file),
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": CASES >= 100}}}),
)
document.app = application
# The same with nothing required: what an answer is held to that ``fields`` narrowed.
narrowed = schemathesis.openapi.from_dict(
    json.loads(
        json.dumps(yaml.safe_load(SchemaView.file.read_text(encoding="utf-8"))),
        object_hook=lambda part: {
            key: value
            for key, value in part.items()
            if key != "required" or not isinstance(value, list)
        },
    )
)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The fixtures, once for all operations, in one transaction that requests do not end."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        load(FIXTURES, progress=lambda _: None)
        yield
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


# What a value may be refused for though its schema allows it: that depends on the data, on other
# parameters or on the calendar, which JSON Schema cannot say.
BEYOND_SCHEMA = {
    "unknown_slug",
    "bad_cursor",
    "bad_time",  # 30 February
    "bad_box",
    "bad_point",
    "missing",  # near without radius_km
    "repeated_key",
    "unknown_key",  # sorted by what is not counted by
    "several_many",
}

load_all_checks()
# Its strict form would have every slug that a pattern allows exist. ``refused_for_a_reason`` asks
# what is left to ask: that nothing else is refused which the document allows.
DOES_NOT_APPLY = CHECKS.get_by_names(["positive_data_acceptance"])
# With ``fields`` records lack what their schema requires, as the parameter's description says.
HOLDS_WHOLE_RECORDS = CHECKS.get_by_names(["response_schema_conformance"])


def refused_for_a_reason(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """What the document allows is refused only for what no schema can say."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code == 400:
        for error in response.json()["errors"]:
            assert error["code"] in BEYOND_SCHEMA, error


@document.parametrize()
@settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
def test_every_answer_is_as_the_document_says(case: schemathesis.Case) -> None:
    # The client does not decompress, and closes only what it buffers.
    response = case.call(headers={"Accept-Encoding": "identity"}, buffered=True)
    excluded = [*DOES_NOT_APPLY]
    if case.method == "GET" and "fields" in (case.query or {}) and response.status_code == 200:
        excluded += HOLDS_WHOLE_RECORDS
        narrowed[case.path]["GET"].validate_response(response)
    case.validate_response(
        response, additional_checks=[refused_for_a_reason], excluded_checks=excluded
    )


def test_features_are_as_the_document_says() -> None:
    """Ten cases seldom ask for this format without anything that is refused."""
    export = document["/api/v1/incidents/export.{file_format}"]["GET"]
    case = export.Case(path_parameters={"file_format": "geojson"})
    response = case.call(headers={"Accept-Encoding": "identity"}, buffered=True)
    assert response.status_code == 200
    assert any(each["properties"]["participants"] for each in response.json()["features"])
    export.validate_response(response)
