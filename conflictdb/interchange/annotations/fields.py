"""Reading YAML fields: references, times and names, with a fault for whatever is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from conflictdb.dates import TimeError, TimeFact
from conflictdb.interchange.evidence import EvidenceError
from conflictdb.models import ActorName, PlaceName, Record
from conflictdb.models.rules import broken_by, rule_in_words

from .coding import Coding, Fault


class Fields:
    """One YAML mapping: hands out its fields and complains of those that nobody asked for."""

    def __init__(self, reader: "Reader", where: str, value: object, what: str) -> None:
        self.reader, self.what, self.where = reader, what, where
        self.mapping: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(value, dict):
            self.fault("", f"expected a mapping of fields, found {value!r}")

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return self.mapping.get(name, default)

    def need(self, name: str) -> Any:
        value = self.get(name)
        if value in (None, ""):
            self.fault(name, "is missing")
            return ""
        return value

    def list(self, name: str) -> list[Any]:
        value = self.get(name, [])
        if not isinstance(value, list):
            self.fault(name, f"expected a list, found {value!r}")
            return []
        return value

    def fault(self, name: str, reason: str) -> None:
        self.reader.coding.faults.append(Fault(self.where, self.what, name, reason))

    def done(self) -> None:
        for name in self.mapping.keys() - self.asked:
            self.fault(
                str(name),
                f"is not a field here; known are {', '.join(sorted(self.asked))}",
            )


class Reader:
    """Reads annotation files into one Coding."""

    def __init__(self, texts: Path) -> None:
        self.texts = texts
        self.coding = Coding()
        self.read: list[tuple[Fields, Record]] = []
        self._pending: list[tuple[Fields, Record, str, type[Record], str]] = []

    # Files

    def load(self, path: Path) -> Any:
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.coding.faults.append(Fault(path.name, "", "", f"cannot be read: {error}"))
            return None

    def rows(self, path: Path, what: str) -> Iterator[Fields]:
        rows = self.load(path)
        if not isinstance(rows, list):
            self.coding.faults.append(Fault(path.name, "", "", "expected a list of records"))
            return
        for number, row in enumerate(rows, 1):
            name = row.get("slug") if isinstance(row, dict) else None
            fields = Fields(self, path.name, row, f"{what} {name or number}")
            yield fields
            fields.done()

    # Fields

    def add(self, fields: Fields, record: Record) -> None:
        known = self.coding.of(type(record))
        if record.slug in known:
            fields.fault("slug", f"{record.slug!r} is used twice")
        record.status = "published"
        known[record.slug] = record
        self.read.append((fields, record))
        with self.faults_of(fields):
            foreign = [f.name for f in record._meta.fields if f.is_relation]
            record.clean_fields(exclude=foreign)

    @contextmanager
    def faults_of(self, fields: Fields, name: str = "") -> Iterator[None]:
        try:
            yield
        except ValidationError as error:
            for key, messages in getattr(error, "message_dict", {name: error.messages}).items():
                fields.fault(key, " ".join(messages))
        except (TimeError, EvidenceError) as error:
            fields.fault(name, str(error))

    def refer_to(
        self, fields: Fields, record: Record, name: str, model: type[Record], slug: str
    ) -> None:
        """Point a foreign key at the record of that slug, once all are read."""
        self._pending.append((fields, record, name, model, slug))

    def refer(self, fields: Fields, record: Record, name: str, model: type[Record]) -> None:
        """The same for the slug that the field of that name holds, if any."""
        slug = fields.get(name)
        if slug is not None:
            self.refer_to(fields, record, name, model, str(slug))

    def refer_all(self, fields: Fields, record: Record, name: str, model: type[Record]) -> None:
        """The same for a list of slugs."""
        for slug in fields.list(name):
            self.refer_to(fields, record, f"{name}[]", model, str(slug))

    def resolve(self) -> None:
        for fields, record, name, model, slug in self._pending:
            found = self.coding.of(model).get(slug)
            if found is None:
                fields.fault(name, f"no {model.__name__.lower()} has the slug {slug!r}")
            elif name.endswith("[]"):
                self.coding.related.setdefault((record.slug, name[:-2]), []).append(found)
            else:
                setattr(record, name, found)
        self._pending = []

    def check_rules(self) -> None:
        """Report what the database would refuse of each record that is in order so far."""
        faulty = {(fault.file, fault.record) for fault in self.coding.faults}
        for fields, record in self.read:
            if (fields.where, fields.what) not in faulty:
                for name in broken_by(record):
                    fields.fault(*rule_in_words(name))

    def time(self, fields: Fields, name: str, timezone: str) -> TimeFact | None:
        value, inferred = fields.get(name), False
        if isinstance(value, dict):
            inner = Fields(self, fields.where, value, f"{fields.what}, {name}")
            value, timezone = inner.need("edtf"), inner.get("timezone", timezone)
            inferred = bool(inner.get("inferred", False))
            inner.done()
        if value is None:
            return None
        try:
            return TimeFact.parse(str(value), timezone, inferred=inferred)
        except TimeError as error:
            fields.fault(name, str(error))
            return None

    def names(self, fields: Fields, record: Record, model: type[ActorName | PlaceName]) -> None:
        for row in fields.list("names"):
            inner = Fields(self, fields.where, row, f"{fields.what}, names")
            name = model(
                name=str(inner.need("name")),
                language=inner.get("language"),
                script=inner.get("script"),
                kind=inner.get("kind", "spelling"),
            )
            inner.done()
            setattr(name, model.__name__.removesuffix("Name").lower(), record)
            with self.faults_of(inner):
                name.clean_fields(exclude=["actor", "place"])
            self.coding.children.append(name)
