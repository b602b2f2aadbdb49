"""The filter over words."""

from typing import Any

from django.db.models import F, QuerySet, TextField

from api.selection import Bound
from conflictdb.models.search import Matches, search_query

from .parameter import ParameterFilter


class SearchFilter(ParameterFilter):
    """Words in what a record is found by, in any form and spelling."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "Words in any grammatical form, names in any common spelling; "
            '"quoted phrases", `or` and -exclusion work.',
        )
        super().__init__(**kwargs)

    def narrow(self, queryset: QuerySet, name: str, shape: Any) -> QuerySet:
        words = search_query(Bound(name, output_field=TextField()))
        return queryset.filter(Matches(F("search_vector"), words))
