"""What architecture.md promises of the code's shape: who may import whom, names, sizes, tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictdb import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["conflictdb", "api"]
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
COMMANDS = sorted(
    path.stem
    for package in PACKAGES
    for path in (ROOT / package).glob("management/commands/*.py")
    if path.stem != "__init__"
)

# Each part of conflictdb and the parts that it may import.
MAY_IMPORT: dict[str, set[str]] = {
    "vocabularies": set(),
    "dates": set(),
    "models": {"vocabularies", "dates"},
    "states": {"vocabularies", "dates", "models"},
    "questions": {"vocabularies", "dates", "models"},
    "charts": {"vocabularies", "dates", "models", "questions"},
    "curation": {"vocabularies", "dates", "models", "states", "questions"},
    "interchange": {"vocabularies", "dates", "models", "states", "questions"},
    "account": set(),
    "admin": {
        "vocabularies",
        "dates",
        "models",
        "states",
        "questions",
        "charts",
        "curation",
        "interchange",
    },
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services"}
LONGEST_FILE = 400


def imported_by(path: Path) -> Iterator[str]:
    """Every module that a file imports, with relative imports written out."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def in_part(path: Path, part: str) -> bool:
    return path.relative_to(ROOT / "conflictdb").parts[0] in (part, f"{part}.py")


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_lies_below_it(part: str) -> None:
    files = [path for path in MODULES if path.is_relative_to(ROOT / "conflictdb")]
    files = [path for path in files if in_part(path, part)]
    assert files, f"no such part: {part}"
    others = (set(MAY_IMPORT) | {"management"}) - MAY_IMPORT[part] - {part}
    wrong = {
        f"{name_of(path)} imports {module}"
        for path in files
        for module in imported_by(path)
        if module.startswith("conflictdb.") and module.split(".")[1] in others
    }
    assert not wrong


def test_the_domain_never_imports_the_api() -> None:
    """Settings and urls name it in strings, which the interpreter follows later."""
    wrong = {
        f"{name_of(path)} imports {module}"
        for path in (ROOT / "conflictdb").rglob("*.py")
        for module in imported_by(path)
        if module.split(".")[0] == "api"
    }
    assert not wrong


def test_the_api_imports_neither_the_admin_nor_commands_nor_curation() -> None:
    wrong = {
        f"{name_of(path)} imports {module}"
        for path in (ROOT / "api").rglob("*.py")
        for module in imported_by(path)
        if module.startswith(("conflictdb.admin", "conflictdb.management", "conflictdb.curation"))
    }
    assert not wrong


def test_models_are_imported_through_their_one_door_by_the_domain() -> None:
    """A module behind the door is named for its functions only, never for its models."""
    classes = set(models.__all__)
    wrong = {
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if not path.is_relative_to(ROOT / "conflictdb/models")
        for module in imported_by(path)
        if module.startswith("conflictdb.models.")
        and module.count(".") == 3
        and module.rsplit(".", 1)[1] in classes
    }
    assert not wrong


def test_no_module_has_a_name_that_says_nothing() -> None:
    wrong = {
        name_of(path)
        for path in MODULES
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    }
    assert not wrong


def test_files_stay_short() -> None:
    """Past 400 lines a file becomes a folder; lists of codes and migrations are data."""
    long = {
        name_of(path): lines
        for path in MODULES
        if not {"migrations", "vocabularies"} & set(path.parts)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


@pytest.mark.parametrize("command", COMMANDS)
def test_every_management_command_has_a_test_that_names_it(command: str) -> None:
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    assert any(f'"{command}"' in path.read_text(encoding="utf-8") for path in tests)
