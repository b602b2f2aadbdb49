"""The rule: which question a claim answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from conflictdb.models import Actor, Claim, Incident
from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES, TOPICS, UNITS, Code

AnIncident = TypeVar("AnIncident")
ASide = TypeVar("ASide")

# Every kind of a topic is of one family.
FAMILY_OF_TOPIC: dict[str, Code] = {kind.topic: FAMILIES[kind.family] for kind in CLAIM_KINDS}


def family_of(topic: str) -> str:
    """The family that a topic belongs to."""
    return FAMILY_OF_TOPIC[topic].code


@dataclass(frozen=True)
class Key:
    """What makes a question: topic, incident asked of, side asked of, thing counted."""

    topic: str
    incident: Incident
    subject_side: Actor | None
    counted: str | None

    def __str__(self) -> str:
        side = f", side {self.subject_side.slug}" if self.subject_side else ""
        counted = f", counting {self.counted}" if self.counted else ""
        return f"topic {self.topic}{side}{counted}, incident {self.incident.slug}"


def key_of(claim: Claim) -> Key | None:
    """The key of the question that a claim answers; None for stances and background.

    A question is asked of the nearest episode (``Incident.scope``), by topic. Casualties, ground,
    materiel and conduct are asked of each side apart, materiel also of each thing counted. Who
    began and who broke an agreement are not: there the actor is the answer.
    """
    incident = claim.incident
    if incident is None:
        return None
    side = claim.subject.side if claim.subject else None
    asked = asked_by(claim.kind, claim.unit, incident, lambda: incident.scope, side)
    return Key(*asked) if asked else None


def asked_by(
    kind: str,
    unit: str | None,
    incident: AnIncident,
    scope: Callable[[], AnIncident],
    side: ASide | None,
) -> tuple[str, AnIncident, ASide | None, str | None] | None:
    """The parts of the key, for a kind of claim that asks; of records, or of their ids."""
    coded = CLAIM_KINDS[kind]
    if not coded.asks:
        return None
    topic = TOPICS[coded.topic]
    return (
        topic.code,
        incident if topic.of_incident else scope(),
        side if topic.by_side else None,
        unit if coded.family == "materiel" else None,
    )


def title_of(key: Key) -> str:
    """The question in words, with the incident that it is asked of."""
    side = key.subject_side.name if key.subject_side else "both sides, neither, or not stated"
    words = TOPICS[key.topic].title.format(side=side)
    thing = f" [{UNITS[key.counted].label.lower()}]" if key.counted else ""
    return f"{words}{thing} {key.incident.title}"


def slug_of(key: Key) -> str:
    """A readable slug: topic, side, thing counted, incident."""
    side = key.subject_side.slug if key.subject_side else ""
    parts = [key.topic.replace("_", "-"), side, (key.counted or "").replace("_", "-")]
    return "-".join([*filter(None, parts), key.incident.slug])
