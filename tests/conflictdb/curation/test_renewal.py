"""Many changes at once renew each question once, to the same end."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from conflictdb import curation, questions
from conflictdb.models import Question
from tests.factories import make_citation, make_claim, make_incident

pytestmark = pytest.mark.django_db


def test_questions_are_renewed_once_for_all(curator: User, monkeypatch: Any) -> None:
    incident = make_incident(kind="episode")
    claims = [make_claim(incident=incident, value=n, status="draft") for n in range(1, 5)]
    for claim in claims:
        make_citation(claim, status="draft")
    renewed: list[set[int]] = []
    refresh = questions.refresh

    def counted(ids: Any) -> int:
        renewed.append(set(ids))
        return refresh(renewed[-1])

    monkeypatch.setattr("conflictdb.curation.renewal.questions.refresh", counted)
    with curation.renewed_together():
        for claim in claims:
            curation.publish(claim, by=curator)
    question = Question.objects.get()
    assert (question.status, question.claims_count) == ("published", 4)
    assert sum(question.pk in ids for ids in renewed) == 2  # made public, and renewed at the end

    with curation.renewed_together():
        for claim in claims:
            curation.withdraw(claim, by=curator, reason="Entered twice.")
    question.refresh_from_db()
    assert (question.status, question.claims_count) == ("draft", 0)
    assert sum(question.pk in ids for ids in renewed) == 3


def test_a_change_alone_renews_at_once(curator: User) -> None:
    claim = make_claim(status="draft")
    make_citation(claim, status="draft")
    curation.publish(claim, by=curator)
    assert Question.objects.get().claims_count == 1
