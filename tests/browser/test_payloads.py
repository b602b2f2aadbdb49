"""Whatever a record says stays text: nothing of it runs on any page that shows it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, models
from django.urls import reverse
from playwright.sync_api import Page

from conflictdb.models import (
    Actor,
    ActorName,
    Claim,
    ClaimLink,
    Document,
    Incident,
    Place,
    PlaceName,
    Question,
    Record,
    Statement,
)
from tests import factories
from tests.conflictdb.admin.pages import address, list_address
from tests.conflictdb.admin.test_pages import MAKE

# One would run as an element, one out of an attribute, one in a script, one as a template.
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "\"'><script>alert(2)</script>",
    "</script><svg onload=alert(3)>",
    "{{constructor.constructor('alert(4)')()}}${alert(5)}",
    '" autofocus onfocus=alert(6) x-init="alert(7)" x-data hx-on:load="alert(8)',
)
HOSTILE = " ".join(PAYLOADS)


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """Where anybody may write what they like: not in times, which are parsed at every door."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, models.SlugField)
        and not field.choices
        and not field.name.endswith(("_edtf", "_timezone"))
    ]


def poison(record: models.Model) -> set[str]:
    """Put payloads into every text that its rules allow; which took one."""
    taken = set()
    for field in texts_of(type(record)):
        hostile = HOSTILE[: field.max_length]
        try:
            type(record)._default_manager.filter(pk=record.pk).update(**{field.attname: hostile})
            taken.add(field.name)
        except (IntegrityError, ProgrammingError, ValidationError):
            continue  # a code, a digest, a time: refused, as it should be
    return taken


@pytest.fixture
def poisoned(transactional_db: None) -> dict[type[Record], Record]:
    """A record of each kind, and what hangs on them, with payloads in every text."""
    records: dict[type[Record], Any] = {model: make(status="draft") for model, make in MAKE.items()}
    factories.make_actor_name(records[Actor])
    factories.make_place_name(records[Place])
    desks = [*MAKE, ActorName, PlaceName]
    taken = {model: [poison(row) for row in model._default_manager.all()] for model in desks}
    for model, name in (
        (Actor, "name"),
        (ActorName, "name"),
        (Claim, "gist"),
        (ClaimLink, "note"),
        (Document, "title"),
        (Incident, "title"),
        (Place, "name"),
        (PlaceName, "name"),
        (Statement, "gist"),
    ):
        assert all(name in names for names in taken[model]), model
    return records


@pytest.mark.parametrize("name", ["list", "change", "history", "delete", "submit"])
def test_nothing_that_a_record_says_runs(
    name: str, poisoned: dict[type[Record], Record], superuser: Page
) -> None:
    for model, record in poisoned.items():
        if name == "submit" and model is Question:
            continue  # it has no steps
        page = list_address(model) if name == "list" else address(record, name)
        assert superuser.goto(page).status == 200, page
        superuser.wait_for_timeout(50)
        assert superuser.locator("img[src=x], svg[onload], [x-init*=alert]").count() == 0, page


def test_nothing_that_a_suggestion_says_runs(
    poisoned: dict[type[Record], Record], superuser: Page
) -> None:
    """Of records that a field refers to, as select2 shows them."""
    superuser.goto(reverse("admin:conflictdb_statement_add"))
    superuser.locator(".field-speaker .select2-selection").click()
    option = superuser.locator(".select2-results__option", has_text="onerror").first
    option.wait_for()
    option.click()
    superuser.wait_for_timeout(200)
    assert superuser.locator("img[src=x]").count() == 0
