"""Nobody publishes their own work, whatever door it comes through."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import override_settings

from conflictdb import curation
from conflictdb.models import Actor, Contribution, Record
from tests.factories import make_actor, make_citation, make_claim, make_document, make_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_eyes")]

OWN = "you worked on it since it was last public"


@pytest.fixture
def anna(db: None) -> User:
    return User.objects.create_superuser("anna")


def written_by(user: User) -> Actor:
    actor = Actor(slug="mod", name="MoD", kind="government_body")
    curation.save(actor, by=user)
    return actor


def test_whoever_created_it_does_not_publish_it(anna: User, emil: User) -> None:
    actor = written_by(anna)
    with pytest.raises(ValidationError, match=rf"mod: {OWN}. Someone else has to: emil\."):
        curation.publish(actor, by=anna)
    curation.publish(actor, by=emil)
    assert actor.status == "published"


@pytest.mark.parametrize("work", [curation.submit, curation.save, curation.settle])
def test_whoever_worked_on_it_does_not_publish_it(work: object, anna: User, emil: User) -> None:
    actor = make_actor(status="draft")
    work(actor, by=anna)  # type: ignore[operator]
    with pytest.raises(ValidationError, match=OWN):
        curation.publish(actor, by=anna)
    curation.publish(actor, by=emil)


def test_looking_and_returning_is_no_work(anna: User) -> None:
    actor = make_actor(status="in_review")
    curation.return_to_draft(actor, by=anna, reason="A title, no name.")
    curation.publish(actor, by=anna)


def test_what_was_public_is_nobodys_work_any_more(anna: User, emil: User) -> None:
    actor = written_by(anna)
    curation.publish(actor, by=emil)
    assert not Contribution.objects.exists()
    curation.withdraw(actor, by=anna, reason="A mistake.")
    curation.publish(actor, by=anna)
    curation.withdraw(actor, by=emil, reason="A mistake.")
    curation.save(actor, by=anna)
    with pytest.raises(ValidationError, match=OWN):
        curation.publish(actor, by=anna)


def test_it_holds_for_the_citations_that_are_published_with_a_claim(anna: User) -> None:
    claim = make_claim(status="draft", cited_in=None)
    citation = make_citation(claim, document=make_document(), status="draft")
    curation.save(citation, by=anna)
    with pytest.raises(ValidationError, match=f"{citation.slug}: {OWN}"):
        curation.publish(claim, by=anna)
    claim.refresh_from_db()
    assert claim.status == "draft"


def test_what_was_deleted_and_restored_is_the_same_peoples_work(anna: User, nune: User) -> None:
    actor = written_by(anna)
    pk = actor.pk
    curation.delete(actor, by=anna)
    restored = curation.restore_deleted(Actor, pk, by=nune, reason="By mistake.")
    with pytest.raises(ValidationError, match=OWN):
        curation.publish(restored, by=anna)


@pytest.mark.parametrize("taken", [None, ["name"]])
def test_nobody_merges_their_own_words_into_what_is_public(
    anna: User, emil: User, taken: list[str] | None
) -> None:
    public, draft = make_actor("Ministry"), written_by(anna)
    with pytest.raises(ValidationError, match="Cannot merge mod: you worked on it"):
        curation.merge(draft, public, by=anna, reason="One.", taken=taken)
    public.refresh_from_db()
    assert (public.name, public.names.count()) == ("Ministry", 0)
    curation.merge(draft, public, by=emil, reason="One.", taken=taken)
    assert public.names.count() == 1


def test_what_was_merged_into_a_draft_is_the_work_of_both(
    anna: User, nune: User, emil: User
) -> None:
    hers = written_by(anna)
    stays = Actor(slug="ministry", name="Ministry", kind="government_body")
    curation.save(stays, by=nune)
    curation.merge(hers, stays, by=emil, reason="One.", taken=["name"])
    for worker in (anna, nune, emil):
        with pytest.raises(ValidationError, match=OWN):
            curation.publish(stays, by=worker)


def test_whoever_words_a_question_does_not_make_it_public_with_a_claim(
    anna: User, emil: User
) -> None:
    claim = make_claim(status="draft")
    make_citation(claim, status="draft")
    question = claim.question
    assert question.status == "draft"

    def retitled(asked: Record) -> None:
        asked.title, asked.retitled = "Who lies?", True  # type: ignore[attr-defined]

    assert curation.revise(question, by=anna, change=retitled) is None
    with pytest.raises(ValidationError, match="is worded by you"):
        curation.publish(claim, by=anna)
    question.refresh_from_db()
    assert question.status == "draft"
    curation.publish(claim, by=emil)
    question.refresh_from_db()
    assert (question.status, question.title) == ("published", "Who lies?")
    assert not Contribution.objects.of(question).exists()


def test_whoever_words_a_question_does_not_make_it_public_by_a_revision(
    anna: User, nune: User, emil: User
) -> None:
    claim = make_claim(cited_in=make_document())
    worded = make_question(title="Who lies?", status="draft")
    curation.save(worded, by=anna)

    def moved(moving: Record) -> None:
        moving.question, moving.question_fixed = worded, True  # type: ignore[attr-defined]

    revision = curation.revise(claim, by=nune, change=moved)
    assert revision is not None
    with pytest.raises(ValidationError, match="is worded by you"):
        curation.approve(revision, by=anna)
    worded.refresh_from_db()
    assert worded.status == "draft"
    curation.approve(revision, by=emil)
    worded.refresh_from_db()
    assert worded.status == "published"


def test_who_may_is_named_as_far_as_there_is_anybody(anna: User, nune: User) -> None:
    actor = written_by(anna)
    with pytest.raises(ValidationError, match=r"Nobody else has an account that may\."):
        curation.publish(actor, by=anna)
    for number in range(6):
        User.objects.create_superuser(f"reviewer-{number}")
    with pytest.raises(ValidationError, match="reviewer-4, or another reviewer") as refusal:
        curation.publish(actor, by=anna)
    assert "nune" not in str(refusal.value)


def test_a_team_of_one_publishes_its_own(anna: User) -> None:
    actor = written_by(anna)
    with override_settings(FOUR_EYES=False):
        curation.publish(actor, by=anna)
