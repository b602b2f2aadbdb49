"""The Django engine: PostgreSQL's, with a server that starts when it is wanted."""

import atexit
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql import base

from .cluster import EmbeddedPostgres
from .server import ENGINE


@cache
def embedded_postgres() -> EmbeddedPostgres:
    """This process's own; it is left, and with its last user stopped, when the process ends."""
    atexit.register(_leave)
    return EmbeddedPostgres(settings.DATA_DIR)


def _leave() -> None:
    connections.close_all()
    embedded_postgres().leave()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        """Django asks before it connects: every time, also for its test and maintenance databases.

        Raises EmbeddedPostgresError, an OperationalError.
        """
        patience = 0.5 if settings.SERVING else 90
        self.settings_dict["HOST"] = str(embedded_postgres().ensure(patience))
        return {**super().get_connection_params(), "application_name": ENGINE}
