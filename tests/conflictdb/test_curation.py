"""Curation: each step allowed and refused, what blocks it, what is renewed and logged with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictdb import curation
from conflictdb.models import Actor, Citation, Claim, Question, Record, Statement
from tests.factories import (
    make_actor,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_state,
    make_statement,
    when,
)

pytestmark = pytest.mark.django_db

REASON = "Entered twice."


def submit(record: Record, by: User) -> None:
    curation.submit(record, by=by)


def return_to_draft(record: Record, by: User) -> None:
    curation.return_to_draft(record, by=by, reason=REASON)


def publish(record: Record, by: User) -> None:
    curation.publish(record, by=by)


def withdraw(record: Record, by: User) -> None:
    curation.withdraw(record, by=by, reason=REASON)


Step = Callable[[Record, User], None]

ALLOWED: list[tuple[Step, str, str]] = [
    (submit, "draft", "in_review"),
    (return_to_draft, "in_review", "draft"),
    (publish, "draft", "published"),
    (publish, "in_review", "published"),
    (publish, "withdrawn", "published"),
    (withdraw, "published", "withdrawn"),
]
REFUSED: list[tuple[Step, str]] = [
    (step, status)
    for step in (submit, return_to_draft, publish, withdraw)
    for status in ("draft", "in_review", "published", "withdrawn")
    if (step, status) not in [(allowed, before) for allowed, before, _ in ALLOWED]
]


def named(value: object) -> str | None:
    return getattr(value, "__name__", None)


def status_of(record: Record) -> str:
    return type(record)._default_manager.get(pk=record.pk).status


def settled() -> None:
    """The rules of the database hold, as they would have to when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# Steps


@pytest.mark.parametrize(("step", "before", "after"), ALLOWED, ids=named)
def test_a_step_that_is_allowed(curator: User, step: Step, before: str, after: str) -> None:
    actor = make_actor(status=before)
    step(actor, curator)
    assert status_of(actor) == actor.status == after
    assert actor.version == Actor.objects.get(pk=actor.pk).version == 2


@pytest.mark.parametrize(("step", "status"), REFUSED, ids=named)
def test_a_step_that_is_refused_says_why(curator: User, step: Step, status: str) -> None:
    actor = make_actor(status=status)
    words = status.replace("_", " ")
    with pytest.raises(ValidationError, match=rf"Cannot .* {actor.slug}: it is {words}, not "):
        step(actor, curator)
    assert status_of(actor) == status
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("verb", [curation.return_to_draft, curation.withdraw], ids=named)
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_step_back_needs_a_reason(curator: User, verb: Callable[..., None], reason: str) -> None:
    actor = make_actor(status="published" if verb is curation.withdraw else "in_review")
    with pytest.raises(ValidationError, match="Say why"):
        verb(actor, by=curator, reason=reason)
    assert status_of(actor) == actor.status


def test_a_step_goes_by_what_is_stored_and_not_by_what_a_page_showed(curator: User) -> None:
    seen = make_actor(status="draft")
    Actor.objects.filter(pk=seen.pk).update(status="in_review")
    with pytest.raises(ValidationError, match="it is in review"):
        curation.submit(seen, by=curator)


# What blocks publication


def draft_reference() -> list[Any]:
    """A draft record, a published one otherwise, and how the reference is named."""
    return [
        pytest.param(lambda d: make_place(parent=d, status="draft"), make_place, "parent"),
        pytest.param(lambda d: make_actor(side=d, status="draft"), make_actor, "side"),
        pytest.param(lambda d: make_affiliation(body=d, status="draft"), make_actor, "body"),
        pytest.param(lambda d: make_document(agencies=[d], status="draft"), make_actor, "agencies"),
        pytest.param(
            lambda d: make_incident(participants=[(d, "party")], status="draft"),
            make_actor,
            "actors",
        ),
        pytest.param(lambda d: make_incident(places=[d], status="draft"), make_place, "places"),
        pytest.param(
            lambda d: make_statement(on_behalf_of=d, status="draft", cited_in=None),
            make_actor,
            "on behalf of",
        ),
        pytest.param(
            lambda d: make_statement(incidents=[d], status="draft"), make_incident, "incidents"
        ),
        pytest.param(lambda d: make_claim(target=d, status="draft"), make_actor, "target"),
        pytest.param(
            lambda d: make_claim(statement=d, status="draft"), make_statement, "statement"
        ),
        pytest.param(
            lambda d: make_claim_link(from_claim=d, status="draft"), make_claim, "from claim"
        ),
        pytest.param(
            lambda d: make_citation(document=d, status="draft"), make_document, "document"
        ),
        pytest.param(lambda d: make_citation(via=[d], status="draft"), make_actor, "via"),
    ]


