"""What claims can be asked by."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from api.filters import (
    BooleanFilter,
    CodeFilter,
    CountryFilter,
    KnownAtFilter,
    NumberFilter,
    ResourceFilterSet,
    SearchFilter,
    SlugFilter,
    TimeFilter,
)
from conflictdb.models import (
    Actor,
    Citation,
    Document,
    Incident,
    Place,
    Question,
)
from conflictdb.vocabularies import (
    ACTOR_KINDS,
    CERTAINTIES,
    CLAIM_KINDS,
    FAMILIES,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    TOPICS,
    VICTIM_CLASSES,
)

LOSS_KINDS = [
    kind.code for kind in CLAIM_KINDS if kind.family in ("casualty", "territory", "materiel")
]


def kinds_where(attribute: str) -> Any:
    """A condition on the kind: what the vocabulary says of it is one of some codes."""
    return lambda codes: Q(
        kind__in=[kind.code for kind in CLAIM_KINDS if getattr(kind, attribute) in codes]
    )


def cited_in(**conditions: Any) -> Q:
    """A published citation of the outer claim meets the conditions."""
    return Q(Exists(Citation.objects.published().filter(claim=OuterRef("pk"), **conditions)))


def known_at(rows: Any, moment: datetime) -> Any:
    """The rows that the world knew at an instant."""
    return rows.known_at(moment)


def _own_loss() -> Q:
    return Q(
        kind__in=LOSS_KINDS,
        statement__speaker__side__isnull=False,
        statement__speaker__side=F("subject__side"),
    )


def _located(slugs: list[str]) -> Q:
    within = Place.objects.ids_within(slugs)
    further = Incident.places.through.objects.filter(
        incident=OuterRef("incident"), place__in=within
    )
    own = Q(place__in=within)
    return own | Q(place__isnull=True) & (Q(incident__place__in=within) | Q(Exists(further)))


def _in_country(codes: list[str]) -> Q:
    """The claim's own country, else its incident's."""
    return Q(place__country__in=codes) | Q(place__isnull=True, incident__place__country__in=codes)


class ClaimFilterSet(ResourceFilterSet):
    """The parameters of the list of claims."""

    kind = CodeFilter(
        CLAIM_KINDS,
        "kind",
        help_text="What is asserted.",
        example="captured",
    )
    family = CodeFilter(FAMILIES, kinds_where("family"), help_text="Group of topics.")
    topic = CodeFilter(TOPICS, kinds_where("topic"), help_text="What the question asks.")
    checkable = BooleanFilter(
        lambda rows, wanted: rows.filter(
            kind__in=[kind.code for kind in CLAIM_KINDS if kind.checkable == wanted]
        ),
        help_text="Whether facts could bear it out; false for stances.",
    )
    modality = CodeFilter(MODALITIES, "modality", help_text="Fact or prospect.")
    about = SlugFilter(
        Incident,
        lambda slugs: Q(about__in=Incident.objects.ids_within(slugs)),
        help_text="Bearing on these incidents: agreements breached, truces confirmed.",
    )
    incident = SlugFilter(
        Incident,
        lambda slugs: Q(incident__in=Incident.objects.ids_within(slugs)),
        help_text="About these incidents or parts of them.",
        example="border-clashes-2021-11-16",
    )
    claimant = SlugFilter(
        Actor,
        lambda slugs: Q(statement__speaker__in=Actor.objects.ids_within(slugs)),
        help_text="Said by these actors or parts of them.",
        example="armenia-mod",
    )
    claimant_side = SlugFilter(
        Actor,
        lambda slugs: Q(statement__speaker__side__slug__in=slugs),
        help_text="Said by somebody of these sides.",
        example="armenia",
    )
    claimant_kind = CodeFilter(
        ACTOR_KINDS,
        "statement__speaker__kind",
        help_text="Said by this sort of actor.",
    )
    on_behalf_of = SlugFilter(
        Actor,
        lambda slugs: Q(statement__on_behalf_of__in=Actor.objects.ids_within(slugs)),
        help_text="Said for these actors or parts of them.",
    )
    subject = SlugFilter(
        Actor,
        lambda slugs: Q(subject__in=Actor.objects.ids_within(slugs)),
        help_text="About these actors or parts of them.",
    )
    subject_side = SlugFilter(
        Actor,
        lambda slugs: Q(subject__side__slug__in=slugs),
        help_text="About somebody of these sides.",
        example="armenia",
    )
    target = SlugFilter(
        Actor,
        lambda slugs: Q(target__in=Actor.objects.ids_within(slugs)),
        help_text="With these actors, or parts of them, as the other one in it.",
    )
    own_loss = BooleanFilter(
        lambda rows, wanted: rows.filter(_own_loss() if wanted else ~_own_loss()),
        help_text="Whether a side speaks of its own losses.",
    )
    victim_class = CodeFilter(VICTIM_CLASSES, "victim_class", help_text="Sort of people counted.")
    value_gte = NumberFilter(
        lambda rows, value: rows.filter(Q(value_max__gte=value) | Q(value_min__gte=value)),
        help_text="A stated bound is this or more; 'up to 70' answers 50, 'at least 1' does not.",
    )
    value_lte = NumberFilter(
        lambda rows, value: rows.filter(Q(value_min__lte=value) | Q(value_max__lte=value)),
        help_text="A stated bound is this or less.",
    )
    modifier = CodeFilter(MODIFIERS, "modifier", help_text="How the words bound the number.")
    polarity = CodeFilter(POLARITIES, "polarity", help_text="Asserted or denied.")
    certainty = CodeFilter(
        CERTAINTIES,
        "certainty",
        help_text="How sure the speaker says to be.",
    )
    place = SlugFilter(
        Place, _located, help_text="At these places or within them.", example="armenia"
    )
    country = CountryFilter(_in_country, help_text="In this country; ISO 3166-1 alpha-2.")
    document = SlugFilter(
        Document,
        lambda slugs: cited_in(document__slug__in=slugs),
        help_text="That can be checked in these documents.",
    )
    publisher = SlugFilter(
        Actor,
        lambda slugs: cited_in(document__publisher__in=Actor.objects.ids_within(slugs)),
        help_text="Published by these outlets.",
    )
    via = SlugFilter(
        Actor,
        lambda slugs: cited_in(via__actor__in=Actor.objects.ids_within(slugs)),
        help_text="Relayed by these actors.",
        example="interfax",
    )
    asserted_after = TimeFilter("statement__made", "after", help_text="Said then or later.")
    asserted_before = TimeFilter("statement__made", "before", help_text="Said then or earlier.")
    occurred_after = TimeFilter("occurred", "after", help_text="Said to have happened from then.")
    occurred_before = TimeFilter("occurred", "before", help_text="Said to have happened by then.")
    known_at = KnownAtFilter(
        known_at,
        help_text="As the world knew it then: only statements made by that moment.",
        example="2021-11-16T17:00:00+04:00",
    )
    contested = BooleanFilter(
        lambda rows, wanted: (rows.filter if wanted else rows.exclude)(question__contested=True),
        help_text="Whether it answers a contested question; false for what answers none.",
    )
    question = SlugFilter(
        Question,
        lambda slugs: Q(question__slug__in=slugs),
        help_text="That answer these questions.",
    )
    q = SearchFilter()
