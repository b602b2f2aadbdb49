"""The desks of actors and places: likely duplicates, quick names, counts, what holds them."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Actor, Claim, Place, Revision
from tests.factories import (
    make_actor,
    make_actor_name,
    make_claim,
    make_incident,
    make_place,
    make_statement,
)

from .pages import address, form_of, list_address, told

NAME = {"new-name": "Պաշինյան", "new-language": "hy", "new-script": "Armn", "new-kind": "spelling"}


def test_likely_duplicates_are_shown_with_reason_and_buttons(browser: Client) -> None:
    record = make_actor("Nikol Pashinyan", kind="person")
    twin = make_actor("Nikol Pashinian", kind="person")
    content = form_of(record, browser).content
    assert "Likely the same" in content
    assert "It is named the same, in some spelling." in content
    assert f'href="{address(record, "merge")}?into={twin.pk}"' in content
    assert "Likely the same" not in form_of(make_actor("Reuters", kind="media"), browser).content


def test_not_the_same_is_remembered(browser: Client) -> None:
    record, twin = (make_actor("Reuters", kind="media") for _ in range(2))
    response = browser.post(address(record, "not-the-same"), {"other": twin.pk})
    assert response["Location"] == address(record)
    assert told(response) == ["Noted: Reuters is another one."]
    for each in (record, twin):
        assert "Likely the same" not in form_of(each, browser).content
    response = browser.post(address(record, "not-the-same"), {"other": record.pk})
    assert told(response)[-1] == "There is no such other record."


def test_the_list_narrows_to_likely_duplicates(browser: Client) -> None:
    for model, make in ((Actor, make_actor), (Place, make_place)):
        pair = {make("Yerevan"), make("Erevan")}
        make("Elsewhere")
        found = browser.get(list_address(model), {"likely": "yes"}).context["cl"].result_list
        assert set(found) == pair


@pytest.mark.parametrize("make", [make_actor, make_place])
def test_a_name_is_added_in_one_step(make: Any, browser: Client) -> None:
    record = make(status="draft")
    response = browser.post(address(record, "add-name"), NAME)
    assert told(response) == ["Added the name “Պաշինյան”."]
    name = record.names.get()
    assert (name.name, name.language, name.script, name.kind) == tuple(NAME.values())
    record.refresh_from_db()
    assert record.version == 2
    refused = browser.post(address(record, "add-name"), NAME)
    assert "already exists" in told(refused)[-1]
    assert "required" in told(browser.post(address(record, "add-name"), {}))[-1]
    assert record.names.count() == 1


def test_a_name_of_a_public_record_waits_for_approval(browser: Client, settings: Any) -> None:
    settings.FOUR_EYES = True
    record = make_actor()
    response = browser.post(address(record, "add-name"), NAME)
    assert told(response) == ["Added the name “Պաշինյան”; it waits for approval."]
    assert not record.names.exists()
    assert Revision.objects.of(record).pending().count() == 1


def test_counts_lead_to_the_lists_that_they_count(browser: Client) -> None:
    actor = make_actor()
    claims = [make_claim(statement=make_statement(speaker=actor)) for _ in range(3)]
    make_claim(subject=actor)
    make_incident(participants=[(actor, "host")])
    counts = browser.get(address(actor)).context["desk"]["counts"]
    assert {words: shown for words, shown, _ in counts} == {
        "statements": "3",
        "claims made": "3",
        "claims about it": "1",
        "incidents": "1",
    }
    for words, shown, url in counts:
        assert len(browser.get(url).context["cl"].result_list) == int(shown), words
    made = next(url for words, _, url in counts if words == "claims made")
    assert set(browser.get(made).context["cl"].result_list) == set(claims)


def test_what_holds_a_place_leads_up(browser: Client) -> None:
    country = make_place("Armenia", kind="country")
    place = make_place(parent=make_place("Syunik", kind="region", parent=country))
    assert [each.name for each in browser.get(address(place)).context["desk"]["above"]] == [
        "Armenia",
        "Syunik",
    ]


def test_the_page_costs_the_same_for_one_row_and_for_twenty(browser: Client) -> None:
    record = make_actor("Nikol Pashinyan", kind="person")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address(record)).status_code == 200
        return len(captured)

    def add() -> None:
        make_claim(subject=record, statement=make_statement(speaker=record))
        make_actor("Nikol Pashinian", kind="person")
        make_actor(part_of=record)
        make_actor_name(record, f"N. {Claim.objects.count()}")

    add()
    queries()
    for_one = queries()
    for _ in range(19):
        add()
    assert queries() <= for_one


def test_quick_steps_need_the_permission_to_change(client: Client, db: None) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_actor"))
    client.force_login(reader)
    record, twin = (make_actor("Reuters", kind="media", status="draft") for _ in range(2))
    content = client.get(address(record)).content.decode()
    assert "Likely the same" in content
    assert "Not the same" not in content
    assert "Add name" not in content
    for page, data in (("add-name", NAME), ("not-the-same", {"other": twin.pk})):
        assert client.post(address(record, page), data).status_code == 403
        assert client.get(address(record, page)).status_code == 405
    assert not record.names.exists()


def test_payloads_stay_text(browser: Client) -> None:
    payload = "<script>alert(1)</script>"
    record, _ = (make_actor(payload, kind="media", status="draft") for _ in range(2))
    response = browser.post(address(record, "add-name"), NAME | {"new-name": payload}, follow=True)
    assert payload not in response.content.decode()
