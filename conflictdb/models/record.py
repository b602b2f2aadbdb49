"""What every record has in common."""

import re
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone

from conflictdb.vocabularies import STATUSES, Vocabulary

from .time_fact import TimeFactField

MAX_SLUG = 300
SLUG = r"^[a-z0-9]+(?:-{1,2}[a-z0-9]+)*$"


class RecordQuerySet(models.QuerySet):
    """Verbs that every record shares."""

    def published(self) -> Self:
        """What the public may see: the one gate of every view, count, export and embedded ref."""
        return self.filter(status="published")

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class TreeQuerySet(RecordQuerySet):
    """Verbs of records that form a tree."""

    def within(self, slugs: list[str]) -> Self:
        """The published records of these slugs and all that is published below them."""
        return self.filter(id__in=self.ids_within(slugs))

    def ids_within(self, slugs: Any) -> RawSQL:
        """As ``within``, as one subquery of ids: it walks the tree inside the database."""
        return self._walk(
            "slug = ANY(%s) AND status = 'published'", "AND status = 'published'", slugs
        )

    def ids_below(self, pk: int) -> RawSQL:
        """The ids of a record and of all below it, whatever their status, as one subquery."""
        return self._walk("id = %s", "", pk)

    def has_more_below(self, pk: int, most: int) -> bool:
        """Whether more than so many records lie below one; the walk stops there."""
        below = self.ids_below(pk)
        counted = f"(SELECT count(*) FROM ({below.sql} LIMIT %s) AS walked)"  # noqa: S608
        size = RawSQL(counted, (*below.params, most + 2))  # noqa: S611
        rows = self.filter(pk=pk).annotate(size=size)
        return any(found > most + 1 for found in rows.values_list("size", flat=True))

    def _walk(self, top: str, step: str, parameter: Any) -> RawSQL:
        model: Any = self.model
        table, parent = model._meta.db_table, f"{model.tree_parent}_id"
        # Every name in this SQL is the model's own; what a caller gives is a parameter.
        sql = (
            f"WITH RECURSIVE tree AS (SELECT id FROM {table} WHERE {top}"  # noqa: S608
            f" UNION SELECT below.id FROM (SELECT * FROM {table} WHERE true {step}) below"
            f" JOIN tree ON below.{parent} = tree.id) SELECT id FROM tree"
        )
        return RawSQL(sql, (parameter,))  # noqa: S611


class Record(models.Model):
    """A record of the dataset: named by its slug, public only when published."""

    slug = models.CharField(
        max_length=300,
        unique=True,
        validators=[RegexValidator(SLUG, "Lower case letters, digits and hyphens only.")],
        help_text="Public, stable, readable identifier; never reused.",
    )
    status = models.CharField(
        max_length=10,
        choices=STATUSES.choices,
        default="draft",
        help_text="Where the record stands between draft and the public.",
    )
    created_at = models.DateTimeField(
        db_default=Now(),
        editable=False,
        help_text="When the record entered the database.",
    )
    updated_at = models.DateTimeField(
        db_default=Now(), editable=False, help_text="When the record last changed."
    )
    version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Rises with each save; guards against lost updates.",
    )

    time_facts: ClassVar[tuple[TimeFactField, ...]] = ()
    tree_parent: ClassVar[str]  # of records that form a tree: the field that names the one above

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        for fact in self.time_facts:
            fact.derive(self)
        if not self._state.adding:
            self.version += 1
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        super().clean()
        for fact in self.time_facts:
            fact.derive(self)


def record_constraints(model: str) -> list[models.BaseConstraint]:
    """Named constraints of every record."""
    return [
        models.CheckConstraint(condition=models.Q(slug__regex=SLUG), name=f"{model}_slug_readable"),
        code_constraint(model, "status", STATUSES),
        models.CheckConstraint(condition=models.Q(version__gte=1), name=f"{model}_version_counts"),
    ]


def followed(field: models.Field) -> models.Field:
    """A column that follows from other rows: the database's triggers keep it, nothing else may.

    It is in no form and in no fixture; what a save writes there, the triggers overwrite.
    """
    field.editable = field.serialize = False  # type: ignore[attr-defined]  # the stubs lack it
    return field


def read_index(model: str, by: str, *fields: str) -> models.Index:
    """An index over published rows, which are all that a reader sees."""
    return models.Index(
        fields=[*fields], condition=models.Q(status="published"), name=f"{model}_by_{by}"
    )


def desk_indexes(model: str, *by: str, unusual: dict[str, str] | None = None) -> list[models.Index]:
    """Indexes of the curators' lists, where records of every status stand, the last changed first.

    ``by``: what lists are filtered by; days among them order lists too. ``unusual``: the common
    value of a column of which curators look for the others.
    """
    last = ["updated_at", "id"]
    found = [
        models.Index(fields=last, name=f"{model}_changed"),
        models.Index(
            fields=["status", *last],
            condition=~models.Q(status="published"),
            name=f"{model}_unpublished",
        ),
    ]
    for field in by:
        fields = [field, "id"] if field.endswith("_day") else [field, *last]
        found.append(models.Index(fields=fields, name=f"{model}_{field}"))
    for field, usual in (unusual or {}).items():
        found.append(
            models.Index(
                fields=[field, *last],
                condition=~models.Q(**{field: usual}),
                name=f"{model}_{field}_unusual",
            )
        )
    return found


def code_constraint(model: str, field: str, vocabulary: Vocabulary) -> models.CheckConstraint:
    """The field holds a code of the vocabulary, or null where the column allows it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": vocabulary.codes}),
        name=f"{model}_{field}_known",
    )


def not_itself(model: str, field: str) -> models.CheckConstraint:
    """The row does not point at itself."""
    return models.CheckConstraint(
        condition=~models.Q(**{field: models.F("id")}) | models.Q(**{f"{field}__isnull": True}),
        name=f"{model}_{field}_not_itself",
    )


def merged_when_withdrawn(model: str) -> models.CheckConstraint:
    """Only what is withdrawn was merged into another record, and not into itself."""
    merged = models.Q(status="withdrawn") & ~models.Q(merged_into=models.F("id"))
    return models.CheckConstraint(
        condition=models.Q(merged_into__isnull=True) | merged,
        name=f"{model}_merged_when_withdrawn",
    )


def coordinate_constraint(model: str) -> models.CheckConstraint:
    """Both coordinates or neither, within WGS 84."""
    both = models.Q(latitude__isnull=False, longitude__isnull=False)  # a check lets null pass
    return models.CheckConstraint(
        condition=models.Q(latitude__isnull=True, longitude__isnull=True)
        | both
        & models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
        name=f"{model}_coordinates_on_earth",
    )


def is_slug(text: str) -> bool:
    """Whether a text could be a slug at all."""
    return len(text) <= MAX_SLUG and re.fullmatch(SLUG, text, re.ASCII) is not None
