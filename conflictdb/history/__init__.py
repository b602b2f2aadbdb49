"""History, read: what was done, by whom, when and why, and what a record was at any time.

An action is all that happened at once: the events that share a context. Imports models and states;
may be imported by curation and admin. What writes it are triggers, see ``models/event.py``.
"""

from .action import Action
from .recent import Deleted, RecentChange, deleted_records, recent_changes
from .versions import RecordHistory, Version

__all__ = [
    "Action",
    "Deleted",
    "RecentChange",
    "RecordHistory",
    "Version",
    "deleted_records",
    "recent_changes",
]
