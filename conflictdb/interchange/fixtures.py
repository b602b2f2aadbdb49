"""Fixtures: ordinary Django JSON fixtures with natural keys, written from annotations and loaded.

The files are numbered in the order in which references need them, so that ``loaddata`` takes them
as the shell sorts them. ``load`` does the same faster, checks every row, and loads all or nothing.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from conflictdb import questions
from conflictdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Hop,
    Incident,
    Participant,
    Place,
    PlaceName,
    Question,
    Record,
    RedactedSlug,
    Statement,
    StatementLink,
)
from conflictdb.models.rules import broken_rule, refusal_in_words
from conflictdb.states import NATURAL_KEYS, Row, lists_of, row_of, written

FILES: dict[str, tuple[type[models.Model], ...]] = {
    "01_places.json": (Place, PlaceName),
    "02_actors.json": (Actor, ActorName, Affiliation),
    "03_documents.json": (Document,),
    "04_incidents.json": (Incident, Participant),
    "05_questions.json": (Question,),
    "06_statements.json": (Statement, StatementLink),
    "07_claims.json": (Claim, ClaimLink),
    "08_citations.json": (Citation, Hop),
}

Progress = Callable[[str], None]


class FixtureError(Exception):
    """A fixture that cannot be loaded: file, record, field and reason. Nothing was loaded."""

    def __init__(self, file: str, record: str, field_name: str, reason: str) -> None:
        where = ": ".join(part for part in (file, record, field_name) if part)
        super().__init__(f"{where}: {reason}" if where else reason)


@dataclass
class Loaded:
    """What a load did, counted over all models."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    redacted: int = 0  # left as a redaction made them


# Writing


def write(folder: Path, rows: dict[type[models.Model], list[Row]]) -> None:
    """Write every fixture file, each replaced whole."""
    for name, kinds in FILES.items():
        lines = [
            json.dumps({"model": model._meta.label_lower, "fields": row}, ensure_ascii=False)
            for model in kinds
            for row in rows.get(model, [])
        ]
        partial = folder / f"{name}.partial"
        partial.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
        partial.replace(folder / name)


def in_reference_order(records: Iterable[Record]) -> list[Record]:
    """Order records by slug, but each after those of its own model that it refers to."""
    ordered: dict[str, Record] = {}

    def visit(record: Record, above: frozenset[str]) -> None:
        if record.slug in ordered or record.slug in above:
            return
        for column in record._meta.fields:
            target = getattr(record, column.name, None) if column.is_relation else None
            if isinstance(target, type(record)):
                visit(target, above | {record.slug})
        ordered[record.slug] = record

    for record in sorted(records, key=lambda record: record.slug):
        visit(record, frozenset())
    return list(ordered.values())


# Loading


def load(folder: Path, *, overwrite: bool = False, progress: Progress = print) -> Loaded:
    """Load every fixture file of a folder, any number of times, with the same result.

    Records that were edited in the admin since are refused unless ``overwrite``. Raises
    FixtureError; then nothing of the load remains.
    """
    loaded = Loaded()
    with transaction.atomic():
        _load(folder, overwrite, progress, loaded)
    if loaded != Loaded(unchanged=loaded.unchanged):
        _take_statistics()
    return loaded


def _take_statistics() -> None:
    """Let PostgreSQL know the tables now: until it looks by itself, its plans are bad."""
    every = apps.get_app_config("conflictdb").get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in every)}")


