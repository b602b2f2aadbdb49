"""A small published dataset in which everything that the API can show occurs: a full record and a
bare one of each resource. And drafts of everything, which must not be seen."""

from dataclasses import dataclass

from conflictdb import questions
from conflictdb.models import Actor, Claim, Document, Incident, Place, Statement
from tests.factories import (
    make_actor,
    make_actor_name,
    make_affiliation,
    make_citation,
    make_claim,
    make_claim_link,
    make_document,
    make_incident,
    make_place,
    make_place_name,
    make_question,
    make_state,
    make_statement,
    make_statement_link,
    when,
)


@dataclass
class World:
    """The records that tests name."""

    armenia: Actor
    ministry: Actor
    person: Actor
    outlet: Actor
    agency: Actor
    region: Place
    village: Place
    report: Document
    bare_report: Document
    early: Document
    episode: Incident
    clash: Incident
    statement: Statement
    total: Claim
    part: Claim
    rival: Claim

    @property
    def slugs(self) -> dict[str, list[str]]:
        """Of each resource a full record and a bare one."""
        return {
            "incidents": [self.episode.slug, self.clash.slug, "bare-incident"],
            "statements": [self.statement.slug, "bare-statement"],
            "claims": [self.total.slug, self.part.slug, "bare-claim"],
            "actors": [self.ministry.slug, self.person.slug, self.armenia.slug, "bare-actor"],
            "places": [self.village.slug, self.region.slug, "bare-place"],
            "documents": [self.report.slug, "bare-document"],
            "questions": [self.total.question.slug, "bare-question"],
        }


def make_world() -> World:
    armenia = make_state(slug="armenia", country="AM")
    azerbaijan = make_state("Azerbaijan", slug="azerbaijan", country="AZ")
    government = make_actor("Government", slug="armenia-government", side=armenia, country="AM")
    ministry = make_actor(slug="armenia-mod", side=armenia, part_of=government, country="AM")
    make_actor("Press office", slug="armenia-mod-press", side=armenia, part_of=ministry)
    make_actor_name(ministry, "Ministry of Defense", script="Latn")
    person = make_actor("Arshak Karapetyan", slug="karapetyan", kind="person", side=armenia)
    make_actor_name(person, "Karapetian", kind="as_printed")
    outlet = make_actor("The Guardian", slug="guardian", kind="media", country="GB")
    agency = make_actor("Interfax", slug="interfax", kind="media")
    make_actor("Bare", slug="bare-actor")

    region = make_place(
        "Gegharkunik",
        slug="gegharkunik",
        kind="region",
        country="AM",
        latitude=40.3,
        longitude=45.3,
    )
    village = make_place(
        slug="sotk", parent=region, country="AM", latitude=40.2, longitude=45.87, geonames_id=616062
    )
    make_place_name(village, "Zod", kind="former")
    make_place("Bare", slug="bare-place")

    report = make_document(
        slug="guardian-2021-11-16",
        title="Clashes on the border",
        publisher=outlet,
        agencies=[agency],
        authors=["A. Writer"],
        url="https://example.org/clashes",
        published="2021-11-17T01:00",
        translation="human",
        translated_from="fr",
    )
    bare_report = make_document(slug="bare-document", published=None, title="[Untitled]")
    early = make_document(slug="early-document", published="2019", publisher=agency)

    war = make_incident("The war", slug="war", kind="war", occurred="2020-09-27/2020-11-10")
    agreement = make_incident("The agreement", slug="agreement", kind="agreement")
    episode = make_incident(
        "Border clashes",
        slug="clashes",
        kind="episode",
        summary="Fighting on the border.",
        place=region,
        places=[village],
        place_precision=4,
        part_of=war,
        participants=[(armenia, "belligerent"), (azerbaijan, "belligerent"), (ministry, "party")],
    )
    clash = make_incident(
        "Fighting near Sotk",
        slug="sotk-clash",
        occurred="2021-11-16T13:00~",
        place=village,
        place_precision=1,
        latitude=40.21,
        longitude=45.88,
        part_of=episode,
    )
    make_incident("Bare", slug="bare-incident", occurred=None)

    post = make_affiliation(
        person,
        ministry,
        role="Minister of Defence",
        held_from=when("2021-11-15"),
        held_until=when("2022"),
    )
    make_citation(post, document=report)

    statement = make_statement(
        slug="mod-losses",
        speaker=ministry,
        co_speakers=[person],
        on_behalf_of=government,
        addressees=[azerbaijan],
        incidents=[episode, clash],
        acts=["report", "accusation"],
    )
    make_citation(statement, document=report, via=[agency, outlet], mode="direct_quote")
    total = make_claim(
        slug="mod-losses--captured",
        kind="captured",
        value=12,
        statement=statement,
        incident=episode,
        subject=armenia,
        target=azerbaijan,
        about=agreement,
        victim_class="military",
        basis="cumulative",
        as_of="2021-11-16T17:00",
        occurred="2021-11-16",
        place=village,
        certainty="confirmed",
    )
    make_citation(total, document=report, via=[agency], part="headline", hedge="reportedly")
    part = make_claim(
        slug="mod-losses--conscripts",
        kind="captured",
        value=(5, None),
        statement=statement,
        incident=episode,
        subject=armenia,
        victim_class="conscript",
        breakdown_of=total,
    )
    make_citation(part, document=report)
    answer = make_statement(
        slug="azerbaijan-answers", speaker=azerbaijan, made="2021-11-16T20:00", cited_in=report
    )
    rival = make_claim(
        slug="azerbaijan-answers--captured",
        kind="captured",
        value=(None, 7),
        statement=answer,
        incident=episode,
        subject=armenia,
        cited_in=report,
    )
    make_claim(slug="shelling", kind="shelling", statement=answer, incident=clash, subject=armenia)
    make_claim_link(rival, total, "disputes", note="Another count.")
    make_claim_link(total, part, "qualifies")
    make_statement_link(answer, statement)
    bare = make_statement(
        slug="bare-statement", speaker=None, speaker_description="a resident", made=None
    )
    make_claim(slug="bare-claim", kind="demand", statement=bare, incident=None, subject=armenia)
    undated = make_statement(slug="undated-statement", made=None, cited_in=report)
    make_claim(slug="undated-claim", kind="shelling", statement=undated, incident=clash)
    make_question(slug="bare-question", topic="contact")
    return World(
        armenia, ministry, person, outlet, agency, region, village, report, bare_report, early,
        episode, clash, statement, total, part, rival,
    )  # fmt: skip


