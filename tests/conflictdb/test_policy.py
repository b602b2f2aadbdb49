"""What a browser is told it may do: page by page, as tight as what the page is built of allows."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client
from unfold.settings import CONFIG_DEFAULTS

from tests import factories

pytestmark = pytest.mark.django_db


def policy_of(client: Client, path: str) -> dict[str, str]:
    header = client.get(path).headers["Content-Security-Policy"]
    directives = (directive.strip().partition(" ") for directive in header.split(";"))
    return {name: value for name, _, value in directives}


def test_the_front_page_runs_nothing(client: Client) -> None:
    policy = policy_of(client, "/")
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert policy["style-src"] == "'self'"
    assert not re.search(r"<script|<style|style=", client.get("/").content.decode())


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/conflictdb/claim/"])
def test_the_admin_runs_its_own_files_only(path: str, client: Client) -> None:
    if path != "/admin/login/":
        client.force_login(User.objects.create_superuser("nune"))
    assert policy_of(client, path) == {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-eval'",
        "style-src": "'self'",
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_no_page_of_the_admin_has_a_script_of_its_own(client: Client) -> None:
    client.force_login(User.objects.create_superuser("nune"))
    claim = factories.make_claim()
    for path in ("", "conflictdb/claim/", f"conflictdb/claim/{claim.pk}/change/", "account/"):
        content = client.get(f"/admin/{path}").content.decode()
        for script in re.findall(r"<script[^>]*>", content):
            assert "src=" in script or 'type="application/json"' in script, script
        assert "<style" not in content
        assert not re.search(r"\son(click|load|error|submit|change)=", content)


@pytest.mark.parametrize(
    "path", ["/api/v1/claims", "/api/v1/", "/api/v1/claims/none", "/api/v1/claims?nonsense=1"]
)
def test_what_programs_get_is_no_page(path: str, client: Client) -> None:
    assert policy_of(client, path) == {"default-src": "'none'", "frame-ancestors": "'none'"}


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc"])
def test_documentation_runs_here_only_and_in_no_frame(path: str, client: Client) -> None:
    policy = policy_of(client, path)
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'self'", "'none'")


def test_a_chart_can_be_a_picture_elsewhere(client: Client) -> None:
    claim = factories.make_claim(cited_in=factories.make_document())
    answer = client.get(f"/api/v1/questions/{claim.question.slug}/chart.svg")
    assert answer.status_code == 200
    assert "frame-ancestors" not in answer.headers["Content-Security-Policy"]
    assert "Cross-Origin-Resource-Policy" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_other_headers(path: str, client: Client) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_colours_are_those_of_unfold() -> None:
    """They stand in a file instead of its style element."""
    found = finders.find("conflictdb/colours.css")
    assert isinstance(found, str)
    written = dict(re.findall(r"--color-([\w-]+): (.+);", Path(found).read_text(encoding="utf-8")))
    assert written == {
        f"{name}-{weight}": value
        for name, weights in CONFIG_DEFAULTS["COLORS"].items()
        for weight, value in weights.items()
    }
