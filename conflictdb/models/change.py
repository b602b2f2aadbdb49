"""The dataset as the public sees it: its revision, the feed of changes, and tombstones.

The database writes both tables by itself (``migrations/0003``): whatever door a change of a
published record comes through, it is in the feed, and what happens to drafts is not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

from conflictdb.vocabularies import CHANGE_OPERATIONS, RESOURCES, WITHDRAWAL_REASONS

from .record import Record, code_constraint


class DatasetManager(models.Manager["Dataset"]):
    """Finds the one row."""

    def current(self) -> "Dataset":
        return self.get(id=1)

    def hold(self) -> None:
        """Keep the feed to this transaction until it ends.

        The first public change does so by itself. A transaction that holds the feed before it
        locks a record cannot deadlock with another that does the same.
        """
        self.select_for_update().get(id=1)


class Dataset(models.Model):
    """The public dataset as a whole: one row, which every public change renews."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    revision = models.BigIntegerField(
        default=0, help_text="The sequence of the last change; rises with each."
    )
    changed_at = models.DateTimeField(help_text="When something public last changed.")

    objects = DatasetManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="dataset_one_row"),
            models.CheckConstraint(
                condition=models.Q(revision__gte=0), name="dataset_revision_counts"
            ),
        ]
        # What a reviewer and an administrator may do with any record.
        permissions = [
            ("review_records", "Can publish, return and withdraw records and decide on revisions"),
            ("merge_records", "Can merge records"),
            ("redact_records", "Can redact persons"),
        ]

    def __str__(self) -> str:
        return f"revision {self.revision}"


class Change(models.Model):
    """What one transaction did to one public record."""

    sequence = models.BigIntegerField(
        primary_key=True,
        help_text="Counts the changes from 1 without a gap, in the order in which they took hold.",
    )
    at = models.DateTimeField(help_text="When it changed; rises with the sequence.")
    resource = models.CharField(
        max_length=12, choices=RESOURCES.choices, help_text="What sort of record changed."
    )
    slug = models.CharField(max_length=300, help_text="Which record changed.")
    operation = models.CharField(
        max_length=12, choices=CHANGE_OPERATIONS.choices, help_text="What happened to it."
    )
    reason = models.CharField(
        max_length=20,
        choices=WITHDRAWAL_REASONS.choices,
        null=True,
        blank=True,
        help_text="Why it was withdrawn; null otherwise, and where no reason was coded.",
    )

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1), name="change_sequence_from_one"
            ),
            code_constraint("change", "resource", RESOURCES),
            code_constraint("change", "operation", CHANGE_OPERATIONS),
            code_constraint("change", "reason", WITHDRAWAL_REASONS),
            models.CheckConstraint(
                condition=models.Q(reason__isnull=True)
                | models.Q(operation__in=["withdrawn", "merged"]),
                name="change_reason_of_withdrawals",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "slug", "-sequence"], name="change_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.resource} {self.slug} {self.operation}"


@contextmanager
def withdrawing_for(reason: str | None) -> Iterator[None]:
    """What is withdrawn inside, in an open transaction, is withdrawn for this coded reason."""
    _set_reason(reason or "")
    yield
    _set_reason("")  # not after an error: then the transaction is over, and the setting with it


def _set_reason(reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('conflictdb.reason', %s, true)", [reason])


# What the public knows of a slug


@dataclass(frozen=True)
class Tombstone:
    """What remains of a record that is public no longer."""

    resource: str
    slug: str
    withdrawn: datetime
    reason: str | None


@dataclass(frozen=True)
class Survivor:
    """The published record into which one was merged, if need be over several steps."""

    slug: str


def public_state(model: type[Record], slug: str) -> int | Tombstone | Survivor | None:
    """What the public knows of a slug: the id of the published record; None: nothing, ever.

    What is not published now is judged by the feed, not by the record: a record that was
    withdrawn and is being worked on again is withdrawn still.
    """
    published = model._default_manager.published()
    pk: int | None = published.filter(slug=slug).values_list("pk", flat=True).first()
    if pk is not None:
        return pk
    resource = str(model._meta.model_name)
    last = Change.objects.filter(resource=resource, slug=slug).order_by("-sequence").first()
    if last is None or last.operation in ("published", "updated"):
        return None  # of the latter there is none, but for one that is published just now
    survivor = _survivor(model, slug) if last.operation == "merged" else None
    return survivor or Tombstone(resource, slug, last.at, last.reason)


def _survivor(model: Any, slug: str) -> Survivor | None:
    """Where a merged record's trail ends; None where that is not public either."""
    step = model._default_manager.filter(slug=slug).first()
    while step is not None and step.merged_into_id is not None:  # a trigger forbids loops
        step = model._default_manager.filter(pk=step.merged_into_id).first()
    return Survivor(step.slug) if step is not None and step.status == "published" else None
