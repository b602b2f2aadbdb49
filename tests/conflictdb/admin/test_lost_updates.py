"""Two curators, one record: the second learns of the first, and nothing vanishes."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conflictdb import curation
from conflictdb.models import Actor
from tests.factories import make_actor, make_actor_name, make_citation, make_claim, make_statement

from .pages import form_of


@pytest.fixture
def emil(db: None) -> User:
    return User.objects.create(username="emil", is_staff=True)


def change(record: Any, by: User, **values: Any) -> None:
    stored = type(record).objects.get(pk=record.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    curation.save(stored, by=by)


def form_in(response: Any) -> Any:
    assert response.status_code == 200
    return response.context["adminform"].form


def test_a_save_over_another_is_refused_and_says_whose(browser: Client, emil: User) -> None:
    actor = make_actor(country="AZ")
    form = form_of(actor, browser)
    change(actor, emil, name="Emil's name", country="AM")
    shown = form_in(form.send(name="My name"))
    actor.refresh_from_db()
    when = f"{actor.updated_at:%-d %B %Y at %H:%M:%S}"
    assert f"emil changed this record on {when}" in shown.errors["__all__"][0]
    assert shown["name"].value() == "My name"
    assert shown.errors["name"] == ["Stored now: Emil's name"]
    assert shown.errors["country"] == ["Stored now: AM"]
    assert "kind" not in shown.errors
    assert (actor.name, actor.version) == ("Emil's name", 2)


def test_saving_once_more_is_a_decision(browser: Client, emil: User) -> None:
    actor = make_actor()
    form = form_of(actor, browser)
    change(actor, emil, name="Emil's name")
    seen = form_in(form.send(name="My name"))["seen_version"].value()
    assert form.send(name="My name", seen_version=seen).status_code == 302
    actor.refresh_from_db()
    assert (actor.name, actor.version) == ("My name", 3)


def test_rows_tell_what_is_stored_too(browser: Client, emil: User) -> None:
    actor = make_actor(status="draft")
    name = make_actor_name(actor, "Old")
    form = form_of(actor, browser)
    name.name = "Emil's other"
    name.save()
    change(actor, emil, name="Emil's name")
    typed = {"name": "My name", "names-0-name": "My other"}
    response = form.send(**typed)
    row = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert row.errors == {"name": ["Stored now: Emil's other"]}
    assert row["name"].value() == "My other"
    seen = form_in(response)["seen_version"].value()
    assert form.send(**typed, seen_version=seen).status_code == 302
    name.refresh_from_db()
    assert name.name == "My other"


def test_what_is_stored_is_told_in_words(browser: Client, emil: User) -> None:
    statement = make_statement(status="draft")
    form = form_of(statement, browser)
    other = make_actor("Suren Papikyan", kind="person")
    change(statement, emil, channel="interview", acts=["report", "denial"], speaker=other)
    statement.co_speakers.add(other)
    errors = form_in(form.send()).errors
    assert errors["channel"] == ["Stored now: Interview"]
    assert errors["acts"] == ["Stored now: Report, Denial"]
    assert errors["speaker"] == ["Stored now: Suren Papikyan"]
    assert errors["co_speakers"] == ["Stored now: Suren Papikyan"]


def test_a_change_that_nobody_logged_is_noticed_too(browser: Client) -> None:
    actor = make_actor()
    form = form_of(actor, browser)
    Actor.objects.get(pk=actor.pk).save()
    (told,) = form_in(form.send(name="Mine")).errors["__all__"]
    assert "the database changed this record" in told


def test_a_form_without_a_version_saves_nothing(browser: Client) -> None:
    actor = make_actor()
    form_in(form_of(actor, browser).send(name="Mine", seen_version=None))
    assert Actor.objects.get(pk=actor.pk).version == 1


def test_a_record_that_is_gone_is_no_fault(browser: Client) -> None:
    actor = make_actor()
    form = form_of(actor, browser)
    Actor.objects.filter(pk=actor.pk).delete()
    assert form.send(name="Mine").status_code == 302


def test_rows_of_a_form_are_guarded_each_by_itself(browser: Client, emil: User) -> None:
    claim = make_claim(status="draft")
    citation = make_citation(claim, status="draft")
    form = form_of(claim, browser)
    change(citation, emil, hedge="reportedly")
    response = form.send(**{"citations-0-mode": "direct_quote"})
    row = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert "emil changed this record" in row.errors["__all__"][0]
    assert row.errors["hedge"] == ["Stored now: Reportedly"]
    citation.refresh_from_db()
    assert (citation.mode, citation.hedge) == ("indirect", "reportedly")


def test_an_untouched_row_does_not_undo_what_another_did(browser: Client, emil: User) -> None:
    claim = make_claim(status="draft")
    citation = make_citation(claim, status="draft")
    form = form_of(claim, browser)
    change(citation, emil, hedge="reportedly")
    form.send(gist="Said otherwise.")
    citation.refresh_from_db()
    assert citation.hedge == "reportedly"
