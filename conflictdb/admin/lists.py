"""Lists of records at any size: what is found by words, and how far is counted."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property

from conflictdb.models import Record
from conflictdb.models.record import MAX_SLUG
from conflictdb.models.search import Matches, search_beginning

# Past it a count tells nobody anything, costs seconds, and nobody turns so many pages.
COUNTED = 1000
_LONGEST = 300  # characters that are searched for: PostgreSQL refuses longer words than some


class CappedPaginator(Paginator):
    """Counts, and turns pages, as far as ``COUNTED``."""

    template_name = "admin/conflictdb/pagination.html"

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if not isinstance(rows, models.QuerySet):
            return len(rows)
        # In the list's own order, for which there is an index: without, all may be read.
        return rows.values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def capped(self) -> bool:
        return self._counted > COUNTED


def found_by_words(
    records: models.QuerySet, words: str, related: tuple[str, ...]
) -> models.QuerySet:
    """Those of the records that words name: by themselves, by their slug, or by what they refer to.

    ``related`` are paths to records by whose names these are found: a claim by its speaker. Each
    way of finding is a query of its own, which an index serves, and which ends when it has found as
    many as a list counts; one query with "or" between them, or in an order, would read every row.
    """
    found: set[Any] = set()
    for condition in _ways(records.model, words, related):
        some = records.filter(condition).order_by().values_list("pk", flat=True)
        found.update(some[: COUNTED + 1])
    return records.filter(pk__in=found)


def _ways(model: type[models.Model], words: str, related: tuple[str, ...]) -> Iterator[Any]:
    columns = {column.name for column in model._meta.get_fields()}
    query = search_beginning(words[:_LONGEST])
    if "search_vector" in columns:
        yield Matches(models.F("search_vector"), query)
    for path in related:
        yield Matches(models.F(f"{path}__search_vector"), query)
    slug = words.strip().lower()
    if issubclass(model, Record) and 0 < len(slug) <= MAX_SLUG and " " not in slug:
        yield models.Q(slug__startswith=slug)
    if "url" in columns and "://" in words:
        yield models.Q(url=words.strip())
