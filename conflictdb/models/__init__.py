"""The domain's records: one concept a file, its queryset first, then the model.

This is the one door: import models from here. It may be imported by questions, curation,
interchange, admin, management and api; it imports vocabularies and dates only.
"""

from .actor import Actor, ActorName, Affiliation
from .change import Change, Dataset
from .citation import Citation, Hop
from .claim import Claim
from .claim_link import ClaimLink
from .document import Document, DocumentText
from .incident import Incident, Participant
from .place import Place, PlaceName
from .question import Question
from .record import Record
from .review import Contribution, Review
from .revision import Revision
from .statement import Statement, StatementLink
from .time_fact import TimeFactField

__all__ = [
    "Actor",
    "ActorName",
    "Affiliation",
    "Change",
    "Citation",
    "Claim",
    "ClaimLink",
    "Contribution",
    "Dataset",
    "Document",
    "DocumentText",
    "Hop",
    "Incident",
    "Participant",
    "Place",
    "PlaceName",
    "Question",
    "Record",
    "Review",
    "Revision",
    "Statement",
    "StatementLink",
    "TimeFactField",
]
