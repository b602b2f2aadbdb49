"""Incidents: what happened, or is said to have happened."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from conflictdb.vocabularies import INCIDENT_KINDS, PARTICIPANT_ROLES

from .actor import Actor
from .place import Place
from .record import (
    Record,
    TreeQuerySet,
    code_constraint,
    coordinate_constraint,
    desk_indexes,
    followed,
    merged_when_withdrawn,
    not_itself,
    read_index,
    record_constraints,
)
from .search import search_index, vector_of
from .time_fact import TimeFactField, time_fact_constraints


class IncidentQuerySet(TreeQuerySet):
    """Verbs of incidents."""

    def with_counts(self) -> Self:
        """Adds ``claims_count`` and ``statements_count`` of what is published."""
        from .claim import Claim
        from .statement import Statement

        claims = Claim.objects.published().filter(incident=models.OuterRef("pk"))
        statements = Statement.objects.published().filter(incidents=models.OuterRef("pk"))
        return self.annotate(
            claims_count=count_subquery(claims, "incident"),
            statements_count=count_subquery(statements, "incidents"),
        )


def count_subquery(rows: models.QuerySet, group: str) -> Any:
    """How many rows a correlated queryset has, as a scalar subquery."""
    counted = rows.order_by().values(group).annotate(n=models.Count("pk")).values("n")
    return models.functions.Coalesce(
        models.Subquery(counted, output_field=models.IntegerField()), 0
    )


class Incident(Record):
    """Something that happened, or is said to have happened: from a phone call to a war.

    A rival version of an event is a claim on the same incident, not a second incident.
    """

    tree_parent: ClassVar[str] = "part_of"

    title = models.CharField(max_length=200, help_text="A neutral short name.")
    summary = models.TextField(
        null=True, blank=True, help_text="A neutral account in the curators' own words."
    )
    kind = models.CharField(
        max_length=24,
        choices=INCIDENT_KINDS.choices,
        help_text="What sort of incident it is.",
    )
    occurred = TimeFactField("When it happened, or is said to have happened.")
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incidents",
        help_text="The principal place.",
    )
    places = models.ManyToManyField(
        Place, blank=True, related_name="further_incidents", help_text="Further places."
    )
    place_precision = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How exactly the place is known: UCDP where_prec, 1 (exact) to 7.",
    )
    latitude = models.FloatField(
        null=True, blank=True, help_text="Degrees north, WGS 84; null when not known."
    )
    longitude = models.FloatField(
        null=True, blank=True, help_text="Degrees east, WGS 84; null when not known."
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The incident that it is a part of: a war holds episodes, an episode clashes.",
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
    actors = models.ManyToManyField(
        Actor,
        through="Participant",
        related_name="incidents",
        help_text="Who has a part in it.",
    )
    search_vector = vector_of(names="title", prose="summary")

    # Kept true by triggers: see migrations/0004.
    country = followed(
        models.CharField(max_length=2, null=True, help_text="Country of its principal place.")
    )

    objects = IncidentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["occurred_earliest", "slug"]
        constraints = [
            *record_constraints("incident"),
            merged_when_withdrawn("incident"),
            *time_fact_constraints("incident", "occurred"),
            code_constraint("incident", "kind", INCIDENT_KINDS),
            not_itself("incident", "part_of"),
            coordinate_constraint("incident"),
            models.CheckConstraint(
                condition=models.Q(place_precision__isnull=True)
                | models.Q(place_precision__gte=1, place_precision__lte=7),
                name="incident_place_precision_ucdp",
            ),
        ]
        indexes = [
            read_index("incident", "time", "occurred_earliest", "slug"),  # the list, occurred_…
            read_index("incident", "kind", "kind", "occurred_earliest", "slug"),  # kind
            read_index("incident", "country", "country", "occurred_earliest", "slug"),  # country
            read_index("incident", "change", "updated_at", "slug"),  # ordering=updated
            search_index("incident"),
            models.Index(
                fields=["part_of", "occurred_earliest", "slug"], name="incident_parts_in_time"
            ),  # the curators' tree
            *desk_indexes("incident", "kind", "occurred_first_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        step = self.part_of
        while step is not None and self.pk is not None:
            if step.pk == self.pk:
                told = f"“{self.part_of}” lies within “{self}”: it cannot hold it as well."
                raise ValidationError({"part_of": told})
            step = step.part_of

    @property
    def scope(self) -> "Incident":
        """The incident that questions about this one are asked of.

        The nearest episode above or at it; itself where there is none, so that nothing climbs
        from an episode to a war.
        """
        step: Incident | None = self
        while step is not None:
            if step.kind == "episode":
                return step
            step = step.part_of
        return self


class ParticipantManager(models.Manager["Participant"]):
    """Finds a participant by its natural key, as fixtures refer to it."""

    def get_by_natural_key(self, incident: str, actor: str, role: str) -> "Participant":
        return self.get(incident__slug=incident, actor__slug=actor, role=role)


class Participant(models.Model):
    """An actor's part in an incident."""

    incident = models.ForeignKey(
        Incident,
        on_delete=models.CASCADE,
        related_name="participants",
        help_text="The incident.",
    )
    actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="participations",
        help_text="Who has a part in it.",
    )
    role = models.CharField(
        max_length=12,
        choices=PARTICIPANT_ROLES.choices,
        help_text="Its part; no role names an aggressor.",
    )

    objects = ParticipantManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            code_constraint("participant", "role", PARTICIPANT_ROLES),
            models.UniqueConstraint(
                fields=["incident", "actor", "role"], name="participant_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} ({self.role})"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.incident.slug, self.actor.slug, self.role)
