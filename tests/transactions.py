"""Transactions in tests: a test is one, and the change feed folds what happens in one."""

from django.db import connection


def committed() -> None:
    """As if what happened so far had been committed: the deferred rules, and a new beginning."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('conflictdb.revision_before', '', true)")
