"""Places: named locations."""

from typing import ClassVar

from django.db import models

from conflictdb.vocabularies import NAME_KINDS, PLACE_KINDS

from .name import Name
from .record import (
    Record,
    TreeQuerySet,
    code_constraint,
    coordinate_constraint,
    desk_indexes,
    merged_when_withdrawn,
    not_itself,
    read_index,
    record_constraints,
)
from .search import name_key, search_index, vector_of_names


class Place(Record):
    """A named location: a country, a village, a road, a stretch of border."""

    tree_parent: ClassVar[str] = "parent"

    name = models.CharField(max_length=200, help_text="The usual English name.")
    kind = models.CharField(
        max_length=16,
        choices=PLACE_KINDS.choices,
        help_text="What sort of location it is.",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The place that it lies in.",
    )
    country = models.CharField(
        max_length=2,
        null=True,
        blank=True,
        help_text="ISO 3166-1 alpha-2 code; null where disputed.",
    )
    latitude = models.FloatField(
        null=True, blank=True, help_text="Degrees north, WGS 84; null when not known."
    )
    longitude = models.FloatField(
        null=True, blank=True, help_text="Degrees east, WGS 84; null when not known."
    )
    geonames_id = models.PositiveIntegerField(
        null=True, blank=True, help_text="Identifier in GeoNames."
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
            *record_constraints("place"),
            merged_when_withdrawn("place"),
            code_constraint("place", "kind", PLACE_KINDS),
            not_itself("place", "parent"),
            coordinate_constraint("place"),
            models.CheckConstraint(
                condition=models.Q(country__isnull=True) | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="place_country_iso_3166",
            ),
        ]
        indexes = [
            read_index("place", "change", "updated_at", "slug"),  # ordering=updated, updated_after
            search_index("place"),
            models.Index(fields=["name_key"], name="place_by_name_key"),  # likely duplicates
            models.Index(fields=["geonames_id"], name="place_by_geonames"),
            models.Index(fields=["latitude", "longitude"], name="place_by_coordinates"),
            *desk_indexes("place"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(Name):
    """Another name of a place."""

    owner = "place"

    place = models.ForeignKey(
        Place,
        on_delete=models.CASCADE,
        related_name="names",
        help_text="The place so named.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            code_constraint("place_name", "kind", NAME_KINDS),
            models.UniqueConstraint(
                fields=["place", "name", "language", "kind"],
                nulls_distinct=False,
                name="place_name_once",
            ),
        ]
        indexes = [models.Index(fields=["name_key"], name="place_name_by_key")]
