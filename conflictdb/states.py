"""States: a record as plain data, what tells two states apart, and writing one back.

A state has the shape of the fixtures: what a curator may write, references as ``["slug"]``, lists
of those, and under their related names the record's parts, which are rows that are no records. It
can be kept as JSON. Imports vocabularies, dates and models; may be imported by curation,
interchange and admin.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from conflictdb.models import ActorName, Claim, Hop, Participant, PlaceName, Record

Row = dict[str, Any]
State = dict[str, Any]

# What names a row: its slug, or for a part of a record, the record and what tells parts apart.
NATURAL_KEYS: dict[type[models.Model], tuple[str, ...]] = {
    PlaceName: ("place", "name", "language", "kind"),
    ActorName: ("actor", "name", "language", "kind"),
    Participant: ("incident", "actor", "role"),
    Hop: ("citation", "position"),
}

# Columns that the database or a curator's merging sets, no file and no state.
UNWRITTEN = {"created_at", "updated_at", "version", "merged_into", "search_vector"}


# Rows, as fixtures have them


def row_of(record: models.Model, related: Mapping[str, Iterable[Record]]) -> Row:
    """One record as fixture fields: scalars, slugs of what it refers to, and lists of slugs.

    ``related`` gives the records of each many-to-many field.
    """
    row: Row = {}
    for column in written(type(record)):
        value = getattr(record, column.name, None)
        if isinstance(value, Record):
            row[column.name] = [value.slug]
        else:
            row[column.name] = value.isoformat() if isinstance(value, date) else value
    for many in lists_of(type(record)):
        row[many.name] = sorted([target.slug] for target in related.get(many.name, ()))
    return row


def written(model: type[models.Model]) -> list[Any]:
    """The columns of a model that its file has."""
    columns: Any = model._meta.fields
    return [c for c in columns if c.serialize and c.name not in UNWRITTEN]


def lists_of(model: type[models.Model]) -> list[Any]:
    """The many-to-many fields of a model, but for those whose rows are parts of their own."""
    lists: Any = model._meta.many_to_many
    return [many for many in lists if many.remote_field.through._meta.auto_created]


def parts_of(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The models of a record's parts, by the related name under which a state has them."""
    found = {}
    for part in NATURAL_KEYS:
        owner: Any = part._meta.get_field(NATURAL_KEYS[part][0])
        if owner.related_model is model:
            found[str(owner.remote_field.related_name)] = part
    return found


# States


def state_of(record: Record) -> State:
    """The state of a stored record."""
    model = type(record)
    state = row_of(
        record, {many.name: getattr(record, many.name).all() for many in lists_of(model)}
    )
    for name, part in parts_of(model).items():
        foreign = [c.name for c in written(part) if c.is_relation]
        rows = getattr(record, name).select_related(*foreign)
        state[name] = sorted((_part_row(row) for row in rows), key=lambda row: _order(part, row))
    return state


def written_by_hand(model: type[models.Model]) -> list[Any]:
    """The columns that a curator writes: what follows from others, slug and status are not."""
    return [c for c in written(model) if c.editable and c.name not in ("slug", "status")]


def fields_of(model: type[models.Model]) -> list[str]:
    """The names under which a state has what a curator writes."""
    columns = [*written_by_hand(model), *lists_of(model)]
    return [*(column.name for column in columns), *parts_of(model)]


def merged(
    model: type[models.Model], base: State, now: State, mine: State
) -> tuple[State, list[str]]:
    """Two states that grew from one base, as one; and the fields that both changed apart.

    Of such a field the merged state has what is ``now``.
    """
    result, torn = dict(now), []
    for name in fields_of(model):
        if name not in mine or mine[name] in (base.get(name), now.get(name)):
            continue
        if now.get(name) == base.get(name):
            result[name] = mine[name]
        else:
            torn.append(name)
    return result, torn


def _part_row(part: models.Model) -> Row:
    row = row_of(part, {})
    del row[NATURAL_KEYS[type(part)][0]]
    return row


def _key(part: type[models.Model], row: Row) -> tuple[Any, ...]:
    """What tells a part from the others of its record."""
    values = [row.get(name) for name in NATURAL_KEYS[part][1:]]
    return tuple(value[0] if isinstance(value, list) else value for value in values)


