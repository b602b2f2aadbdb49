"""The front page: what it tells is so, and every number leads to a list of as many."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conflictdb import curation
from conflictdb.admin import filters
from conflictdb.admin.filters import last_working_day
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    Document,
    DocumentText,
    FailingCitation,
    Revision,
)
from tests import factories

from .pages import form_of

pytestmark = pytest.mark.django_db

FRONT = reverse("admin:index")
TEXT = "Invented for a test: at noon seven people were hurt near the mill."


@pytest.fixture(autouse=True)
def no_kept_figures() -> None:
    cache.clear()


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create(username="aram", is_staff=True, is_superuser=True)


def front(browser: Client) -> Any:
    response = browser.get(FRONT)
    assert response.status_code == 200
    return response


def waiting(browser: Client, title: str) -> dict[str, str]:
    """What waits under a title: words and numbers."""
    (group,) = (each for each in front(browser).context["groups"] if each.title == title)
    return {line.words: str(line.count) for line in group.waiting}


def added(record: Any, by: User, days_ago: float = 0) -> Any:
    LogEntry.objects.log_actions(by.pk, [record], ADDITION, "Added.", single_object=True)
    entry = LogEntry.objects.latest("pk")
    entry.action_time = timezone.now() - timedelta(days_ago)
    entry.save()
    return record


def shown(browser: Client, link: str) -> int:
    """How many records a list shows."""
    response = browser.get(link)
    assert response.status_code == 200, (link, response.status_code)
    assert response.context["cl"].has_filters
    return int(response.context["cl"].result_count)


def cite(text: str, words: str, **fields: Any) -> Citation:
    start = text.index(words)
    return factories.make_citation(
        start=start, end=start + len(words), sha256=factories.digest(words), **fields
    )


# What waits


def test_where_nothing_waits_the_page_says_so_and_where_to_begin(browser: Client) -> None:
    content = front(browser).content.decode()
    assert "Nothing waits for you." in content
    assert "Nothing changed." in content
    assert "No claim is published yet." in content
    assert f'href="{reverse("admin:conflictdb_document_new_article")}"' in content


def drafted(record: Any, by: User) -> Any:
    """A draft on which an account worked."""
    curation.save(record, by=by)
    return record


def test_drafts_are_those_on_which_i_worked(browser: Client, curator: User, other: User) -> None:
    mine = drafted(factories.make_actor(status="draft"), curator)
    drafted(factories.make_actor(status="draft"), other)
    added(factories.make_actor(), curator)  # published
    assert waiting(browser, "Your drafts") == {"actors": "1"}
    listed = browser.get(
        reverse("admin:conflictdb_actor_changelist"), {"status__exact": "draft", "work": "mine"}
    )
    assert [*listed.context["cl"].result_list] == [mine]


def test_what_is_submitted_waits_for_whoever_is_asked(
    browser: Client, curator: User, other: User
) -> None:
    third = User.objects.create(username="third", is_staff=True, is_superuser=True)
    for reviewer in (None, curator, third):
        curation.submit(factories.make_actor(status="draft"), by=other, reviewer=reviewer)
    curation.submit(factories.make_place(status="draft"), by=curator)  # not by me
    assert waiting(browser, "Asked of you") == {"actors": "1"}
    assert waiting(browser, "Anybody may review") == {"actors": "1"}


def revision_of(record: Any, **fields: Any) -> Revision:
    return Revision.objects.create(
        record=record, slug=record.slug, base_version=record.version, base={}, state={}, **fields
    )


def test_revisions_are_told_and_those_in_conflict_apart(
    browser: Client, curator: User, other: User
) -> None:
    actor, place = factories.make_actor(), factories.make_place()
    revision_of(actor, author=other, reviewer=curator)
    revision_of(place, author=other)
    conflict = "revisions whose record changed meanwhile"
    assert waiting(browser, "Asked of you") == {"revisions": "1"}
    assert waiting(browser, "Anybody may review") == {"revisions, whoever is asked": "2"}
    assert conflict not in waiting(browser, "To look into")
    place.save()
    assert waiting(browser, "To look into")[conflict] == "1"


def test_questions_newly_contested_are_told_and_old_ones_are_not(browser: Client) -> None:
    incident = factories.make_incident()
    for value in (1, 5):
        claim = factories.make_claim(incident=incident, value=value)
    assert claim.question.contested
    since = f"contested questions that changed since {last_working_day():%A}"
    assert waiting(browser, "To look into")[since] == "1"
    type(claim.question).objects.update(updated_at=timezone.now() - timedelta(9))
    assert since not in waiting(browser, "To look into")


# Citations that fail


@pytest.fixture
def document(db: None) -> Document:
    return factories.make_document(sha256=factories.digest(TEXT), length=len(TEXT))


def failing() -> set[int]:
    return {*FailingCitation.objects.values_list("citation_id", flat=True)}


def test_a_citation_fails_while_the_kept_text_says_something_else(document: Document) -> None:
    good = cite(TEXT, "seven people were hurt", document=document)
    wrong = factories.make_citation(document=document, start=0, end=8)
    assert failing() == set()  # nothing is kept that it could be checked against
    kept = DocumentText.objects.create(document=document, content=TEXT)
    assert failing() == {wrong.pk}
    kept.content = TEXT.replace("seven", "eight")
    kept.save()
    assert failing() == {good.pk, wrong.pk}
    kept.delete()
    assert failing() == set()


def test_a_citation_is_checked_when_it_changes_and_forgotten_when_it_goes(
    document: Document,
) -> None:
    DocumentText.objects.create(document=document, content=TEXT)
    citation = cite(TEXT, "near the mill", document=document, status="draft")
    assert failing() == set()
    citation.start -= 1
    citation.save()
    assert failing() == {citation.pk}
    citation.end = len(TEXT) + 40
    citation.save()
    assert failing() == {citation.pk}
    citation.delete()
    assert failing() == set()


def test_letters_of_several_bytes_are_counted_as_characters(document: Document) -> None:
    text = "Սոթք — седьмого числа"
    DocumentText.objects.create(document=document, content=text)
    cite(text, "седьмого", document=document)
    assert failing() == set()


def test_failing_citations_are_told_and_listed(browser: Client, document: Document) -> None:
    DocumentText.objects.create(document=document, content=TEXT)
    wrong = factories.make_citation(document=document, start=0, end=8)
    cite(TEXT, "at noon", document=document)
    told = waiting(browser, "To look into")
    assert told["citations that fail: the text says something else there"] == "1"
    listed = browser.get(reverse("admin:conflictdb_citation_changelist"), {"check": "failing"})
    assert [*listed.context["cl"].result_list] == [wrong]


def test_documents_without_their_text_are_told(browser: Client, document: Document) -> None:
    words = "documents without their text, so that nothing checks their citations"
    assert waiting(browser, "To look into") == {words: "1"}
    DocumentText.objects.create(document=document, content=TEXT)
    assert waiting(browser, "To look into") == {}


# What changed


def test_changes_are_told_by_who_made_them(browser: Client, curator: User, other: User) -> None:
    actor = factories.make_actor("Ministry")
    for user in (curator, other):
        added(actor, user)
    added(factories.make_actor("Old"), other, days_ago=9)
    curation.publish(added(factories.make_place("Mill", status="draft"), curator), by=curator)
    changed = front(browser).context["changed"]
    told = {
        worker.name: {line.words: str(line.count) for line in worker.lines}
        for worker in changed.workers
    }
    assert told == {"nune": {"actors": "1", "places": "1"}, "aram": {"actors": "1"}}
    done = {each.name: each.records for each in changed.latest}
    assert "Mill" in [words for words, _ in done["nune"]]
    assert all(browser.get(page).status_code == 200 for _, page in done["nune"])


def test_a_save_in_the_admin_is_told(browser: Client) -> None:
    actor = factories.make_actor("Ministry", status="draft")
    form_of(actor, browser).send(name="Ministry of Defence")
    told = front(browser).context["changed"].latest
    saved = [each.records for each in told if each.done == "saved"]
    assert [[words for words, _ in records] for records in saved] == [["Ministry of Defence"]]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2021-11-15", "2021-11-12"),  # Monday: Friday
        ("2021-11-16", "2021-11-15"),
        ("2021-11-13", "2021-11-12"),  # Saturday
        ("2021-11-14", "2021-11-12"),  # Sunday
    ],
)
def test_on_a_monday_since_friday(
    today: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters.timezone, "localdate", lambda: datetime.fromisoformat(today).date())
    assert str(last_working_day()) == expected


# Links and charts


def test_every_number_leads_to_a_list_of_as_many(
    browser: Client, curator: User, other: User, document: Document
) -> None:
    DocumentText.objects.create(document=document, content=TEXT)
    factories.make_citation(document=document, start=0, end=8)
    armenia, azerbaijan = factories.make_state("Armenia"), factories.make_state("Azerbaijan")
    sides = [armenia, azerbaijan, None]
    incident = factories.make_incident()
    for number in range(12):
        speaker = factories.make_actor(f"Body {number}", side=sides[number % 3])
        said = factories.make_statement(speaker=speaker, made=f"2021-{8 + number % 4:02d}-16")
        kind = "killed" if number % 5 else "shelling"
        claim = factories.make_claim(
            incident=incident, kind=kind, statement=said, subject=armenia, subject_scope="one",
            **({"value": number} if kind == "killed" else {}),
        )  # fmt: skip
        added(claim, curator if number % 2 else other, days_ago=0)
        drafted(factories.make_claim(status="draft"), curator)
        curation.submit(factories.make_claim(status="draft"), by=other)
        curation.submit(factories.make_claim(status="draft"), by=other, reviewer=curator)
        revision_of(claim, author=other, reviewer=curator if number % 2 else None)
        if number % 3 == 0:
            claim.save()
    context = front(browser).context
    lines = [line for group in context["groups"] for line in group.waiting]
    lines += [line for worker in context["changed"].workers for line in worker.lines]
    assert len(lines) == 10
    told = {line.link: line.count.number for line in lines}
    for chart in context["charts"]:
        assert len(chart.bars) > 4
        told |= {bar.link: int(bar.title.rpartition(": ")[2]) for bar in chart.bars}
    assert context["contested"]
    told |= {row.link: row.number for row in context["contested"]}
    assert {link: shown(browser, link) for link in told} == told
    content = unescape(front(browser).content.decode())
    assert all(f'href="{link}"' in content for link in told)


def test_bars_count_published_claims_only(browser: Client) -> None:
    factories.make_claim(kind="shelling")
    factories.make_claim(kind="shelling", status="draft")
    by_family, by_side = front(browser).context["charts"]
    assert [bar.title for bar in by_family.bars] == ["November 2021, Conduct: 1"]
    assert [bar.title for bar in by_side.bars] == ["November 2021, No side: 1"]


def test_a_chart_has_the_last_twelve_months(browser: Client) -> None:
    for day in ("2019-01-01", "2020-12-01", "2021-11-30"):
        factories.make_claim(statement=factories.make_statement(made=day))
    chart = front(browser).context["charts"][0]
    assert len(chart.months) == 12
    assert [re.split(",", bar.title)[0] for bar in chart.bars] == ["December 2020", "November 2021"]


# Who may see what


def test_only_what_the_user_may_see_is_told(client: Client) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(
        Permission.objects.get(
            content_type=ContentType.objects.get_for_model(Actor), codename="view_actor"
        )
    )
    client.force_login(reader)
    for make in (factories.make_claim, factories.make_actor):
        added(drafted(make(status="draft"), reader), reader)
        revision_of(make(), author=reader)
    context = front(client).context
    lines = [line.words for group in context["groups"] for line in group.waiting]
    lines += [line.words for worker in context["changed"].workers for line in worker.lines]
    assert set(lines) == {"actors"}
    assert not context["charts"]
    pages = [page for entry in context["changed"].latest for _, page in entry.records]
    assert pages
    assert all("/actor/" in page for page in pages)
    assert "New article" not in front(client).content.decode()


def test_what_records_say_stays_text(browser: Client, curator: User) -> None:
    payload = "<script>alert(1)</script>"
    curator.first_name = payload
    curator.save()
    side = factories.make_state(payload)
    speaker = factories.make_actor(payload, side=side)
    statement = factories.make_statement(speaker=speaker, gist=payload)
    added(factories.make_claim(gist=payload, statement=statement), curator)
    assert payload not in front(browser).content.decode()


def test_it_costs_as_much_for_many_records_as_for_one(browser: Client, curator: User) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            front(browser)
        return len(captured)

    drafted(factories.make_claim(status="draft"), curator)
    added(factories.make_claim(), curator)
    queries()
    for_one = queries()
    for _ in range(20):
        drafted(factories.make_claim(status="draft"), curator)
        added(factories.make_claim(), curator)
    assert queries() == for_one <= 32
    assert Claim.objects.count() == 42
