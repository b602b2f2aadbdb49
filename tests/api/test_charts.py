"""Charts over HTTP: the question's answers, the moment, the headers and the problems."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb.models import Claim, Question
from tests.api.asking import CLIENT, ROOT, ask, get, problem_of, refused
from tests.factories import (
    make_claim,
    make_document,
    make_incident,
    make_question,
    make_state,
    make_statement,
)
from tests.transactions import committed

pytestmark = pytest.mark.django_db


def asked() -> Question:
    """Two answers, at noon and in the evening of the same day."""
    incident, armenia = make_incident(kind="episode"), make_state()
    for value, made in ((6, "2021-11-16T12:00"), (13, "2021-11-16T20:00")):
        statement = make_statement(speaker=armenia, made=made)
        claim = make_claim(
            kind="captured", value=value, incident=incident, statement=statement,
            cited_in=make_document(),
        )  # fmt: skip
    return claim.question


def marks(body: bytes) -> set[str]:
    found = [part.get("id", "") for part in ET.fromstring(body).iter()]
    return {one.removeprefix("answer-") for one in found if one.startswith("answer-")}


def words(body: bytes) -> str:
    return " ".join(
        "".join(part.itertext())
        for part in ET.fromstring(body).iter()
        if part.tag.endswith("}text")
    )


def test_it_draws_every_answer_of_the_question():
    question = asked()
    response = get(f"questions/{question.slug}/chart.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    shown = {claim["slug"] for claim in ask(f"questions/{question.slug}")["claims"]}
    assert marks(response.content) == shown
    assert len(shown) == 2
    told = words(response.content).replace(" ", "")
    assert question.title.replace(" ", "") in told
    assert f"http://testserver{ROOT}questions/{question.slug}" in told
    assert "asrecordedon" in told


def test_it_shows_what_was_known_at_a_moment():
    question = asked()
    path = f"questions/{question.slug}/chart.svg"
    early = get(path, "known_at=2021-11-16T17:00:00%2B04:00")
    assert len(marks(early.content)) == 1
    assert "as known at 16 November 2021, 13:00 UTC" in words(early.content)
    before = get(path, known_at="2021-11-15")
    assert before.status_code == 200
    assert marks(before.content) == set()
    assert "No published answer" in words(before.content)
    assert len(marks(get(path, known_at="2021-11-16").content)) == 2


def test_drafts_are_not_drawn():
    claim = Claim.objects.filter(question=asked()).first()
    make_claim(
        slug="a-draft", status="draft", kind="captured", value=77_777, incident=claim.incident,
        question=claim.question, statement=claim.statement,
    )  # fmt: skip
    body = get(f"questions/{claim.question.slug}/chart.svg").content
    assert len(marks(body)) == 2
    assert b"77,777" not in body


def test_the_same_records_give_the_same_bytes():
    path = f"questions/{asked().slug}/chart.svg"
    assert get(path).content == get(path).content


def test_it_may_be_embedded_and_runs_nothing():
    url = f"{ROOT}questions/{asked().slug}/chart.svg"
    response = CLIENT.get(url, headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    policy = response["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    head = CLIENT.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == "image/svg+xml"
    problem_of(CLIENT.post(url), 405)


def test_what_is_wrong_is_named():
    path = f"questions/{asked().slug}/chart.svg"
    assert refused(path, known_ta="2021-11-16")["suggestion"] == "known_at"
    assert refused(path, rule="lowest")["code"] == "unknown_parameter"
    assert refused(path, fields="slug")["code"] == "unknown_parameter"
    assert refused(path, known_at="yesterday")["code"] == "bad_time"
    assert refused(path, "known_at=2021-11-16&known_at=2021-11-17")["code"] == "repeated"


def test_what_is_not_there_is_not_found_and_what_was_withdrawn_is_gone():
    problem_of(get("questions/nothing/chart.svg"), 404)
    problem_of(get("questions/%00/chart.svg"), 404)
    for status in ("draft", "in_review", "withdrawn"):  # never public
        question = make_question(status=status)
        problem_of(get(f"questions/{question.slug}/chart.svg"), 404)
    question = make_question()
    committed()
    type(question).objects.filter(pk=question.pk).update(status="withdrawn")
    committed()
    problem_of(get(f"questions/{question.slug}/chart.svg"), 410)


def test_a_question_without_answers_has_an_empty_chart():
    response = get(f"questions/{make_question().slug}/chart.svg")
    assert response.status_code == 200
    assert marks(response.content) == set()
    assert "No published answer" in words(response.content)


def test_it_costs_as_many_queries_for_many_answers_as_for_two():
    claim = Claim.objects.filter(question=asked()).first()
    path = f"questions/{claim.question.slug}/chart.svg"
    with CaptureQueriesContext(connection) as few:
        get(path)
    for _ in range(5):
        make_claim(kind="captured", incident=claim.incident, subject=make_state(),
                   cited_in=make_document(), question=claim.question)  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert len(marks(get(path).content)) == 7
    assert len(many) == len(few)
