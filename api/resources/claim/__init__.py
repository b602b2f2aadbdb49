"""Claims over HTTP."""

from .filterset import ClaimFilterSet, known_at
from .representation import ClaimDetailSerializer, ClaimSerializer
from .viewset import ClaimViewSet, claim_rows

__all__ = [
    "ClaimDetailSerializer",
    "ClaimFilterSet",
    "ClaimSerializer",
    "ClaimViewSet",
    "claim_rows",
    "known_at",
]
