"""What goes wrong with the embedded server."""

from django.db import OperationalError


class EmbeddedPostgresError(OperationalError):
    """The embedded server cannot be had; says why, and what to do, in one sentence for people.

    An OperationalError, so that whoever can live without a database treats it as any other absence.
    """
