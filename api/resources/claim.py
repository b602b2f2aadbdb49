"""Claims over HTTP."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from rest_framework import serializers

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
from api.representation import (
    ActorRefSerializer,
    CitationSerializer,
    ClaimRefSerializer,
    CodeAttribute,
    CodeField,
    IncidentRefSerializer,
    PlaceRefSerializer,
    QuestionRefSerializer,
    Representation,
    StatementRefSerializer,
    TimeFactField,
    URLField,
    published_citations,
)
from api.resource import ResourceViewSet
from conflictdb.models import (
    Actor,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Incident,
    Place,
    Question,
)
from conflictdb.vocabularies import (
    ACTOR_KINDS,
    BASES,
    CERTAINTIES,
    CLAIM_KINDS,
    CLAIM_RELATIONS,
    FAMILIES,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    SUBJECT_SCOPES,
    TOPICS,
    UNITS,
    VICTIM_CLASSES,
)

LOSS_KINDS = [
    kind.code for kind in CLAIM_KINDS if kind.family in ("casualty", "territory", "materiel")
]


class CheckableField(serializers.BooleanField):
    """Whether facts could bear a claim out: false for stances."""

    def to_representation(self, kind: Any) -> bool:
        return CLAIM_KINDS[kind].checkable


class ClaimSerializer(Representation):
    """One thing that one speaker asserted or denied, once."""

    slug = serializers.CharField(help_text="Identifier of the claim.")
    kind = CodeField(CLAIM_KINDS, help_text="What it asserts.")
    family = CodeAttribute(
        CLAIM_KINDS, "family", FAMILIES, source="kind", help_text="Group of topics."
    )
    topic = CodeAttribute(
        CLAIM_KINDS, "topic", TOPICS, source="kind", help_text="What its question asks."
    )
    checkable = CheckableField(
        source="kind", help_text="Whether facts could bear it out; false for stances."
    )
    question = QuestionRefSerializer(
        allow_null=True, help_text="The question that it answers; null for stances."
    )
    incident = IncidentRefSerializer(
        allow_null=True,
        help_text="What it is about; null for background about an actor or place.",
    )
    about = IncidentRefSerializer(
        allow_null=True,
        help_text="Another incident: the agreement breached, the truce confirmed.",
    )
    statement = StatementRefSerializer(help_text="The utterance that makes it.")
    claimant = ActorRefSerializer(
        source="statement.speaker",
        allow_null=True,
        help_text="Who said it; null when unnamed.",
    )
    claimant_description = serializers.CharField(
        source="statement.speaker_description",
        allow_null=True,
        help_text="Who said it, in words, where unnamed.",
    )
    on_behalf_of = ActorRefSerializer(
        source="statement.on_behalf_of",
        allow_null=True,
        help_text="For whom it was said.",
    )
    subject = ActorRefSerializer(
        allow_null=True,
        help_text="Whom it is about; the vocabulary tells what that means for each kind.",
    )
    subject_scope = CodeField(
        SUBJECT_SCOPES,
        help_text="Whether it is about one side, both, or is not stated.",
    )
    target = ActorRefSerializer(allow_null=True, help_text="The other actor in it.")
    victim_class = CodeField(
        VICTIM_CLASSES,
        allow_null=True,
        help_text="What sort of people a casualty figure counts.",
    )
    value_min = serializers.IntegerField(
        allow_null=True,
        help_text="Lowest stated number; null when open or not counted.",
    )
    value_max = serializers.IntegerField(
        allow_null=True,
        help_text="Highest stated number; null when open or not counted.",
    )
    modifier = CodeField(MODIFIERS, allow_null=True, help_text="How the words bound the number.")
    basis = CodeField(BASES, allow_null=True, help_text="What the figure adds up.")
    unit = CodeField(UNITS, allow_null=True, help_text="What is counted.")
    as_of = TimeFactField(help_text="The moment that the figure describes.")
    polarity = CodeField(POLARITIES, help_text="Whether it is asserted or denied.")
    modality = CodeField(MODALITIES, help_text="Fact or prospect.")
    certainty = CodeField(CERTAINTIES, help_text="How sure the speaker says to be.")
    occurred = TimeFactField(help_text="When the thing asserted happened.")
    asserted = TimeFactField(source="statement.made", help_text="When it was said.")
    place = PlaceRefSerializer(
        allow_null=True, help_text="Where, when more exact than the incident."
    )
    breakdown_of = ClaimRefSerializer(
        allow_null=True, help_text="The claim whose total this splits."
    )
    gist = serializers.CharField(help_text="What is asserted, in the curators' own words.")
    citations = CitationSerializer(many=True, help_text="Where it can be checked.")
    url = URLField("claim")


class LinkSerializer(serializers.Serializer):
    """How this claim bears on another, or another on this one."""

    relation = CodeField(CLAIM_RELATIONS, help_text="How the one bears on the other.")
    claim = ClaimRefSerializer(help_text="The other claim.")
    note = serializers.CharField(allow_null=True, help_text="Why the curator judged so.")


class ForwardLinkSerializer(LinkSerializer):
    """This claim bears on another."""

    claim = ClaimRefSerializer(source="to_claim", help_text="The claim that it bears on.")


class BackwardLinkSerializer(LinkSerializer):
    """Another claim bears on this one."""

    claim = ClaimRefSerializer(source="from_claim", help_text="The claim that bears on it.")


class ClaimDetailSerializer(ClaimSerializer):
    """A claim with its links to other claims."""

    links = ForwardLinkSerializer(
        many=True, source="links_out", help_text="How it bears on other claims."
    )
    linked_from = BackwardLinkSerializer(
        many=True, source="links_in", help_text="How other claims bear on it."
    )
    breakdowns = ClaimRefSerializer(many=True, help_text="Claims that split its total.")


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
    q = SearchFilter("gist")


def claim_rows() -> QuerySet[Claim]:
    """Published claims with everything that their representation reads."""
    return (
        Claim.objects.published()
        .select_related(
            "statement__speaker__side",
            "statement__on_behalf_of__side",
            "subject__side",
            "target__side",
            "incident",
            "about",
            "place",
            "question",
            "breakdown_of",
        )
        .prefetch_related(published_citations())
    )


class ClaimViewSet(ResourceViewSet):
    """Claims: who said what, when, and where it can be checked."""

    resource = "claim"
    example = "armenia-mod-2021-11-16-captured--captured"
    purposes = {
        "list": (
            "Ask who said what: by kind, speaker, subject, figure, place, time and source; "
            "with `known_at`, as the world knew it at any moment."
        ),
        "retrieve": "One claim with its citations and its links to other claims.",
    }
    model = Claim
    representation = ClaimSerializer
    detail_representation = ClaimDetailSerializer
    filterset_class = ClaimFilterSet
    orderings = {
        **ResourceViewSet.orderings,
        "asserted": "statement__made_earliest",
        "occurred": "occurred_earliest",
        "kind": "kind",
        "value": "value_min",
    }
    default_ordering = "asserted"

    @classmethod
    def rows(cls) -> QuerySet[Claim]:
        return claim_rows()

    @classmethod
    def detail_rows(cls) -> QuerySet[Claim]:
        links = ClaimLink.objects.published().order_by("id")
        return cls.rows().prefetch_related(
            Prefetch("links_out", links.select_related("to_claim")),
            Prefetch("links_in", links.select_related("from_claim")),
            Prefetch("breakdowns", Claim.objects.published().order_by("slug")),
        )
