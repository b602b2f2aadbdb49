"""One page of what was found: one query over all resources, the best first."""

from dataclasses import dataclass
from typing import Any

from api.snapshot import rows
from conflictdb.models import Actor, Claim, Document, Incident, Place, Question, Record, Statement

from .highlights import Highlighter, Text


@dataclass(frozen=True)
class Searched:
    """A resource as search sees it: which columns say what a record is, and how much that weighs.

    ``further`` gives more texts by which a record is found, as a subquery of one array.
    """

    model: type[Record]
    title: str
    weight: float
    kind: str = "NULL"
    further: str = "NULL::text[]"
    further_field: str = ""
    is_prose: bool = False

    def found(self, resource: str) -> str:
        """The published rows that match, ranked, as SQL with no parameters."""
        # Weights of D, C, B, A: the spelling of prose and of names, prose, names.
        rank = "ts_rank('{0.1, 0.5, 0.3, 1}', search_vector, (SELECT query FROM asked))"
        return (
            f"SELECT '{resource}' AS resource, id, slug, {self.title} AS title,"
            f" {self.kind} AS kind, {rank}::float8 * {self.weight} AS rank"
            f" FROM {self.model._meta.db_table}"
            " WHERE status = 'published' AND search_vector @@ (SELECT query FROM asked)"
        )


def _names(table: str, owner: str) -> str:
    return f"(SELECT array_agg(name ORDER BY id) FROM {table} WHERE {owner} = page.id)"


# Whoever asks for a name wants the actor or the place before what is said of it.
SEARCHED = {
    "actors": Searched(
        Actor, "name", 1.0, "kind", _names("conflictdb_actorname", "actor_id"), "names"
    ),
    "places": Searched(
        Place, "name", 1.0, "kind", _names("conflictdb_placename", "place_id"), "names"
    ),
    "incidents": Searched(
        Incident,
        "title",
        0.8,
        "kind",
        "(SELECT ARRAY[summary] FROM conflictdb_incident WHERE id = page.id)",
        "summary",
    ),
    "documents": Searched(Document, "title", 0.8),
    "questions": Searched(Question, "title", 0.7),
    "statements": Searched(Statement, "gist", 0.6, is_prose=True),
    "claims": Searched(Claim, "gist", 0.5, "kind", is_prose=True),
}

Key = tuple[float, str, str]  # rank, resource, slug: a total order


class SearchPage:
    """One page of what was found, cut by key.

    A rank depends on its own row and the query only, so that rows added or removed meanwhile cause
    no repeat and no miss.
    """

    def __init__(
        self, words: str, resources: list[str], limit: int, reverse: bool, key: Key | None
    ) -> None:
        self.words, self.resources = words, resources
        found = self._rows(limit + 1, reverse, key) if resources else []
        more, found = len(found) > limit, found[:limit]
        if reverse:
            found.reverse()
        self.next = _key(found[-1]) if found and (more or reverse) else None
        has_previous = more if reverse else key is not None
        self.previous = _key(found[0]) if found and has_previous else None
        self.results = _results(found)

    def _found(self) -> str:
        parts = " UNION ALL ".join(SEARCHED[name].found(name) for name in self.resources)
        return (
            "WITH asked AS MATERIALIZED (SELECT conflictdb_search_query(%s) AS query),"
            f" found AS ({parts})"
        )

    def _rows(self, limit: int, reverse: bool, key: Key | None) -> list[dict[str, Any]]:
        compare, direction = ("<", "DESC") if reverse else (">", "ASC")
        beyond, values = "", list[Any]()
        if key is not None:
            beyond = f"WHERE (-rank, resource, slug) {compare} (%s::float8, %s, %s)"
            values = [-key[0], key[1], key[2]]
        order = f"-rank {direction}, resource {direction}, slug {direction}"
        further = " ".join(
            f"WHEN '{name}' THEN {SEARCHED[name].further}" for name in self.resources
        )
        # The query's words come along, for marking them: without what it excludes, each by itself.
        sql = (
            f"{self._found()},"
            f" page AS (SELECT * FROM found {beyond} ORDER BY {order} LIMIT %s)"
            f" SELECT resource, slug, title, kind, rank, CASE resource {further} END AS further,"
            " querytree((SELECT query FROM asked)) AS asked"
            f" FROM page ORDER BY {order}"
        )
        names = ("resource", "slug", "title", "kind", "rank", "further", "asked")
        found = rows(sql, [self.words, *values, limit])
        return [dict(zip(names, row, strict=True)) for row in found]

    def count(self) -> int:
        """How many records match, on all pages."""
        if not self.resources:
            return 0
        ((count,),) = rows(f"{self._found()} SELECT count(*) FROM found", [self.words])
        return int(count)


def _key(row: dict[str, Any]) -> Key:
    return row["rank"], row["resource"], row["slug"]


def _results(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    texts = [_texts(row) for row in rows]
    highlighter = Highlighter(rows[0]["asked"] if rows else "", [t for ts in texts for t in ts])
    return [
        {
            "resource": row["resource"],
            "slug": row["slug"],
            "title": row["title"],
            "kind": row["kind"],
            "rank": round(row["rank"], 6),
            "highlights": [
                {"field": text.field, "text": marked}
                for text in of_row
                if (marked := highlighter.mark(text)) is not None
            ],
        }
        for row, of_row in zip(rows, texts, strict=True)
    ]


def _texts(row: dict[str, Any]) -> list[Text]:
    searched = SEARCHED[row["resource"]]
    title = Text(searched.title, row["title"], is_prose=searched.is_prose)
    further = [
        Text(searched.further_field, text, is_prose=searched.further_field == "summary")
        for text in row["further"] or ()
        if text is not None
    ]
    return [title, *further]
