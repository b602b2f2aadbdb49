"""Aggregates: how many claims, statements or incidents there are, by what a reader asks for.

Counts, lowest and highest figures, never sums: 12, 12 and 13 captives are not 37. Every filter of
the resource applies. A time less exact than the month or day asked for is in no month or day.
"""

from django.db.models import Count, Max, Min
from django.db.models.functions import Greatest, Least

from api.resources.claim.filterset import ClaimFilterSet
from api.resources.incident import IncidentFilterSet
from api.resources.statement import StatementFilterSet

from .dimensions import CLAIM_DIMENSIONS, INCIDENT_DIMENSIONS, STATEMENT_DIMENSIONS
from .view import aggregate_view

COUNT = {"count": Count("pk")}
FIGURES = {
    "min": Min(Least("value_min", "value_max")),
    "max": Max(Greatest("value_min", "value_max")),
}

ClaimAggregateView = aggregate_view(
    "claim",
    ClaimFilterSet,
    CLAIM_DIMENSIONS,
    {**COUNT, **FIGURES},
    "How many claims there are by kind, speaker, side, month and more, with the lowest and highest "
    "figure stated. Never a sum: several speakers tell of the same dead.",
)
StatementAggregateView = aggregate_view(
    "statement",
    StatementFilterSet,
    STATEMENT_DIMENSIONS,
    COUNT,
    "How many utterances there are by speaker, channel, act, month and more: who speaks when.",
)
IncidentAggregateView = aggregate_view(
    "incident",
    IncidentFilterSet,
    INCIDENT_DIMENSIONS,
    COUNT,
    "How many incidents there are by kind, place, participant, month and more.",
)

__all__ = ["ClaimAggregateView", "IncidentAggregateView", "StatementAggregateView"]
