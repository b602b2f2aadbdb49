"""The desks of questions and incidents, worked by keyboard and by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from conflictdb.models import Claim, ClaimLink, Incident, Question
from tests.factories import make_actor, make_claim, make_incident, make_statement

Shoot = Callable[[Page, str], None]


@pytest.fixture
def told(transactional_db: None) -> list[Claim]:
    """Four counts of the dead: one speaker's two, and two others'."""
    episode = make_incident("Invented clashes", kind="episode")
    office = make_actor("A counting office")
    speakers = [office, office, make_actor("Another ministry"), make_actor("A newspaper")]
    claims = []
    for day, (speaker, value) in enumerate(zip(speakers, (4, 9, 9, 20), strict=True), 16):
        statement = make_statement(speaker=speaker, made=f"2021-11-{day}")
        gist = f"{value} fell, by the account of {speaker}."
        claims.append(make_claim(statement=statement, incident=episode, value=value, gist=gist))
    return claims


def desk_of(record: Question | Incident | None) -> str:
    assert record
    return f"/admin/conflictdb/{record._meta.model_name}/{record.pk}/change/"


def stays(page: Page) -> None:
    """From here on the page must not be loaded anew."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def linked() -> list[tuple[Any, str, Any]]:
    links = ClaimLink.objects.order_by("pk")
    return [(link.from_claim, link.relation, link.to_claim) for link in links]


def test_claims_are_linked_by_keyboard_on_the_spot(
    told: list[Claim], superuser: Page, shoot: Shoot
) -> None:
    superuser.goto(desk_of(told[0].question))
    shoot(superuser, "question-desk")
    stays(superuser)
    superuser.get_by_text("Keys", exact=True).click()
    for key in "jxjx":
        superuser.keyboard.press(key)
    expect(superuser.get_by_text("Chosen: 1 (4) and 2 (9).")).to_be_visible()
    superuser.keyboard.press("n")
    superuser.keyboard.type("A later count.")
    superuser.keyboard.press("Escape")
    superuser.keyboard.press("u")
    expect(superuser.get_by_text("updated by 2")).to_be_visible()
    expect(superuser.get_by_text("A later count.")).to_be_visible()
    expect(superuser.get_by_text("Linked, as a draft")).to_be_visible()
    assert linked() == [(told[1], "updates", told[0])]
    assert ClaimLink.objects.get().note == "A later count."

    superuser.keyboard.press("a")  # the first of what seems likely
    expect(superuser.locator(".claim-link")).to_have_count(4)
    assert linked()[1] == (told[2], "confirms", told[1])
    superuser.get_by_role("button", name="Remove the link confirms").click()
    expect(superuser.locator(".claim-link")).to_have_count(2)
    assert len(linked()) == 1
    assert stayed(superuser)


def test_a_claim_is_moved_to_a_question_that_was_searched_for(
    told: list[Claim], superuser: Page, shoot: Shoot
) -> None:
    Question.objects.create(
        slug="guards",
        title="How many frontier guards fell?",
        topic="deaths",
        incident=told[0].incident,
        by_rule=False,
    )
    last, others = told[3], Question.objects.get(slug="guards")
    Claim.objects.filter(pk=last.pk).update(status="draft")
    superuser.goto(desk_of(told[0].question))
    stays(superuser)
    for _ in told:
        superuser.keyboard.press("j")
    superuser.keyboard.press("m")
    search = superuser.get_by_role("searchbox", name="Search for a question")
    expect(search).to_be_focused()
    search.type("front gu")
    choice = superuser.get_by_role("button", name="How many frontier guards fell?")
    expect(choice).to_be_visible()
    shoot(superuser, "question-desk-move")
    choice.focus()
    superuser.keyboard.press("Enter")
    expect(superuser.get_by_text("Moved to “How many frontier guards fell?”.")).to_be_visible()
    expect(superuser.locator(".claim")).to_have_count(3)
    last.refresh_from_db()
    assert (last.question, last.question_fixed) == (others, True)
    assert stayed(superuser)


def test_incidents_are_nested_by_hand_and_by_keyboard(superuser: Page, shoot: Shoot) -> None:
    episode = make_incident("An invented episode", kind="episode")
    first, second, third = (
        make_incident(title, part_of=episode, status="draft", occurred=f"2021-11-1{day}")
        for day, title in enumerate(("A first clash", "A second clash", "A third clash"))
    )
    make_claim(incident=episode)
    superuser.goto(desk_of(episode))
    stays(superuser)

    def part(title: str) -> Any:
        return superuser.locator(".part", has=superuser.get_by_role("link", name=title))

    part("A second clash").drag_to(part("A first clash"))
    expect(
        superuser.get_by_text("“A second clash” is a part of “A first clash” now.")
    ).to_be_visible()
    second.refresh_from_db()
    assert second.part_of == first

    part("A second clash").focus()
    superuser.keyboard.press("o")
    expect(
        superuser.get_by_text("“A second clash” is a part of “An invented episode” now.")
    ).to_be_visible()
    second.refresh_from_db()
    assert second.part_of == episode

    part("A third clash").focus()
    superuser.keyboard.press("m")
    superuser.get_by_role("searchbox", name="Search for an incident").type("first cla")
    choice = superuser.get_by_role("button", name="A first clash")
    expect(choice).to_be_visible()
    choice.click()
    expect(
        superuser.get_by_text("“A third clash” is a part of “A first clash” now.")
    ).to_be_visible()
    third.refresh_from_db()
    assert third.part_of == first
    shoot(superuser, "incident-desk")
    assert stayed(superuser)


def test_the_record_unfolds_below_its_desk(superuser: Page, shoot: Shoot) -> None:
    episode = make_incident("An invented episode", kind="episode", status="draft")
    superuser.goto(desk_of(episode))
    expect(superuser.get_by_label("Title")).not_to_be_visible()
    superuser.get_by_text("The record: all its fields").click()
    title = superuser.get_by_label("Title")
    title.fill("j, k and x are letters here")
    shoot(superuser, "incident-record")
    superuser.get_by_role("button", name="Save", exact=True).click()
    superuser.wait_for_url("**/incident/")
    episode.refresh_from_db()
    assert episode.title == "j, k and x are letters here"
