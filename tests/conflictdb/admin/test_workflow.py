"""Two accounts at work: one codes, one reviews; the public sees what was approved, no sooner."""

from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conflictdb import curation
from conflictdb.models import (
    Actor,
    ActorName,
    Citation,
    Claim,
    Document,
    DocumentText,
    Incident,
    Record,
    Review,
    Revision,
)
from tests.conflictdb.team import browser_of, member
from tests.factories import (
    make_actor,
    make_actor_name,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_statement,
)
from tests.transactions import committed

from .pages import address, errors_of, form_of, form_of_new, list_address, told
from .test_steps import bulk, status_of


@pytest.fixture(autouse=True)
def four_eyes(db: None, settings: Any) -> None:
    settings.FOUR_EYES = True


@pytest.fixture
def nune(db: None) -> User:
    return member("nune", "Annotator")


@pytest.fixture
def emil(db: None) -> User:
    return member("emil", "Reviewer")


@pytest.fixture
def coding(nune: User) -> Client:
    return browser_of(nune)


@pytest.fixture
def reviewing(emil: User) -> Client:
    return browser_of(emil)


def public(record: Record) -> bytes:
    """What the API answers about a record, to the byte."""
    committed()
    resource = f"{record._meta.model_name}s"
    response = Client().get(f"/api/v1/{resource}/{record.slug}/")
    assert response.status_code == 200
    return response.content


def page_of(revision: Revision) -> str:
    return f"/admin/conflictdb/revision/{revision.pk}/change/"


def decide(browser: Client, decision: str, **data: str) -> Any:
    return browser.post(page_of(Revision.objects.get()), {"decision": decision, **data})


# From draft to published


def test_an_annotator_drafts_and_submits_and_a_reviewer_publishes(
    coding: Client, reviewing: Client, emil: User
) -> None:
    assert form_of_new(Actor, coding).send(name="Press Office", kind="office").status_code == 302
    actor = Actor.objects.get()
    content = form_of(actor, coding).content
    assert address(actor, "submit") in content
    assert address(actor, "publish") not in content
    for verb in ("publish", "return-to-draft", "withdraw"):
        assert coding.post(address(actor, verb), {"reason": "Mine."}).status_code == 403
    bulk(coding, Actor, "publish", [actor], confirmed="yes")
    assert status_of(actor) == "draft"

    coding.post(address(actor, "submit"), {"reviewer": "emil"})
    assert status_of(actor) == "in_review"
    assert Review.objects.asked_of(emil).get().record == actor
    assert "asked of emil" in form_of(actor, coding).content

    reason = {"reason": "An <b>office</b> of what?"}
    reviewing.post(address(actor, "return-to-draft"), reason)
    page = form_of(actor, coding)
    assert "Returned by emil" in page.content
    assert "An &lt;b&gt;office&lt;/b&gt; of what?" in page.content
    page.send(name="Press Office of the Government")
    coding.post(address(actor, "submit"))
    assert "Returned by" not in form_of(actor, coding).content
    reviewing.post(address(actor, "publish"))
    assert status_of(actor) == "published"
    assert b"Press Office of the Government" in public(actor)


def test_nobody_is_asked_who_may_not_review(coding: Client, nune: User) -> None:
    actor = make_actor(status="draft")
    response = coding.post(address(actor, "submit"), {"reviewer": "nune\0"})
    assert "Nobody called nune may review." in response.content.decode()
    assert status_of(actor) == "draft"


def test_a_reviewer_does_not_publish_her_own_work(reviewing: Client) -> None:
    form_of_new(Actor, reviewing).send(name="Press Office", kind="office")
    actor = Actor.objects.get()
    page = reviewing.get(address(actor, "publish")).content.decode()
    assert "you worked on it" in page
    (message,) = told(reviewing.post(address(actor, "publish")))
    assert "you worked on it" in message
    bulk(reviewing, Actor, "publish", [actor], confirmed="yes")
    assert status_of(actor) == "draft"


