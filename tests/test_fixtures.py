"""The dataset itself, as built into fixtures/: it loads, and what it says holds together.

With CONFLICTDB_TEXTS, a folder of the texts that were coded, also that its citations verify, that
it can be built again, and that it carries none of the texts' sentences.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from conflictdb.interchange import FIXTURES
from conflictdb.interchange.fixtures import FILES, Loaded, load
from conflictdb.interchange.suggestions.measure import measure
from conflictdb.interchange.verification import texts_by_hash
from conflictdb.models import Actor, Citation, Claim, Incident, Place, Question, Statement
from conflictdb.questions import ANSWER_ORDER, SUMMARY_COLUMNS, answers_to, key_of, summarise
from conflictdb.vocabularies import CLAIM_KINDS
from tests.api.asking import ask

TEXTS = os.environ.get("CONFLICTDB_TEXTS", "")
LONGEST_QUOTATION = 8

pytestmark = pytest.mark.django_db  # otherwise, alone, this file would have no database

needs_texts = pytest.mark.skipif(not TEXTS, reason="CONFLICTDB_TEXTS names no folder of the texts")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Every file loaded, once for all tests here, and taken back after them."""
    missing = [name for name in FILES if not (FIXTURES / name).exists()]
    if missing:
        pytest.skip(f"the fixtures are not built yet: {missing[0]} is missing")
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(FIXTURES, progress=lambda _: None)
        transaction.set_rollback(True)


def rows(name: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return content


def test_every_row_of_every_file_loads_into_an_empty_database(loaded: Loaded) -> None:
    written = sum(len(rows(name)) for name in FILES)
    assert loaded == Loaded(created=written)
    assert Claim.objects.published().count() == Claim.objects.count() > 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("q", "resource", "slug"),
    [
        ("Pashinyan", "actors", "nikol-pashinyan"),
        ("Pashinian", "actors", "nikol-pashinyan"),
        ("Paschinjan", "actors", "nikol-pashinyan"),
        ("Пашинян", "actors", "nikol-pashinyan"),
        ("Nicol Pashinyan", "actors", "nikol-pashinyan"),
        ("Cavusoglu", "actors", "mevlut-cavusoglu"),
        ("Shoygu", "actors", "sergey-shoigu"),
        ("Aliev", "actors", "ilham-aliyev"),
        ("Said Khatibzade", "actors", "saeed-khatibzadeh"),
        ("Agadzhanian", "actors", "eduard-aghajanyan"),
        ("Erevan", "places", "yerevan"),
        ("Jerewan", "places", "yerevan"),
        ("Kelbadjar", "places", "kelbajar"),
        ("Karabagh", "places", "nagorno-karabakh"),
        ("Gegharkounik", "places", "gegharkunik"),
        ("Djermouk", "places", "jermuk"),
        ("Armenia", "actors", "armenia"),
        ("U.S.", "actors", "united-states"),
        ("defense ministry armenia", "actors", "armenia-mod"),
        ("cease-fire 2022", "incidents", "ceasefire-2022-09-13"),
        ("captured soldiers", "statements", "armenia-mod-2021-11-16-losses"),
    ],
)
def test_what_a_journalist_types_finds_first_what_is_meant(
    loaded: Loaded, q: str, resource: str, slug: str
) -> None:
    first = ask("search", q=q)["results"][0]
    assert (first["resource"], first["slug"]) == (resource, slug)
    assert "<mark>" in first["highlights"][0]["text"]


def test_loading_again_changes_nothing(loaded: Loaded) -> None:
    again = load(FIXTURES, progress=lambda _: None)
    assert again == Loaded(unchanged=loaded.created)


@pytest.mark.usefixtures("loaded")
def test_citations_end_within_their_document() -> None:
    beyond = Citation.objects.filter(end__gt=F("document__length"))
    assert not list(beyond)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("model", [Claim, Statement])
def test_whatever_is_published_can_be_checked(model: Any) -> None:
    cited = Citation.objects.published().filter(document__status="published")
    cited_ids = cited.values(f"{model._meta.model_name}_id")
    uncited = model.objects.published().exclude(
        pk__in=cited_ids.filter(**{f"{model._meta.model_name}__isnull": False})
    )
    assert not list(uncited)


