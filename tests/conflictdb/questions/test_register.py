"""The register: questions made when a claim needs them, summarised and published with claims."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Claim, Question
from conflictdb.questions import assign, refresh
from tests.factories import (
    make_actor,
    make_claim,
    make_incident,
    make_question,
    make_state,
    make_statement,
)

pytestmark = pytest.mark.django_db


def stored(question: Question | None) -> Question:
    assert question is not None
    return Question.objects.get(pk=question.pk)


def test_a_question_is_made_once_and_met_again() -> None:
    state, episode = make_state(), make_incident(kind="episode")
    one = make_claim(incident=episode, subject=state)
    other = make_claim(incident=make_incident(part_of=episode), subject=make_actor(side=state))
    assert one.question == other.question
    assert Question.objects.count() == 1
    question = stored(one.question)
    assert (question.topic, question.incident, question.subject_side) == ("deaths", episode, state)
    assert question.by_rule


def test_a_claim_of_another_kind_moves_to_its_question() -> None:
    claim = make_claim()
    claim.kind = "wounded"
    assert assign(claim) == Question.objects.get(topic="injuries")


def test_a_question_that_a_curator_chose_stays() -> None:
    chosen = make_question()
    claim = make_claim(question=chosen, question_fixed=True)
    assert assign(claim) == chosen
    assert Question.objects.count() == 1


def test_a_curators_own_question_is_not_taken_for_the_rules() -> None:
    claim = make_claim()
    ruled = claim.question
    assert ruled is not None
    make_question(topic=ruled.topic, incident=ruled.incident, by_rule=False)
    assert assign(claim) == ruled


@pytest.mark.parametrize("change", [{"kind": "demand"}, {"incident": None}])
def test_what_answers_nothing_loses_its_question(change: dict[str, object]) -> None:
    claim = make_claim()
    for name, value in change.items():
        setattr(claim, name, value)
    assert assign(claim) is None
    assert claim.question is None


def test_a_title_that_a_curator_wrote_stays() -> None:
    claim = make_claim()
    assert claim.question is not None
    Question.objects.update(title="How many died?", retitled=True)
    assign(claim)
    refresh([claim.question.pk])
    assert stored(claim.question).title == "How many died?"


# Summaries


def test_a_question_is_published_while_it_has_a_published_claim() -> None:
    claim = make_claim(status="draft")
    assert stored(claim.question).status == "draft"
    question_id = claim.question_id
    assert question_id is not None
    Claim.objects.update(status="published")
    assert refresh([question_id]) == 1
    assert stored(claim.question).status == "published"
    Claim.objects.update(status="withdrawn")
    assert refresh([question_id]) == 1
    assert stored(claim.question).status == "draft"


def test_a_question_that_was_withdrawn_stays_so_without_claims() -> None:
    claim = make_claim(status="draft")
    Question.objects.update(status="withdrawn")
    refresh([claim.question_id or 0])
    assert stored(claim.question).status == "withdrawn"


def test_the_summary_is_that_of_the_published_claims() -> None:
    first = make_claim(value=1)
    make_claim(value=7, incident=first.incident)
    draft = make_claim(value=70, incident=first.incident, status="draft")
    question = stored(first.question)
    assert question == stored(draft.question)
    assert question.contested
    assert question.reasons == ["different_speakers"]
    assert question.speakers_count == 2
    Claim.objects.filter(value_min=7).update(status="withdrawn")
    refresh([question.pk])
    question.refresh_from_db()
    assert (question.contested, question.reasons, question.speakers_count) == (False, [], 1)


def test_what_has_not_changed_is_not_saved() -> None:
    claim = make_claim()
    version = stored(claim.question).version
    assert refresh([claim.question_id or 0]) == 0
    assert stored(claim.question).version == version


def test_refreshing_touches_the_questions_named_and_no_others() -> None:
    statement = make_statement()
    mine, other = make_claim(statement=statement), make_claim(statement=statement)
    Question.objects.update(speakers_count=9)
    assert refresh([mine.question_id or 0]) == 1
    assert stored(other.question).speakers_count == 9
    assert refresh([]) == 0


def test_the_number_of_queries_does_not_grow() -> None:
    def queries(questions: int) -> int:
        claims = [make_claim(status="draft") for _ in range(questions)]
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(status="published")
        with CaptureQueriesContext(connection) as captured:
            assert refresh(claim.question_id or 0 for claim in claims) == questions
        return len(captured)

    assert queries(2) == queries(12)
