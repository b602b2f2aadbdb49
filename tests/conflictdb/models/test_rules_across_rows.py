"""Rules that no single row can break, kept by constraint triggers and foreign keys.

The references are found on the models, so one that is added without its triggers fails here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from pghistory.models import Event

from conflictdb.models import Actor, Citation, Claim, Incident, Participant, Place, Record
from conflictdb.models.name import Name
from tests.conflictdb.models.test_constraints import broken_by
from tests.factories import (
    make_actor,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_question,
    make_state,
    make_statement,
    make_statement_link,
)

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("conflictdb").get_models()
    if not model._meta.proxy and not issubclass(model, Event)  # the history's tables
]
RECORDS = [model for model in MODELS if issubclass(model, Record)]


def references(model: type[models.Model]) -> list[Any]:
    """The foreign keys of a model to records; those that follow from others keep no rule."""
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    return [key for key in keys if key.editable and key.related_model in RECORDS]


# Each published record with every reference given, by the reference that a test is about.
FULL: dict[str, Callable[[str], Record]] = {
    "actor": lambda _: make_actor(side=make_state(), part_of=make_actor()),
    "affiliation": lambda _: make_affiliation(),
    "citation": lambda field: make_citation(
        {"claim": make_claim, "affiliation": make_affiliation}.get(field, make_statement)(),
        via=[make_actor()],
    ),
    "claim": lambda _: make_claim(
        kind="ceasefire_broken",
        incident=make_incident(kind="episode"),
        subject=make_actor(),
        target=make_actor(),
        place=make_place(),
        breakdown_of=make_claim(),
    ),
    "claimlink": lambda _: make_claim_link(),
    "document": lambda _: make_document(publisher=make_actor(), agencies=[make_actor()]),
    "incident": lambda _: make_incident(
        place=make_place(),
        part_of=make_incident(kind="episode"),
        places=[make_place()],
        participants=[(make_actor(), "party")],
    ),
    "place": lambda _: make_place(parent=make_place()),
    "question": lambda _: make_question(subject_side=make_state()),
    "statement": lambda _: make_statement(
        on_behalf_of=make_actor(),
        co_speakers=[make_actor()],
        addressees=[make_actor()],
        incidents=[make_incident()],
    ),
    "statementlink": lambda _: make_statement_link(),
}

OWN = [(model, key) for model in RECORDS for key in references(model)]
# Rows that a record owns: parts of it, and the lists that it keeps.
OWNED_MODELS = [
    model
    for model in [
        *MODELS,
        *(many.remote_field.through for r in RECORDS for many in r._meta.many_to_many),
    ]
    if model not in RECORDS and not issubclass(model, Name) and len(references(model)) == 2
]
OWNED = [(model, *references(model)) for model in dict.fromkeys(OWNED_MODELS)]


def table(model: type[models.Model]) -> str:
    return model._meta.db_table.removeprefix("conflictdb_")


def set_status(record: Any, status: str) -> None:
    """Past every validation, as a raw load would."""
    type(record)._default_manager.filter(pk=record.pk).update(status=status)


@contextmanager
def refused_by(trigger: str) -> Iterator[None]:
    """What is done within breaks the rule of this one trigger, and is undone."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():  # noqa: PT012
        yield
        with connection.cursor() as cursor:
            cursor.execute(f'SET CONSTRAINTS "{trigger}" IMMEDIATE')
    assert broken_by(refused.value) == trigger
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


own = pytest.mark.parametrize(
    ("model", "key"), OWN, ids=[f"{table(model)}.{key.name}" for model, key in OWN]
)
owned = pytest.mark.parametrize(
    ("model", "owner_key", "key"),
    OWNED,
    ids=[f"{table(model)}.{key.name}" for model, _, key in OWNED],
)


@own
def test_a_published_record_refers_to_published_ones(model: type[Record], key: Any) -> None:
    record = FULL[table(model)](key.name)
    with refused_by(f"{table(model)}_{key.name}_is_published"):
        set_status(getattr(record, key.name), "draft")
        set_status(record, "published")


@own
def test_what_published_records_refer_to_stays_published(model: type[Record], key: Any) -> None:
    record = FULL[table(model)](key.name)
    with refused_by(f"{table(key.related_model)}_published_for_{table(model)}_{key.name}"):
        set_status(getattr(record, key.name), "withdrawn")


