"""Redocly and Spectral find nothing at all to say of the OpenAPI document."""

from pathlib import Path

import pytest

from tests.sdk.conftest import HERE, generate, run

OFFLINE = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def redocly(document: Path, tools: Path) -> str:
    config = f"--config={HERE / 'redocly.yaml'}"
    return run(tools / "redocly", "lint", config, document, folder=document.parent, **OFFLINE)


def spectral(document: Path, tools: Path) -> str:
    severity = ["--fail-severity", "hint", "--ruleset", HERE / "spectral.yaml"]
    return run(tools / "spectral", "lint", document, *severity, folder=document.parent)


LINTERS = [redocly, spectral]


@pytest.mark.parametrize("linter", LINTERS)
def test_nothing_to_say(linter, node_tools: Path):
    printed = linter(generate.DOCUMENT, node_tools)
    assert "warning" not in printed.lower()


@pytest.mark.parametrize("linter", LINTERS)
def test_a_fault_is_told(linter, node_tools: Path, tmp_path: Path):
    """The check can fail."""
    wrong = tmp_path / "openapi.yaml"
    text = generate.DOCUMENT.read_text(encoding="utf-8")
    wrong.write_text(text.replace("#/components/schemas/ClaimPage", "#/components/schemas/Moon"))
    with pytest.raises(AssertionError, match="Moon"):
        linter(wrong, node_tools)
