"""Merging in the admin: choose the survivor, see what would happen, confirm with a reason."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Actor, Incident, Place, Question
from tests.factories import (
    make_actor,
    make_actor_name,
    make_claim,
    make_incident,
    make_place,
    make_question,
    make_statement,
)

from .pages import address, form_of, list_address, log_of, told

MAKE = {Actor: make_actor, Place: make_place, Incident: make_incident, Question: make_question}
each_model = pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)
REASON = "One and the same."


def preview(browser: Client, loser: Any, survivor: Any) -> Any:
    return browser.get(address(loser, "merge"), {"into": survivor.pk})


def confirm(browser: Client, loser: Any, survivor: Any, **typed: str) -> Any:
    data = {"into": survivor.pk, "reason": REASON, **typed}
    return browser.post(address(loser, "merge"), data)


@each_model
def test_a_record_is_merged_by_its_button(model: Any, browser: Client, curator: User) -> None:
    loser, survivor = MAKE[model](), MAKE[model]()
    assert f'href="{address(loser, "merge")}"' in form_of(loser, browser).content
    choose = browser.get(address(loser, "merge")).content.decode()
    assert 'data-field-name="merged_into"' in choose
    page = preview(browser, loser, survivor).content.decode()
    assert loser.slug in page
    assert survivor.slug in page
    loser.refresh_from_db()
    assert loser.merged_into is None, "looking merges nothing"
    response = confirm(browser, loser, survivor)
    assert response["Location"] == address(survivor)
    loser.refresh_from_db()
    assert (loser.status, loser.merged_into) == ("withdrawn", survivor)
    entry = log_of(loser)[-1]
    assert (entry.user, entry.change_message) == (curator, f"merged into {survivor.slug}: {REASON}")
    content = form_of(loser, browser).content
    assert f'href="{address(loser, "merge")}"' not in content
    assert f'href="{address(survivor)}"' in content


def test_the_preview_tells_what_would_happen(browser: Client) -> None:
    loser, survivor = make_actor("Pashinian", country="AM"), make_actor("Pashinyan", country="AZ")
    make_actor_name(loser, "Пашинян", language="ru")
    make_claim(subject=loser)
    make_statement(addressees=[loser, survivor])
    page = preview(browser, loser, survivor).content.decode()
    for words in (
        "Claim: subject</a>: 1",
        "Statement: addressees</a>: 1; 1 of them it has already",
        "Пашинян",
        "Publishing",
    ):
        assert words in page
    assert page.count('value="theirs"') == 2  # name and country
    claims = f"{list_address(make_claim().__class__)}?subject__id__exact={loser.pk}"
    assert f'href="{claims}"' in page
    assert browser.get(claims).status_code == 200


def test_every_list_that_the_preview_leads_to_opens(browser: Client) -> None:
    from tests.conflictdb.curation.test_merging import EVERYWHERE

    for model, everywhere in EVERYWHERE.items():
        context = preview(browser, everywhere(), MAKE[model]()).context  # type: ignore[index]
        links = [url for _, url in context["moves"] if url]
        assert links or model is Question
        assert {browser.get(url).status_code for url in links} <= {200}


def test_the_curators_picks_are_carried_out_and_kept_when_refused(browser: Client) -> None:
    loser, survivor = make_actor("One", country="AM"), make_actor("Other", country="AZ")
    refused = confirm(browser, loser, survivor, **{"field-country": "theirs"}, reason=" ")
    content = refused.content.decode()
    assert "Say why" in content
    assert 'name="field-country" value="theirs" checked' in content
    confirm(browser, loser, survivor, **{"field-country": "theirs", "field-name": "ours"})
    survivor.refresh_from_db()
    assert (survivor.name, survivor.country) == ("Other", "AM")


def test_what_forbids_a_merger_is_told_and_there_is_no_button(browser: Client) -> None:
    person, body = make_actor(kind="person"), make_actor()
    page = preview(browser, person, body).content.decode()
    assert "a person is merged with a person only" in page
    assert 'name="reason"' not in page
    assert "a person is merged" in confirm(browser, person, body).content.decode()
    person.refresh_from_db()
    assert person.merged_into is None


def test_two_are_merged_from_the_list(browser: Client) -> None:
    draft, public, third = make_actor(status="draft"), make_actor(), make_actor()

    def send(*chosen: Actor) -> Any:
        data = {"action": "merge_selected", "_selected_action": [each.pk for each in chosen]}
        return browser.post(list_address(Actor), data)

    assert send(draft, public)["Location"] == f"{address(draft, 'merge')}?into={public.pk}"
    for chosen in ((draft,), (draft, public, third)):
        assert "Select the two that are one." in told(send(*chosen))


def test_an_address_that_names_no_record_is_no_fault(browser: Client) -> None:
    actor = make_actor()
    for page in ("change", "merge"):
        assert browser.get(f"{list_address(Actor)}no-number/{page}/").status_code == 302
    for into in ("999999999", "x", "\0", "9" * 40):
        response = browser.get(address(actor, "merge"), {"into": into})
        assert response.status_code == 200
        assert "There is no such actor" in response.content.decode()


def test_merging_needs_its_permission(client: Client, db: None) -> None:
    annotator = User.objects.create(username="annotator", is_staff=True)
    for verb in ("view", "change"):
        annotator.user_permissions.add(Permission.objects.get(codename=f"{verb}_actor"))
    client.force_login(annotator)
    loser, survivor = make_actor(), make_actor()
    assert address(loser, "merge") not in client.get(address(loser)).content.decode()
    assert "merge_selected" not in client.get(list_address(Actor)).content.decode()
    assert preview(client, loser, survivor).status_code == 403
    assert confirm(client, loser, survivor).status_code == 403
    loser.refresh_from_db()
    assert loser.merged_into is None


def test_payloads_stay_text(browser: Client) -> None:
    payload = "<script>alert(1)</script>"
    loser, survivor = make_actor(payload), make_actor(payload + "2", country="AM")
    make_actor_name(loser, payload + "3")
    for page in (
        browser.get(address(loser, "merge")),
        preview(browser, loser, survivor),
        confirm(browser, loser, survivor, reason=""),
    ):
        assert page.status_code == 200
        assert payload not in page.content.decode()


def test_the_preview_costs_the_same_for_one_row_and_for_twenty(browser: Client) -> None:
    loser, survivor = make_actor(), make_actor()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert preview(browser, loser, survivor).status_code == 200
        return len(captured)

    make_claim(subject=loser)
    queries()
    for_one = queries()
    for _ in range(19):
        make_claim(subject=loser)
        make_actor_name(loser, f"Name {_}")
    assert queries() <= for_one + 2  # names bring the spelling of two
