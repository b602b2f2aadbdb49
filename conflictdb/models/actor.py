"""Actors: who speaks, acts or is spoken of, and the posts that persons hold."""

from typing import ClassVar

from django.db import models

from conflictdb.vocabularies import ACTOR_KINDS, NAME_KINDS

from .name import Name
from .record import (
    Record,
    TreeQuerySet,
    code_constraint,
    desk_indexes,
    merged_when_withdrawn,
    not_itself,
    read_index,
    record_constraints,
)
from .search import name_key, search_index, vector_of_names
from .time_fact import TimeFactField, time_fact_constraints


class Actor(Record):
    """A person, state, body, force, outlet, company or group."""

    tree_parent: ClassVar[str] = "part_of"

    name = models.CharField(max_length=200, help_text="The usual English name.")
    kind = models.CharField(
        max_length=20,
        choices=ACTOR_KINDS.choices,
        help_text="What sort of actor; office: a post whose holder the text does not name.",
    )
    country = models.CharField(
        max_length=2,
        null=True,
        blank=True,
        help_text="ISO 3166-1 alpha-2 code of its country.",
    )
    side = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allies",
        help_text="The state or party that it speaks or fights for; itself for a state; "
        "null for neutrals.",
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The body that it is a part of.",
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
    search_vector = vector_of_names()
    name_key = name_key()

    objects = TreeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *record_constraints("actor"),
            merged_when_withdrawn("actor"),
            code_constraint("actor", "kind", ACTOR_KINDS),
            not_itself("actor", "part_of"),
            models.CheckConstraint(
                condition=models.Q(country__isnull=True) | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="actor_country_iso_3166",
            ),
            # A trigger sets it when a state is inserted: its own id is not known before.
            models.CheckConstraint(
                condition=~models.Q(kind="state") | models.Q(side=models.F("id")),
                name="actor_state_is_its_own_side",
            ),
        ]
        indexes = [
            read_index("actor", "change", "updated_at", "slug"),  # ordering=updated, updated_after
            search_index("actor"),
            models.Index(fields=["name_key"], name="actor_by_name_key"),  # likely duplicates
            *desk_indexes("actor"),
        ]

    def __str__(self) -> str:
        return self.name


class ActorName(Name):
    """Another name of an actor."""

    owner = "actor"

    actor = models.ForeignKey(
        Actor,
        on_delete=models.CASCADE,
        related_name="names",
        help_text="The actor so named.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            code_constraint("actor_name", "kind", NAME_KINDS),
            models.UniqueConstraint(
                fields=["actor", "name", "language", "kind"],
                nulls_distinct=False,
                name="actor_name_once",
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="actor_name_by_key")]


class Affiliation(Record):
    """A person's post in a body, as a citation states it."""

    person = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="affiliations",
        help_text="Who holds it.",
    )
    body = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="members",
        help_text="Where it is held.",
    )
    role = models.CharField(max_length=200, help_text="The post as stated.")
    held_from = TimeFactField("Since when the post is held.")
    held_until = TimeFactField("Until when the post is held.")

    class Meta:
        ordering = ["id"]
        constraints = [
            *record_constraints("affiliation"),
            *time_fact_constraints("affiliation", "held_from"),
            *time_fact_constraints("affiliation", "held_until"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("body")),
                name="affiliation_of_two_actors",
            ),
        ]
        indexes = desk_indexes("affiliation")

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.body}"
