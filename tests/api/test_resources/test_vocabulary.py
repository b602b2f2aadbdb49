"""Vocabularies over HTTP, without a database: none of these tests may reach one."""

import pytest

from conflictdb.vocabularies import CLAIM_KINDS, TOPICS, VOCABULARIES
from tests.api.asking import ask, get, problem_of, refused
from tests.api.test_schema import response_of

FIELDS = ["name", "description", "codes_count", "url"]
CODE = ["code", "label", "definition", "mappings", "claim_kind", "topic"]
every_vocabulary = pytest.mark.parametrize("name", VOCABULARIES)


def codes(name):
    return {code["code"]: code for code in ask(f"vocabularies/{name}")["codes"]}


def test_the_list_has_every_vocabulary_and_is_as_described():
    body = ask("vocabularies")
    response_of("listVocabularies").validate(body)
    assert list(body) == ["next", "previous", "results"]
    assert body["next"] is body["previous"] is None
    assert [found["name"] for found in body["results"]] == list(VOCABULARIES)
    for found in body["results"]:
        assert list(found) == FIELDS
        assert found["codes_count"] == len(VOCABULARIES[found["name"]].codes)


@every_vocabulary
def test_one_has_all_its_codes_in_their_order_and_is_as_described(name):
    body = ask(f"vocabularies/{name}")
    response_of("getVocabulary").validate(body)
    assert list(body) == [*FIELDS, "codes"]
    assert body["url"] == f"http://testserver/api/v1/vocabularies/{name}"
    assert [code["code"] for code in body["codes"]] == VOCABULARIES[name].codes
    for code in body["codes"]:
        assert list(code) == CODE
        meant = VOCABULARIES[name][code["code"]]
        assert (code["label"], code["definition"]) == (meant.label, meant.definition)
        assert list(code["mappings"]) == ["acled", "ucdp", "cameo"]
        assert "" not in code["mappings"].values()
        assert (code["claim_kind"] is not None) == (name == "claim_kinds")
        assert (code["topic"] is not None) == (name == "topics")
    assert body == {**summary(name), "codes": body["codes"]}


def summary(name):
    (found,) = (found for found in ask("vocabularies")["results"] if found["name"] == name)
    return found


def test_a_kind_of_claim_tells_what_its_columns_mean():
    kinds = codes("claim_kinds")
    assert kinds["captured"]["claim_kind"] == {
        "family": "casualty",
        "topic": "captivity",
        "checkable": True,
        "answers_with": "quantity",
        "subject": "those whose people they are",
        "target": "who captured or holds them",
        "compares_with": ["captured"],
    }
    assert kinds["attack_initiated"]["claim_kind"]["compares_with"] == [
        "attack_initiated",
        "provocation",
    ]
    assert kinds["demand"]["claim_kind"]["checkable"] is False
    assert kinds["demand"]["claim_kind"]["compares_with"] == []
    for code, kind in kinds.items():
        assert (code in kind["claim_kind"]["compares_with"]) == CLAIM_KINDS[code].asks


def test_a_topic_tells_how_its_question_is_put():
    topics = codes("topics")
    assert topics["captivity"]["topic"] == {
        "family": "casualty",
        "question": "How many were captured or released ({side})?",
        "by_side": True,
        "of_incident": False,
    }
    assert topics["location"]["topic"]["of_incident"] is True
    assert topics["stance"]["topic"]["question"] is None
    assert set(topics) == set(TOPICS.codes)


def test_mappings_are_given_where_there_are_any():
    kinds = codes("incident_kinds")
    assert kinds["armed_clash"]["mappings"] == {
        "acled": "Battles/Armed clash",
        "ucdp": "type_of_violence 1 (state-based) or 2 (non-state)",
        "cameo": "190 Use conventional military force",
    }
    assert set(kinds["other"]["mappings"].values()) == {None}


def test_an_unknown_one_is_not_found_and_the_closest_is_named():
    assert "Did you mean claim_kinds?" in problem_of(get("vocabularies/claim_kind"), 404)["detail"]
    assert "There are change_operations, " in problem_of(get("vocabularies/xyzzy"), 404)["detail"]


@pytest.mark.parametrize(
    "name", ["%00", "%FF", "x" * 9000, "..", "%ED%A0%80", "<b>", "Claim_kinds"]
)
def test_no_name_is_a_fault(name):
    problem_of(get(f"vocabularies/{name}"), 404)


@pytest.mark.parametrize(
    "path", ["vocabularies", "vocabularies/channels", "vocabularies/channels/"]
)
def test_there_is_no_parameter(path):
    assert refused(path, limit=5)["code"] == "unknown_parameter"
    assert refused(path, "fields=")["parameter"] == "fields"
    problem = problem_of(get(path, "a=1&b=2&b=3"), 400)
    assert [error["parameter"] for error in problem["errors"]] == ["a", "b"]


def test_the_root_names_them():
    assert ask("")["vocabularies"] == "http://testserver/api/v1/vocabularies"
