"""Visits every page of the admin, and tells what each asks of the database.

Pages are found by themselves, from the admin's addresses: a new one is visited at once, and has no
budget until somebody writes one down.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, models
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conflictdb.models.event import RECORDS

# What addresses ask for: number 1 is the hub of each kind of record.
ARGUMENTS = {"object_id": "1"}
# Names that are no pages: what they answer reads nothing, or leads elsewhere.
NO_PAGES = {
    "login": "no page of those who are logged in",
    "logout": "is posted",
    "jsi18n": "a script",
    "view_on_site": "leads to other sites; none of our records has one",
    "app_list": "the same as the front page, of one app",
    "auth_user_password_change": "asks for the account's number, and shows one account",
    **{
        f"conflictdb_document_read_{act}": "is posted"
        for act in ("approve", "gists", "publish_all", "remove", "save", "send_back", "submit_all")
    },
    **{
        f"conflictdb_document_read_{part}": "asks for a passage: its own tests count"
        for part in ("edit", "panel")
    },
    **{
        f"conflictdb_{model._meta.model_name}_{page}": "one record's versions: the crowd has none"
        for model in RECORDS
        for page in ("restore", "restore_deleted")
    },
}
# Words that thousands of records have, that few have, and a slug.
WORDS = ("fighting", "Village77", "claim-2007")


@dataclass
class Visit:
    """One request: the page it is counted under, and the statements that it took."""

    page: str
    url: str
    status: int
    statements: list[str] = field(default_factory=list)

    @property
    def reads(self) -> list[str]:
        """Those that read; what is saved of a session is no matter of size."""
        return [each for each in self.statements if re.match(r"\s*SELECT\b", each)]


def survey(curator: User) -> dict[str, Visit]:
    """Visit every page; the answers by address."""
    browser = Client()
    browser.force_login(curator)
    ContentType.objects.get_for_models(*apps.get_models())  # asked for once a process
    return {url: _visit(browser, page, url) for page, url in pages()}


def lists(curator: User) -> dict[str, Visit]:
    """Look at every list as it can be searched, filtered and ordered, without drawing its page."""
    return {url: _look(curator, page, url, desk) for page, url, desk in _ways_to_look()}


def _look(curator: User, page: str, url: str, desk: Any) -> Visit:
    request = RequestFactory().get(url)
    request.user = curator
    with CaptureQueriesContext(connection) as captured:
        list(desk.get_changelist_instance(request).result_list)
    return Visit(page, url, 200, [query["sql"] for query in captured])


def _visit(browser: Client, page: str, url: str) -> Visit:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(url)
        if hasattr(response, "render"):
            response.render()
    return Visit(page, url, response.status_code, [query["sql"] for query in captured])


# Which pages there are


def pages() -> Iterator[tuple[str, str]]:
    """Each page's name, and its address."""
    for name, arguments in names():
        if name not in NO_PAGES and name != "autocomplete":
            asked = {each: ARGUMENTS[each] for each in arguments}
            yield name, reverse(f"admin:{name}", kwargs=asked)
    yield from _autocompletes()


def _ways_to_look() -> Iterator[tuple[str, str, Any]]:
    for model, desk in admin.site._registry.items():
        if model._meta.app_label == "conflictdb":
            page = f"conflictdb_{model._meta.model_name}_changelist"
            url = reverse(f"admin:{page}")
            for how, query in _queries(model, desk):
                yield f"{page}, {how}", f"{url}?{query}", desk


def names() -> Iterator[tuple[str, list[str]]]:
    """Every name of an address of the admin, with the names of what it asks for."""
    found: dict[str, list[str]] = {}
    resolver = get_resolver()
    _, _, namespace = admin.site.urls
    (within,) = (
        each for each in resolver.url_patterns if getattr(each, "namespace", "") == namespace
    )

    def walk(patterns: list[Any], above: list[str]) -> None:
        for each in patterns:
            asked = [*above, *each.pattern.converters, *each.pattern.regex.groupindex]
            if isinstance(each, URLResolver):
                walk(each.url_patterns, asked)
            elif isinstance(each, URLPattern) and each.name:
                found.setdefault(each.name, list(dict.fromkeys(asked)))

    walk(within.url_patterns, [])  # type: ignore[attr-defined]
    yield from found.items()


def _queries(model: type[models.Model], desk: Any) -> Iterator[tuple[str, str]]:
    for words in WORDS:
        yield "searched", f"q={words}"
    yield "further", "p=3"
    sortable = desk.get_sortable_by(None)
    for place, column in enumerate(desk.list_display, 1):
        if column in sortable:
            yield "ordered", f"o={place}"
            yield "ordered", f"o=-{place}"
    for each in desk.get_list_filter(None):
        for query in _values_of(model, *each) if isinstance(each, tuple) else _choices_of(each):
            yield "filtered", query


def _values_of(model: type[models.Model], name: str, _: Any) -> Iterator[str]:
    path = name.split("__")
    column: Any = model._meta.get_field(path[0])
    for step in path[1:]:
        column = column.related_model._meta.get_field(step)
    if column.is_relation:
        yield f"{name}__id__exact=1"
    elif isinstance(column, models.DateField):
        yield f"{name}_from=2015-01-01&{name}_to=2015-01-31"
        yield f"{name}_from=2006-01-01"
    elif isinstance(column, models.BooleanField):
        yield f"{name}__exact=1"
    else:
        common, *_, rare = (code for code, _ in column.flatchoices)
        yield f"{name}__exact={common}"
        yield f"{name}__exact={rare}"


def _choices_of(kind: Any) -> Iterator[str]:
    """The values that a filter of our own offers."""
    request = RequestFactory().get("/")
    request.user = User(pk=1)
    offered = kind.lookups(kind.__new__(kind), request, None)
    for value, _ in offered:
        yield f"{kind.parameter_name}={value}"


def _autocompletes() -> Iterator[tuple[str, str]]:
    """A search for each kind of record that forms refer to."""
    asked = {}
    for model in admin.site._registry:
        for column in (*model._meta.fields, *model._meta.many_to_many):
            if column.related_model in admin.site._registry and column.editable:
                asked[column.related_model] = (model._meta, column.name)
    for target, (meta, name) in asked.items():
        for term in ("", *WORDS):
            yield (
                f"autocomplete, {target._meta.verbose_name}",
                f"{reverse('admin:autocomplete')}?{_query_of(meta, name, term)}",
            )


def _query_of(meta: Any, name: str, term: str) -> str:
    return f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={name}&term={term}"


# What a statement reads


def rows_read(statement: str) -> dict[str, int]:
    """How many rows a statement reads of each table, as PostgreSQL itself tells."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
        ((answer,),) = cursor.fetchall()
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    read: dict[str, int] = {}
    for node in _nodes(plan):
        if "Scan" in node["Node Type"] and "Relation Name" in node:
            table = node["Relation Name"]
            rows = node["Actual Rows"] + sum(
                node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck")
            )
            read[table] = read.get(table, 0) + round(rows * node["Actual Loops"])
    return read


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
