"""Annotations read into records, and every fault named with file, record, field and reason."""

import re

import pytest

from conflictdb.interchange.annotations import (
    AnnotationError,
    Coding,
    Fault,
    read_annotations,
    split_value,
)
from conflictdb.models import (
    Actor,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Hop,
    Incident,
    Place,
    Statement,
    StatementLink,
)
from tests.conflictdb.interchange.sample import Sample


def read(sample: Sample) -> Coding:
    return read_annotations(sample.annotations, sample.texts)


def faults(sample: Sample) -> list[Fault]:
    with pytest.raises(AnnotationError) as refused:
        read(sample)
    return refused.value.faults


# Figures


@pytest.mark.parametrize(
    ("value", "split"),
    [
        (12, (12, 12, "exact")),
        ("12", (12, 12, "exact")),
        (0, (0, 0, "exact")),
        ("at least 49", (49, None, "at_least")),
        ("at most 70", (None, 70, "at_most")),
        ("about 100", (100, 100, "about")),
        ("10-12", (10, 12, "range")),
        ("unquantified", (None, None, "unquantified")),
    ],
)
def test_a_figure_is_split_into_its_bounds(
    value: object, split: tuple[int | None, int | None, str]
) -> None:
    assert split_value(value) == split


@pytest.mark.parametrize(
    "value", ["", "several", "12 or 13", "at least", "over 49", "-5", "1.5", "10–12", "12-", "१२"]
)
def test_what_is_no_figure_is_refused_with_examples(value: str) -> None:
    with pytest.raises(ValueError, match="is no figure; write 12, 'at least 49'"):
        split_value(value)


# What is read


def test_a_statement_is_read_with_all_it_says(sample: Sample) -> None:
    coding = read(sample)
    statement = coding.of(Statement)["belmark-mod-captured"]
    assert statement.speaker == coding.of(Actor)["belmark-mod"]
    assert statement.on_behalf_of == coding.of(Actor)["belmark"]
    assert statement.made_edtf == "2021-11-16T18:30+01:00", "local to where it was said"
    assert coding.related["belmark-mod-captured", "incidents"] == [
        coding.of(Incident)["ford-clash"]
    ]
    assert coding.related["belmark-mod-captured", "addressees"] == [coding.of(Actor)["arvenia"]]
    assert coding.of(Statement)["arvenia-mfa-denial"].made is None, "never guessed"
    assert coding.of(Statement)["counters-count"].speaker is None


def test_a_documents_own_zone_is_that_of_its_publication(sample: Sample) -> None:
    assert read(sample).of(Document)["post-first"].published_timezone == "Europe/London"


def test_a_time_may_name_its_zone_and_say_that_it_was_inferred(sample: Sample) -> None:
    sample.change(
        "000.yaml",
        'made: "2021-11-16T18:30"',
        'made: {edtf: "2021-11-16T18:30", timezone: Asia/Tokyo, inferred: true}',
    )
    made = read(sample).of(Statement)["belmark-mod-captured"].made
    assert (made.edtf, made.inferred) == ("2021-11-16T18:30+09:00", True)


def test_a_claim_is_read_with_its_figure_and_its_defaults(sample: Sample) -> None:
    claims = read(sample).of(Claim)
    twelve = claims["belmark-mod-captured--twelve"]
    assert (twelve.value_min, twelve.value_max, twelve.modifier) == (12, 12, "exact")
    assert (twelve.unit, twelve.basis, twelve.victim_class) == ("person", "unknown", "military")
    assert (twelve.subject_scope, twelve.polarity, twelve.certainty) == ("one", "asserts", "stated")
    seven = claims["belmark-mod-captured--seven"]
    assert seven.breakdown_of == twelve
    assert seven.victim_class == "undetermined"
    stance = claims["arvenia-mfa-denial--in-kind"]
    assert (stance.subject_scope, stance.victim_class, stance.modifier) == (
        "not_stated",
        None,
        None,
    )


def test_a_claims_citation_inherits_how_its_statement_was_relayed(sample: Sample) -> None:
    coding = read(sample)
    by_claim = {c.claim.slug: c for c in coding.of(Citation).values() if c.claim}
    denial = by_claim["arvenia-mfa-denial--not-first"]
    quoted = by_claim["arvenia-mfa-denial--in-kind"]
    assert (denial.mode, denial.hedge, denial.part) == ("indirect", "reportedly", "body")
    assert (quoted.mode, quoted.hedge) == ("direct_quote", "reportedly")
    hops = [hop for hop in coding.children if isinstance(hop, Hop)]
    assert [hop.actor.slug for hop in hops if hop.citation == denial] == ["daily-post"]
    assert not [hop for hop in hops if hop.citation == quoted]


