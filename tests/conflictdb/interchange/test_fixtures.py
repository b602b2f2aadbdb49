"""From annotations to fixtures to a database: built, loaded, loaded again, all or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Event

from conflictdb import curation, questions
from conflictdb.interchange.fixtures import FILES, FixtureError, Loaded, load
from conflictdb.models import (
    Actor,
    ActorName,
    Change,
    Citation,
    Claim,
    Dataset,
    Document,
    Hop,
    Incident,
    Participant,
    Place,
    PlaceName,
    Question,
    Record,
    Statement,
)
from conflictdb.questions import answers_to, summarise
from tests.conflictdb.interchange.sample import Sample

pytestmark = pytest.mark.django_db

TIMES = {"created_at", "updated_at", "version"}


def load_quietly(sample: Sample, *, overwrite: bool = False) -> Loaded:
    return load(sample.fixtures, overwrite=overwrite, progress=lambda _: None)


def contents() -> list[dict[str, Any]]:
    """Everything in the database, but for its own ids and times, the feed and the history."""
    rows = []
    models = set(apps.get_app_config("conflictdb").get_models()) - {Change, Dataset}
    shown = [each for each in models if not each._meta.proxy and not issubclass(each, Event)]
    for model in shown:
        for entry in serializers.serialize(
            "python", model._default_manager.all(), use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        ):  # fmt: skip
            entry["fields"] = {k: v for k, v in entry["fields"].items() if k not in TIMES}
            rows.append(entry)
    return sorted(rows, key=str)


def constraints_hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# Building


def test_every_file_is_written_whole_and_nothing_else(built: Sample) -> None:
    assert sorted(path.name for path in built.fixtures.iterdir()) == sorted(FILES)
    for name, kinds in FILES.items():
        rows = json.loads((built.fixtures / name).read_text(encoding="utf-8"))
        assert {row["model"] for row in rows} <= {model._meta.label_lower for model in kinds}


def test_building_again_writes_the_same_bytes(built: Sample) -> None:
    before = {path.name: path.read_bytes() for path in built.fixtures.iterdir()}
    call_command(
        "build_fixtures",
        texts=built.texts,
        annotations=built.annotations,
        output=built.fixtures,
        verbosity=0,
    )
    assert before == {path.name: path.read_bytes() for path in built.fixtures.iterdir()}


def test_the_fixtures_hold_no_words_of_the_texts(built: Sample) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in built.fixtures.iterdir())
    for text in built.texts.iterdir():
        words = text.read_text(encoding="utf-8").split()
        for start in range(len(words) - 8):
            assert " ".join(words[start : start + 9]) not in written


# Loading


def test_a_load_brings_everything(built: Sample) -> None:
    loaded = load_quietly(built)
    constraints_hold()
    written = sum(
        len(json.loads(path.read_text(encoding="utf-8"))) for path in built.fixtures.iterdir()
    )
    assert loaded == Loaded(created=written)
    assert (Document.objects.count(), Statement.objects.count(), Claim.objects.count()) == (2, 3, 5)
    assert Claim.objects.published().count() == 5
    assert Actor.objects.get(slug="arvenia").side == Actor.objects.get(slug="arvenia")
    clash = Incident.objects.get(slug="ford-clash")
    assert [place.slug for place in clash.places.all()] == ["belmark-land"]
    assert clash.participants.count() == 2
    first = Citation.objects.get(
        statement__slug="belmark-mod-captured", document__slug="post-first"
    )
    assert [(hop.position, hop.actor.slug) for hop in first.via.all()] == [
        (1, "wire"),
        (2, "daily-post"),
    ]


def test_questions_come_with_the_summary_that_their_claims_give(built: Sample) -> None:
    load_quietly(built)
    assert Question.objects.published().count() == 2
    captured = Question.objects.get(topic="captivity")
    assert captured.subject_side == Actor.objects.get(slug="belmark")
    assert captured.incident.slug == "autumn-fighting"
    assert set(captured.reasons) == {"different_scope", "relayed_differently"}
    for question in Question.objects.all():
        summary = summarise(answers_to([question.pk])[question.pk])
        assert question.contested == summary.contested
        assert question.reasons == list(summary.reasons)
        assert question.speakers_count == summary.speakers_count


def test_the_file_says_of_questions_what_the_database_does(built: Sample) -> None:
    rows = json.loads((built.fixtures / "05_questions.json").read_text(encoding="utf-8"))
    load_quietly(built)
    for row in rows:
        question = Question.objects.get(slug=row["fields"]["slug"])
        assert row["fields"]["contested"] == question.contested
        assert row["fields"]["reasons"] == question.reasons
        assert row["fields"]["speakers_count"] == question.speakers_count


def test_loading_again_changes_nothing(built: Sample) -> None:
    first = load_quietly(built)
    before, versions = contents(), list(Claim.objects.values_list("slug", "version", "updated_at"))
    assert load_quietly(built) == Loaded(unchanged=first.created)
    assert contents() == before
    assert list(Claim.objects.values_list("slug", "version", "updated_at")) == versions


@pytest.mark.parametrize("before", ["an empty database", "a loaded one"])
def test_djangos_loaddata_takes_the_same_files_any_number_of_times(
    built: Sample, before: str
) -> None:
    load_quietly(built)
    loaded = contents()
    if before == "an empty database":
        constraints_hold()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE conflictdb_actor, conflictdb_place CASCADE")
        assert contents() == []
    files = sorted(str(path) for path in built.fixtures.glob("*.json"))
    for _ in range(2):
        call_command("loaddata", *files, verbosity=0)
        constraints_hold()
        assert contents() == loaded
    assert load_quietly(built).created == 0


def test_what_changed_in_the_files_changes_in_the_database(built: Sample) -> None:
    first = load_quietly(built)
    built.change_fixture("07_claims.json", "Twelve were captured.", "A dozen were captured.")
    assert load_quietly(built) == Loaded(updated=1, unchanged=first.created - 1)
    claim = Claim.objects.get(slug="belmark-mod-captured--twelve")
    assert (claim.gist, claim.version) == ("A dozen were captured.", 2)


def test_a_changed_figure_renews_the_summary(built: Sample) -> None:
    load_quietly(built)
    assert Question.objects.get(topic="captivity").speakers_count == 1
    built.change("001.yaml", "value: 10", "value: 12")
    call_command(
        "build_fixtures", texts=built.texts, annotations=built.annotations, output=built.fixtures
    )
    load_quietly(built)
    assert Question.objects.get(topic="captivity").reasons == ["different_scope"]


def remove_rows(path: Path, model: str, **fields: object) -> int:
    """Take the rows of a model that have these fields out of a file."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    kept = [
        row
        for row in rows
        if row["model"] != model or any(row["fields"][k] != v for k, v in fields.items())
    ]
    path.write_text(json.dumps(kept), encoding="utf-8")
    return len(rows) - len(kept)


