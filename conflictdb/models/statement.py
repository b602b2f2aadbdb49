"""Statements: utterances."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import Truncator

from conflictdb.vocabularies import ACTS, CHANNELS, STATEMENT_RELATIONS

from .actor import Actor
from .incident import Incident, count_subquery
from .record import (
    Record,
    RecordQuerySet,
    code_constraint,
    desk_indexes,
    followed,
    read_index,
    record_constraints,
)
from .search import search_index, vector_of
from .time_fact import TimeFactField, time_fact_constraints


class StatementQuerySet(RecordQuerySet):
    """Verbs of statements."""

    def known_at(self, instant: datetime) -> Self:
        """Published statements that the world knew by then.

        One dated to a day counts from the end of that local day; an undated one from when its
        earliest citing document was published.
        """
        return self.published().filter(known_from__lte=instant)

    def with_counts(self) -> Self:
        """Adds ``claims_count``: its published claims."""
        from .claim import Claim

        claims = Claim.objects.published().filter(statement=models.OuterRef("pk"))
        return self.annotate(claims_count=count_subquery(claims, "statement"))


class Statement(Record):
    """One utterance, however many documents report it."""

    speaker = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="Who spoke; null only for an unnamed speaker.",
    )
    speaker_description = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        help_text="Who spoke, in words, where the speaker is unnamed.",
    )
    co_speakers = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="joint_statements",
        help_text="Who spoke jointly.",
    )
    on_behalf_of = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements_by_proxy",
        help_text="For whom the speaker says to speak.",
    )
    made = TimeFactField("When it was said or published.")
    channel = models.CharField(
        max_length=16, choices=CHANNELS.choices, help_text="By what means it was made."
    )
    acts = ArrayField(
        models.CharField(max_length=20, choices=ACTS.choices),
        help_text="What the speaker does by speaking; one or more.",
    )
    addressees = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="statements_received",
        help_text="To whom it is addressed.",
    )
    incidents = models.ManyToManyField(
        Incident, blank=True, related_name="statements", help_text="What it is about."
    )
    gist = models.TextField(help_text="What was said, in the curators' own words.")
    search_vector = vector_of(prose="gist")

    # Kept true by triggers: see migrations/0004.
    known_from = followed(
        models.DateTimeField(
            null=True,
            help_text="Since when it counts as known: the last instant at which it can have been "
            "made, else when the earliest published document that cites it or a claim of it was "
            "published; null when neither tells.",
        )
    )

    objects = StatementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        constraints = [
            *record_constraints("statement"),
            *time_fact_constraints("statement", "made"),
            code_constraint("statement", "channel", CHANNELS),
            models.CheckConstraint(
                condition=models.Q(acts__contained_by=ACTS.codes, acts__len__gte=1),
                name="statement_acts_known",
            ),
            models.CheckConstraint(
                condition=models.Q(speaker__isnull=False, speaker_description__isnull=True)
                | (
                    models.Q(speaker__isnull=True, speaker_description__isnull=False)
                    & ~models.Q(speaker_description="")
                ),
                name="statement_speaker_named_or_described",
            ),
        ]
        indexes = [
            read_index("statement", "time", "made_earliest", "slug"),  # the list, made_…
            read_index("statement", "speaker", "speaker", "made_earliest", "slug"),  # speaker
            read_index("statement", "channel", "channel", "made_earliest", "slug"),  # channel
            read_index("statement", "known", "known_from"),  # known_at
            read_index("statement", "change", "updated_at", "slug"),  # ordering=updated
            search_index("statement"),
            *desk_indexes("statement", "channel", "made_first_day"),
        ]

    def __str__(self) -> str:
        return Truncator(self.gist).chars(80)


class StatementLink(Record):
    """How one statement takes up another."""

    from_statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="links_out",
        help_text="Which takes up.",
    )
    to_statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="links_in",
        help_text="Which is taken up.",
    )
    relation = models.CharField(
        max_length=12,
        choices=STATEMENT_RELATIONS.choices,
        help_text="How it takes it up.",
    )
    note = models.TextField(null=True, blank=True, help_text="Why the curator judged so.")

    class Meta:
        ordering = ["id"]
        constraints = [
            *record_constraints("statement_link"),
            code_constraint("statement_link", "relation", STATEMENT_RELATIONS),
            models.CheckConstraint(
                condition=~models.Q(from_statement=models.F("to_statement")),
                name="statement_link_of_two_statements",
            ),
            models.UniqueConstraint(
                fields=["from_statement", "to_statement", "relation"],
                name="statement_link_once",
            ),
        ]
        indexes = desk_indexes("statement_link", "relation")
