"""The parameters of search."""

import base64
import binascii
import json
import math
from typing import Any, ClassVar

from django.db.models import Q
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from api.errors import bad_parameter, closest, listed
from api.filters import (
    BooleanFilter,
    NegatableFilter,
    NumberFilter,
    ParameterFilter,
    ParameterSet,
    SearchFilter,
    fault,
)
from api.pagination import CURSOR, MAX_LIMIT
from conflictdb.models.record import is_slug

from .page import SEARCHED, Key


class ResourceFilter(NegatableFilter):
    """Names of resources, as they stand in addresses."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "enum": list(SEARCHED)}

    def read(self, values: list[str]) -> list[str]:
        for value in values:
            if value not in SEARCHED:
                raise fault(
                    "unknown_code",
                    f"does not know {value!r}; accepted are {listed(SEARCHED)}.",
                    closest(value, SEARCHED),
                )
        return values


class CursorFilter(ParameterFilter):
    """Where a page begins: the key of the row before it, or after it in reverse."""

    schema: ClassVar[dict[str, Any]] = CURSOR

    def read(self, values: list[str]) -> tuple[bool, Key]:
        try:
            content = json.loads(base64.urlsafe_b64decode(values[0].encode("ascii")))
            reverse, rank, resource, slug = content
            whole = (
                isinstance(reverse, bool)
                and isinstance(rank, float)
                and math.isfinite(rank)
                and resource in SEARCHED
                and is_slug(slug)
            )
        except (ValueError, TypeError, RecursionError, binascii.Error):
            whole = False
        if not whole:
            raise fault(
                "bad_cursor",
                "is not one that search gave; take it whole from `next` or `previous`.",
            )
        return reverse, (rank, resource, slug)

    @staticmethod
    def written(key: Key, *, reverse: bool) -> str:
        content = json.dumps([reverse, *key], separators=(",", ":"))
        return base64.urlsafe_b64encode(content.encode()).decode("ascii")


class SearchParameters(ParameterSet):
    """The parameters of search."""

    further = ()

    q = SearchFilter(
        help_text="Words in any grammatical form, names in any common spelling or script; all must "
        'match. "Quoted phrases", `or` and -exclusion work.',
        example="Cavusoglu",
    )
    resource = ResourceFilter(help_text="Only these resources.", example="actors")
    limit = NumberFilter(low=1, high=MAX_LIMIT, help_text="How many records a page has at most.")
    cursor = CursorFilter(
        help_text="Where the page begins: taken from `next` or `previous`, never made up."
    )
    count = BooleanFilter(Q(), help_text="Whether to count all records that match.")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        if "q" not in data:
            detail = "q is missing: say what to search for, as in q=Cavusoglu."
            self.problems.append(bad_parameter("q", "missing", detail))

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        declared = super().parameters()
        for parameter in declared:
            parameter.required = parameter.name == "q"
        return declared
