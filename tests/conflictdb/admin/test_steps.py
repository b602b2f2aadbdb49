"""Steps of the status: pages that ask, buttons that fit, reports for each record."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import models
from django.test import Client

from conflictdb.models import Actor, Change, Incident
from tests.factories import make_actor, make_citation, make_claim, make_incident, make_statement
from tests.transactions import committed

from .pages import address, form_of, list_address, log_of, told

VERBS = {"submit", "publish", "return-to-draft", "withdraw"}


def status_of(record: models.Model) -> str:
    return str(type(record)._default_manager.values_list("status").get(pk=record.pk)[0])


def test_a_record_goes_all_the_way_by_its_buttons(browser: Client, curator: User) -> None:
    actor = make_actor(status="draft")
    for verb, reason, after in (
        ("submit", "", "in_review"),
        ("return-to-draft", "The name is a title.", "draft"),
        ("publish", "", "published"),
        ("withdraw", "Twice in the list.", "withdrawn"),
        ("publish", "", "published"),
    ):
        assert browser.get(address(actor, verb)).status_code == 200
        response: Any = browser.post(
            address(actor, verb), {"reason": reason, "reason_code": "duplicate"}
        )
        assert response["Location"] == address(actor)
        assert status_of(actor) == after
        entry = log_of(actor)[-1]
        assert entry.user == curator
        assert entry.change_message == (f"{verb.replace('-', '_')}: {reason}" if reason else verb)


@pytest.mark.parametrize(
    ("status", "fitting"),
    [
        ("draft", {"submit", "publish"}),
        ("in_review", {"return-to-draft", "publish"}),
        ("published", {"withdraw"}),
        ("withdrawn", {"publish"}),
    ],
)
def test_only_fitting_buttons_are_shown(status: str, fitting: set[str], browser: Client) -> None:
    actor = make_actor(status=status)
    content = form_of(actor, browser).content
    assert {verb for verb in VERBS if f'href="{address(actor, verb)}"' in content} == fitting


def test_looking_at_a_step_takes_none(browser: Client) -> None:
    actor = make_actor(status="draft")
    browser.get(address(actor, "publish"))
    assert status_of(actor) == "draft"


def test_the_page_says_what_keeps_a_record_back(browser: Client) -> None:
    claim = make_claim(statement=make_statement(status="draft"), status="draft")
    content = browser.get(address(claim, "publish")).content.decode()
    assert f"statement {claim.statement.slug} is draft, not published" in content
    assert "it has no citation" in content
    (text,) = told(browser.post(address(claim, "publish")))
    assert text.startswith(f"Cannot publish {claim.slug}")
    assert status_of(claim) == "draft"


def test_a_reason_is_asked_for_again(browser: Client) -> None:
    actor = make_actor()
    response = browser.post(address(actor, "withdraw"), {"reason": "  "})
    assert response.status_code == 200
    assert "Say why" in response.content.decode()
    assert status_of(actor) == "published"


@pytest.mark.parametrize("code", ["", "spite"])
def test_a_coded_reason_is_asked_for_again_and_what_was_given_is_kept(
    browser: Client, code: str
) -> None:
    actor = make_actor()
    given = {"reason": "Listed twice.", "reason_code": code}
    content = browser.post(address(actor, "withdraw"), given).content.decode()
    assert "Choose the reason" in content
    assert "Listed twice.</textarea>" in content
    assert "duplicate" in content
    assert status_of(actor) == "published"


def test_only_a_withdrawal_asks_for_a_coded_reason(browser: Client) -> None:
    submitted = browser.get(address(make_actor(status="in_review"), "return-to-draft"))
    assert 'name="reason"' in submitted.content.decode()
    assert 'name="reason_code"' not in submitted.content.decode()


def test_the_coded_reason_reaches_the_tombstone(browser: Client) -> None:
    actor = make_actor()
    committed()
    browser.post(
        address(actor, "withdraw"), {"reason": "Listed twice.", "reason_code": "duplicate"}
    )
    change = Change.objects.latest("sequence")
    assert (change.slug, change.operation, change.reason) == (actor.slug, "withdrawn", "duplicate")


def test_what_others_refer_to_is_not_withdrawn(browser: Client) -> None:
    speaker, host, relayer = make_actor(), make_actor(), make_actor()
    make_statement(co_speakers=[speaker])
    make_incident(participants=[(host, "host")])
    make_citation(via=[relayer])
    for actor in (speaker, host, relayer):
        response = browser.post(
            address(actor, "withdraw"), {"reason": "Mistaken.", "reason_code": "error"}
        )
        assert "refer to it" in told(response)[-1]
        assert status_of(actor) == "published"


def test_a_record_that_is_gone_or_never_was_is_no_fault(browser: Client) -> None:
    actor = make_actor()
    Actor.objects.filter(pk=actor.pk).delete()
    for url in (address(actor, "publish"), f"{list_address(Actor)}no-number/publish/"):
        assert browser.get(url).status_code == 302
        assert browser.post(url).status_code == 302


def bulk(browser: Client, model: Any, verb: str, chosen: list[Any], **data: str) -> Any:
    """What the list sends for its selected rows; with ``confirmed`` what the step's page sends."""
    typed = {"action": f"{verb}_selected", "_selected_action": [record.pk for record in chosen]}
    return browser.post(list_address(model), typed | data)


