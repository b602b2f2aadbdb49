"""Every page of every desk opens, searches for references, and costs the same for many rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conflictdb.models import (
    Actor,
    Affiliation,
    Change,
    Citation,
    Claim,
    ClaimLink,
    Contribution,
    Dataset,
    Document,
    DocumentText,
    Hop,
    Incident,
    Place,
    Question,
    Record,
    Review,
    Revision,
    Statement,
    StatementLink,
)
from tests import factories

from .pages import address, list_address

MAKE: dict[type[Record], Callable[..., Any]] = {
    Actor: factories.make_actor,
    Affiliation: factories.make_affiliation,
    Citation: factories.make_citation,
    Claim: factories.make_claim,
    ClaimLink: factories.make_claim_link,
    Document: factories.make_document,
    Incident: factories.make_incident,
    Place: factories.make_place,
    Question: factories.make_question,
    Statement: factories.make_statement,
    StatementLink: factories.make_statement_link,
}
MODELS = set(apps.get_app_config("conflictdb").get_models())
# Rows that a form of their owner writes, without an inline; and what steps and the database write.
IN_A_FORM, UNSHOWN = {DocumentText, Hop}, {Change, Contribution, Dataset, Review}

# Management forms of an actor's inlines, as the page that adds one sends them.
NO_ROWS = {
    f"{rows}-{name}_FORMS": "0"
    for rows in ("names", "affiliations")
    for name in ("TOTAL", "INITIAL")
}

each_record = pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)


def test_every_model_has_a_desk_or_is_edited_at_its_owners() -> None:
    desks = {model: desk for model, desk in admin.site._registry.items() if model in MODELS}
    inlines = {inline.model for desk in desks.values() for inline in desk.inlines}
    assert set(desks) | inlines | IN_A_FORM | UNSHOWN == MODELS
    records = {model for model in MODELS if issubclass(model, Record)}
    assert set(desks) - {Revision} == set(MAKE) == records


@each_record
@pytest.mark.parametrize("status", ["draft", "published"])
def test_pages_open(model: Any, status: str, browser: Client) -> None:
    record = MAKE[model](status=status)
    pages = [
        list_address(model),
        list_address(model, "add"),
        address(record),
        address(record, "history"),
        address(record, "delete"),
    ]
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@each_record
def test_a_list_costs_the_same_for_one_row_and_for_twenty(model: Any, browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(list_address(model))
        assert len(response.context["cl"].result_list) == model.objects.count()
        return len(captured)

    make = make_relayed if model is Citation else MAKE[model]
    make()
    queries()  # content types are asked for once a process
    for_one = queries()
    for _ in range(19):
        make()
    assert queries() == for_one


def make_relayed() -> Citation:
    """A citation whose row names the most other records."""
    return factories.make_citation(factories.make_affiliation(), via=[factories.make_actor()])


@each_record
def test_references_are_searched_for_never_listed_whole(model: Any, browser: Client) -> None:
    context = browser.get(address(MAKE[model]())).context
    forms = [context["adminform"].form]
    forms += [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
    for form in forms:
        for name, field in form.fields.items():
            if not hasattr(field, "queryset") or field.widget.is_hidden:
                continue
            widget = getattr(field.widget, "widget", field.widget)
            assert hasattr(widget, "get_url"), f"{name} lists every {field.queryset.model}"


@each_record
def test_search_finds_by_slug(model: Any, browser: Client) -> None:
    MAKE[model]()
    record = MAKE[model]()
    found = browser.get(list_address(model), {"q": record.slug}).context["cl"].result_list
    assert list(found) == [record]


def test_actors_are_found_by_any_of_their_names(browser: Client) -> None:
    actor = factories.make_actor()
    factories.make_actor_name(actor, "Министерство обороны")
    found = browser.get(list_address(Actor), {"q": "обороны"}).context["cl"].result_list
    assert list(found) == [actor]


@each_record
def test_no_filter_fails_on_any_value(model: Any, browser: Client) -> None:
    MAKE[model]()
    assert browser.get(list_address(model), {"kind__exact": "\0"}).status_code == 302
    filters: Any = admin.site._registry[model].list_filter
    for name, _ in filters:
        for lookup in ("__exact", "__id__exact", "_from", "_to"):
            for value in ("zzz", "9" * 30):
                response = browser.get(list_address(model), {f"{name}{lookup}": value})
                assert response.status_code in (200, 302), (name, lookup, value)


def test_lists_are_filtered_by_status_and_day(browser: Client) -> None:
    speaker = factories.make_actor()
    early = factories.make_statement(made="2021-11-15", speaker=speaker)
    late = factories.make_statement(made="2021-11-17", status="draft")
    for query, expected in (
        ({"status__exact": "draft"}, [late]),
        ({"made_first_day_to": "2021-11-16"}, [early]),
        ({"made_first_day_from": "2021-11-16"}, [late]),
        ({"speaker__id__exact": speaker.pk}, [early]),
    ):
        result = browser.get(list_address(Statement), query).context["cl"].result_list
        assert list(result) == expected


def test_pages_load_nothing_from_elsewhere(browser: Client) -> None:
    claim = factories.make_claim()
    for url in (list_address(Claim), address(claim), reverse("admin:index")):
        content = browser.get(url).content.decode()
        for attribute in ("src", "href"):
            assert f'{attribute}="http' not in content
            assert f'{attribute}="//' not in content


def test_the_sidebar_leads_to_every_desk(browser: Client) -> None:
    content = browser.get(reverse("admin:index")).content.decode()
    for model in MAKE:
        assert f'href="{list_address(model)}"' in content
    for model_name in ("user", "group"):
        assert f'href="{reverse(f"admin:auth_{model_name}_changelist")}"' in content
    for group in ("Evidence", "Claims", "World", "Accounts"):
        assert group in content


def test_accounts_open(browser: Client, curator: models.Model) -> None:
    for model_name in ("user", "group"):
        for page in ("changelist", "add"):
            assert browser.get(reverse(f"admin:auth_{model_name}_{page}")).status_code == 200
    assert browser.get(reverse("admin:auth_user_change", args=[curator.pk])).status_code == 200


def test_what_records_say_stays_text(browser: Client) -> None:
    payload = "<script>alert(1)</script>"
    actor = factories.make_actor(payload, status="draft")
    statement = factories.make_statement(speaker=actor, gist=payload, status="draft")
    claim = factories.make_claim(
        statement=statement, gist=payload, incident=factories.make_incident(payload), status="draft"
    )
    link = factories.make_claim_link(claim, note=payload, status="draft")
    document = factories.make_document(title=payload)
    citation = factories.make_citation(claim, document=document, via=[actor], status="draft")
    DocumentText.objects.create(document=document, content=payload * 500)
    for record in (actor, statement, claim, link, document, citation, claim.question):
        for url in (
            list_address(type(record)),
            address(record),
            address(record, "history"),
            address(record, "delete"),
        ):
            assert payload not in browser.get(url).content.decode(), url
    for url in (address(actor, "publish"), address(claim, "publish")):
        assert payload not in browser.get(url).content.decode(), url
        assert payload not in browser.post(url, follow=True).content.decode(), url


def test_records_are_added_in_the_popups_of_other_pages(browser: Client) -> None:
    url = f"{list_address(Actor, 'add')}?_popup=1"
    response = browser.post(url, {"name": "Reuters", "kind": "media", "_popup": "1", **NO_ROWS})
    assert response.status_code == 200
    assert "popup_response" in response.content.decode()
    assert Actor.objects.get().slug == "reuters"


def test_searches_of_references_find_what_is_there(browser: Client) -> None:
    hop = factories.make_citation(via=[factories.make_actor("Interfax")]).via.get()
    for model_name, field_name in (("statement", "speaker"), ("hop", "actor")):
        query = {
            "app_label": "conflictdb",
            "model_name": model_name,
            "field_name": field_name,
            "term": "interf",
        }
        found = browser.get(reverse("admin:autocomplete"), query).json()["results"]
        assert found == [{"id": str(hop.actor_id), "text": "Interfax"}]
