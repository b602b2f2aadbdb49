"""Pages by key: a total order, cut after the last row of the page before.

A cursor holds the ordering and the key of one row, so that a deep page costs what the first costs
and rows added or removed meanwhile cause no repeat and no miss. Nulls come last either way.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import (
    DateTimeField,
    Model,
    Q,
    QuerySet,
)
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from conflictdb.models.time_fact import LastsLong

from .errors import bad_parameter, closest, listed
from .ordering import Ordering, SortKey
from .selection import Bound, Edges, Selection
from .snapshot import rows

PAGING = ("limit", "cursor", "count", "fields", "ordering")
MAX_LIMIT = 500
CURSOR = {"type": "string", "pattern": "^[A-Za-z0-9_-]+={0,2}$"}
DEFAULT_LIMIT = 50
# A count goes no further: past it, one more row tells nobody anything and costs seconds.
MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Page:
    """The ids of some rows, and the addresses of the pages around them."""

    ids: list[int]
    next: str | None
    previous: str | None
    count: int | None

    def body(self, results: Iterable[bytes]) -> bytes:
        """The page as JSON; ``results`` are the records as JSON."""
        head: dict[str, Any] = {"next": self.next, "previous": self.previous}
        if self.count is not None:
            head["count"] = min(self.count, MOST_COUNTED)
            head["count_capped"] = self.count > MOST_COUNTED
        opening = json.dumps(head, ensure_ascii=False)[:-1].encode()
        return b"".join([opening, b', "results": [', b",".join(results), b"]}"])


class KeysetPaginator:
    """Cuts one page out of a queryset, as ``limit``, ``cursor``, ``ordering`` and ``count`` say.

    What is wrong with them stands in ``problems``; the page may be cut only when that is empty.
    """

    def __init__(
        self, request: Request, model: type[Model], columns: Mapping[str, str], default: str
    ) -> None:
        self.request, self.model = request, model
        self.parameters = request.query_params
        self.problems: list[dict[str, Any]] = []
        for name in ("limit", "cursor", "count", "ordering"):
            if len(self.parameters.getlist(name)) > 1:
                self._problem(name, "repeated", "takes one value.")
            elif self.parameters.get(name) == "":
                self._problem(
                    name,
                    "empty",
                    "has an empty value; leave the parameter out instead.",
                )
        self.ordering = self._ordering(columns, default)
        self.limit = self._limit()
        self.counted = self._counted()
        self.reverse, self.key = self._cursor()

    def _problem(self, name: str, code: str, detail: str, suggestion: str | None = None) -> None:
        if all(problem["parameter"] != name for problem in self.problems):
            self.problems.append(bad_parameter(name, code, f"{name} {detail}", suggestion))

    def _ordering(self, columns: Mapping[str, str], default: str) -> Ordering:
        text = self.parameters.get("ordering", default)
        parts = text.split(",")
        for part in parts:
            if part.removeprefix("-") not in columns:
                accepted = [*columns, *(f"-{key}" for key in columns)]
                self._problem(
                    "ordering",
                    "unknown_key",
                    f"does not know {part[:60]!r}; accepted are {listed(columns)}, "
                    "each also with a minus before it.",
                    closest(part, accepted),
                )
                return Ordering(default, columns, self.model)
        if len({part.removeprefix("-") for part in parts}) < len(parts):
            self._problem("ordering", "repeated_key", "takes each key once.")
            return Ordering(default, columns, self.model)
        return Ordering(text, columns, self.model)

    def _limit(self) -> int:
        text = self.parameters.get("limit", str(DEFAULT_LIMIT))
        if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_LIMIT:
            return int(text)
        self._problem("limit", "out_of_range", f"takes a whole number from 1 to {MAX_LIMIT}.")
        return DEFAULT_LIMIT

    def _counted(self) -> bool:
        text = self.parameters.get("count", "false")
        if text not in ("true", "false"):
            self._problem(
                "count",
                "not_boolean",
                "takes true or false.",
                closest(text, ["true", "false"]),
            )
        return text == "true"

    def _cursor(self) -> tuple[bool, list[Any] | None]:
        text = self.parameters.get("cursor")
        if text is None:
            return False, None
        try:
            ordering, reverse, *key = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
            values = [_read(value) for value in key]
            whole = (
                isinstance(reverse, bool)
                and len(values) == len(self.ordering.keys)
                and all(map(SortKey.takes, self.ordering.keys, values))
            )
        except (ValueError, TypeError, RecursionError, binascii.Error):
            whole, ordering, reverse, values = False, None, False, []
        if not whole or ordering != self.ordering.text:
            self._problem(
                "cursor",
                "bad_cursor",
                "is not one that this list gave for this ordering; "
                "take it whole from `next` or `previous`.",
            )
        return reverse, values

    def page(self, selection: Selection) -> Page:
        """One page of the rows that the parameters keep."""
        count = self._count(selection) if self.counted else None
        found: list[tuple[Any, ...]] = []
        for phase in self.ordering.phases(self.key, reverse=self.reverse):
            if len(found) <= self.limit:
                found += self._rows(selection, phase, self.limit + 1 - len(found))
        more, found = len(found) > self.limit, found[: self.limit]
        if self.reverse:
            found.reverse()
        has_next = bool(found) and (more or self.reverse)
        has_previous = bool(found) and (more if self.reverse else self.key is not None)
        return Page(
            [row[0] for row in found],
            self._address(found[-1], reverse=False) if has_next else None,
            self._address(found[0], reverse=True) if has_previous else None,
            count,
        )

    def _rows(self, selection: Selection, phase: bool | None, most: int) -> list[tuple[Any, ...]]:
        """The ids and keys of at most so many rows of a stretch of the order."""
        ordering, key, reverse = self.ordering, self.key, self.reverse
        nulls = None if key is None else tuple(value is None for value in key)
        edges = Edges() if phase is not False else selection.edges.get(ordering.columns[0], Edges())
        values = {**selection.values, "cursor": key}
        arms = []
        for arm in ("short", "long") if edges.first else ("whole",):
            query = selection.query(
                ("page", ordering.text, reverse, phase, nulls, arm),
                partial(self._arm, arm=arm, edges=edges, phase=phase),
            )
            arms.append((f"{query.sql} LIMIT %s", [*query.bound(values), most]))
        if len(arms) == 1:
            return rows(*arms[0], prepared=False)
        order = ", ".join(
            f"{place} {'DESC' if each.descending != reverse else 'ASC'}"
            for place, each in enumerate(ordering.keys, start=2)
        )
        whole = " UNION ALL ".join(f"({sql})" for sql, _ in arms)
        bound = [value for _, values in arms for value in values]
        sql = f"SELECT * FROM ({whole}) arms ORDER BY {order} LIMIT %s"
        return rows(sql, [*bound, most], prepared=False)

    def _arm(self, kept: QuerySet, *, arm: str, edges: Edges, phase: bool | None) -> QuerySet:
        """The rows of a stretch that last long, or those that do not, or all; between the edges."""
        column = self.ordering.columns[0]
        if edges.last:
            kept = kept.filter(**{f"{column}__lte": Bound(edges.last)})
        if arm != "whole":
            lasting = LastsLong(column.removesuffix("_earliest"))
            kept = kept.filter(lasting if arm == "long" else ~Q(lasting))
        if arm == "short":
            kept = kept.filter(**{f"{column}__gte": Bound(edges.first or "")})
        cut = self.ordering.cut(kept, self.key, phase, reverse=self.reverse)
        return cut.values_list("pk", *self.ordering.columns)

    def _count(self, selection: Selection) -> int:
        query = selection.query(
            "count", lambda kept: selection.entered(kept).order_by().values("pk")
        )
        ((count,),) = rows(
            f"SELECT count(*) FROM ({query.sql} LIMIT %s) counted",
            [*query.bound(selection.values), MOST_COUNTED + 1],
            prepared=False,
        )
        return int(count)

    def _address(self, row: tuple[Any, ...], *, reverse: bool) -> str:
        key = [
            _written(value, each.field)
            for value, each in zip(row[1:], self.ordering.keys, strict=True)
        ]
        content = json.dumps([self.ordering.text, reverse, *key], separators=(",", ":"))
        cursor = base64.urlsafe_b64encode(content.encode()).decode("ascii")
        return f"{self.address}cursor={quote(cursor)}"

    @cached_property
    def address(self) -> str:
        """The address asked for without its cursor: up to where that of another page goes."""
        others = [
            (name, value)
            for name, values in self.parameters.lists()
            if name != "cursor"
            for value in values
        ]
        query = f"{urlencode(others, safe=',:')}&" if others else ""
        return self.request.build_absolute_uri(f"{self.request.path}?{query}")


def paging_parameters(columns: Mapping[str, str], default: str) -> list[OpenApiParameter]:
    """How OpenAPI describes them."""
    keys = [*columns, *(f"-{name}" for name in columns)]
    pattern = "|".join(columns)
    return [
        OpenApiParameter(
            "limit",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_LIMIT,
                "default": DEFAULT_LIMIT,
            },
            description="How many records a page has at most.",
        ),
        OpenApiParameter(
            "cursor",
            CURSOR,
            description="Where the page begins: taken from `next` or `previous`, never made up.",
        ),
        OpenApiParameter(
            "count",
            {"type": "boolean", "default": False},
            description="Whether to count all records that match.",
        ),
        OpenApiParameter(
            "ordering",
            {
                "type": "string",
                "default": default,
                "pattern": f"^-?({pattern})(,-?({pattern}))*$",
            },
            description=f"Sort keys, separated by commas: {', '.join(keys)}.",
        ),
    ]


def _written(value: Any, field: Any) -> Any:
    """A key's value as JSON: times are told from texts by a leading ``@``."""
    if isinstance(value, str) and isinstance(field, DateTimeField):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return f"@{value.astimezone(UTC).isoformat()}"
    return f"={value}" if isinstance(value, str) else value


def _read(value: Any) -> Any:
    """The reverse of ``_written``. Raises ValueError, TypeError."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("no text has a NUL")
        value.encode()  # nor a lone surrogate
        if value.startswith("="):
            return value[1:]
        moment = datetime.fromisoformat(value.removeprefix("@"))
        if moment.tzinfo is None:
            raise ValueError("every time has an offset")
        return moment
    if value is None or (type(value) is int and abs(value) < 2**63):
        return value
    raise TypeError("not a key")
