"""The list and the detail of claims."""

from django.db.models import Prefetch, QuerySet

from api.representation import (
    published_citations,
)
from api.resource import ResourceViewSet
from conflictdb.models import (
    Claim,
    ClaimLink,
)

from .filterset import ClaimFilterSet
from .representation import ClaimDetailSerializer, ClaimSerializer


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
        "asserted": "asserted_earliest",
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
        links = ClaimLink.objects.published()
        return cls.rows().prefetch_related(
            Prefetch("links_out", links.select_related("to_claim")),
            Prefetch("links_in", links.select_related("from_claim")),
            Prefetch("breakdowns", Claim.objects.published()),
        )
