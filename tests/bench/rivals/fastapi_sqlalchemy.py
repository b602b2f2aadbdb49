"""FastAPI with SQLAlchemy 2 and Pydantic models, in the usual way, over the benchmark's tables.

The mapped classes come from the database by reflection. Endpoints are plain functions, which
FastAPI runs in threads; each worker has a pool of four connections.
"""

import csv
import io
import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import MetaData, create_engine, func, select, text, tuple_
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session, joinedload, relationship, selectinload

engine = create_engine(
    "postgresql+psycopg://conflictdb@/conflictdb",
    connect_args={"host": os.environ["BENCH_SOCKET"]},
    pool_size=4,
    max_overflow=0,
)
NAMES = ["place", "actor", "document", "incident", "participant", "statement", "claim", "question"]
NAMES += ["citation", "hop", "incident_places"]
metadata = MetaData()
metadata.reflect(engine, only=[f"conflictdb_{name}" for name in NAMES])
Base = automap_base(metadata=metadata)


def mapped(name: str, **relations: Any) -> Any:
    return type(name.capitalize(), (Base,), {"__tablename__": f"conflictdb_{name}", **relations})


def one(to: str, key: str, **more: Any) -> Any:
    return relationship(to, foreign_keys=f"{key}", viewonly=True, **more)


Place = mapped("place")
Actor = mapped("actor")
Document = mapped("document")
Participant = mapped("participant", actor=one("Actor", "Participant.actor_id"))
Question = mapped(
    "question",
    incident=one("Incident", "Question.incident_id"),
    subject_side=one("Actor", "Question.subject_side_id"),
)
Incident = mapped(
    "incident",
    place=one("Place", "Incident.place_id"),
    part_of=one("Incident", "Incident.part_of_id", remote_side="Incident.id"),
    parts=one("Incident", "Incident.part_of_id"),
    participants=one("Participant", "Participant.incident_id"),
    questions=one("Question", "Question.incident_id"),
    places=relationship(
        "Place", secondary=metadata.tables["conflictdb_incident_places"], viewonly=True
    ),
)
Hop = mapped("hop", actor=one("Actor", "Hop.actor_id"))
Citation = mapped(
    "citation",
    document=one("Document", "Citation.document_id"),
    via=one("Hop", "Hop.citation_id", order_by="Hop.position"),
)
Statement = mapped("statement", speaker=one("Actor", "Statement.speaker_id"))
Claim = mapped(
    "claim",
    statement=one("Statement", "Claim.statement_id"),
    incident=one("Incident", "Claim.incident_id"),
    about=one("Incident", "Claim.about_id"),
    subject=one("Actor", "Claim.subject_id"),
    target=one("Actor", "Claim.target_id"),
    place=one("Place", "Claim.place_id"),
    question=one("Question", "Claim.question_id"),
    citations=one("Citation", "Citation.claim_id"),
)
Base.prepare(
    generate_relationship=lambda *_args, **_names: None,  # those above are all
)


class Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class NameRef(Read):
    slug: str
    name: str


class TitleRef(Read):
    slug: str
    title: str


class SpeakerOut(NameRef):
    kind: str


class ParticipantOut(Read):
    actor: SpeakerOut
    role: str


class IncidentOut(TitleRef):
    summary: str | None
    kind: str
    place: NameRef | None
    places: list[NameRef]
    place_precision: int | None
    latitude: float | None
    longitude: float | None
    part_of: TitleRef | None
    participants: list[ParticipantOut]
    claims_count: int = 0
    occurred_edtf: str | None
    occurred_precision: str
    occurred_earliest: datetime | None
    occurred_latest: datetime | None
    occurred_inferred: bool


class IncidentDetailOut(IncidentOut):
    parts: list[TitleRef]
    questions: list[TitleRef]


class StatementOut(Read):
    slug: str
    gist: str
    speaker: SpeakerOut | None
    made_edtf: str | None


class HopOut(Read):
    actor: SpeakerOut
    position: int


class CitationOut(Read):
    document: TitleRef
    start: int
    end: int
    sha256: str
    part: str
    mode: str
    hedge: str
    via: list[HopOut]


class ClaimOut(Read):
    slug: str
    kind: str
    statement: StatementOut
    incident: TitleRef | None
    about: TitleRef | None
    subject: SpeakerOut | None
    subject_scope: str
    target: SpeakerOut | None
    victim_class: str | None
    value_min: int | None
    value_max: int | None
    modifier: str | None
    basis: str | None
    unit: str | None
    place: NameRef | None
    polarity: str
    modality: str
    certainty: str
    gist: str
    question: TitleRef | None
    citations: list[CitationOut]
    as_of_edtf: str | None
    occurred_edtf: str | None
    occurred_earliest: datetime | None
    occurred_latest: datetime | None


class QuestionOut(TitleRef):
    topic: str
    incident: TitleRef
    subject_side: SpeakerOut | None
    counted: str | None
    contested: bool
    reasons: list[str]
    speakers_count: int
    claims_count: int = 0


class CountOut(BaseModel):
    month: date
    kind: str
    count: int


app = FastAPI()


