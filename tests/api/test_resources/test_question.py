"""Questions over HTTP: every filter with what it finds and what it does not, and the detail."""

from collections.abc import Callable

import pytest

from tests.api.asking import Case, ask, changed, check_filter, found, refused
from tests.contract import contract
from tests.factories import (
    make_actor,
    make_claim,
    make_document,
    make_incident,
    make_question,
    make_state,
    make_statement,
)

pytestmark = pytest.mark.django_db


def asked(*values, **fields):
    """A question with an answer of a new speaker for each value."""
    fields.setdefault("incident", make_incident(kind="episode"))
    if not isinstance(fields.get("made"), list):
        fields["made"] = [fields.pop("made", "2021-11-16T18:30")] * len(values)
    moments = fields.pop("made")
    for value, made in zip(values, moments, strict=True):
        claim = make_claim(value=value, statement=make_statement(made=made), **fields)
    claim.question.refresh_from_db()
    return claim.question


def incident() -> Case:
    """A question of a part is one of the whole; an episode's parts share their questions."""
    war = make_incident("The war", kind="war")
    episode = make_incident(kind="episode", part_of=war)
    matching = [asked(1, incident=war), asked(1, incident=episode)]
    return war.slug, matching, asked(1)


def topic() -> Case:
    return "captivity", asked(1, kind="captured"), asked(1)


def family() -> Case:
    other = asked(1, kind="positions_lost", unit="position")
    return "casualty", [asked(1), asked(1, kind="captured")], other


def subject_side() -> Case:
    armenia = make_state()
    of_the_army = asked(1, subject=make_actor(side=armenia))
    others = [asked(1, subject=make_state("Azerbaijan")), asked(1)]
    return armenia.slug, [asked(1, subject=armenia), of_the_army], others


def contested() -> Case:
    return "true", asked(1, 15), [asked(1), asked(1, (1, None))]


def reason() -> Case:
    return "different_speakers", asked(1, 15), [asked(1), asked(1, 1)]


def known_at() -> Case:
    return "2021-11-16T14:30:00Z", asked(1), asked(1, made="2021-11-16T18:31")


def speakers_gte() -> Case:
    return 2, [asked(1, 1), asked(1, 2, 3)], asked(1)


def q() -> Case:
    return "Karabagh", make_question(title="Who began? Karabakh"), make_question()


def slug() -> Case:
    matching = asked(1)
    return matching.slug, matching, asked(1)


def updated_after() -> Case:
    return changed(asked(1), asked(1))


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        incident, topic, family, subject_side, contested, reason, known_at, speakers_gte, q,
        slug, updated_after,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", contract.filters("questions"))
def test_filter(name):
    negatable = name in contract.NEGATABLE["questions"]
    check_filter("questions", name, CASES[name], negatable=negatable)


def test_what_depends_on_answers_is_told_as_it_stood_then():
    question = asked(1, 15, made=["2021-11-16T10:00", "2021-11-16T18:30"])
    then, later = {"known_at": "2021-11-16T12:00:00Z"}, {"known_at": "2021-11-16T14:30:00Z"}
    for parameters in (
        {"contested": "true"},
        {"reason": "different_speakers"},
        {"speakers_gte": 2},
    ):
        assert found("questions", **parameters, **then) == []
        assert found("questions", **parameters, **later) == [question.slug]
    for parameters in ({"contested": "false"}, {"reason__not": "different_speakers"}):
        assert found("questions", **parameters, **then) == [question.slug]
        assert found("questions", **parameters, **later) == []
    (shown,) = ask("questions", **then)["results"]
    assert (shown["claims_count"], shown["contested"], shown["reasons"]) == (1, False, [])
    assert shown["spread"] == {"lowest": 1, "highest": 1}
    (shown,) = ask("questions", **later)["results"]
    assert (shown["claims_count"], shown["contested"]) == (2, True)
    assert ask(f"questions/{question.slug}", **then)["claims_count"] == 1
    assert len(ask(f"questions/{question.slug}", **then)["claims"]) == 1


def test_contested_false_is_the_rest():
    asked(1, 15)
    agreed = asked(1)
    assert found("questions", contested="false") == [agreed.slug]


def test_a_question_tells_who_answers_what_and_how_far_they_are_apart():
    armenia, azerbaijan = make_state(), make_state("Azerbaijan")
    clash = make_incident("Clashes", kind="episode")
    common = {"incident": clash, "subject": armenia}
    admitted = make_claim(
        value=1, statement=make_statement(speaker=armenia, made="2021-11-16T10:00"), **common
    )
    claimed = make_claim(
        value=15,
        statement=make_statement(speaker=azerbaijan, made="2021-11-16T12:00"),
        cited_in=make_document(),
        **common,
    )
    updated = make_claim(
        value=6,
        statement=make_statement(speaker=armenia, made="2021-11-17T10:00"),
        cited_in=make_document(),
        **common,
    )
    question = updated.question
    body = ask(f"questions/{question.slug}")
    assert body["title"] == question.title
    assert (body["topic"], body["family"]) == ("deaths", "casualty")
    assert body["incident"]["slug"] == clash.slug
    assert body["subject_side"]["slug"] == armenia.slug
    assert body["counted"] is None
    assert body["contested"] is True
    assert body["reasons"] == ["update", "different_speakers"]
    assert body["spread"] == {"lowest": 1, "highest": 15}
    assert [answer["claim"]["slug"] for answer in body["latest"]] == [claimed.slug, updated.slug]
    assert [answer["own_loss"] for answer in body["latest"]] == [False, True]
    assert body["latest"][0]["claimant"]["slug"] == azerbaijan.slug
    counts = ("claims_count", "speakers_count", "utterances_count", "documents_count")
    assert [body[name] for name in counts] == [3, 2, 3, 2]
    answers = [
        (claim["slug"], claim["latest"], claim["own_loss"], claim["against_interest"])
        for claim in body["claims"]
    ]
    assert answers == [
        (admitted.slug, False, True, True),
        (claimed.slug, True, False, False),
        (updated.slug, True, True, True),
    ]
    assert body["estimate"] is None


def test_a_rule_adds_its_figures_with_what_it_used_and_set_aside():
    question = asked(1, 15, made=["2021-11-16T10:00", "2021-11-16T12:00"])
    low, high = (claim["slug"] for claim in ask(f"questions/{question.slug}")["claims"])
    estimate = ask(f"questions/{question.slug}", rule="lowest")["estimate"]
    assert estimate["rule"] == "lowest"
    assert estimate["figures"] == [{"name": "lowest", "value": 1}]
    assert [answer["claim"]["slug"] for answer in estimate["used"]] == [low]
    assert [(left["claim"]["slug"], left["reason"]) for left in estimate["set_aside"]] == [
        (high, "not_extreme")
    ]
    both = ask(f"questions/{question.slug}", rule="min_max")["estimate"]
    assert both["figures"] == [{"name": "min", "value": 1}, {"name": "max", "value": 15}]


@pytest.mark.parametrize(
    ("query", "code", "suggestion"),
    [
        ("rule=lowset", "unknown_code", "lowest"),
        ("rule=lowest&rule=min_max", "repeated", None),
        ("rule=lowest,min_max", "unknown_code", None),
        ("rule=", "empty", None),
    ],
)
def test_a_rule_is_one_known_code(query, code, suggestion):
    error = refused(f"questions/{asked(1).slug}", query)
    assert (error["parameter"], error["code"]) == ("rule", code)
    if suggestion:
        assert error["suggestion"] == suggestion
