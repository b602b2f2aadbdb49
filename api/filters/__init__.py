"""Filters: every query parameter is declared once, checked here, and documented from here.

A filter reads its values, complains in the one error shape, narrows a queryset and describes itself
to OpenAPI. Unknown parameters, empty ones, single-valued ones given twice, unknown codes and slugs
are errors, never silently ignored.
"""

from .filterset import ParameterSet, ResourceFilterSet
from .geography import LocatedFilterSet
from .parameter import NegatableFilter, ParameterFilter, fault
from .search import SearchFilter
from .slugs import SlugFilter
from .time import KnownAtFilter, TimeFilter
from .values import (
    BooleanFilter,
    CodeFilter,
    CountryFilter,
    LanguageFilter,
    NumberFilter,
    OneCodeFilter,
)

__all__ = [
    "BooleanFilter",
    "CodeFilter",
    "CountryFilter",
    "KnownAtFilter",
    "LanguageFilter",
    "LocatedFilterSet",
    "NegatableFilter",
    "NumberFilter",
    "OneCodeFilter",
    "ParameterFilter",
    "ParameterSet",
    "ResourceFilterSet",
    "SearchFilter",
    "SlugFilter",
    "TimeFilter",
    "fault",
]
