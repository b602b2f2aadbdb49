"""Review: who worked on what is not public yet, and who is asked to look at it."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now

from conflictdb.vocabularies.curation import REVIEW_OUTCOMES

from .record import code_constraint


class OnRecordsQuerySet(models.QuerySet):
    """Verbs of what is about records of any kind."""

    def of(self, record: models.Model) -> Self:
        """What is about one record."""
        return self.of_all(type(record), [record.pk])

    def of_all(self, model: type[models.Model], ids: Any) -> Self:
        """What is about these records of one kind."""
        kind = ContentType.objects.get_for_model(model)
        return self.filter(record_type=kind, record_id__in=ids)


class OnRecord(models.Model):
    """A row about one record of any kind."""

    record_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="What kind of record it is about.",
    )
    record_id = models.BigIntegerField(editable=False, help_text="Which record it is about.")
    record = GenericForeignKey("record_type", "record_id")

    class Meta:
        abstract = True


class Contribution(OnRecord):
    """That someone worked on a record, or a revision, since it was last public.

    Whoever did does not publish it.
    """

    user = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text="Who worked on it."
    )

    objects = OnRecordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "user"], name="contribution_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "record_type"], name="contribution_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.record_type.model} {self.record_id}"


class ReviewQuerySet(OnRecordsQuerySet):
    """Verbs of reviews."""

    def open(self) -> Self:
        return self.filter(outcome=None)

    def asked_of(self, user: AbstractBaseUser) -> Self:
        """The open reviews that wait for one user."""
        return self.open().filter(reviewer_id=user.pk)


class Review(OnRecord):
    """A record handed in for review: by whom, to whom, and what came of it."""

    asked_by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text="Who handed it in."
    )
    reviewer = models.ForeignKey(
        "auth.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who is asked to review it; null: whoever may.",
    )
    asked_at = models.DateTimeField(db_default=Now(), help_text="When it was handed in.")
    outcome = models.CharField(
        max_length=10,
        choices=REVIEW_OUTCOMES.choices,
        null=True,
        blank=True,
        help_text="What came of it; null while it is open.",
    )
    reason = models.TextField(blank=True, help_text="Why it was returned.")
    decided_by = models.ForeignKey(
        "auth.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who published or returned it.",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When.")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            code_constraint("review", "outcome", REVIEW_OUTCOMES),
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=models.Q(outcome=None),
                name="review_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=None, decided_by=None, decided_at=None)
                | models.Q(
                    outcome__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                ),
                name="review_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["record_type", "record_id", "-asked_at"], name="review_by_record"),
            models.Index(
                fields=["reviewer", "asked_at"],
                condition=models.Q(outcome=None),
                name="review_by_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.record_type.model} {self.record_id}"