references = pytest.mark.parametrize(("make", "make_target", "name"), draft_reference())


@references
def test_a_reference_that_is_no_public_record_blocks_and_is_named(
    curator: User, make: Callable[[Any], Record], make_target: Callable[..., Record], name: str
) -> None:
    target = make_target(status="draft")
    record = make(target)
    blocked_by = f"{name} {target.slug} is draft, not published"
    assert blocked_by in curation.blockers(record)
    with pytest.raises(ValidationError, match=f"Cannot publish {record.slug}: .*{blocked_by}"):
        curation.publish(record, by=curator)
    assert status_of(record) == "draft"


@references
def test_what_a_published_record_refers_to_is_not_withdrawn(
    curator: User, make: Callable[[Any], Record], make_target: Callable[..., Record], name: str
) -> None:
    target = make_target()
    record = make(target)
    Question.objects.update(status="published")
    type(record)._default_manager.filter(pk=record.pk).update(status="published")
    with pytest.raises(ValidationError, match=f"Cannot withdraw {target.slug}: .*{record.slug}"):
        curation.withdraw(target, by=curator, reason=REASON)
    assert status_of(target) == "published"


@references
def test_what_only_drafts_refer_to_can_be_withdrawn(
    curator: User, make: Callable[[Any], Record], make_target: Callable[..., Record], name: str
) -> None:
    target = make_target()
    make(target)
    curation.withdraw(target, by=curator, reason=REASON)
    settled()


@pytest.mark.parametrize("make", [make_claim, make_statement])
def test_what_was_said_needs_a_citation(curator: User, make: Callable[..., Record]) -> None:
    record = make(status="draft")
    assert curation.blockers(record) == ["it has no citation"]
    with pytest.raises(ValidationError, match="it has no citation"):
        curation.publish(record, by=curator)
    citation = make_citation(record, status="draft")
    assert curation.blockers(record) == []
    curation.publish(record, by=curator)
    settled()
    assert status_of(citation) == "published"
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("make", [make_claim, make_statement])
def test_only_citations_that_are_complete_are_published_with_what_was_said(
    curator: User, make: Callable[..., Record]
) -> None:
    record, document = make(status="draft"), make_document(status="draft")
    incomplete = make_citation(record, document=document, status="draft")
    why = f"{incomplete.slug}: document {document.slug} is draft, not published"
    with pytest.raises(ValidationError, match=f"none of its citations can .*{why}"):
        curation.publish(record, by=curator)
    complete = make_citation(record, status="in_review")
    curation.publish(record, by=curator)
    assert (status_of(complete), status_of(incomplete)) == ("published", "draft")


@pytest.mark.parametrize("make", [make_claim, make_statement])
def test_what_was_withdrawn_comes_back_with_its_citations(
    curator: User, make: Callable[..., Record]
) -> None:
    record = make(status="withdrawn")
    citation = make_citation(record, status="withdrawn")
    curation.publish(record, by=curator)
    assert status_of(citation) == "published"


def test_a_withdrawn_citation_does_not_bear_out_a_draft(curator: User) -> None:
    claim = make_claim(status="draft")
    citation = make_citation(claim, status="withdrawn")
    with pytest.raises(ValidationError, match=rf"none of its .*\({citation.slug}: withdrawn\)"):
        curation.publish(claim, by=curator)


def test_what_is_public_cannot_be_saved_with_draft_citations_only(curator: User) -> None:
    claim = make_claim()
    make_citation(claim, status="draft")
    with pytest.raises(ValidationError, match="it has no published citation"):
        curation.save(claim, by=curator)


