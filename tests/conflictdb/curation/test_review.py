"""A submitted record waits for somebody; what comes of it is kept for the author."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conflictdb import curation
from conflictdb.models import Review
from tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_eyes")]


def test_a_review_is_asked_of_somebody_and_closed_by_publication(nune: User, emil: User) -> None:
    actor, other = make_actor(status="draft"), make_actor(status="draft")
    curation.submit(actor, by=nune, reviewer=emil)
    curation.submit(other, by=nune)
    (asked,) = Review.objects.asked_of(emil)
    assert (asked.record, asked.asked_by) == (actor, nune)
    waiting = curation.waiting(other)
    assert waiting is not None
    assert waiting.reviewer is None
    curation.publish(actor, by=emil)
    assert not Review.objects.asked_of(emil).exists()
    asked.refresh_from_db()
    assert (asked.outcome, asked.decided_by) == ("published", emil)


def test_why_it_was_returned_stands_until_it_is_submitted_again(nune: User, emil: User) -> None:
    actor = make_actor(status="draft")
    assert curation.returned(actor) is None
    curation.submit(actor, by=nune)
    curation.return_to_draft(actor, by=emil, reason="A title, no name.")
    found = curation.returned(actor)
    assert found is not None
    assert (found.reason, found.decided_by) == ("A title, no name.", emil)
    curation.submit(actor, by=nune)
    assert curation.returned(actor) is None


@pytest.mark.parametrize("who", ["nune", "outsider"])
def test_only_who_may_review_is_asked(who: str, nune: User, emil: User) -> None:
    User.objects.create_user("outsider")
    actor = make_actor(status="draft")
    with pytest.raises(ValidationError, match=f"{who} may not review"):
        curation.submit(actor, by=emil, reviewer=User.objects.get(username=who))
    actor.refresh_from_db()
    assert actor.status == "draft"
    with pytest.raises(ValidationError, match="Ask someone else"):
        curation.submit(actor, by=emil, reviewer=emil)


def test_a_record_has_one_open_review(nune: User) -> None:
    actor = make_actor(status="draft")
    curation.submit(actor, by=nune)
    review = Review.objects.get()
    review.pk = None
    with pytest.raises(IntegrityError, match="review_open_once"), transaction.atomic():
        review.save(force_insert=True)


def test_a_deleted_record_leaves_no_review(nune: User) -> None:
    actor = make_actor(status="draft")
    curation.submit(actor, by=nune)
    curation.delete(actor, by=nune)
    assert not Review.objects.exists()
