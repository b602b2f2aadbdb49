"""Nobody publishes their own work, whatever door it comes through."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import override_settings

from conflictdb import curation
from conflictdb.models import Actor, Contribution
from tests.factories import make_actor, make_citation, make_claim, make_document

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


def test_a_deleted_record_leaves_no_work(anna: User) -> None:
    actor = written_by(anna)
    curation.delete(actor, by=anna)
    assert not Contribution.objects.exists()


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