def test_every_blocker_is_named_at_once(curator: User) -> None:
    claim = make_claim(
        status="draft",
        statement=make_statement(status="draft"),
        incident=make_incident(status="draft"),
    )
    assert len(curation.blockers(claim)) == 3


def test_a_state_does_not_block_itself(curator: User) -> None:
    state = make_state(status="draft")
    assert curation.blockers(state) == []
    curation.publish(state, by=curator)
    settled()
    curation.withdraw(state, by=curator, reason=REASON)
    settled()


def test_a_published_record_cannot_be_saved_into_an_unpublishable_one(curator: User) -> None:
    claim = make_claim(cited_in=make_document())
    claim.target = make_actor(status="draft")
    with pytest.raises(ValidationError, match="is draft, not published"):
        curation.save(claim, by=curator)
    assert Claim.objects.get(pk=claim.pk).target is None


def test_a_record_is_checked_anew_once_its_lists_were_saved(curator: User) -> None:
    incident = make_incident()
    incident.places.add(make_place(status="draft"))
    with pytest.raises(ValidationError, match=r"places .* is draft, not published"):
        curation.settle(incident, by=curator)
    incident.places.clear()


# Saving


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn"])
def test_a_save_takes_no_step(curator: User, status: str) -> None:
    actor = make_actor(status="draft")
    actor.status = status
    added = Actor(slug="an-actor", name="An actor", kind="other", status=status)
    for record in (actor, added):
        with pytest.raises(ValidationError) as refused:
            curation.save(record, by=curator)
        assert "status" in refused.value.message_dict
    assert status_of(actor) == "draft"
    assert Actor.objects.count() == 1


def test_a_save_does_not_undo_a_step_taken_meanwhile(curator: User) -> None:
    seen = make_actor(status="draft")
    Actor.objects.update(status="published")
    with pytest.raises(ValidationError, match="keeps the status, published"):
        curation.save(seen, by=curator)


def test_a_rule_across_rows_is_refused_in_words_before_the_commit(curator: User) -> None:
    above = make_place()
    above.parent = make_place(parent=above)
    with pytest.raises(ValidationError, match=r"A record lies within itself \(place: parent\)"):
        curation.save(above, by=curator)
    settled()


def test_a_question_whose_slug_is_taken_is_refused_in_words(curator: User) -> None:
    one = make_claim(
        incident=make_incident(slug="b-c"), subject=make_actor(side=make_state(slug="a"))
    )
    claim = make_claim(kind="position")
    claim.kind, claim.subject_scope = one.kind, "one"
    claim.modifier, claim.basis, claim.unit = "unquantified", "unknown", "person"
    claim.victim_class = "undetermined"
    claim.incident, claim.subject = make_incident(slug="c"), make_actor(side=make_state(slug="a-b"))
    with pytest.raises(ValidationError, match=r"side a-b, incident c .*side a, incident b-c"):
        curation.save(claim, by=curator)
    assert Claim.objects.get(pk=claim.pk).kind == "position"


def test_what_is_not_valid_is_not_saved(curator: User) -> None:
    actor = make_actor()
    actor.slug = "Not a slug"
    with pytest.raises(ValidationError) as refused:
        curation.save(actor, by=curator)
    assert "slug" in refused.value.message_dict
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_a_claim_of_an_unknown_kind_is_refused_by_name(curator: User, kind: str) -> None:
    claim = make_claim()
    claim.kind = kind
    with pytest.raises(ValidationError) as refused:
        curation.save(claim, by=curator)
    assert "kind" in refused.value.message_dict


def test_a_new_claim_gets_its_question_when_it_is_saved(curator: User) -> None:
    incident = make_incident(kind="episode")
    claim = Claim(
        slug="a-claim",
        statement=make_statement(),
        incident=incident,
        kind="attack_initiated",
        subject=make_state(),
        gist="Says who began.",
    )
    curation.save(claim, by=curator)
    question = Question.objects.get()
    assert claim.question == question
    assert (question.topic, question.incident, question.status) == ("who_began", incident, "draft")


# Questions renewed


