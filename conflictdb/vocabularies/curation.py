"""Codes of the curators' work. The public never meets them, so they are in no list of codes."""

from .vocabulary import Code, Vocabulary

REVIEW_OUTCOMES = Vocabulary(
    "review_outcomes",
    "ReviewOutcome",
    "What came of a review.",
    (
        Code("published", "The record was published."),
        Code("returned", "It was returned to be worked on."),
    ),
)

REVISION_STATUSES = Vocabulary(
    "revision_statuses",
    "RevisionStatus",
    "Where a revision of a published record stands.",
    (
        Code("pending", "It waits for approval; the public sees the record as it was."),
        Code("approved", "It was approved: the record became what it proposes."),
        Code("rejected", "It was rejected."),
        Code("withdrawn", "Its author took it back."),
    ),
)
