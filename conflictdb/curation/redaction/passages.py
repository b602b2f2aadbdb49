"""Passages: the texts and slugs in which a person's names stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from conflictdb.models import Actor, DocumentText, Record
from conflictdb.models.event import PARTS, RECORDS, tracked_columns

from .names import Names

# What accents are, where PostgreSQL looks for names: of Latin, Greek, Cyrillic, Hebrew and Arabic.
_ACCENTS = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]"
_SHORT = 100  # columns that hold less are codes
_PATIENCE = "10min"  # to read every text of a large dataset


@dataclass(frozen=True)
class Passage:
    """One text or slug that names the person, and what is to stand there instead."""

    model: type[models.Model]
    pk: int
    column: str
    text: str
    instead: str

    @property
    def key(self) -> str:
        return f"{self.model._meta.model_name}-{self.pk}-{self.column}"

    @property
    def label(self) -> str:
        return f"{self.model._meta.verbose_name}: {self.column.replace('_', ' ')}"


def find(actor: Actor, names: Names, neutral: str = "redacted-person") -> list[Passage]:
    """Every passage but the actor's own name, other names and slug, which always go."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{_PATIENCE}'")
    return [*_slugs(actor, names, neutral), *_texts(actor, names)]


def digest(passages: list[Passage]) -> str:
    """What tells whether these are the passages that a curator has seen."""
    told = "\n".join(f"{each.key}:{each.text}" for each in sorted(passages, key=lambda p: p.key))
    return sha256(told.encode()).hexdigest()


def _texts(actor: Actor, names: Names) -> Iterator[Passage]:
    for model in [*RECORDS, *PARTS]:
        for column in text_columns(model):
            for pk, value in holding(model._meta.db_table, "id", model, column, names):
                text = "\n".join(value) if isinstance(value, list) else value
                is_own = model is Actor and pk == actor.pk
                if not is_own and not _is_name_of(model, pk, actor) and names.are_in(text):
                    is_link = isinstance(model._meta.get_field(column), models.URLField)
                    instead = "" if is_link else names.taken_out(text)
                    yield Passage(model, pk, column, text, instead)


def _is_name_of(model: type[models.Model], pk: int, actor: Actor) -> bool:
    return PARTS.get(model) == "actor" and actor.names.filter(pk=pk).exists()


def _slugs(actor: Actor, names: Names, neutral: str) -> Iterator[Passage]:
    for model in RECORDS:
        holds = models.Q()
        for piece in names.slugs:
            holds |= models.Q(slug__contains=piece)
        for pk, slug in model._default_manager.filter(holds).values_list("pk", "slug"):
            if names.are_in_slug(slug) and not (model is Actor and pk == actor.pk):
                yield Passage(model, pk, "slug", slug, names.replaced_in_slug(slug, neutral))


def text_columns(model: type[models.Model]) -> list[str]:
    """The columns that hold words. A document's private text stays: nobody is shown it."""
    if model is DocumentText:
        return []
    return [name for name in tracked_columns(model) if _holds_words(model._meta.get_field(name))]


def _holds_words(column: Any) -> bool:
    if isinstance(column, ArrayField):
        column = column.base_field
    if column.choices or column.name == "slug":
        return False
    return isinstance(column, models.TextField) or (
        isinstance(column, models.CharField) and (column.max_length or 0) > _SHORT
    )


def holding(
    table: str, key: str, model: type[models.Model], column: str, names: Names
) -> list[tuple[int, Any]]:
    """The key and the value of each row of a table whose column may hold one of the names."""
    is_list = isinstance(model._meta.get_field(column), ArrayField)
    text = f"array_to_string({column}, E'\\n')" if is_list else column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {folded(text)} LIKE ANY(%s)",  # noqa: S608
            [_ACCENTS, patterns(names)],
        )
        return list(cursor.fetchall())


def folded(text: str) -> str:
    """SQL of a text without case and accents; takes ``_ACCENTS`` as a parameter."""
    return f"lower(regexp_replace(normalize({text}, NFKD), %s, '', 'g'))"


def patterns(names: Names) -> list[str]:
    escaped = (needle.replace("\\", "\\\\") for needle in names.needles)
    return [f"%{each.replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%" for each in escaped]


def is_public(record: Record) -> bool:
    """Whether readers know its slug."""
    return record.status in {"published", "withdrawn"}
