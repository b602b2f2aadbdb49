"""Claims: one thing that one speaker asserted or denied, once."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator

from conflictdb.vocabularies import (
    BASES,
    CERTAINTIES,
    CLAIM_KINDS,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    SUBJECT_SCOPES,
    UNITS,
    VICTIM_CLASSES,
    ClaimKind,
)

from .actor import Actor
from .incident import Incident
from .place import Place
from .question import Question
from .record import (
    Record,
    RecordQuerySet,
    code_constraint,
    desk_indexes,
    followed,
    not_itself,
    read_index,
    record_constraints,
)
from .search import search_index, vector_of
from .statement import Statement
from .time_fact import TimeFactField, time_fact_constraints

Q = models.Q

COUNTING_KINDS = CLAIM_KINDS.where(answers_with="quantity")
CASUALTY_KINDS = CLAIM_KINDS.where(family="casualty")
BREACH_KINDS = CLAIM_KINDS.where(topic="breach")
LOCATING_KINDS = CLAIM_KINDS.where(answers_with="place")
SILENT_KINDS = CLAIM_KINDS.where(answers_with="none")


class ClaimQuerySet(RecordQuerySet):
    """Verbs of claims."""

    def known_at(self, instant: datetime) -> Self:
        """Published claims of statements that the world knew by then."""
        return self.published().filter(known_from__lte=instant)


class Claim(Record):
    """One atomic assertion inside a statement."""

    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text="The utterance that makes it.",
    )
    incident = models.ForeignKey(
        Incident,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text="What it is about; null only for background about an actor or place.",
    )
    kind = models.CharField(
        max_length=24, choices=CLAIM_KINDS.choices, help_text="What it asserts."
    )
    subject = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_about",
        help_text="Whom it is about; the vocabulary tells what that means for each kind.",
    )
    subject_scope = models.CharField(
        max_length=12,
        choices=SUBJECT_SCOPES.choices,
        default="one",
        help_text="Whether it is about the subject, both sides, or the text does not tell.",
    )
    target = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_targeting",
        help_text="The other actor in it; the vocabulary tells what that means for each kind.",
    )
    about = models.ForeignKey(
        Incident,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_bearing_on",
        help_text="Another incident: the agreement said to be breached, the truce confirmed.",
    )
    victim_class = models.CharField(
        max_length=16,
        choices=VICTIM_CLASSES.choices,
        null=True,
        blank=True,
        help_text="What sort of people a casualty figure counts; null for other families.",
    )
    value_min = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Lowest stated number; null when open or unquantified.",
    )
    value_max = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Highest stated number; null when open or unquantified.",
    )
    modifier = models.CharField(
        max_length=12,
        choices=MODIFIERS.choices,
        null=True,
        blank=True,
        help_text="How the words bound the number; null when nothing is counted.",
    )
    basis = models.CharField(
        max_length=12,
        choices=BASES.choices,
        null=True,
        blank=True,
        help_text="What the figure adds up; null when nothing is counted.",
    )
    unit = models.CharField(
        max_length=16,
        choices=UNITS.choices,
        null=True,
        blank=True,
        help_text="What is counted; null when nothing is.",
    )
    as_of = TimeFactField("The moment that the figure describes.")
    occurred = TimeFactField("When the thing asserted happened.")
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text="Where, when more exact than the incident.",
    )
    polarity = models.CharField(
        max_length=8,
        choices=POLARITIES.choices,
        default="asserts",
        help_text="Whether the speaker says that it is so or that it is not.",
    )
    modality = models.CharField(
        max_length=12,
        choices=MODALITIES.choices,
        default="actual",
        help_text="Fact or prospect.",
    )
    certainty = models.CharField(
        max_length=16,
        choices=CERTAINTIES.choices,
        default="stated",
        help_text="How sure the speaker says to be.",
    )
    breakdown_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="breakdowns",
        help_text="The claim whose total this splits.",
    )
    gist = models.TextField(help_text="What is asserted, in the curators' own words.")
    question = models.ForeignKey(
        Question,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text="The question that it answers; null for stances and background.",
    )
    question_fixed = models.BooleanField(
        default=False,
        help_text="True when a curator chose the question; the rule then leaves it.",
    )
    is_latest = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether it is its speaker's latest answer to its question; renewed with that.",
    )

    # Kept true by triggers: see migrations/0004.
    claimant = followed(
        models.ForeignKey(
            Actor,
            null=True,
            on_delete=models.DO_NOTHING,  # its statement protects the speaker
            related_name="+",
            db_index=False,
            help_text="The statement's speaker.",
        )
    )
    asserted_edtf = followed(
        models.CharField(
            max_length=80, null=True, help_text="When the statement was made. In EDTF."
        )
    )
    asserted_earliest = followed(
        models.DateTimeField(null=True, help_text="When the statement was made. First instant.")
    )
    asserted_latest = followed(
        models.DateTimeField(null=True, help_text="When the statement was made. Last instant.")
    )
    asserted_first_day = followed(
        models.DateField(null=True, help_text="When the statement was made. First local day.")
    )
    asserted_last_day = followed(
        models.DateField(null=True, help_text="When the statement was made. Last local day.")
    )
    known_from = followed(
        models.DateTimeField(null=True, help_text="Since when its statement counts as known.")
    )
    answers_from = followed(
        models.DateTimeField(
            null=True,
            help_text="What orders answers: when it was asserted, else since when it was known.",
        )
    )
    country = followed(
        models.CharField(
            max_length=2,
            null=True,
            help_text="Country of its own place; where it has none, of its incident's.",
        )
    )
    own_loss = followed(
        models.BooleanField(default=False, help_text="Whether a side speaks of its own losses.")
    )
    against_interest = followed(
        models.BooleanField(
            default=False, help_text="Whether it asserts, as fact, a loss of the speaker's side."
        )
    )
    search_vector = vector_of(prose="gist")

    objects = ClaimQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        constraints = [
            *record_constraints("claim"),
            *time_fact_constraints("claim", "as_of"),
            *time_fact_constraints("claim", "occurred"),
            code_constraint("claim", "kind", CLAIM_KINDS),
            code_constraint("claim", "subject_scope", SUBJECT_SCOPES),
            code_constraint("claim", "victim_class", VICTIM_CLASSES),
            code_constraint("claim", "modifier", MODIFIERS),
            code_constraint("claim", "basis", BASES),
            code_constraint("claim", "unit", UNITS),
            code_constraint("claim", "polarity", POLARITIES),
            code_constraint("claim", "modality", MODALITIES),
            code_constraint("claim", "certainty", CERTAINTIES),
            not_itself("claim", "breakdown_of"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False)
                | Q(subject__isnull=False)
                | Q(place__isnull=False),
                name="claim_about_something",
            ),
            models.CheckConstraint(
                condition=Q(subject_scope="one", subject__isnull=False)
                | (~Q(subject_scope="one") & Q(subject__isnull=True)),
                name="claim_subject_fits_scope",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CASUALTY_KINDS, victim_class__isnull=False)
                | (~Q(kind__in=CASUALTY_KINDS) & Q(victim_class__isnull=True)),
                name="claim_victim_class_of_casualties",
            ),
            models.CheckConstraint(
                condition=Q(
                    modifier__isnull=True,
                    value_min__isnull=True,
                    value_max__isnull=True,
                    basis__isnull=True,
                    unit__isnull=True,
                )
                | Q(modifier__isnull=False, basis__isnull=False, unit__isnull=False),
                name="claim_figure_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=COUNTING_KINDS) | Q(modifier__isnull=False),
                name="claim_counting_kind_has_figure",
            ),
            models.CheckConstraint(
                condition=Q(modifier__isnull=True)
                | Q(
                    modifier__in=["exact", "about"],
                    value_min__isnull=False,
                    value_max__isnull=False,
                    value_max=models.F("value_min"),
                )
                | Q(modifier="at_least", value_min__isnull=False, value_max__isnull=True)
                | Q(modifier="at_most", value_min__isnull=True, value_max__isnull=False)
                | Q(
                    modifier="range",
                    value_min__isnull=False,
                    value_max__isnull=False,
                    value_min__lt=models.F("value_max"),
                )
                | Q(
                    modifier="unquantified",
                    value_min__isnull=True,
                    value_max__isnull=True,
                ),
                name="claim_bounds_fit_modifier",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=LOCATING_KINDS) | Q(place__isnull=False),
                name="claim_location_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=BREACH_KINDS) | Q(about__isnull=False),
                name="claim_breach_names_agreement",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=SILENT_KINDS) | Q(question__isnull=True),
                name="claim_stance_answers_no_question",
            ),
        ]
        indexes = [
            read_index("claim", "time", "asserted_earliest", "slug"),  # the list, asserted_…
            read_index("claim", "kind", "kind", "asserted_earliest", "slug"),  # kind, family, topic
            read_index("claim", "claimant", "claimant", "asserted_earliest", "slug"),  # claimant…
            read_index("claim", "incident", "incident", "asserted_earliest", "slug"),  # incident
            read_index("claim", "country", "country", "asserted_earliest", "slug"),  # country
            read_index("claim", "occurrence", "occurred_earliest", "slug"),  # ordering=occurred
            read_index("claim", "question", "question", "answers_from"),  # a question's answers
            read_index("claim", "known", "known_from"),  # known_at
            read_index("claim", "change", "updated_at", "slug"),  # ordering=updated
            search_index("claim"),
            *desk_indexes(
                "claim",
                *("kind", "asserted_first_day"),
                unusual={"polarity": "asserts", "modality": "actual", "certainty": "stated"},
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.gist).chars(80)

    def clean(self) -> None:
        super().clean()
        total = self.breakdown_of
        if total is not None and total.statement_id != self.statement_id:
            raise ValidationError(
                {"breakdown_of": "The total must be a claim of the same statement."}
            )

    @property
    def coded_kind(self) -> ClaimKind:
        """The vocabulary entry of its kind: family, topic, what answers it."""
        return CLAIM_KINDS[self.kind]
