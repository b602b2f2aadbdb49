"""A save through the admin: curation's, whole or not at all, refused in words at the form."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conflictdb import curation
from conflictdb.models import Actor, Claim, Incident, Statement
from tests.factories import (
    make_actor,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
)

from .pages import address, errors_of, form_of, form_of_new, list_address, log_of


def test_a_new_record_is_a_draft_with_one_log_entry(browser: Client, curator: User) -> None:
    response = form_of_new(Actor, browser).send(name="Vagharshak Harutyunyan", kind="person")
    assert response.status_code == 302
    actor = Actor.objects.get()
    assert (actor.slug, actor.status, actor.version) == ("vagharshak-harutyunyan", "draft", 1)
    (entry,) = log_of(actor)
    assert (entry.is_addition(), entry.user) == (True, curator)


def test_a_slug_that_is_made_is_never_another_records(browser: Client) -> None:
    make_actor("Reuters", slug="reuters")
    form_of_new(Actor, browser).send(name="Reuters", kind="media")
    assert Actor.objects.filter(slug="reuters-2").exists()


def test_slugs_follow_the_pattern_of_the_dataset(browser: Client) -> None:
    speaker = make_actor(slug="armenia-mod")
    form_of_new(Statement, browser).send(
        speaker=speaker.pk,
        made_edtf="2021-11-16T17:00",
        made_timezone="Asia/Yerevan",
        channel="press_statement",
        acts=["report"],
        gist="Twelve were captured.",
    )
    statement = Statement.objects.get()
    assert statement.slug == "armenia-mod-2021-11-16-report"
    form_of_new(Claim, browser).send(
        statement=statement.pk, subject=speaker.pk, kind="mine_laying", gist="It laid mines."
    )
    assert Claim.objects.get().slug == "armenia-mod-2021-11-16-report--mine-laying"


def test_a_change_is_logged_once_and_says_what_changed(browser: Client, curator: User) -> None:
    actor = make_actor(status="draft")
    form_of(actor, browser).send(name="Defence Ministry of Armenia", country="AM")
    actor.refresh_from_db()
    assert (actor.name, actor.version) == ("Defence Ministry of Armenia", 2)
    (entry,) = log_of(actor)
    assert entry.get_change_message() == "Changed Name and Country."
    assert entry.user == curator


def test_the_status_is_no_field(browser: Client) -> None:
    actor = make_actor(status="draft")
    form = form_of(actor, browser)
    assert "status" not in form.data
    form.send(status="published")
    actor.refresh_from_db()
    assert actor.status == "draft"


def test_parts_are_saved_with_their_record(browser: Client) -> None:
    actor = make_actor()
    form_of(actor, browser).send(
        **{
            "names-TOTAL_FORMS": 1,
            "names-0-name": "Министерство обороны",
            "names-0-kind": "spelling",
        }
    )
    assert [name.name for name in actor.names.all()] == ["Министерство обороны"]
    assert "Министерство обороны" in log_of(actor)[-1].get_change_message()
    actor.refresh_from_db()
    assert actor.version == 2


def test_rows_that_say_the_same_twice_are_refused(browser: Client) -> None:
    place = make_place()
    name = {"name": "Goris", "kind": "spelling"}
    rows = {f"names-{i}-{key}": value for i in (0, 1) for key, value in name.items()}
    response = form_of(place, browser).send(**{"names-TOTAL_FORMS": 2}, **rows)
    assert response.status_code == 200
    assert not place.names.exists()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"modifier": "at_least"}, "modifier", "At least: only the lowest"),
        ({"modifier": ""}, "modifier", "without a figure all five fields stay empty"),
        ({"subject_scope": "one"}, "subject", "needs a subject"),
        ({"victim_class": ""}, "victim_class", "Casualty claims need a victim class"),
        ({"kind": "agreement_violated", "victim_class": ""}, "about", "which agreement"),
        ({"incident": ""}, "incident", "Say what it is about"),
        ({"gist": ""}, "gist", "This field is required."),
    ],
)
def test_broken_rules_are_told_in_words_at_the_field(
    typed: dict[str, str], field: str, words: str, browser: Client
) -> None:
    response = form_of(make_claim(), browser).send(**typed)
    assert words in errors_of(response)[field][0]


@pytest.mark.parametrize(
    "typed",
    [
        {"made_edtf": "16/11/2021"},
        {"made_edtf": "2021-02-30"},
        {"made_timezone": "Somewhere/Else"},
    ],
)
def test_times_that_cannot_be_read_are_refused_and_kept(
    typed: dict[str, str], browser: Client
) -> None:
    response = form_of(make_statement(), browser).send(**typed)
    assert set(errors_of(response)) == {"made_edtf"}
    for value in typed.values():
        assert f'value="{value}"' in response.content.decode()


def test_how_a_time_was_read_is_shown(browser: Client) -> None:
    form = form_of(make_statement(made="2021-11-16"), browser)
    assert "Day: 2021-11-16 00:00+04:00 to 2021-11-16 23:59+04:00" in form.content


def test_a_published_record_cannot_come_to_refer_to_a_draft(browser: Client) -> None:
    statement = make_statement(cited_in=make_document())
    draft = make_actor("Karen Karapetyan", kind="person", status="draft")
    response = form_of(statement, browser).send(co_speakers=[draft.pk], gist="Rewritten.")
    assert f"co speakers {draft.slug} is draft" in errors_of(response)["__all__"][0]
    assert "Rewritten." in response.content.decode()
    statement.refresh_from_db()
    assert (statement.gist, statement.version) == ("Tells of the fighting.", 1)
    assert not statement.co_speakers.exists()
    assert not log_of(statement)


def test_nor_can_its_parts(browser: Client) -> None:
    incident = make_incident()
    response = form_of(incident, browser).send(
        **{
            "participants-TOTAL_FORMS": 1,
            "participants-0-actor": make_actor(status="draft").pk,
            "participants-0-role": "party",
        }
    )
    assert "not published" in errors_of(response)["__all__"][0]
    assert not incident.participants.exists()


def test_rules_that_only_the_database_checks_are_told_at_the_form(browser: Client) -> None:
    above = make_place("Syunik", kind="region")
    below = make_place("Goris", parent=above)
    response = form_of(above, browser).send(parent=below.pk)
    assert "lies within itself" in errors_of(response)["__all__"][0]
    above.refresh_from_db()
    assert above.parent is None


def test_an_added_record_that_is_refused_leaves_nothing(browser: Client) -> None:
    taken = make_incident()
    response = form_of_new(Incident, browser).send(title="Clash", kind="episode", slug=taken.slug)
    assert "slug" in errors_of(response)
    assert Incident.objects.count() == 1


def test_the_slug_is_fixed_once_the_record_was_public(browser: Client, curator: User) -> None:
    draft, public = make_actor(status="draft"), make_actor()
    form_of(draft, browser).send(slug="armenia-mod")
    draft.refresh_from_db()
    assert draft.slug == "armenia-mod"
    form = form_of(public, browser)
    assert "slug" not in form.data
    form.send(slug="another")
    public.refresh_from_db()
    assert public.slug != "another"
    curation.withdraw(public, by=curator, reason="No actor.")
    assert "slug" not in form_of(public, browser).data


def test_a_question_that_a_curator_chose_stays(browser: Client) -> None:
    claim, other = make_claim(status="draft"), make_question()
    found = claim.question_id
    for typed, expected in (
        ({"question": other.pk}, (other.pk, True)),
        ({"gist": "Said otherwise."}, (other.pk, True)),
        ({"question_fixed": None}, (found, False)),
    ):
        assert form_of(claim, browser).send(**typed).status_code == 302
        claim.refresh_from_db()
        assert (claim.question_id, claim.question_fixed) == expected


def test_of_a_question_that_the_rule_made_only_the_title_is_typed(browser: Client) -> None:
    question = make_claim().question
    assert question
    form = form_of(question, browser)
    assert not {"topic", "incident", "subject_side", "counted", "slug"} & set(form.data)
    form.send(title="How many fell?")
    question.refresh_from_db()
    assert (question.title, question.retitled) == ("How many fell?", True)


def test_claims_stand_inside_their_statement_as_rows_to_follow(browser: Client) -> None:
    claim = make_claim(value=(12, None))
    content = form_of(claim.statement, browser).content
    assert f'href="{address(claim)}"' in content
    assert "At least 12 (person)" in content
    response: Any = browser.get(address(claim.statement, "add-claim"))
    assert response["Location"] == f"{list_address(Claim, 'add')}?statement={claim.statement_id}"


@pytest.mark.parametrize("value", ["no-number", "\0", "9" * 30, "-1"])
def test_forged_values_are_refused_never_a_fault(value: str, browser: Client) -> None:
    statement = make_statement()
    form = form_of(statement, browser)
    for field in ("speaker", "co_speakers", "acts", "channel", "made_edtf", "made_timezone"):
        assert field.removesuffix("_timezone") in str(errors_of(form.send(**{field: value})))
    assert form.send(**{"citations-TOTAL_FORMS": value}).status_code == 200
    assert form_of(make_document(), browser).send(authors=f"\0{value}").status_code == 200
    for url in (
        f"{list_address(Claim, 'add')}?statement={value}",
        f"{list_address(Statement)}{value}/add-claim/",
        f"{list_address(Statement)}{value}/change/",
    ):
        assert browser.get(url).status_code in (200, 302), url
    statement.refresh_from_db()
    assert statement.version == 1
