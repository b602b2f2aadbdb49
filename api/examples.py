"""The examples of the OpenAPI document: real requests, and what the API answers to them.

``examples.json`` holds one for each operation and one problem for each status. `make examples` asks
for them anew with the fixtures loaded; tests compare them with what the API answers today. Nothing
here needs a database, so the document can be written without one.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import MEDIA_TYPE, TITLES

FILE = Path(__file__).with_name("examples.json")

# How an example is called in the document, which may hold several for one answer.
NAME = "fixtures"


def recorded() -> dict[str, Any]:
    """The contents of ``examples.json``: ``operations`` by operationId, ``problems`` by status."""
    contents: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return contents


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of an OpenAPI document with its path."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def add_examples(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: an example for each answer, one shared response for each problem."""
    examples = recorded()
    components = result["components"]
    for status, example in sorted(examples["problems"].items()):
        shown = {"summary": f"GET {example['request']}", "value": example["answer"]}
        components.setdefault("examples", {})[problem_name(status)] = shown
    for _, operation in operations(result):
        example = examples["operations"].get(operation["operationId"])
        for status, response in operation["responses"].items():
            content = response.get("content", {})
            if status == "200" and example and "answer" in example:
                shown = {"summary": f"GET {example['request']}", "value": example["answer"]}
                content[example["media_type"]]["examples"] = {NAME: shown}
            elif MEDIA_TYPE in content and status in examples["problems"]:
                reference = f"#/components/examples/{problem_name(status)}"
                content[MEDIA_TYPE]["examples"] = {NAME: {"$ref": reference}}
    return share_problems(result)


def share_problems(result: dict[str, Any]) -> dict[str, Any]:
    """Write a problem that operations describe in the same words once, and refer to it."""
    shared = result["components"].setdefault("responses", {})
    for _, operation in operations(result):
        for status, response in operation["responses"].items():
            if MEDIA_TYPE in response.get("content", {}):
                name = problem_name(status)
                if shared.setdefault(name, response) == response:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    result["components"]["responses"] = dict(sorted(shared.items()))
    return result


def problem_name(status: str) -> str:
    """``BadRequest`` for 400."""
    return TITLES[int(status)].title().replace(" ", "")
