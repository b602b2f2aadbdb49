"""The files that texts share: places, actors, incidents."""

from conflictdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Incident,
    Participant,
    Place,
    PlaceName,
)

from .fields import Fields, Reader

# In which times are meant that the shared files do not place elsewhere.
LOCAL_TIMEZONE = "Asia/Yerevan"


def read_place(reader: Reader, fields: Fields) -> None:
    """A place, its names and the place that it lies in."""
    place = Place(
        slug=fields.need("slug"),
        name=fields.need("name"),
        kind=fields.need("kind"),
        **{name: fields.get(name) for name in ("country", "latitude", "longitude", "geonames_id")},
    )
    reader.refer(fields, place, "parent", Place)
    reader.names(fields, place, PlaceName)
    reader.add(fields, place)


def read_actor(reader: Reader, fields: Fields) -> list[tuple[Affiliation, Fields]]:
    """An actor and its names; returns its posts, to be cited once the documents are read."""
    actor = Actor(
        slug=fields.need("slug"),
        name=fields.need("name"),
        kind=fields.need("kind"),
        country=fields.get("country"),
    )
    reader.refer(fields, actor, "side", Actor)
    reader.refer(fields, actor, "part_of", Actor)
    reader.names(fields, actor, ActorName)
    reader.add(fields, actor)
    posts = []
    for number, row in enumerate(fields.list("affiliations"), 1):
        post = Fields(reader, fields.where, row, f"{fields.what}, affiliation {number}")
        body = str(post.need("body"))
        affiliation = Affiliation(role=post.need("role"), person=actor)
        affiliation.slug = f"{actor.slug}--{body}--{number}"
        affiliation.held_from = reader.time(post, "from", LOCAL_TIMEZONE)
        affiliation.held_until = reader.time(post, "until", LOCAL_TIMEZONE)
        reader.refer(post, affiliation, "body", Actor)
        reader.add(post, affiliation)
        posts.append((affiliation, post))
    return posts


def read_incident(reader: Reader, fields: Fields) -> None:
    """An incident, its places and participants."""
    incident = Incident(
        slug=fields.need("slug"),
        title=fields.need("title"),
        summary=fields.get("summary"),
        kind=fields.need("kind"),
        **{name: fields.get(name) for name in ("place_precision", "latitude", "longitude")},
    )
    incident.occurred = reader.time(fields, "occurred", fields.get("timezone", LOCAL_TIMEZONE))
    reader.refer(fields, incident, "part_of", Incident)
    reader.refer(fields, incident, "place", Place)
    reader.refer_all(fields, incident, "places", Place)
    for number, row in enumerate(fields.list("participants"), 1):
        part = Fields(reader, fields.where, row, f"{fields.what}, participant {number}")
        participant = Participant(incident=incident, role=part.need("role"))
        slug = str(part.need("actor"))
        part.done()
        actor = reader.coding.of(Actor).get(slug)
        if actor is None:
            part.fault("actor", f"no actor has the slug {slug!r}")
            continue
        participant.actor = actor
        with reader.faults_of(part):
            participant.clean_fields(exclude=["incident", "actor"])
        reader.coding.children.append(participant)
    reader.add(fields, incident)
