"""The examples of the OpenAPI document are what the API answers, with the fixtures loaded.

``EXAMPLES_WRITE=1``, which `make examples` sets, writes them anew instead of comparing: also those
of operations that have none yet, from the examples of their parameters. To show something else,
change the ``request`` in ``api/examples.json``; name in a list ``varies`` beside it the keys whose
values differ each time, such as times of recording.
"""

import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from drf_spectacular.generators import SchemaGenerator
from limits import parse

from api.examples import FILE, operations, recorded
from api.limits import ProcessStorage
from api.resource import ResourceViewSet
from conflictdb.models import Actor, Claim
from conflictdb.models.change import withdrawing_for
from tests.api.asking import CLIENT
from tests.factories import make_actor, make_claim
from tests.transactions import committed

HERE, SHOWN = "http://testserver/", "http://127.0.0.1:8000/"
LONGEST_LIST = 2
WRITING = bool(os.environ.get("EXAMPLES_WRITE"))

# What is asked for each problem.
PROBLEM_REQUESTS = {
    "308": "/api/v1/actors/defence-ministry-of-armenia",
    "400": "/api/v1/places?knid=settlement&limit=0",
    "404": "/api/v1/claims/no-such-claim",
    "410": "/api/v1/claims/a-claim-that-was-withdrawn",
    "429": "/api/v1/claims",
    "503": "/api/v1/claims",
}


@contextmanager
def withdrawn() -> Iterator[None]:
    claim = make_claim(slug="a-claim-that-was-withdrawn")
    committed()
    with withdrawing_for("retracted_source"):
        Claim.objects.filter(pk=claim.pk).update(status="withdrawn")
    committed()
    yield


@contextmanager
def merged() -> Iterator[None]:
    actor = make_actor(slug="defence-ministry-of-armenia")
    committed()
    survivor = Actor.objects.get(slug="armenia-mod")
    Actor.objects.filter(pk=actor.pk).update(status="withdrawn", merged_into=survivor)
    committed()
    yield


@contextmanager
def limited() -> Iterator[None]:
    with (
        override_settings(RATE_LIMIT=parse("6000/minute")),
        patch.object(ProcessStorage, "incr", return_value=6001),
        patch("tests.api.test_examples.CLIENT", Client()),
    ):
        yield


def database_away() -> AbstractContextManager[Any]:
    return patch.object(ResourceViewSet, "list", side_effect=OperationalError("away"))


# What has to be so for the API to answer it.
CIRCUMSTANCES = {"308": merged, "410": withdrawn, "429": limited, "503": database_away}


def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


def answer_of(response: HttpResponse) -> Any:
    """What an example shows of an answer: long lists are cut, addresses are the local server's."""
    media_type = response["Content-Type"].partition(";")[0]
    content = b"".join(response) if response.streaming else response.content
    if media_type.endswith("json"):
        return shortened(json.loads(content.replace(HERE.encode(), SHOWN.encode())))
    if media_type.startswith("text/") or media_type.endswith(("xml", "ndjson")):
        return content.decode().replace(HERE, SHOWN)
    return None  # bytes that nobody could read


def shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shortened(part) for part in value[:LONGEST_LIST]]
    return value


def without(value: Any, keys: list[str]) -> Any:
    """A value in which those keys, however deep, tell only the type of what they hold.

    Nor does it tell the day on which a chart says that its dataset was recorded.
    """
    if isinstance(value, str):
        return re.sub(r"as recorded on \d+ \w+ \d{4}", "as recorded on a day", value)
    if isinstance(value, dict):
        return {
            key: type(part).__name__ if key in keys else without(part, keys)
            for key, part in value.items()
        }
    return [without(part, keys) for part in value] if isinstance(value, list) else value


