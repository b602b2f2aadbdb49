"""The history page of a record: readable, paged, comparable; versions and the deleted restored."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from conflictdb import curation
from conflictdb.history import RecordHistory, deleted_records
from conflictdb.models import ActorName, Citation, Place, PlaceName, Record, Revision
from conflictdb.models.event import RECORDS, recorded
from tests.factories import (
    make_actor,
    make_actor_name,
    make_citation,
    make_place,
    make_place_name,
    make_statement,
)

from .pages import address, form_of, list_address, told

pytestmark = pytest.mark.django_db


def newest(record: Record) -> Any:
    return RecordHistory(type(record), record.pk).versions(limit=1)[0]


def restore_address(record: Record, place: int) -> str:
    version = RecordHistory(type(record), record.pk).versions()[place]
    name = f"admin:conflictdb_{record._meta.model_name}_restore"
    return reverse(name, args=[record.pk, version.action.context])


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_save_with_all_its_rows_is_one_entry(browser: Client, curator: User) -> None:
    actor = make_actor("Ministry", status="draft")
    form = form_of(actor, browser)
    form.send(
        name="Ministry of Defence",
        **{"names-TOTAL_FORMS": "1", "names-0-name": "MoD", "names-0-kind": "spelling"},
    )
    version = newest(actor)
    assert (version.action.by, version.action.doing) == (curator.username, "save")
    assert [row["name"] for row in version.after["names"]] == ["MoD"]
    page = text_of(browser.get(address(actor, "history")))
    assert f"Saved</strong> by {curator.username}" in page
    assert "<ins> of Defence</ins>" in page
    assert "<ins>MoD" in page


def test_a_gist_is_compared_word_by_word_and_stays_text(browser: Client, curator: User) -> None:
    statement = make_statement(gist="Tells of <b>two</b> wounded.", status="draft")
    statement.gist = "Tells of <b>three</b> wounded."
    curation.save(statement, by=curator)
    page = text_of(browser.get(address(statement, "history")))
    assert "<del> &lt;b&gt;two&lt;/b&gt;</del>" in page
    assert "<ins> &lt;b&gt;three&lt;/b&gt;</ins>" in page
    assert "<b>" not in page


def test_a_step_is_told_with_its_reason(browser: Client, curator: User) -> None:
    place = make_place(status="published")
    curation.withdraw(place, by=curator, reason="Coded twice", reason_code="duplicate")
    page = text_of(browser.get(address(place, "history")))
    assert "Withdrawn</strong>" in page
    assert "Coded twice" in page
    assert "Published → Withdrawn" in page


def test_pages_ask_as_little_for_many_entries_as_for_one(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    place = make_place()
    browser.get(address(place, "history"))
    for number in range(45):
        with recorded("save"):
            Place.objects.filter(pk=place.pk).update(name=f"Name {number}")
            make_place_name(place, f"Other {number}")
    for page in ("", "?p=2", "?p=3", "?p=nonsense"):
        with django_assert_max_num_queries(22):
            content = text_of(browser.get(address(place, "history") + page))
        assert "46 changes" in content
    assert "Name 0" in text_of(browser.get(address(place, "history") + "?p=3"))


def test_two_versions_are_compared_whichever_is_chosen_first(browser: Client) -> None:
    place = make_place("Sotk")
    for name in ("Zod", "Zodk"):
        with recorded("save"):
            Place.objects.filter(pk=place.pk).update(name=name)
    last, _, first = (each.action.context for each in RecordHistory(Place, place.pk).versions())
    for old, new in ((first, last), (last, first)):
        page = text_of(browser.get(address(place, "history") + f"?from={old}&to={new}"))
        compared = page.split("What differs")[1].split("</section>")[0]
        assert "<del>Sotk</del>" in compared
        assert "<ins>Zodk</ins>" in compared
    assert "What differs" not in text_of(browser.get(address(place, "history") + "?from=x&to=y"))


# Restoring


def test_a_version_is_restored_with_its_parts_and_a_reason(browser: Client) -> None:
    actor = make_actor("Ministry", status="draft")
    make_actor_name(actor, "MoD")
    with recorded("save"):
        type(actor).objects.filter(pk=actor.pk).update(name="Wrong")
        ActorName.objects.filter(actor=actor).delete()
    page = restore_address(actor, 1)
    assert "<ins>Ministry</ins>" in text_of(browser.get(page))
    assert "Say why" in text_of(browser.post(page, {"reason": " "}))
    actor.refresh_from_db()
    assert actor.name == "Wrong"
    browser.post(page, {"reason": "Vandalism"})
    actor.refresh_from_db()
    assert actor.name == "Ministry"
    assert [name.name for name in actor.names.all()] == ["MoD"]
    action = newest(actor).action
    assert (action.doing, action.reason) == ("restore", "Vandalism")


def test_restoring_what_is_public_is_a_revision(
    browser: Client, settings: Any, django_user_model: Any
) -> None:
    settings.FOUR_EYES = True
    place = make_place("Sotk", status="published")
    with recorded("save"):
        Place.objects.filter(pk=place.pk).update(name="Wrong")
    browser.post(restore_address(place, 1), {"reason": "It was right"})
    place.refresh_from_db()
    assert place.name == "Wrong"
    [revision] = Revision.objects.of(place).pending()
    assert revision.state["name"] == "Sotk"
    assert revision.why == "It was right"


def test_what_refers_to_something_gone_is_not_restored_and_says_so(browser: Client) -> None:
    body = make_actor("Ministry", slug="ministry")
    actor = make_actor("Department", part_of=body, status="draft")
    with recorded("save"):
        type(actor).objects.filter(pk=actor.pk).update(part_of=None)
    body.delete()
    page = text_of(browser.post(restore_address(actor, 1), {"reason": "Again"}))
    assert "It refers to what is gone: actor ministry." in page
    assert "Again" in page


def test_what_was_deleted_is_listed_and_comes_back(browser: Client, curator: User) -> None:
    citation = make_citation(via=[make_actor("Agency")], status="draft")
    pk, slug = citation.pk, citation.slug
    curation.delete(citation, by=curator)
    page = text_of(browser.get(list_address(Citation, "deleted")))
    assert slug in page
    assert f"Deleted by {curator.username}" in page
    url = reverse("admin:conflictdb_citation_restore_deleted", args=[pk])
    assert "Agency" in text_of(browser.get(url))
    browser.post(url, {"reason": "Deleted by mistake"})
    back = Citation.objects.get(slug=slug)
    assert (back.pk, back.status) == (pk, "draft")
    assert [hop.actor.name for hop in back.via.all()] == ["Agency"]
    assert deleted_records(Citation) == []
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("model", RECORDS)
def test_every_desk_lists_what_was_deleted(model: type[Record], browser: Client) -> None:
    name = f"admin:conflictdb_{model._meta.model_name}"
    assert browser.get(reverse(f"{name}_deleted")).status_code == 200
    assert reverse(f"{name}_deleted") in browser.get(reverse(f"{name}_changelist")).content.decode()


def test_what_was_deleted_stays_away_where_its_slug_was_taken(
    browser: Client, curator: User
) -> None:
    place = make_place(slug="sotk", status="draft")
    pk = place.pk
    curation.delete(place, by=curator)
    make_place(slug="sotk")
    url = reverse("admin:conflictdb_place_restore_deleted", args=[pk])
    assert "already exists" in text_of(browser.post(url, {"reason": "Back"}))
    assert not Place.objects.filter(pk=pk).exists()
    assert not PlaceName.objects.filter(place_id=pk).exists()


def test_who_may_only_view_restores_nothing(client: Client) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_place"))
    client.force_login(reader)
    place = make_place(status="draft")
    page = text_of(client.get(address(place, "history")))
    assert ">Restore<" not in page
    assert client.post(restore_address(place, 0), {"reason": "x"}).status_code == 403
    assert client.get(address(make_actor(), "history")).status_code == 403
    assert client.get(list_address(Citation, "deleted")).status_code == 403
    curation.delete(place, by=reader)
    url = reverse("admin:conflictdb_place_restore_deleted", args=[deleted_records(Place)[0].pk])
    assert client.post(url, {"reason": "x"}).status_code == 403
    assert told(client.get(list_address(Place, "deleted"))) == []
