"""Generates the Python and TypeScript clients from the OpenAPI document, as `make sdk` does.

    python sdk/generate.py [FOLDER]

writes ``python/`` and ``typescript/`` there, by default beside this file. Only ``fields`` is left
out: the clients' records are whole, so that everything their types promise is there. Whoever wants
narrow records asks for them over HTTP.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
DOCUMENT = PROJECT / "api" / "openapi.yaml"
NODE_TOOLS = PROJECT / "tests" / "sdk" / "node_modules" / ".bin"
# Node comes with the development tools; one beside this Python goes before any other.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def whole_records(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the parameter that narrows what its types describe as whole."""
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [
                parameter
                for parameter in operation.get("parameters", [])
                if parameter["name"] != "fields"
            ]
    return document


def named_codes(document: dict[str, Any]) -> dict[str, Any]:
    """The document with each enum described in a line.

    The Python generator repeats an enum's description, meanings and all, wherever it is used.
    """
    for component in document["components"]["schemas"].values():
        if "enum" in component:
            component["description"] = component["description"].partition("\n")[0]
    return document


def run(*command: str | Path, **environment: str | Path) -> None:
    """Run a generator; its warnings are errors."""
    given = {name: str(value) for name, value in environment.items()}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": PATH, **given},
    )
    printed = done.stdout + done.stderr
    if done.returncode or "warning" in printed.lower():
        sys.exit(f"{command[0]} failed:\n{printed}")


@contextmanager
def written(document: dict[str, Any]) -> Iterator[Path]:
    """A temporary file that holds the document."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "openapi.yaml"
        file.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        yield file


def python(document: dict[str, Any], folder: Path) -> None:
    """Write the Python client."""
    with written(named_codes(whole_records(document))) as source:
        run(
            *(sys.executable, "-m", "openapi_python_client"),
            *("generate", "--path", source, "--config", HERE / "python.yaml"),
            *("--output-path", folder, "--overwrite"),
        )


def typescript(document: dict[str, Any], folder: Path) -> None:
    """Write the TypeScript client."""
    with written(whole_records(document)) as source:
        config = HERE / "typescript.mjs"
        run(NODE_TOOLS / "openapi-ts", "-f", config, SDK_INPUT=source, SDK_OUTPUT=folder)


def document() -> dict[str, Any]:
    """The committed OpenAPI document."""
    contents: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return contents


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    python(document(), target / "python")
    typescript(document(), target / "typescript")
