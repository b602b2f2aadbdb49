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
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from .errors import BadParameters, bad_parameter, closest, listed

PAGING = ("limit", "cursor", "count", "fields", "ordering")
MAX_LIMIT = 500
DEFAULT_LIMIT = 50


@dataclass(frozen=True)
class SortKey:
    """One column of an ordering."""

    column: str
    descending: bool

    def order(self, *, reverse: bool) -> Any:
        column = F(self.column)
        if self.descending != reverse:
            return column.desc(nulls_first=True) if reverse else column.desc(nulls_last=True)
        return column.asc(nulls_first=True) if reverse else column.asc(nulls_last=True)

    def beyond(self, value: Any, *, reverse: bool) -> Q:
        """Rows that come after this value, or before it in reverse; nulls are last."""
        if value is None:
            return Q(**{f"{self.column}__isnull": False}) if reverse else Q(pk__in=[])
        compare = "lt" if self.descending != reverse else "gt"
        after = Q(**{f"{self.column}__{compare}": value})
        return after if reverse else after | Q(**{f"{self.column}__isnull": True})

    def equals(self, value: Any) -> Q:
        if value is None:
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: value})


class Ordering:
    """A total order: the keys asked for, then the slug, which no two rows share."""

    def __init__(self, text: str, columns: Mapping[str, str]) -> None:
        self.text = text
        self.keys = [
            SortKey(columns[part.removeprefix("-")], descending=part.startswith("-"))
            for part in text.split(",")
        ]
        if all(key.column != "slug" for key in self.keys):
            self.keys.append(SortKey("slug", descending=False))

    def beyond(self, values: list[Any], *, reverse: bool) -> Q:
        """The rows after a key in this order, or before it in reverse."""
        condition, prefix = Q(pk__in=[]), Q()
        for key, value in zip(self.keys, values, strict=True):
            condition |= prefix & key.beyond(value, reverse=reverse)
            prefix &= key.equals(value)
        return condition

    @property
    def columns(self) -> list[str]:
        return [key.column for key in self.keys]


@dataclass(frozen=True)
class Page:
    """The ids of some rows, and the addresses of the pages around them."""

    ids: list[int]
    next: str | None
    previous: str | None
    count: int | None

    def body(self, results: Iterable[str]) -> str:
        """The page as JSON; ``results`` are the records as JSON."""
        head = {"next": self.next, "previous": self.previous}
        counted = {} if self.count is None else {"count": self.count}
        opening = json.dumps({**head, **counted}, ensure_ascii=False)[:-1]
        return f'{opening}, "results": [{",".join(results)}]}}'


class KeysetPaginator:
    """Cuts one page out of a queryset, as ``limit``, ``cursor``, ``ordering`` and ``count`` say.

    What is wrong with them stands in ``problems``; the page may be cut only when that is empty.
    """

    def __init__(self, request: Request, columns: Mapping[str, str], default: str) -> None:
        self.request = request
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
                return Ordering(default, columns)
        if len({part.removeprefix("-") for part in parts}) < len(parts):
            self._problem("ordering", "repeated_key", "takes each key once.")
            return Ordering(default, columns)
        return Ordering(text, columns)

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
            whole = isinstance(reverse, bool) and len(values) == len(self.ordering.keys)
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

    def page(self, queryset: QuerySet) -> Page:
        count = queryset.count() if self.counted else None
        if self.key is not None:
            queryset = self._beyond(queryset, self.key)
        keys = [key.order(reverse=self.reverse) for key in self.ordering.keys]
        columns = ("pk", *self.ordering.columns)
        rows = list(queryset.order_by(*keys).values_list(*columns)[: self.limit + 1])
        more, rows = len(rows) > self.limit, rows[: self.limit]
        if self.reverse:
            rows.reverse()
        has_next = bool(rows) and (more or self.reverse)
        has_previous = bool(rows) and (more if self.reverse else self.key is not None)
        return Page(
            [row[0] for row in rows],
            self._address(rows[-1], reverse=False) if has_next else None,
            self._address(rows[0], reverse=True) if has_previous else None,
            count,
        )

    def _beyond(self, queryset: QuerySet, key: list[Any]) -> QuerySet:
        try:
            return queryset.filter(self.ordering.beyond(key, reverse=self.reverse))
        except (ValidationError, ValueError, TypeError) as error:
            # A made-up cursor whose key is not of the columns' types.
            self._problem("cursor", "bad_cursor", "is not one that this list gave.")
            raise BadParameters(self.problems) from error

    def _address(self, row: tuple[Any, ...], *, reverse: bool) -> str:
        key = [_written(value) for value in row[1:]]
        content = json.dumps([self.ordering.text, reverse, *key], separators=(",", ":"))
        parameters = self.parameters.copy()
        parameters["cursor"] = base64.urlsafe_b64encode(content.encode()).decode("ascii")
        path = self.request.path
        return self.request.build_absolute_uri(f"{path}?{parameters.urlencode(safe=',:')}")


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
            {"type": "string"},
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


def _written(value: Any) -> Any:
    """A key's value as JSON: times are told from texts by a leading ``@``."""
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
