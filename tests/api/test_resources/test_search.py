"""Search over HTTP: what is found, in which order, with which marks, page by page."""

from urllib.parse import quote

import pytest

from api.resources.search.highlights import LONGEST
from api.resources.search.page import SEARCHED
from api.urls import RESOURCES
from conflictdb.models import Actor
from tests.api.asking import CLIENT, ROOT, ask, get, problem_of, refused
from tests.contract.test_hostile_input import HOSTILE
from tests.contract.world import add_drafts, make_world
from tests.factories import (
    make_actor,
    make_actor_name,
    make_claim,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_statement,
)

pytestmark = pytest.mark.django_db


def search(q, **parameters):
    return ask("search", q=q, **parameters)


def found(q, **parameters):
    return [(record["resource"], record["slug"]) for record in search(q, **parameters)["results"]]


def marks(q):
    (record,) = search(q)["results"]
    return record["highlights"]


@pytest.fixture
def everywhere():
    """One record of each resource that has to do with Goris."""
    incident = make_incident("Fighting near Goris", slug="incident", kind="episode")
    return [
        make_actor("Mayor of Goris", slug="actor"),
        make_place("Goris", slug="place"),
        incident,
        make_document(title="War in Goris", slug="document"),
        make_question(title="Who began? Goris", slug="question", incident=incident),
        make_statement(gist="Tells of Goris.", slug="statement"),
        make_claim(gist="Goris was shelled.", slug="claim", kind="shelling", incident=incident),
    ]


def test_every_resource_of_the_api_is_searched(everywhere):
    assert set(SEARCHED) == set(RESOURCES)
    assert {resource for resource, _ in found("Goris")} == set(RESOURCES)


def test_whoever_is_called_so_comes_before_what_is_said_of_it(everywhere):
    assert found("Goris")[0] == ("places", "place")
    assert [resource for resource, _ in found("Goris")][-2:] == ["statements", "claims"]


def test_an_exact_name_comes_before_a_longer_one_and_a_spelling_last():
    make_actor("Ministry of Defence of Armenia", slug="mod")
    make_actor("Armenia", slug="armenia")
    make_actor("Arménia’s friends", slug="friends")
    make_statement(gist="Calls Armenia.", slug="call")
    make_actor("Armeniya", slug="spelling")
    assert found("Armenia")[0] == ("actors", "armenia")
    assert found("Armeniya")[0] == ("actors", "spelling")
    assert found("Ministry of Defence of Armenia") == [("actors", "mod")]


def test_a_result_says_what_it_is(everywhere):
    by_resource = {record["resource"]: record for record in search("Goris")["results"]}
    assert by_resource["claims"] == {
        "resource": "claims",
        "slug": "claim",
        "title": "Goris was shelled.",
        "kind": "shelling",
        "rank": by_resource["claims"]["rank"],
        "highlights": [{"field": "gist", "text": "<mark>Goris</mark> was shelled."}],
        "url": "http://testserver/api/v1/claims/claim",
    }
    assert by_resource["documents"]["kind"] is None
    for record in by_resource.values():
        assert CLIENT.get(record["url"]).json()["slug"] == record["slug"]


def test_ranks_fall(everywhere):
    ranks = [record["rank"] for record in search("Goris")["results"]]
    assert ranks == sorted(ranks, reverse=True)
    assert all(0 < rank <= 1 for rank in ranks)


@pytest.mark.parametrize("q", ["Cavusoglu", "Çavuşoğlu", "cavusoglu", "Chavushoghlu", "Чавушоглу"])
def test_a_name_is_found_and_marked_in_its_own_letters_however_it_is_spelt(q):
    make_actor("Mevlüt Çavuşoğlu", slug="mevlut-cavusoglu")
    assert marks(q) == [{"field": "name", "text": "Mevlüt <mark>Çavuşoğlu</mark>"}]