def test_parts_that_the_files_no_longer_have_are_removed(built: Sample) -> None:
    load_quietly(built)
    assert (
        remove_rows(built.fixtures / "01_places.json", "conflictdb.placename", name="Furt")
        + remove_rows(
            built.fixtures / "04_incidents.json", "conflictdb.participant", actor=["belmark"]
        )
        + remove_rows(built.fixtures / "08_citations.json", "conflictdb.hop", position=2)
        == load_quietly(built).removed
    )
    assert [name.name for name in PlaceName.objects.all()] == ["Holowford"]
    assert Participant.objects.get().actor.slug == "arvenia"
    assert not Hop.objects.filter(position=2).exists()


def test_the_last_part_of_a_record_is_removed_too(built: Sample) -> None:
    load_quietly(built)
    path = built.fixtures / "02_actors.json"
    assert remove_rows(path, "conflictdb.actorname", actor=["daily-post"]) == 1
    assert load_quietly(built).removed == 1
    assert not ActorName.objects.exists()


def test_parts_of_records_that_the_files_do_not_have_stay(built: Sample) -> None:
    load_quietly(built)
    place = Place.objects.create(slug="elsewhere", name="Elsewhere", kind="settlement")
    PlaceName.objects.create(place=place, name="Anderswo", language="de", kind="translation")
    assert load_quietly(built).removed == 0
    assert place.names.count() == 1


# All or nothing