def test_relayers_keep_their_order(sample: Sample) -> None:
    coding = read(sample)
    statement = coding.of(Statement)["belmark-mod-captured"]
    hops = [
        (hop.position, hop.actor.slug)
        for hop in coding.children
        if isinstance(hop, Hop)
        and hop.citation.statement is statement
        and hop.citation.document.slug == "post-first"
    ]
    assert hops == [(1, "wire"), (2, "daily-post")]


def test_one_utterance_in_two_texts_is_one_statement_with_two_citations(sample: Sample) -> None:
    coding = read(sample)
    cited = [c for c in coding.of(Citation).values() if c.statement]
    in_documents = [c.document.slug for c in cited if c.statement.slug == "belmark-mod-captured"]
    assert sorted(in_documents) == ["post-first", "second-report"]
    twelve = [
        c for c in coding.of(Citation).values() if c.claim and c.claim.slug.endswith("twelve")
    ]
    assert len(twelve) == 2
    ten = coding.of(Claim)["belmark-mod-captured--ten"]
    assert ten.statement is coding.of(Statement)["belmark-mod-captured"]


def test_a_list_of_passages_is_as_many_citations(sample: Sample) -> None:
    cited = [c for c in read(sample).of(Citation).values() if c.claim]
    assert len([c for c in cited if c.claim.slug == "belmark-mod-captured--ten"]) == 2


def test_a_citation_holds_offsets_and_hash_of_its_passage(sample: Sample) -> None:
    text = (sample.texts / "000_first.txt").read_text(encoding="utf-8")
    citations = read(sample).of(Citation).values()
    (denial,) = [c for c in citations if c.claim and c.claim.slug.endswith("not-first")]
    assert text[denial.start : denial.end] == "Arvenia denied having opened fire first."


def test_links_posts_names_and_uncited_lines_are_read(sample: Sample) -> None:
    coding = read(sample)
    (link,) = coding.of(ClaimLink).values()
    assert (link.from_claim.slug, link.relation) == ("belmark-mod-captured--ten", "qualifies")
    (reply,) = coding.of(StatementLink).values()
    assert reply.to_statement.slug == "belmark-mod-captured"
    (post,) = coding.of(Affiliation).values()
    assert (post.body.slug, post.held_from_edtf) == ("arvenia-mfa", "2021")
    assert [c.document.slug for c in coding.of(Citation).values() if c.affiliation] == [
        "post-first"
    ]
    assert coding.uncited["post-first"] == {1: "heading", 6: "page_furniture"}
    assert coding.of(Place)["hollow-ford"].parent == coding.of(Place)["belmark-land"]


def test_everything_read_is_to_be_published(sample: Sample) -> None:
    coding = read(sample)
    assert {r.status for records in coding.records.values() for r in records.values()} == {
        "published"
    }


# Faults, by file: a passage, what replaces it, and the fault that is told of it.

