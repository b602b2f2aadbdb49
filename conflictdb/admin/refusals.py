"""Refusals in words: which field is to blame, and what would be right.

Rules live in the models as named constraints. Their names are what the database and Django report;
here stands what a curator reads instead.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction
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

_VIOLATED = re.compile(r"Constraint “(\w+)” is violated\.")
_NOT_ITSELF = re.compile(r"[a-z_]+?_(part_of|parent|breakdown_of)_not_itself")
_ACROSS_ROWS = re.compile(r"(?P<rule>.+): conflictdb_(?P<table>\w+?) (?P<column>\w+?)(?:_id)?")


def by_field(error: ValidationError) -> Iterator[tuple[str, ValidationError]]:
    """Each single error with the field to show it at, "" for the whole form."""
    if not hasattr(error, "error_dict"):
        error = ValidationError({NON_FIELD_ERRORS: error})
    for name, errors in error.error_dict.items():
        for single in errors:
            field = "" if name == NON_FIELD_ERRORS else name
            violated = _VIOLATED.fullmatch(single.messages[0])
            if violated:
                field, text = _rule(violated[1])
                yield field, ValidationError(text, code=violated[1])
            else:
                yield field, single


def in_one_line(error: ValidationError) -> str:
    """All of a refusal, each part with the name of its field, as one line."""
    parts = []
    for field, single in by_field(error):
        name = f"{field.replace('_', ' ')}: " if field else ""
        parts += [f"{name}{text}" for text in single.messages]
    return " ".join(parts)


@contextmanager
def complete() -> Iterator[None]:
    """One transaction that meets the deferred rules too; what it breaks is a ValidationError."""
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        raise ValidationError(_database_refusal(error)) from error


def _database_refusal(error: IntegrityError) -> dict[str, str] | str:
    if isinstance(error, ProtectedError):
        users = sorted({f"{user._meta.verbose_name} {user}" for user in error.protected_objects})
        return f"Other records refer to it: {', '.join(users[:5])}."
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    text = getattr(diagnosis, "message_primary", None) or str(error)
    across = _ACROSS_ROWS.fullmatch(text)
    if across:
        rule, table, column = (part.replace("_", " ") for part in across.groups())
        return f"{rule[0].upper()}{rule[1:]} ({table}: {column})."
    field, words = _rule(name) if name in RULES else ("", f"The database refused it: {text}.")
    return {field: words} if field else words


def _rule(name: str) -> tuple[str, str]:
    itself = _NOT_ITSELF.fullmatch(name)
    if itself:
        return itself[1], "It cannot be a part of itself."
    return RULES.get(name, ("", f"A rule is broken: {name.replace('_', ' ')}."))