def test_publishing_and_withdrawing_a_claim_publishes_and_withdraws_its_question(
    curator: User,
) -> None:
    claim = make_claim(status="draft")
    citation = make_citation(claim, status="draft")
    question = Question.objects.get()
    assert question.status == "draft"
    curation.publish(claim, by=curator)
    settled()
    assert status_of(question) == "published"
    assert status_of(citation) == "published"
    with pytest.raises(ValidationError, match=f"the last published citation of claim {claim.slug}"):
        curation.withdraw(citation, by=curator, reason=REASON)
    curation.withdraw(claim, by=curator, reason=REASON)
    settled()
    assert status_of(question) == "draft"
    assert status_of(citation) == "withdrawn"


def test_a_changed_figure_renews_the_question(curator: User) -> None:
    incident = make_incident(kind="episode")
    one = make_claim(value=7, incident=incident, cited_in=make_document())
    make_claim(value=7, incident=incident, cited_in=make_document())
    assert not Question.objects.get().contested
    one.value_min = one.value_max = 1
    curation.save(one, by=curator)
    assert Question.objects.get().contested
    assert Question.objects.get().reasons == ["different_speakers"]


def test_a_claim_that_moves_renews_both_questions(curator: User) -> None:
    claim = make_claim(cited_in=make_document())
    left = claim.question
    claim.kind = "wounded"
    curation.save(claim, by=curator)
    settled()
    assert left is not None
    assert status_of(left) == "draft"
    assert claim.question != left
    assert claim.question is not None
    assert status_of(claim.question) == "published"


def test_an_incident_that_moves_into_an_episode_takes_its_claims_along(curator: User) -> None:
    clash = make_incident()
    deeper = make_incident(part_of=clash)
    claims = [make_claim(incident=place, cited_in=make_document()) for place in (clash, deeper)]
    left = {claim.question for claim in claims}
    assert len(left) == 2
    episode = make_incident(kind="episode")
    clash.part_of = episode
    curation.save(clash, by=curator)
    settled()
    (question,) = {Claim.objects.get(pk=claim.pk).question for claim in claims}
    assert question is not None
    assert (question.incident, question.status) == (episode, "published")
    assert {status_of(old) for old in left if old} == {"draft"}


def test_an_actor_that_changes_sides_takes_its_claims_along(curator: User) -> None:
    army = make_actor()
    claim = make_claim(subject=army, cited_in=make_document())
    left = claim.question
    army.side = make_state()
    curation.save(army, by=curator)
    settled()
    question = Claim.objects.get(pk=claim.pk).question
    assert question is not None
    assert (question.subject_side, question.status) == (army.side, "published")
    assert left is not None
    assert status_of(left) == "draft"


def test_a_question_that_a_curator_chose_stays_when_the_incident_moves(curator: User) -> None:
    chosen = make_question()
    claim = make_claim(question=chosen, question_fixed=True, cited_in=make_document())
    assert claim.incident is not None
    claim.incident.part_of = make_incident(kind="episode")
    curation.save(claim.incident, by=curator)
    assert Claim.objects.get(pk=claim.pk).question == chosen


def test_a_save_leaves_claims_alone_whose_question_did_not_change(curator: User) -> None:
    incident, army = make_incident(), make_actor()
    claims = [
        make_claim(kind=kind, incident=incident, subject=army, cited_in=make_document())
        for kind in ("killed", "position")
    ]
    curation.save(incident, by=curator)
    curation.save(army, by=curator)
    for claim in claims:
        assert Claim.objects.get(pk=claim.pk).version == claim.version


def test_a_save_asks_nothing_of_claims_unless_it_changes_what_they_answer(curator: User) -> None:
    army, incident = make_actor(), make_incident()
    make_claim(subject=army, incident=incident, cited_in=make_document())
    army.name, incident.title = "Renamed", "Retitled"
    for record in (army, incident, make_state()):
        with CaptureQueriesContext(connection) as captured:
            curation.save(record, by=curator)
            curation.settle(record, by=curator)
        assert [q["sql"] for q in captured if "conflictdb_claim" in q["sql"]] == []


