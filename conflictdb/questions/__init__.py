"""Questions: which claims answer the same thing, where they disagree, and what rules make of it.

``rule`` says which question a claim answers; ``answers`` compares the answers to one question;
``suggestions`` proposes how they bear on each other; ``register`` keeps the records, ``moving``
those of many claims at once; ``estimates`` reduces them by published rules, always with the claims
used and set aside. May be imported by curation, interchange, admin, management and api; imports
models.
"""

from .answers import (
    ANSWER_ORDER,
    Answer,
    SetAside,
    Summary,
    answer_rows,
    answers_to,
    as_answers,
    summarise,
)
from .estimates import Estimate, estimate
from .moving import Ids, assign_all, become_one, questions_of_keys, take_summaries
from .register import SUMMARY_COLUMNS, apply_summary, assign, refresh, remove_unanswered
from .rule import FAMILY_OF_TOPIC, Key, family_of, key_of, slug_of, title_of
from .suggestions import Suggestion, suggest

__all__ = [
    "ANSWER_ORDER",
    "FAMILY_OF_TOPIC",
    "SUMMARY_COLUMNS",
    "Answer",
    "Estimate",
    "Ids",
    "Key",
    "SetAside",
    "Suggestion",
    "Summary",
    "answer_rows",
    "answers_to",
    "apply_summary",
    "as_answers",
    "assign",
    "assign_all",
    "become_one",
    "estimate",
    "family_of",
    "key_of",
    "questions_of_keys",
    "refresh",
    "remove_unanswered",
    "slug_of",
    "suggest",
    "summarise",
    "take_summaries",
    "title_of",
]
