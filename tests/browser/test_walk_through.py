"""What two accounts do to one record, and what cannot be undone, by hand in the real pages."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from playwright.sync_api import Locator, Page, expect

from conflictdb.models import Actor, Place, Redaction, Revision
from tests.conflictdb.admin.pages import address, list_address
from tests.factories import make_actor, make_actor_name, make_claim, make_place, make_statement

Shoot = Callable[[Page, str], None]


def api(path: str) -> Any:
    """What the public gets, at this very moment."""
    return Client().get(f"/api/v1/{path}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link_to(page: Page, path: str) -> Locator:
    return page.locator(f'a[href="{path}"]')


def is_at(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


def error_at(page: Page, field: str, text: str) -> None:
    """An error is shown, and the field that it blames is the one."""
    expect(page.locator(f".field-{field}", has_text=text).first).to_be_visible()


def test_of_two_saves_the_second_sees_both_versions_and_chooses(
    annotator: Page, reviewer: Page, shoot: Shoot
) -> None:
    actor = make_actor("Invented Ministry", status="draft")
    name = make_actor_name(actor, "IM")
    for page in (annotator, reviewer):
        page.goto(address(actor))
    annotator.locator("#id_name").fill("Ministry of the annotator")
    annotator.locator("#id_names-0-name").fill("MA")
    press(annotator, "Save")
    is_at(annotator, list_address(Actor))

    reviewer.locator("#id_name").fill("Ministry of the reviewer")
    reviewer.locator("#id_names-0-name").fill("MR")
    press(reviewer, "Save")
    expect(reviewer.get_by_text("annotator changed this record on")).to_be_visible()
    error_at(reviewer, "name", "Stored now: Ministry of the annotator")
    expect(reviewer.locator("#id_name")).to_have_value("Ministry of the reviewer")
    expect(reviewer.locator("#id_names-0-name")).to_have_value("MR")
    error_at(reviewer, "name", "Stored now: MA")
    shoot(reviewer, "race-lost")
    actor.refresh_from_db()
    assert actor.name == "Ministry of the annotator"

    reviewer.locator("#id_name").fill("Ministry of both")
    press(reviewer, "Save")
    is_at(reviewer, list_address(Actor))
    actor.refresh_from_db()
    name.refresh_from_db()
    assert (actor.name, name.name) == ("Ministry of both", "MR")


def test_of_two_publications_from_the_list_the_second_is_told(
    reviewer: Page, administrator: Page, shoot: Shoot
) -> None:
    first, second = (
        make_place("Firstvale", status="draft"),
        make_place("Secondvale", status="draft"),
    )

    def look(page: Page) -> None:
        page.goto(list_address(Place))
        for place in (first, second):
            page.locator(f'input[name="_selected_action"][value="{place.pk}"]').check()
        page.locator('select[name="action"]').select_option("publish_selected")
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_text("All 2 become published")).to_be_visible()

    look(reviewer)
    look(administrator)
    shoot(administrator, "bulk-preview")
    reviewer.goto(address(first, "publish"))
    press(reviewer, "Publish")
    is_at(reviewer, address(first))

    press(administrator, "Publish (2)")
    expect(administrator.get_by_text(re.compile("Firstvale|already")).first).to_be_visible()
    shoot(administrator, "race-lost-in-bulk")
    assert api(f"places/{first.slug}").status_code == 200
    assert api(f"places/{second.slug}").status_code == 200
    assert set(Place.objects.values_list("status", "version")) == {("published", 2)}


def test_of_two_steps_of_one_record_the_second_is_told(reviewer: Page, administrator: Page) -> None:
    place = make_place("Firstvale", status="draft")
    for page in (reviewer, administrator):
        page.goto(address(place, "publish"))
    press(reviewer, "Publish")
    is_at(reviewer, address(place))
    press(administrator, "Publish")
    expect(administrator.get_by_text("Cannot publish")).to_be_visible()
    place.refresh_from_db()
    assert (place.status, place.version) == ("published", 2)


def test_two_actors_become_one(reviewer: Page, shoot: Shoot) -> None:
    loser, survivor = make_actor("Invented MoD"), make_actor("Invented Ministry of Defence")
    claim = make_claim(subject=loser)
    reviewer.goto(address(loser))
    link_to(reviewer, address(loser, "merge")).click()
    reviewer.locator(".select2-selection").click()
    reviewer.locator(".select2-search__field").last.fill("Ministry of Def")
    reviewer.locator(".select2-results__option", has_text=survivor.name).first.click()
    press(reviewer, "See what would happen")
    expect(reviewer.get_by_text("Claim: subject: 1")).to_be_visible()
    shoot(reviewer, "merge")
    assert api(f"actors/{loser.slug}").status_code == 200, "looking merges nothing"
    reviewer.get_by_label("Reason").fill("One and the same.")
    press(reviewer, "Merge")
    is_at(reviewer, address(survivor))

    answer = api(f"actors/{loser.slug}")
    assert answer.status_code == 308
    assert answer["Location"].endswith(f"/api/v1/actors/{survivor.slug}")
    claims = api(f"claims?subject={survivor.slug}").json()["results"]
    assert [each["slug"] for each in claims] == [claim.slug]
    reviewer.goto(address(loser))
    expect(reviewer.get_by_text("Merged into")).to_be_visible()


def test_a_person_is_redacted(administrator: Page, shoot: Shoot) -> None:
    person = make_actor("Aldo Brenn", kind="person", slug="aldo-brenn")
    make_statement(speaker=person, slug="a-statement", gist="Aldo Brenn tells of the fighting.")
    assert b"Brenn" in api("statements/a-statement").content
    administrator.goto(address(person))
    link_to(administrator, address(person, "redact")).click()
    expect(administrator.get_by_text("Aldo Brenn tells of the fighting.").first).to_be_visible()
    administrator.get_by_label("Destroyed").check()
    administrator.get_by_label("Reason").fill("Asked for by the person.")
    shoot(administrator, "redact")
    press(administrator, "Redact")
    is_at(administrator, address(person))
    expect(administrator.get_by_text("Redacted: the name is gone")).to_be_visible()

    assert api("actors/aldo-brenn").status_code == 410
    for path in ("actors", "statements", "statements/a-statement", "changes"):
        answer = api(path)
        assert answer.status_code == 200
        assert b"brenn" not in answer.content.lower(), path
    assert api("search?q=Brenn").json()["results"] == []
    assert Redaction.objects.get().by.username == "administrator"
    assert "Brenn" not in administrator.content()


def test_who_may_not_redact_finds_no_way_to(reviewer: Page) -> None:
    person = make_actor("Aldo Brenn", kind="person")
    reviewer.goto(address(person))
    expect(link_to(reviewer, address(person, "merge"))).to_be_visible()
    expect(link_to(reviewer, address(person, "redact"))).to_have_count(0)


def test_an_earlier_version_is_restored(annotator: Page, shoot: Shoot) -> None:
    place = make_place("Firstvale", status="draft")
    annotator.goto(address(place))
    annotator.locator("#id_name").fill("Wrongvale")
    press(annotator, "Save")
    is_at(annotator, list_address(Place))
    annotator.goto(address(place, "history"))
    entries = annotator.locator("li.history-entry")
    expect(entries).to_have_count(2)
    entries.first.get_by_label("this", exact=True).check()
    entries.last.get_by_label("with this").check()
    press(annotator, "Compare")
    expect(annotator.get_by_role("heading", name="What differs")).to_be_visible()
    shoot(annotator, "compare")
    annotator.locator("li.history-entry").last.get_by_role("link", name="Restore").click()
    expect(annotator.locator("del", has_text="Wrongvale")).to_be_visible()
    shoot(annotator, "restore")
    annotator.get_by_label("Reason").fill("The first was right.")
    press(annotator, "Restore")
    is_at(annotator, address(place))
    expect(annotator.locator("#id_name")).to_have_value("Firstvale")
    annotator.goto(address(place, "history"))
    expect(entries).to_have_count(3)
    expect(entries.first).to_contain_text("The first was right.")


def test_what_is_published_changes_when_another_account_approves(
    annotator: Page, reviewer: Page, settings: Any, shoot: Shoot
) -> None:
    settings.FOUR_EYES = True
    place = make_place("Firstvale")
    before = api(f"places/{place.slug}").content
    annotator.goto(address(place))
    annotator.locator("#id_name").fill("Firstvale on the river")
    annotator.get_by_label("Why it should change").fill("Its whole name.")
    press(annotator, "Save")
    expect(annotator.get_by_text("The public sees the record as it was").first).to_be_visible()
    revision = Revision.objects.get()
    is_at(annotator, address(revision))
    expect(annotator.get_by_role("button", name="Approve")).to_have_count(0)
    assert api(f"places/{place.slug}").content == before

    reviewer.goto(address(place))
    reviewer.get_by_role("link", name="revision by annotator").click()
    expect(reviewer.locator("ins", has_text="on the river")).to_be_visible()
    shoot(reviewer, "revision")
    press(reviewer, "Approve")
    expect(reviewer.get_by_text("is approved, and public")).to_be_visible()
    assert api(f"places/{place.slug}").json()["name"] == "Firstvale on the river"
