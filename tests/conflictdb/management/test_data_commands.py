"""The commands that carry data in and out, as someone at a shell meets them."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conflictdb import curation
from conflictdb.models import Citation, Claim, Document, Place
from tests.conflictdb.interchange.sample import Sample


def run(command: str, *arguments: str, **options: Any) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output, stderr=output, **options)
    return output.getvalue()


def build(sample: Sample, **options: Any) -> str:
    return run(
        "build_fixtures",
        texts=sample.texts,
        annotations=sample.annotations,
        output=sample.fixtures,
        **options,
    )


@pytest.fixture
def no_texts(tmp_path: Path) -> Path:
    return tmp_path / "no-such-folder"


# build_fixtures


def test_a_build_tells_what_it_wrote(sample: Sample) -> None:
    told = build(sample)
    assert "     5  claims" in told
    assert "     2  documents" in told


def test_a_faulty_build_lists_every_fault_and_leaves_what_was_there(built: Sample) -> None:
    before = {path.name: path.read_bytes() for path in built.fixtures.iterdir()}
    built.change("places.yaml", "kind: settlement", "kind: hamlet")
    built.change("000.yaml", "value: 12", "value: a dozen")
    with pytest.raises(CommandError) as refused:
        build(built)
    told = str(refused.value)
    assert "places.yaml: place hollow-ford: kind: " in told
    assert "000.yaml: belmark-mod-captured--twelve: value: 'a dozen' is no figure" in told
    assert "2 faults; nothing was written." in told
    assert before == {path.name: path.read_bytes() for path in built.fixtures.iterdir()}


def test_a_build_seals_when_asked(sample: Sample) -> None:
    assert "Sealed 12 anchors." in build(sample, seal=True)
    assert "Sealed 0 anchors." in build(sample, seal=True)


def test_a_build_that_seals_tells_what_it_cannot_read(sample: Sample) -> None:
    (sample.annotations / "000.yaml").write_text("document: [")
    with pytest.raises(CommandError, match=r"000.yaml: cannot be read"):
        build(sample, seal=True)


def test_questions_that_would_share_a_slug_are_a_fault(sample: Sample) -> None:
    for name, row in (
        ("actors", "{slug: belmark-autumn, name: Autumn, kind: state, side: belmark-autumn}"),
        ("incidents", "{slug: fighting, title: Other fighting, kind: episode}"),
    ):
        with (sample.annotations / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"- {row}\n")
    sample.change("001.yaml", "incident: ford-clash", "incident: fighting")
    sample.change("001.yaml", "subject: belmark", "subject: belmark-autumn")
    with pytest.raises(CommandError) as refused:
        build(sample)
    told = str(refused.value)
    assert "belmark-mod-captured--ten: question: " in told
    assert "side belmark-autumn, incident fighting" in told
    assert "side belmark, incident autumn-fighting" in told


def test_a_build_without_texts_is_refused(sample: Sample, no_texts: Path) -> None:
    with pytest.raises(CommandError, match=r"--texts: .*no-such-folder is not a folder"):
        run("build_fixtures", texts=no_texts, annotations=sample.annotations)


# load_fixtures


@pytest.mark.django_db(transaction=True)
def test_a_load_is_told_by_file_and_in_all(built: Sample) -> None:
    told = run("load_fixtures", fixtures=built.fixtures)
    assert "07_claims.json: 6 rows" in told
    assert " created, 0 updated, 0 removed, 0 unchanged." in told
    assert Claim.objects.published().count() == 5
    again = run("load_fixtures", fixtures=built.fixtures)
    assert "0 created, 0 updated, 0 removed" in again


@pytest.mark.django_db(transaction=True)
def test_a_failed_load_names_the_fault_and_leaves_nothing(built: Sample) -> None:
    built.change_fixture("07_claims.json", '"value_max": 10', '"value_max": 11')
    with pytest.raises(CommandError, match=r"07_claims.json: .*claim_bounds_fit.*Nothing was"):
        run("load_fixtures", fixtures=built.fixtures)
    assert not Place.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_load_that_breaks_a_rule_across_rows_leaves_nothing(built: Sample) -> None:
    built.change_fixture(
        "06_statements.json", '"counters-count", "status": "published"',
        '"counters-count", "status": "draft"',
    )  # fmt: skip
    with pytest.raises(CommandError, match=r"not published.*Nothing was loaded"):
        run("load_fixtures", fixtures=built.fixtures)
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_load_over_edits_needs_overwrite(built: Sample, curator: Any) -> None:
    run("load_fixtures", fixtures=built.fixtures)
    place = Place.objects.get(slug="hollow-ford")
    place.name = "Hollow Fords"
    curation.save(place, by=curator)
    with pytest.raises(CommandError, match=r"edited in the admin .*--overwrite"):
        run("load_fixtures", fixtures=built.fixtures)
    assert "1 updated" in run("load_fixtures", "--overwrite", fixtures=built.fixtures)
    assert Place.objects.get(pk=place.pk).name == "Hollow Ford"


# verify_evidence


@pytest.mark.django_db
def test_evidence_that_holds_is_told_in_one_line(built: Sample) -> None:
    run("load_fixtures", fixtures=built.fixtures)
    told = run("verify_evidence", texts=built.texts)
    assert told == f"All {Citation.objects.count()} citations verify.\n"


@pytest.mark.django_db
def test_each_citation_that_fails_is_listed_and_the_exit_status_tells(built: Sample) -> None:
    run("load_fixtures", fixtures=built.fixtures)
    broken = list(Citation.objects.filter(document__slug="second-report")[:2])
    Citation.objects.filter(pk__in=[citation.pk for citation in broken]).update(sha256="0" * 64)
    output = StringIO()
    with pytest.raises(CommandError, match=r"2 of \d+ citations fail") as refused:
        call_command("verify_evidence", texts=built.texts, stdout=output, stderr=output)
    assert refused.value.returncode == 1
    for citation in broken:
        assert f"{citation.slug}: the passage at " in output.getvalue()


@pytest.mark.django_db
def test_evidence_without_texts_is_refused(no_texts: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        run("verify_evidence", texts=no_texts)


@pytest.mark.django_db
def test_a_text_that_is_no_utf8_is_refused(sample: Sample) -> None:
    (sample.texts / "002.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="The texts cannot be read: the text is not UTF-8"):
        run("verify_evidence", texts=sample.texts)


# number_words


def test_words_are_numbered_as_anchors_name_them(sample: Sample) -> None:
    told = run("number_words", "000", texts=sample.texts)
    assert "1: Fighting[1] at[2] Hollow[3] Ford[4]" in told
    assert "\n2: \n" in told
    assert "twelve[6] of[7]" in told
    assert "sha256 " in told.splitlines()[0]


def test_one_line_can_be_asked_for(sample: Sample) -> None:
    told = run("number_words", "000", texts=sample.texts, line=6)
    assert told.splitlines()[1:] == ["6: All[1] rights[2] reserved[3]"]


@pytest.mark.parametrize("name", ["0", "999"])
def test_a_name_that_is_not_one_text_is_refused(sample: Sample, name: str) -> None:
    with pytest.raises(CommandError, match=rf"files in .* begin with '{name}'"):
        run("number_words", name, texts=sample.texts)


# coverage


def test_coverage_shows_each_line_with_what_cites_it(sample: Sample) -> None:
    sample.change("001.yaml", "- {line: 1, reason: heading}", "[]")
    with pytest.raises(CommandError, match=r"Not fully covered: second-report\."):
        run("coverage", texts=sample.texts, annotations=sample.annotations)
    sample.change("001.yaml", "uncited:\n  []", "uncited: [{line: 1, reason: heading}]")
    told = run("coverage", texts=sample.texts, annotations=sample.annotations)
    assert "belmark-mod-captured--twelve" in told
    assert "heading" in told
    summary = run("coverage", texts=sample.texts, annotations=sample.annotations, summary=True)
    assert "belmark-mod-captured--twelve" not in summary
    assert "0 unexplained" in summary


# compare_codings


def test_codings_that_differ_must_be_settled(sample: Sample) -> None:
    codings = sample.annotations / "codings"
    content = (sample.annotations / "000.yaml").read_text(encoding="utf-8")
    for coder, value in (("a", "value: 7"), ("b", "value: 8")):
        (codings / coder).mkdir(parents=True)
        coded = content.replace("value: 7", value)
        (codings / coder / "000.yaml").write_text(coded, encoding="utf-8")
    settled = codings / "settled" / "000.yaml"
    settled.parent.mkdir()
    settled.write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError, match="1 differences are not settled"):
        run("compare_codings", texts=sample.texts, annotations=sample.annotations)
    slug = "belmark-mod-captured--seven"
    settled.write_text(f"- {{a: {slug}, b: {slug}, taken: a, why: Read again.}}", encoding="utf-8")
    told = run("compare_codings", texts=sample.texts, annotations=sample.annotations)
    assert "| 000 | 2 / 2 | 4 / 4 | 4 | 1.00 |" in told


# measure_suggestions


def test_suggestions_are_measured_against_what_was_coded(built: Sample, db: None) -> None:
    run("load_fixtures", fixtures=built.fixtures)
    told = run("measure_suggestions", texts=built.texts)
    assert "casualties: figure with its kind" in told
    lines = {line[:34].strip(): line[34:].split() for line in told.splitlines()}
    right, _, of, share = lines["casualties: figure and modifier"]
    assert 0 < int(right) <= int(of)
    assert share == f"{int(right) / int(of):.0%}"


def test_nothing_to_measure_is_told(built: Sample, db: None, no_texts: Path) -> None:
    no_texts.mkdir()
    with pytest.raises(CommandError, match="No coded claim"):
        run("measure_suggestions", texts=no_texts)
    (no_texts / "000.txt").write_bytes(b"\xff")
    with pytest.raises(CommandError, match="UTF-8"):
        run("measure_suggestions", texts=no_texts)
