"""The curators' admin: one desk a file. Importing it registers every desk.

Nothing imports this package but Django's autodiscovery; it may import models, questions, curation
and interchange. ``skin`` alone names django-unfold.
"""

from . import (
    accounts,
    actor,
    citation,
    claim,
    document,
    incident,
    link,
    navigation,
    place,
    question,
    revision,
    safety,
    statement,
)

__all__ = [
    "accounts",
    "actor",
    "citation",
    "claim",
    "document",
    "incident",
    "link",
    "navigation",
    "place",
    "question",
    "revision",
    "safety",
    "statement",
]
