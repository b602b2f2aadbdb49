"""Redactions: whose name was taken out of everything, and which slugs nothing may have again.

A slug is kept as a salted hash: it can be recognised, by whom it is asked for or loaded from a
file, but not read. What was taken out is kept, if at all, sealed: for administrators alone.
"""

from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex

from django.db import models
from django.db.models.functions import Now

from .actor import Actor
from .record import Record

REDACTED_NAME = "Redacted person"
REDACTED_WORDS = "[redacted]"


class Redaction(models.Model):
    """One person's redaction."""

    actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The record of the person, under its neutral name.",
    )
    by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, related_name="+", help_text="Who redacted."
    )
    at = models.DateTimeField(db_default=Now(), help_text="When.")
    reason = models.TextField(help_text="Why, without the person's name.")
    salt = models.CharField(
        max_length=64, default=token_hex, editable=False, help_text="Of the slugs' hashes."
    )
    original = models.JSONField(
        null=True,
        editable=False,
        help_text="What was taken out, for administrators alone; null where it was destroyed.",
    )

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.actor.slug}, {self.at:%Y-%m-%d}"

    def digest(self, slug: str) -> str:
        return sha256(f"{self.salt}:{slug}".encode()).hexdigest()


class RedactedSlugQuerySet(models.QuerySet["RedactedSlug"]):
    """Finds slugs that were redacted."""

    def named(self, model: type[Record], slugs: Iterable[str]) -> "dict[str, RedactedSlug]":
        """Those of some slugs that a redaction touched, with what stands for them now."""
        digests = {
            redaction.digest(slug): slug
            for slug in slugs
            for redaction in Redaction.objects.only("salt")
        }
        found = self.filter(resource=model._meta.model_name, digest__in=digests)
        return {digests[row.digest]: row for row in found.select_related("redaction")}


class RedactedSlug(models.Model):
    """The slug of a record that a redaction touched, as a hash."""

    redaction = models.ForeignKey(
        Redaction, on_delete=models.CASCADE, related_name="slugs", help_text="Which redaction."
    )
    resource = models.CharField(max_length=16, help_text="What sort of record it is.")
    record_id = models.BigIntegerField(help_text="Which record had the slug, or has it still.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the slug, salted.")
    was_public = models.BooleanField(
        help_text="Whether readers knew the slug, and it is another now."
    )

    objects = RedactedSlugQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "digest"], name="redacted_slug_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.record_id}"
