"""Each rule's figures, the answers that it used, and those that it set aside with the reason."""

from collections.abc import Sequence

import pytest

from conflictdb.questions import Answer, Estimate, estimate, summarise
from conflictdb.vocabularies import ESTIMATE_RULES, SET_ASIDE_REASONS
from tests.conflictdb.questions.saying import body, says, side, utterance

ARMENIA, AZERBAIJAN = side("armenia"), side("azerbaijan")
YEREVAN, BAKU, OUTLET = body("yerevan-mod", ARMENIA), body("baku-mod", AZERBAIJAN), body("outlet")
PAPER, AGENCY = body("paper"), body("agency")

every_rule = pytest.mark.parametrize("rule", ESTIMATE_RULES.codes)


def by(rule: str, answers: Sequence[Answer]) -> Estimate:
    return estimate(rule, summarise(answers))


def figures(result: Estimate) -> dict[str, int | None]:
    return {figure.name: figure.value for figure in result.figures}


def aside(result: Estimate) -> dict[str, str]:
    """Reasons by the slug of the claim set aside."""
    return {left.answer.claim.slug: left.reason for left in result.set_aside}


def used(result: Estimate) -> set[str]:
    return slugs(*result.used)


def slugs(*answers: Answer) -> set[str]:
    return {answer.claim.slug for answer in answers}


LOW, MIDDLE, HIGH = says(YEREVAN, (4, None)), says(OUTLET, 6), says(BAKU, (None, 9))


def test_lowest_takes_the_lowest_figure() -> None:
    result = by("lowest", [MIDDLE, HIGH, LOW])
    assert figures(result) == {"lowest": 4}
    assert list(result.used) == [LOW]
    assert aside(result) == {
        MIDDLE.claim.slug: "not_extreme",
        HIGH.claim.slug: "not_extreme",
    }


def test_lowest_uses_every_answer_that_states_it() -> None:
    same = says(PAPER, 4)
    assert used(by("lowest", [MIDDLE, LOW, same])) == slugs(LOW, same)


def test_min_max_takes_the_lowest_and_the_highest() -> None:
    result = by("min_max", [MIDDLE, HIGH, LOW])
    assert figures(result) == {"min": 4, "max": 9}
    assert used(result) == slugs(LOW, HIGH)
    assert aside(result) == {MIDDLE.claim.slug: "not_extreme"}


def test_a_range_counts_with_both_ends() -> None:
    assert figures(by("min_max", [says(OUTLET, (3, 8))])) == {"min": 3, "max": 8}


def test_best_is_what_most_speakers_agree_on() -> None:
    agreed = [says(PAPER, 7), says(AGENCY, 7)]
    result = by("low_best_high", [LOW, HIGH, *agreed])
    assert figures(result) == {"low": 4, "best": 7, "high": 9}
    assert used(result) == slugs(LOW, HIGH, *agreed)


def test_best_counts_speakers_and_not_answers() -> None:
    said = utterance(PAPER)
    twice = [says(said, 8, documents="a"), says(said, 8, documents="b")]
    result = by("low_best_high", [*twice, says(YEREVAN, 5), says(BAKU, 5)])
    assert figures(result)["best"] == 5


def test_best_is_the_lower_one_in_a_tie() -> None:
    assert figures(by("low_best_high", [says(YEREVAN, 7), says(BAKU, 3)]))["best"] == 3


def test_latest_per_side_gives_each_side_its_own() -> None:
    late = says(body("yerevan-pm", ARMENIA), 6, made="2021-11-18")
    result = by("latest_per_side", [says(YEREVAN, 1), late, says(BAKU, 70), says(OUTLET, 5)])
    assert figures(result) == {"armenia": 6, "azerbaijan": 70, "no_side": 5}
    assert late in result.used
    assert list(aside(result).values()) == ["not_extreme"]


@every_rule
def test_without_any_figure_there_is_none(rule: str) -> None:
    none = says(OUTLET, (None, None))
    result = by(rule, [none])
    assert set(figures(result).values()) <= {None}
    assert aside(result) == {none.claim.slug: "no_figure"}


def test_zero_is_a_figure() -> None:
    result = by("lowest", [says(YEREVAN, 0), says(BAKU, 7)])
    assert figures(result) == {"lowest": 0}


# What no rule may use


@every_rule
def test_each_answer_is_used_or_set_aside_with_a_known_reason(rule: str) -> None:
    said = utterance(YEREVAN, made="2021-11-17")
    total = says(said, 12)
    answers = [
        says(YEREVAN, 1),
        total,
        says(said, 7, breakdown_of=total.claim),
        says(said, 5, breakdown_of=total.claim),
        says(BAKU, 13),
        says(OUTLET, 13, polarity="denies"),
        says(AGENCY, 20, modality="possible"),
        says(PAPER, (None, None)),
    ]
    result = by(rule, answers)
    expected = dict(
        zip(
            [answer.claim.slug for answer in answers if answer not in (total, answers[4])],
            ["superseded", "breakdown", "breakdown", "not_asserted", "not_asserted", "no_figure"],
            strict=True,
        )
    )
    reasons = aside(result)
    assert {slug: reasons[slug] for slug in expected} == expected
    assert len(result.used) + len(result.set_aside) == len(answers)
    assert set(reasons.values()) <= set(SET_ASIDE_REASONS.codes)
    used = [answer.claim.value_min for answer in result.used]
    assert set(used) <= {12, 13}


@every_rule
def test_another_scope_is_set_aside(rule: str) -> None:
    released = says(OUTLET, 1, kind="released")
    result = by(
        rule, [says(YEREVAN, 12, kind="captured"), released, says(BAKU, 12, kind="captured")]
    )
    assert aside(result)[released.claim.slug] == "different_scope"
    assert set(figures(result).values()) == {12}


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KeyError):
        by("average", [MIDDLE])
