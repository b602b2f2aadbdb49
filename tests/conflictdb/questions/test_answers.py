"""Where answers to one question meet: what is contested, what is only different, and why."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from conflictdb.models import Claim, Incident
from conflictdb.questions import Answer, answers_to, summarise
from conflictdb.questions.answers import disjoint
from tests.conflictdb.questions.saying import body, place, says, side, utterance
from tests.factories import (
    make_actor,
    make_citation,
    make_claim,
    make_document,
    make_incident,
    make_statement,
    when,
)

ARMENIA, AZERBAIJAN = side("armenia"), side("azerbaijan")
YEREVAN, BAKU, OUTLET = body("yerevan-mod", ARMENIA), body("baku-mod", AZERBAIJAN), body("outlet")

Range = tuple[int | None, int | None]


def outcome(*answers: Answer) -> tuple[bool, list[str]]:
    summary = summarise(answers)
    return summary.contested, list(summary.reasons)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((1, 1), (2, 2), True),
        ((1, 1), (1, 1), False),
        ((1, 3), (3, 5), False),
        ((1, 3), (4, 5), True),
        ((None, 5), (7, None), True),
        ((None, 7), (7, None), False),
        ((5, None), (100, None), False),
        ((None, 5), (None, 1), False),
        ((None, None), (7, 7), False),
        ((0, 0), (1, None), True),
    ],
)
def test_ranges_are_disjoint_when_they_share_nothing(one: Range, other: Range, apart: bool) -> None:
    assert disjoint(one, other) is disjoint(other, one) is apart


# Figures


def test_two_speakers_with_figures_that_exclude_each_other_contest() -> None:
    assert outcome(says(YEREVAN, 1), says(BAKU, 7)) == (True, ["different_speakers"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (7, 7),
        (7, (5, None)),
        ((5, None), (100, None)),
        ((10, 12), (12, 15)),
        ((None, None), 7),
    ],
)
def test_figures_that_can_both_be_true_do_not_contest(one: Any, other: Any) -> None:
    assert outcome(says(YEREVAN, one), says(BAKU, other)) == (False, [])


def test_open_ranges_that_exclude_each_other_contest() -> None:
    answers = says(YEREVAN, (None, 5)), says(BAKU, (7, None))
    assert outcome(*answers) == (True, ["different_speakers"])
    summary = summarise(answers)
    assert (summary.lowest, summary.highest) == (5, 7)


def test_the_spread_runs_from_the_lowest_to_the_highest_that_was_stated() -> None:
    summary = summarise([says(YEREVAN, (4, 6)), says(BAKU, (None, None)), says(OUTLET, (2, None))])
    assert (summary.lowest, summary.highest) == (2, 6)


def test_without_a_figure_there_is_no_spread() -> None:
    summary = summarise([says(YEREVAN, (None, None))])
    assert (summary.lowest, summary.highest) == (None, None)
    empty = summarise([])
    assert (empty.contested, empty.claims_count, empty.lowest) == (False, 0, None)


def test_a_denied_figure_is_contested_but_outside_the_spread() -> None:
    answers = says(YEREVAN, 7), says(BAKU, 70, polarity="denies")
    assert outcome(*answers) == (True, ["denial"])
    assert summarise(answers).highest == 7


def test_two_denials_agree() -> None:
    """Of different figures too: neither says how many there were."""
    denials = says(YEREVAN, 7, polarity="denies"), says(BAKU, 70, polarity="denies")
    assert outcome(*denials) == (False, [])


# One speaker, one utterance


def test_a_later_figure_of_one_speaker_is_an_update_and_not_a_contest() -> None:
    early = says(YEREVAN, 1, made="2021-11-16T18:30")
    late = says(YEREVAN, 7, made="2021-11-17T10:00")
    assert outcome(late, early) == (False, ["update"])
    assert list(summarise([late, early]).latest) == [late]


def test_an_update_that_only_widens_the_range_is_one_too() -> None:
    early, late = says(YEREVAN, 7), says(YEREVAN, (7, None), made="2021-11-17")
    assert outcome(early, late) == (False, ["update"])


def test_the_same_figure_again_is_no_update() -> None:
    assert outcome(says(YEREVAN, 7), says(YEREVAN, 7, made="2021-11-17")) == (False, [])


def test_an_answer_without_a_figure_replaces_none() -> None:
    four, counting = says(YEREVAN, 4), says(YEREVAN, (None, None), made="2021-11-17")
    assert list(summarise([four, counting]).latest) == [four]
    assert outcome(four, says(BAKU, 6), counting) == (True, ["different_speakers"])
    assert list(summarise([counting]).latest) == [counting]


def test_an_update_can_end_a_contest() -> None:
    answers = says(YEREVAN, 1), says(BAKU, 7), says(YEREVAN, 7, made="2021-11-17")
    assert outcome(*answers) == (False, ["update", "different_speakers"])


def test_one_utterance_relayed_differently_is_no_contest() -> None:
    said = utterance(YEREVAN)
    answers = says(said, 7, documents="a-report"), says(said, 10, documents="another-report")
    assert outcome(*answers) == (False, ["relayed_differently"])
    assert list(summarise(answers).latest) == list(answers), "both readings stand"


def test_one_utterance_in_one_document_is_not_relayed_differently() -> None:
    said = utterance(YEREVAN)
    assert outcome(says(said, 7), says(said, 10)) == (False, [])


def test_an_unnamed_speaker_is_one_within_a_document_by_its_description() -> None:
    early, late = says("A guard", 1), says("A guard", 7, made="2021-11-17")
    assert outcome(early, late) == (False, ["update"])
    for other in (
        says("A driver", 7, made="2021-11-17"),
        says("A guard", 7, made="2021-11-17", documents="another-report"),
    ):
        assert outcome(early, other) == (True, ["different_speakers"])
        assert summarise([early, other]).speakers_count == 2


# Scope


@pytest.mark.parametrize(
    "apart",
    [
        {"kind": "released"},
        {"incident": Incident(slug="another-clash", kind="armed_clash")},
        {"victim_class": "civilian"},
        {"as_of": when("2021-11-14")},
        {"place": place("ishkhanasar")},
        {"modality": "planned"},
    ],
    ids="-".join,
)
def test_figures_of_another_scope_stand_beside_without_contest(apart: dict[str, Any]) -> None:
    usual = {
        "kind": "captured",
        "victim_class": "military",
        "as_of": when("2021-11-16"),
        "place": place("sotk"),
    }
    answers = says(YEREVAN, 1, **usual), says(BAKU, 7, **{**usual, **apart})
    assert outcome(*answers) == (False, ["different_scope"])


@pytest.mark.parametrize(
    "unsaid", [{"victim_class": "undetermined"}, {"as_of": None}, {"place": None}]
)
def test_what_a_text_does_not_tell_does_not_keep_answers_apart(unsaid: dict[str, Any]) -> None:
    usual = {
        "victim_class": "military",
        "as_of": when("2021-11-16"),
        "place": place("sotk"),
    }
    answers = says(YEREVAN, 1, **usual), says(BAKU, 7, **{**usual, **unsaid})
    assert outcome(*answers) == (True, ["different_speakers"])


def test_a_breakdown_is_shown_but_outside_the_spread_and_every_contest() -> None:
    said = utterance(YEREVAN)
    total = says(said, 12)
    parts = [says(said, n, breakdown_of=total.claim) for n in (7, 5)]
    answers = [total, *parts, says(BAKU, 12)]
    assert outcome(*answers) == (False, ["different_scope"])
    summary = summarise(answers)
    assert (summary.lowest, summary.highest) == (12, 12)
    assert summary.claims_count == 4


def test_the_spread_is_that_of_the_scope_that_most_answers_share() -> None:
    captured = [says(YEREVAN, 12, kind="captured"), says(BAKU, 13, kind="captured")]
    summary = summarise([says(OUTLET, 40, kind="released"), *captured])
    assert (summary.lowest, summary.highest) == (12, 13)


# Actors, times, yes and no


def began(who: Any, accused: Any, kind: str = "attack_initiated", **fields: Any) -> Answer:
    return says(who, kind=kind, subject=accused, **fields)


def test_each_accusing_the_other_is_contested() -> None:
    answers = began(YEREVAN, AZERBAIJAN), began(BAKU, ARMENIA, "provocation")
    assert outcome(*answers) == (True, ["different_speakers"])


def test_naming_a_side_or_its_army_is_the_same_answer() -> None:
    army = body("azerbaijan-army", AZERBAIJAN)
    assert outcome(began(YEREVAN, AZERBAIJAN), began(OUTLET, army)) == (False, [])


def test_actors_without_a_side_are_told_apart_themselves() -> None:
    answers = began(YEREVAN, body("one-group")), began(BAKU, body("another-group"))
    assert outcome(*answers) == (True, ["different_speakers"])


def test_naming_no_actor_contradicts_and_replaces_nobody() -> None:
    named, unnamed = began(YEREVAN, AZERBAIJAN), says(YEREVAN, kind="attack_initiated")
    assert list(summarise([named, unnamed]).latest) == [named]
    assert outcome(unnamed, began(OUTLET, AZERBAIJAN)) == (False, [])


def test_saying_who_responded_stands_beside_saying_who_began() -> None:
    answers = began(YEREVAN, AZERBAIJAN), began(BAKU, AZERBAIJAN, "retaliation")
    assert outcome(*answers) == (False, ["different_scope"])


def test_yes_and_no_are_contested_as_a_denial() -> None:
    yes = says(YEREVAN, kind="shelling", subject=AZERBAIJAN)
    no = says(BAKU, kind="shelling", subject=AZERBAIJAN, polarity="denies")
    assert outcome(yes, no) == (True, ["denial"])
    assert outcome(yes, says(OUTLET, kind="shelling", subject=AZERBAIJAN)) == (False, [])


def test_a_speaker_who_takes_back_a_denial_no_longer_contests() -> None:
    yes = says(YEREVAN, kind="shelling")
    no = says(BAKU, kind="shelling", polarity="denies")
    admits = says(BAKU, kind="shelling", made="2021-11-17")
    assert outcome(yes, no, admits) == (False, ["denial"])


def in_effect(who: Any, since: str | None) -> Answer:
    occurred = when(since) if since else None
    return says(who, kind="ceasefire_in_effect", occurred=occurred)


def test_two_times_that_exclude_each_other_are_contested() -> None:
    answers = in_effect(YEREVAN, "2021-11-16T18:30"), in_effect(BAKU, "2021-11-16T19:00")
    assert outcome(*answers) == (True, ["different_speakers"])


@pytest.mark.parametrize("since", ["2021-11-16", "2021-11-16T18:30~", "2021-11-16/..", None])
def test_times_that_can_both_be_true_are_not_contested(since: str | None) -> None:
    assert outcome(in_effect(YEREVAN, "2021-11-16T18:30"), in_effect(BAKU, since)) == (False, [])


def test_an_open_start_does_not_contest() -> None:
    """By then at the latest, against a later hour."""
    answers = in_effect(YEREVAN, "[..2021-11-16]"), in_effect(BAKU, "2021-11-15")
    assert outcome(*answers) == (False, [])


# Counts, order, interest


def test_speakers_utterances_and_documents_are_counted_apart() -> None:
    said = utterance(YEREVAN)
    summary = summarise(
        [
            says(said, 7, documents="a b"),
            says(said, 8, documents="c"),
            says(YEREVAN, 9, made="2021-11-18", documents="a"),
            says(BAKU, 9, documents=""),
        ]
    )
    assert summary.claims_count == len(summary.claims) == 4
    assert summary.speakers_count == 2
    assert summary.utterances_count == 3
    assert summary.documents_count == 3


def test_answers_stand_in_the_order_in_which_they_were_said() -> None:
    first = says(YEREVAN, 1, made="2021-11-16")
    second = says(BAKU, 2, made="2021-11-16T13:00")
    undated = Answer(
        says(OUTLET, 3, made=None).claim, frozenset(), datetime(2021, 11, 17, tzinfo=UTC)
    )
    last = says(YEREVAN, 4, made="2021-11-18")
    never_known = Answer(says("Someone", 5, made=None).claim, frozenset(), None)
    answers = [never_known, last, undated, second, first]
    assert summarise(answers).answers == [first, second, undated, last, never_known]


# From the database


@pytest.mark.django_db
def test_only_published_claims_answer() -> None:
    claim = make_claim(cited_in=make_document(slug="a-report"))
    make_claim(incident=claim.incident, status="draft")
    (answer,) = answers_to([claim.question_id])[claim.question_id]
    assert answer.claim == claim
    assert answer.documents == {"a-report"}
    assert answer.known == claim.statement.made_latest


@pytest.mark.django_db
def test_a_draft_citation_carries_nothing() -> None:
    claim = make_claim()
    make_citation(claim, status="draft")
    (answer,) = answers_to([claim.question_id])[claim.question_id]
    assert answer.documents == frozenset()


@pytest.mark.django_db
def test_answers_are_those_that_the_world_knew() -> None:
    incident = make_incident(kind="episode")
    early, late, never = (
        make_claim(incident=incident, statement=make_statement(made=made), value=n)
        for n, made in enumerate(["2021-11-16T18:30", "2021-11-17T10:00", None], 1)
    )

    def known_at(*instant: int) -> set[Claim]:
        question = early.question_id
        found = answers_to([question], known_at=datetime(*instant, tzinfo=UTC))
        return {answer.claim for answer in found.get(question, [])}

    assert known_at(2021, 11, 16, 14, 29) == set()
    assert known_at(2021, 11, 16, 14, 30) == {early}
    assert known_at(2021, 11, 17, 6, 0) == {early, late}
    assert never not in known_at(2100, 1, 1)
    assert {a.claim for a in answers_to([early.question_id])[early.question_id]} == {
        early,
        late,
        never,
    }


def _answered_by(speakers: int) -> list[int]:
    questions = []
    for _ in range(speakers):
        incident = make_incident(kind="episode")
        state = make_actor()
        for value in (1, 7):
            claim = make_claim(
                incident=incident,
                subject=state,
                value=value,
                statement=make_statement(speaker=make_actor(side=state)),
                cited_in=make_document(),
            )
        questions.append(claim.question_id)
    return questions


@pytest.mark.django_db
@pytest.mark.parametrize("questions", [1, 8])
def test_any_number_of_questions_takes_the_same_queries(
    questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = _answered_by(questions)
    with django_assert_num_queries(2):
        summaries = [summarise(answers) for answers in answers_to(ids).values()]
    assert len(summaries) == questions
    assert all(summary.contested and summary.documents_count == 2 for summary in summaries)


@pytest.mark.django_db
def test_a_question_without_answers_is_left_out() -> None:
    claim = make_claim()
    assert set(answers_to([claim.question_id, 10**9])) == {claim.question_id}
    assert answers_to([]) == {}
