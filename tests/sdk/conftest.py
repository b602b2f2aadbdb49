"""Clients made afresh, and a real site with the fixtures for them to ask."""

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.serving import PROJECT, Site, data_folder, serving

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules" / ".bin"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "sdk" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generator()


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """What a command prints; it has to succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": generate.PATH, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def address(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


def compile_typescript(scripts: list[Path], project: Path, tools: Path) -> list[Path]:
    """Compile programs of a project with all of ``--strict``; what they became."""
    strict = ["--strict", "--noUncheckedSideEffectImports", "--exactOptionalPropertyTypes", "false"]
    target = ["--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom,dom.iterable"]
    names = [script.name for script in scripts]
    run(tools / "tsc", *strict, *target, "--outDir", "built", *names, folder=project)
    built = project / "built"
    (built / "package.json").write_text('{"type": "module"}')
    return [built / f"{script.stem}.js" for script in scripts]


@pytest.fixture(scope="session")
def node_tools() -> Path:
    """The folder of Node's tools. Skips without them, but fails in continuous integration."""
    if not (TOOLS / "openapi-ts").exists():
        told = "Node's tools are not installed in tests/sdk/node_modules: `make test` does it"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return TOOLS


@pytest.fixture(scope="session")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Python client."""
    folder = tmp_path_factory.mktemp("python-client")
    generate.python(generate.document(), folder)
    return folder


@pytest.fixture(scope="session")
def typescript_project(tmp_path_factory: pytest.TempPathFactory, node_tools: Path) -> Path:
    """A folder with a project that has the TypeScript client in ``typescript/``."""
    folder = tmp_path_factory.mktemp("typescript-client")
    generate.typescript(generate.document(), folder / "typescript")
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A server of its own with the fixtures loaded, as `make run` starts it."""
    with data_folder() as folder, serving(CONFLICTDB_DATA_DIR=str(folder)) as site:
        yield site