@pytest.mark.usefixtures("loaded")
def test_a_claim_gives_the_answer_that_its_kind_asks_for() -> None:
    answers = {
        "quantity": lambda claim: claim.modifier is not None,
        "place": lambda claim: claim.place_id is not None,
        # Both sides, or nobody that the text names, is an answer too; one has to be given as one.
        "actor": lambda claim: (claim.subject_id is not None) == (claim.subject_scope == "one"),
    }
    unanswered = [
        claim.slug
        for claim in Claim.objects.all()
        if not answers.get(claim.coded_kind.answers_with, lambda _: True)(claim)
    ]
    assert not unanswered


@pytest.mark.usefixtures("loaded")
def test_people_are_counted_where_people_are_meant() -> None:
    kinds = CLAIM_KINDS.where(family="casualty")
    assert not list(Claim.objects.filter(kind__in=kinds).exclude(unit="person"))


@pytest.mark.usefixtures("loaded")
def test_no_statement_was_made_after_it_was_reported() -> None:
    """Unless its date was inferred; a day's end is as late as a document of that day can be."""
    citations = Citation.objects.select_related(
        "document", "statement", "claim__statement"
    ).exclude(document__published_latest=None)
    too_late = set()
    for citation in citations:
        statement = citation.statement or (citation.claim and citation.claim.statement)
        if not statement or statement.made_earliest is None or statement.made_inferred:
            continue
        published = citation.document.published_latest
        if published is not None and statement.made_earliest > published:
            too_late.add(f"{statement.slug} in {citation.document.slug}")
    assert not too_late


@pytest.mark.usefixtures("loaded")
def test_no_statement_was_made_before_what_it_reports() -> None:
    """Prospects lie ahead; and a date that was worked out may be wider than the event."""
    early = [
        claim.slug
        for claim in Claim.objects.exclude(occurred_earliest=None).select_related("statement")
        if claim.modality == "actual"
        and claim.polarity == "asserts"
        and claim.statement.made_latest is not None
        and not (claim.occurred_inferred or claim.statement.made_inferred)
        and claim.occurred_earliest > claim.statement.made_latest
    ]
    assert not early


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("model", "above"),
    [(Actor, "side"), (Actor, "part_of"), (Incident, "part_of"), (Place, "parent")],
)
def test_sides_and_parents_have_no_loops(model: Any, above: str) -> None:
    """A state is its own side, and that is where a chain of sides ends."""
    records = {record.pk: record for record in model.objects.all()}
    for record in records.values():
        seen, step = {record.pk}, getattr(record, f"{above}_id")
        while step is not None and not (above == "side" and step == records[step].side_id):
            assert step not in seen, record.slug
            seen.add(step)
            step = getattr(records[step], f"{above}_id")


@pytest.mark.usefixtures("loaded")
def test_parts_of_an_exact_total_do_not_exceed_it() -> None:
    parts: dict[Claim, int] = {}
    for part in Claim.objects.exclude(breakdown_of=None).select_related("breakdown_of"):
        total = part.breakdown_of
        if total and total.modifier == "exact":
            parts[total] = parts.get(total, 0) + (part.value_min or 0)
    exceeded = [total.slug for total, split in parts.items() if split > (total.value_max or 0)]
    assert not exceeded


@pytest.mark.usefixtures("loaded")
def test_each_claim_answers_the_question_that_the_rule_finds() -> None:
    misplaced = [
        claim.slug
        for claim in Claim.objects.select_related("question", "incident", "subject__side")
        if not claim.question_fixed and _asked(claim) != _stored(claim.question)
    ]
    assert not misplaced


def _asked(claim: Claim) -> tuple[Any, ...] | None:
    key = key_of(claim)
    return (key.topic, key.incident, key.subject_side, key.counted) if key else None


def _stored(question: Question | None) -> tuple[Any, ...] | None:
    if question is None:
        return None
    return question.topic, question.incident, question.subject_side, question.counted


