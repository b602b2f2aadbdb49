"""When a statement counts as known, and what is counted of it."""

from datetime import UTC, datetime, timedelta

import pytest

from conflictdb.models import Claim, Statement
from tests.factories import make_citation, make_claim, make_document, make_statement, when

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def known_since(statement: Statement, instant: datetime) -> bool:
    """Whether a statement counts as known from exactly that instant on."""
    assert Statement.objects.known_at(datetime(2100, 1, 1, tzinfo=UTC)).count() <= 1
    before = Statement.objects.known_at(instant - SECOND)
    return not before.exists() and Statement.objects.known_at(instant).get() == statement


def test_a_statement_is_known_from_the_minute_it_was_made() -> None:
    statement = make_statement(made=when("2021-11-16T18:30"))
    assert known_since(statement, datetime(2021, 11, 16, 14, 30, tzinfo=UTC))


def test_one_dated_to_a_day_is_known_at_the_end_of_that_local_day() -> None:
    statement = make_statement(made=when("2021-11-16"))
    assert known_since(statement, datetime(2021, 11, 16, 19, 59, 59, tzinfo=UTC))


def test_one_of_an_approximate_time_is_known_when_it_must_have_been_made() -> None:
    statement = make_statement(made=when("2021-11-16T13:00~"))
    assert known_since(statement, datetime(2021, 11, 16, 9, 30, tzinfo=UTC))


def test_an_undated_one_is_known_when_its_earliest_document_was_published() -> None:
    statement = make_statement(made=None)
    make_citation(statement, document=make_document(published=when("2021-11-18")))
    make_citation(statement, document=make_document(published=when("2021-11-17T10:00")))
    make_citation(statement, document=make_document(published=None))
    assert known_since(statement, datetime(2021, 11, 17, 6, tzinfo=UTC))


def test_a_document_that_cites_only_its_claim_makes_an_undated_one_known() -> None:
    claim = make_claim(statement=make_statement(made=None))
    make_citation(claim, document=make_document(published=when("2021-11-17T10:00")))
    assert known_since(claim.statement, datetime(2021, 11, 17, 6, tzinfo=UTC))


def test_one_with_an_open_end_is_known_when_its_document_was_published() -> None:
    document = make_document(published=when("2021-11-17T10:00"))
    statement = make_statement(made=when("2021-11-16/.."), cited_in=document)
    assert known_since(statement, datetime(2021, 11, 17, 6, tzinfo=UTC))


@pytest.mark.parametrize("draft", ["citation", "document", "both"])
def test_a_draft_citation_or_document_makes_nothing_known(draft: str) -> None:
    statement = make_statement(made=None)
    document = make_document(status="draft" if draft in ("document", "both") else "published")
    make_citation(statement, document=document, status="draft")
    assert not Statement.objects.known_at(datetime(2100, 1, 1, tzinfo=UTC)).exists()


def test_a_draft_is_never_known() -> None:
    make_statement(status="draft")
    assert not Statement.objects.known_at(datetime(2100, 1, 1, tzinfo=UTC)).exists()


def test_claims_are_known_with_their_statement() -> None:
    claim = make_claim(statement=make_statement(made=when("2021-11-16T18:30")))
    made = datetime(2021, 11, 16, 14, 30, tzinfo=UTC)
    assert Claim.objects.known_at(made).get() == claim
    assert not Claim.objects.known_at(made - SECOND).exists()


def test_a_statement_counts_its_published_claims() -> None:
    statement = make_statement()
    for status in ("published", "published", "draft"):
        make_claim(statement=statement, status=status)
    make_claim()
    assert Statement.objects.with_counts().get(pk=statement.pk).claims_count == 2


def test_a_statement_is_called_by_the_beginning_of_its_gist() -> None:
    assert str(make_statement(gist="Tells of twelve.")) == "Tells of twelve."
    assert len(str(make_statement(gist="Tells " * 40))) == 80
