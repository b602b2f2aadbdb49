"""Every operation of the API, as its OpenAPI document tells: a new one is covered by itself."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from api.pages import SchemaView
from tests.contract.world import World

ROOT = "/api/v1/"


@dataclass(frozen=True)
class Operation:
    """One operation: its path below the root, and its parameters in path and query."""

    name: str
    template: str
    parameters: dict[str, dict[str, Any]]
    in_path: dict[str, dict[str, Any]]

    def __str__(self) -> str:
        return self.name

    @property
    def resource(self) -> str:
        return self.template.split("/")[0]

    def path(self, world: World, **given: str) -> str:
        """Its path for a record of the world, or for what is given."""
        values = {name: given.get(name) or self._value(name, world) for name in self.in_path}
        return self.template.format(**values)

    def _value(self, name: str, world: World) -> str:
        if name == "slug":
            return world.slugs[self.resource][0]
        value: str = first(self.in_path[name])
        return value

    def beside(self, *names: str) -> str:
        """What a query needs to be answered, beside what it has of these names."""
        needed = {name: first(each) for name, each in self.parameters.items() if each["required"]}
        for name in names:
            needed |= {"near": {"radius_km": 5}, "radius_km": {"near": "40,44"}}.get(name, {})
        return "".join(f"&{name}={value}" for name, value in needed.items() if name not in names)

    def is_many(self, name: str) -> bool:
        """Whether a parameter may be given several times."""
        described = self.parameters[name]
        return described["schema"].get("type") == "array" and described.get("explode", True)


def first(parameter: dict[str, Any]) -> Any:
    """A value that a parameter takes."""
    schema = parameter["schema"]
    schema = resolved(schema.get("items", schema))
    return schema.get("example") or (schema.get("enum") or ["clashes"])[0]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = document()["components"]["schemas"][reference.rpartition("/")[2]]
    return found


@cache
def document() -> dict[str, Any]:
    """The committed document, which other tests compare with the code."""
    found: dict[str, Any] = yaml.safe_load(SchemaView.file.read_text(encoding="utf-8"))
    return found


def operations() -> list[Operation]:
    found = []
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            declared = operation.get("parameters", [])
            by_place: dict[str, dict[str, Any]] = {"query": {}, "path": {}}
            for each in declared:
                by_place[each["in"]][each["name"]] = {"required": False, **each}
            found.append(
                Operation(
                    operation["operationId"],
                    path.removeprefix(ROOT),
                    by_place["query"],
                    by_place["path"],
                )
            )
    return found
