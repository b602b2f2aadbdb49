"""Commands work on the invented sample of the interchange's tests."""

from tests.conflictdb.interchange.conftest import built, sample

__all__ = ["built", "sample"]