def _load(folder: Path, overwrite: bool, progress: Progress, loaded: Loaded) -> None:
    tables: dict[type[models.Model], _Table] = {}
    for name, kinds in FILES.items():
        rows = _read(folder / name, kinds)
        for model in kinds:
            tables[model] = _Table(model, name, tables, loaded, overwrite)
            tables[model].load(rows[model])
        progress(f"{name}: {sum(map(len, rows.values()))} rows")
    edited = [slug for table in tables.values() for slug in table.refused]
    if edited:
        raise FixtureError(
            "",
            "",
            "",
            f"{len(edited)} records were edited in the admin since they were loaded "
            f"({', '.join(edited[:10])}); load with --overwrite to replace those edits",
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise FixtureError("", "", "", reason_of(error)) from error
    questions.refresh(Question.objects.values_list("id", flat=True))
    in_files = [slug for (slug,) in tables[Question].in_file]
    others = Question.objects.exclude(slug__in=in_files)
    loaded.removed += questions.remove_unanswered(others.values_list("id", flat=True))


def reason_of(error: IntegrityError) -> str:
    """A database's refusal in one sentence: the constraint that was broken, and its words."""
    name, message = broken_rule(error)
    words = refusal_in_words(error)[1].rstrip(".")
    return f"breaks the rule {name} ({words})" if name else message


def _read(path: Path, kinds: Sequence[type[models.Model]]) -> dict[type[models.Model], list[Row]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FixtureError(path.name, "", "", f"cannot be read: {error}") from error
    if not isinstance(content, list):
        raise FixtureError(path.name, "", "", "is not a list of records")
    rows: dict[type[models.Model], list[Row]] = {model: [] for model in kinds}
    for number, entry in enumerate(content, 1):
        try:
            rows[apps.get_model(entry["model"])].append(dict(entry["fields"]))
        except (LookupError, TypeError, ValueError) as error:
            expected = " or ".join(model._meta.label_lower for model in kinds)
            raise FixtureError(
                path.name,
                f"record {number}",
                "model",
                f"is not one of {expected}, with fields",
            ) from error
    return rows


def key_of_row(model: type[models.Model], row: Row) -> tuple[Any, ...]:
    """The natural key of a row, references to other records as their slugs."""
    values = [row.get(name) for name in NATURAL_KEYS.get(model, ("slug",))]
    return tuple(value[0] if isinstance(value, list) else value for value in values)


class _Table:
    """The rows of one model: what the database has, what the file says."""

    def __init__(
        self,
        model: type[models.Model],
        file: str,
        tables: "dict[type[models.Model], _Table]",
        loaded: Loaded,
        overwrite: bool,
    ) -> None:
        self.model, self.file, self.tables = model, file, tables
        self.loaded, self.overwrite = loaded, overwrite
        self.ids: dict[tuple[Any, ...], int] = {}
        self.in_file: set[tuple[Any, ...]] = set()
        self.refused: list[str] = []
        self.redacted: dict[str, str] = {}  # slugs that a redaction touched: now
        self.columns = written(model)
        self.many = lists_of(model)
        self.owner = NATURAL_KEYS[model][0] if model in NATURAL_KEYS else None
        owned: Any = model._meta.get_field(self.owner).related_model if self.owner else model
        self.owned: type[models.Model] = owned
        kind = ContentType.objects.get_for_model(self.owned)
        entries = LogEntry.objects.filter(content_type=kind)
        self.edited = set(entries.values_list("object_id", flat=True))

    def load(self, rows: list[Row]) -> None:
        existing = self._existing()
        self.ids = {key: record.pk for key, (record, _) in existing.items()}
        if issubclass(self.model, Record):
            self.redacted = self._redacted(self.model, rows)
        for given in rows:
            key = self._key(given)
            if key[0] in self.tables[self.owned].redacted:
                self.loaded.redacted += 1
                continue
            row = self._renamed(given)
            key = self._key(row)
            self.in_file.add(key)
            old, old_row = existing.get(key, (None, {}))
            if old is not None and _settled(row) == _settled(old_row):
                self.loaded.unchanged += 1
            elif self._may_change(old):
                self._save(row, key, old)
        if self.owner:
            self._remove_others(existing)

    def _key(self, row: Row) -> tuple[Any, ...]:
        """The natural key of a row. Raises FixtureError."""
        names = NATURAL_KEYS.get(self.model, ("slug",))
        for name in names:
            value = row.get(name)
            if not isinstance(value, str | int | None) and not _is_reference(value):
                raise FixtureError(self.file, "", name, f"{value!r} does not name a record")
        return key_of_row(self.model, row)

    def _redacted(self, model: type[Record], rows: list[Row]) -> dict[str, str]:
        """Of the rows' slugs those of redacted records, which a file must not undo."""
        slugs = [row["slug"] for row in rows if isinstance(row.get("slug"), str)]
        found = RedactedSlug.objects.named(model, slugs)
        now = model._default_manager.in_bulk([each.record_id for each in found.values()])
        return {
            slug: now[each.record_id].slug if each.record_id in now else slug
            for slug, each in found.items()
        }

    def _renamed(self, row: Row) -> Row:
        """The row with what it refers to by the slugs that redactions gave."""
        relations = [c for c in (*self.columns, *self.many) if c.is_relation]
        renamed = dict(row)
        for relation in relations:
            now = self.tables[relation.related_model].redacted
            value = row.get(relation.name)
            if now and isinstance(value, list) and _is_reference(value):
                renamed[relation.name] = [now.get(value[0], value[0])]
            elif now and relation.many_to_many and isinstance(value, list):
                renamed[relation.name] = sorted(
                    [now.get(each[0], each[0])] if _is_reference(each) else each for each in value
                )
        return renamed

    def _existing(self) -> dict[tuple[Any, ...], tuple[models.Model, Row]]:
        foreign = [c.name for c in self.columns if isinstance(c, models.ForeignKey)]
        records = self.model._default_manager.select_related(*foreign).prefetch_related(
            *[many.name for many in self.many]
        )
        rows = [
            (
                record,
                row_of(
                    record,
                    {many.name: getattr(record, many.name).all() for many in self.many},
                ),
            )
            for record in records.order_by("pk")
        ]
        return {key_of_row(self.model, row): (record, row) for record, row in rows}

    def _may_change(self, old: models.Model | None) -> bool:
        if old is None or self.overwrite:
            return True
        owner = getattr(old, f"{self.owner}_id") if self.owner else old.pk
        if str(owner) in self.edited:
            self.refused.append(old.slug if isinstance(old, Record) else str(old))
            return False
        return True

    def _save(self, row: Row, key: tuple[Any, ...], old: models.Model | None) -> None:
        name = str(key[0])
        values, many = self._values(row, name)
        record = self.model(**values)
        try:
            with transaction.atomic():
                if old is None:
                    record.save(force_insert=True)
                    self.loaded.created += 1
                else:
                    self._replace(record, old)
                    self.loaded.updated += 1
        except ValidationError as error:
            raise FixtureError(self.file, name, "", " ".join(error.messages)) from error
        except IntegrityError as error:
            raise FixtureError(self.file, name, "", reason_of(error)) from error
        self.ids[key] = record.pk
        for column in self.columns:
            if column.related_model is self.model and row[column.name] == [row.get("slug")]:
                self.model._default_manager.filter(pk=record.pk).update(**{column.name: record.pk})
        for many_name, ids in many.items():
            getattr(record, many_name).set(ids)

    def _replace(self, record: models.Model, old: models.Model) -> None:
        record.pk, record._state.adding = old.pk, False
        names = [column.name for column in self.columns]
        if isinstance(record, Record) and isinstance(old, Record):
            record.version = old.version
            names += ["version", "updated_at"]
        record.save(update_fields=names)

    def _values(self, row: Row, name: str) -> tuple[Row, dict[str, list[int]]]:
        """The row as column values, references as ids. Raises FixtureError."""
        known = {column.name for column in (*self.columns, *self.many)}
        for field_name in row.keys() ^ known:
            reason = "is missing" if field_name in known else "is not a field of this model"
            raise FixtureError(self.file, name, field_name, reason)
        values: Row = {}
        for column in self.columns:
            value = row[column.name]
            if isinstance(column, models.ForeignKey):
                # A record that refers to itself has no id to refer to before it is inserted.
                own = value == [row.get("slug")] and column.related_model is self.model
                values[column.attname] = (
                    self.ids.get((name,)) if own else self._id(column, value, name)
                )
            else:
                try:
                    values[column.name] = column.clean(value, None)
                except ValidationError as error:
                    reason = " ".join(error.messages)
                    raise FixtureError(self.file, name, column.name, reason) from error
        many = {}
        for relation in self.many:
            targets = row[relation.name]
            if not isinstance(targets, list):
                raise FixtureError(self.file, name, relation.name, f"{targets!r} is not a list")
            found = [self._id(relation, target, name) for target in targets]
            many[relation.name] = [pk for pk in found if pk is not None]
        return values, many

    def _id(self, relation: Any, value: Any, name: str) -> int | None:
        if value is None:
            return None
        if not _is_reference(value):
            reason = f"{value!r} is not a reference such as ['slug']"
            raise FixtureError(self.file, name, relation.name, reason)
        found = self.tables[relation.related_model].ids.get(tuple(value))
        if found is None:
            reason = f"no {relation.related_model._meta.verbose_name} is named {value[0]!r}"
            raise FixtureError(self.file, name, relation.name, reason)
        return found

    def _remove_others(
        self,
        existing: dict[tuple[Any, ...], tuple[models.Model, Row]],
    ) -> None:
        """Remove parts that the files no longer have, of records that the files do have."""
        owners = self.tables[self.owned].in_file
        for key, (part, _) in existing.items():
            if key not in self.in_file and key[:1] in owners and self._may_change(part):
                part.delete()
                self.loaded.removed += 1


def _is_reference(value: object) -> bool:
    """Whether a value names another record as fixtures do: a list of its slug alone."""
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)


def _settled(row: Row) -> Row:
    """A row without what ``questions.refresh`` makes of other rows."""
    made = {*questions.SUMMARY_COLUMNS, "is_latest", *(["status"] if "reasons" in row else [])}
    return {name: value for name, value in row.items() if name not in made}
