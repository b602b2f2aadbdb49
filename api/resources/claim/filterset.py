"""What claims can be asked by."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

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
    Claim,
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


def kinds_of(attribute: str) -> Any:
    """The kinds of which the vocabulary says one of some codes."""
    return lambda codes: [kind.code for kind in CLAIM_KINDS if getattr(kind, attribute) in codes]


def cited_in(**conditions: Any) -> Q:
    """A published citation of the outer claim meets the conditions."""
    return Q(Exists(Citation.objects.published().filter(claim=OuterRef("pk"), **conditions)))


def known_at(rows: Any, moment: Any) -> Any:
    """The rows that the world knew at an instant."""
    return rows.known_at(moment)


def _located(ids: Any) -> Q:
    further = Incident.places.through.objects.filter(incident=OuterRef("incident"), place__any=ids)
    own = Q(place__any=ids)
    return own | Q(place__isnull=True) & (Q(incident__place__any=ids) | Q(Exists(further)))


class ClaimFilterSet(ResourceFilterSet):
    """The parameters of the list of claims."""

    model = Claim

    kind = CodeFilter(
        CLAIM_KINDS,
        "kind",
        help_text="What is asserted.",
        example="captured",
    )
    family = CodeFilter(FAMILIES, "kind", meaning=kinds_of("family"), help_text="Group of topics.")
    topic = CodeFilter(
        TOPICS, "kind", meaning=kinds_of("topic"), help_text="What the question asks."
    )
    checkable = BooleanFilter(
        Q(kind__in=[kind.code for kind in CLAIM_KINDS if kind.checkable]),
        help_text="Whether facts could bear it out; false for stances.",
    )
    modality = CodeFilter(MODALITIES, "modality", help_text="Fact or prospect.")
    about = SlugFilter(
        Incident,
        "about",
        whole=True,
        help_text="Bearing on these incidents: agreements breached, truces confirmed.",
    )
    incident = SlugFilter(
        Incident,
        "incident",
        whole=True,
        help_text="About these incidents or parts of them.",
        example="border-clashes-2021-11-16",
    )
    claimant = SlugFilter(
        Actor,
        "claimant",
        whole=True,
        help_text="Said by these actors or parts of them.",
        example="armenia-mod",
    )
    claimant_side = SlugFilter(
        Actor,
        "claimant__side",
        help_text="Said by somebody of these sides.",
        example="armenia",
    )
    claimant_kind = CodeFilter(
        ACTOR_KINDS,
        "claimant__kind",
        help_text="Said by this sort of actor.",
    )
    on_behalf_of = SlugFilter(
        Actor,
        "statement__on_behalf_of",
        whole=True,
        help_text="Said for these actors or parts of them.",
    )
    subject = SlugFilter(
        Actor,
        "subject",
        whole=True,
        help_text="About these actors or parts of them.",
    )
    subject_side = SlugFilter(
        Actor,
        "subject__side",
        help_text="About somebody of these sides.",
        example="armenia",
    )
    target = SlugFilter(
        Actor,
        "target",
        whole=True,
        help_text="With these actors, or parts of them, as the other one in it.",
    )
    own_loss = BooleanFilter(
        Q(own_loss=True),
        help_text="Whether a side speaks of its own losses.",
    )
    victim_class = CodeFilter(VICTIM_CLASSES, "victim_class", help_text="Sort of people counted.")
    value_gte = NumberFilter(
        lambda value: Q(value_max__gte=value) | Q(value_min__gte=value),
        help_text="A stated bound is this or more; 'up to 70' answers 50, 'at least 1' does not.",
    )
    value_lte = NumberFilter(
        lambda value: Q(value_min__lte=value) | Q(value_max__lte=value),
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
        Place, _located, whole=True, help_text="At these places or within them.", example="armenia"
    )
    country = CountryFilter("country", help_text="In this country; ISO 3166-1 alpha-2.")
    document = SlugFilter(
        Document,
        lambda ids: cited_in(document__any=ids),
        help_text="That can be checked in these documents.",
    )
    publisher = SlugFilter(
        Actor,
        lambda ids: cited_in(document__publisher__any=ids),
        whole=True,
        help_text="Published by these outlets.",
    )
    via = SlugFilter(
        Actor,
        lambda ids: cited_in(via__actor__any=ids),
        whole=True,
        help_text="Relayed by these actors.",
        example="interfax",
    )
    asserted_after = TimeFilter("asserted", "after", help_text="Said then or later.")
    asserted_before = TimeFilter("asserted", "before", help_text="Said then or earlier.")
    occurred_after = TimeFilter("occurred", "after", help_text="Said to have happened from then.")
    occurred_before = TimeFilter("occurred", "before", help_text="Said to have happened by then.")
    known_at = KnownAtFilter(
        known_at,
        help_text="As the world knew it then: only statements made by that moment.",
        example="2021-11-16T17:00:00+04:00",
    )
    contested = BooleanFilter(
        Q(question__contested=True),
        help_text="Whether it answers a contested question; false for what answers none.",
    )
    question = SlugFilter(
        Question,
        "question",
        help_text="That answer these questions.",
    )
    q = SearchFilter()