def request_for(path: str, operation: dict[str, Any]) -> str:
    """A request that an operation's own parameters give an example of."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            example = parameter.get("example", parameter["schema"].get("example"))
            assert example, f"{operation['operationId']}: {parameter['name']} has no example"
            path = path.replace(f"{{{parameter['name']}}}", str(example))
    limited = any(parameter["name"] == "limit" for parameter in operation.get("parameters", []))
    return f"{path}?limit=1" if limited else path


def load() -> None:
    call_command("load_fixtures", verbosity=0, stdout=io.StringIO())


def asked(request: str, status: str) -> HttpResponse:
    response = CLIENT.get(request)
    assert response.status_code == int(status), (request, response.content)
    return response


def refreshed(old: dict[str, Any], request: str, response: HttpResponse) -> dict[str, Any]:
    """An example as it should stand; the old one where it differs only in what varies."""
    media_type = response["Content-Type"].partition(";")[0]
    new = {**old, "request": request, "media_type": media_type, "answer": answer_of(response)}
    if new["answer"] is None:
        del new["answer"]
    varies = old.get("varies", [])
    same = without(old.get("answer"), varies) == without(new.get("answer"), varies)
    return {**new, "answer": old["answer"]} if same and "answer" in old else new


def check(kind: str, fresh: dict[str, dict[str, Any]]) -> None:
    """Compare examples with the file's, by name; or write them."""
    kept = recorded()
    fresh = dict(sorted(fresh.items()))
    if WRITING:
        text = json.dumps({**kept, kind: fresh}, ensure_ascii=False, indent=1)
        FILE.write_text(f"{text}\n", encoding="utf-8")
        return
    missing = sorted(fresh.keys() - kept[kind].keys())
    assert not missing, f"{missing} have no example in {FILE.name}: `make examples`"
    unused = sorted(kept[kind].keys() - fresh.keys())
    assert not unused, f"{FILE.name} has examples of what is no more: {unused}"
    for name, example in fresh.items():
        told = f"{name} answers otherwise now: `make examples`, or say what `varies`"
        assert kept[kind][name] == example, told


@pytest.mark.django_db
def test_every_operation_has_an_example_that_the_api_still_answers():
    load()
    kept, fresh = recorded()["operations"], {}
    for path, operation in operations(document()):
        name = operation["operationId"]
        old = kept.get(name, {})
        request = old.get("request") or request_for(path, operation)
        fresh[name] = refreshed(old, request, asked(request, "200"))
        assert fresh[name]["media_type"] in operation["responses"]["200"]["content"], name
    check("operations", fresh)


@pytest.mark.django_db
def test_every_problem_has_an_example_that_the_api_still_answers():
    load()
    kept, fresh = recorded()["problems"], {}
    for status, request in PROBLEM_REQUESTS.items():
        with CIRCUMSTANCES.get(status, nullcontext)():
            fresh[status] = refreshed(kept.get(status, {}), request, asked(request, status))
    check("problems", fresh)


def test_every_problem_that_an_operation_describes_has_an_example():
    described = {
        status
        for _, operation in operations(document())
        for status in operation["responses"]
        if int(status) >= 300
    }
    assert described == set(recorded()["problems"]), "PROBLEM_REQUESTS above are to make them"


def test_the_document_shows_them():
    kept = recorded()
    shown = document()
    for _, operation in operations(shown):
        example = kept["operations"][operation["operationId"]]
        content = operation["responses"]["200"]["content"][example["media_type"]]
        if "answer" in example:
            assert content["examples"]["fixtures"]["value"] == example["answer"]
            assert example["request"] in content["examples"]["fixtures"]["summary"]
    for name, response in shown["components"]["responses"].items():
        (example,) = response["content"]["application/problem+json"]["examples"].values()
        assert example["$ref"] == f"#/components/examples/{name}"
        assert shown["components"]["examples"][name]["value"]["status"] >= 300


def test_an_operation_without_an_example_is_named(monkeypatch):
    """The check can fail."""
    monkeypatch.setattr("tests.api.test_examples.WRITING", False)
    kept = recorded()["operations"]
    with pytest.raises(AssertionError, match="listMoons"):
        check("operations", {**kept, "listMoons": {}})
    name, example = next(iter(kept.items()))
    with pytest.raises(AssertionError, match=f"{name} answers otherwise"):
        check("operations", {**kept, name: {**example, "answer": {}}})