# Published records


def test_a_published_record_is_as_it_was_until_its_revision_is_approved(
    coding: Client, reviewing: Client
) -> None:
    body = make_actor("Old name", slug="body", country="AM")
    make_actor_name(body, "Elder")
    before = public(body)
    form = form_of(body, coding)
    assert "becomes a revision" in form.content
    response = form.send(
        name="New name",
        revision_why="It was renamed.",
        **{"names-TOTAL_FORMS": 2, "names-1-name": "Younger", "names-1-kind": "spelling"},
    )
    revision = Revision.objects.get()
    assert response["Location"] == page_of(revision)
    assert "The public sees the record as it was" in told(response)[0]
    assert public(body) == before

    content = reviewing.get(page_of(revision)).content.decode()
    assert "It was renamed." in content
    assert "<del>Old</del> name" in content
    assert "<ins>New</ins> name" in content
    assert "<ins>Younger · Spelling</ins>" in content

    response = decide(reviewing, "approve")
    assert response["Location"] == page_of(revision)
    assert b'"New name"' in public(body)
    assert set(ActorName.objects.values_list("name", flat=True)) == {"Elder", "Younger"}
    assert form_of(body, coding).data["name"] == "New name"


def test_editing_again_opens_the_revision_with_its_rows(coding: Client) -> None:
    body = make_actor("Old name")
    make_actor_name(body, "Elder")
    row = {"names-TOTAL_FORMS": 2, "names-1-name": "Younger", "names-1-kind": "spelling"}
    form_of(body, coding).send(name="New name", **row)
    before = public(body)

    again = form_of(body, coding)
    assert "revision by nune" in again.content
    assert again.data["name"] == "New name"
    names = {again.data["names-0-name"], again.data["names-1-name"]}
    assert names == {"Elder", "Younger"}
    assert public(body) == before  # looking changed nothing
    number = 1 if again.data["names-1-name"] == "Younger" else 0
    response = again.send(country="AZ", **{f"names-{number}-name": "Youngest"})
    assert response.status_code == 302, errors_of(response)
    revision = Revision.objects.get()
    assert (revision.state["name"], revision.state["country"]) == ("New name", "AZ")
    assert {name["name"] for name in revision.state["names"]} == {"Elder", "Youngest"}
    form_of(body, coding).send(**{f"names-{number}-DELETE": "on"})
    revision.refresh_from_db()
    assert {name["name"] for name in revision.state["names"]} == {"Elder"}
    assert public(body) == before
    assert ActorName.objects.get().name == "Elder"


def test_two_who_edit_one_revision_learn_of_each_other(coding: Client, reviewing: Client) -> None:
    body = make_actor("Old name")
    form_of(body, coding).send(name="New name")
    form = form_of(body, coding)
    form_of(body, reviewing).send(name="Emil's name")
    shown = errors_of(form.send(name="My name"))
    assert "emil changed this record" in shown["__all__"][0]
    assert shown["name"] == ["Stored now: Emil's name"]
    assert Revision.objects.get().state["name"] == "Emil's name"


def test_what_is_wrong_is_told_at_the_form_and_nothing_is_lost(coding: Client) -> None:
    clash, hidden = make_incident(), make_place(status="draft")
    before = public(clash)
    response = form_of(clash, coding).send(title="Renamed", place=hidden.pk, revision_why="So.")
    assert f"place {hidden.slug} is draft, not published" in str(errors_of(response))
    content = response.content.decode()
    assert 'value="Renamed"' in content
    assert ">So.</textarea>" in content
    assert not Revision.objects.exists()
    assert public(clash) == before


def test_a_save_that_changes_nothing_is_no_revision(coding: Client) -> None:
    body = make_actor()
    response = form_of(body, coding).send()
    assert "nothing of it was changed" in told(response)[0]
    assert not Revision.objects.exists()


