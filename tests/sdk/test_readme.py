"""What the README asks is asked, and answered as it says: by curl, in Python and in TypeScript.

A block of code belongs to the answer that follows. One that no answer follows, before another block
of its language comes, is put before all that come after it.

``README_WRITE=1`` writes the answers that Python gets instead of comparing them, after the data
changed.
"""

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.sdk.conftest import address, compile_typescript, run
from tests.serving import PROJECT, Site

README = PROJECT / "README.md"
README_ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"```(?P<language>sh|python|typescript|text)\n(?P<content>.*?)```", re.DOTALL)
# What stands between these in an answer is a value of what curl gets, or several by commas.
CELLS = re.compile(r" \| |\n")


@dataclass(frozen=True)
class Recipe:
    """A question in one or more languages, and its answer, which begins at a character."""

    code: dict[str, str]
    answer: str
    begins: int


def recipes() -> Iterator[Recipe]:
    shared: dict[str, str] = {}
    pending: dict[str, str] = {}
    for block in BLOCK.finditer(README.read_text(encoding="utf-8")):
        language, content = block["language"], block["content"]
        if language != "text":
            if language in pending and language != "sh":
                shared[language] = f"{shared.get(language, '')}{pending[language]}\n"
            pending[language] = content
            continue
        code = {name: f"{shared.get(name, '')}{text}" for name, text in pending.items()}
        yield Recipe(code, content, block.start("content"))
        pending = {}


RECIPES = list(recipes())
# Asked in all languages.
COOKBOOK = [recipe for recipe in RECIPES if "typescript" in recipe.code]


def values(answer: Any) -> set[str]:
    """Every text and number of a JSON value, as they are printed."""
    if isinstance(answer, dict):
        return values([*answer.values()])
    if isinstance(answer, list):
        return set().union(*map(values, answer))
    return {str(answer)}


def documents(printed: str) -> Iterator[Any]:
    """The JSON values that stand one after the other."""
    while printed.strip():
        value, end = json.JSONDecoder().raw_decode(printed.lstrip())
        printed = printed.lstrip()[end:]
        yield value


@pytest.fixture
def curl(tmp_path: Path) -> dict[str, str]:
    """Settings with which curl complains of an answer that is not 2xx."""
    if shutil.which("curl") is None:
        told = "There is no curl on this machine"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    (tmp_path / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n")
    return {"CURL_HOME": str(tmp_path), "HOME": str(tmp_path)}


def test_there_are_twelve_questions_in_three_languages_and_ten_for_historians():
    assert len(COOKBOOK) == 12
    assert all(recipe.code.keys() >= {"sh", "python", "typescript"} for recipe in COOKBOOK)
    assert len(RECIPES) == 22
    assert all(recipe.answer.strip() for recipe in RECIPES)


def test_the_map_names_every_folder_and_nothing_that_is_not_there():
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert {folder for folder, _ in rows} == folders
    for folder, told in rows:
        for name in re.findall(r"`([\w./]+)`", told):
            assert (PROJECT / folder / name).exists(), f"{folder}/{name}"


def test_curl_gets_every_value_of_the_answers(site: Site, tmp_path: Path, curl: dict[str, str]):
    for recipe in COOKBOOK:
        commands = recipe.code["sh"].replace(README_ADDRESS, address(site))
        printed = run("sh", "-ec", commands, folder=tmp_path, **curl)
        cells = {cell for cell in CELLS.split(recipe.answer) if cell and cell not in commands}
        if printed.startswith("{"):
            said = values(list(documents(printed)))
            missing = {c for c in cells if c not in said and not said.issuperset(c.split(", "))}
        else:
            files = "".join(file.read_text() for file in tmp_path.glob("*.[sc]*"))
            missing = {cell for cell in cells if cell not in files}
        assert missing == set(), commands


def test_every_other_command_of_curl_succeeds(site: Site, tmp_path: Path, curl: dict[str, str]):
    readme = README.read_text(encoding="utf-8").replace(README_ADDRESS, address(site))
    alone = [block["content"] for block in BLOCK.finditer(readme) if block["language"] == "sh"]
    of_recipes = {recipe.code["sh"].replace(README_ADDRESS, address(site)) for recipe in COOKBOOK}
    others = [commands for commands in alone if commands not in of_recipes]
    assert others
    for commands in others:
        assert run("sh", "-ec", commands, folder=tmp_path, **curl)


@pytest.fixture
def texts(tmp_path: Path) -> None:
    """The coded texts that are on this machine, where the README has a reader put them."""
    rows = json.loads((PROJECT / "fixtures" / "03_documents.json").read_text(encoding="utf-8"))
    slugs = {row["fields"]["sha256"]: row["fields"]["slug"] for row in rows}
    if folder := os.environ.get("CONFLICTDB_TEXTS"):
        for file in Path(folder).glob("*.txt"):
            content = file.read_bytes()
            if slug := slugs.get(hashlib.sha256(content).hexdigest()):
                (tmp_path / f"{slug}.txt").write_bytes(content)


@pytest.mark.usefixtures("texts")
def test_python_gets_the_answers(python_client: Path, site: Site, tmp_path: Path):
    readme = README.read_text(encoding="utf-8")
    differing = []
    for recipe in reversed(RECIPES):
        script = tmp_path / "recipe.py"
        script.write_text(recipe.code["python"].replace(README_ADDRESS, address(site)))
        printed = run(sys.executable, script, folder=tmp_path, PYTHONPATH=str(python_client))
        differing += [(recipe.code["python"], recipe.answer, printed)] * (printed != recipe.answer)
        end = recipe.begins + len(recipe.answer)
        readme = readme[: recipe.begins] + printed + readme[end:]
    if os.environ.get("README_WRITE"):
        README.write_text(readme, encoding="utf-8")
        return
    for code, answer, printed in differing:
        assert answer == printed, code


def test_typescript_gets_the_answers(typescript_project: Path, node_tools: Path, site: Site):
    scripts = []
    for number, recipe in enumerate(COOKBOOK, start=1):
        script = typescript_project / f"recipe-{number}.ts"
        script.write_text(recipe.code["typescript"].replace(README_ADDRESS, address(site)))
        scripts.append(script)
    built = compile_typescript(scripts, typescript_project, node_tools)
    for recipe, program in zip(COOKBOOK, built, strict=True):
        printed = run("node", program, folder=typescript_project)
        assert printed == recipe.answer, recipe.code["typescript"]
