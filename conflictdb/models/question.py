"""Questions: where claims meet. The rule that makes them is in ``conflictdb.questions``."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from conflictdb.vocabularies import REASONS, TOPICS, UNITS

from .actor import Actor
from .incident import Incident
from .record import (
    Record,
    code_constraint,
    desk_indexes,
    merged_when_withdrawn,
    read_index,
    record_constraints,
)
from .search import search_index, vector_of


class Question(Record):
    """What a set of claims answers, with a summary of the published ones.

    The summary columns (from ``contested`` on) follow from the claims and are renewed with them,
    by ``conflictdb.questions.refresh``.
    """

    title = models.CharField(max_length=300, help_text="The question in words.")
    retitled = models.BooleanField(
        default=False,
        help_text="True when a curator wrote the title; the rule then leaves it.",
    )
    topic = models.CharField(max_length=24, choices=TOPICS.choices, help_text="What is asked.")
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        related_name="questions",
        help_text="Of which incident it is asked; as a rule an episode.",
    )
    subject_side = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        help_text="Of which side it is asked, where the topic asks by side.",
    )
    counted = models.CharField(
        max_length=16,
        choices=UNITS.choices,
        null=True,
        blank=True,
        help_text="What is counted, for equipment and deployments.",
    )
    by_rule = models.BooleanField(
        default=True,
        editable=False,
        help_text="Made by the rule; false when a curator made it.",
    )
    contested = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether latest answers contradict each other.",
    )
    reasons = ArrayField(
        models.CharField(max_length=24, choices=REASONS.choices),
        default=list,
        editable=False,
        help_text="Why answers differ.",
    )
    spread_lowest = models.PositiveBigIntegerField(
        null=True,
        editable=False,
        help_text="Lowest figure stated on its principal scope; null without any.",
    )
    spread_highest = models.PositiveBigIntegerField(
        null=True,
        editable=False,
        help_text="Highest figure stated on its principal scope; null without any.",
    )
    claims_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many claims answer it."
    )
    speakers_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many speakers answer it."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_from",
        help_text="The record that this one turned out to be; set only when it is withdrawn.",
    )
    utterances_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many utterances answer it."
    )
    documents_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many documents report the answers."
    )
    search_vector = vector_of(names="title")

    class Meta:
        ordering = ["slug"]
        constraints = [
            *record_constraints("question"),
            merged_when_withdrawn("question"),
            code_constraint("question", "topic", TOPICS),
            code_constraint("question", "counted", UNITS),
            models.CheckConstraint(
                condition=models.Q(reasons__contained_by=REASONS.codes),
                name="question_reasons_known",
            ),
            models.UniqueConstraint(
                fields=["topic", "incident", "subject_side", "counted"],
                condition=models.Q(by_rule=True),
                nulls_distinct=False,
                name="question_key_once",
            ),
        ]
        indexes = [
            read_index("question", "topic", "topic", "slug"),  # topic, ordering=topic
            read_index("question", "side", "subject_side", "topic", "slug"),  # subject_side, topic
            read_index("question", "change", "updated_at", "slug"),  # ordering=updated
            search_index("question"),
            models.Index(
                fields=["-contested", "-speakers_count", "slug"], name="question_contested_first"
            ),  # the curators' list
            *desk_indexes("question", "topic"),
            models.Index(
                fields=["topic", "updated_at", "id"],
                condition=models.Q(contested=True),
                name="question_contested",
            ),
        ]

    def __str__(self) -> str:
        return self.title