def test_bulk_steps_tell_each_refusal(browser: Client) -> None:
    fine, public, above = make_actor(status="draft"), make_actor(), make_actor(status="draft")
    hanging = make_actor(part_of=above, status="draft")
    chosen = [fine, public, hanging]
    page = bulk(browser, Actor, "publish", chosen)
    assert f"part of {above.slug} is draft" in page.content.decode()
    assert status_of(fine) == "draft"

    messages = told(bulk(browser, Actor, "publish", chosen, confirmed="yes"))
    assert messages[0] == "1 actor published."
    assert set(messages[1:]) == {
        f"Cannot publish {public.slug}: it is published, not draft or in review or withdrawn.",
        f"Cannot publish {hanging.slug}: part of {above.slug} is draft, not published.",
    }
    assert status_of(fine) == "published"


def test_records_that_wait_for_each_other_are_taken_in_order(browser: Client) -> None:
    war = make_incident(kind="war", status="draft")
    episode = make_incident(kind="episode", status="draft", part_of=war)
    clash = make_incident(slug="a-clash", status="draft", part_of=episode)
    response = bulk(browser, Incident, "publish", [clash, episode, war], confirmed="yes")
    assert told(response) == ["3 incidents published."]


def test_a_step_can_be_taken_with_all_that_a_filter_finds(browser: Client) -> None:
    actors = [make_actor(kind="media", status="draft") for _ in range(3)]
    other = make_actor(status="draft")
    url = f"{list_address(Actor)}?kind__exact=media"
    data = {"action": "submit_selected", "_selected_action": [actors[0].pk], "select_across": "1"}
    page = browser.post(url, data)
    assert "Submit for review: 3 actors" in page.content.decode()
    browser.post(url, data | {"confirmed": "yes"})
    assert {status_of(actor) for actor in actors} == {"in_review"}
    assert status_of(other) == "draft"


def test_bulk_withdrawal_asks_for_a_reason_and_keeps_it(browser: Client) -> None:
    actors = [make_actor() for _ in range(2)]
    assert 'name="reason"' in bulk(browser, Actor, "withdraw", actors).content.decode()
    response = bulk(browser, Actor, "withdraw", actors, confirmed="yes")
    assert "Say why" in response.content.decode()
    reason = {"reason": "Out of scope.", "reason_code": "out_of_scope"}
    response = bulk(browser, Actor, "withdraw", actors, confirmed="yes", **reason)
    assert told(response) == ["2 actors withdrawn."]
    assert log_of(actors[0])[-1].change_message == "withdraw: Out of scope."


def test_steps_need_the_permission_to_change(db: None, client: Client) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_actor"))
    client.force_login(reader)
    actor = make_actor(status="draft")
    content = client.get(address(actor)).content.decode()
    assert not {verb for verb in VERBS if address(actor, verb) in content}
    assert client.get(address(actor, "publish")).status_code == 403
    assert client.post(address(actor, "publish")).status_code == 403
    bulk(client, Actor, "publish", [actor], confirmed="yes")
    assert status_of(actor) == "draft"


def test_questions_take_no_steps(browser: Client) -> None:
    question = make_claim().question
    assert question
    content = form_of(question, browser).content
    assert not {verb for verb in VERBS if address(question, verb) in content}
    assert browser.post(address(question, "withdraw"), {"reason": "No."}).status_code == 403
