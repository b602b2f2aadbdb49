"""A published record changes by revisions: tried on, kept apart, decided on by someone else."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conflictdb import curation
from conflictdb.models import Actor, Change, Claim, Question, Record, Revision
from tests.factories import make_actor, make_claim, make_document, make_incident, make_question
from tests.transactions import committed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_eyes")]


def renamed(name: str) -> Any:
    def change(record: Any) -> None:
        record.name = name

    return change


def revise(record: Record, by: User, name: str = "New name") -> Revision:
    revision = curation.revise(record, by=by, why="Misspelt.", change=renamed(name))
    assert revision is not None
    return revision


def name_of(actor: Actor) -> str:
    return Actor.objects.get(pk=actor.pk).name


def test_what_is_not_public_changes_at_once(nune: User) -> None:
    actor = make_actor(status="draft")
    assert curation.revise(actor, by=nune, why="Misspelt.", change=renamed("New")) is None
    assert name_of(actor) == actor.name == "New"
    assert LogEntry.objects.get().change_message == "Misspelt."


def test_a_published_record_stays_as_it_was_until_approved(nune: User, emil: User) -> None:
    actor = make_actor("Old name")
    committed()
    changes, before = Change.objects.count(), Actor.objects.values().get(pk=actor.pk)
    revision = revise(actor, nune)
    committed()
    assert Actor.objects.values().get(pk=actor.pk) == before
    assert Change.objects.count() == changes
    assert (revision.base_version, revision.author, revision.why) == (1, nune, "Misspelt.")
    assert (revision.base["name"], revision.state["name"]) == ("Old name", "New name")

    curation.approve(revision, by=emil)
    committed()
    assert name_of(actor) == "New name"
    assert Change.objects.count() == changes + 1
    assert (revision.status, revision.decided_by) == ("approved", emil)
    entry = LogEntry.objects.filter(content_type__model="actor").get()
    assert (entry.user, entry.change_message) == (emil, "approve: revision by nune: Misspelt.")


def test_every_rule_speaks_when_it_is_proposed(nune: User) -> None:
    actor, hidden = make_actor(), make_actor(status="draft")

    def hang(record: Any) -> None:
        record.part_of = hidden

    with pytest.raises(ValidationError, match="is draft, not published"):
        curation.revise(actor, by=nune, change=hang)
    with pytest.raises(ValidationError, match="cannot be blank"):
        curation.revise(actor, by=nune, change=renamed(""))
    assert not Revision.objects.exists()


def test_what_changes_nothing_is_no_revision(nune: User) -> None:
    actor = make_actor("Name")
    assert curation.revise(actor, by=nune, change=renamed("Name")) is None
    assert not Revision.objects.exists()


def test_whoever_worked_on_a_revision_does_not_approve_it(nune: User, emil: User) -> None:
    revision = revise(make_actor(), nune)
    with pytest.raises(ValidationError, match=r"you worked on it .* has to: emil\."):
        curation.approve(revision, by=nune)
    revise(revision.record, emil, "Better name")
    with pytest.raises(ValidationError, match=r"Nobody else has an account that may\."):
        curation.approve(revision, by=emil)
    User.objects.create_superuser("root")
    with pytest.raises(ValidationError, match=r"has to: root\."):
        curation.approve(revision, by=emil)


def test_a_team_of_one_changes_at_once_and_approves_its_own(
    nune: User, emil: User, settings: Any
) -> None:
    settings.FOUR_EYES = False
    actor = make_actor()
    assert curation.revise(actor, by=emil, change=renamed("Emil's")) is None
    assert name_of(actor) == "Emil's"
    revision = revise(actor, nune)  # may not review
    assert revise(actor, emil, "Both") == revision
    curation.approve(revision, by=emil)
    assert name_of(actor) == "Both"


def test_editing_again_goes_on_from_the_revision(nune: User) -> None:
    actor = make_actor("Old", country="AM")
    first = revise(actor, nune, "New")

    def move(record: Any) -> None:
        assert record.name == "New"
        record.country = "AZ"

    second = curation.revise(actor, by=nune, change=move)
    assert second == first
    assert second is not None
    assert second.version == 2
    assert (second.state["name"], second.state["country"]) == ("New", "AZ")
    assert name_of(actor) == "Old"
    with pytest.raises(IntegrityError, match="revision_pending_once"), transaction.atomic():
        Revision.objects.create(
            record_type=first.record_type,
            record_id=actor.pk,
            base_version=1,
            base={},
            state={},
            author=nune,
        )


def test_what_changed_meanwhile_is_merged_where_fields_do_not_overlap(
    nune: User, emil: User, curator: User
) -> None:
    actor = make_actor("Old", country="AM")
    revision = revise(actor, nune, "New")
    actor.country = "AZ"
    curation.save(actor, by=curator)
    shown = curation.compare(revision, actor)
    assert [each.field for each in shown.meanwhile] == ["country"]
    assert [each.field for each in shown.proposed] == ["name"]
    assert shown.torn == []
    curation.approve(revision, by=emil)
    actor.refresh_from_db()
    assert (actor.name, actor.country) == ("New", "AZ")


@pytest.mark.parametrize(("decision", "name"), [("record", "Meanwhile"), ("revision", "New")])
def test_where_they_overlap_the_reviewer_decides(
    decision: Any, name: str, nune: User, emil: User, curator: User
) -> None:
    actor = make_actor("Old")
    revision = revise(actor, nune, "New")
    actor.name = "Meanwhile"
    curation.save(actor, by=curator)
    assert curation.compare(revision, actor).torn == ["name"]
    with pytest.raises(
        ValidationError, match="changed meanwhile as well: choose what stays of name"
    ):
        curation.approve(revision, by=emil)
    assert name_of(actor) == "Meanwhile"
    curation.approve(revision, by=emil, decisions={"name": decision})
    assert name_of(actor) == name


def test_a_rejection_says_why_and_changes_nothing(nune: User, emil: User) -> None:
    actor = make_actor("Old")
    revision = revise(actor, nune)
    with pytest.raises(ValidationError, match="Say why"):
        curation.reject(revision, by=emil, reason=" ")
    curation.reject(revision, by=emil, reason="It was right.")
    assert (revision.status, revision.reason) == ("rejected", "It was right.")
    assert name_of(actor) == "Old"
    with pytest.raises(ValidationError, match="it is rejected"):
        curation.approve(revision, by=emil)
    assert revise(actor, nune) != revision


def test_only_the_author_takes_a_revision_back(nune: User, emil: User) -> None:
    revision = revise(make_actor(), nune)
    with pytest.raises(ValidationError, match="Only its author"):
        curation.take_back(revision, by=emil)
    curation.take_back(revision, by=nune)
    assert revision.status == "withdrawn"


def test_a_revision_that_refers_to_what_is_gone_says_so(nune: User, emil: User) -> None:
    actor, body = make_actor(), make_actor(slug="body")

    def join(record: Any) -> None:
        record.part_of = body

    revision = curation.revise(actor, by=nune, change=join)
    assert revision is not None
    Actor.objects.filter(pk=body.pk).delete()
    with pytest.raises(ValidationError, match="gone: actor body"):
        curation.approve(revision, by=emil)
    assert Revision.objects.get().status == "pending"


def test_what_was_withdrawn_meanwhile_is_not_changed(nune: User, emil: User) -> None:
    actor = make_actor("Old")
    revision = revise(actor, nune)
    curation.withdraw(actor, by=emil, reason="No actor.")
    with pytest.raises(ValidationError, match="is withdrawn, not published"):
        curation.approve(revision, by=emil)
    curation.reject(revision, by=emil, reason="Withdrawn.")


def test_a_claim_moves_to_another_question_once_approved(nune: User, emil: User) -> None:
    claim, other = make_claim(cited_in=make_document()), make_question()
    found = claim.question

    def move(record: Any) -> None:
        record.question, record.question_fixed = other, True

    revision = curation.revise(claim, by=nune, change=move)
    assert revision is not None
    assert Claim.objects.get().question == found
    curation.approve(revision, by=emil)
    assert Claim.objects.get().question == other


def test_a_question_that_a_revision_would_make_is_made_on_approval(nune: User, emil: User) -> None:
    claim, incident = make_claim(cited_in=make_document()), make_incident(kind="episode")

    def move(record: Any) -> None:
        record.incident = incident

    revision = curation.revise(claim, by=nune, change=move)
    assert revision is not None
    assert not Question.objects.filter(incident=incident).exists()
    curation.approve(revision, by=emil)
    assert Claim.objects.get().question == Question.objects.get(incident=incident)
