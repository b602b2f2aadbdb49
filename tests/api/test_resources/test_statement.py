"""Statements over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from tests.api.asking import Case, ask, changed, check_filter, found
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_state,
    make_statement,
)

pytestmark = pytest.mark.django_db


def anonymous(**fields):
    return make_statement(speaker=None, speaker_description="an officer", **fields)


def speaker() -> Case:
    """Alone or jointly, and by any part of a body."""
    ministry = make_actor()
    office = make_actor("Press office", part_of=ministry)
    matching = [
        make_statement(speaker=ministry),
        make_statement(speaker=office),
        make_statement(co_speakers=[office]),
    ]
    return ministry.slug, matching, [make_statement(), anonymous()]


def speaker_side() -> Case:
    armenia = make_state()
    matching = [
        make_statement(speaker=armenia),
        make_statement(speaker=make_actor(side=armenia)),
    ]
    others = [make_statement(speaker=make_state("Azerbaijan")), make_statement(), anonymous()]
    return armenia.slug, matching, others


def speaker_kind() -> Case:
    matching = make_statement(speaker=make_actor(kind="media"))
    return "media", matching, [make_statement(), anonymous()]


def on_behalf_of() -> Case:
    government = make_actor("The Government")
    ministry = make_actor(part_of=government)
    matching = [make_statement(on_behalf_of=government), make_statement(on_behalf_of=ministry)]
    return government.slug, matching, [make_statement(on_behalf_of=make_actor()), make_statement()]


def addressee() -> Case:
    alliance = make_actor("An alliance", kind="intergovernmental")
    council = make_actor("Its council", kind="intergovernmental", part_of=alliance)
    matching = [
        make_statement(addressees=[make_actor(), alliance]),
        make_statement(addressees=[council]),
    ]
    return alliance.slug, matching, [make_statement(addressees=[make_actor()]), make_statement()]


def act() -> Case:
    matching = make_statement(acts=["report", "accusation"])
    return "accusation", matching, make_statement(acts=["report"])


def channel() -> Case:
    return "parliament", make_statement(channel="parliament"), make_statement()


def incident() -> Case:
    episode = make_incident(kind="episode")
    clash = make_incident(part_of=episode)
    matching = [
        make_statement(incidents=[episode]),
        make_statement(incidents=[make_incident(), clash]),
    ]
    return episode.slug, matching, [make_statement(incidents=[make_incident()]), make_statement()]


def document() -> Case:
    """Cited itself, or through a claim of it."""
    report = make_document()
    through_claim = make_statement()
    make_claim(statement=through_claim, cited_in=report)
    matching = [make_statement(cited_in=report), through_claim]
    return report.slug, matching, [make_statement(cited_in=make_document()), make_statement()]


def publisher() -> Case:
    outlet = make_actor(kind="media")
    matching = make_statement(cited_in=make_document(publisher=outlet))
    return outlet.slug, matching, [make_statement(cited_in=make_document()), make_statement()]


def via() -> Case:
    agency = make_actor(kind="media")
    matching, through_claim, direct = make_statement(), make_statement(), make_statement()
    make_citation(matching, via=[make_actor(kind="media"), agency])
    make_citation(make_claim(statement=through_claim), via=[agency])
    make_citation(direct)
    return agency.slug, [matching, through_claim], direct


def made_after() -> Case:
    matching = [_made("2021-11-16"), _made("2021-11-16T00:10"), _made("2021-11")]
    return "2021-11-16", matching, [_made("2021-11-15T23:50"), _made(None)]


def made_before() -> Case:
    matching = [_made("2021-11-16"), _made("2021-11-16T23:50"), _made("2021-11")]
    return "2021-11-16", matching, [_made("2021-11-17T00:10"), _made(None)]


def known_at() -> Case:
    return "2021-11-16T14:30:00Z", _made("2021-11-16T18:30"), [_made("2021-11-16T18:31")]


def language() -> Case:
    french, english = make_document(language="fr"), make_document()
    both = make_statement(cited_in=french)
    make_citation(both, document=english)
    return "fr", both, [make_statement(cited_in=english), make_statement()]


def q() -> Case:
    return "prisoner", make_statement(gist="Tells of prisoners."), make_statement()


def slug() -> Case:
    matching = make_statement()
    return matching.slug, matching, make_statement()


def updated_after() -> Case:
    return changed(make_statement(), make_statement())


def _made(edtf):
    return make_statement(made=edtf)


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        speaker, speaker_side, speaker_kind, on_behalf_of, addressee, act, channel, incident,
        document, publisher, via, made_after, made_before, known_at, language, q, slug,
        updated_after,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", contract.filters("statements"))
def test_filter(name):
    negatable = name in contract.NEGATABLE["statements"]
    check_filter("statements", name, CASES[name], negatable=negatable)


def test_one_utterance_in_three_documents_is_one_statement_with_three_citations():
    statement = make_statement()
    documents = [make_document(slug=f"report-{number}") for number in (3, 1, 2)]
    for document in documents:
        make_citation(statement, document=document)
    assert found("statements") == [statement.slug]
    body = ask(f"statements/{statement.slug}")
    cited = [citation["document"]["slug"] for citation in body["citations"]]
    assert cited == ["report-1", "report-2", "report-3"]


def test_detail_has_its_claims_in_full():
    statement = make_statement()
    claims = [make_claim(statement=statement), make_claim(kind="demand", statement=statement)]
    make_claim()
    body = ask(f"statements/{statement.slug}")
    assert body["claims_count"] == 2
    assert [claim["slug"] for claim in body["claims"]] == [claim.slug for claim in claims]
    assert body["claims"][0] == ask("claims", slug=claims[0].slug)["results"][0]


def test_an_unnamed_speaker_is_null_with_a_description():
    body = ask(f"statements/{anonymous().slug}")
    assert body["speaker"] is None
    assert body["speaker_description"] == "an officer"
    assert ask(f"statements/{make_statement().slug}")["speaker_description"] is None


def test_a_joint_statement_names_all_who_spoke_and_who_was_addressed():
    armenia, azerbaijan, russia = (make_state(name) for name in ("Armenia", "Azerbaijan", "Russia"))
    statement = make_statement(
        speaker=armenia, co_speakers=[azerbaijan, russia], addressees=[russia], made="2021-11-26"
    )
    body = ask(f"statements/{statement.slug}")
    assert [actor["name"] for actor in body["co_speakers"]] == ["Azerbaijan", "Russia"]
    assert [actor["side"] for actor in body["addressees"]] == [russia.slug]
    assert body["made"] == {
        "edtf": "2021-11-26",
        "earliest": "2021-11-25T20:00:00Z",
        "latest": "2021-11-26T19:59:59Z",
        "precision": "day",
        "inferred": False,
    }
