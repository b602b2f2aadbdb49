"""Filters over slugs: which records they name, and what belongs to those."""

import copy
from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Self

from django.db.models import Model, Q

from api.errors import closest
from api.selection import Slot
from api.snapshot import current, rows
from conflictdb.models import Record
from conflictdb.models.record import MAX_SLUG, SLUG

from .parameter import fault
from .values import ColumnFilter

# More records than this below a name are not listed one by one: the query walks the tree itself.
MOST_LISTED = 1000

SUGGESTED_FROM = 500


class SlugFilter(ColumnFilter):
    """Slugs of published records of a model. ``whole`` ones mean whatever lies below them too.

    ``where`` is the path of a foreign key, or makes a condition of the ids.
    """

    schema: ClassVar[dict[str, Any]] = {"type": "string", "maxLength": MAX_SLUG, "pattern": SLUG}

    def __init__(
        self,
        model: type[Model] | None,
        where: str | Callable[[Any], Q],
        *,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(where, **kwargs)
        self.named, self.whole = model, whole

    def read(self, values: list[str]) -> list[int] | list[str]:
        """The ids meant; the slugs again where those would be too many to list."""
        model: Any = self.named
        ids, known = _resolved(model, tuple(values), self.whole)
        for value in values:
            if value not in known:
                name = model._meta.verbose_name
                raise fault(
                    "unknown_slug",
                    f"names no published {name}: {value!r}.",
                    closest(value, _like(model, value)),
                )
        return values if len(ids) > MOST_LISTED else list(ids)

    def shape(self, value: list[int] | list[str]) -> Hashable:
        return "walk" if isinstance(value[0], str) else super().shape(value)

    def bound(self, name: str, shape: Any) -> Any:
        model: Any = self.named
        return (
            model.objects.ids_within(Slot(name, None))
            if shape == "walk"
            else super().bound(name, shape)
        )


class OwnSlugFilter(SlugFilter):
    """Slugs of the records that the list itself shows; its filterset names their model."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, "pk", **kwargs)

    def of(self, model: type[Model]) -> Self:
        """The filter of that model's list."""
        own = copy.copy(self)
        own.__dict__.pop("field", None)
        own.named = model
        return own


Resolved = tuple[frozenset[int], frozenset[str]]

_kept: dict[tuple[int, type[Model], tuple[str, ...], bool], Resolved] = {}


def _resolved(model: type[Record], slugs: tuple[str, ...], whole: bool) -> Resolved:
    """The ids that some slugs mean, and which of the slugs are known; kept for a revision."""
    moment = current()
    key = (moment.revision, model, slugs, whole)
    found = _kept.get(key) if moment.lasting else None
    if found is None:
        found = _resolve(model, slugs, whole)
        if moment.lasting:
            if len(_kept) > 5000:
                _kept.clear()
            _kept[key] = found
    return found


def _resolve(model: type[Record], slugs: tuple[str, ...], whole: bool) -> Resolved:
    table = model._meta.db_table
    sql = f"SELECT id, slug::text FROM {table} WHERE slug = ANY (%s) AND status = 'published'"
    if whole:
        sql = (
            f"WITH RECURSIVE tree AS ({sql} UNION SELECT below.id, NULL::text FROM {table} below"
            f" JOIN tree ON below.{model.tree_parent}_id = tree.id"
            f" WHERE below.status = 'published') SELECT id, slug FROM tree"
            f" LIMIT {MOST_LISTED + len(slugs) + 1}"
        )
    found = rows(sql, [list(slugs)])
    return frozenset(pk for pk, _ in found), frozenset(slug for _, slug in found if slug)


def _like(model: type[Record], slug: str) -> list[str]:
    """Slugs that begin as this one does, among which the closest is suggested."""
    sql = (
        f"SELECT slug FROM {model._meta.db_table}"
        f" WHERE status = 'published' AND slug LIKE %s ORDER BY slug LIMIT {SUGGESTED_FROM}"
    )
    for length in (4, 2, 0):
        start = slug[:length].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = [each for (each,) in rows(sql, [f"{start}%"])]
        if closest(slug, found):
            return found
    return []
