"""Valid published records for tests: one plain function a model, keywords override.

Slugs are unique unless given. Times may be written as EDTF text, meant in Yerevan's time zone, or
given as a ``TimeFact``. A claim gets the question that the rule finds, renewed and published.
"""

from hashlib import sha256
from itertools import count
from typing import Any

from django.db import transaction

from conflictdb import questions
from conflictdb.dates import TimeFact
from conflictdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Hop,
    Incident,
    Participant,
    Place,
    PlaceName,
    Question,
    Record,
    Statement,
    StatementLink,
)
from conflictdb.vocabularies import CLAIM_KINDS

TIMEZONE = "Asia/Yerevan"

_numbers = count(1)


def when(edtf: str, timezone: str = TIMEZONE, *, inferred: bool = False) -> TimeFact:
    """A time fact, in Yerevan's time zone unless another is named."""
    return TimeFact.parse(edtf, timezone, inferred=inferred)


def make_place(name: str = "Sotk", *, kind: str = "settlement", **fields: Any) -> Place:
    return _make(Place, name=name, kind=kind, **fields)


def make_place_name(place: Place, name: str = "Zod", **fields: Any) -> PlaceName:
    return PlaceName.objects.create(place=place, name=name, **{"language": "en", **fields})


def make_state(name: str = "Armenia", **fields: Any) -> Actor:
    """A state; it is its own side."""
    state = _make(Actor, name=name, kind="state", **fields)
    state.refresh_from_db()
    return state


def make_actor(
    name: str = "Ministry of Defence", *, kind: str = "government_body", **fields: Any
) -> Actor:
    """A body without a side; ``side=`` gives it one. For a state see ``make_state``."""
    return _make(Actor, name=name, kind=kind, **fields)


def make_actor_name(actor: Actor, name: str = "MoD", **fields: Any) -> ActorName:
    return ActorName.objects.create(actor=actor, name=name, **{"language": "en", **fields})


def make_affiliation(
    person: Actor | None = None, body: Actor | None = None, **fields: Any
) -> Affiliation:
    person = person or make_actor("A Minister", kind="person")
    body = body or make_actor()
    return _make(Affiliation, person=person, body=body, **{"role": "Minister", **fields})


def make_document(**fields: Any) -> Document:
    number = next(_numbers)
    defaults = {
        "title": "A report",
        "language": "en",
        "published": "2021-11-17",
        "sha256": digest(f"document {number}"),
        "length": 10_000,
    }
    return _make(Document, **{**defaults, **fields})


def make_incident(
    title: str = "Fighting near Sotk",
    *,
    kind: str = "armed_clash",
    participants: list[tuple[Actor, str]] | None = None,
    **fields: Any,
) -> Incident:
    """An incident; ``participants=[(actor, role)]``, ``places=[…]``."""
    incident = _make(Incident, title=title, kind=kind, **{"occurred": "2021-11-16", **fields})
    for actor, role in participants or []:
        Participant.objects.create(incident=incident, actor=actor, role=role)
    return incident


def make_statement(*, cited_in: Document | None = None, **fields: Any) -> Statement:
    """An utterance of a new actor on 16 November 2021, 18:30; ``cited_in`` adds a citation."""
    if "speaker" not in fields and "speaker_description" not in fields:
        fields["speaker"] = make_actor()
    defaults = {
        "made": "2021-11-16T18:30",
        "channel": "press_statement",
        "acts": ["report"],
        "gist": "Tells of the fighting.",
    }
    statement = _make(Statement, **{**defaults, **fields})
    if cited_in:
        make_citation(statement, document=cited_in)
    return statement


