"""Records that look alike and are not the same: noted, so that nobody is asked again."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from .actor import Actor
from .place import Place


class Distinct(models.Model):
    """Two records that a curator found to be two; the first in the order of their ids."""

    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who found so.",
    )
    noted_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"  # type: ignore[attr-defined]  # declared below


def _one_of(model: type[models.Model], name: str) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        editable=False,  # merging carries the note over by itself
        on_delete=models.CASCADE,
        related_name="+",
        db_index=name == "other",  # the other begins an index already
        help_text=f"The {'first' if name == 'one' else 'second'} of the two.",
    )


def _pair_constraints(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(one__lt=models.F("other")), name=f"{table}_in_order"
        ),
        models.UniqueConstraint(fields=["one", "other"], name=f"{table}_once"),
    ]


class DistinctActors(Distinct):
    """Two actors that are not the same."""

    one = _one_of(Actor, "one")
    other = _one_of(Actor, "other")

    class Meta:
        constraints = _pair_constraints("distinct_actors")


class DistinctPlaces(Distinct):
    """Two places that are not the same."""

    one = _one_of(Place, "one")
    other = _one_of(Place, "other")

    class Meta:
        constraints = _pair_constraints("distinct_places")
