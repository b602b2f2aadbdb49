"""All parameters of an operation, checked together."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.filterset import FilterSetMetaclass
from drf_spectacular.utils import OpenApiParameter

from api.errors import bad_parameter, closest, listed
from api.pagination import PAGING
from api.selection import Edges, Selection
from conflictdb.models import Record

from .parameter import NegatableFilter, ParameterFilter
from .slugs import OwnSlugFilter
from .time import TimeFilter, UpdatedAfterFilter

# What other APIs call it, whose names are like those of something else here or like nothing.
ELSEWHERE = {
    "actor": ("claimant", "speaker"),
    "claimant": ("speaker",),
    "speaker": ("claimant",),
    "side": ("claimant_side", "speaker_side", "subject_side"),
    "type": ("kind",),
    "search": ("q",),
    "query": ("q",),
    "page": ("cursor",),
    "offset": ("cursor",),
    "page_size": ("limit",),
    "per_page": ("limit",),
    "sort": ("ordering",),
    "order_by": ("ordering",),
}


class NegatingMetaclass(FilterSetMetaclass):
    """Gives every filter over codes or slugs its negation, ``name__not``."""

    @classmethod
    def get_declared_filters(cls, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        declared = super().get_declared_filters(bases, attrs)
        for name, parameter in list(declared.items()):
            if isinstance(parameter, OwnSlugFilter) and "model" in attrs:
                declared[name] = parameter.of(attrs["model"])
            elif isinstance(parameter, NegatableFilter) and not parameter.exclude:
                declared.setdefault(f"{name}__not", parameter.negation())
        return declared


class ParameterSet(django_filters.FilterSet, metaclass=NegatingMetaclass):
    """The parameters of one operation, read from a query. Any other is an error that names it.

    ``values`` holds what each one says; it is whole only where ``problems`` is empty.
    """

    # Parameters that the view reads by itself.
    further: ClassVar[tuple[str, ...]] = ("fields",)
    base_filters: Any

    def __init__(self, data: QueryDict) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[dict[str, Any]] = []
        for name in data:
            parameter = self.base_filters.get(name)
            if parameter is not None:
                self._read(name, parameter.field, data)
            elif name not in self.further:
                self.problems.append(self._unknown(name))

    def _read(self, name: str, field: Any, data: QueryDict) -> None:
        try:
            self.values[name] = field.clean(field.widget.value_from_datadict(data, None, name))
        except ValidationError as error:
            suggestion = (error.params or {}).get("suggestion")
            detail = f"{name} {error.message}"
            self.problems.append(bad_parameter(name, error.code or "invalid", detail, suggestion))

    def _unknown(self, name: str) -> dict[str, Any]:
        accepted = [*self.base_filters, *self.further]
        plain = [each for each in accepted if not each.endswith("__not")]
        negated = next(
            (f", and negations such as {each}" for each in accepted if each not in plain), ""
        )
        detail = f"{name[:100]!r} is no parameter here; accepted are {listed(plain)}{negated}."
        meant = (each for each in ELSEWHERE.get(name, ()) if each in accepted)
        suggestion = next(meant, None) or closest(name, accepted)
        return bad_parameter(name[:100], "unknown_parameter", detail, suggestion)

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
    model: ClassVar[type[Record]]

    slug = OwnSlugFilter(help_text="Identifiers of the records wanted.")
    updated_after = UpdatedAfterFilter(
        help_text="Changed at or after this instant; a date means its start in UTC."
    )

    @property
    def selection(self) -> Selection:
        """The published records that the parameters keep."""
        shapes = {
            name: self.base_filters[name].shape(value) if name in self.base_filters else None
            for name, value in self.values.items()
        }
        edges: dict[str, Edges] = {}
        values = dict(self.values)
        for name, value in self.values.items():
            if isinstance(parameter := self.base_filters.get(name), TimeFilter):
                values[parameter.edge(edges)] = parameter.margin(value)
        key = (type(self), tuple(sorted(shapes.items(), key=lambda item: item[0])))
        return Selection(self.model, key, lambda rows: self.narrowed(rows, shapes), values, edges)

    @classmethod
    def narrowed(cls, queryset: QuerySet, shapes: Mapping[str, Any]) -> QuerySet:
        """The rows that meet the conditions of the parameters of these names and shapes."""
        for name, shape in shapes.items():
            queryset = cls.base_filters[name].narrow(queryset, name, shape)
        return queryset