def session() -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]
INCIDENT = (
    joinedload(Incident.place),
    joinedload(Incident.part_of),
    selectinload(Incident.places),
    selectinload(Incident.participants).joinedload(Participant.actor),
)
CLAIM = (
    joinedload(Claim.statement).joinedload(Statement.speaker),
    *(joinedload(getattr(Claim, n)) for n in ("incident", "about", "subject", "target")),
    *(joinedload(getattr(Claim, n)) for n in ("place", "question")),
    selectinload(Claim.citations).joinedload(Citation.document),
    selectinload(Claim.citations).selectinload(Citation.via).joinedload(Hop.actor),
)


def claims_count(column: Any, key: Any) -> Any:
    counted = select(func.count()).where(column == key, Claim.status == "published")
    return counted.correlate_except(Claim).scalar_subquery().label("claims_count")


def with_count(rows: Any) -> list[Any]:
    found = []
    for record, count in rows.unique():
        record.claims_count = count
        found.append(record)
    return found


def incidents() -> Any:
    count = claims_count(Claim.incident_id, Incident.id)
    return select(Incident, count).where(Incident.status == "published").options(*INCIDENT)


@app.get("/incidents")
def list_incidents(opened: Opened, country: str, after: date, before: date) -> list[IncidentOut]:
    query = (
        incidents()
        .join(Incident.place)
        .where(
            Place.country == country,
            Incident.occurred_last_day >= after,
            Incident.occurred_first_day <= before,
        )
        .order_by(Incident.occurred_earliest, Incident.id)
        .limit(100)
    )
    return with_count(opened.execute(query))


@app.get("/incidents-page")
def page_of_incidents(opened: Opened, at: datetime, id: int) -> list[IncidentOut]:  # noqa: A002
    key = tuple_(Incident.occurred_earliest, Incident.id)
    query = incidents().where(key > (at, id)).order_by(Incident.occurred_earliest, Incident.id)
    return with_count(opened.execute(query.limit(100)))


@app.get("/incident")
def get_incident(opened: Opened, slug: str) -> IncidentDetailOut:
    more = (selectinload(Incident.parts), selectinload(Incident.questions))
    query = incidents().where(Incident.slug == slug).options(*more)
    for found in with_count(opened.execute(query)):
        return found
    raise HTTPException(404)


@app.get("/claims")
def list_claims(opened: Opened, kind: str, actor: str, after: date, before: date) -> list[ClaimOut]:
    query = (
        select(Claim)
        .join(Claim.statement)
        .join(Statement.speaker)
        .where(
            Claim.status == "published",
            Claim.kind == kind,
            Actor.slug == actor,
            Statement.made_last_day >= after,
            Statement.made_first_day <= before,
        )
        .options(*CLAIM)
        .order_by(Statement.made_earliest, Claim.id)
        .limit(100)
    )
    return [*opened.scalars(query).unique()]


@app.get("/search")
def search(opened: Opened, q: str) -> list[ClaimOut]:
    words = text(
        "to_tsvector('english'::regconfig, COALESCE(conflictdb_claim.gist, ''))"
        " @@ websearch_to_tsquery('english', :q)"
    ).bindparams(q=q)
    query = (
        select(Claim)
        .join(Claim.statement)
        .where(Claim.status == "published", words)
        .options(*CLAIM)
        .order_by(Statement.made_earliest, Claim.id)
        .limit(50)
    )
    return [*opened.scalars(query).unique()]


@app.get("/questions")
def list_questions(opened: Opened, topic: str, side: str) -> list[QuestionOut]:
    query = (
        select(Question, claims_count(Claim.question_id, Question.id))
        .join(Question.subject_side)
        .where(Question.status == "published", Question.topic == topic, Actor.slug == side)
        .options(joinedload(Question.incident), joinedload(Question.subject_side))
        .order_by(Question.slug)
        .limit(50)
    )
    return with_count(opened.execute(query))


@app.get("/by-month")
def by_month(opened: Opened, after: date, before: date) -> list[CountOut]:
    month = func.date_trunc("month", Statement.made_first_day)
    query = (
        select(month.label("month"), Claim.kind.label("kind"), func.count().label("count"))
        .join(Claim.statement)
        .where(
            Claim.status == "published",
            Statement.made_first_day >= after,
            Statement.made_first_day <= before,
        )
        .group_by(month, Claim.kind)
        .order_by(month, Claim.kind)
    )
    return [
        CountOut(month=row.month.date(), kind=row.kind, count=row.count)
        for row in opened.execute(query)
    ]


@app.get("/export.csv")
def export(opened: Opened) -> StreamingResponse:
    names = [name for name in ClaimOut.model_fields if name != "citations"]

    def lines() -> Iterator[str]:
        query = select(Claim).where(Claim.status == "published").options(*CLAIM)
        with Session(engine) as reading:
            rows = reading.scalars(query.order_by(Claim.id).execution_options(yield_per=1000))
            for number, claim in enumerate(rows):
                row = ClaimOut.model_validate(claim).model_dump()
                line = io.StringIO()
                writer = csv.writer(line)
                if number == 0:
                    writer.writerow(names)
                writer.writerow([row[name] for name in names])
                yield line.getvalue()

    return StreamingResponse(lines(), media_type="text/csv")
