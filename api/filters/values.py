"""Filters over codes, slugs, texts, numbers and words."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet

from api.errors import closest, listed
from api.schema import code_schema
from conflictdb.vocabularies import Vocabulary

from .parameter import NegatableFilter, ParameterFilter, fault


class ColumnFilter(NegatableFilter):
    """Values of a column. ``where`` is its path, or makes a condition of the values."""

    def __init__(self, where: str | Callable[[list[str]], Q], **kwargs: Any) -> None:
        self.where = where
        super().__init__(**kwargs)

    def read(self, values: list[str]) -> list[str]:
        return values

    def condition(self, values: list[str]) -> Q:
        if callable(self.where):
            return self.where(values)
        return Q(**{f"{self.where}__in": values})


class CodeFilter(ColumnFilter):
    """Codes of a vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        where: str | Callable[[list[str]], Q],
        **kwargs: Any,
    ) -> None:
        self.vocabulary = vocabulary
        self.schema = code_schema(vocabulary)  # type: ignore[misc]
        super().__init__(where, **kwargs)

    def read(self, values: list[str]) -> list[str]:
        for value in values:
            if value not in self.vocabulary:
                raise fault(
                    "unknown_code",
                    f"does not know {value!r}; accepted are {listed(self.vocabulary.codes)}.",
                    closest(value, self.vocabulary.codes),
                )
        return values


class OneCodeFilter(ParameterFilter):
    """One code of a vocabulary, for the view to read."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        self.schema = code_schema(vocabulary)  # type: ignore[misc]
        super().__init__(**kwargs)

    def read(self, values: list[str]) -> str:
        return CodeFilter.read(self, values)[0]  # type: ignore[arg-type]


class SlugFilter(ColumnFilter):
    """Slugs of published records of a model; ``where`` turns them into a condition."""

    def __init__(self, model: type[Model], where: Callable[[list[str]], Q], **kwargs: Any) -> None:
        self.named = model
        super().__init__(where, **kwargs)

    def read(self, values: list[str]) -> list[str]:
        published = self.named._default_manager.published()  # type: ignore[attr-defined]
        known = set(published.filter(slug__in=values).values_list("slug", flat=True))
        for value in values:
            if value not in known:
                name = self.named._meta.verbose_name
                slugs = published.order_by().values_list("slug", flat=True)[:20_000]
                raise fault(
                    "unknown_slug",
                    f"names no published {name}: {value!r}.",
                    closest(value, slugs),
                )
        return values


class OwnSlugFilter(SlugFilter):
    """Slugs of the records that the list itself shows."""

    model: type[Model]  # set by the filterset, from its queryset

    def __init__(self, **kwargs: Any) -> None:
        ColumnFilter.__init__(self, "slug", **kwargs)

    def read(self, values: list[str]) -> list[str]:
        self.named = self.model
        return super().read(values)


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
    """``true`` or ``false``."""

    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def read(self, values: list[str]) -> bool:
        if values[0] not in ("true", "false"):
            raise fault(
                "not_boolean",
                f"takes true or false, not {values[0]!r}.",
                closest(values[0].lower(), ["true", "false"]),
            )
        return values[0] == "true"


class NumberFilter(ParameterFilter):
    """A whole number from ``low`` to ``high``."""

    def __init__(
        self,
        apply: Callable[[QuerySet, Any], QuerySet] | None = None,
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
        super().__init__(apply, **kwargs)

    def read(self, values: list[str]) -> int:
        text = values[0]
        if not (text.isascii() and text.isdigit()):
            raise fault("not_a_number", f"takes a whole number, not {text[:40]!r}.")
        if len(text) > 19 or not self.low <= int(text) <= self.high:
            raise fault("out_of_range", f"takes a number from {self.low} to {self.high}.")
        return int(text)
