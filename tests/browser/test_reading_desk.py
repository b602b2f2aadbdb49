"""The reading desk: an article from paste to public claims by two accounts; actions counted."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from conflictdb.models import Claim, Document, DocumentText, Statement
from tests.factories import make_actor, make_document, make_place, make_state

ARTICLE = Path(__file__).with_name("test_article.txt").read_text(encoding="utf-8")
PLAIN_CLAIM = 5  # actions that a plain casualty claim may take


@pytest.fixture
def norvia(transactional_db: None) -> None:
    """The invented world of the article, as far as it is known before."""
    norvia, estmark = make_state("Norvia"), make_state("Estmark")
    for state in (norvia, estmark):
        make_actor(f"Ministry of Defence of {state.name}", side=state)
        make_actor(f"Armed Forces of {state.name}", kind="armed_force", side=state)
        make_actor(f"Civilians in {state.name}", kind="civilians", side=state)
    make_actor("Ilsa Varnhem", kind="person", side=estmark)
    make_actor("Aldo Brenn", kind="person", side=norvia)
    make_actor("Kell River Monitor", kind="media")
    make_actor("The Test Gazette", kind="media")
    make_place("Tarn")


def paste(page: Page) -> None:
    page.goto(reverse("admin:conflictdb_document_changelist"))
    page.get_by_role("link", name="New article").click()
    page.get_by_label("Paste the text").fill(ARTICLE)
    page.get_by_label("Title").fill("TEST ARTICLE: fire along an invented river")
    page.get_by_label("Publisher").fill("test gaz")
    page.get_by_role("option", name="The Test Gazette").click()
    page.get_by_label("Published").fill("2031-03-04")
    page.get_by_role("button", name="Keep it and read").click()
    expect(page.locator("#text")).to_contain_text("fair")
    page.wait_for_load_state()  # the text is there before what listens to selections


def select(page: Page, first: str, last: str) -> None:
    """Select from the first words to the last with the mouse: one action."""
    page.evaluate(
        """([first, last]) => {
            const article = document.getElementById("text");
            const pieces = [...article.querySelectorAll(".piece")];
            const at = (words, atEnd) => {
                const node = pieces.find((piece) => piece.textContent.includes(words)).firstChild;
                return [node, node.data.indexOf(words) + (atEnd ? words.length : 0)];
            };
            const range = document.createRange();
            range.setStart(...at(first, false));
            range.setEnd(...at(last, true));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            range.startContainer.parentElement.scrollIntoView({ block: "center" });
            article.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }""",
        [first, last],
    )


def open_panel(page: Page, first: str, last: str) -> None:
    select(page, first, last)
    page.get_by_role("button", name=re.compile("Code this passage")).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def save(page: Page, expected: str) -> int:
    """Save the panel; how many actions the coding took since the selection."""
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator("#told")).to_contain_text(expected)
    expect(page.get_by_role("dialog")).to_be_hidden()
    return int(page.locator("#reading").get_attribute("data-actions-of-save") or 0)


def told(name: str, actions: int) -> None:
    print(f"{name}: {actions} actions")  # noqa: T201  # the walk-through's result


def test_from_paste_to_public_claims(
    norvia: None, account: Any, open_as: Any, shoot: Any, client: Any
) -> None:
    page = open_as(account("anna", "Annotator"))
    paste(page)
    shoot(page, "reading-new")

    open_panel(page, "The Norvian Defence Ministry said", "village of Tarn.")
    shoot(page, "reading-panel")
    killed = save(page, "statement, claim")
    told("12 killed, with statement and incident", killed)
    assert killed <= PLAIN_CLAIM
    claim = Claim.objects.get()
    assert (claim.kind, claim.value_min, claim.value_max) == ("killed", 12, None)
    assert claim.modifier == "at_least"
    assert claim.subject.name == "Armed Forces of Norvia"
    assert claim.statement.speaker.name == "Ministry of Defence of Norvia"
    assert claim.incident.place.name == "Tarn"
    assert claim.statement.made.edtf == "2031-03-04"

    open_panel(page, "Two dozen others", "ministry added.")
    wounded = save(page, "claim")
    told("24 wounded", wounded)
    open_panel(page, "Five of our soldiers", "Monday night,")
    captured = save(page, "claim")
    told("5 captured, quoted", captured)
    open_panel(page, "According to the Kell", "on Tuesday evening.")
    displaced = save(page, "claim")
    told("up to 70 displaced", displaced)
    assert max(wounded, captured, displaced) <= PLAIN_CLAIM
    rows = {claim.kind: claim for claim in Claim.objects.select_related("statement__speaker")}
    assert rows["wounded"].value_min == 24
    assert rows["wounded"].statement.speaker.name == "Ministry of Defence of Norvia"
    assert rows["captured"].statement.speaker.name == "Ilsa Varnhem"
    assert rows["captured"].subject.name == "Armed Forces of Estmark"
    assert rows["captured"].citations.get().mode == "direct_quote"
    assert (rows["displaced"].value_max, rows["displaced"].victim_class) == (70, "civilian")

    open_panel(page, "We have lost two", "on Telegram.")
    told("2 positions and 100 missing", save(page, "2 claims"))
    shoot(page, "reading-coded")

    page.get_by_role("link", name="Submit all drafts").click()
    page.get_by_role("button", name=re.compile("Submit for review")).click()
    expect(page.locator(".is-in_review").first).to_be_visible()
    assert not Claim.objects.filter(status="draft").exists()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)

    document = Document.objects.get()
    page = open_as(account("rita", "Reviewer"))
    page.goto(reverse("admin:conflictdb_document_read", args=[document.pk]))
    shoot(page, "reading-review")
    first = page.locator(f'[data-record="claim-{claim.pk}"]')
    first.hover()
    expect(page.locator(".piece.lit").first).to_contain_text("Norvian Defence Ministry")
    first.get_by_role("button", name="Approve").click()
    expect(page.locator("#told")).to_contain_text("Published")
    expect(first.locator(".is-published")).to_be_visible()
    page.get_by_role("link", name="Publish all that wait").click()
    page.get_by_role("button", name=re.compile("Publish")).click()
    expect(page.locator(".is-in_review")).to_have_count(0)

    answer = client.get("/api/v1/claims", {"document": document.slug}).json()
    public = {(each["kind"], each["value_min"], each["value_max"]) for each in answer["results"]}
    assert {("killed", 12, None), ("wounded", 24, 24), ("displaced", None, 70)} <= public
    assert len(answer["results"]) == 6
    assert Statement.objects.filter(status="published").count() == 5


def a_document(text: str = ARTICLE) -> Document:
    digest = Document.digest_of(text)
    document = make_document(title="An invented report", sha256=digest, length=len(text))
    DocumentText.objects.create(document=document, content=text)
    return document


def read(page: Page, document: Document) -> None:
    page.goto(reverse("admin:conflictdb_document_read", args=[document.pk]))


def test_by_the_keyboard_alone(norvia: None, superuser: Page) -> None:
    """Sentence by sentence; two at most; Enter opens, Ctrl+Enter saves, focus comes back."""
    page = superuser
    read(page, a_document())
    page.locator("#text").focus()
    for _ in range(4):
        page.keyboard.press("j")
    expect(page.locator(".sentence.chosen")).to_have_count(1)
    expect(page.locator(".sentence.chosen")).to_contain_text("at least 12")
    page.keyboard.press("Shift+J")
    expect(page.locator(".sentence.chosen")).to_have_count(2)
    page.keyboard.press("Shift+J")
    expect(page.locator(".sentence.chosen")).to_have_count(1)
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("#panel-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".sentence:focus")).to_contain_text("at least 12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("Saved as draft")
    assert Claim.objects.get().value_min == 12
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#told")).to_contain_text("Undone")
    assert not Claim.objects.exists()
    assert not Statement.objects.exists()


def test_gists_follow_until_somebody_writes_one(norvia: None, superuser: Page) -> None:
    page = superuser
    read(page, a_document())
    open_panel(page, "The Norvian Defence Ministry said", "village of Tarn.")
    gist = page.locator("[name=claim-0-gist]")
    page.get_by_label("Number").first.fill("13")
    page.get_by_label("Number").first.blur()
    expect(gist).to_have_value(re.compile("At least 13"))
    gist.fill("Mine.")
    page.get_by_label("Kind").first.select_option("wounded")
    expect(page.locator("[name=statement-gist]")).to_have_value(re.compile("wounded"))
    expect(gist).to_have_value("Mine.")


def test_what_is_typed_survives_a_reload_and_a_refusal(
    norvia: None, superuser: Page, complaints: Any
) -> None:
    complaints.expect("422")  # what the answer to a refused save is
    page = superuser
    read(page, a_document())
    open_panel(page, "The Norvian Defence Ministry said", "village of Tarn.")
    page.locator("[name=claim-0-gist]").fill("Typed with care.")
    page.get_by_role("button", name="Add a claim").click()
    page.locator("[name=claim-1-gist]").fill("A second one.")
    page.reload()
    expect(page.locator("[name=claim-0-gist]")).to_have_value("Typed with care.")
    expect(page.locator("[name=claim-1-gist]")).to_have_value("A second one.")
    expect(page.get_by_role("combobox", name="Speaker")).to_have_value(
        "Ministry of Defence of Norvia"
    )
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator(".panel-told")).to_contain_text("see the fields")
    expect(page.locator("[name=claim-1-gist]")).to_have_value("A second one.")
    page.locator('[data-claim="claim-1"] .take input').uncheck()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator("#told")).to_contain_text("Saved as draft")
    assert Claim.objects.get().gist == "Typed with care."
    page.reload()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_session_that_ends_loses_nothing(
    norvia: None, account: Any, open_as: Any, live_server: Any, complaints: Any
) -> None:
    complaints.expect("403")
    user = account("nune")
    page = open_as(user)
    read(page, a_document())
    open_panel(page, "The Norvian Defence Ministry said", "village of Tarn.")
    page.locator("[name=claim-0-gist]").fill("Typed with care.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator(".panel-told")).to_contain_text("logged out")
    expect(page.locator("[name=claim-0-gist]")).to_have_value("Typed with care.")
    assert not Claim.objects.exists()
    client = Client()
    client.force_login(user)  # in another tab
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator("#told")).to_contain_text("Saved as draft")
    assert Claim.objects.get().gist == "Typed with care."


def test_offsets_count_characters(norvia: None, superuser: Page) -> None:
    """Beyond the basic plane a character is two units of a script's strings."""
    text = "\U0001f600\U0001f600 Norvia said 3 guards died. More.\n"
    page = superuser
    read(page, a_document(text))
    open_panel(page, "Norvia said", "guards died.")
    expect(page.get_by_role("dialog").locator("blockquote")).to_have_text(
        "Norvia said 3 guards died."
    )
