"""Documents and citations: hashes that follow from the text, hops that keep their order."""

from hashlib import sha256

from django.test import Client

from conflictdb.models import Actor, Citation, Document, DocumentText
from tests.factories import make_actor, make_citation, make_claim, make_document

from .pages import errors_of, form_of, form_of_new, log_of


def make_kept(text: str) -> Document:
    """A document whose text is kept."""
    digest = sha256(text.encode()).hexdigest()
    document = make_document(sha256=digest, length=len(text))
    DocumentText.objects.create(document=document, content=text)
    return document


def hops_of(citation: Citation) -> list[Actor]:
    return [hop.actor for hop in citation.via.order_by("position")]


def test_hash_and_length_of_a_document_follow_from_its_text(browser: Client) -> None:
    typed = {"title": "Report", "language": "en", "translation": "none"}
    response = form_of_new(Document, browser).send(**typed)
    assert {"sha256", "length"} <= set(errors_of(response))

    form_of_new(Document, browser).send(**typed, content="\r\nTwo lines,\r\nand a space. \r\n")
    document = Document.objects.get()
    text = "\nTwo lines,\nand a space. \n"
    assert document.text.content == text
    assert (document.sha256, document.length) == (sha256(text.encode()).hexdigest(), len(text))

    assert form_of(document, browser).send(title="A report").status_code == 302
    document.refresh_from_db()
    assert (document.title, document.text.content) == ("A report", text)


def test_a_text_that_is_another_is_refused(browser: Client) -> None:
    response = form_of(make_document(), browser).send(content="Another text.")
    assert "This text is another" in errors_of(response)["content"][0]


def test_a_cited_text_does_not_change(browser: Client) -> None:
    form = form_of(make_citation(document=make_kept("One text.")).document, browser)
    assert not {"sha256", "length"} & set(form.data)
    assert "content" in errors_of(form.send(content="Another text.", sha256="0" * 64))


def test_authors_are_typed_one_a_line(browser: Client) -> None:
    document = make_document(authors=["Emil Sanamyan"])
    form = form_of(document, browser)
    assert form.data["authors"] == "Emil Sanamyan"
    form.send(authors="Emil Sanamyan\r\n\r\n Kucera, Joshua \r\n")
    document.refresh_from_db()
    assert document.authors == ["Emil Sanamyan", "Kucera, Joshua"]


def test_passages_are_checked_against_the_text(browser: Client) -> None:
    document = make_kept("One sentence. Another one. And a third.")
    citation = make_citation(document=document, start=0, end=12, sha256=_digest("One sentence"))
    for typed in (
        {"end": 39, "sha256": ""},  # three sentences
        {"end": 4000, "sha256": ""},
        {"sha256": "0" * 64},
    ):
        assert "end" in errors_of(form_of(citation, browser).send(**typed))
    assert form_of(citation, browser).send(end=26, sha256="").status_code == 302
    citation.refresh_from_db()
    assert citation.sha256 == _digest("One sentence. Another one.")
    assert "One sentence. Another one." in form_of(citation, browser).content

    document.text.delete()
    assert "sha256" in errors_of(form_of(citation, browser).send(sha256=""))


def test_citations_are_added_within_their_record_with_their_hops_in_order(
    browser: Client,
) -> None:
    claim, document = make_claim(status="draft"), make_kept("Zhoghovurd reports: ten captured.")
    hops = [make_actor(name, kind="media") for name in ("Zhoghovurd", "Interfax", "AFP")]
    order = [hops[2], hops[0], hops[1]]
    typed = {
        "document": document.pk,
        "start": 20,
        "end": 32,
        "mode": "indirect",
        "part": "body",
        "hedge": "none",
        "via": [hop.pk for hop in order],
    }
    row = {f"citations-0-{name}": value for name, value in typed.items()}
    form_of(claim, browser).send(**{"citations-TOTAL_FORMS": 1}, **row)
    citation = claim.citations.get()
    assert citation.slug == f"{claim.slug}--{document.slug}-20"
    assert citation.sha256 == _digest("ten captured")
    assert citation.status == "draft"
    assert hops_of(citation) == order
    assert len(log_of(citation)) == 1

    form = form_of(citation, browser)
    places = [form.content.index(f">{hop.name}<") for hop in order]
    assert places == sorted(places)
    form.send(via=[hop.pk for hop in hops])
    assert hops_of(citation) == hops


def test_a_published_citation_cannot_come_through_a_draft(browser: Client) -> None:
    citation = make_citation(via=[make_actor()])
    before = hops_of(citation)
    response = form_of(citation, browser).send(via=[make_actor(status="draft").pk])
    assert "not published" in errors_of(response)["__all__"][0]
    assert hops_of(citation) == before


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
