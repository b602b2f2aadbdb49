"""All parameters of an operation, checked together."""

from collections import OrderedDict
from typing import Any, ClassVar

import django_filters
from django.http import QueryDict
from django_filters.filterset import FilterSetMetaclass
from drf_spectacular.utils import OpenApiParameter

from api.errors import bad_parameter, closest, listed
from api.pagination import PAGING

from .parameter import NegatableFilter, ParameterFilter
from .time import UpdatedAfterFilter
from .values import OwnSlugFilter


class NegatingMetaclass(FilterSetMetaclass):
    """Gives every filter over codes or slugs its negation, ``name__not``."""

    @classmethod
    def get_declared_filters(cls, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        declared = super().get_declared_filters(bases, attrs)
        for name, parameter in list(declared.items()):
            if isinstance(parameter, NegatableFilter) and not parameter.exclude:
                declared.setdefault(f"{name}__not", parameter.negation())
        return declared


class ParameterSet(django_filters.FilterSet, metaclass=NegatingMetaclass):
    """The parameters of one operation. Any other is an error that names it."""

    # Parameters that the view reads by itself.
    further: ClassVar[tuple[str, ...]] = ("fields",)

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        # Only the filters that the request names: a set has dozens.
        declared = type(self).base_filters
        self.base_filters = OrderedDict((name, declared[name]) for name in data if name in declared)
        super().__init__(data, *args, **kwargs)

    def problems(self) -> list[dict[str, Any]]:
        """Everything wrong with the request's parameters."""
        accepted = [*type(self).base_filters, *self.further]
        found = [
            bad_parameter(
                name[:100],
                "unknown_parameter",
                f"{name[:100]!r} is no parameter here; accepted are {listed(accepted)}.",
                closest(name, accepted),
            )
            for name in self.data or ()
            if name not in accepted
        ]
        for name, errors in self.form.errors.as_data().items():
            for error in errors:
                suggestion = (error.params or {}).get("suggestion")
                detail = f"{name} {error.message}"
                found.append(bad_parameter(name, error.code or "invalid", detail, suggestion))
        return found

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        """How OpenAPI describes the filters."""
        return [
            declared.parameter(name)
            for name, declared in cls.base_filters.items()
            if isinstance(declared, ParameterFilter)
        ]


class ResourceFilterSet(ParameterSet):
    """The parameters of a list: its filters, those that every list has, and those of paging."""

    further = PAGING

    slug = OwnSlugFilter(help_text="Identifiers of the records wanted.")
    updated_after = UpdatedAfterFilter(
        help_text="Changed at or after this instant; a date means its start in UTC."
    )