FAULTS = {
    "places.yaml": [
        ("kind: settlement", "kind: hamlet", r"place hollow-ford: kind: .*'hamlet'"),
        (
            "parent: belmark-land",
            "parent: b",
            r"place hollow-ford: parent: .*no place has the slug 'b'",
        ),
        (
            "latitude: 10.5",
            "lat: 10.5",
            r"place hollow-ford: lat: .*is not a field here; known are .*latitude",
        ),
        (
            "latitude: 10.5",
            "latitude: north",
            r"place hollow-ford: latitude: .*value must be a float",
        ),
        (
            "slug: hollow-ford",
            "slug: Hollow Ford",
            r"place Hollow Ford: slug: .*Lower case letters",
        ),
        (
            "slug: hollow-ford",
            "slug: belmark-land",
            r"place belmark-land: slug: .*'belmark-land' is used twice",
        ),
        (
            "kind: translation",
            "kind: nick",
            r"place hollow-ford, names: kind: .*'nick' is not a valid choice",
        ),
        ("{name: Furt, ", "{", r"place hollow-ford, names: name: .*is missing"),
    ],
    "actors.yaml": [
        ("name: Wire, kind: media", "kind: media", r"actor wire: name: .*is missing"),
        (
            'at: "4:6-8"',
            'at: "4:6-80"',
            r"actor mira-toll, affiliation 1: at: .*words 6-80 are outside line 4",
        ),
        (
            "document: post-first",
            "document: no-such",
            r"actor mira-toll, affiliation 1: document: .*no annotated document has",
        ),
        (
            'from: "2021"',
            "from: soon",
            r"actor mira-toll, affiliation 1: from: .*'soon' is not a time; write it like",
        ),
    ],
    "incidents.yaml": [
        (
            'occurred: "2021-11"',
            'occurred: "2021-13"',
            r"incident autumn-fighting: occurred: .*is not in the calendar",
        ),
        (
            "timezone: Europe/Berlin",
            "timezone: Berlin",
            r"incident ford-clash: occurred: .*is not an IANA time zone",
        ),
        (
            "{actor: arvenia, role: belligerent}",
            "{actor: arvenia, role: aggressor}",
            r"incident ford-clash, participant 1: role: .*'aggressor' is not a valid choice",
        ),
        (
            "{actor: arvenia, role: belligerent}",
            "{actor: nobody, role: party}",
            r"incident ford-clash, participant 1: actor: .*no actor has the slug 'nobody'",
        ),
        (
            "places: [belmark-land]",
            "places: belmark-land",
            r"incident ford-clash: places: .*expected a list",
        ),
    ],
    "000.yaml": [
        ("length: ", "length: 1", r"document: length: .*the text has \d+ characters"),
        ("file: 000_first.txt", "file: gone.txt", r"document: file: .*the text cannot be read"),
        (
            "agencies: [wire]",
            "agencies: [no-wire]",
            r"document: agencies\[\]: .*no actor has the slug 'no-wire'",
        ),
        (
            "speaker: belmark-mod",
            "speaker: b",
            r"statement belmark-mod-captured: speaker: .*no actor has the slug 'b'",
        ),
        (
            "speaker: belmark-mod\n",
            "on_behalf_of: belmark-mod\n",
            r"statement belmark-mod-captured: speaker: .*give either a speaker or",
        ),
        (
            "channel: press_statement\n    acts: [report",
            "channel: fax\n    acts: [report",
            r"statement belmark-mod-captured: channel: .*'fax' is not a valid choice",
        ),
        (
            "acts: [denial]",
            "acts: [denials]",
            r"statement arvenia-mfa-denial: acts: .*'denials' is not a valid choice",
        ),
        ("acts: [denial]", "acts: []", r"statement arvenia-mfa-denial: acts: .*cannot be blank"),
        (
            'made: "2021-11-16T18:30"',
            'made: {edtf: "2021", zone: UTC}',
            r"statement belmark-mod-captured, made: zone: .*is not a field here",
        ),
        (
            "slug: arvenia-mfa-denial",
            "slug: belmark-mod-captured",
            r"statement belmark-mod-captured: slug: .*is used twice",
        ),
        (
            'at: "3:1-14"',
            'at: "3:1-140"',
            r"statement belmark-mod-captured, cite: at: .*words 1-140 are outside line 3",
        ),
        (
            'at: "3:1-14"',
            'at: "3:1-28"',
            r"statement belmark-mod-captured, cite: at: .*runs over 3 sentences",
        ),
        (
            'at: "3:1-14"',
            'at: "3:1-14 000000000000"',
            r"statement belmark-mod-captured, cite: at: .*since it was sealed",
        ),
        (
            "via: [wire, daily-post]",
            "via: [wires]",
            r"statement belmark-mod-captured, cite: via: .*no actor has the slug 'wires'",
        ),
        (
            "mode: direct_quote",
            "mode: shouted",
            r"arvenia-mfa-denial--in-kind, cite: mode: .*'shouted' is not a valid choice",
        ),
        ('cite: "3:14-15"', "gists: x", r"belmark-mod-captured--seven: cite: .*is missing"),
        (
            "value: 12",
            "value: a dozen",
            r"belmark-mod-captured--twelve: value: .*'a dozen' is no figure",
        ),
        ("id: seven", "id: twelve", r"belmark-mod-captured--twelve: slug: .*is used twice"),
        (
            "kind: position",
            "kind: standpoint",
            r"arvenia-mfa-denial--in-kind: kind: .*'standpoint' is not a valid choice",
        ),
        (
            "kind: position",
            "kind: position\n        value: 3",
            r"arvenia-mfa-denial--in-kind: unit: .*say what the figure counts",
        ),
        (
            "target: arvenia",
            "target: nobody",
            r"belmark-mod-captured--twelve: target: .*no actor has the slug 'nobody'",
        ),
        (
            "breakdown_of: twelve",
            "breakdown_of: dozen",
            r"belmark-mod-captured--seven: breakdown_of: .*no claim has .*--dozen'",
        ),
        (
            "polarity: denies",
            "polarity: doubts",
            r"arvenia-mfa-denial--not-first: polarity: .*'doubts' is not a valid choice",
        ),
        (
            "relation: responds_to",
            "relation: answers",
            r"statement_links 1: relation: .*'answers' is not a valid choice",
        ),
        (
            "to: belmark-mod-captured, ",
            "to: nothing, ",
            r"statement_links 1: to_statement: .*no statement has the slug 'nothing'",
        ),
        ("reason: heading", "reason: dull", r"uncited 1: reason: .*'dull' is not one of"),
        ("line: 1,", "line: first,", r"uncited 1: line: .*'first' is not a line"),
        ("uncited:", "uncitd:", r"uncitd: .*is not a field here"),
    ],
    "001.yaml": [
        (
            "again: belmark-mod-captured",
            "again: nothing",
            r"statement nothing: again: .*no earlier file has a statement 'nothing'",
        ),
        (
            "again: twelve",
            "again: dozen",
            r"belmark-mod-captured--dozen: again: .*no earlier file has a claim",
        ),
        (
            "speaker_description: Café owners",
            "speaker: wire\n    speaker_description: Owners",
            r"statement counters-count: speaker: .*give either",
        ),
    ],
}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [(file, *case) for file, cases in FAULTS.items() for case in cases],
)
def test_a_fault_names_file_record_field_and_reason(
    sample: Sample, file: str, old: str, new: str, told: str
) -> None:
    sample.change(file, old, new)
    found = [str(fault) for fault in faults(sample)]
    assert any(re.match(f"{re.escape(file)}: {told}", fault) for fault in found), found


