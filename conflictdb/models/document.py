"""Documents: the reports that were read."""

from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models

from conflictdb.vocabularies import TRANSLATIONS

from .actor import Actor
from .record import Record, code_constraint, desk_indexes, read_index, record_constraints
from .search import search_index, vector_of
from .time_fact import TimeFactField, time_fact_constraints


class Document(Record):
    """A report that was read: where it appeared, and the hash of the text that was coded."""

    title = models.CharField(
        max_length=300,
        help_text="As printed; a description in square brackets where the text has none.",
    )
    publisher = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="publications",
        help_text="The outlet; null when the text does not tell.",
    )
    agencies = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="supplied_documents",
        help_text="News agencies that the report says it draws on.",
    )
    authors = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Bylines, in order.",
    )
    url = models.URLField(
        max_length=500, null=True, blank=True, help_text="Where the report appeared."
    )
    language = models.CharField(max_length=8, help_text="Language of the text, ISO 639-1.")
    published = TimeFactField("When the report was published.")
    sha256 = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the text's UTF-8 bytes."
    )
    length = models.PositiveIntegerField(help_text="Length of the text in characters.")
    translation = models.CharField(
        max_length=8,
        choices=TRANSLATIONS.choices,
        default="none",
        help_text="Whether the text is a translation.",
    )
    translated_from = models.CharField(
        max_length=8, null=True, blank=True, help_text="Original language, ISO 639-1."
    )
    search_vector = vector_of(names="title")

    class Meta:
        ordering = ["slug"]
        constraints = [
            *record_constraints("document"),
            *time_fact_constraints("document", "published"),
            code_constraint("document", "translation", TRANSLATIONS),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_sha256_hex",
            ),
            models.CheckConstraint(
                condition=models.Q(length__gt=0), name="document_length_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(translation="none", translated_from__isnull=True)
                | ~models.Q(translation="none"),
                name="document_original_language_of_translations",
            ),
        ]
        indexes = [
            read_index("document", "change", "updated_at", "slug"),  # ordering=updated
            search_index("document"),
            *desk_indexes("document", "published_first_day", unusual={"translation": "none"}),
            models.Index(fields=["url"], name="document_by_url"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def digest_of(content: str) -> str:
        """The hash that a document of this text carries."""
        return sha256(content.encode("utf-8")).hexdigest()


class DocumentText(models.Model):
    """The text of a document, for curators only: never exposed, exported or shipped."""

    document = models.OneToOneField(
        Document,
        on_delete=models.CASCADE,
        related_name="text",
        help_text="The document whose text it is.",
    )
    content = models.TextField(help_text="The text whose hash the document carries.")

    def __str__(self) -> str:
        return f"text of {self.document}"
