"""Deletion: drafts only, never what others refer to, and always a page that says why not."""

from typing import Any

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import User
from django.test import Client

from conflictdb.admin.base import RecordAdmin
from conflictdb.models import Actor, Citation, Claim, Question
from tests.factories import make_actor, make_citation, make_claim, make_document, make_question

from .pages import address, errors_of, form_of, list_address, log_of, told

SURE = {"post": "yes"}


def test_a_draft_is_deleted_and_the_log_tells(browser: Client, curator: User) -> None:
    actor = make_actor(status="draft")
    assert address(actor, "delete") in form_of(actor, browser).content
    browser.post(address(actor, "delete"), SURE)
    assert not Actor.objects.filter(pk=actor.pk).exists()
    (entry,) = log_of(actor)
    assert (entry.is_deletion(), entry.user) == (True, curator)


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_what_was_public_is_not_deleted(status: str, browser: Client) -> None:
    actor = make_actor(status=status)
    assert address(actor, "delete") not in form_of(actor, browser).content
    for response in (
        browser.get(address(actor, "delete")),
        browser.post(address(actor, "delete"), SURE),
    ):
        assert response.status_code == 200
        assert f"is {status}: what was public stays" in response.content.decode()
    assert Actor.objects.filter(pk=actor.pk).exists()


def test_a_question_of_the_rule_goes_with_the_last_claim_that_answers_it(browser: Client) -> None:
    one = make_claim(status="draft")
    other = make_claim(status="draft", incident=one.incident)
    browser.post(address(one, "delete"), SURE)
    assert Question.objects.get() == other.question
    browser.post(address(other, "delete"), SURE)
    assert not Question.objects.exists()


def test_a_question_that_a_curator_made_stays_without_claims(browser: Client) -> None:
    question = make_question(status="draft")
    claim = make_claim(status="draft", question=question, question_fixed=True)
    browser.post(address(claim, "delete"), SURE)
    assert Question.objects.get() == question


def test_what_others_refer_to_is_not_deleted(browser: Client) -> None:
    claim = make_claim(status="draft")
    citation = make_citation(claim, status="draft")
    response = browser.post(address(claim, "delete"), SURE)
    assert response.status_code == 200
    assert address(citation) in response.content.decode()
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_bulk_deletion_spares_what_was_public(browser: Client) -> None:
    draft, public = make_actor(status="draft"), make_actor()
    data: dict[str, Any] = {"action": "delete_selected", **SURE}
    response = browser.post(list_address(Actor), data | {"_selected_action": [draft.pk, public.pk]})
    assert "what was public stays" in response.content.decode()
    assert Actor.objects.count() == 2
    browser.post(list_address(Actor), data | {"_selected_action": [draft.pk]})
    assert list(Actor.objects.all()) == [public]


def test_what_changes_while_one_hesitates_is_told(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the question and the answer a record came to be referred to, or was published."""
    monkeypatch.setattr(RecordAdmin, "get_deleted_objects", lambda *_: ([], {}, set(), []))
    referred, public = make_actor(status="draft"), make_actor()
    make_actor(part_of=referred, status="draft")
    for actor, why in ((referred, "Other records refer to it"), (public, "what was public stays")):
        response = browser.post(address(actor, "delete"), SURE)
        assert response.status_code == 302
        assert why in told(response)[-1]
        assert Actor.objects.filter(pk=actor.pk).exists()
    assert not LogEntry.objects.filter(action_flag=DELETION).exists()


def test_public_rows_stay(browser: Client) -> None:
    claim = make_claim(cited_in=make_document())
    citation = make_citation(claim)
    form = form_of(claim, browser)
    rows = [name for name in form.data if name.endswith("-id") and name.startswith("citations-")]
    response = form.send(**{name.replace("-id", "-DELETE"): "on" for name in rows})
    assert "what was public stays" in errors_of(response)["__all__"][0]
    assert Citation.objects.filter(pk=citation.pk).exists()


def test_a_published_claim_keeps_a_citation(browser: Client) -> None:
    claim = make_claim()
    make_citation(claim, status="draft")
    response = form_of(claim, browser).send(**{"citations-0-DELETE": "on"})
    assert "it has no published citation" in errors_of(response)["__all__"][0]
    assert claim.citations.count() == 1
