"""The reading desk over HTTP: intake, the panel, saving, the way to the public, and who may."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from conflictdb.models import Actor, Citation, Claim, Document, DocumentText, Incident, Statement
from tests.conflictdb.admin.pages import list_address, told
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_state,
    make_statement,
)

TEXT = (
    "TEST ARTICLE, invented.\n"
    "The Norvian Defence Ministry said on Tuesday that at least 12 Norvian servicemen were killed. "
    "Two dozen others were wounded, the ministry added. It rained. It rained again.\n"
    "A marked word: unguessablewordinthetext.\n"
)


@pytest.fixture
def norvia(db: None) -> Actor:
    state = make_state("Norvia")
    make_actor("Ministry of Defence of Norvia", side=state)
    make_actor("Armed Forces of Norvia", kind="armed_force", side=state)
    return state


@pytest.fixture
def document(db: None) -> Document:
    made: Document = make_document(
        sha256=Document.digest_of(TEXT),
        length=len(TEXT),
        status="draft",
        title="An invented report",
    )
    DocumentText.objects.create(document=made, content=TEXT)
    return made


def at(document: Document, name: str = "", *more: str) -> str:
    page = f"_{name}" if name else ""
    return reverse(f"admin:conflictdb_document_read{page}", args=[document.pk, *more])


def place(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


KILLED = (
    "The Norvian Defence Ministry said on Tuesday that at least 12 Norvian servicemen were killed."
)


class Sent:
    """The panel of a passage as a browser would send it."""

    def __init__(self, browser: Client, document: Document, words: str = KILLED) -> None:
        self.browser, self.document = browser, document
        answer = browser.get(at(document, "panel"), place(words))
        assert answer.status_code == 200, answer.content
        self.drawn = answer.json()["panel"]
        self.data: dict[str, Any] = {}
        contexts = answer.context if isinstance(answer.context, list) else [answer.context]
        panel = next(context["panel"] for context in contexts if "panel" in context)
        for form in (panel.passage, panel.chosen, panel.statement, panel.incident, *panel.claims):
            for field in form:
                value = field.field.prepare_value(field.value())
                if value is None or value is False:
                    continue
                self.data[field.html_name] = "on" if value is True else value
        self.data["claims"] = len(panel.claims)

    def save(self, **changes: Any) -> Any:
        data = {name: value for name, value in (self.data | changes).items() if value is not None}
        return self.browser.post(at(self.document, "save"), data)


def allow(*codes: str) -> Client:
    """A browser of somebody who may do only this."""
    user = User.objects.create_user("dana", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(user)
    return client


# A text comes in


def article(**changes: Any) -> dict[str, Any]:
    given = {
        "text": TEXT.replace("\n", "\r\n"),
        "title": "A new report",
        "published_edtf": "2031-03-04",
        "published_timezone": "UTC",
        "language": "en",
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def test_a_new_article_is_pasted(browser: Client) -> None:
    address = reverse("admin:conflictdb_document_new_article")
    answer = browser.post(address, article(url="example.org/a"))
    document = Document.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == at(document)
    assert (document.status, document.length, document.url) == (
        "draft",
        len(TEXT),
        "https://example.org/a",
    )
    assert document.sha256 == Document.digest_of(TEXT)
    assert document.text.content == TEXT


def test_a_new_article_is_uploaded(browser: Client) -> None:
    address = reverse("admin:conflictdb_document_new_article")
    upload = SimpleUploadedFile("a.txt", b"\xef\xbb\xbf" + TEXT.encode())
    browser.post(address, article(text=None, file=upload))
    assert Document.objects.get().text.content == TEXT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"title": ""}, "title"),
        ({"published_edtf": "yesterday"}, "published_edtf"),
        ({"language": ""}, "language"),
        ({"text": "a\0b"}, "text"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\xfe")}, "text"),
        ({"text": None, "file": SimpleUploadedFile("a.txt", b"\xff\xfe")}, "text"),
    ],
)
def test_what_is_wrong_with_an_article_is_told_at_its_field(
    browser: Client, changes: dict[str, Any], field: str
) -> None:
    answer = browser.post(reverse("admin:conflictdb_document_new_article"), article(**changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Document.objects.exists()
    if changes.get("title") == "":
        assert "unguessablewordinthetext" in answer.content.decode()  # nothing typed is lost


@pytest.mark.parametrize("where", ["new", "known"])
def test_a_text_that_is_too_long_is_told_and_nothing_typed_is_lost(
    where: str, browser: Client
) -> None:
    new = reverse("admin:conflictdb_document_new_article")
    page = new if where == "new" else at(make_document(title="Kept"))
    answer = browser.post(page, article(text="Ж" * 400_001))
    assert answer.status_code == 200
    assert "400001 characters" in answer.content.decode()
    assert "ЖЖЖЖ" in answer.content.decode()


def test_what_no_form_sends_is_not_read(browser: Client) -> None:
    address = reverse("admin:conflictdb_document_new_article")
    for client in (browser, Client()):
        answer = client.post(address, article(text="x" * 6_000_001))
        assert answer.status_code == 413
        assert "send less" in answer.content.decode()


def test_one_text_is_one_document(browser: Client, document: Document) -> None:
    answer = browser.post(reverse("admin:conflictdb_document_new_article"), article())
    assert "here already" in str(answer.context["form"].errors["text"])


def test_the_text_of_a_known_document_is_taken_when_its_hash_fits(browser: Client) -> None:
    document = make_document(sha256=Document.digest_of(TEXT), length=len(TEXT))
    answer = browser.post(at(document), {"text": TEXT[:-20]})
    assert "is another text" in answer.content.decode()
    assert not DocumentText.objects.exists()
    answer = browser.post(at(document), {"text": TEXT.rstrip().replace("\n", "\r\n")})
    assert answer["Location"] == at(document)
    assert "matched with a line" in told(answer)[0]
    assert document.text.content == TEXT
    document.refresh_from_db()
    assert (document.status, document.version) == ("published", 1)


# The page


def test_the_page_shows_the_text_cut_at_its_citations(browser: Client, document: Document) -> None:
    claim = make_claim(kind="killed", status="draft")
    inner, outer = place("at least 12 Norvian servicemen were killed"), place(KILLED)
    make_citation(claim, document=document, status="draft", **inner)
    make_citation(claim.statement, document=document, status="draft", **outer)
    desk = browser.get(at(document)).context["desk"]
    pieces = [piece for line in desk.paragraphs for sentence in line for piece in sentence.pieces]
    assert "".join(piece.text for piece in pieces) == TEXT.replace("\n", "")
    for piece in pieces:
        assert TEXT[piece.start : piece.end] == piece.text
    looks = {piece.look for piece in pieces if piece.cites}
    assert looks == {"of-casualty deep-2", "of-statement deep-1"}
    uncited = [s for line in desk.paragraphs for s in line if s.is_sentence and not s.is_cited]
    assert len(uncited) == 5
    assert (desk.cited_words, desk.words) == (15, 35)
    assert [entry.record for entry in desk.entries] == [claim.statement]
    assert [entry.record for entry in desk.entries[0].claims] == [claim]


def test_payloads_stay_text(browser: Client) -> None:
    content = '<script>alert("x")</script> & \u202e <b>bold</b>\n'
    document = make_document(
        title="<i>title</i>", sha256=Document.digest_of(content), length=len(content)
    )
    DocumentText.objects.create(document=document, content=content)
    claim = make_claim(gist="<img src=x onerror=alert(1)>", status="draft")
    make_citation(claim, document=document, start=0, end=6, status="draft")
    page = browser.get(at(document)).content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "<img src=x" not in page


def test_an_article_of_300_citations_opens_in_few_queries(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    content = "Sentence of an invented article, number one of many.\n" * 600
    document = make_document(sha256=Document.digest_of(content), length=len(content))
    DocumentText.objects.create(document=document, content=content)
    incident, statement = make_incident(), make_statement()
    for number in range(300):
        claim = make_claim(
            kind="other", incident=incident, statement=statement, gist=f"Invented {number}."
        )
        make_citation(claim, document=document, start=number * 100, end=number * 100 + 60)
    browser.get(at(document))
    with django_assert_max_num_queries(20):
        assert browser.get(at(document)).status_code == 200


# The panel


def test_the_panel_is_filled_in(browser: Client, document: Document, norvia: Actor) -> None:
    panel = Sent(browser, document)
    assert panel.data["claim-0-kind"] == "killed"
    assert panel.data["claim-0-value_min"] == 12
    assert panel.data["claim-0-modifier"] == "at_least"
    assert panel.data["statement-gist"].startswith(
        "Ministry of Defence of Norvia says: at least 12"
    )
    assert "Ministry of Defence of Norvia" in panel.drawn


def test_a_panel_opens_in_few_queries(
    browser: Client, document: Document, norvia: Actor, django_assert_max_num_queries: Any
) -> None:
    browser.get(at(document, "panel"), place(KILLED))
    with django_assert_max_num_queries(30):
        browser.get(at(document, "panel"), place(KILLED))


def test_a_selection_is_snapped_to_words_and_two_sentences(
    browser: Client, document: Document
) -> None:
    start = TEXT.index("orvian Defence")
    answer = browser.get(at(document, "panel"), {"start": start, "end": len(TEXT)})
    panel = next(context["panel"] for context in answer.context if "panel" in context)
    assert panel.words.startswith("Norvian Defence")
    assert panel.words.endswith("the ministry added.")


@pytest.mark.parametrize("start_end", [("", ""), ("5", "5"), ("9999", "99999"), ("x", "\0")])
def test_no_passage_is_told(browser: Client, document: Document, start_end: Any) -> None:
    start, end = start_end
    answer = browser.get(at(document, "panel"), {"start": start, "end": end})
    assert answer.status_code == 422
    assert "Select" in answer.json()["said"]


def test_statement_claim_and_citations_are_saved_as_drafts_at_once(
    browser: Client, document: Document, norvia: Actor
) -> None:
    incident = make_incident()
    answer = Sent(browser, document).save(**{"claim-0-incident": incident.pk, "incident-title": ""})
    assert answer.status_code == 200, answer.json()
    claim = Claim.objects.get()
    assert (claim.status, claim.statement.status) == ("draft", "draft")
    assert (claim.value_min, claim.value_max, claim.incident) == (12, None, incident)
    assert list(claim.statement.incidents.all()) == [incident]
    for citation in (claim.citations.get(), claim.statement.citations.get()):
        assert TEXT[citation.start : citation.end] == KILLED
        assert citation.sha256 == Document.digest_of(KILLED)
    assert set(answer.json()["undo"]) == {f"claim-{claim.pk}", f"statement-{claim.statement_id}"}


def test_one_number_is_enough(browser: Client, document: Document, norvia: Actor) -> None:
    for modifier, number, expected in (
        ("exact", 3, (3, 3)),
        ("about", 4, (4, 4)),
        ("at_most", 5, (None, 5)),
        ("unquantified", "", (None, None)),
    ):
        panel = Sent(browser, document)
        panel.save(**{"claim-0-modifier": modifier, "claim-0-value_min": number})
        claim = Claim.objects.latest("pk")
        assert (claim.value_min, claim.value_max) == expected, modifier


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(
    browser: Client, document: Document, norvia: Actor
) -> None:
    answer = Sent(browser, document).save(
        **{
            "claim-0-modifier": "range",
            "claim-0-gist": "Typed with care.",
            "statement-made_edtf": "soonish",
            "incident-title": "A new one",
        }
    )
    assert answer.status_code == 422
    panel = next(context["panel"] for context in answer.context if "panel" in context)
    assert "modifier" in panel.claims[0].errors
    assert "made_edtf" in panel.statement.errors
    assert not panel.claims[0].data.get("claim-0-incident")  # the new one is undone as well
    drawn = answer.json()["panel"]
    assert "Typed with care." in drawn
    assert "soonish" in drawn
    for model in (Statement, Claim, Citation, Incident):
        assert not model.objects.exists(), model


def test_a_refusal_of_the_database_undoes_the_whole(
    browser: Client, document: Document, norvia: Actor
) -> None:
    """A breach without its agreement passes every field and is refused as a whole."""
    panel = Sent(browser, document)
    answer = panel.save(**{"claim-0-kind": "agreement_violated", "incident-title": "A new one"})
    assert answer.status_code == 422
    assert "agreement" in answer.json()["panel"]
    assert not Incident.objects.exists()
    assert not Statement.objects.exists()


def test_one_utterance_of_two_documents_is_one_statement(
    browser: Client, document: Document, norvia: Actor
) -> None:
    statement = make_statement(cited_in=make_document())
    answer = Sent(browser, document).save(statement=statement.pk, **{"claim-0-take": None})
    assert answer.status_code == 200, answer.json()
    assert Statement.objects.count() == 1
    assert not Claim.objects.exists()
    assert statement.citations.filter(document=document, status="draft").count() == 1
    statement.refresh_from_db()
    assert statement.version == 1


def test_a_known_claim_is_only_cited_again(
    browser: Client, document: Document, norvia: Actor
) -> None:
    claim = make_claim(cited_in=make_document())
    answer = Sent(browser, document).save(**{"claim-0-existing": claim.pk, "incident-title": ""})
    assert answer.status_code == 200, answer.json()
    assert Claim.objects.count() == 1
    assert claim.citations.filter(document=document).exists()
    assert claim.statement.citations.filter(document=document).exists()


def test_gists_follow_the_facts(browser: Client, document: Document, norvia: Actor) -> None:
    panel = Sent(browser, document)
    data = panel.data | {"claim-0-value_min": 14, "claim-0-kind": "wounded"}
    told_now = browser.post(at(document, "gists"), data).json()
    assert told_now["claim-0-gist"].startswith("At least 14 servicemen")
    assert "wounded" in told_now["statement-gist"]
    assert browser.post(at(document, "gists"), {"claims": "x"}).status_code == 200


def test_a_draft_is_changed_and_deleted_on_the_desk(
    browser: Client, document: Document, norvia: Actor
) -> None:
    Sent(browser, document).save()
    claim = Claim.objects.get()
    key = f"claim-{claim.pk}"
    form = next(
        context["form"]
        for context in browser.get(at(document, "edit", key)).context
        if "form" in context
    )
    data = {f.html_name: f.value() for f in form if f.value() not in (None, False)}
    data |= {"claim-0-value_min": 13}
    assert browser.post(at(document, "edit", key), data).status_code == 200
    claim.refresh_from_db()
    assert claim.value_min == 13
    answer = browser.post(at(document, "edit", key), data | {"claim-0-value_min": 14})
    assert answer.status_code == 422  # the version that was seen is no longer the stored one
    answer = browser.post(
        at(document, "remove"), {"record": [key, f"statement-{claim.statement_id}"]}
    )
    assert answer.status_code == 200, answer.json()
    assert not Claim.objects.exists()
    assert not Statement.objects.exists()
    assert not Citation.objects.exists()


def test_what_is_public_is_not_deleted_on_the_desk(browser: Client, document: Document) -> None:
    claim = make_claim(cited_in=make_document())
    make_citation(claim, document=document, status="draft")
    answer = browser.post(at(document, "remove"), {"record": f"claim-{claim.pk}"})
    assert answer.status_code == 422
    assert Claim.objects.filter(pk=claim.pk).exists()


# The way to the public


def test_all_drafts_are_submitted_and_one_claim_approved(
    browser: Client, document: Document, norvia: Actor
) -> None:
    Sent(browser, document).save()
    browser.get(at(document, "submit_all"))
    assert Claim.objects.get().status == "draft"  # opening the page does nothing
    browser.post(at(document, "submit_all"), {"confirmed": "yes"})
    claim = Claim.objects.select_related("incident", "statement").get()
    for record in (claim, claim.statement, claim.incident, Document.objects.get()):
        assert record.status == "in_review", record
    seen = {"record": f"claim-{claim.pk}", "version": claim.version}
    answer = browser.post(at(document, "approve"), seen | {"version": claim.version + 1})
    assert answer.status_code == 404  # not what was looked at
    answer = browser.post(at(document, "approve"), seen)
    assert answer.status_code == 200, answer.json()
    claim = Claim.objects.select_related("incident", "statement").get()
    for record in (claim, claim.statement, claim.incident, Document.objects.get()):
        assert record.status == "published", record
    assert claim.citations.get().status == "published"


def test_nobody_approves_their_own(
    browser: Client, document: Document, norvia: Actor, settings: Any
) -> None:
    settings.FOUR_EYES = True
    Sent(browser, document).save()
    browser.post(at(document, "submit_all"), {"confirmed": "yes"})
    claim = Claim.objects.get()
    answer = browser.post(
        at(document, "approve"), {"record": f"claim-{claim.pk}", "version": claim.version}
    )
    assert answer.status_code == 422
    assert "worked on it" in answer.json()["said"]
    assert Claim.objects.get().status == "in_review"


def test_returning_needs_a_reason(browser: Client, document: Document, norvia: Actor) -> None:
    Sent(browser, document).save()
    browser.post(at(document, "submit_all"), {"confirmed": "yes"})
    claim = Claim.objects.get()
    seen = {"record": f"claim-{claim.pk}", "version": claim.version}
    assert browser.post(at(document, "send_back"), seen).status_code == 422
    assert (
        browser.post(at(document, "send_back"), seen | {"reason": "Which day?"}).status_code == 200
    )
    assert Claim.objects.get().status == "draft"


# Who may, and who never sees the text

MARK = "unguessablewordinthetext"


def test_only_who_may_change_documents_sees_the_text(document: Document) -> None:
    client = allow("view_document", "change_claim")
    for name in ("", "panel", "gists", "submit_all"):
        answer = client.get(at(document, name), place(KILLED))
        assert answer.status_code == 403, name
        assert MARK not in answer.content.decode()
    assert client.get(reverse("admin:conflictdb_document_new_article")).status_code == 403
    anonymous = Client().get(at(document))
    assert anonymous.status_code == 302


def test_who_may_not_add_does_not_save(document: Document, browser: Client) -> None:
    data = Sent(browser, document).data
    client = allow("view_document", "change_document")
    assert client.get(at(document)).status_code == 200
    assert client.post(at(document, "save"), data).status_code == 403
    for name in ("approve", "send_back", "publish_all"):
        assert client.post(at(document, name), {"record": "claim-1"}).status_code == 403


def test_keys_and_methods_that_fit_nothing_do_nothing(browser: Client, document: Document) -> None:
    for key in ("claim-0", "user-1", "claim-x", "claim-" + "9" * 30, "-", "\u0661"):
        assert browser.post(at(document, "remove"), {"record": key}).status_code == 404, key
    for name in ("save", "remove"):
        assert browser.get(at(document, name)).status_code in (200, 405)
    assert browser.get(at(document, "edit", "claim-0")).status_code == 404


def test_the_text_never_leaves_the_desk(
    browser: Client, document: Document, norvia: Actor, tmp_path: Path
) -> None:
    Sent(browser, document).save()
    browser.post(at(document, "submit_all"), {"confirmed": "yes"})
    browser.post(at(document, "publish_all"), {"confirmed": "yes"})
    assert Document.objects.get().status == "published"
    public = Client()
    for path in ("documents", f"documents/{document.slug}", "claims", "statements", "changes"):
        answer = public.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert MARK not in answer.content.decode()
    for path in ("search?q=unguessablewordinthetext", "exports/documents.csv", "exports/documents"):
        answer = public.get(f"/api/v1/{path}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert MARK not in body.decode(errors="replace").replace(f"q={MARK}", ""), path
    for entry in LogEntry.objects.all():
        assert MARK not in entry.change_message
        assert MARK not in entry.object_repr
    assert MARK not in json.dumps(list(Document.objects.values()), default=str)


def test_the_document_desk_leads_here(browser: Client, document: Document) -> None:
    page = browser.get(reverse("admin:conflictdb_document_change", args=[document.pk]))
    assert at(document) in page.content.decode()
    assert (
        reverse("admin:conflictdb_document_new_article")
        in browser.get(list_address(Document)).content.decode()
    )


def test_every_text_field_of_the_database_but_one_is_free_of_the_text(
    browser: Client, document: Document, norvia: Actor
) -> None:
    """Whatever tables there are: histories and logs of other parts as well."""
    Sent(browser, document).save()
    from django.apps import apps

    for model in apps.get_models():
        if model is DocumentText:
            continue
        for field in model._meta.fields:
            if isinstance(field, (models.TextField, models.CharField, models.JSONField)):
                rows = model._default_manager.filter(**{f"{field.name}__icontains": MARK})
                assert not rows.exists(), f"{model._meta.label}.{field.name}"
