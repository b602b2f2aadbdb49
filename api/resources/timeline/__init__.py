"""The timeline of an incident: what happened and what was said, in one order."""

from .view import TimelineView

__all__ = ["TimelineView"]
