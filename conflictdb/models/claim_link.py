"""Claim links: how one claim bears on another."""

from django.db import models

from conflictdb.vocabularies import CLAIM_RELATIONS

from .claim import Claim
from .record import Record, code_constraint, desk_indexes, record_constraints


class ClaimLink(Record):
    """How one claim bears on another, as a curator judged."""

    from_claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="links_out",
        help_text="Which bears.",
    )
    to_claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="links_in",
        help_text="On which it bears.",
    )
    relation = models.CharField(
        max_length=10, choices=CLAIM_RELATIONS.choices, help_text="How it bears on it."
    )
    note = models.TextField(null=True, blank=True, help_text="Why the curator judged so.")

    class Meta:
        ordering = ["id"]
        constraints = [
            *record_constraints("claim_link"),
            code_constraint("claim_link", "relation", CLAIM_RELATIONS),
            models.CheckConstraint(
                condition=~models.Q(from_claim=models.F("to_claim")),
                name="claim_link_of_two_claims",
            ),
            models.UniqueConstraint(
                fields=["from_claim", "to_claim", "relation"], name="claim_link_once"
            ),
        ]
        indexes = desk_indexes("claim_link", "relation")