def add_drafts(world: World, prefix: str = "draft") -> None:
    """Unpublished records of every sort, hung on published ones wherever the rules allow it."""
    for number, status in enumerate(("draft", "in_review")):
        _add_unpublished(world, status, f"{prefix}-{number}")
    _add_unpublished(world, "withdrawn", f"{prefix}-withdrawn")


def _add_unpublished(world: World, status: str, name: str) -> None:
    common = {"status": status}
    place = make_place(name, slug=f"{name}-place", parent=world.region, country="AM", **common)
    place.latitude, place.longitude = 40.2, 45.87
    place.save()
    make_place_name(place, "Sotk")
    side = make_actor(name, slug=f"{name}-side", kind="state", country="AM", **common)
    actor = make_actor(
        name, slug=f"{name}-actor", kind="media", side=world.armenia, part_of=world.ministry,
        country="AM", **common,
    )  # fmt: skip
    make_actor_name(actor, "Ministry of Defence")
    post = make_affiliation(
        world.person, world.ministry, slug=f"{name}-post", role=f"{name} minister", **common
    )
    make_affiliation(world.person, actor, slug=f"{name}-other-post", **common)
    document = make_document(
        slug=f"{name}-document", title=f"{name} clashes", publisher=actor, agencies=[actor],
        published="2020", **common,
    )  # fmt: skip
    incident = make_incident(
        name, slug=f"{name}-incident", part_of=world.episode, place=place, places=[world.village],
        participants=[(actor, "mediator"), (world.armenia, "host")], **common,
    )  # fmt: skip
    of_all = make_statement(
        slug=f"{name}-statement", speaker=actor, co_speakers=[world.person], addressees=[actor],
        incidents=[world.episode, incident], acts=["denial"], made="2021-11-16T12:00", **common,
    )  # fmt: skip
    # Claims and citations on what is published.
    question = world.total.question
    extra = make_claim(
        slug=f"{name}-claim", kind="captured", value=400, statement=world.statement,
        incident=world.episode, subject=world.armenia, question=question,
        breakdown_of=world.total, place=place, target=actor, **common,
    )  # fmt: skip
    other = make_claim(
        slug=f"{name}-other-claim", kind="killed", value=99, statement=of_all, incident=world.clash,
        about=incident, subject=side, question=None, **common,
    )  # fmt: skip
    for record in (world.statement, world.total, post, extra, of_all):
        for cited in (world.report, document):
            make_citation(record, document=cited, via=[actor], slug=_slug(name), **common)
    # Drafts that would join published records to other published ones.
    undated = Statement.objects.get(slug="undated-statement")
    for record in (undated, undated.claims.get(), world.statement, world.total):
        for cited in (world.bare_report, world.early):
            make_citation(record, document=cited, via=[world.person], slug=_slug(name), **common)
    make_question(
        slug=f"{name}-question", incident=world.episode, topic="fighting",
        subject_side=world.armenia, **common,
    )  # fmt: skip
    relation = {"draft": "updates", "in_review": "corrects", "withdrawn": "retracts"}[status]
    make_claim_link(world.total, world.rival, relation, note=name, slug=_slug(name), **common)
    make_claim_link(extra, world.total, "disputes", slug=_slug(name), **common)
    make_claim_link(world.total, other, "disputes", slug=_slug(name), **common)
    make_statement_link(world.statement, of_all, slug=_slug(name), **common)
    questions.refresh([question.id])


_numbers = iter(range(1, 10**9))


def _slug(name: str) -> str:
    return f"{name}-{next(_numbers)}"
