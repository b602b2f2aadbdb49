"""Redaction of a private person: the name goes from everywhere, what was done stays readable."""

import json
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, models

from conflictdb import curation
from conflictdb.curation.redaction import Names, Passage, digest, find, redact
from conflictdb.history import RecordHistory
from conflictdb.models import (
    EVENTS,
    Actor,
    Change,
    Claim,
    Document,
    Record,
    RedactedSlug,
    Redaction,
    Revision,
    Statement,
)
from conflictdb.models.change import Tombstone, public_state
from tests.conflictdb.team import member
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_statement,
)
from tests.transactions import committed

pytestmark = pytest.mark.django_db

# An invented person, in invented texts.
FORMS = ("Zeno Öström-Kvist", "Зенон Кузнечиков", "Z. Kvist", "Öström-Kvist")
SLUG = "zeno-ostrom-kvist"


@pytest.fixture
def admin(db: None) -> User:
    return member("ada", "Administrator")


@pytest.fixture
def person() -> Actor:
    person = make_actor(FORMS[0], kind="person", slug=SLUG)
    for form in FORMS[1:]:
        make_actor_name(person, form)
    return person


@pytest.fixture
def told_of(person: Actor, admin: User) -> Claim:
    """A claim, and much else, that names the person in many ways."""
    body = make_actor("Town council")
    make_affiliation(
        person, body, slug=f"{SLUG}--council", role="Deputy of ZENO OSTROM-KVIST's own list"
    )
    document = make_document(
        title="An invented talk with Zeno Öström-Kvist",
        authors=["Zeno Ostrom Kvist", "Somebody Else"],
        url="https://news.example/zeno-ostrom-kvist-speaks",
    )
    statement = make_statement(
        speaker=person,
        slug=f"{SLUG}-2021-11-16-report",
        gist="Zeno Öström‐Kvist tells of one wounded.",
        cited_in=document,
    )
    incident = make_incident("Zeno Öström-Kvist is taken", summary="Зенон кузнечиков was taken.")
    claim = make_claim(
        statement=statement,
        incident=incident,
        slug=f"{SLUG}-2021-11-16-report--killed",
        gist="One died, says z. kvist; he is not sure.",
        cited_in=document,
    )
    make_claim_link(claim, slug=f"{SLUG}-2021-11-16-report--killed--confirms--other", note=FORMS[0])
    Claim.objects.filter(pk=claim.pk).update(gist=claim.gist + " ")
    curation.save(Statement.objects.get(pk=statement.pk), by=admin, message="As ZENO ÖSTRÖM-KVIST")
    committed()
    return claim


def names_of(person: Actor, **more: Any) -> Names:
    return Names.of(person, **{"surname_alone": False, **more})


def redacted(person: Actor, by: User, **more: Any) -> Redaction:
    given = {"reason": "A private person", "names": names_of(person), "keep_original": False}
    return redact(person, by=by, **{**given, **more})


