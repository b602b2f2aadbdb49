"""Codes of the change feed: of what a record is, what happened to it, and why one was taken back.

Reasons after those that Crossref and COPE keep for retractions and the removals of UCDP and ACLED.
"""

from .vocabulary import Code, Vocabulary

RESOURCES = Vocabulary(
    "resources",
    "Resource",
    "What sort of record a change is of.",
    (
        Code("incident", "Something that happened, or is said to have happened."),
        Code("statement", "One utterance."),
        Code("claim", "One thing that one speaker asserted or denied, once."),
        Code("actor", "Who speaks, acts or is spoken of."),
        Code("place", "A named location."),
        Code("document", "A report that was read."),
        Code("question", "What a set of claims answers."),
    ),
)

CHANGE_OPERATIONS = Vocabulary(
    "change_operations",
    "ChangeOperation",
    "What happened to a public record.",
    (
        Code("published", "It became public, for the first time or again."),
        Code("updated", "It shows something else; citations, names and links count as its own."),
        Code("withdrawn", "It is public no longer; a tombstone remains."),
        Code("merged", "It turned out to be another record, to which its address now leads."),
    ),
)

WITHDRAWAL_REASONS = Vocabulary(
    "withdrawal_reasons",
    "WithdrawalReason",
    "Why a record was taken back.",
    (
        Code("error", "It was coded wrongly, and correcting it would make another record of it."),
        Code("duplicate", "Another record says the same."),
        Code("retracted_source", "What it rests on was retracted, or shown to be fabricated."),
        Code("out_of_scope", "It is not what this dataset covers."),
        Code("privacy", "It would harm somebody, or tell what is nobody's business."),
        Code("legal", "A court or a law requires it."),
        Code("other", "Another reason."),
    ),
)
