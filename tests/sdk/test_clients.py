"""The generated clients at work: typed, compiled, and right about a real server's answers."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sdk.conftest import HERE, address, compile_typescript, run
from tests.serving import PROJECT, Site

README = PROJECT / "sdk" / "README.md"
README_ADDRESS = "http://127.0.0.1:8000"


def block(language: str) -> str:
    """The one block of a language in the README of the clients."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return code


def run_python(script: Path, client: Path, *arguments: str) -> str:
    """Type-check a program that uses the client, then run it."""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", "--cache-dir"]
    checked = [*mypy, str(client / ".mypy_cache"), "--follow-imports", "silent", str(script)]
    # A folder of its own, so that the project's settings are not found.
    run(*checked, folder=client, MYPYPATH=str(client))
    return run(sys.executable, str(script), *arguments, folder=client, PYTHONPATH=str(client))


def run_typescript(script: Path, project: Path, tools: Path, *arguments: str) -> str:
    """Compile a program that uses the client with all of ``--strict``, then run it."""
    copied = project / script.name
    copied.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (built,) = compile_typescript([copied], project, tools)
    return run("node", built, *arguments, folder=project)


def expected(site: Site) -> dict[str, Any]:
    """What a consumer has to print, asked for over plain HTTP."""
    claims, path = [], "/api/v1/claims?limit=500&count=true"
    while path:
        every = site.get(path).json()
        claims += every["results"]
        path = (every["next"] or "").removeprefix(address(site))
    question = site.get(
        "/api/v1/questions/captivity-armenia-border-clashes-2021-11-16?rule=lowest"
    ).json()
    return {
        "count": every["count"],
        "slugs": [claim["slug"] for claim in claims],
        "described": [
            claim["claimant_description"] for claim in claims if claim["claimant"] is None
        ],
        "kinds": [c["kind"] for c in claims if c["kind"] in ("captured", "killed")],
        "latest": [
            [
                answer["claimant"] and answer["claimant"]["slug"],
                answer["value_min"],
                answer["asserted"] and answer["asserted"]["edtf"],
            ]
            for answer in question["latest"]
        ],
        "estimate": question["estimate"]["figures"][0]["value"],
        "bad": [400, "occurred_after"],
        "suggestion": "captured",
        "missing": [404, "Not found"],
    }


def check(printed: str, site: Site) -> None:
    found, wanted = json.loads(printed), expected(site)
    assert len(wanted["slugs"]) == wanted["count"] > 120, "more pages than one"
    assert {"captured", "killed"} == set(wanted["kinds"])
    assert wanted["latest"]
    assert wanted["described"]
    for name in wanted:
        assert found[name] == wanted[name], name


def test_python_reads_every_claim_and_is_told_what_is_wrong(python_client: Path, site: Site):
    check(run_python(HERE / "consumer.py", python_client, address(site)), site)


def test_typescript_reads_every_claim_and_is_told_what_is_wrong(
    typescript_project: Path, node_tools: Path, site: Site
):
    script = HERE / "consumer.ts"
    check(run_typescript(script, typescript_project, node_tools, address(site)), site)


def test_the_example_in_python_prints_what_the_readme_says(
    python_client: Path, site: Site, tmp_path: Path
):
    script = tmp_path / "example.py"
    script.write_text(block("python").replace(README_ADDRESS, address(site)), encoding="utf-8")
    assert run_python(script, python_client) == block("text")


def test_the_example_in_typescript_prints_what_the_readme_says(
    typescript_project: Path, node_tools: Path, site: Site, tmp_path: Path
):
    script = tmp_path / "example.ts"
    script.write_text(block("typescript").replace(README_ADDRESS, address(site)), encoding="utf-8")
    assert run_typescript(script, typescript_project, node_tools) == block("text")


def test_a_wrong_code_does_not_pass_the_type_checker(python_client: Path, tmp_path: Path):
    script = tmp_path / "wrong.py"
    script.write_text(block("python").replace('"captured"', '"capturd"'), encoding="utf-8")
    with pytest.raises(AssertionError, match="capturd"):
        run_python(script, python_client)
