"""Documents over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from conflictdb.models import DocumentText
from tests.api.asking import Case, ask, changed, check_filter, get
from tests.contract import contract
from tests.factories import make_actor, make_citation, make_claim, make_document, make_statement

pytestmark = pytest.mark.django_db


def publisher() -> Case:
    holding = make_actor("A publishing house", kind="company")
    outlet = make_actor(kind="media", part_of=holding)
    matching = [make_document(publisher=holding), make_document(publisher=outlet)]
    return holding.slug, matching, [make_document(publisher=make_actor()), make_document()]


def agency() -> Case:
    """An actor filter: it includes the parts of a body."""
    afp = make_actor("AFP", kind="media")
    bureau = make_actor("Its bureau", kind="media", part_of=afp)
    matching = [make_document(agencies=[make_actor(), afp]), make_document(agencies=[bureau])]
    return afp.slug, matching, [make_document(agencies=[make_actor()]), make_document()]


def language() -> Case:
    return "fr", make_document(language="fr"), make_document(language="en")


def published_after() -> Case:
    matching = [_published("2021-11-17T01:00"), _published("2021-11"), _published("2022")]
    return "2021-11-17", matching, [_published("2021-11-16T23:50"), _published(None)]


def published_before() -> Case:
    matching = [_published("2021-11-17T23:50"), _published("2021-11"), _published("2020")]
    return "2021-11-17", matching, [_published("2021-11-18T00:10"), _published(None)]


def q() -> Case:
    return "truce", make_document(title="Truces on the border"), make_document()


def slug() -> Case:
    matching = make_document()
    return matching.slug, matching, make_document()


def updated_after() -> Case:
    return changed(make_document(), make_document())


def _published(edtf):
    return make_document(published=edtf)


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        publisher, agency, language, published_after, published_before, q, slug, updated_after,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", contract.filters("documents"))
def test_filter(name):
    negatable = name in contract.NEGATABLE["documents"]
    check_filter("documents", name, CASES[name], negatable=negatable)


def test_detail_has_its_citations_in_text_order_with_what_cites_it():
    report, agency = make_document(), make_actor(kind="media")
    claim, statement = make_claim(), make_statement()
    make_citation(claim, document=report, start=900, via=[agency])
    make_citation(statement, document=report, start=100, mode="direct_quote", part="headline")
    first, second = ask(f"documents/{report.slug}")["citations"]
    assert (first["start"], first["end"], first["part"]) == (100, 140, "headline")
    assert first["statement"]["slug"] == statement.slug
    assert first["claim"] is None
    assert second["claim"]["slug"] == claim.slug
    assert second["statement"] is None
    assert [relayer["slug"] for relayer in second["via"]] == [agency.slug]


def test_a_document_shows_where_it_appeared_and_its_hash():
    outlet, agency = make_actor("An outlet", kind="media"), make_actor("AFP", kind="media")
    report = make_document(
        title="Clashes",
        publisher=outlet,
        agencies=[agency],
        authors=["A. Writer", "B. Writer"],
        url="https://example.org/clashes",
        language="en",
        translation="machine",
        translated_from="fr",
    )
    body = ask(f"documents/{report.slug}")
    assert body["publisher"]["slug"] == outlet.slug
    assert [actor["slug"] for actor in body["agencies"]] == [agency.slug]
    assert body["authors"] == ["A. Writer", "B. Writer"]
    assert body["url_original"] == "https://example.org/clashes"
    assert body["url"] == f"http://testserver/api/v1/documents/{report.slug}"
    assert (body["translation"], body["translated_from"]) == ("machine", "fr")
    assert (body["sha256"], body["length"]) == (report.sha256, 10_000)


def test_the_text_of_a_document_is_nowhere_to_be_had():
    report = make_document()
    DocumentText.objects.create(document=report, content="Heard by nobody else.")
    make_citation(make_statement(), document=report)
    for path in ("documents", f"documents/{report.slug}", "statements"):
        assert "Heard by nobody" not in get(path).content.decode()