def _order(part: type[models.Model], row: Row) -> tuple[Any, ...]:
    return tuple((value is not None, value) for value in _key(part, row))


# What tells two states apart


@dataclass(frozen=True)
class Said:
    """A piece of a field's content in words; of a reference with the record that it names."""

    text: str
    change: Literal["", "removed", "added"] = ""
    record: Record | None = None


@dataclass(frozen=True)
class Difference:
    """A field that differs, as a person reads it: what is removed before, what is added after."""

    field: str
    label: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    is_prose: bool = False  # the pieces are words of one text, else items of a list


def differences(model: type[Record], before: State, after: State) -> list[Difference]:
    """Each field in which two states of a model differ, in the order of its columns."""
    differing = [n for n in fields_of(model) if before.get(n) != after.get(n)]
    if not differing:
        return []
    named = _Named(model, differing, before, after)
    columns = {c.name: c for c in (*written_by_hand(model), *lists_of(model))}
    parts = parts_of(model)
    found = []
    for name in differing:
        column, old, new = columns.get(name), before.get(name), after.get(name)
        if column is None:
            label = f"{parts[name]._meta.verbose_name_plural}"
            sides = _apart(*(named.rows(parts[name], side) for side in (old, new)))
        elif _is_prose(column) and old and new:
            found.append(Difference(name, _label(model, column), *_words(old, new), True))
            continue
        else:
            label = _label(model, column)
            sides = _apart(*(named.items(column, side) for side in (old, new)))
        found.append(Difference(name, label, *sides))
    return [Difference(d.field, _capital(d.label), d.before, d.after, d.is_prose) for d in found]


class _Named:
    """Values in words, with the records that they name: one query for each model."""

    def __init__(self, model: type[models.Model], fields: list[str], *states: State) -> None:
        wanted: dict[type[Record], set[str]] = defaultdict(set)
        for state in states:
            for target, slugs in _references(model, {n: state.get(n) for n in fields}):
                wanted[target] |= slugs
        self.found = {
            (target, record.slug): record
            for target, slugs in wanted.items()
            for record in target._default_manager.filter(slug__in=slugs)
        }

    def items(self, column: Any, value: Any) -> list[Said]:
        if column.is_relation:
            slugs = [value] if column.many_to_one and value else value or []
            return [self.one(column, slug) for slug in slugs]
        values = value if isinstance(value, list) else [value]
        return [self.one(column, each) for each in values if each not in (None, "")]

    def one(self, column: Any, value: Any) -> Said:
        if column.is_relation:
            record = self.found.get((column.related_model, value[0]))
            return Said(str(record) if record else value[0], record=record)
        if isinstance(value, bool):
            return Said("Yes" if value else "No")
        inner = column.base_field if isinstance(column, ArrayField) else column
        return Said(str(dict(inner.flatchoices).get(value, value)))

    def rows(self, part: type[models.Model], rows: list[Row] | None) -> list[Said]:
        columns = [c for c in written(part) if c.name != NATURAL_KEYS[part][0]]
        return [
            Said(" · ".join(s.text for c in columns for s in self.items(c, row.get(c.name))))
            for row in rows or []
        ]


def _references(model: type[models.Model], state: State) -> Iterator[tuple[type[Record], set[str]]]:
    """The slugs that a state names, by model."""
    for column in written(model):
        if column.is_relation and state.get(column.name):
            yield column.related_model, {state[column.name][0]}
    for many in lists_of(model):
        yield many.related_model, {slug for (slug,) in state.get(many.name) or []}
    for name, part in parts_of(model).items():
        for row in state.get(name) or []:
            yield from _references(part, row)


