"""Files in and out, with no HTTP: evidence anchors, annotations, fixtures.

May import models, questions, vocabularies and dates; only management commands import it.
"""

from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ANNOTATIONS = FIXTURES / "annotations"
