"""The desk of questions: what is compared, and what a curator does about it in place."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Actor, Claim, ClaimLink, DocumentText, Incident, Question, Revision
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_question,
    make_state,
    make_statement,
)

from .pages import address, list_address, log_of, told


@pytest.fixture
def episode(db: None) -> Incident:
    incident: Incident = make_incident("Border clashes", kind="episode")
    return incident


def say(episode: Incident, value: Any, speaker: Actor | None = None, **fields: Any) -> Claim:
    """A claim of how many were killed in the episode, by a speaker of its own unless given one."""
    made = fields.pop("made", "2021-11-16T18:30")
    status = fields.get("status", "published")
    statement = make_statement(speaker=speaker or make_actor(), made=made, status=status)
    return make_claim(statement=statement, incident=episode, value=value, **fields)


def question_of(claim: Claim) -> Question:
    assert claim.question
    return claim.question


def page(browser: Client, question: Question, **query: str) -> str:
    return str(browser.get(address(question), query).content.decode())


# What is shown


def test_answers_stand_side_by_side_with_who_relayed_them(
    browser: Client, episode: Incident
) -> None:
    side = make_state("Armenia")
    ours = make_actor("Our ministry", side=side)
    first = say(episode, (3, None), ours, as_of="2021-11-16T18:00")
    say(episode, 2, make_actor("Somebody else"), made="2021-11-17")
    document = make_document(title="A report of ours")
    DocumentText.objects.create(document=document, content="x" * 20 + "Three at least fell." + "y")
    make_citation(first, document=document, start=20, end=40, via=[make_actor("An agency")])
    content = page(browser, question_of(first))
    columns = content[content.index("Claims side by side") :]
    order = [columns.index(words) for words in ("Our ministry", "No side", "Somebody else")]
    assert order == sorted(order)
    for words in ("at least 3", "as of 16 November 2021, 18:00", "Three at least fell."):
        assert words in content
    assert "via An agency" in content
    assert ">Contested</strong>" in content
    assert "Different speakers" in content

    by_speaker = page(browser, question_of(first), by="speaker")
    assert '<section class="desk-column" aria-label="Our ministry">' in by_speaker
    assert 'aria-label="No side"' not in by_speaker


def test_drafts_are_shown_as_such_and_so_is_what_they_would_change(
    browser: Client, episode: Incident
) -> None:
    public = say(episode, 1)
    content = page(browser, question_of(public))
    assert "With the drafts it would be" not in content
    say(episode, 40, status="draft")
    content = page(browser, question_of(public))
    assert "Not contested" in content
    assert "With the drafts it would be" in content
    assert "from 1 to 40" in content
    assert '<span class="mark mark-draft">draft</span>' in content
    picture = browser.get(address(question_of(public), "chart"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "40 (draft)" in picture.content.decode()
    assert "1 (draft)" not in picture.content.decode()


def test_what_lies_outside_the_spread_says_why(browser: Client, episode: Incident) -> None:
    total = say(episode, 12)
    make_claim(statement=total.statement, incident=episode, value=7, breakdown_of=total)
    say(episode, (None, None))
    content = page(browser, question_of(total))
    assert "outside the spread: breakdown" in content
    assert "outside the spread: no figure" in content
    assert content.count("outside the spread") == 2


def test_estimates_tell_what_they_used_and_what_they_set_aside(
    browser: Client, episode: Incident
) -> None:
    speaker = make_actor("A counting office")
    say(episode, 4, speaker, gist="Four, it says first.")
    claim = say(episode, 9, speaker, made="2021-11-18", gist="Nine, it says later.")
    content = page(browser, question_of(claim))
    rules = content[content.index("What rules make of it") :]
    used, aside = rules.split("Set aside", 1)
    assert "Nine, it says later." in used
    assert "Four, it says first." in aside
    assert "Its speaker gave a later answer." in aside


def test_the_page_costs_the_same_for_three_claims_and_for_thirty(
    browser: Client, episode: Incident
) -> None:
    def queries(question: Question) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(browser, question)
        return len(captured)

    def add(number: int) -> Claim:
        claim = say(episode, number + 1, made=f"2021-11-{number % 28 + 1:02}")
        make_citation(claim, via=[make_actor(), make_actor()])
        make_claim_link(say(episode, number + 100), claim, status="draft")
        return claim

    for number in range(3):
        claim = add(number)
    queries(question_of(claim))  # content types are asked for once a process
    for_three = queries(question_of(claim))
    for number in range(3, 30):
        add(number)
    assert queries(question_of(claim)) == for_three <= 40


# Links


def chosen(*claims: Claim, **data: Any) -> dict[str, Any]:
    return {"claim": [claim.pk for claim in claims], **data}


def test_two_claims_are_linked_the_later_on_the_earlier(
    browser: Client, curator: User, episode: Incident
) -> None:
    early = say(episode, 4)
    late = say(episode, 9, made="2021-11-18")
    question = question_of(early)
    data = chosen(early, late, relation="disputes", note="Twice as many.")
    response: Any = browser.post(address(question, "link") + "?by=speaker", data)
    assert response["Location"] == address(question) + "?by=speaker"
    link = ClaimLink.objects.get()
    assert (link.from_claim, link.relation, link.to_claim) == (late, "disputes", early)
    assert (link.status, link.note) == ("draft", "Twice as many.")
    assert log_of(link)[-1].user == curator
    content = page(browser, question)
    assert "disputed by" in content
    assert "Twice as many." in content

    browser.post(address(question, "link"), chosen(early, late, relation="qualifies", turn="yes"))
    turned = ClaimLink.objects.get(relation="qualifies")
    assert (turned.from_claim, turned.to_claim) == (early, late)


@pytest.mark.parametrize("relation", ["", "resembles"])
def test_a_link_needs_a_relation_and_keeps_the_note(
    relation: str, browser: Client, episode: Incident
) -> None:
    one, other = say(episode, 1), say(episode, 2)
    url = address(question_of(one), "link")
    response = browser.post(url, chosen(one, other, relation=relation, note="Typed with care."))
    assert "Choose how the one claim bears on the other." in response.content.decode()
    assert 'value="Typed with care."' in response.content.decode()
    assert not ClaimLink.objects.exists()


def test_a_link_takes_two_claims_of_the_question(browser: Client, episode: Incident) -> None:
    one, other, stranger = say(episode, 1), say(episode, 2), make_claim()
    third = say(episode, 3)
    url = address(question_of(one), "link")
    for claims in ([], [one], [one, stranger], [one, other, third]):
        response = browser.post(url, chosen(*claims, relation="confirms"))
        assert "Choose two claims of this question" in response.content.decode()
    response = browser.post(url, {"claim": ["1²", "9" * 30], "relation": "confirms"})
    assert "Choose two claims of this question" in response.content.decode()
    assert not ClaimLink.objects.exists()


def test_the_same_link_is_not_made_twice(browser: Client, episode: Incident) -> None:
    one, other = say(episode, 1), say(episode, 1)
    url = address(question_of(one), "link")
    browser.post(url, chosen(one, other, relation="confirms"))
    response = browser.post(url, chosen(one, other, relation="confirms"))
    assert "already exists" in response.content.decode()
    assert ClaimLink.objects.count() == 1


def test_likely_links_are_accepted_with_one_press_and_not_suggested_again(
    browser: Client, episode: Incident
) -> None:
    speaker = make_actor("A counting office")
    first = say(episode, 4, speaker)
    later = say(episode, 9, speaker, made="2021-11-18")
    same = say(episode, 9, made="2021-11-19")
    other = say(episode, 20, made="2021-11-20")
    question = question_of(first)
    suggested = browser.get(address(question)).context["desk"].suggestions
    assert {(s.later.claim, s.relation, s.earlier.claim) for s in suggested} == {
        (later, "updates", first),
        (same, "confirms", later),
        (other, "disputes", later),
        (other, "disputes", same),
    }
    browser.post(address(question, "link"), chosen(later, first, relation="updates"))
    suggested = browser.get(address(question)).context["desk"].suggestions
    assert (later, first) not in [(s.later.claim, s.earlier.claim) for s in suggested]
    assert len(suggested) == 3


def test_a_link_that_was_never_public_is_removed_a_public_one_stays(
    browser: Client, episode: Incident
) -> None:
    one, other = say(episode, 1), say(episode, 2)
    question = question_of(one)
    public = make_claim_link(one, other, "disputes")
    draft = make_claim_link(one, other, "qualifies", status="draft")
    elsewhere = make_claim_link(status="draft")
    content = page(browser, question)
    assert content.count('title="Remove the link"') == 1
    browser.post(address(question, "unlink"), {"link": draft.pk})
    assert not ClaimLink.objects.filter(pk=draft.pk).exists()
    response = browser.post(address(question, "unlink"), {"link": public.pk})
    assert "what was public stays" in response.content.decode()
    for pk in (elsewhere.pk, "x", ""):
        response = browser.post(address(question, "unlink"), {"link": pk})
        assert "no such link" in response.content.decode()
    assert set(ClaimLink.objects.all()) == {public, elsewhere}


# Moving


def moved(claim: Claim, **data: Any) -> dict[str, Any]:
    claim.refresh_from_db()
    return {"claim": claim.pk, "version": claim.version, **data}


def test_a_claim_moves_to_another_question_and_stays_there(
    browser: Client, curator: User, episode: Incident
) -> None:
    claim = say(episode, 1, status="draft")
    left = question_of(claim)
    other = make_question(incident=episode, title="How many guards were killed?")
    response = browser.post(address(left, "move"), moved(claim, to=other.pk, why="Guards only."))
    assert told(response) == ["Moved to “How many guards were killed?”."]
    claim.refresh_from_db()
    assert (claim.question, claim.question_fixed) == (other, True)
    assert "Guards only." in log_of(claim)[-1].change_message
    assert "moved here" in page(browser, other)

    # Saved again, the rule leaves it; given back, the rule finds its own again.
    response = browser.post(address(other, "move"), moved(claim, to="rule"))
    claim.refresh_from_db()
    assert (claim.question, claim.question_fixed) == (left, False)


def test_a_question_is_made_for_a_claim_that_fits_none(browser: Client, episode: Incident) -> None:
    claim = say(episode, 1, status="draft")
    left = question_of(claim)
    refused = browser.post(address(left, "move"), moved(claim, to="new", title=" ", why="Because."))
    assert "Say in words what the new question asks." in refused.content.decode()
    assert "Because." in refused.content.decode()
    browser.post(address(left, "move"), moved(claim, to="new", title="How many guards?"))
    claim.refresh_from_db()
    made = question_of(claim)
    assert (made.title, made.by_rule, made.retitled) == ("How many guards?", False, True)
    assert (made.topic, made.incident) == (left.topic, left.incident)


def test_questions_to_move_to_are_found_by_words_begun(browser: Client, episode: Incident) -> None:
    claim = say(episode, 1)
    left = question_of(claim)
    guards = make_question(title="How many frontier guards fell?")
    withdrawn = make_question(title="How many frontier posts fell?", status="withdrawn")
    query = {"claim": claim.pk, "q": "front gua"}
    content = browser.get(address(left, "move"), query).content.decode()
    assert f'value="{guards.pk}"' in content
    assert f'value="{withdrawn.pk}"' not in content
    for words in ("'", "a & | !", "\0", ":*", "%"):
        assert browser.get(address(left, "move"), {**query, "q": words}).status_code == 200
    assert "no longer answers" in browser.get(address(left, "move")).content.decode()


def test_a_move_is_refused_in_words(browser: Client, episode: Incident) -> None:
    claim = say(episode, 1, status="draft")
    left = question_of(claim)
    withdrawn = make_question(status="withdrawn")
    for data, words in (
        (moved(claim, to=withdrawn.pk), "Choose a question to move the claim to."),
        (moved(claim, to="x"), "Choose a question to move the claim to."),
        (moved(claim, to="rule", version=claim.version - 1), "after you had opened the page"),
        (moved(claim, to="rule", version=""), "after you had opened the page"),
        (moved(claim, to="rule") | {"claim": "0"}, "deleted it meanwhile"),
        (moved(make_claim(), to="rule"), "no longer answers this question"),
    ):
        assert words in browser.post(address(left, "move"), data).content.decode()
    claim.refresh_from_db()
    assert (claim.question, claim.question_fixed) == (left, False)


@pytest.mark.parametrize("act", ["move", "retitle"])
def test_what_is_public_changes_once_somebody_else_approves(
    act: str, browser: Client, episode: Incident, settings: Any
) -> None:
    settings.FOUR_EYES = True
    claim = say(episode, 1)
    make_citation(claim)
    question, other = question_of(claim), make_question(incident=episode)
    data = moved(claim, to=other.pk) if act == "move" else {"title": "How many fell?"}
    data |= {"version": question.version} if act == "retitle" else {}
    (words,) = told(browser.post(address(question, act), data))
    assert words.startswith("Proposed: ")
    before = question.title
    question.refresh_from_db()
    claim.refresh_from_db()
    assert (claim.question, question.title) == (question, before)
    record = claim if act == "move" else question
    state = Revision.objects.of(record).pending().get().state
    assert (
        state["question"] == [other.slug] if act == "move" else state["title"] == "How many fell?"
    )
    assert ("a change waits for approval" in page(browser, question)) == (act == "move")

    # Who still sees it as it was before that proposal does not undo it unawares.
    assert "after you had opened" in browser.post(address(question, act), data).content.decode()
    shown = address(question, "move") + f"?claim={claim.pk}" if act == "move" else address(question)
    found = re.search(r'name="version" value="(\d+)"', browser.get(shown).content.decode())
    assert found
    again = browser.post(address(question, act), data | {"version": found[1]})
    assert told(again) == [words]


# Titles


def test_a_title_is_changed_in_place_and_given_back_to_the_rule(
    browser: Client, episode: Incident
) -> None:
    question = question_of(say(episode, 1, status="draft"))
    by_rule = question.title

    def retitle(**data: Any) -> Any:
        question.refresh_from_db()
        return browser.post(address(question, "retitle"), {"version": question.version, **data})

    retitle(title="How many fell?")
    question.refresh_from_db()
    assert (question.title, question.retitled) == ("How many fell?", True)
    assert "Give back to the rule" in page(browser, question)
    assert "This field cannot be blank" in retitle(title="").content.decode()
    kept = retitle(title="Typed too late", version=0).content.decode()
    assert 'value="Typed too late"' in kept
    retitle(by_rule="yes", title="How many fell?")
    question.refresh_from_db()
    assert (question.title, question.retitled) == (by_rule, False)


# Who may, and what stays text


def test_every_act_takes_its_permission(client: Client, episode: Incident, db: None) -> None:
    claim, other = say(episode, 1, status="draft"), say(episode, 2, status="draft")
    question = question_of(claim)
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_question"))
    client.force_login(reader)
    content = page(client, question)
    for act in ("link", "unlink", "move", "retitle"):
        assert f'action="{address(question, act)}"' not in content
        assert client.post(address(question, act)).status_code == 403
        assert client.get(address(question, act)).status_code == 403
    assert client.get(address(question, "chart")).status_code == 200

    reader.user_permissions.add(Permission.objects.get(codename="change_claim"))
    data = moved(claim, to="new", title="A question of my own")
    assert client.post(address(question, "move"), data).status_code == 403
    assert not Question.objects.filter(by_rule=False).exists()

    reader.user_permissions.set([Permission.objects.get(codename="add_claimlink")])
    assert client.post(address(question, "link"), chosen(claim, other)).status_code == 403
    assert client.get(address(question, "chart")).status_code == 403


def test_looking_does_nothing_and_a_question_that_is_gone_is_no_fault(browser: Client) -> None:
    question = make_question()
    for act in ("link", "unlink", "retitle"):
        response: Any = browser.get(address(question, act))
        assert response["Location"] == address(question)
    gone = [address(question, act) for act in ("link", "move", "chart")]
    question.delete()
    for url in gone:
        assert browser.get(url).status_code == 302


def test_what_claims_say_stays_text(browser: Client) -> None:
    payload = "<img src=x onerror=alert(1)>"
    episode = make_incident(payload, kind="episode")
    speaker, place = make_actor(payload, side=make_state(payload)), None
    one = say(episode, 1, speaker, gist=payload, place=place)
    other = say(episode, 5, make_actor(payload), gist=payload, made="2021-11-19")
    document = make_document(title=payload)
    DocumentText.objects.create(document=document, content=payload * 9)
    make_citation(one, document=document, start=0, end=28, via=[make_actor(payload)])
    make_claim_link(other, one, note=payload, status="draft")
    question = question_of(one)
    for query in ({}, {"by": payload}, {"by": "speaker"}):
        assert payload not in page(browser, question, **query)
    move = address(question, "move")
    panel = browser.get(move, {"claim": one.pk, "q": payload}).content.decode()
    typed = browser.post(move, {"claim": one.pk, "why": payload, "title": payload})
    picture = browser.get(address(question, "chart")).content.decode()
    for content in (panel, typed.content.decode(), picture):
        assert payload not in content
        assert "onerror" in content or content is picture


# The list


def test_the_list_begins_with_what_is_contested(browser: Client, episode: Incident) -> None:
    calm = question_of(make_claim())
    asked = question_of(say(episode, 1))
    say(episode, 30)
    asked.refresh_from_db()
    response = browser.get(list_address(Question))
    assert list(response.context["cl"].result_list) == [asked, calm]
    content = response.content.decode()
    assert "1–30" in content
    assert "Different speakers" in content