@own
def test_a_draft_may_refer_to_a_draft(model: type[Record], key: Any) -> None:
    record = FULL[table(model)](key.name)
    with transaction.atomic():
        set_status(record, "draft")
        set_status(getattr(record, key.name), "draft")
        names = [
            f"{table(model)}_{key.name}_is_published",
            f"{table(key.related_model)}_published_for_{table(model)}_{key.name}",
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {', '.join(names)} IMMEDIATE")
        transaction.set_rollback(True)


@own
def test_what_is_referred_to_cannot_be_deleted(model: type[Record], key: Any) -> None:
    target = getattr(FULL[table(model)](key.name), key.name)
    with pytest.raises(models.ProtectedError):
        target.delete()


@own
def test_the_database_itself_keeps_what_is_referred_to(model: type[Record], key: Any) -> None:
    target = getattr(FULL[table(model)](key.name), key.name)
    delete = f"DELETE FROM {target._meta.db_table} WHERE id = {target.pk};"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{delete} SET CONSTRAINTS ALL IMMEDIATE")


def owned_row(model: type[models.Model], owner_key: Any) -> Any:
    record = FULL[table(owner_key.related_model)]("")
    return model._default_manager.get(**{owner_key.name: record.pk})


@owned
def test_a_published_record_takes_up_published_ones_only(
    model: type[models.Model], owner_key: Any, key: Any
) -> None:
    row = owned_row(model, owner_key)
    with refused_by(f"{table(model)}_{key.name}_is_published"):
        set_status(getattr(row, key.name), "draft")
        rows = model._default_manager.filter(pk=row.pk)
        rows.update(**{key.name: getattr(row, key.name)})


@owned
def test_what_published_records_have_taken_up_stays_published(
    model: type[models.Model], owner_key: Any, key: Any
) -> None:
    row = owned_row(model, owner_key)
    with refused_by(f"{table(key.related_model)}_published_for_{table(model)}_{key.name}"):
        set_status(getattr(row, key.name), "withdrawn")


@owned
def test_a_record_is_published_with_all_that_it_took_up(
    model: type[models.Model], owner_key: Any, key: Any
) -> None:
    row = owned_row(model, owner_key)
    owner = getattr(row, owner_key.name)
    with refused_by(f"{table(type(owner))}_publishes_with_{table(model)}_{key.name}"):
        set_status(owner, "draft")
        set_status(getattr(row, key.name), "draft")
        set_status(owner, "published")


def test_no_reference_was_missed() -> None:
    """The tests above would also pass over nothing."""
    assert len(OWN) >= 28
    assert Participant in [model for model, *_ in OWNED]
    assert len(OWNED) >= 7


# Trees

TREES: list[tuple[type[Record], Callable[..., Any], str]] = [
    (Place, make_place, "parent"),
    (Actor, make_actor, "part_of"),
    (Incident, make_incident, "part_of"),
    (Claim, make_claim, "breakdown_of"),
]
trees = pytest.mark.parametrize(
    ("model", "make", "above"), TREES, ids=["place", "actor", "incident", "claim"]
)


@trees
@pytest.mark.parametrize("length", [2, 3])
def test_a_tree_has_no_loop(
    model: type[Record], make: Callable[..., Any], above: str, length: int
) -> None:
    top = last = make()
    for _ in range(length - 1):
        last = make(**{above: last})
    with refused_by(f"{table(model)}_tree_has_no_loop"):
        model._default_manager.filter(pk=top.pk).update(**{above: last})  # type: ignore[attr-defined]


# Sides


def test_a_state_is_its_own_side_however_it_comes() -> None:
    Actor.objects.bulk_create([Actor(slug="a-state", name="A state", kind="state")])
    state = Actor.objects.get(slug="a-state")
    assert state.side == state


def test_an_actor_that_turns_out_to_be_a_state_becomes_its_own_side() -> None:
    actor = make_actor()
    Actor.objects.filter(pk=actor.pk).update(kind="state")
    actor.refresh_from_db()
    assert actor.side == actor


def test_a_state_does_not_lose_its_side() -> None:
    state = make_state()
    Actor.objects.filter(pk=state.pk).update(side=None)
    state.refresh_from_db()
    assert state.side == state


# When the rules apply


def test_order_within_a_transaction_does_not_matter() -> None:
    """The rules hold when it commits: a load may publish a claim before its statement."""
    claim = make_claim()
    set_status(claim.statement, "draft")
    set_status(claim, "published")
    set_status(claim.statement, "published")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_breaks_a_rule_leaves_nothing() -> None:
    claim = make_claim()

    @transaction.atomic
    def break_a_rule() -> None:
        make_citation(claim)
        set_status(claim.statement, "draft")

    with pytest.raises(IntegrityError):
        break_a_rule()
    claim.statement.refresh_from_db()
    assert claim.statement.status == "published"
    assert not Citation.objects.exists()
    assert Claim.objects.published().get() == claim
