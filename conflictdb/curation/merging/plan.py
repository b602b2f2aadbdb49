"""What a merger would do, and what forbids it: told before it is done."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from conflictdb.models import (
    Actor,
    Affiliation,
    Claim,
    Incident,
    Place,
    Question,
    Record,
    Redaction,
    Revision,
)
from conflictdb.models.name import Name

from .distinct import told_apart
from .fields import Choice, choices
from .meeting import made_by_rule
from .names import has_names, names_gained
from .posts import posts_alike
from .relations import Relation, relations_to

MERGEABLE: tuple[type[Record], ...] = (Actor, Place, Incident, Question)
# Kinds of actors that only become one with their like: much else is written for them alone.
_APART = ("state", "person")


@dataclass(frozen=True)
class Move:
    """How many rows of one column are pointed at the survivor, and how many of them are dropped."""

    relation: Relation
    count: int
    twice: int


@dataclass(frozen=True)
class Plan:
    """Everything that a merger would change, and what keeps it from being done."""

    loser: Record
    survivor: Record
    blockers: list[str]
    choices: list[Choice] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    posts: dict[int, int] = field(default_factory=dict)  # which goes, and which stays in its place
    questions: int = 0  # asked of the loser, which those asked of the survivor take the place of
    cautions: list[str] = field(default_factory=list)


def plan(loser: Record, survivor: Record, taken: Collection[str] | None = None) -> Plan:
    """What merging would do, with these fields taken of the loser; see ``fields.choose``."""
    why = _forbidden(loser, survivor)
    if why:
        return Plan(loser, survivor, why)
    picks = choices(loser, survivor)
    gets_name = taken is not None and "name" in taken
    name = getattr(loser if gets_name else survivor, "name", "")
    moves = []
    for relation in relations_to(type(loser)):
        if issubclass(relation.model, Name):
            continue
        count = relation.moving(loser, survivor).count()
        if count:
            moves.append(Move(relation, count, relation.twice(loser, survivor).count()))
    return Plan(
        loser,
        survivor,
        [],
        picks,
        moves,
        names_gained(loser, survivor, name),
        posts_alike(loser, survivor),
        made_by_rule(loser).count(),
        [*_cautions(loser, survivor), *_lost_words(loser)],
    )


def _forbidden(loser: Record, survivor: Record) -> list[str]:
    """Why the two may not become one, in words."""
    if type(loser) is not type(survivor) or not isinstance(loser, MERGEABLE):
        return ["Only two actors, two places, two incidents or two questions can become one."]
    if loser.pk == survivor.pk:
        return [f"{loser.slug} cannot be merged into itself."]
    found = []
    for record in (loser, survivor):
        into = getattr(record, "merged_into", None)
        if into is not None:
            found.append(f"{record.slug} was merged into {into.slug} already: take that.")
    if survivor.status == "withdrawn" and not found:
        found.append(f"{survivor.slug} is withdrawn: merge into a record that stands.")
    elif loser.status in ("published", "withdrawn") and survivor.status != "published":
        found.append(
            f"{loser.slug} was public, and {survivor.slug} is {survivor.status}: publish it first, "
            "or the old address would lead nowhere."
        )
    if Revision.objects.of(loser).pending().exists():
        found.append(f"{loser.slug} has a pending revision: decide that first.")
    return [
        *found,
        *_names_again(loser, survivor),
        *_against_kinds(loser, survivor),
        *_loops(loser, survivor),
    ]


def _names_again(loser: Record, survivor: Record) -> list[str]:
    """Whether a person whose name was taken out would have one again."""
    if not isinstance(loser, Actor):
        return []
    redactions = Redaction.objects.filter(actor__in=[loser.pk, survivor.pk])
    redacted = set(redactions.values_list("actor__slug", flat=True))
    if len(redacted) != 1:
        return []
    return [f"{redacted.pop()} is a redacted person, whom the other names: redact that first."]


def _against_kinds(loser: Any, survivor: Any) -> list[str]:
    if isinstance(loser, Question):
        same = (loser.topic, loser.counted) == (survivor.topic, survivor.counted)
        return [] if same else ["They ask different things: of another topic or unit."]
    if not isinstance(loser, Actor):
        return []
    kinds = {loser.kind, survivor.kind}
    found = [
        f"{loser.slug} is of kind {loser.kind.replace('_', ' ')}, {survivor.slug} of kind "
        f"{survivor.kind.replace('_', ' ')}: a {kind} is merged with a {kind} only. "
        "Correct the kind first."
        for kind in _APART
        if kind in kinds and len(kinds) > 1
    ]
    posts = Affiliation.objects.exclude(status="withdrawn")
    for person, body in ((loser, survivor), (survivor, loser)):
        for post in posts.filter(person=person, body=body)[:3]:
            found += [f"{post.slug} would be a post in itself: correct that first."]
    return found


def _loops(loser: Any, survivor: Any) -> list[str]:
    """Whether the survivor lies below the loser by way of others, which would stay between."""
    parent = getattr(survivor, "tree_parent", None)
    above = getattr(survivor, parent, None) if parent else None
    if above is None or above == loser:
        return []
    below = type(loser)._default_manager.filter(id__in=type(loser).objects.ids_below(loser.pk))
    if not below.filter(pk=survivor.pk).exists():
        return []
    why = f"{survivor.slug} lies within {loser.slug} by way of {above.slug}"
    return [f"{why}, which would then lie within its own part: move or merge that first."]


def _cautions(loser: Record, survivor: Record) -> list[str]:
    """What the merger leaves true to the letter, but wants a look."""
    apart = ["Somebody found that the two are not the same."] if told_apart(loser, survivor) else []
    return [*apart, *_in_both_parts(loser, survivor)]


def _in_both_parts(loser: Record, survivor: Record) -> list[str]:
    if isinstance(loser, Actor):
        pairs = [("subject", "target"), ("target", "subject")]
        words = "both subject and target"
    elif isinstance(loser, Incident):
        pairs = [("incident", "about"), ("about", "incident")]
        words = "both the incident and what it bears on"
    else:
        return []
    both = sum(Claim.objects.filter(**{a: loser, b: survivor}).count() for a, b in pairs)
    return [f"In {both} claims it would be {words}: look at them afterwards."] if both else []


def _lost_words(loser: Record) -> list[str]:
    if has_names(loser):
        return []
    return [f"Search finds no title but the one that stays; “{loser}” is kept in the history."]