def test_a_rejection_says_why_to_the_author(coding: Client, reviewing: Client) -> None:
    body = make_actor("Old name")
    before = public(body)
    form_of(body, coding).send(name="New name")
    response = decide(reviewing, "reject")
    assert "Say why" in response.content.decode()
    decide(reviewing, "reject", reason="The <i>old</i> one is right.")
    page = coding.get(page_of(Revision.objects.get())).content.decode()
    assert "The &lt;i&gt;old&lt;/i&gt; one is right." in page
    assert "Rejected" in page
    assert 'name="decision"' not in page
    assert public(body) == before
    assert form_of(body, coding).data["name"] == "Old name"


def test_an_author_takes_a_revision_back_or_asks_a_reviewer(coding: Client, emil: User) -> None:
    body = make_actor("Old name")
    form_of(body, coding).send(name="New name")
    decide(coding, "ask", reviewer="emil")
    assert Revision.objects.asked_of(emil).get().slug == body.slug
    assert decide(coding, "approve").status_code == 403
    assert decide(coding, "reject", reason="Mine.").status_code == 403
    assert decide(coding, "no-such").status_code == 403
    decide(coding, "take_back")
    assert Revision.objects.get().status == "withdrawn"


def test_a_reviewer_does_not_approve_what_she_worked_on(reviewing: Client) -> None:
    body = make_actor("Old name")
    form_of(body, reviewing).send(name="New name")
    assert "you worked on it" in decide(reviewing, "approve").content.decode()
    assert Actor.objects.get().name == "Old name"


@pytest.mark.parametrize(("choice", "name"), [("record", "Meanwhile"), ("revision", "Mine")])
def test_a_reviewer_sees_what_changed_meanwhile_and_decides_where_both_did(
    choice: str, name: str, coding: Client, reviewing: Client, emil: User
) -> None:
    body = make_actor("Old name", country="AM")
    form_of(body, coding).send(name="Mine")
    body.name, body.country = "Meanwhile", "AZ"
    curation.save(body, by=emil)
    content = reviewing.get(page_of(Revision.objects.get())).content.decode()
    assert "What changed of the record meanwhile" in content
    assert content.count('name="keep-name"') == 2
    assert "keep-country" not in content
    assert "choose what stays of name" in decide(reviewing, "approve").content.decode()
    decide(reviewing, "approve", **{"keep-name": choice})
    body.refresh_from_db()
    assert (body.name, body.country) == (name, "AZ")


def test_rows_of_a_published_claim_are_each_their_own_records(
    coding: Client, reviewing: Client
) -> None:
    """A public row becomes a revision, a draft row is saved, a new row is a draft."""
    claim = make_claim()
    shown = make_citation(claim, mode="indirect")
    draft = make_citation(claim, status="draft")
    before = public(claim)
    numbers = {shown.pk: 0, draft.pk: 1}
    form = form_of(claim, coding)
    if form.data["citations-0-id"] == draft.pk:
        numbers = {shown.pk: 1, draft.pk: 0}
    document = make_document()
    new = {"document": document.pk, "start": 5, "end": 9, "mode": "indirect", "part": "body"}
    response = form.send(
        gist="Says it otherwise.",
        **{
            f"citations-{numbers[shown.pk]}-hedge": "reportedly",
            f"citations-{numbers[draft.pk]}-hedge": "reportedly",
            "citations-TOTAL_FORMS": 3,
            **{f"citations-2-{name}": value for name, value in new.items()},
            "citations-2-sha256": "a" * 64,
            "citations-2-hedge": "none",
        },
    )
    assert response.status_code == 302, errors_of(response)
    found = {each.slug: each for each in Revision.objects.all()}
    assert set(found) == {claim.slug, shown.slug}
    assert found[claim.slug].state["gist"] == "Says it otherwise."
    assert found[shown.slug].state["hedge"] == "reportedly"
    draft.refresh_from_db()
    assert draft.hedge == "reportedly"
    assert Citation.objects.get(document=document).status == "draft"
    assert public(claim) == before

    again = form_of(claim, coding)
    refused = again.send(**{f"citations-{numbers[shown.pk]}-hedge": "conditional"})
    assert "It has a pending revision" in str(errors_of(refused))
    reviewing.post(page_of(found[shown.slug]), {"decision": "approve"})
    shown.refresh_from_db()
    assert shown.hedge == "reportedly"


