"""Citations: where a record can be checked, and through whose hands the words came."""

from django.db import models
from django.db.models import Q

from conflictdb.vocabularies import CITATION_MODES, CITATION_PARTS, HEDGES

from .actor import Actor, Affiliation
from .claim import Claim
from .document import Document
from .record import Record, code_constraint, desk_indexes, record_constraints
from .statement import Statement


class Citation(Record):
    """A passage of a document, of at most two sentences, that bears out one record."""

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The document that is cited.",
    )
    statement = models.ForeignKey(
        Statement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The statement that it bears out.",
    )
    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The claim that it bears out.",
    )
    affiliation = models.ForeignKey(
        Affiliation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The affiliation that it bears out.",
    )
    start = models.PositiveIntegerField(help_text="Offset of the first character in the text.")
    end = models.PositiveIntegerField(help_text="Offset after the last character in the text.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the passage's UTF-8 bytes.")
    part = models.CharField(
        max_length=12,
        choices=CITATION_PARTS.choices,
        default="body",
        help_text="The part of the document in which it stands.",
    )
    mode = models.CharField(
        max_length=12,
        choices=CITATION_MODES.choices,
        help_text="How the words are rendered.",
    )
    hedge = models.CharField(
        max_length=12,
        choices=HEDGES.choices,
        default="none",
        help_text="How the relayer, not the speaker, keeps a distance.",
    )

    class Meta:
        ordering = ["document__slug", "start", "end", "id"]
        constraints = [
            *record_constraints("citation"),
            code_constraint("citation", "part", CITATION_PARTS),
            code_constraint("citation", "mode", CITATION_MODES),
            code_constraint("citation", "hedge", HEDGES),
            models.CheckConstraint(
                condition=Q(
                    statement__isnull=False,
                    claim__isnull=True,
                    affiliation__isnull=True,
                )
                | Q(
                    statement__isnull=True,
                    claim__isnull=False,
                    affiliation__isnull=True,
                )
                | Q(
                    statement__isnull=True,
                    claim__isnull=True,
                    affiliation__isnull=False,
                ),
                name="citation_of_one_record",
            ),
            models.CheckConstraint(
                condition=Q(start__lt=models.F("end")), name="citation_span_in_order"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="citation_sha256_hex"
            ),
            models.UniqueConstraint(
                fields=[
                    "document",
                    "start",
                    "end",
                    "statement",
                    "claim",
                    "affiliation",
                ],
                nulls_distinct=False,
                name="citation_once",
            ),
        ]
        indexes = desk_indexes("citation", "mode", unusual={"hedge": "none", "part": "body"})

    def __str__(self) -> str:
        return f"{self.document.slug} {self.start}–{self.end}"


class FailingCitation(models.Model):
    """A citation whose passage is not, in the document's kept text, what its hash stands for.

    The database keeps these rows by itself (``migrations/0013``), whatever door a citation or a
    text comes through. Where no text is kept nothing can be checked, and nothing fails.
    """

    citation = models.OneToOneField(
        Citation,
        primary_key=True,
        on_delete=models.DO_NOTHING,  # a trigger takes it away with its citation
        related_name="failure",
        help_text="The citation that fails.",
    )

    def __str__(self) -> str:
        return f"{self.citation} fails"


class HopManager(models.Manager["Hop"]):
    """Finds a hop by its natural key, as fixtures refer to it."""

    def get_by_natural_key(self, citation: str, position: int) -> "Hop":
        return self.get(citation__slug=citation, position=position)


class Hop(models.Model):
    """One relayer of a citation's words; position 1 is nearest to the speaker."""

    citation = models.ForeignKey(
        Citation,
        on_delete=models.CASCADE,
        related_name="via",
        help_text="The citation whose words were relayed.",
    )
    actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="relayed",
        help_text="Who relayed the words.",
    )
    position = models.PositiveSmallIntegerField(help_text="1 is nearest to the speaker.")

    objects = HopManager()

    class Meta:
        ordering = ["citation_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["citation", "position"], name="hop_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="hop_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.actor}"

    def natural_key(self) -> tuple[str, int]:
        return (self.citation.slug, self.position)
