"""The reading desk: a document's text with what is coded of it, and the panel that codes a passage.

``views`` says what can be asked of it, ``desk`` what is shown, ``panel`` what a passage becomes,
``forms`` what is typed, ``intake`` how a text comes in, ``review`` how it goes to the public.
"""

from .views import ReadingDesk

__all__ = ["ReadingDesk"]