def test_a_row_alone_may_change(coding: Client) -> None:
    citation = make_citation(make_statement(), mode="indirect")
    form_of(citation.statement, coding).send(**{"citations-0-mode": "direct_quote"})
    citation.refresh_from_db()
    assert citation.mode == "indirect"
    assert Revision.objects.get().slug == citation.slug


def test_hops_of_a_published_citation_wait_too(coding: Client, reviewing: Client) -> None:
    citation, relayer = make_citation(), make_actor()
    form_of(citation, coding).send(via=[relayer.pk])
    assert not citation.via.exists()
    assert form_of(citation, coding).data["via"] == [relayer.pk]
    decide(reviewing, "approve")
    assert citation.via.get().actor == relayer


def test_a_private_text_is_kept_at_once_for_it_is_never_public(coding: Client) -> None:
    words = "An invented text."
    document = make_document(sha256=sha256(words.encode()).hexdigest(), length=len(words))
    before = public(document)
    form = form_of(document, coding)
    assert "sha256" not in form.data
    form.send(content=words, title="Renamed")
    assert DocumentText.objects.get().content == words
    assert Revision.objects.get().state["title"] == "Renamed"
    assert public(document) == before
    assert Document.objects.get().title == "A report"


def test_what_waits_is_found_by_filters(coding: Client, reviewing: Client, emil: User) -> None:
    revised, asked, other = make_actor(), make_actor(status="draft"), make_actor()
    form_of(revised, coding).send(name="Another name")
    coding.post(address(asked, "submit"), {"reviewer": "emil"})

    def found(browser: Client, work: str) -> set[int]:
        content = browser.get(f"{list_address(Actor)}?work={work}").content.decode()
        return {each.pk for each in (revised, asked, other) if address(each) in content}

    assert found(coding, "revision") == {revised.pk}
    assert found(reviewing, "asked") == {asked.pk}
    assert found(coding, "mine") == {asked.pk}
    assert found(coding, "asked") == found(reviewing, "mine") == set()
    assert len(found(coding, "")) == 3
    assert found(coding, "no-such") == set()
    listed = coding.get("/admin/conflictdb/revision/?whose=mine").content.decode()
    assert revised.slug in listed
    listed = coding.get("/admin/conflictdb/revision/?whose=asked").content.decode()
    assert revised.slug not in listed


@pytest.mark.parametrize("is_on", [True, False])
def test_the_feed_is_held_before_any_record_is_locked(
    is_on: bool, reviewing: Client, settings: Any
) -> None:
    """Or two who save and publish at a time could wait for each other."""
    settings.FOUR_EYES = is_on
    citation = make_citation(make_statement())
    form = form_of(citation.statement, reviewing)
    with CaptureQueriesContext(connection) as queries:
        form.send(gist="Otherwise.", **{"citations-0-hedge": "reportedly"})
    locking = [each["sql"] for each in queries if "FOR UPDATE" in each["sql"]]
    assert 'FROM "conflictdb_dataset"' in locking[0]
    assert len(locking) > 2


def test_whoever_only_looks_sees_the_public_record(coding: Client) -> None:
    body = make_actor("Old name")
    form_of(body, coding).send(name="New name")
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_actor"))
    browser = browser_of(reader)
    content = browser.get(address(body)).content.decode()
    assert "Old name" in content
    assert "New name" not in content
    assert browser.get(page_of(Revision.objects.get())).status_code == 403


def test_a_team_of_one_saves_at_once(reviewing: Client, settings: Any) -> None:
    settings.FOUR_EYES = False
    body = make_actor("Old name")
    form = form_of(body, reviewing)
    assert "becomes a revision" not in form.content
    form.send(name="New name")
    assert Actor.objects.get().name == "New name"
    assert not Revision.objects.exists()