def _apart(before: list[Said], after: list[Said]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    old, new = ({said.text for said in side} for side in (before, after))
    return (
        tuple(Said(s.text, "" if s.text in new else "removed", s.record) for s in before),
        tuple(Said(s.text, "" if s.text in old else "added", s.record) for s in after),
    )


def _is_prose(column: Any) -> bool:
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def _words(before: str, after: str) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """A text's two versions, word by word; the white space stays with the words."""
    old, new = (re.findall(r"\s*\S+|\s+$", text) for text in (before, after))
    left: list[Said] = []
    right: list[Said] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for operation, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        same = operation == "equal"
        for side, words, change in (
            (left, old[from_old:to_old], "removed"),
            (right, new[from_new:to_new], "added"),
        ):
            if words:
                side.append(Said("".join(words), "" if same else change))  # type: ignore[arg-type]
    return tuple(left), tuple(right)


def _label(model: type[Record], column: Any) -> str:
    for fact in model.time_facts:
        name = fact.name.replace("_", " ")
        for end, words in (("edtf", ""), ("timezone", ": time zone"), ("inferred", ": inferred")):
            if column.name == f"{fact.name}_{end}":
                return f"{name}{words}"
    return str(column.verbose_name)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


# Writing a state back


def put(
    record: Record,
    state: State,
    save: Callable[[Record], None],
    *,
    part_ids: Iterator[int] | None = None,
) -> None:
    """Write a state onto a record and its parts, in an open transaction.

    ``save`` saves the record once its columns are set. Slug and status stay, and so does the
    question of a claim where the rule finds it. What the state does not have stays as it is.
    ``part_ids`` gives the ids of new parts, where not the database does. Raises ValidationError
    where the state names a record that is gone.
    """
    model = type(record)
    state = {n: value for n, value in state.items() if not _follows(record, n, state)}
    targets = _targets(model, state)
    for column in written_by_hand(model):
        if column.name in state:
            _set(record, column, state[column.name], targets)
    save(record)
    for many in lists_of(model):
        if many.name in state:
            slugs = state[many.name]
            getattr(record, many.name).set([targets[many.related_model, slug] for (slug,) in slugs])
    for name, part in parts_of(model).items():
        if name in state:
            _put_parts(record, part, state[name], targets, part_ids)


def _follows(record: Record, name: str, state: State) -> bool:
    """Whether a field follows from others by rule."""
    if isinstance(record, Claim) and name == "question":
        return not state.get("question_fixed", record.question_fixed)
    # A state is its own side: a trigger sees to it when it is inserted.
    return record._state.adding and bool(state[name] == [record.slug])


_Targets = dict[tuple[type[Record], str], Record]


def _targets(model: type[Record], state: State) -> _Targets:
    """What a state refers to. Raises ValidationError where it is gone."""
    wanted: dict[type[Record], set[str]] = defaultdict(set)
    for target, slugs in _references(model, state):
        wanted[target] |= slugs
    found: _Targets = {}
    gone: list[str] = []
    for target, slugs in wanted.items():
        for record in target._default_manager.filter(slug__in=slugs):
            found[target, record.slug] = record
        missing = sorted(slug for slug in slugs if (target, slug) not in found)
        gone += [f"{target._meta.verbose_name} {slug}" for slug in missing]
    if gone:
        raise ValidationError(f"It refers to what is gone: {', '.join(gone)}.")
    return found


def _set(row: models.Model, column: Any, value: Any, targets: _Targets) -> None:
    if column.is_relation:
        value = targets[column.related_model, value[0]] if value else None
    else:
        value = column.to_python(value)
    setattr(row, column.name, value)


def _put_parts(
    record: Record,
    part: type[models.Model],
    rows: list[Row],
    targets: _Targets,
    ids: Iterator[int] | None,
) -> None:
    """Make the parts of a record those of a state; what is the same keeps its id."""
    owner = NATURAL_KEYS[part][0]
    columns = [column for column in written(part) if column.name != owner]
    stored = {
        _key(part, _part_row(each)): each
        for each in part._default_manager.filter(**{owner: record})
    }
    wanted = {_key(part, row): row for row in rows}
    for key, each in stored.items():
        if key not in wanted:
            each.delete()
    for key, row in wanted.items():
        each = stored.get(key) or part(**{owner: record}, pk=next(ids) if ids else None)
        if key in stored and _part_row(each) == row:
            continue
        for column in columns:
            if column.name in row:
                _set(each, column, row[column.name], targets)
        each.save(force_insert=key not in stored)