def test_other_names_are_marked_where_they_are_what_was_found():
    actor = make_actor("Armenia", slug="armenia")
    make_actor_name(actor, "Yerevan")
    make_actor_name(actor, "Հայաստան", language="hy")
    assert marks("Erevan") == [{"field": "names", "text": "<mark>Yerevan</mark>"}]
    assert marks("Hayastan") == [{"field": "names", "text": "<mark>Հայաստան</mark>"}]


def test_prose_is_marked_in_any_form_but_not_by_the_spelling_of_common_words():
    make_statement(gist="Captured soldiers: Pashinyan’s men capture capters.")
    assert marks("capture Pashinian")[0]["text"] == (
        "<mark>Captured</mark> soldiers: <mark>Pashinyan’s</mark> men <mark>capture</mark> capters."
    )


def test_what_is_excluded_is_not_marked_and_phrases_are_word_by_word():
    make_statement(gist="Soldiers were captured in Goris.")
    assert marks('"soldiers were captured" -Kapan')[0]["text"] == (
        "<mark>Soldiers</mark> were <mark>captured</mark> in Goris."
    )


def test_highlights_are_safe_to_put_into_a_page():
    make_statement(gist="<b>Goris</b> & <mark>Kapan</mark> \"'<script>")
    assert marks("goris")[0]["text"] == (
        "&lt;b&gt;<mark>Goris</mark>&lt;/b&gt; &amp; &lt;mark&gt;Kapan&lt;/mark&gt; "
        "&quot;&#x27;&lt;script&gt;"
    )


def test_of_a_long_text_the_part_around_the_first_word_found_is_shown():
    filler = "so it was said and " * 40
    make_incident("Fight", summary=f"{filler}Goris {filler}Goris.")
    (shown,) = marks("Goris")
    assert shown["field"] == "summary"
    assert shown["text"].startswith("…")
    assert shown["text"].endswith("…")
    assert shown["text"].count("<mark>Goris</mark>") == 1
    assert len(shown["text"]) <= LONGEST + 20


def test_a_long_text_without_blanks_is_cut_too():
    make_incident("Fight", summary="x" * 90 + "/Goris/" + "y" * 1000)
    (shown,) = marks("Goris")
    assert "<mark>Goris</mark>" in shown["text"]
    assert len(shown["text"]) <= LONGEST + 20


def test_resources_are_chosen_and_excluded(everywhere):
    assert found("Goris", resource="actors") == [("actors", "actor")]
    assert {r for r, _ in found("Goris", resource="actors,claims")} == {"actors", "claims"}
    assert {r for r, _ in found("Goris", resource=["actors", "claims"])} == {"actors", "claims"}
    rest = {r for r, _ in found("Goris", resource__not="actors,claims")}
    assert rest == set(RESOURCES) - {"actors", "claims"}
    none = search("Goris", resource__not=",".join(RESOURCES), count="true")
    assert none == {"next": None, "previous": None, "count": 0, "results": []}
    assert refused("search", q="Goris", resource="actor")["suggestion"] == "actors"


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_hold_everything_once_there_and_back(everywhere, limit):
    make_statement(gist="Tells of Goris.")  # as high as another
    whole = found("Goris")
    page, pages = search("Goris", limit=limit), []
    while True:
        pages.append(page["results"])
        assert len(page["results"]) <= limit
        if page["next"] is None:
            break
        page = CLIENT.get(page["next"]).json()
    there = [(r["resource"], r["slug"]) for page in pages for r in page]
    assert there == whole
    back = [page["results"]]
    while page["previous"] is not None:
        page = CLIENT.get(page["previous"]).json()
        back.append(page["results"])
    assert back[::-1] == pages


def test_rows_removed_meanwhile_cause_no_miss(everywhere):
    whole = found("Goris")
    page = search("Goris", limit=2)
    assert whole[0][0] == "places"
    RESOURCES["places"].model.objects.all().delete()
    rest = CLIENT.get(page["next"]).json()["results"]
    assert [(r["resource"], r["slug"]) for r in rest] == whole[2:4]


