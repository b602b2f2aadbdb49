"""Every table that an answer reads is gated: its rows are published, or the database itself lets
published rows lead to published rows only (the triggers of ``migrations/0002``)."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query
from django.db.models.sql.datastructures import Join
from pghistory.models import Event

from api.compiled import Compiler, Source, compiled
from api.filters import SlugFilter
from api.resources.aggregate import (
    ClaimAggregateView,
    IncidentAggregateView,
    StatementAggregateView,
)
from api.selection import Bound
from api.urls import RESOURCES
from conflictdb.models import Claim, Record

rules = import_module("conflictdb.migrations.0002_rules_across_rows")

MODELS = apps.get_app_config("conflictdb").get_models(include_auto_created=True)
TABLES: dict[str, type[Model]] = {
    model._meta.db_table: model
    for model in MODELS
    if not model._meta.proxy and not issubclass(model, Event)  # history is in no answer
}
RECORDS = {table for table, model in TABLES.items() if issubclass(model, Record)}

# (table, column): foreign keys along which the database itself keeps what is published published.
KEPT = {
    *((f"conflictdb_{table}", column) for table, column, _ in rules.REFERENCES),
    *((f"conflictdb_{table}", column) for table, _, _, column, _ in rules.OWNED_REFERENCES),
    ("conflictdb_claim", "claimant_id"),  # by trigger the speaker of the claim's statement
}
# Rows that are no records belong to one, are as public as it is, and are met under it only: the
# column that names it.
OWNERS = {
    "conflictdb_placename": "place_id",
    "conflictdb_actorname": "actor_id",
    **{f"conflictdb_{table}": column for table, column, *_ in rules.OWNED_REFERENCES},
}


def test_the_database_keeps_every_foreign_key_between_records() -> None:
    keys = {
        (model._meta.db_table, field.column)
        for model in TABLES.values()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model._meta.db_table in RECORDS
    }
    to_owners = {*OWNERS.items()}
    aside = {(table, "merged_into_id") for table in RECORDS}  # read of withdrawn rows only
    aside.add(("conflictdb_documenttext", "document_id"))  # texts are in no answer
    # Nor are what curators told apart, what fails, and what was taken out.
    aside |= {
        (f"conflictdb_distinct{kind}", f"{side}_id")
        for kind in ("actors", "places")
        for side in ("one", "other")
    }
    aside |= {("conflictdb_failingcitation", "citation_id"), ("conflictdb_redaction", "actor_id")}
    assert keys - to_owners - aside - KEPT == set()


def conditions() -> Iterator[tuple[str, Any]]:
    """The querysets of every filter in each of its shapes, and of every dimension."""
    for resource, viewset in RESOURCES.items():
        filterset = viewset.filterset_class
        for name, declared in filterset.base_filters.items():
            shapes = (None, True, False)
            if isinstance(declared, SlugFilter):
                shapes = ("one", None, "walk") if declared.whole else ("one", None)
            for shape in shapes:
                names = {name: shape, **({"near": None} if name == "radius_km" else {})}
                rows = filterset.narrowed(viewset.model.objects.published(), names)
                yield f"{resource}?{name}", rows
    both = RESOURCES["incidents"].filterset_class.narrowed
    published = RESOURCES["incidents"].model.objects.published()
    yield "incidents?actor&role", both(published, {"actor": None, "role": None})
    known = Claim.objects.published().known_at(Bound("known_at"))
    yield "claims?known_at", known
    for view in (ClaimAggregateView, IncidentAggregateView, StatementAggregateView):
        model = view.parameter_set.model
        for name, dimension in view.dimensions.items():
            yield (
                f"{view.__name__}?by={name}",
                model.objects.published().values(by=dimension.expression),
            )
        measured = model.objects.published().values("pk").annotate(**view.measures)
        yield f"{view.__name__}?measure", measured


def test_every_path_of_filters_and_dimensions_passes_a_gate() -> None:
    found, seen = [], set()
    for name, queryset in conditions():
        for query in queries(queryset.query):
            found += [(name, gap) for gap in gaps(query)]
            seen.add(query.model._meta.db_table)
            seen |= {join.table_name for join in joins(query)}
    assert found == []
    assert len(seen) >= 14, "the walk meets too few tables to be one"


def test_the_walk_finds_what_is_not_gated() -> None:
    """The check itself can fail: reverse paths, and subqueries without the gate."""
    published = Claim.objects.published()
    for open_ in (
        Claim.objects.all(),
        published.filter(citations__mode="indirect"),
        published.filter(id__in=Claim.objects.filter(kind="killed").values("breakdown_of")),
        published.filter(statement__speaker__parts__kind="person"),
    ):
        assert [gap for query in queries(open_.query) for gap in gaps(query)], open_.query


@pytest.mark.parametrize("resource", RESOURCES)
def test_orderings_read_columns_of_the_row_itself(resource: str) -> None:
    assert [column for column in RESOURCES[resource].orderings.values() if "__" in column] == []


def test_every_path_of_representations_passes_a_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    followed: set[tuple[str, str]] = set()
    listed: set[str] = set()
    follow, many, count, counts = Source.follow, Compiler.many, Compiler.count, Compiler.counts

    def spy_follow(source: Source, name: str) -> Source:
        followed.add((source.table, source.model._meta.get_field(name).column))
        return follow(source, name)

    def spy(made: Any) -> Any:
        def spied(compiler: Compiler, field: Any, source: Source, *name: str) -> str:
            sql: str = made(compiler, field, source, *name)
            named = getattr(field, "relation", None) or name[0]
            relation = source.model._meta.get_field(named)
            table = relation.related_model._meta.db_table
            listed.add(table)
            if table in RECORDS:
                assert re.search(r"\.status = 'published'", sql.rpartition(" WHERE ")[2]), sql
            else:
                assert table in OWNERS
            return sql

        return spied

    monkeypatch.setattr(Source, "follow", spy_follow)
    monkeypatch.setattr(Compiler, "many", spy(many))
    monkeypatch.setattr(Compiler, "count", spy(count))
    monkeypatch.setattr(Compiler, "counts", spy(counts))
    for viewset in RESOURCES.values():
        for representation in (viewset.representation, viewset.detail_representation):
            whole = compiled.__wrapped__(representation, viewset.model, None)
            for sql in (whole.by_id, whole.by_slug):
                assert "t0.status = 'published'" in sql
    assert followed - KEPT == set()
    assert len(followed) > 20
    assert len(listed) > 8


# The walk


def queries(query: Query) -> Iterator[Query]:
    """A query and all that stand inside it."""
    yield query
    parts = [query.where, *query.annotations.values()]
    while parts:
        part = parts.pop()
        if isinstance(part, QuerySet):
            part = part.query
        if isinstance(part, RawSQL):
            scans = part.sql.count("FROM conflictdb_") + part.sql.count("JOIN conflictdb_")
            assert part.sql.count("status = 'published'") >= scans > 0, part.sql
        elif isinstance(part, Query):
            yield from queries(part)
        elif part is not None:
            inner = getattr(part, "query", None)
            parts += [inner] if isinstance(inner, Query) else []
            parts += getattr(part, "children", [])
            parts += [getattr(part, side, None) for side in ("lhs", "rhs")]
            sources = getattr(part, "get_source_expressions", list)()
            parts += [each for each in sources if each is not inner]
        parts = [each for each in parts if hasattr(each, "__dict__")]


def joins(query: Query) -> list[Join]:
    return [
        join
        for alias, join in query.alias_map.items()
        if isinstance(join, Join) and query.alias_refcount[alias]
    ]


def gaps(query: Query) -> list[str]:
    """The tables of one query that show rows which no gate keeps published."""
    base = query.get_initial_alias()
    table = query.model._meta.db_table
    gated = {
        each.lhs.alias
        for each in musts(query.where)
        if getattr(each, "lookup_name", "") == "exact"
        and getattr(each.lhs, "target", None) is not None
        and each.lhs.target.column == "status"
        and each.rhs == "published"
    }
    found = []
    if table in RECORDS:
        found += [] if base in gated else [f"{table} is read ungated"]
    elif not under_owner(query, base, table, gated):
        found.append(f"{table} is read without its owner")
    for join in joins(query):
        ((near, far),) = join.join_cols
        before = query.alias_map[join.parent_alias].table_name
        owned = join.table_name in OWNERS and far == OWNERS[join.table_name]
        to_owner = OWNERS.get(before) == near  # of which the base was judged already
        if not ((before, near) in KEPT or owned or to_owner or join.table_alias in gated):
            found.append(f"{before}.{near} leads to {join.table_name} ungated")
    return found


def under_owner(query: Query, base: str, table: str, gated: set[str]) -> bool:
    """Owned rows are those of an outer row, or lead back to it, or their owner is gated."""
    column = OWNERS[table]
    owners = {join.table_alias for join in joins(query) if join.join_cols[0][0] == column}
    if owners & gated:
        return True
    chosen = [each for each in query.select if each.target.column == column]
    outer = [
        each
        for each in musts(query.where)
        if getattr(getattr(each, "lhs", None), "target", None) is not None
        and each.lhs.target.column == column
        and each.lhs.alias == base
        and getattr(each.rhs, "alias", base) not in query.alias_map
    ]
    return bool(chosen or outer)


def musts(where: Any) -> Iterator[Any]:
    """The conditions that hold of every row: joined by AND, not negated."""
    if where.negated or where.connector != "AND":
        return
    for child in where.children:
        if hasattr(child, "children"):
            yield from musts(child)
        else:
            yield child
