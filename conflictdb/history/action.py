"""Actions: who did what, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True)
class Action:
    """What was done at once; ``doing`` is curation's verb or a command, "" where none is known."""

    context: UUID
    at: datetime
    by: str  # a user's name; a command; or the database, with its own user's name
    doing: str
    reason: str

    @classmethod
    def told(cls, context: UUID, told: dict[str, Any], at: datetime) -> Self:
        """As its context tells."""
        if "doing" in told:
            return cls(context, at, told.get("by", "a command"), told["doing"], told["reason"])
        user = told.get("database_user")
        return cls(context, at, f"the database ({user})" if user else "the database", "", "")