def test_count_counts_all_pages(everywhere):
    assert search("Goris", limit=1, count="true")["count"] == len(found("Goris")) > 1
    assert "count" not in search("Goris", count="false")
    assert search("Kapan", count="true")["count"] == 0


@pytest.mark.parametrize("q", ["the", "-", '"', "of the", ":*&|!()"])
def test_a_query_that_asks_for_nothing_finds_nothing(everywhere, q):
    assert search(q, count="true") == {"next": None, "previous": None, "count": 0, "results": []}


def test_drafts_do_not_exist():
    add_drafts(make_world())
    asked = ["draft", "clashes", "ministry", "-nothing", "Armenia or Azerbaijan"]
    with_drafts = [get("search", q=q, count="true").content for q in asked]
    assert all(b"draft-" not in body for body in with_drafts)
    assert search("clashes")["results"]


def test_what_is_withdrawn_is_not_found(everywhere):
    Actor.objects.filter(slug="actor").update(status="withdrawn")
    assert found("Mayor") == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("", "q", "missing"),
        ("q=", "q", "empty"),
        ("q=%20", "q", "empty"),
        ("q=a&q=b", "q", "repeated"),
        ("q=a%00b", "q", "bad_character"),
        (f"q={'a' * 5000}", "q", "too_long"),
        ("q=a&limit=0", "limit", "out_of_range"),
        ("q=a&limit=501", "limit", "out_of_range"),
        ("q=a&limit=x", "limit", "not_a_number"),
        ("q=a&count=yes", "count", "not_boolean"),
        ("q=a&cursor=x", "cursor", "bad_cursor"),
        ("q=a&cursor=WyJzbHVnIixmYWxzZSwiPWEiXQ==", "cursor", "bad_cursor"),
        ("q=a&cursor=W3RydWUsTmFOLCJhY3RvcnMiLCJhIl0=", "cursor", "bad_cursor"),  # rank NaN
        ("q=a&cursor=W3RydWUsMC41LFtdLCJhIl0=", "cursor", "bad_cursor"),  # resource []
        ("q=a&cursor=W3RydWUsMC41LCJhY3RvcnMiLDFd", "cursor", "bad_cursor"),  # slug 1
        ("q=a&ordering=rank", "ordering", "unknown_parameter"),
        ("q=a&resuorce=actors", "resuorce", "unknown_parameter"),
    ],
)
def test_what_is_wrong_is_named(query, parameter, code):
    problem = refused("search", query) if query else refused("search")
    assert (problem["parameter"], problem["code"]) == (parameter, code)


@pytest.mark.parametrize(
    "value",
    [
        *HOSTILE,
        *map(
            quote, ["'", "''", '"', "\\", ":*&|!()", "😀", "\u202eabc", "ـــ", "ﷺ" * 400, '"' * 499]
        ),
    ],
)
def test_no_value_is_a_fault(everywhere, value):
    for name in ("q", "resource", "resource__not", "limit", "cursor", "count"):
        response = CLIENT.get(f"{ROOT}search?{'' if name == 'q' else 'q=Goris&'}{name}={value}")
        assert response.status_code in (200, 400), (name, value[:80])
        if response.status_code == 400:
            assert problem_of(response, 400)["errors"][0]["parameter"] == name


def test_a_page_costs_three_queries_and_two_when_its_words_are_known(
    everywhere, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):  # the revision, the page, its words
        get("search", q="Goris")
    with django_assert_max_num_queries(2):
        get("search", q="Goris")


@pytest.mark.parametrize("resource", list(RESOURCES))
def test_the_q_of_every_list_is_the_same_index(everywhere, resource):
    slugs = {slug for found_in, slug in found("gorys") if found_in == resource}
    assert {record["slug"] for record in ask(resource, q="gorys")["results"]} == slugs
    assert slugs
