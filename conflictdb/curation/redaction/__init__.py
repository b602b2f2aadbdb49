"""Redaction: a private person's name goes out of everything; what they did stays readable.

The record lives on under a neutral name and slug, so that claims that refer to it keep their
meaning. ``names`` finds the person's names, ``passages`` the texts and slugs in which they stand,
``erasing`` takes them out there, and out of history, feed, logs and revisions.
"""

from .erasing import redact
from .names import Names
from .passages import Passage, digest, find

__all__ = ["Names", "Passage", "digest", "find", "redact"]
