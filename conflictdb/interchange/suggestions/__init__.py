"""Suggestions: what a passage of a text seems to say, for a curator to confirm or correct.

Figures with the words that bound them (``numbers``), known names in any spelling (``names``), times
(``times``), who speaks (``speakers``) and what is asserted (``claims``, by the words of
``lexicon``); ``gist`` puts coded facts into a sentence of our own. Nothing here is certain, and
nothing here is saved.
"""

from .gist import Facts, of_claim, of_statement
from .names import places_in
from .passage import Setting, Suggested, Suggestion, suggest

__all__ = [
    "Facts",
    "Setting",
    "Suggested",
    "Suggestion",
    "of_claim",
    "of_statement",
    "places_in",
    "suggest",
]