def test_the_number_of_queries_does_not_grow_with_the_claims_that_are_asked(curator: User) -> None:
    def queries(claims: int) -> int:
        army, incident = make_actor(), make_incident()
        for _ in range(claims):
            make_claim(subject=army, cited_in=make_document())
            make_claim(incident=incident, cited_in=make_document())
        army.side, incident.part_of = make_state(), make_incident(kind="episode")
        with CaptureQueriesContext(connection) as captured:
            curation.save(army, by=curator)
            curation.save(incident, by=curator)
        assert Claim.objects.filter(question__subject_side=army.side).count() == claims
        assert Claim.objects.filter(question__incident=incident.part_of).count() == claims
        return len(captured)

    queries(1)
    assert queries(2) == queries(12)


def test_a_statement_that_is_dated_anew_changes_whose_answer_is_latest(curator: User) -> None:
    incident, speaker = make_incident(kind="episode"), make_actor()
    early = make_statement(speaker=speaker, made=when("2021-11-16"), cited_in=make_document())
    late = make_statement(speaker=speaker, made=when("2021-11-17"), cited_in=make_document())
    for statement, value in ((early, 1), (late, 7)):
        make_claim(statement=statement, value=value, incident=incident)
    make_claim(value=7, incident=incident)
    assert not Question.objects.get().contested
    early.made = when("2021-11-18")
    curation.save(early, by=curator)
    assert Question.objects.get().contested


def test_a_citation_that_moves_renews_the_questions_of_both_claims(curator: User) -> None:
    said, incident = make_statement(), make_incident(kind="episode")
    document, another = make_document(), make_document()
    first, second = (make_claim(statement=said, incident=incident, value=n) for n in (7, 10))
    elsewhere = make_claim(statement=said, kind="wounded")
    make_citation(first, document=document)
    moving = make_citation(second, document=another)
    curation.save(moving, by=curator)
    question = Question.objects.get(topic="deaths")
    assert question.reasons == ["relayed_differently"]
    make_citation(second, document=document)
    moving.claim = elsewhere
    curation.save(moving, by=curator)
    question.refresh_from_db()
    assert question.reasons == []


# The log, and all or nothing


@pytest.mark.parametrize(
    ("step", "before", "message"),
    [
        (submit, "draft", "submit"),
        (return_to_draft, "in_review", f"return_to_draft: {REASON}"),
        (publish, "draft", "publish"),
        (withdraw, "published", f"withdraw: {REASON}"),
    ],
    ids=named,
)
def test_a_step_is_logged_with_who_and_why(
    curator: User, step: Step, before: str, message: str
) -> None:
    actor = make_actor(status=before)
    step(actor, curator)
    entry = LogEntry.objects.get()
    assert entry.user == curator
    assert entry.get_edited_object() == actor
    assert (entry.action_flag, entry.change_message) == (CHANGE, message)


def test_a_save_is_logged_as_an_addition_or_a_change(curator: User) -> None:
    actor = Actor(slug="an-actor", name="An actor", kind="other")
    curation.save(actor, by=curator)
    curation.save(actor, by=curator, message="Spelling.")
    entries = LogEntry.objects.order_by("id").values_list("action_flag", "change_message")
    assert list(entries) == [(ADDITION, "Added."), (CHANGE, "Spelling.")]


@pytest.fixture
def failing_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no log")

    for door in ("saving", "steps"):
        monkeypatch.setattr(f"conflictdb.curation.{door}.log", fail)


@pytest.mark.usefixtures("failing_log")
def test_a_step_that_cannot_be_logged_did_not_happen(curator: User) -> None:
    claim = make_claim(status="draft")
    make_citation(claim, status="draft")
    with pytest.raises(RuntimeError):
        curation.publish(claim, by=curator)
    assert status_of(claim) == "draft"
    assert status_of(Question.objects.get()) == "draft"


@pytest.mark.usefixtures("failing_log")
def test_a_save_that_cannot_be_logged_did_not_happen(curator: User) -> None:
    statement = make_statement(cited_in=make_document())
    claim = make_claim(statement=statement, cited_in=make_document())
    claim.kind = "wounded"
    with pytest.raises(RuntimeError):
        curation.save(claim, by=curator)
    assert Claim.objects.get(pk=claim.pk).kind == "killed"
    assert [question.topic for question in Question.objects.all()] == ["deaths"]
    assert Statement.objects.published().get() == statement
    assert Citation.objects.published().count() == 2