@pytest.mark.usefixtures("loaded")
def test_what_the_files_say_of_questions_follows_from_their_claims() -> None:
    written = {row["fields"]["slug"]: row["fields"] for row in rows("05_questions.json")}
    questions = {question.pk: question for question in Question.objects.all()}
    answers = answers_to(questions)
    latest_in_files: set[str] = set()
    assert set(written) == {question.slug for question in questions.values()}
    for pk, question in questions.items():
        summary = summarise(answers[pk])
        recomputed = {
            "contested": summary.contested,
            "reasons": list(summary.reasons),
            "spread_lowest": summary.lowest,
            "spread_highest": summary.highest,
            "claims_count": len(summary.claims),
            "speakers_count": summary.speakers_count,
            "utterances_count": summary.utterances_count,
            "documents_count": summary.documents_count,
        }
        assert set(recomputed) == set(SUMMARY_COLUMNS)
        assert {name: written[question.slug][name] for name in recomputed} == recomputed
        assert {name: getattr(question, name) for name in recomputed} == recomputed
        latest = {answer.claim.slug for answer in summary.latest}
        assert {claim.slug for claim in question.claims.filter(is_latest=True)} == latest
        in_order = question.claims.order_by(*ANSWER_ORDER)
        assert [claim.slug for claim in in_order] == [claim.slug for claim in summary.claims]
        latest_in_files |= latest
    claims = {
        row["fields"]["slug"]: row["fields"]
        for row in rows("07_claims.json")
        if "kind" in row["fields"]
    }
    assert {slug for slug, row in claims.items() if row["is_latest"]} == latest_in_files


@pytest.mark.usefixtures("loaded")
def test_what_is_read_from_columns_is_what_is_worked_out_anew() -> None:
    """All that is known by 2100 is all: then the answer comes from Python, not from columns."""
    everything = ask("questions", limit=500)["results"]
    assert everything == ask("questions", limit=500, known_at="2100-01-01")["results"]
    assert any(question["contested"] for question in everything)
    for question in everything[::10]:
        path = f"questions/{question['slug']}"
        assert ask(path) == ask(path, known_at="2100-01-01")


# With the texts


@needs_texts
@pytest.mark.usefixtures("loaded")
def test_every_citation_verifies_against_the_texts() -> None:
    call_command("verify_evidence", texts=Path(TEXTS), verbosity=0)


@needs_texts
def test_the_annotations_build_these_very_files(tmp_path: Path) -> None:
    call_command("build_fixtures", texts=Path(TEXTS), output=tmp_path, verbosity=0)
    differing = [
        name for name in FILES if (tmp_path / name).read_bytes() != (FIXTURES / name).read_bytes()
    ]
    assert not differing


@needs_texts
@pytest.mark.usefixtures("loaded")
def test_no_sentence_of_the_texts_is_carried_along() -> None:
    ours = {
        record.slug: words
        for model, columns in {
            Claim: ["gist"],
            Statement: ["gist", "speaker_description"],
            Incident: ["title", "summary"],
        }.items()
        for record in model._default_manager.all()
        for words in [_runs(" ".join(getattr(record, column) or "" for column in columns))]
    }
    theirs: set[str] = set()
    for path in Path(TEXTS).glob("*.txt"):
        theirs |= _runs(path.read_text(encoding="utf-8"))
    assert theirs
    shared = {slug: min(words & theirs) for slug, words in ours.items() if words & theirs}
    assert not shared


def _runs(text: str) -> set[str]:
    """Every run of one word more than the longest quotation allowed, case and signs aside."""
    words = re.findall(r"\w+", text.lower())
    length = LONGEST_QUOTATION + 1
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


@needs_texts
def test_suggested_figures_are_those_that_were_coded(loaded: Loaded) -> None:
    """What the reading desk would suggest for the passages that curators coded."""
    tally = measure(texts_by_hash(Path(TEXTS)))
    print("\n".join(tally.lines()))  # noqa: T201  # to be read with -s
    for name in ("casualties: kind", "casualties: figure with its kind"):
        assert tally.right[name] >= 0.9 * tally.of[name], name
    assert tally.right["speaker, among the offered"] >= 0.6 * tally.of["speaker, among the offered"]
