"""Answers for probes, with a database; tests/faults asks them without one."""

from typing import Any

import pytest
from django.test import Client


def test_live_asks_no_database(client: Client) -> None:
    """Without the ``db`` fixture a query would be an error."""
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_asks_it_once(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


def test_probes_come_by_plain_http_even_in_production(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200
    assert client.get("/admin/login/").status_code == 301


def test_probes_only_read(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
    assert client.post("/health/ready").status_code == 405