def test_every_fault_is_told_at_once(sample: Sample) -> None:
    sample.change("places.yaml", "kind: settlement", "kind: hamlet")
    sample.change("000.yaml", "value: 12", "value: a dozen")
    assert {fault.file for fault in faults(sample)} == {"places.yaml", "000.yaml"}


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("000.yaml", "document", "sha256", "is missing")) == (
        "000.yaml: document: sha256: is missing"
    )
    assert str(Fault("000.yaml", "", "", "cannot be read")) == "000.yaml: cannot be read"


def test_a_text_that_changed_is_a_fault(sample: Sample) -> None:
    sample.change_text("000_first.txt", "at dawn", "at dusk")
    (fault,) = faults(sample)
    assert (fault.file, fault.record, fault.field) == ("000.yaml", "document", "sha256")


@pytest.mark.parametrize("content", ["- [unclosed", "just words", "- just words", "\x00", ""])
@pytest.mark.parametrize("file", ["places.yaml", "actors.yaml", "incidents.yaml", "001.yaml"])
def test_a_file_that_is_no_such_yaml_is_a_fault(sample: Sample, file: str, content: str) -> None:
    (sample.annotations / file).write_text(content, encoding="utf-8")
    assert file in {fault.file for fault in faults(sample)}


def test_a_missing_file_is_a_fault(sample: Sample) -> None:
    (sample.annotations / "places.yaml").unlink()
    assert any(
        fault.file == "places.yaml" and "cannot be read" in fault.reason for fault in faults(sample)
    )


def test_a_raw_coding_is_read_instead_of_the_reconciled_files(sample: Sample) -> None:
    raw = sample.annotations / "codings" / "a"
    raw.mkdir(parents=True)
    (sample.annotations / "000.yaml").rename(raw / "000.yaml")
    coding = read_annotations(sample.annotations, sample.texts, "a")
    assert set(coding.of(Document)) == {"post-first"}


# What the database would refuse


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "000.yaml",
            "kind: position\n        incident: ford-clash",
            "kind: position",
            "arvenia-mfa-denial--in-kind: incident: Say what it is about",
        ),
        (
            "000.yaml",
            "kind: position",
            "kind: ceasefire_broken",
            "arvenia-mfa-denial--in-kind: about: Say which agreement",
        ),
        (
            "000.yaml",
            "kind: position",
            "kind: position\n        subject_scope: one",
            "arvenia-mfa-denial--in-kind: subject: Scope “One” needs a subject",
        ),
        ("places.yaml", "latitude: 10.5", "latitude: 100.5", "place hollow-ford: latitude: Give"),
    ],
)
def test_what_a_rule_of_the_database_forbids_is_a_fault(
    sample: Sample, file: str, old: str, new: str, told: str
) -> None:
    sample.change(file, old, new)
    (found,) = map(str, faults(sample))
    assert found.startswith(f"{file}: {told}")
