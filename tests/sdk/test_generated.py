"""The generated clients read as a person would have written them, and lose no type.

What is found here is mended in the API's schema, never in the output.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.sdk.conftest import generate

# What generators write where nothing of the API is meant, read and found right.
OF_NO_RECORD = {"additional_properties"}  # what a later version of the API may add to a record


def models(python_client: Path) -> list[Path]:
    return sorted((python_client / "conflictdb_client" / "models").glob("*.py"))


def typed(module: Path) -> Iterator[tuple[str, str]]:
    """Fields of a module's classes and parameters of its call, with their types."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign):
                    yield ast.unparse(field.target), ast.unparse(field.annotation)
        elif isinstance(node, ast.FunctionDef) and node.name == "_get_kwargs":
            for parameter in [*node.args.args, *node.args.kwonlyargs]:
                yield parameter.arg, ast.unparse(parameter.annotation)


def untyped(module: Path) -> set[str]:
    """Names of the API that a module types as Any or object."""
    loose = {name for name, kind in typed(module) if re.search(r"\b(Any|object)\b", kind)}
    return loose - OF_NO_RECORD


def types(typescript_project: Path) -> str:
    text = (typescript_project / "typescript" / "types.gen.ts").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def numbered(names: set[str]) -> set[str]:
    return {name for name in names if re.search(r"\d", name)}


def repeated(enums: dict[str, frozenset[str]]) -> list[list[str]]:
    """Names of enums that have the very same codes as others."""
    names = defaultdict(list)
    for name, codes in enums.items():
        names[codes].append(name)
    return [same for same in names.values() if len(same) > 1]


def expected_names() -> tuple[set[str], set[str]]:
    """The names of the document's schemas and operations."""
    document = generate.document()
    operations = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    return set(document["components"]["schemas"]), operations


def test_python_types_every_field_and_parameter(python_client: Path):
    calls = (python_client / "conflictdb_client" / "api").glob("*/*.py")
    loose = {
        f"{module.stem}.{name}"
        for module in [*models(python_client), *calls]
        for name in untyped(module)
    }
    assert loose == set()


def test_python_has_the_schemas_models_and_no_others(python_client: Path):
    source = (python_client / "conflictdb_client" / "models" / "__init__.py").read_text()
    exported = set(ast.literal_eval(source.partition("__all__ = ")[2]))
    schemas, operations = expected_names()
    assert exported == schemas
    assert numbered(exported) == set()
    calls = (python_client / "conflictdb_client" / "api").glob("*/[a-z]*.py")
    assert {module.stem for module in calls} == {snake(name) for name in operations}


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_python_has_each_enum_once(python_client: Path):
    enums = {}
    for module in models(python_client):
        text = module.read_text(encoding="utf-8")
        for name, codes in re.findall(r"^(\w+) = Literal\[(.*)\]$", text, re.MULTILINE):
            enums[name] = frozenset(ast.literal_eval(f"({codes},)"))
    assert len(enums) > 20
    assert repeated(enums) == []


def test_typescript_types_every_field_and_parameter(typescript_project: Path):
    loose = [
        line.strip()
        for line in types(typescript_project).splitlines()
        if re.search(r"\b(any|unknown|object)\b", re.sub(r"'[^']*'", "", line))
    ]
    assert loose == []


def test_typescript_has_the_schemas_types_and_those_of_operations(typescript_project: Path):
    exported = set(re.findall(r"^export type (\w+)", types(typescript_project), re.MULTILINE))
    schemas, operations = expected_names()
    parts = ("Data", "Errors", "Error", "Responses", "Response")
    of_operations = {f"{name[0].upper()}{name[1:]}{part}" for name in operations for part in parts}
    assert exported == schemas | of_operations | {"ClientOptions"}
    assert numbered(exported) == set()
    sdk = (typescript_project / "typescript" / "sdk.gen.ts").read_text(encoding="utf-8")
    assert set(re.findall(r"^export const (\w+)", sdk, re.MULTILINE)) == operations


def test_typescript_has_each_enum_once(typescript_project: Path):
    enums = {}
    text = types(typescript_project)
    for name, codes in re.findall(r"^export type (\w+) = ('[^;]*');", text, re.MULTILINE):
        enums[name] = frozenset(codes.split(" | "))
    assert len(enums) > 20
    assert repeated(enums) == []
    inline = re.findall(r"\w\??: (?:Array<)?('.*?' \| .*?)[;>]", text)
    assert inline == [], "codes without a name"


def test_filters_over_codes_take_several(typescript_project: Path, python_client: Path):
    assert "kind?: Array<ClaimKind>;" in types(typescript_project)
    calls = python_client / "conflictdb_client" / "api" / "claims" / "list_claims.py"
    assert ("kind", "list[ClaimKind] | Unset") in set(typed(calls))


def test_null_is_told_exactly(typescript_project: Path, python_client: Path):
    claim = dict(typed(python_client / "conflictdb_client" / "models" / "claim.py"))
    assert set(claim["claimant"].split(" | ")) == {"ActorRef", "None"}
    assert set(claim["value_min"].split(" | ")) == {"int", "None"}
    assert (claim["kind"], claim["gist"]) == ("ClaimKind", "str")
    (body,) = re.findall(r"export type Claim = \{(.*?)\n\};", types(typescript_project), re.DOTALL)
    for line in ("claimant: ActorRef | null;", "value_min: number | null;", "kind: ClaimKind;"):
        assert line in body


def test_no_client_can_ask_for_less_than_its_types_promise(
    typescript_project: Path, python_client: Path
):
    offered = {
        p["name"] for p in generate.document()["paths"]["/api/v1/claims"]["get"]["parameters"]
    }
    assert "fields" in offered
    assert "fields?:" not in types(typescript_project)
    calls = (python_client / "conflictdb_client" / "api").glob("*/*.py")
    assert all("fields" not in dict(typed(module)) for module in calls)


def test_these_searches_find_what_they_are_for(tmp_path: Path):
    module = tmp_path / "model.py"
    module.write_text("class Claim:\n    kind: Any\n    gist: str\n    place: dict[str, Any]\n")
    assert untyped(module) == {"kind", "place"}
    assert numbered({"Claim", "Status400", "Foo2"}) == {"Status400", "Foo2"}
    assert repeated({"A": frozenset("xy"), "B": frozenset("yx"), "C": frozenset("z")}) == [
        ["A", "B"]
    ]


def test_no_lock_names_a_registry():
    lock = (Path(__file__).parent / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert ".tgz" not in lock
    assert yaml.safe_load(lock)["lockfileVersion"] == 3
