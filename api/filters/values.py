"""Filters over codes, texts, numbers and words."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from api.errors import closest, listed
from api.schema import code_schema
from conflictdb.vocabularies import Vocabulary

from .parameter import NegatableFilter, ParameterFilter, fault


class ColumnFilter(NegatableFilter):
    """Values of a column. ``where`` is its path, or makes a condition of the bound values."""

    def __init__(self, where: str | Callable[[Any], Q], **kwargs: Any) -> None:
        self.path = where if isinstance(where, str) else None
        super().__init__(None if isinstance(where, str) else where, **kwargs)

    def read(self, values: list[str]) -> Any:
        return values

    def condition(self, bound: Any) -> Q:
        return self.where(bound) if self.where else Q(**{f"{self.path}__any": bound})


class CodeFilter(ColumnFilter):
    """Codes of a vocabulary; where the column holds others, ``meaning`` says which they mean."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        where: str | Callable[[Any], Q],
        *,
        meaning: Callable[[list[str]], list[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.vocabulary, self.meaning = vocabulary, meaning
        self.schema = code_schema(vocabulary)  # type: ignore[misc]
        super().__init__(where, **kwargs)

    def read(self, values: list[str]) -> list[str]:
        require_codes(self.vocabulary, values)
        return self.meaning(values) if self.meaning else values


class OneCodeFilter(ParameterFilter):
    """One code of a vocabulary, for the view to read."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        self.schema = code_schema(vocabulary)  # type: ignore[misc]
        super().__init__(**kwargs)

    def read(self, values: list[str]) -> str:
        require_codes(self.vocabulary, values)
        return values[0]


def require_codes(vocabulary: Vocabulary, values: list[str]) -> None:
    """Raise a fault where a value is no code of the vocabulary."""
    for value in values:
        if value not in vocabulary:
            raise fault(
                "unknown_code",
                f"does not know {value!r}; accepted are {listed(vocabulary.codes)}.",
                closest(value, vocabulary.codes),
            )


class CountryFilter(ColumnFilter):
    """ISO 3166-1 alpha-2 codes."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "^[A-Z]{2}$"}

    def read(self, values: list[str]) -> list[str]:
        for value in values:
            if not re.fullmatch("[A-Z]{2}", value):
                raise fault(
                    "bad_country",
                    f"takes ISO 3166-1 alpha-2 codes such as AM, not {value!r}.",
                    value.upper() if re.fullmatch("[A-Za-z]{2}", value) else None,
                )
        return values


class LanguageFilter(ColumnFilter):
    """ISO 639 codes."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "^[a-z]{2,3}$"}

    def read(self, values: list[str]) -> list[str]:
        for value in values:
            if not re.fullmatch("[a-z]{2,3}", value):
                raise fault(
                    "bad_language",
                    f"takes ISO 639 codes such as en, not {value!r}.",
                    value.lower() if re.fullmatch("[A-Za-z]{2,3}", value) else None,
                )
        return values


class BooleanFilter(ParameterFilter):
    """``true`` or ``false``: a condition, or its contrary for the rows on which it is not met."""

    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def __init__(self, condition: Q, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.condition = condition

    def read(self, values: list[str]) -> bool:
        if values[0] not in ("true", "false"):
            raise fault(
                "not_boolean",
                f"takes true or false, not {values[0]!r}.",
                closest(values[0].lower(), ["true", "false"]),
            )
        return values[0] == "true"

    def shape(self, value: bool) -> bool:
        return value

    def narrow(self, queryset: QuerySet, name: str, shape: Any) -> QuerySet:
        return queryset.filter(self.condition) if shape else queryset.exclude(self.condition)


class NumberFilter(ParameterFilter):
    """A whole number from ``low`` to ``high``."""

    def __init__(
        self,
        where: Callable[[Any], Q] | None = None,
        *,
        low: int = 0,
        high: int = 2**63 - 1,
        **kwargs: Any,
    ) -> None:
        self.low, self.high = low, high
        self.schema = {  # type: ignore[misc]
            "type": "integer",
            "minimum": low,
            "maximum": high,
        }
        super().__init__(where, **kwargs)

    def read(self, values: list[str]) -> int:
        text = values[0]
        if not (text.isascii() and text.isdigit()):
            raise fault("not_a_number", f"takes a whole number, not {text[:40]!r}.")
        if len(text) > 19 or not self.low <= int(text) <= self.high:
            raise fault("out_of_range", f"takes a number from {self.low} to {self.high}.")
        return int(text)
