"""A parameter: reads its values, complains in the one error shape, describes itself."""

import copy
import re
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, ClassVar, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter

from api.selection import Bound

MAX_VALUES = 500
MAX_LENGTH = 500

# A text that says something: a character beyond spaces and controls, and no NUL. Spelled out, as
# engines differ in what a space is.
SOMETHING = r"[^\s\u0000-\u001f\u007f-\u009f\ufeff]"
TEXT = rf"^[^\u0000]*{SOMETHING}[^\u0000]*$"


class ValuesWidget(forms.Widget):
    """All values of a parameter: repeated, or separated by commas."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        return [value for raw in data.getlist(name) for value in raw.split(",")]


class ValueWidget(forms.Widget):
    """The one value of a single-valued parameter, as it stands in the query."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        values: list[str] = data.getlist(name)
        return values


class ParameterField(forms.Field):
    """Reads a parameter's values with a function that complains by ValidationError."""

    def __init__(self, *, read: Callable[[list[str]], Any], many: bool) -> None:
        super().__init__(widget=ValuesWidget if many else ValueWidget, required=False)
        self.read, self.many = read, many

    def clean(self, value: list[str]) -> Any:
        if not all(re.search(SOMETHING, part.replace("\x00", "0")) for part in value):
            raise fault("empty", "has an empty value; leave the parameter out instead.")
        if not self.many and len(value) > 1:
            raise fault("repeated", f"is given {len(value)} times; it takes one value.")
        if len(value) > MAX_VALUES:
            raise fault("too_many", f"has {len(value)} values; it takes {MAX_VALUES} at most.")
        for part in value:
            if "\x00" in part or any("\ud800" <= letter <= "\udfff" for letter in part):
                raise fault("bad_character", "holds a character that no text can have.")
            if len(part) > MAX_LENGTH:
                raise fault(
                    "too_long",
                    f"has a value of {len(part)} characters; the most is {MAX_LENGTH}.",
                )
        return self.read(value)


def fault(code: str, detail: str, suggestion: str | None = None) -> ValidationError:
    """What a reader raises; the parameter's name is put before the detail."""
    return ValidationError(detail, code=code, params={"suggestion": suggestion})


class ParameterFilter(django_filters.Filter):
    """One parameter. ``where`` makes the condition that rows must meet, of the value as bound.

    ``schema`` is the JSON schema of one value; ``many`` parameters take several, meaning OR.
    """

    many = False
    most = MAX_VALUES
    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "maxLength": MAX_LENGTH,
        "pattern": TEXT,
    }

    def __init__(
        self,
        where: Callable[[Any], Q] | None = None,
        *,
        help_text: str,
        example: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.where, self.help_text, self.example = where, help_text, example

    @cached_property
    def field(self) -> "ParameterField":
        return ParameterField(read=self.read, many=self.many)

    def read(self, values: list[str]) -> Any:
        """The value that some texts say. Raises a fault."""
        return values[0]

    def shape(self, value: Any) -> Hashable:
        """What of the value changes the condition itself."""
        return None

    def narrow(self, queryset: QuerySet, name: str, shape: Any) -> QuerySet:
        """The rows that meet the condition, over the value bound by that name."""
        if self.where is None:
            return queryset
        return queryset.filter(self.where(Bound(name)))

    def parameter(self, name: str) -> OpenApiParameter:
        """How OpenAPI describes it."""
        schema = dict(self.schema)
        if self.many:
            schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": self.most}
        # In words: as a schema's example, tools that try requests would fill every field in.
        example = f" For example `{self.example}`." if self.example is not None else ""
        return OpenApiParameter(
            name,
            schema,
            description=f"{self.help_text}{example}",
            style="form" if self.many else None,
            explode=True if self.many else None,
        )


class NegatableFilter(ParameterFilter):
    """Several codes or slugs, meaning OR; ``name__not`` keeps the rows that match none."""

    many = True

    def condition(self, bound: Any) -> Q:
        """What a row must meet to match any of the values."""
        raise NotImplementedError

    def negation(self) -> Self:
        negated = copy.copy(self)
        negated.__dict__.pop("field", None)
        negated.exclude = True
        negated.help_text = f"Not: {self.help_text}"
        return negated

    def shape(self, value: Any) -> Hashable:
        """Whether it is one value: an index can give the order then."""
        return "one" if len(value) == 1 else "several"

    def bound(self, name: str, shape: Any) -> Any:
        """The expression that stands for the values."""
        return Bound(name, 0) if shape == "one" else Bound(name)

    def narrow(self, queryset: QuerySet, name: str, shape: Any) -> QuerySet:
        condition = self.condition(self.bound(name, shape))
        # Django's exclusion keeps the rows on which the condition is unknown (null).
        return queryset.exclude(condition) if self.exclude else queryset.filter(condition)
