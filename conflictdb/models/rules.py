"""Rules in words: what each named constraint asks for, and what is refused when one is broken.

The names are what the database and Django report; here stands what a person reads instead, at
whatever door: curation, admin, API, load and build.
"""

import operator
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

# Constraint: the field to show it at ("" for the whole form), and what would be right.
RULES: dict[str, tuple[str, str]] = {
    "actor_state_is_its_own_side": ("side", "A state's side is itself: leave it empty."),
    "affiliation_of_two_actors": ("body", "A person cannot hold a post in itself."),
    "citation_of_one_record": (
        "",
        "A citation bears out one record: a statement, a claim or an affiliation.",
    ),
    "citation_span_in_order": ("end", "The passage must end after its start."),
    "citation_sha256_hex": ("sha256", "A SHA-256 has 64 digits, 0-9 and a-f."),
    "claim_about_something": (
        "incident",
        "Say what it is about: an incident, or for background a subject or a place.",
    ),
    "claim_subject_fits_scope": (
        "subject",
        "Scope “One” needs a subject; “Both sides” and “Not stated” must have none.",
    ),
    "claim_victim_class_of_casualties": (
        "victim_class",
        "Casualty claims need a victim class; other claims must have none.",
    ),
    "claim_figure_whole_or_absent": (
        "modifier",
        "A figure needs modifier, basis and unit; without a figure all five fields stay empty.",
    ),
    "claim_counting_kind_has_figure": (
        "modifier",
        "This kind counts something: give a figure, “Unquantified” where the words give none.",
    ),
    "claim_bounds_fit_modifier": (
        "modifier",
        "Exact, about: both values, the same. At least: only the lowest. "  # noqa: ISC004
        "At most: only the highest. Range: lowest below highest. Unquantified: none.",
    ),
    "claim_location_has_place": ("place", "A claim of where something is needs a place."),
    "claim_breach_names_agreement": ("about", "Say which agreement or truce was breached."),
    "claim_stance_answers_no_question": ("question", "A stance answers no question."),
    "claim_link_of_two_claims": ("to_claim", "A claim cannot bear on itself."),
    "document_length_positive": ("length", "A text has at least one character."),
    "document_original_language_of_translations": (
        "translated_from",
        "Only a translation has an original language.",
    ),
    "document_sha256_hex": ("sha256", "A SHA-256 has 64 digits, 0-9 and a-f."),
    "hop_position_from_one": ("via", "Positions count from 1."),
    "incident_coordinates_on_earth": (
        "latitude",
        "Give both coordinates or neither: latitude -90 to 90, longitude -180 to 180.",
    ),
    "incident_place_precision_ucdp": ("place_precision", "From 1 (exact) to 7."),
    "place_coordinates_on_earth": (
        "latitude",
        "Give both coordinates or neither: latitude -90 to 90, longitude -180 to 180.",
    ),
    "actor_country_iso_3166": ("country", "Two capital letters, such as AM."),
    "place_country_iso_3166": ("country", "Two capital letters, such as AM."),
    "question_key_once": ("", "The rule already asks this of this incident, side and thing."),
    "statement_acts_known": ("acts", "Choose at least one act."),
    "statement_speaker_named_or_described": (
        "speaker",
        "Name the speaker, or describe an unnamed one; not both.",
    ),
    "statement_link_of_two_statements": ("to_statement", "A statement cannot take up itself."),
}

for _model in ("actor", "incident", "place", "question"):
    RULES[f"{_model}_merged_when_withdrawn"] = (
        "",
        "Only a withdrawn record was merged into another, and never into itself.",
    )

_NOT_ITSELF = re.compile(r"[a-z_]+?_(part_of|parent|breakdown_of)_not_itself")
_ACROSS_ROWS = re.compile(r"(?P<rule>.+): conflictdb_(?P<table>\w+?) (?P<column>\w+?)(?:_id)?")


def rule_in_words(name: str) -> tuple[str, str]:
    """The field to show a broken rule at ("" for the whole record), and what would be right."""
    itself = _NOT_ITSELF.fullmatch(name)
    if itself:
        return itself[1], "It cannot be a part of itself."
    return RULES.get(name, ("", f"A rule is broken: {name.replace('_', ' ')}."))


# What the database refuses


@contextmanager
def complete() -> Iterator[None]:
    """One transaction that meets the deferred rules too; what it breaks is a ValidationError."""
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        field, words = refusal_in_words(error)
        raise ValidationError({field: words} if field else words) from error


def refusal_in_words(error: IntegrityError) -> tuple[str, str]:
    """A refusal of the database: the field to show it at, "" for the whole record, and why."""
    if isinstance(error, ProtectedError):
        users = sorted({f"{user._meta.verbose_name} {user}" for user in error.protected_objects})
        return "", f"Other records refer to it: {', '.join(users[:5])}."
    name, message = broken_rule(error)
    across = _ACROSS_ROWS.fullmatch(message)
    if across:
        rule, table, column = (part.replace("_", " ") for part in across.groups())
        return "", f"{rule[0].upper()}{rule[1:]} ({table}: {column})."
    if name in RULES or _NOT_ITSELF.fullmatch(name):
        return rule_in_words(name)
    return "", f"The database refused it: {message}."


def broken_rule(error: IntegrityError) -> tuple[str, str]:
    """The constraint that was broken, "" where none is named, and the database's words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    return name, getattr(diagnosis, "message_primary", None) or str(error)


# What the database would refuse of a record that is not in it yet


def broken_by(record: models.Model) -> list[str]:
    """The names of its own checks that a record breaks, worked out without the database.

    What it refers to may be unsaved too. As in SQL, a check that compares with null passes.
    """
    return [
        check.name
        for check in record._meta.constraints
        if isinstance(check, models.CheckConstraint)
        and isinstance(check.condition, models.Q)
        and _holds(check.condition, record) is False
    ]


def _holds(condition: models.Q, record: models.Model) -> bool | None:
    """Whether a condition holds of a record; None where SQL would say null."""
    children: list[Any] = condition.children  # conditions, and pairs of lookup and value
    parts = [
        _holds(part, record) if isinstance(part, models.Q) else _compares(part[0], part[1], record)
        for part in children
    ]
    decisive = condition.connector == models.Q.OR
    found = decisive if decisive in parts else None if None in parts else not decisive
    return not found if condition.negated and found is not None else found


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, codes: value in codes,
    "contained_by": lambda values, codes: set(values) <= set(codes),
    "len__gte": lambda values, least: len(values) >= least,
    "regex": lambda text, pattern: re.search(pattern, text) is not None,
}


def _compares(lookup: str, right: Any, record: models.Model) -> bool | None:
    name, _, comparison = lookup.partition("__")
    left = _value_of(name, record)
    if comparison == "isnull":
        return (left is None) is right
    if right is None:  # Django's way to ask whether a column is null
        return left is None
    if isinstance(right, models.F):
        right = _value_of(right.name, record)  # type: ignore[attr-defined]  # the stubs lack it
    if left is None or right is None:
        return None
    return _COMPARISONS[comparison or "exact"](left, right)


def _value_of(name: str, record: models.Model) -> Any:
    """A column's value; of a reference the record itself, which may have no id yet."""
    return record if name == "id" else getattr(record, name, None)
