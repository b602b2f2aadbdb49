"""Every code of the dataset, with its definition and what other codebooks call it.

This package imports nothing of the project; every layer may import it. A code is added in one
place here, and models, database constraints, filters and the API follow (a migration renews the
constraints). Mappings: ACLED Codebook (2023) event and sub-event types, UCDP GED codebook 23.1,
CAMEO 1.1b3.
"""

from .changes import CHANGE_OPERATIONS, RESOURCES, WITHDRAWAL_REASONS
from .claims import ANSWERS, CLAIM_KINDS, ClaimKind
from .comparisons import (
    CLAIM_RELATIONS,
    ENTRY_TYPES,
    ESTIMATE_RULES,
    REASONS,
    SET_ASIDE_REASONS,
)
from .figures import (
    BASES,
    CERTAINTIES,
    MODALITIES,
    MODIFIERS,
    POLARITIES,
    SUBJECT_SCOPES,
    UNITS,
    VICTIM_CLASSES,
)
from .records import (
    ACTOR_KINDS,
    INCIDENT_KINDS,
    NAME_KINDS,
    PARTICIPANT_ROLES,
    PLACE_KINDS,
    PLACE_PRECISIONS,
    STATUSES,
    TIME_PRECISIONS,
    TRANSLATIONS,
    UNCITED_REASONS,
)
from .statements import (
    ACTS,
    CHANNELS,
    CITATION_MODES,
    CITATION_PARTS,
    HEDGES,
    STATEMENT_RELATIONS,
)
from .topics import FAMILIES, TOPICS, Topic
from .vocabulary import Code, Vocabulary

__all__ = [
    "ACTOR_KINDS",
    "ACTS",
    "ANSWERS",
    "BASES",
    "CERTAINTIES",
    "CHANGE_OPERATIONS",
    "CHANNELS",
    "CITATION_MODES",
    "CITATION_PARTS",
    "CLAIM_KINDS",
    "CLAIM_RELATIONS",
    "ENTRY_TYPES",
    "ESTIMATE_RULES",
    "FAMILIES",
    "HEDGES",
    "INCIDENT_KINDS",
    "MODALITIES",
    "MODIFIERS",
    "NAME_KINDS",
    "PARTICIPANT_ROLES",
    "PLACE_KINDS",
    "PLACE_PRECISIONS",
    "POLARITIES",
    "REASONS",
    "RESOURCES",
    "SET_ASIDE_REASONS",
    "STATEMENT_RELATIONS",
    "STATUSES",
    "SUBJECT_SCOPES",
    "TIME_PRECISIONS",
    "TOPICS",
    "TRANSLATIONS",
    "UNCITED_REASONS",
    "UNITS",
    "VICTIM_CLASSES",
    "VOCABULARIES",
    "WITHDRAWAL_REASONS",
    "ClaimKind",
    "Code",
    "Topic",
    "Vocabulary",
]

VOCABULARIES: dict[str, Vocabulary] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Vocabulary)
}
