"""Every named constraint of the database refuses a row that breaks it, whatever door it came by.

The constraints are found on the models: one without a case here fails.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction

from conflictdb.models import (
    Actor,
    Change,
    Claim,
    Contribution,
    Dataset,
    DistinctActors,
    DistinctPlaces,
    Hop,
    Participant,
    Record,
    RedactedSlug,
    Redaction,
    Review,
    Revision,
)
from tests.factories import (
    digest,
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
    when,
)

pytestmark = pytest.mark.django_db

Make = Callable[[], models.Model]
Case = tuple[str, Make, dict[str, Any]]


def make_participant() -> Participant:
    return make_incident(participants=[(make_actor(), "party")]).participants.get()


def make_hop() -> Hop:
    return make_citation(via=[make_actor()]).via.get()


def make_change() -> Change:
    make_place()
    return Change.objects.latest("sequence")


MAKERS: dict[str, Make] = {
    "actor": make_actor,
    "actor_name": lambda: make_actor_name(make_actor()),
    "affiliation": make_affiliation,
    "citation": make_citation,
    "claim": make_claim,
    "claim_link": make_claim_link,
    "document": make_document,
    "hop": make_hop,
    "incident": make_incident,
    "participant": make_participant,
    "place": make_place,
    "place_name": lambda: make_place_name(make_place()),
    "question": make_question,
    "statement": make_statement,
    "statement_link": make_statement_link,
}


def make_distinct_actors() -> DistinctActors:
    return DistinctActors.objects.create(one=make_actor(), other=make_actor())


def make_distinct_places() -> DistinctPlaces:
    return DistinctPlaces.objects.create(one=make_place(), other=make_place())


def of_an_actor() -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(Actor)
    return {"record_type": kind, "record_id": make_actor().pk}


def make_user() -> User:
    return User.objects.create(username=f"user-{User.objects.count()}")


def make_contribution() -> Contribution:
    return Contribution.objects.create(user=make_user(), **of_an_actor())


def make_review() -> Review:
    return Review.objects.create(asked_by=make_user(), **of_an_actor())


def make_revision() -> Revision:
    return Revision.objects.create(
        slug="ministry", base_version=1, base={}, state={}, author=make_user(), **of_an_actor()
    )


def make_redacted_slug() -> RedactedSlug:
    redaction = Redaction.objects.create(actor=make_actor(), by=make_user(), reason="asked for")
    return redaction.slugs.create(
        resource="actor", record_id=1, digest=redaction.digest("zeno"), was_public=True
    )


# Constraints that several models have, by the ending of their names: a column and what breaks it.
COMMON: dict[str, dict[str, Any]] = {
    "slug_readable": {"slug": "Not a slug"},
    "version_counts": {"version": 0},
    "status_known": {"status": "nonsense"},
    "kind_known": {"kind": "nonsense"},
    "relation_known": {"relation": "nonsense"},
    "country_iso_3166": {"country": "am"},
}

stance = partial(make_claim, kind="demand")
located = partial(make_claim, kind="location")
breach = partial(make_claim, kind="ceasefire_broken")

# Constraint, valid row, columns that break it.
CASES: list[Case] = [
    *(
        (f"{name}_{ending}", maker, columns)
        for name, maker in MAKERS.items()
        for ending, columns in COMMON.items()
    ),
    ("actor_state_is_its_own_side", make_actor, {"kind": "state", "side": make_state}),
    ("affiliation_of_two_actors", make_affiliation, {"person": models.F("body")}),
    ("change_operation_known", make_change, {"operation": "nonsense"}),
    ("change_reason_known", make_change, {"operation": "withdrawn", "reason": "nonsense"}),
    ("change_reason_of_withdrawals", make_change, {"reason": "error"}),
    ("change_resource_known", make_change, {"resource": "nonsense"}),
    ("change_sequence_from_one", make_change, {"sequence": 0}),
    ("citation_hedge_known", make_citation, {"hedge": "nonsense"}),
    ("citation_mode_known", make_citation, {"mode": "nonsense"}),
    ("citation_of_one_record", make_citation, {"statement": None}),
    ("citation_of_one_record", make_citation, {"claim": make_claim}),
    ("citation_of_one_record", make_citation, {"affiliation": make_affiliation}),
    ("citation_part_known", make_citation, {"part": "nonsense"}),
    ("citation_sha256_hex", make_citation, {"sha256": "A" * 64}),
    ("citation_span_in_order", make_citation, {"end": models.F("start")}),
    (
        "claim_about_something",
        lambda: make_claim(kind="other", incident=None, subject=make_actor()),
        {"subject": None, "subject_scope": "not_stated"},
    ),
    ("claim_basis_known", make_claim, {"basis": "nonsense"}),
    ("claim_bounds_fit_modifier", make_claim, {"value_max": 2}),
    ("claim_bounds_fit_modifier", make_claim, {"value_min": None, "value_max": None}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "at_least"}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "at_most"}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "range"}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "range", "value_min": 2}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "range", "value_min": None}),
    ("claim_bounds_fit_modifier", make_claim, {"value_max": None}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "unquantified"}),
    ("claim_bounds_fit_modifier", make_claim, {"modifier": "about", "value_max": 2}),
    ("claim_breach_names_agreement", breach, {"about": None}),
    ("claim_certainty_known", make_claim, {"certainty": "nonsense"}),
    (
        "claim_counting_kind_has_figure",
        make_claim,
        dict.fromkeys(("modifier", "value_min", "value_max", "basis", "unit")),
    ),
    ("claim_figure_whole_or_absent", make_claim, {"unit": None}),
    ("claim_figure_whole_or_absent", make_claim, {"basis": None}),
    ("claim_figure_whole_or_absent", stance, {"value_min": 1}),
    ("claim_location_has_place", located, {"place": None}),
    ("claim_modality_known", make_claim, {"modality": "nonsense"}),
    ("claim_polarity_known", make_claim, {"polarity": "nonsense"}),
    ("claim_stance_answers_no_question", stance, {"question": make_question}),
    ("claim_subject_fits_scope", make_claim, {"subject_scope": "one"}),
    ("claim_subject_fits_scope", make_claim, {"subject": make_actor}),
    ("claim_subject_scope_known", make_claim, {"subject_scope": "nonsense"}),
    ("claim_unit_known", make_claim, {"unit": "nonsense"}),
    ("claim_victim_class_known", make_claim, {"victim_class": "nonsense"}),
    ("claim_victim_class_of_casualties", make_claim, {"victim_class": None}),
    ("claim_victim_class_of_casualties", stance, {"victim_class": "civilian"}),
    ("claim_link_of_two_claims", make_claim_link, {"from_claim": models.F("to_claim")}),
    ("dataset_one_row", Dataset.objects.current, {"id": 2}),
    ("dataset_revision_counts", Dataset.objects.current, {"revision": -1}),
    ("document_length_positive", make_document, {"length": 0}),
    ("document_original_language_of_translations", make_document, {"translated_from": "hy"}),
    ("document_sha256_hex", make_document, {"sha256": "z" * 64}),
    ("document_translation_known", make_document, {"translation": "nonsense"}),
    ("hop_position_from_one", make_hop, {"position": 0}),
    ("incident_place_precision_ucdp", make_incident, {"place_precision": 0}),
    ("incident_place_precision_ucdp", make_incident, {"place_precision": 8}),
    ("participant_role_known", make_participant, {"role": "aggressor"}),
    ("question_counted_known", make_question, {"counted": "nonsense"}),
    ("question_reasons_known", make_question, {"reasons": ["update", "nonsense"]}),
    ("question_topic_known", make_question, {"topic": "nonsense"}),
    ("statement_acts_known", make_statement, {"acts": []}),
    ("statement_acts_known", make_statement, {"acts": ["report", "nonsense"]}),
    ("statement_channel_known", make_statement, {"channel": "nonsense"}),
    ("statement_speaker_named_or_described", make_statement, {"speaker": None}),
    ("statement_speaker_named_or_described", make_statement, {"speaker_description": "A guard"}),
    (
        "statement_speaker_named_or_described",
        make_statement,
        {"speaker": None, "speaker_description": ""},
    ),
    (
        "statement_link_of_two_statements",
        make_statement_link,
        {"from_statement": models.F("to_statement")},
    ),
    *(
        (f"{name}_coordinates_on_earth", maker, columns)
        for name, maker in (("place", make_place), ("incident", make_incident))
        for columns in (
            {"latitude": 40.2},
            {"longitude": 45.9},
            {"latitude": 90.1, "longitude": 45.9},
            {"latitude": 40.2, "longitude": -180.1},
            {"latitude": float("nan"), "longitude": 45.9},
        )
    ),
    *(
        (f"{name}_{field}_not_itself", maker, {field: models.F("id")})
        for name, maker, field in (
            ("actor", make_actor, "part_of"),
            ("claim", make_claim, "breakdown_of"),
            ("incident", make_incident, "part_of"),
            ("place", make_place, "parent"),
        )
    ),
    *(
        (f"{name}_merged_when_withdrawn", maker, columns)
        for name, maker in (
            ("actor", make_actor),
            ("incident", make_incident),
            ("place", make_place),
            ("question", make_question),
        )
        for columns in (
            {"merged_into": maker},
            {"status": "withdrawn", "merged_into": models.F("id")},
        )
    ),
]


def time_cases(constraint: str, fact: str, make: Callable[..., models.Model]) -> list[Case]:
    """Rows that say when, and then contradict themselves."""
    stated = partial(make, **{fact: when("2021-11-16")})
    absent = partial(make, **{fact: None})
    first, earliest, latest = (f"{fact}_{column}" for column in ("first_day", "earliest", "latest"))
    ends = {latest: None, f"{fact}_last_day": None}
    return [
        (f"{constraint}_{fact}_stated_or_absent", stated, {f"{fact}_edtf": None}),
        (f"{constraint}_{fact}_stated_or_absent", stated, {f"{fact}_precision": "unknown"}),
        (
            f"{constraint}_{fact}_stated_or_absent",
            stated,
            {earliest: None, first: None, **ends},
        ),
        (f"{constraint}_{fact}_stated_or_absent", absent, {f"{fact}_edtf": "2021"}),
        (
            f"{constraint}_{fact}_bounds_in_order",
            stated,
            {latest: models.F(earliest) - timedelta(seconds=1)},
        ),
        (f"{constraint}_{fact}_bounds_in_order", stated, {first: None}),
        (f"{constraint}_{fact}_bounds_in_order", stated, {f"{fact}_last_day": None}),
        (f"{constraint}_{fact}_bounds_in_order", absent, {first: date(2021, 11, 16)}),
    ]


for _name, _fact, _make in (
    ("affiliation", "held_from", make_affiliation),
    ("affiliation", "held_until", make_affiliation),
    ("claim", "as_of", make_claim),
    ("claim", "occurred", make_claim),
    ("document", "published", make_document),
    ("incident", "occurred", make_incident),
    ("statement", "made", make_statement),
):
    CASES += time_cases(_name, _fact, _make)

CASES += [
    ("review_decided_whole", make_review, {"outcome": "returned"}),
    ("review_outcome_known", make_review, {"outcome": "nonsense"}),
    ("revision_decided_whole", make_revision, {"status": "approved"}),
    ("revision_status_known", make_revision, {"status": "nonsense"}),
    ("revision_version_counts", make_revision, {"version": 0}),
    ("distinct_actors_in_order", make_distinct_actors, {"one": models.F("other") + 0}),
    ("distinct_places_in_order", make_distinct_places, {"one": models.F("other") + 0}),
]

# Constraint, valid row, columns that a second one shares with it.
TWICE: list[tuple[str, Make, list[str]]] = [
    ("contribution_once", make_contribution, ["record_type", "record_id", "user"]),
    ("redacted_slug_once", make_redacted_slug, ["resource", "digest"]),
    ("review_open_once", make_review, ["record_type", "record_id"]),
    ("revision_pending_once", make_revision, ["record_type", "record_id"]),
    ("actor_name_once", MAKERS["actor_name"], ["actor", "name", "language", "kind"]),
    ("citation_once", make_citation, ["document", "start", "end", "statement"]),
    ("claim_link_once", make_claim_link, ["from_claim", "to_claim", "relation"]),
    ("distinct_actors_once", make_distinct_actors, ["one", "other"]),
    ("distinct_places_once", make_distinct_places, ["one", "other"]),
    ("hop_position_once", make_hop, ["citation", "position"]),
    ("participant_role_once", make_participant, ["incident", "actor", "role"]),
    ("place_name_once", MAKERS["place_name"], ["place", "name", "language", "kind"]),
    ("question_key_once", partial(make_question, by_rule=True), ["topic", "incident"]),
    (
        "statement_link_once",
        make_statement_link,
        ["from_statement", "to_statement", "relation"],
    ),
]

# What breaks the first of these breaks the second too, which the database names.
SHADOWED = {"claim_modifier_known": "claim_bounds_fit_modifier"}

NAMED = {
    constraint.name: model
    for model in apps.get_app_config("conflictdb").get_models()
    for constraint in model._meta.constraints
}
PRESENT = [case for case in CASES if case[0] in NAMED]


def test_every_named_constraint_has_a_case() -> None:
    assert set(NAMED) - {*SHADOWED} == {name for name, *_ in [*PRESENT, *TWICE]}


@pytest.mark.parametrize("constraint", list(SHADOWED))
def test_what_another_constraint_shadows_is_refused_without_it(constraint: str) -> None:
    claim, table = make_claim(), Claim._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {SHADOWED[constraint]}")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(modifier="nonsense")
    assert broken_by(refused.value) == constraint


@pytest.mark.parametrize(
    ("constraint", "make", "columns"), PRESENT, ids=[f"{n}-{'-'.join(c)}" for n, _, c in PRESENT]
)
def test_a_row_that_breaks_it_is_refused(
    constraint: str, make: Make, columns: dict[str, Any]
) -> None:
    rows = NAMED[constraint]._default_manager.filter(pk=make().pk)
    values = {name: made() if callable(made) else made for name, made in columns.items()}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(**values)
    assert broken_by(refused.value) == constraint


@pytest.mark.parametrize(("constraint", "make", "shared"), TWICE, ids=[name for name, *_ in TWICE])
def test_the_same_twice_is_refused(constraint: str, make: Make, shared: list[str]) -> None:
    first, second = make(), make()
    same = {name: getattr(first, name) for name in shared}
    rows = NAMED[constraint]._default_manager.filter(pk=second.pk)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(**same)
    assert broken_by(refused.value) == constraint


def test_a_curators_question_may_ask_what_the_rule_asks() -> None:
    ruled = make_question(by_rule=True)
    make_question(by_rule=False, topic=ruled.topic, incident=ruled.incident)


@pytest.mark.parametrize(
    "model", [m for m in apps.get_app_config("conflictdb").get_models() if issubclass(m, Record)]
)
def test_a_slug_names_one_record(model: type[Record]) -> None:
    name = next(name for name in MAKERS if name.replace("_", "") == model._meta.model_name)
    first, second = MAKERS[name](), MAKERS[name]()
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk=second.pk).update(slug=first.slug)  # type: ignore[attr-defined]


def test_one_text_is_one_document() -> None:
    make_document(sha256=digest("a text"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_document(sha256=digest("a text"))


def test_a_negative_figure_is_refused() -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(value_min=-1, value_max=-1)


def broken_by(error: IntegrityError) -> str | None:
    """The constraint that the database says was broken."""
    diagnosis: Any = error.__cause__
    name: str | None = diagnosis.diag.constraint_name
    return name
