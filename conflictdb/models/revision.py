"""Revisions: changes of published records that wait for approval."""

from typing import Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.functions import Now

from conflictdb.vocabularies.curation import REVISION_STATUSES

from .record import code_constraint
from .review import OnRecord, OnRecordsQuerySet


class RevisionQuerySet(OnRecordsQuerySet):
    """Verbs of revisions."""

    def pending(self) -> Self:
        return self.filter(status="pending")

    def asked_of(self, user: AbstractBaseUser) -> Self:
        """The pending revisions that wait for one user."""
        return self.pending().filter(reviewer_id=user.pk)


class Revision(OnRecord):
    """What a published record is to become once someone else approves it.

    States are those of ``conflictdb.states``. The record stays as it is until then.
    """

    slug = models.CharField(max_length=300, help_text="The record's slug when it was proposed.")
    base_version = models.PositiveIntegerField(help_text="The record's version that it changes.")
    base = models.JSONField(help_text="The record's state that it changes.")
    state = models.JSONField(help_text="The state that it proposes.")
    status = models.CharField(
        max_length=10,
        choices=REVISION_STATUSES.choices,
        default="pending",
        help_text="Where the revision stands.",
    )
    author = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text="Who proposed it."
    )
    why = models.TextField(blank=True, help_text="Why the record should change.")
    reviewer = models.ForeignKey(
        "auth.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who is asked to decide; null: whoever may.",
    )
    reason = models.TextField(blank=True, help_text="Why it was decided so.")
    decided_by = models.ForeignKey(
        "auth.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who decided.",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was decided.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was proposed.")
    updated_at = models.DateTimeField(db_default=Now(), help_text="When it was last worked on.")
    version = models.PositiveIntegerField(
        default=1, help_text="Rises with each save; guards against lost updates."
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            code_constraint("revision", "status", REVISION_STATUSES),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="revision_version_counts"
            ),
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=models.Q(status="pending"),
                name="revision_pending_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status="pending", decided_by=None, decided_at=None)
                | ~models.Q(status="pending")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="revision_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["record_type", "record_id"], name="revision_by_record"),
            models.Index(
                fields=["reviewer", "created_at"],
                condition=models.Q(status="pending"),
                name="revision_by_reviewer",
            ),
            models.Index(fields=["-created_at", "-id"], name="revision_by_time"),
        ]

    def __str__(self) -> str:
        return f"revision of {self.slug}"
