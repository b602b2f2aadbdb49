"""What a set of annotation files holds, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from conflictdb.models import Record


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an annotation file."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{where}: {self.reason}"


class AnnotationError(Exception):
    """The annotations are faulty; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class Coding:
    """All records of a set of annotation files, unsaved, by model and slug."""

    records: dict[type[Record], dict[str, Record]] = field(default_factory=dict)
    children: list[models.Model] = field(default_factory=list)
    related: dict[tuple[str, str], list[Record]] = field(default_factory=dict)
    uncited: dict[str, dict[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def of(self, model: type[Record]) -> dict[str, Any]:
        return self.records.setdefault(model, {})
