"""Lists at any size: what words find, how far is counted, what is named before a deletion."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conflictdb.admin import base, deletion, lists
from conflictdb.models import Actor, Citation, Claim, Document, Incident, Place, Statement
from tests import factories

from .pages import address, list_address, told


def found(browser: Client, model: Any, words: str) -> list[Any]:
    return [*browser.get(list_address(model), {"q": words}).context["cl"].result_list]


# Words


@pytest.fixture
def claim(db: None) -> Claim:
    speaker = factories.make_actor("Nikol Pashinyan", kind="person")
    statement = factories.make_statement(speaker=speaker, gist="Tells of wounded soldiers.")
    factories.make_claim()
    return factories.make_claim(
        statement=statement,
        gist="That seven soldiers were wounded near Sotk.",
        incident=factories.make_incident("Fighting near Sotk"),
        cited_in=factories.make_document(title="Border fighting flares up"),
    )


@pytest.mark.parametrize("words", ["wounded soldiers", "Sotk", "sot", "seven sold"])
def test_claims_are_found_by_words_and_by_their_beginnings(
    words: str, claim: Claim, browser: Client
) -> None:
    assert found(browser, Claim, words) == [claim]


@pytest.mark.parametrize("words", ["Pashinyan", "Nikol Pashinian", "Пашинян", "pashin"])
def test_claims_and_statements_are_found_by_their_speaker_in_any_spelling(
    words: str, claim: Claim, browser: Client
) -> None:
    assert found(browser, Claim, words) == [claim]
    assert found(browser, Statement, words) == [claim.statement]


def test_citations_are_found_by_their_document(claim: Claim, browser: Client) -> None:
    assert found(browser, Citation, "border") == [*claim.citations.all()]


def test_documents_are_found_by_their_address(browser: Client) -> None:
    factories.make_document()
    document = factories.make_document(url="https://news.example/2021/border")
    assert found(browser, Document, "https://news.example/2021/border") == [document]


@pytest.mark.parametrize(
    "words", ["'", "\\", "a'b:*", ":*", "&|!", '"', "ø", "x" * 5000, "\0", " "]
)
def test_no_words_break_a_search(words: str, claim: Claim, browser: Client) -> None:
    for model in (Claim, Actor, Citation):
        assert browser.get(list_address(model), {"q": words}, follow=True).status_code == 200


def test_words_narrow_what_filters_leave(claim: Claim, browser: Client) -> None:
    draft = factories.make_claim(gist="Wounded near Sotk.", status="draft")
    listed = browser.get(list_address(Claim), {"q": "sotk", "status__exact": "draft"})
    assert [*listed.context["cl"].result_list] == [draft]


# Counting


@pytest.fixture
def counted_to_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    monkeypatch.setattr(base, "COUNTED", 3)


@pytest.mark.usefixtures("counted_to_three")
def test_a_list_counts_so_far_and_says_so(browser: Client) -> None:
    for _ in range(3):
        factories.make_place()
    content = browser.get(list_address(Place)).content.decode()
    assert "more than" not in content
    factories.make_place()
    with CaptureQueriesContext(connection) as captured:
        content = browser.get(list_address(Place)).content.decode()
    assert "more than 3" in " ".join(content.split())
    counting = [query["sql"] for query in captured if "COUNT(" in query["sql"]]
    assert counting
    assert all("LIMIT 4" in sql for sql in counting)


@pytest.mark.usefixtures("counted_to_three")
def test_no_action_takes_more_than_is_counted(browser: Client) -> None:
    actors = [factories.make_actor(status="draft") for _ in range(4)]
    data = {
        "action": "delete_selected",
        ACTION_CHECKBOX_NAME: [actors[0].pk],
        "select_across": "1",
        "index": "0",
        "post": "yes",
    }
    answer = browser.post(list_address(Actor), data)
    assert told(answer) == ["More than 3 at once: filter the list further."]
    assert Actor.objects.count() == 4
    browser.post(list_address(Actor), {**data, "select_across": "0"})
    assert Actor.objects.count() == 3


# Before a deletion


def test_what_keeps_a_record_is_named_as_far_as_it_helps(browser: Client) -> None:
    actor = factories.make_actor(status="draft")
    for number in range(deletion._NAMED + 4):
        factories.make_claim(subject=actor, status="draft", gist=f"Says number {number}.")
    content = browser.get(address(actor, "delete")).content.decode()
    assert content.count("Says number") == deletion._NAMED
    assert "and more claims" in content


def test_what_goes_with_a_record_is_named(browser: Client) -> None:
    actor = factories.make_actor(status="draft")
    factories.make_actor_name(actor, "A former name")
    assert "A former name" in browser.get(address(actor, "delete")).content.decode()
    browser.post(address(actor, "delete"), {"post": "yes"})
    assert not Actor.objects.exists()


def test_an_incident_with_parts_is_kept(browser: Client) -> None:
    war = factories.make_incident(kind="war", status="draft")
    factories.make_incident(part_of=war, status="draft")
    browser.post(address(war, "delete"), {"post": "yes"})
    assert Incident.objects.count() == 2


def test_the_script_of_keys_is_on_every_page(browser: Client) -> None:
    assert "conflictdb/keys.js" in browser.get(reverse("admin:index")).content.decode()
