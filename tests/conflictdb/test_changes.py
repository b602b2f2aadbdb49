"""The change feed: what of public records is recorded, once a transaction, in order of commits."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, models, transaction
from pghistory.models import Event

from conflictdb import curation
from conflictdb.interchange import FIXTURES
from conflictdb.interchange.fixtures import load
from conflictdb.models import (
    Actor,
    Affiliation,
    Change,
    Citation,
    Claim,
    Dataset,
    Hop,
    Place,
    Record,
)
from conflictdb.models.change import Survivor, Tombstone, public_state
from tests.contract.world import add_drafts, make_world
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_place_name,
    make_question,
    make_state,
    make_statement,
    make_statement_link,
)
from tests.transactions import committed

pytestmark = pytest.mark.django_db

RECORDS: dict[str, Callable[..., Any]] = {
    "incident": make_incident,
    "statement": make_statement,
    "claim": make_claim,
    "actor": make_actor,
    "place": make_place,
    "document": make_document,
    "question": make_question,
}
every_record = pytest.mark.parametrize("resource", RECORDS)

Entry = tuple[str, str, str]


def entries(after: int = 0) -> list[Entry]:
    """The feed after a number: resource, slug, operation. Numbers must have no gap."""
    changes = list(Change.objects.filter(sequence__gt=after))
    assert [change.sequence for change in changes] == [*range(after + 1, after + 1 + len(changes))]
    assert [change.at for change in changes] == sorted(change.at for change in changes)
    return [(change.resource, change.slug, change.operation) for change in changes]


@contextmanager
def recording() -> Iterator[list[Entry]]:
    """What is done inside is a transaction of its own; gives the entries that it made."""
    committed()
    before = Dataset.objects.current().revision
    found: list[Entry] = []
    yield found
    committed()
    found += entries(before)
    assert Dataset.objects.current().revision == before + len(found)


def update(record: Any, **values: Any) -> None:
    """Past every model, as SQL would."""
    type(record)._default_manager.filter(pk=record.pk).update(**values)


# Records


@every_record
def test_a_record_appears_changes_and_goes(resource: str) -> None:
    record = RECORDS[resource]()
    for after, operation in (
        ("withdrawn", "withdrawn"),
        ("draft", None),
        ("in_review", None),
        ("published", "published"),
        ("draft", "withdrawn"),
        ("published", "published"),
    ):
        with recording() as found:
            update(record, status=after)
        assert found == ([(resource, record.slug, operation)] if operation else [])


@every_record
def test_a_record_that_enters_published_is_published(resource: str) -> None:
    with recording() as found:
        record = RECORDS[resource]()
    assert (resource, record.slug, "published") in found


@every_record
def test_a_save_that_shows_nothing_else_records_nothing(resource: str) -> None:
    record = RECORDS[resource]()
    record.refresh_from_db()  # with what triggers and questions put there
    with recording() as found:
        record.save()
    assert record.version == 2
    assert found == []


@every_record
def test_drafts_never_move_the_feed(resource: str) -> None:
    before = Dataset.objects.current()
    with recording() as made:
        record = RECORDS[resource](status="draft")
    made = [entry for entry in made if entry[:2] == (resource, record.slug)]
    with recording() as found:
        record.save()
        update(record, slug="another-slug")
        update(record, status="withdrawn")  # never public, so nothing is taken back
        record.delete()
    assert made == found == []
    assert Dataset.objects.current().changed_at >= before.changed_at


def test_what_is_done_to_drafts_does_not_lock_the_dataset() -> None:
    with recording():
        make_actor(status="draft").save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('conflictdb.revision_before', true)")
            assert not cursor.fetchone()[0]


def test_a_world_of_drafts_leaves_feed_and_revision_as_they_were() -> None:
    world = make_world()
    committed()
    feed = list(Change.objects.values())
    dataset = Dataset.objects.values().get()
    add_drafts(world)
    committed()
    assert list(Change.objects.values()) == feed
    assert Dataset.objects.values().get() == dataset


@every_record
def test_every_public_column_is_watched(resource: str) -> None:
    """A column that is added later is public until it is said not to be."""
    record = RECORDS[resource]()
    private = {"id", "slug", "status", "version", "created_at", "updated_at", "merged_into"}
    private |= {"retitled", "by_rule", "question_fixed"}
    # Kept from other rows, whatever is written there.
    followed = {column.name for column in record._meta.fields if not column.serialize}
    followed |= {"is_latest"}
    texts = [
        column.name
        for column in record._meta.fields
        if isinstance(column, models.CharField | models.TextField | models.BooleanField)
        and not column.choices
        and column.name not in private | followed
        and not column.name.endswith(("_edtf", "_precision", "country", "_timezone"))
        and column.name not in ("sha256", "translated_from", "speaker_description")
    ]
    assert texts
    for name in texts:
        value = getattr(record, name)
        with recording() as found:
            update(record, **{name: not value if isinstance(value, bool) else "Else"})
        assert found == [(resource, record.slug, "updated")], name
    for name in private & {column.name for column in record._meta.fields}:
        if name in ("retitled", "by_rule", "question_fixed"):
            with recording() as found:
                update(record, **{name: not getattr(record, name)})
            assert found == [], name


def test_a_slug_that_changes_is_one_record_gone_and_another_come() -> None:
    actor = make_actor(slug="old")
    with recording() as found:
        update(actor, slug="new")
    assert sorted(found) == [("actor", "new", "published"), ("actor", "old", "withdrawn")]


def test_a_deletion_is_a_withdrawal() -> None:
    actor = make_actor()
    make_actor_name(actor)
    with recording() as found:
        actor.delete()
    assert found == [("actor", actor.slug, "withdrawn")]


def test_many_rows_at_once_are_an_entry_each_and_those_alone_that_changed() -> None:
    Place.objects.bulk_create(
        Place(slug=f"p-{n}", name="A", kind="road", status="published" if n % 2 else "draft")
        for n in range(1000)
    )
    committed()
    assert len(entries()) == 500
    with recording() as found:
        Place.objects.filter(slug__in=["p-1", "p-2", "p-3"]).update(name="B")
    assert found == [("place", "p-1", "updated"), ("place", "p-3", "updated")]
    with recording() as found:
        Place.objects.update(name="B")
    assert len(found) == 498


# Parts: an entry of the records that show them, and of nothing else

Part = tuple[Any, list[Record]]


def a_place_name() -> Part:
    place = make_place()
    return make_place_name(place), [place]


def an_actor_name() -> Part:
    actor = make_actor()
    return make_actor_name(actor), [actor]


def a_participant() -> Part:
    incident = make_incident(participants=[(make_actor(), "party")])
    return incident.participants.get(), [incident]


def a_hop() -> Part:
    claim = make_claim()
    return make_citation(claim, via=[make_actor()]).via.get(), [claim]


def an_affiliation() -> Part:
    post = make_affiliation()
    return post, [post.person]


def a_claim_link() -> Part:
    link = make_claim_link()
    return link, [link.from_claim, link.to_claim]


def a_statement_link() -> Part:
    link = make_statement_link()
    return link, [link.from_statement, link.to_statement]


def cites(make: Callable[[], Any]) -> Callable[[], Part]:
    def citation() -> Part:
        record = make()
        owner = record.person if isinstance(record, Affiliation) else record
        return make_citation(record), [owner]

    return citation


def listed(make: Callable[..., Any], name: str, target: Callable[[], Any]) -> Callable[[], Part]:
    def row() -> Part:
        record = make(**{name: [target()]})
        through = getattr(type(record), name).through
        return through.objects.get(**{record._meta.model_name: record}), [record]

    return row


PARTS: dict[str, tuple[Callable[[], Part], dict[str, Any] | None]] = {
    "place name": (a_place_name, {"name": "Else"}),
    "actor name": (an_actor_name, {"script": "Armn"}),
    "participant": (a_participant, {"role": "host"}),
    "hop": (a_hop, {"position": 7}),
    "affiliation": (an_affiliation, {"role": "Else"}),
    "claim link": (a_claim_link, {"note": "Else"}),
    "statement link": (a_statement_link, {"note": "Else"}),
    "citation of a claim": (cites(make_claim), {"hedge": "reportedly"}),
    "citation of a statement": (cites(make_statement), {"start": 1}),
    "citation of an affiliation": (cites(make_affiliation), {"mode": "direct_quote"}),
    "place of an incident": (listed(make_incident, "places", make_place), None),
    "agency": (listed(make_document, "agencies", make_actor), None),
    "joint speaker": (listed(make_statement, "co_speakers", make_actor), None),
    "addressee": (listed(make_statement, "addressees", make_actor), None),
    "incident of a statement": (listed(make_statement, "incidents", make_incident), None),
}
every_part = pytest.mark.parametrize(("make", "values"), PARTS.values(), ids=list(PARTS))


def updates(owners: list[Record]) -> list[Entry]:
    return sorted((str(owner._meta.model_name), owner.slug, "updated") for owner in owners)


@every_part
def test_a_part_that_changes_or_goes_updates_what_shows_it(
    make: Callable[[], Part], values: dict[str, Any] | None
) -> None:
    part, owners = make()
    if values:
        with recording() as found:
            update(part, **values)
        assert sorted(found) == updates(owners)
        with recording() as found:
            update(part, **values)
        assert found == []
    with recording() as found:
        part.delete()
    assert sorted(found) == updates(owners)


@every_part
def test_a_part_that_comes_updates_what_shows_it(
    make: Callable[[], Part], values: dict[str, Any] | None
) -> None:
    part, owners = make()
    type(part)._default_manager.filter(pk=part.pk).delete()
    part.pk = part.id = None
    with recording() as found:
        part._state.adding = True
        part.save(force_insert=True)
    assert sorted(found) == updates(owners)


@every_part
def test_parts_of_drafts_and_draft_parts_are_not_recorded(
    make: Callable[[], Part], values: dict[str, Any] | None
) -> None:
    part, owners = make()
    # Of a draft no part is published that is a record itself; a hop is a part of a citation.
    drafts = [part] if isinstance(part, Record) else owners
    for draft in [part.citation] if isinstance(part, Hop) else drafts:
        update(draft, status="draft")
    with recording() as found:
        if values:
            update(part, **values)
        part.refresh_from_db()
        part.delete()
        part.pk = part.id = None
        part._state.adding = True
        part.save(force_insert=True)
    assert found == []


def test_every_table_that_records_show_is_watched() -> None:
    # The text is never shown, nor is who works on what, what was told apart, or what was.
    unshown = {
        "documenttext",
        "dataset",
        "change",
        "contribution",
        "review",
        "revision",
        "distinctactors",
        "distinctplaces",
        "failingcitation",
        "redaction",
        "redactedslug",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE '%%\\_in\\_feed' GROUP BY 1"
        )
        triggers = dict(cursor.fetchall())
    assert set(triggers.values()) == {3}
    every = apps.get_app_config("conflictdb").get_models(include_auto_created=True)
    tables = {
        model._meta.db_table
        for model in every
        if model._meta.model_name not in unshown and not issubclass(model, Event)
    }
    assert set(triggers) == tables


# One entry a transaction

Act = Callable[[Any], None]


def set_(**values: Any) -> Act:
    return lambda record: update(record, **values)


PUBLISH, WITHDRAW, RENAME = set_(status="published"), set_(status="withdrawn"), set_(name="Else")


@pytest.mark.parametrize(
    ("before", "acts", "operation"),
    [
        ("draft", [PUBLISH, RENAME], "published"),
        ("draft", [RENAME, PUBLISH], "published"),
        ("draft", [PUBLISH, WITHDRAW], None),
        ("draft", [PUBLISH, RENAME, WITHDRAW], None),
        ("draft", [PUBLISH, WITHDRAW, PUBLISH], "published"),
        ("draft", [PUBLISH, lambda actor: actor.delete()], None),
        ("published", [RENAME, set_(name="Again")], "updated"),
        ("published", [RENAME, WITHDRAW], "withdrawn"),
        ("published", [WITHDRAW, RENAME], "withdrawn"),
        ("published", [WITHDRAW, PUBLISH], "updated"),
        ("published", [WITHDRAW, PUBLISH, RENAME, WITHDRAW], "withdrawn"),
    ],
)
def test_what_a_transaction_does_to_a_record_is_one_entry(
    before: str, acts: list[Act], operation: str | None
) -> None:
    actor = make_actor(status=before)
    with recording() as found:
        first = make_place()
        for act in acts:
            act(actor)
        last = make_place()
    entry = [("actor", actor.slug, operation)] if operation else []
    around = [("place", place.slug, "published") for place in (first, last)]
    assert sorted(found) == sorted([*around, *entry])


def test_many_that_were_published_and_taken_back_leave_no_gap() -> None:
    with recording() as found:
        actors = [make_actor() for _ in range(7)]
        Actor.objects.filter(pk__in=[actors[n].pk for n in (0, 2, 3, 6)]).update(status="draft")
        make_place(slug="afterwards")
    kept = [("actor", actors[n].slug, "published") for n in (1, 4, 5)]
    assert sorted(found) == sorted([*kept, ("place", "afterwards", "published")])


def test_what_nobody_saw_leaves_no_time_either() -> None:
    make_actor()
    committed()
    before = Dataset.objects.values().get()
    make_actor().delete()
    committed()
    assert Dataset.objects.values().get() == before


def test_a_savepoint_that_is_rolled_back_leaves_nothing() -> None:
    with recording() as found:
        with transaction.atomic():
            make_actor()
            transaction.set_rollback(True)
        kept = make_actor()
        with transaction.atomic():
            kept.delete()
            make_actor()
            transaction.set_rollback(True)
    assert found == [("actor", kept.slug, "published")]


def test_revision_and_time_rise_with_every_public_transaction() -> None:
    seen = []
    for n in range(3):
        with recording():
            make_actor(name=f"Actor {n}")
        dataset = Dataset.objects.current()
        seen.append((dataset.revision, dataset.changed_at))
    assert seen == sorted(set(seen))
    last = Change.objects.latest("sequence")
    assert seen[-1] == (last.sequence, last.at)


def test_a_clock_that_goes_back_does_not_take_the_time_back() -> None:
    make_actor()
    committed()
    Dataset.objects.update(changed_at="2100-01-01T00:00:00Z")
    make_actor()
    committed()
    assert str(Dataset.objects.current().changed_at) == "2100-01-01 00:00:00.000001+00:00"


def test_there_is_always_one_dataset() -> None:
    make_actor()
    committed()
    Dataset.objects.all().delete()
    assert Dataset.objects.current().revision == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Dataset.objects.create(id=2, changed_at="2030-01-01T00:00:00Z")


# Reasons, and what the public knows of a slug


def test_the_coded_reason_is_that_of_the_record_alone(curator: User) -> None:
    claim = make_claim()
    actor = make_actor()
    committed()
    curation.withdraw(claim, by=curator, reason="Misread.", reason_code="error")
    update(actor, status="draft")
    committed()
    reasons = dict(Change.objects.filter(operation="withdrawn").values_list("slug", "reason"))
    assert claim.question is not None
    assert reasons == {claim.slug: "error", claim.question.slug: None, actor.slug: None}


def test_a_reason_that_is_not_coded_is_refused(curator: User) -> None:
    with pytest.raises(ValidationError, match="'spite' is no reason"):
        curation.withdraw(make_actor(), by=curator, reason="So.", reason_code="spite")


def test_a_refused_withdrawal_leaves_no_reason_behind(curator: User) -> None:
    actor, place = make_actor(), make_place()
    make_statement(speaker=actor)
    committed()
    with pytest.raises(ValidationError):
        curation.withdraw(actor, by=curator, reason="So.", reason_code="privacy")
    update(place, status="withdrawn")
    assert Change.objects.latest("sequence").reason is None


@every_record
def test_what_was_never_public_is_unknown(resource: str) -> None:
    for status in ("draft", "in_review", "withdrawn"):
        record = RECORDS[resource](status=status)
        committed()
        assert public_state(type(record), record.slug) is None
    assert public_state(type(record), "missing") is None


def test_a_tombstone_stays_until_the_record_is_public_again(curator: User) -> None:
    actor = make_actor()
    committed()
    curation.withdraw(actor, by=curator, reason="Twice.", reason_code="duplicate")
    committed()
    change = Change.objects.latest("sequence")
    tombstone = Tombstone("actor", actor.slug, change.at, "duplicate")
    assert public_state(Actor, actor.slug) == tombstone
    update(actor, status="draft")
    committed()
    assert public_state(Actor, actor.slug) == tombstone
    curation.publish(actor, by=curator)
    assert public_state(Actor, actor.slug) == actor.pk
    committed()
    actor.delete()
    committed()
    gone = public_state(Actor, actor.slug)
    assert isinstance(gone, Tombstone)
    assert gone.reason is None


# Merged records


@pytest.mark.parametrize("resource", ["actor", "place", "incident", "question"])
def test_a_merged_record_leads_to_its_survivor(resource: str, curator: User) -> None:
    make = RECORDS[resource]
    gone, between, survivor = (make(slug=slug) for slug in ("gone", "between", "survivor"))
    model = type(gone)
    with recording() as found:
        update(gone, status="withdrawn", merged_into=between)
    assert found == [(resource, "gone", "merged")]
    assert public_state(model, "gone") == Survivor("between")
    update(between, status="withdrawn", merged_into=survivor)
    assert public_state(model, "gone") == public_state(model, "between") == Survivor("survivor")
    with recording() as found:
        update(survivor, status="withdrawn")
    assert found == [(resource, "survivor", "withdrawn")]
    assert isinstance(public_state(model, "gone"), Tombstone)
    curation.publish(gone, by=curator)
    gone.refresh_from_db()
    assert (gone.merged_into, public_state(model, "gone")) == (None, gone.pk)


def test_what_was_withdrawn_first_can_be_merged_later_and_apart_again() -> None:
    gone, survivor = make_actor(), make_actor()
    never = make_actor(status="withdrawn")
    committed()
    update(gone, status="withdrawn")
    for values, operation in (
        ({"merged_into": survivor}, "merged"),
        ({"merged_into": make_actor()}, "merged"),
        ({"merged_into": None, "status": "draft"}, "withdrawn"),
    ):
        with recording() as found:
            update(gone, **values)
            update(never, **{**values, "status": "withdrawn"})
        assert found == [("actor", gone.slug, operation)]


def test_a_merged_record_does_not_lead_in_a_circle() -> None:
    one, other = make_actor(), make_actor()
    update(one, status="withdrawn", merged_into=other)
    update(other, status="withdrawn", merged_into=one)
    with pytest.raises(IntegrityError, match="lies within itself"), transaction.atomic():
        connection.check_constraints()
    update(other, merged_into=None)


# Loads


def test_a_second_load_of_the_fixtures_records_no_change() -> None:
    with recording() as found:
        load(FIXTURES, progress=lambda _: None)
    assert {operation for *_, operation in found} == {"published"}
    published = sum(
        apps.get_model("conflictdb", name)._default_manager.published().count()  # type: ignore[attr-defined]
        for name in RECORDS
    )
    assert len(found) == published > 1000
    with recording() as found:
        load(FIXTURES, progress=lambda _: None)
    assert found == []


# Several connections


def in_thread(work: Callable[[], None]) -> tuple[threading.Thread, list[Exception]]:
    """Run on a connection of its own; gives the thread and what went wrong in it."""
    errors: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed to the test
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def waits_for_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(500):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to that")


@pytest.mark.django_db(transaction=True)
def test_numbers_follow_commits_so_that_a_reader_misses_nothing() -> None:
    with transaction.atomic():
        make_actor(slug="first")
        started = threading.Event()

        def publish_another() -> None:
            with transaction.atomic():
                started.set()
                make_actor(slug="second")

        thread, errors = in_thread(publish_another)
        started.wait(5)
        until(waits_for_lock)  # the second takes no number before the first has committed
    thread.join()
    assert errors == []
    assert entries() == [("actor", "first", "published"), ("actor", "second", "published")]
    assert Dataset.objects.current().revision == 2


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_reads_on_during_many_commits_sees_every_change_once() -> None:
    def publish(name: str) -> Callable[[], None]:
        def work() -> None:
            for n in range(15):
                with transaction.atomic():
                    make_place(slug=f"{name}-{n}")
                    if n % 3 == 0:
                        transaction.set_rollback(True)

        return work

    threads = [in_thread(publish(name)) for name in ("a", "b", "c")]
    seen: list[int] = []
    while True:
        running = any(thread.is_alive() for thread, _ in threads)
        revision = Dataset.objects.current().revision
        last = seen[-1] if seen else 0
        read = Change.objects.filter(sequence__gt=last, sequence__lte=revision)
        seen += read.values_list("sequence", flat=True)
        if not running:
            break
    assert [errors for _, errors in threads] == [[], [], []]
    assert seen == [*range(1, 31)]


@pytest.mark.django_db(transaction=True)
def test_drafts_do_not_wait_for_who_publishes() -> None:
    draft = make_actor(status="draft")
    with transaction.atomic():
        make_actor()
        thread, errors = in_thread(draft.save)
        thread.join(5)
        assert not thread.is_alive()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_an_aborted_transaction_leaves_no_gap() -> None:
    make_actor(slug="one")
    with transaction.atomic():
        make_actor(slug="never")
        transaction.set_rollback(True)
    make_actor(slug="two")
    assert [slug for _, slug, _ in entries()] == ["one", "two"]


@pytest.mark.django_db(transaction=True)
def test_steps_on_the_same_records_in_opposite_order_do_not_deadlock(curator: User) -> None:
    one, other = make_actor(status="draft"), make_actor(status="draft")

    def steps(records: list[Actor]) -> Callable[[], None]:
        def work() -> None:
            for _ in range(5):
                with transaction.atomic():
                    for record in records:
                        current = Actor.objects.get(pk=record.pk)
                        Dataset.objects.hold()
                        current.refresh_from_db()
                        step = (
                            (curation.withdraw, {"reason": "So."})
                            if current.status == "published"
                            else (curation.publish, {})
                        )
                        step[0](current, by=curator, **step[1])  # type: ignore[operator]

        return work

    threads = [in_thread(steps([one, other])), in_thread(steps([other, one]))]
    for thread, _ in threads:
        thread.join(30)
    assert [errors for _, errors in threads] == [[], []]
    assert Dataset.objects.current().revision == len(entries()) == 20


@pytest.mark.django_db(transaction=True)
def test_sql_that_locks_in_the_other_order_is_ended_without_a_trace() -> None:
    """The one case that can deadlock: a record is locked before the first public change."""
    one, other = make_actor(), make_actor()
    before = Dataset.objects.current().revision
    caught: list[Exception] = []
    locked = threading.Event()

    def lock_first() -> None:
        with transaction.atomic():
            Actor.objects.select_for_update().get(pk=other.pk)
            locked.set()
            until(lambda: Actor.objects.filter(pk=one.pk).exists())
            update(one, name="Theirs")

    try:
        with transaction.atomic():
            update(one, name="Ours")
            thread, errors = in_thread(lock_first)
            locked.wait(5)
            update(other, name="Ours")
    except OperationalError as error:
        caught.append(error)
    thread.join()
    caught += errors
    assert len(caught) == 1
    assert "deadlock detected" in str(caught[0])
    assert len(entries(before)) == (1 if errors == [] else 2)


def test_citations_are_withdrawn_as_updates_of_what_they_bear_out(curator: User) -> None:
    claim = make_claim(cited_in=make_document())
    make_citation(claim)
    citation = Citation.objects.filter(claim=claim).first()
    assert citation is not None
    with recording() as found:
        curation.withdraw(citation, by=curator, reason="Wrong passage.", reason_code="error")
    assert ("claim", claim.slug, "updated") in found
    assert {resource for resource, *_ in found} <= {"claim", "question"}
    assert Claim.objects.published().filter(pk=claim.pk).exists()


def test_a_state_that_enters_published_is_one_entry() -> None:
    with recording() as found:
        state = make_state()
    assert found == [("actor", state.slug, "published")]
