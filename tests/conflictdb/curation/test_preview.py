"""What a step would do is foreseen record by record, with as many queries for many as for few."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb import curation
from conflictdb.models import Claim, Record
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_eyes")]


def foreseen(verb: str, records: list[Any], by: User) -> list[list[str]]:
    return [each.blockers for each in curation.preview(verb, records, by=by)]


def draft_claim(**fields: Any) -> Claim:
    claim = make_claim(status="draft", **fields)
    make_citation(claim, status="draft")
    return claim


def test_what_keeps_a_record_from_publication_is_foreseen(emil: User) -> None:
    fine, bare = draft_claim(), make_claim(status="draft")
    hanging = draft_claim(statement=make_statement(status="draft", slug="unsaid"))
    own, public = draft_claim(), make_claim()
    curation.save(own, by=emil)
    cited = draft_claim()
    curation.save(cited.citations.get(), by=emil)
    records = [fine, bare, hanging, own, public, cited]
    citation = cited.citations.get().slug
    assert foreseen("publish", records, emil) == [
        [],
        ["it has no citation"],
        ["statement unsaid is draft, not published"],
        ["you worked on it, so someone else has to publish it"],
        ["it is published, not draft or in review or withdrawn"],
        [f"you worked on its citation {citation}, so someone else has to publish it"],
    ]
    (found,) = curation.preview("publish", [fine], by=emil)
    assert (found.after, found.with_it) == ("published", [fine.citations.get()])


def test_records_that_refer_to_each_other_go_together(emil: User) -> None:
    war = make_incident(kind="war", status="draft")
    clash = make_incident(status="draft", part_of=war)
    assert foreseen("publish", [clash, war], emil) == [[], []]
    curation.save(war, by=emil)
    assert foreseen("publish", [clash, war], emil)[0] == [
        f"part of {war.slug} is draft, not published"
    ]


def test_what_keeps_a_record_public_is_foreseen(emil: User) -> None:
    speaker = make_statement().speaker
    assert speaker is not None
    above = make_actor()
    below, alone = make_actor(part_of=above), make_actor()
    relayer = make_actor()
    make_citation(via=[relayer])
    found = foreseen("withdraw", [speaker, above, alone, relayer], emil)
    assert [bool(blockers) for blockers in found] == [True, True, False, True]
    assert below.slug in found[1][0]
    assert foreseen("withdraw", [above, below], emil) == [[], []]


def test_the_last_citation_of_a_public_claim_stays(emil: User) -> None:
    claim = make_claim(cited_in=make_document())
    one, other = claim.citations.get(), make_citation(claim)
    assert foreseen("withdraw", [one], emil) == [[]]
    (blockers, _) = foreseen("withdraw", [one, other], emil)
    assert blockers == [
        f"it is the last published citation of claim {claim.slug}, which is public: withdraw that"
    ]
    (found,) = curation.preview("withdraw", [claim], by=emil)
    assert not found.blockers
    assert set(found.with_it) == {one, other}


def claim_of(status: str) -> Claim:
    claim = make_claim(status=status)
    make_citation(claim, status=status)
    return claim


MAKERS = {
    "claim": claim_of,
    "citation": lambda status: make_citation(make_claim(), via=[make_actor()], status=status),
    "incident": lambda s: make_incident(participants=[(make_actor(), "party")], status=s),
    "actor": lambda status: make_actor(part_of=make_actor(), status=status),
}


@pytest.mark.parametrize("verb", ["submit", "publish", "withdraw"])
@pytest.mark.parametrize("kind", MAKERS)
def test_a_preview_costs_the_same_for_many(kind: str, verb: str, emil: User) -> None:
    def cost(count: int) -> int:
        status = "published" if verb == "withdraw" else "draft"
        records = [MAKERS[kind](status) for _ in range(count)]
        rows = type(records[0]).objects.filter(pk__in=[record.pk for record in records])
        fresh: list[Record] = list(rows)
        with CaptureQueriesContext(connection) as queries:
            curation.preview(verb, fresh, by=emil)
        return len(queries)

    assert cost(2) == cost(9) <= 30
