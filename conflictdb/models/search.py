"""Search: what a record is found by, and what asks for it.

Both are computed by functions of the database (``migrations/0005_search.sql``): words by their
English stems, names by spelling. A record's vector is a column of its own row, with an index.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import PostgresOperatorLookup

MEANING = "What search finds the record by; the database keeps it."


def vector_of(*, names: str | None = None, prose: str | None = None) -> models.GeneratedField:
    """The vector of a record whose words stand in its own row: a title, a gist."""
    texts = [
        models.F(column) if column else Cast(models.Value(None), models.TextField())
        for column in (names, prose)
    ]
    return models.GeneratedField(
        expression=models.Func(*texts, function="conflictdb_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
        serialize=False,
        help_text=MEANING,
    )


def vector_of_names() -> SearchVectorField:
    """The vector of a record that has further names: a trigger keeps it."""
    return SearchVectorField(null=True, editable=False, serialize=False, help_text=MEANING)


def name_key() -> models.GeneratedField:
    """The words of a name as skeletons, in alphabetical order: equal for what is named alike."""
    return models.GeneratedField(
        expression=models.Func(models.F("name"), function="conflictdb_name_key"),
        output_field=models.TextField(),
        db_persist=True,
        serialize=False,
        help_text="What names that are spelled or ordered otherwise have in common.",
    )


def search_index(model: str) -> GinIndex:
    """Finds records by their vector."""
    return GinIndex(fields=["search_vector"], name=f"{model}_by_words")


def search_query(words: str | models.Expression) -> models.Func:
    """What asks for words, as people type them into web search engines. Never an error."""
    given = models.Value(words, models.TextField()) if isinstance(words, str) else words
    return models.Func(
        given,
        function="conflictdb_search_query",
        output_field=SearchQueryField(),
    )


def search_beginning(words: str) -> models.Func:
    """As ``search_query``, for words whose last one may be unfinished."""
    return models.Func(
        models.Value(words, models.TextField()),
        function="conflictdb_search_beginning",
        output_field=SearchQueryField(),
    )


class Matches(PostgresOperatorLookup):
    """A vector meets a query."""

    lookup_name = "matches"
    postgres_operator = "@@"
