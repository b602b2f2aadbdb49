"""What was typed outlives the log-in, the page and the browser; its author alone is offered it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from conflictdb.models import Actor, Claim, Statement
from tests import factories
from tests.conflictdb.admin.pages import address, list_address

from .complaints import Complaints

PASSWORD = "of this test only"
BACK = "Put it back"
NOTHING_KEPT = "Object.keys(localStorage).every(key => !key.startsWith('unsaved'))"


@pytest.fixture
def nune(account: Callable[..., User]) -> User:
    return account("nune", password=PASSWORD)


@pytest.fixture
def page(nune: User, open_as: Callable[..., Page]) -> Page:
    return open_as(nune)


def log_in(page: Page, name: str = "nune") -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def choose(page: Page, field: str, term: str) -> None:
    """In one of select2's boxes."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(term)
    page.locator(".select2-results__option", has_text=term).first.click()


def test_a_save_that_meets_an_expired_log_in_loses_nothing(
    page: Page, shoot: Callable[[Page, str], None]
) -> None:
    statement = factories.make_statement(status="draft")
    factories.make_actor("Invented Agency")
    page.goto(address(statement))
    page.locator("#id_gist").fill("An invented gist, typed for long.")
    choose(page, "speaker", "Invented Agency")
    Session.objects.all().delete()
    save(page)
    expect(page).to_have_url(re.compile("/admin/login/"))
    log_in(page)
    expect(page).to_have_url(re.compile(address(statement)))
    expect(page.locator("#id_gist")).to_have_value("Tells of the fighting.")
    shoot(page, "unsaved-offer")
    page.get_by_role("button", name=BACK).click()
    expect(page.locator("#id_gist")).to_have_value("An invented gist, typed for long.")
    expect(page.locator(".field-speaker .select2-selection")).to_contain_text("Invented Agency")
    shoot(page, "unsaved-back")
    save(page)
    expect(page).to_have_url(re.compile(re.escape(list_address(Statement))))
    statement.refresh_from_db()
    assert statement.gist == "An invented gist, typed for long."
    assert statement.speaker.name == "Invented Agency"
    page.goto(address(statement))
    expect(page.locator("#id_gist")).to_have_value("An invented gist, typed for long.")
    expect(page.get_by_role("button", name=BACK)).to_have_count(0)
    page.wait_for_function(NOTHING_KEPT)


def test_a_new_record_with_rows_outlives_a_closed_tab(page: Page) -> None:
    page.goto(list_address(Actor, "add"))
    page.locator("#id_name").fill("Invented Ministry")
    page.locator("#id_kind").select_option("government_body")
    page.locator("#names-group").get_by_text(re.compile("Add another")).click()
    page.locator("#id_names-0-name").fill("Invented MoD")
    page.wait_for_timeout(500)
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(list_address(Actor, "add"))
    again.get_by_role("button", name=BACK).click()
    expect(again.locator("#id_name")).to_have_value("Invented Ministry")
    expect(again.locator("#id_names-0-name")).to_have_value("Invented MoD")
    again.locator("#id_names-0-language").fill("en")
    save(again)
    expect(again).to_have_url(re.compile(re.escape(list_address(Actor)) + "$"))
    assert Actor.objects.get().names.get().name == "Invented MoD"


def test_the_reason_of_a_step_is_kept_until_the_step_is_taken(page: Page, nune: User) -> None:
    from conflictdb import curation

    statement = factories.make_statement()
    page.goto(address(statement, "withdraw"))
    page.locator("#reason").fill("The invented source took it back.")
    page.locator("#reason_code").select_option(index=1)
    claim = factories.make_claim(statement=statement)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Cannot withdraw")).to_be_visible()
    curation.withdraw(claim, by=nune, reason="Invented.", reason_code="duplicate")
    page.goto(address(statement, "withdraw"))
    page.get_by_role("button", name=BACK).click()
    expect(page.locator("#reason")).to_have_value("The invented source took it back.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page).to_have_url(re.compile("/change/"))
    statement.refresh_from_db()
    assert statement.status == "withdrawn"
    page.wait_for_function(NOTHING_KEPT)


def test_what_is_put_back_does_not_pass_over_what_another_saved(page: Page, nune: User) -> None:
    from conflictdb import curation

    actor = factories.make_actor("Ministry", status="draft")
    page.goto(address(actor))
    page.locator("#id_name").fill("Mine")
    page.reload()
    actor.refresh_from_db()
    actor.name = "Theirs"
    curation.save(actor, by=nune, message="Meanwhile.")
    page.reload()
    page.get_by_role("button", name=BACK).click()
    save(page)
    expect(page.get_by_text("Stored now: Theirs")).to_be_visible()
    actor.refresh_from_db()
    assert actor.name == "Theirs"
    expect(page.locator("#id_name")).to_have_value("Mine")
    save(page)
    expect(page).to_have_url(re.compile(re.escape(list_address(Actor)) + "$"))
    actor.refresh_from_db()
    assert actor.name == "Mine"


def test_a_form_with_errors_is_still_kept(page: Page) -> None:
    page.goto(list_address(Actor, "add"))
    page.locator("#id_name").fill("Invented Ministry")
    page.locator("#id_slug").fill("no slug at all!")
    save(page)
    expect(page.get_by_text("Please correct the error").first).to_be_visible()
    page.goto(list_address(Actor, "add"))
    page.get_by_role("button", name=BACK).click()
    expect(page.locator("#id_name")).to_have_value("Invented Ministry")
    page.get_by_role("button", name=BACK).wait_for(state="detached")
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    page.reload()
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.get_by_role("button", name=BACK)).to_have_count(0)


def test_another_account_of_the_same_browser_is_offered_nothing(
    page: Page, account: Callable[..., User], window: Callable[..., BrowserContext]
) -> None:
    account("armen", password=PASSWORD)
    page.goto(list_address(Actor, "add"))
    page.locator("#id_name").fill("Of Nune alone")
    Session.objects.all().delete()
    save(page)
    log_in(page, "armen")
    expect(page).to_have_url(re.compile(re.escape(list_address(Actor, "add"))))
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.get_by_role("button", name=BACK)).to_have_count(0)


def test_a_form_from_before_another_log_in_can_be_saved_after_all(
    page: Page, complaints: Complaints
) -> None:
    """Two tabs, of which one logs in anew: the other's form is no longer good, what it has is."""
    actor = factories.make_actor("Ministry", status="draft")
    page.goto(address(actor))
    page.locator("#id_name").fill("Typed in the old tab")
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/admin/")
    log_in(other)
    expect(other).to_have_url(re.compile("/admin/$"))
    save(page)
    expect(page.get_by_text("Please save once more")).to_be_visible()
    page.get_by_role("button", name=BACK).click()
    save(page)
    expect(page).to_have_url(re.compile(re.escape(list_address(Actor)) + "$"))
    actor.refresh_from_db()
    assert actor.name == "Typed in the old tab"


def test_passwords_are_never_kept(page: Page) -> None:
    page.goto("/admin/auth/user/add/")
    page.locator("#id_username").fill("another")
    page.locator("#id_password1").fill("a secret of this test")
    page.goto("/admin/password_change/")
    page.locator("#id_old_password").fill("a secret of this test")
    page.wait_for_timeout(500)
    page.goto(list_address(Claim))
    assert "a secret" not in page.evaluate("JSON.stringify(localStorage)")