def test_a_revision_that_no_longer_fits_is_decided_on_not_edited(coding: Client) -> None:
    body, above = make_actor(), make_actor()
    form_of(body, coding).send(part_of=above.pk)
    make_actor_name(body, "Elder")
    Actor.objects.filter(pk=above.pk).delete()
    revision = Revision.objects.get()
    for response in (coding.get(address(body)), coding.post(address(body), {"name": "X"})):
        assert response["Location"] == page_of(revision)
        assert f"gone: actor {above.slug}" in told(response)[-1]
    assert coding.get(page_of(revision)).status_code == 200


def test_a_revision_that_is_no_more_is_no_fault(coding: Client) -> None:
    assert coding.get("/admin/conflictdb/revision/77/change/").status_code == 302
    assert coding.post("/admin/conflictdb/revision/x/change/").status_code == 302


# Many at once


def test_bulk_publication_takes_what_nothing_keeps_back_and_tells_the_rest(
    reviewing: Client, emil: User
) -> None:
    words = "It was said. It was not."
    document = make_document(sha256=sha256(words.encode()).hexdigest(), length=len(words))
    DocumentText.objects.create(document=document, content=words)

    def drafted(start: int, end: int, digest: str | None = None) -> Claim:
        claim = make_claim(status="draft")
        digest = digest or sha256(words[start:end].encode()).hexdigest()
        make_citation(claim, document=document, start=start, end=end, sha256=digest, status="draft")
        return claim

    fine, failing, own = drafted(0, 12), drafted(0, 6, "b" * 64), drafted(13, 24)
    bare = make_claim(status="draft")
    curation.save(own, by=emil)
    chosen = [fine, failing, own, bare]
    page = bulk(reviewing, Claim, "publish", chosen).content.decode()
    assert "1 of 4 become published" in page
    assert f"with its citation {fine.citations.get().slug}" in page
    assert "no longer verifies" in page
    assert "you worked on it" in page
    assert "it has no citation" in page

    messages = told(bulk(reviewing, Claim, "publish", chosen, confirmed="yes"))
    assert messages[0] == "1 claim published."
    assert len(messages) == 4
    assert [status_of(claim) for claim in chosen] == ["published", "draft", "draft", "draft"]
    assert status_of(fine.citations.get()) == "published"


def test_a_citation_that_fails_keeps_one_claim_back_too(reviewing: Client) -> None:
    document = make_document()
    DocumentText.objects.create(document=document, content="Something else altogether.")
    claim = make_claim(status="draft")
    make_citation(claim, document=document, start=0, end=9, status="draft")
    assert "no longer verifies" in reviewing.get(address(claim, "publish")).content.decode()
    assert "no longer verifies" in told(reviewing.post(address(claim, "publish")))[0]
    assert status_of(claim) == "draft"


def test_a_step_takes_at_most_so_many(reviewing: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdb.admin.steps.MOST", 2)
    actors = [make_actor(status="draft") for _ in range(3)]
    response = bulk(reviewing, Actor, "publish", actors, confirmed="yes")
    assert "at most 2 records" in told(response)[0]
    assert {status_of(actor) for actor in actors} == {"draft"}


@pytest.mark.parametrize("verb", ["submit", "publish"])
def test_a_preview_costs_the_same_for_many(
    verb: str, reviewing: Client, django_assert_max_num_queries: Any
) -> None:
    war = make_incident(kind="war")
    clashes = [make_incident(status="draft", part_of=war) for _ in range(30)]
    with django_assert_max_num_queries(40):
        page = bulk(reviewing, Incident, verb, clashes).content.decode()
    assert "All 30 become" in page


def test_forms_of_a_revision_page_need_its_permission(db: None) -> None:
    outsider = User.objects.create_user("outsider", is_staff=True)
    assert browser_of(outsider).get("/admin/conflictdb/revision/").status_code == 403