def everything() -> str:
    """All rows of all tables of the domain, its history and its logs; private texts apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name LIKE 'conflictdb%' OR table_name IN"
            " ('pghistory_context', 'django_admin_log'))"
        )
        tables = [table for (table,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT '{table}: ' || to_jsonb(t)::text FROM {table} t")
            rows += [row.replace("\n", " ") for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def named_in(text: str) -> list[str]:
    """The rows in which something of the name is left."""
    lowered = [(row, row.lower()) for row in text.splitlines()]
    traces = ("zeno", "kvist", "öström", "ostrom", "\\u00f6str", "зенон", "кузнечиков")
    return [row[:300] for row, low in lowered if any(trace in low for trace in traces)]


def test_nothing_of_the_name_is_left_anywhere(person: Actor, told_of: Claim, admin: User) -> None:
    assert len(named_in(everything())) > 20
    redacted(person, admin)
    assert named_in(everything()) == []


def test_what_was_done_stays_readable(person: Actor, told_of: Claim, admin: User) -> None:
    redacted(person, admin)
    person.refresh_from_db()
    told_of.refresh_from_db()
    assert (person.name, person.slug, person.status) == (
        "Redacted person",
        "redacted-person-1",
        "published",
    )
    assert not person.names.exists()
    assert told_of.slug == "redacted-person-1-2021-11-16-report--killed"
    assert told_of.gist == "One died, says [redacted]; he is not sure. "
    assert told_of.statement.speaker == person
    assert told_of.statement.gist == "[redacted] tells of one wounded."
    document = Document.objects.get(title__startswith="An invented talk")
    assert document.title == "An invented talk with [redacted]"
    assert document.authors == ["[redacted]", "Somebody Else"]
    assert document.url is None


def test_the_old_slugs_are_gone_and_tell_nothing(
    person: Actor, told_of: Claim, admin: User
) -> None:
    old = told_of.slug
    revision = Change.objects.order_by("-sequence").first()
    assert revision is not None
    redaction = redacted(person, admin)
    committed()
    for model, slug in ((Actor, SLUG), (Claim, old)):
        state = public_state(model, slug)
        assert state == Tombstone(str(model._meta.model_name), "redacted", redaction.at, "privacy")
    assert public_state(Actor, "redacted-person-1") == person.pk
    assert public_state(Actor, "nobody") is None
    newer = Change.objects.filter(sequence__gt=revision.sequence)
    assert newer.exists()
    assert {change.operation for change in newer} == {"updated"}
    sequences = list(Change.objects.values_list("sequence", flat=True))
    assert sequences == [*range(1, len(sequences) + 1)]


def test_a_draft_leaves_no_tombstone(admin: User) -> None:
    person = make_actor(FORMS[0], kind="person", slug=SLUG, status="draft")
    redacted(person, admin)
    assert public_state(Actor, SLUG) is None


def test_a_curator_decides_passage_by_passage(person: Actor, told_of: Claim, admin: User) -> None:
    passages = {each.key: each for each in find(person, names_of(person))}
    gist = f"claim-{told_of.pk}-gist"
    title = next(key for key in passages if key.startswith("document-") and key.endswith("title"))
    redacted(person, admin, instead={gist: "One died, says an official.", title: None})
    told_of.refresh_from_db()
    assert told_of.gist == "One died, says an official."
    assert Document.objects.get(title=passages[title].text).authors[0] == "[redacted]"
    kept = EVENTS[Document]._default_manager.filter(title=passages[title].text)
    assert kept.exists()


def test_the_surname_alone_is_found_when_asked_for(person: Actor) -> None:
    statement = make_statement(gist="Öström-Kvist, or Mr KUZNECHIKOV, or Кузнечиков, spoke.")
    found = [p for p in find(person, names_of(person)) if p.pk == statement.pk]
    assert [p.instead for p in found] == ["[redacted], or Mr KUZNECHIKOV, or Кузнечиков, spoke."]
    names = names_of(person, surname_alone=True, further=["Kuznechikov"])
    found = [p for p in find(person, names) if p.pk == statement.pk]
    assert [p.instead for p in found] == ["[redacted], or Mr [redacted], or [redacted], spoke."]


def test_a_text_that_changed_meanwhile_is_looked_at_again(
    person: Actor, told_of: Claim, admin: User
) -> None:
    seen = digest(find(person, names_of(person)))
    Claim.objects.filter(pk=told_of.pk).update(gist="Z. Kvist says otherwise.")
    with pytest.raises(ValidationError, match="changed meanwhile"):
        redacted(person, admin, seen=seen)
    person.refresh_from_db()
    assert person.slug == SLUG


def test_the_original_is_kept_sealed_or_destroyed_as_chosen(
    person: Actor, told_of: Claim, admin: User
) -> None:
    redaction = redacted(person, admin, keep_original=True)
    redaction.refresh_from_db()
    kept = {(each["kind"], each["column"]): each["text"] for each in redaction.original}
    assert kept["actor", "name"] == FORMS[0]
    assert "Зенон Кузнечиков" in kept["actor", "other names"]
    assert kept["actor", "slug"] == SLUG
    Redaction.objects.update(original=None)
    assert named_in(everything()) == []


def test_history_is_readable_still_and_names_nobody(
    person: Actor, told_of: Claim, admin: User
) -> None:
    redacted(person, admin)
    versions = RecordHistory(Actor, person.pk).versions()
    assert versions[0].action.doing == "redact"
    assert all(not v.before or v.before["name"] == "Redacted person" for v in versions)
    told = RecordHistory(Claim, told_of.pk).versions()
    assert "[redacted]" in json.dumps([v.before for v in told])


def test_a_pending_revision_loses_the_name_too(person: Actor, admin: User, settings: Any) -> None:
    settings.FOUR_EYES = True
    curation.revise(
        person, by=admin, why="For Zeno Öström-Kvist", change=lambda on: _country(on, "AM")
    )
    redacted(person, admin)
    [revision] = Revision.objects.all()
    assert named_in(json.dumps([revision.base, revision.state, revision.why])) == []
    assert revision.slug == "redacted-person-1"


def _country(record: Record, code: str) -> None:
    record.country = code  # type: ignore[attr-defined]


def test_who_was_merged_into_the_person_is_the_person(person: Actor, admin: User) -> None:
    other = make_actor("Zenobios Kvistov", kind="person", slug="zenobios-kvistov")
    Actor.objects.filter(pk=other.pk).update(status="withdrawn", merged_into=person)
    redacted(person, admin)
    other.refresh_from_db()
    assert (other.name, other.slug) == ("[redacted]", "redacted-person-1-2")


def test_earlier_names_are_names(person: Actor, admin: User) -> None:
    Actor.objects.filter(pk=person.pk).update(name="Somebody", slug="somebody")
    statement = make_statement(gist=f"{FORMS[0]} spoke.")
    person.refresh_from_db()
    redacted(person, admin)
    statement.refresh_from_db()
    assert statement.gist == "[redacted] spoke."


# Who, what and why


def test_only_an_administrator_redacts(person: Actor, nune: User, emil: User) -> None:
    for user in (nune, emil):
        with pytest.raises(ValidationError, match="Only administrators"):
            redacted(person, user)


def test_only_a_person_is_redacted(admin: User) -> None:
    with pytest.raises(ValidationError, match="Only persons"):
        redacted(make_actor("Ministry of Silence"), admin)


@pytest.mark.parametrize("reason", ["", "  ", "Asked by Zeno Ostrom-Kvist"])
def test_a_reason_is_due_and_names_nobody(person: Actor, admin: User, reason: str) -> None:
    with pytest.raises(ValidationError, match=r"Say why|Leave the name out"):
        redacted(person, admin, reason=reason)


def test_two_persons_get_two_neutral_names(person: Actor, admin: User) -> None:
    other = make_actor("Ingeborg Testfall", kind="person")
    redacted(person, admin)
    redacted(other, admin)
    assert {actor.slug for actor in Actor.objects.filter(name="Redacted person")} == {
        "redacted-person-1",
        "redacted-person-2",
    }


def test_a_redacted_slug_is_not_given_again(person: Actor, admin: User) -> None:
    redacted(person, admin)
    again = Actor(name="Another", kind="person", slug=SLUG)
    with pytest.raises(ValidationError, match="took this slug away"):
        curation.save(again, by=admin)


def test_slugs_are_kept_as_hashes_only(person: Actor, told_of: Claim, admin: User) -> None:
    redacted(person, admin)
    assert RedactedSlug.objects.count() >= 5
    assert {len(row.digest) for row in RedactedSlug.objects.all()} == {64}


def test_the_log_loses_the_name(person: Actor, told_of: Claim, admin: User) -> None:
    assert LogEntry.objects.exists()
    redacted(person, admin)
    texts = [entry.change_message + entry.object_repr for entry in LogEntry.objects.all()]
    assert named_in("\n".join(texts)) == []


# Names in texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZENO ÖSTRÖM KVIST's words", "[redacted]'s words"),
        ("Zeno O\u0308stro\u0308m-Kvist.", "[redacted]."),
        ("(zeno\u00a0ostrom‑kvist)", "([redacted])"),
        ("Zeno Öström-Kvistling", "Zeno Öström-Kvistling"),
        ("McZeno Ostrom-Kvist", "McZeno [redacted]"),
        ("Зенон  Кузнечиков и Z. Kvist", "[redacted] и [redacted]"),
    ],
)
def test_names_are_found_whole_in_any_case_and_accents(
    person: Actor, text: str, expected: str
) -> None:
    assert names_of(person).taken_out(text) == expected


def test_a_name_with_signs_of_patterns_is_a_name(admin: User) -> None:
    person = make_actor("A.* (B%_C) [D]", kind="person")
    statement = make_statement(gist="Said by A.* (B%_C) [D] and by Axx (B11C) D.")
    passages: list[Passage] = find(person, names_of(person))
    assert [p.instead for p in passages if p.pk == statement.pk] == [
        "Said by [redacted] and by Axx (B11C) D."
    ]


def test_every_column_of_words_is_looked_into() -> None:
    """A new column of prose must not be forgotten."""
    from conflictdb.curation.redaction.passages import text_columns
    from conflictdb.models.event import PARTS, RECORDS

    found = {f"{m._meta.model_name}.{c}" for m in [*RECORDS, *PARTS] for c in text_columns(m)}
    named = ("name", "title", "authors", "url", "speaker_description")
    prose = {
        f"{m._meta.model_name}.{c.name}"
        for m in [*RECORDS, *PARTS]
        for c in m._meta.concrete_fields
        if isinstance(c, models.TextField) or c.name in named
    }
    assert found == (prose | {"affiliation.role"}) - {"documenttext.content"}


# What was merged, and what comes back


def test_slugs_of_who_was_merged_into_the_person_go_too_over_several_steps(
    person: Actor, admin: User
) -> None:
    first = make_actor("Kuz", kind="person", slug="the-miller-of-thal")
    second = make_actor("K.", kind="person", slug="miller-two")
    committed()
    curation.merge(first, second, by=admin, reason="One.")
    curation.merge(second, person, by=admin, reason="One.")
    assert "Kuz" in names_of(person).forms
    redacted(person, admin)
    committed()
    found = everything()
    for word in ("the-miller-of-thal", "miller-two", SLUG, "Kuz"):
        assert word not in found, word


def test_a_log_that_tells_of_a_slug_within_a_text_loses_it(person: Actor, admin: User) -> None:
    odd = make_actor("Kuz", kind="person", slug="the-miller-of-thal")
    committed()
    curation.merge(odd, person, by=admin, reason="One.")
    told = "".join(LogEntry.objects.values_list("change_message", flat=True))
    assert "merged with the-miller-of-thal: One." in told
    redacted(person, admin)
    told = "".join(LogEntry.objects.values_list("change_message", flat=True))
    assert "miller" not in told
    assert "One." in told


@pytest.mark.parametrize(
    "address",
    [
        "zeno_ostrom_kvist",
        "photos/1_Zeno.Ostrom-Kvist_2.jpg",
        "q=Zeno+Ostrom+Kvist",
        "Zeno%20Ostrom-Kvist",
    ],
)
def test_addresses_write_names_otherwise(person: Actor, admin: User, address: str) -> None:
    document = make_document(url=f"https://news.example/{address}")
    redacted(person, admin)
    document.refresh_from_db()
    assert document.url is None


def test_no_restored_version_brings_the_name_back(person: Actor, admin: User) -> None:
    person.names.all().delete()
    Actor.objects.filter(pk=person.pk).update(status="draft")
    make_actor_name(person, FORMS[1])
    committed()
    draft = make_actor("Talk", status="draft", slug="talk-with-zeno-ostrom-kvist")
    pk = draft.pk
    curation.delete(draft, by=admin)
    redacted(person, admin)
    committed()
    history = RecordHistory(Actor, person.pk)
    for version in history.versions():
        for state in (version.before, version.after):
            assert "kvist" not in json.dumps(state, default=str).lower()
        if version.after is not None:
            curation.restore(person, version.action.context, by=admin, reason="Look.")
            assert not Names.of(person, surname_alone=False).are_in("Zeno Öström-Kvist")
    assert "kvist" not in curation.restore_deleted(Actor, pk, by=admin, reason="Look.").slug
    committed()
    assert "kvist" not in everything().lower()


def test_no_merger_brings_the_name_back(person: Actor, admin: User) -> None:
    redacted(person, admin)
    named = make_actor(FORMS[0], kind="person", slug="zeno-again")
    committed()
    for loser, survivor in ((named, person), (person, named)):
        with pytest.raises(ValidationError, match="is a redacted person"):
            curation.merge(loser, survivor, by=admin, reason="One.")
    redacted(named, admin)
    curation.merge(named, person, by=admin, reason="One.")
    committed()
    assert "kvist" not in everything().lower()
