"""Refusals in words: each at the field to blame, or all of them in one line."""

import re
from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from conflictdb.models.rules import rule_in_words

_VIOLATED = re.compile(r"Constraint “(\w+)” is violated\.")


def by_field(error: ValidationError) -> Iterator[tuple[str, ValidationError]]:
    """Each single error with the field to show it at, "" for the whole form."""
    if not hasattr(error, "error_dict"):
        error = ValidationError({NON_FIELD_ERRORS: error})
    for name, errors in error.error_dict.items():
        for single in errors:
            field = "" if name == NON_FIELD_ERRORS else name
            violated = _VIOLATED.fullmatch(single.messages[0])
            if violated:
                field, text = rule_in_words(violated[1])
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