# By file: a passage, what replaces it, what the refusal says.
BROKEN = {
    "01_places.json": [
        ("]\n", "", r"cannot be read"),
        (
            '"conflictdb.place", "fields": {"slug": "hollow-ford"',
            '"auth.user", "fields": {"slug": "hollow-ford"',
            r"record 2: model: is not one of conflictdb.place or",
        ),
        (
            '"conflictdb.place", "fields": {"slug": "hollow-ford"',
            '"conflictdb.claim", "fields": {"slug": "hollow-ford"',
            r"record 2: model: is not one of",
        ),
        ('"slug": "hollow-ford"', '"slug": "Hollow Ford"', r"Hollow Ford: slug: Lower case"),
        ('"slug": "hollow-ford"', '"slug": "belmark-land"', r"belmark-land: breaks the rule"),
        (
            '"latitude": 10.5',
            '"latitude": 100.5',
            r"hollow-ford: breaks the rule place_coordinates_on_earth",
        ),
        ('"latitude": 10.5, ', "", r"hollow-ford: latitude: is missing"),
        (
            '"latitude": 10.5',
            '"latitude": 10.5, "height": 3',
            r"hollow-ford: height: is not a field of this model",
        ),
        (
            '"parent": ["belmark-land"]',
            '"parent": ["no-land"]',
            r"hollow-ford: parent: no place is named 'no-land'",
        ),
        (
            '"parent": ["belmark-land"]',
            '"parent": "belmark-land"',
            r"hollow-ford: parent: .* is not a reference",
        ),
        (
            '"parent": ["belmark-land"]',
            '"parent": []',
            r"hollow-ford: parent: .* is not a reference",
        ),
        ('"slug": "hollow-ford"', '"slug": {}', r"slug: {} does not name"),
    ],
    "04_incidents.json": [
        ('"places": [["belmark-land"]]', '"places": null', r"ford-clash: places: .* is not a list"),
        (
            '"places": [["belmark-land"]]',
            '"places": [["x"]]',
            r"ford-clash: places: no place is named 'x'",
        ),
    ],
    "07_claims.json": [
        (
            '"value_max": 10',
            '"value_max": 11',
            r"belmark-mod-captured--ten: breaks the rule claim_bounds_fit_modifier \(Exact",
        ),
        ('"value_max": 10', '"value_max": "ten"', r"belmark-mod-captured--ten: value_max: "),
        ('"kind": "position"', '"kind": "standpoint"', r"arvenia-mfa-denial--in-kind: kind: "),
    ],
    "06_statements.json": [
        (
            '"made_edtf": "2021-11-16T18:30+01:00"',
            '"made_edtf": "then"',
            r"belmark-mod-captured: .*'then' is not a time",
        ),
    ],
    "03_documents.json": [
        (
            '"slug": "second-report", "status": "published"',
            '"slug": "second-report", "status": "draft"',
            r"breaks the rule .*document",
        ),
    ],
}


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [(file, *case) for file, cases in BROKEN.items() for case in cases],
)
def test_a_broken_fixture_is_named_and_loads_nothing(
    built: Sample, file: str, old: str, new: str, reason: str
) -> None:
    path = built.fixtures / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FixtureError, match=reason):
        load_quietly(built)
    assert contents() == []


def test_a_missing_file_loads_nothing(built: Sample) -> None:
    (built.fixtures / "08_citations.json").unlink()
    with pytest.raises(FixtureError, match=r"08_citations.json: cannot be read"):
        load_quietly(built)
    assert contents() == []


# Edits in the admin


@pytest.fixture
def edited(built: Sample, curator: Any) -> Record:
    """A claim that a curator has changed since it was loaded."""
    load_quietly(built)
    claim = Claim.objects.get(slug="belmark-mod-captured--twelve")
    claim.gist = "As the curator has it."
    curation.save(claim, by=curator)
    return claim


def test_an_edited_record_is_refused_and_nothing_is_loaded(built: Sample, edited: Record) -> None:
    built.change_fixture("01_places.json", '"name": "Belmark"', '"name": "Bellmark"')
    with pytest.raises(FixtureError, match=rf"1 records were edited.*{edited.slug}.*--overwrite"):
        load_quietly(built)
    assert Claim.objects.get(pk=edited.pk).gist == "As the curator has it."
    assert Place.objects.get(slug="belmark-land").name == "Belmark"


def test_an_edited_record_is_replaced_when_asked(built: Sample, edited: Record) -> None:
    assert load_quietly(built, overwrite=True).updated == 1
    assert Claim.objects.get(pk=edited.pk).gist == "Twelve were captured."


def test_an_edit_that_the_files_have_too_is_no_conflict(built: Sample, edited: Record) -> None:
    built.change_fixture("07_claims.json", "Twelve were captured.", "As the curator has it.")
    assert load_quietly(built).updated == 0


def test_parts_of_an_edited_record_are_not_replaced_either(built: Sample, curator: Any) -> None:
    load_quietly(built)
    place = Place.objects.get(slug="hollow-ford")
    place.names.get(name="Furt").delete()
    place.names.create(name="Vadum", language="la", script="Latn", kind="translation")
    curation.save(place, by=curator)
    with pytest.raises(FixtureError, match=r"1 records were edited .*Vadum"):
        load_quietly(built)
    assert place.names.filter(name="Vadum").exists()


def test_a_question_that_no_claim_answers_after_a_load_is_removed(
    built: Sample, edited: Record
) -> None:
    claim = Claim.objects.get(pk=edited.pk)
    before = claim.question
    claim.kind = "wounded"
    questions.assign(claim)
    claim.save()
    assert Question.objects.filter(topic="injuries").exists()
    assert load_quietly(built, overwrite=True).removed == 1
    claim.refresh_from_db()
    assert claim.question == before
    assert not Question.objects.filter(topic="injuries").exists()


# Statistics


def test_a_load_that_changed_something_takes_statistics(built: Sample) -> None:
    with CaptureQueriesContext(connection) as first:
        load_quietly(built)
    assert [query["sql"] for query in first if query["sql"].startswith("ANALYZE")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'conflictdb_claim'")
        assert cursor.fetchone() == (Claim.objects.count(),)
    with CaptureQueriesContext(connection) as again:
        load_quietly(built)
    assert not [query["sql"] for query in again if query["sql"].startswith("ANALYZE")]
