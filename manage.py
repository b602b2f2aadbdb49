#!/usr/bin/env python
"""Run the project's commands; `manage.py help` lists them.

A wrong setting or an unreachable database is told in one sentence. `--traceback` shows the rest.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictdb.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Wrong setting: {error}")
    except ProgrammingError as error:
        if "--traceback" in sys.argv or not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit(
            "The database has no tables yet: `manage.py migrate` makes them, as `make run` does."
        )
    except (InterfaceError, OperationalError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Database: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
