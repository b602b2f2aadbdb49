"""What a view could not do for want of a database; tests/faults takes the database away."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/api/faults/raw", "/api/faults/django"])
def test_an_outage_is_an_answer_not_an_error(client: Client, settings: Any, path: str) -> None:
    """The test client raises what Django would log as a fault of ours, with a trace."""
    settings.ROOT_URLCONF = "tests.faults.urls"
    response = client.get(path)
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"


def test_a_mistake_is_none(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.faults.urls"
    with pytest.raises(ValueError, match="a plain mistake"):
        client.get("/faults/fault")