@transaction.atomic
def make_claim(
    *,
    kind: str = "killed",
    value: int | tuple[int | None, int | None] | None = None,
    cited_in: Document | None = None,
    **fields: Any,
) -> Claim:
    """A claim of a new statement about a new incident; by default that one was killed.

    ``value``: 3 exactly, (3, None) at least, (None, 3) at most, (1, 3) a range, (None, None)
    unquantified. ``incident=None`` is background about a subject. ``cited_in`` adds a citation.
    """
    if value is None and CLAIM_KINDS[kind].answers_with == "quantity" and "modifier" not in fields:
        value = 1
    if value is not None:
        fields = {**figure(value), "basis": "unknown", "unit": "person", **fields}
    fields = {**_due(kind, fields), **fields}
    if "incident" not in fields:
        fields["incident"] = make_incident()
    if "statement" not in fields:
        fields["statement"] = make_statement()
    fields.setdefault("subject_scope", "one" if fields.get("subject") else "not_stated")
    claim = _unsaved(Claim, kind=kind, **{"gist": "Says that it was so.", **fields})
    if "question" not in fields:
        questions.assign(claim)
    claim.save()
    if cited_in:
        make_citation(claim, document=cited_in)
    if claim.question_id:
        questions.refresh([claim.question_id])
        claim.question.refresh_from_db()
    return claim


def make_question(**fields: Any) -> Question:
    """A question that a curator made. Those made by the rule come with ``make_claim``."""
    if "incident" not in fields:
        fields["incident"] = make_incident(kind="episode")
    defaults = {"title": "How many were killed?", "topic": "deaths", "by_rule": False}
    return _make(Question, **{**defaults, **fields})


def make_citation(
    record: Statement | Claim | Affiliation | None = None,
    *,
    via: list[Actor] | None = None,
    **fields: Any,
) -> Citation:
    """A passage of a new document that bears out a record; ``via=[…]`` who relayed it, in order."""
    record = record or make_statement()
    number = next(_numbers)
    if "document" not in fields:
        fields["document"] = make_document()
    start = fields.setdefault("start", number % 5000)
    defaults = {
        type(record).__name__.lower(): record,
        "end": start + 40,
        "sha256": digest(f"passage {number}"),
        "mode": "indirect",
    }
    citation = _make(Citation, **{**defaults, **fields})
    for position, actor in enumerate(via or [], 1):
        Hop.objects.create(citation=citation, actor=actor, position=position)
    return citation


def make_claim_link(
    from_claim: Claim | None = None,
    to_claim: Claim | None = None,
    relation: str = "confirms",
    **fields: Any,
) -> ClaimLink:
    return _make(
        ClaimLink,
        from_claim=from_claim or make_claim(),
        to_claim=to_claim or make_claim(),
        relation=relation,
        **fields,
    )


def make_statement_link(
    from_statement: Statement | None = None,
    to_statement: Statement | None = None,
    relation: str = "responds_to",
    **fields: Any,
) -> StatementLink:
    return _make(
        StatementLink,
        from_statement=from_statement or make_statement(),
        to_statement=to_statement or make_statement(),
        relation=relation,
        **fields,
    )


def digest(text: str) -> str:
    """A SHA-256 in hex, as records carry it."""
    return sha256(text.encode()).hexdigest()


def _due(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What a claim of this kind cannot be without, where the fields do not give it."""
    coded = CLAIM_KINDS[kind]
    due: dict[str, Any] = {}
    if coded.family == "casualty":
        due["victim_class"] = "undetermined"
    if coded.topic == "breach" and "about" not in fields:
        due["about"] = make_incident("The November agreement", kind="agreement")
    if coded.answers_with == "place" and "place" not in fields:
        due["place"] = make_place()
    return due


def figure(value: int | tuple[int | None, int | None]) -> dict[str, Any]:
    low, high = value if isinstance(value, tuple) else (value, value)
    match low, high:
        case None, None:
            modifier = "unquantified"
        case _, None:
            modifier = "at_least"
        case None, _:
            modifier = "at_most"
        case _:
            modifier = "exact" if low == high else "range"
    return {"value_min": low, "value_max": high, "modifier": modifier}


def _unsaved(model: type[Record], **fields: Any) -> Any:
    for fact in model.time_facts:
        if isinstance(fields.get(fact.name), str):
            fields[fact.name] = when(fields[fact.name])
    slug = f"{model.__name__.lower()}-{next(_numbers)}"
    return model(**{"slug": slug, "status": "published", **fields})


def _make(model: type[Record], **fields: Any) -> Any:
    many = {m.name: fields.pop(m.name) for m in model._meta.many_to_many if m.name in fields}
    record = _unsaved(model, **fields)
    record.save()
    for name, targets in many.items():
        getattr(record, name).set(targets)
    return record
