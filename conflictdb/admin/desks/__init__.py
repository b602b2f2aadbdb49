"""Desks that do more than fill in a form: claims are compared, linked and moved, incidents nested.

``acting`` is what they share. A desk stands on its record's own page, above the form. ``question``
and ``incident`` say what is done on each, ``comparison`` and ``overview`` what is seen.
"""

from .incident import IncidentDesk
from .question import QuestionDesk

__all__ = ["IncidentDesk", "QuestionDesk"]
