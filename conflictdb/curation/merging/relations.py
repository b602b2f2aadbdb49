"""What points at a record, found in the models themselves, so that no relation is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from conflictdb.models import Hop, Question, Record
from conflictdb.models.name import Name


@dataclass(frozen=True)
class Relation:
    """A column that may point at a record: a reference, or a row of a list."""

    field: models.ForeignKey

    @property
    def model(self) -> type[models.Model]:
        return self.field.model

    @property
    def owner(self) -> models.ForeignKey | None:
        """Of a row that is no record: the column that names the record that it belongs to."""
        if issubclass(self.model, (Record, Name)):
            return None
        made_for: Any = self.model._meta.auto_created  # of a list's rows: whose list it is
        for field in self.model._meta.fields:
            if not isinstance(field, models.ForeignKey) or field == self.field:
                continue
            of = field.remote_field.model
            if of is made_for or (not made_for and field.remote_field.on_delete is models.CASCADE):
                return field
        return None

    @property
    def title(self) -> str:
        """The column in words: claim: subject; statement: co speakers."""
        made_for: Any = self.model._meta.auto_created
        if made_for:
            lists = made_for._meta.many_to_many
            name = next(many.name for many in lists if many.remote_field.through is self.model)
            return f"{made_for._meta.verbose_name}: {name.replace('_', ' ')}"
        return f"{self.model._meta.verbose_name}: {self.field.verbose_name}"

    def rows(self, record: Record) -> models.QuerySet:
        """All rows that point at a record, but for the record itself: a state is its own side."""
        rows = self.model._default_manager.filter(**{self.field.name: record})
        return rows.exclude(pk=record.pk) if self.model is type(record) else rows

    def moving(self, loser: Record, survivor: Record) -> models.QuerySet:
        """The rows to be pointed at the survivor, with those that would then say a thing twice."""
        rows = self.rows(loser)
        if self.model is type(survivor):
            rows = rows.exclude(pk=survivor.pk)  # its own columns are chosen one by one
        if self.model is Question:
            # Those of the rule become the survivor's (see ``meeting``), and tell what they were.
            rows = rows.filter(by_rule=False, merged_into__isnull=True)
        return rows

    def twice(self, loser: Record, survivor: Record) -> models.QuerySet:
        """Of the moving rows those that say what a row of the survivor's says already."""
        rows = self.moving(loser, survivor)
        if issubclass(self.model, Record):
            return rows.none()
        alike = Q()
        for others in self._unique_with():
            same = self.model._default_manager.filter(**{self.field.name: survivor})
            alike |= Q(Exists(same.filter(**{name: OuterRef(name) for name in others})))
        if self.model is Hop:  # nobody relays to himself
            beside = Q(position=OuterRef("position") - 1) | Q(position=OuterRef("position") + 1)
            same = Hop._default_manager.filter(beside, citation=OuterRef("citation"))
            alike |= Q(Exists(same.filter(actor=survivor.pk)))
        for column in self._said_of_owner():
            alike |= Q(**{column: survivor})
        return rows.filter(alike) if alike else rows.none()

    def _unique_with(self) -> Iterator[list[str]]:
        meta = self.model._meta
        constraints = [
            constraint.fields
            for constraint in meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
        ]
        for names in (*constraints, *meta.unique_together):
            if self.field.name in names:
                yield [name for name in names if name != self.field.name]

    def _said_of_owner(self) -> Iterator[str]:
        """What the owner says of the record already, in a column of its own.

        Who speaks is no joint speaker, and the principal place no further one.
        """
        column = {"statement_co_speakers": "speaker", "incident_places": "place"}
        name = column.get(str(self.model._meta.model_name))
        if name and self.owner:
            yield f"{self.owner.name}__{name}"


def relations_to(model: type[models.Model]) -> list[Relation]:
    """Every column that points at a model's records, rows of lists included.

    What is not editable follows from other columns or tells what was merged; what the database
    does not protect is history, and keeps what it said.
    """
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    found = [
        relation.field
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]
    return [Relation(field) for field in found if field.editable and field.db_constraint]


def move(relation: Relation, loser: Record, survivor: Record, moment: datetime) -> dict[type, list]:
    """Point at the survivor what pointed at the loser. Returns the records changed, by model."""
    rows = relation.moving(loser, survivor)
    changed: dict[type, list] = {}
    owner = relation.owner
    if issubclass(relation.model, Record):
        changed[relation.model] = list(rows.values_list("pk", flat=True))
        rows.update(**{relation.field.name: survivor}, version=F("version") + 1, updated_at=moment)
    else:
        of = owner.remote_field.model if owner else None
        ids = set(rows.values_list(owner.attname, flat=True)) if owner else set()
        twice = relation.twice(loser, survivor)
        gaps = set(twice.values_list("citation", flat=True)) if relation.model is Hop else set()
        twice.delete()
        relation.moving(loser, survivor).update(**{relation.field.name: survivor})
        _close_gaps(gaps)
        if of and issubclass(of, Record) and ids:
            changed[of] = list(ids)
            owners = of._default_manager.filter(pk__in=ids)
            owners.update(version=F("version") + 1)
    return changed


def _close_gaps(citations: set[int]) -> None:
    """Count the hops of these citations from one again."""
    for citation in citations:
        for position, hop in enumerate(Hop.objects.filter(citation=citation), 1):
            if hop.position != position:
                Hop.objects.filter(pk=hop.pk).update(position=position)
