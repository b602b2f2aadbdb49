"""Fills the database with a large invented dataset for as long as a transaction lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from conflictdb.models import Dataset

SQL = Path(__file__).with_name("crowd.sql").read_text(encoding="utf-8")


@contextmanager
def crowd(incidents: int) -> Iterator[User]:
    """The dataset is there inside, with a curator, and gone after: all of it is rolled back.

    Triggers and foreign keys rest and indexes are made last, or it would take minutes.
    """
    assert connection.settings_dict["NAME"].startswith("test_"), "never in a database of anybody's"
    with transaction.atomic(), connection.cursor() as cursor:
        indexes = _set_at_rest(cursor)
        # Into files of their own, which the rollback drops: other tests read over nothing.
        tables = [model._meta.db_table for model in apps.get_app_config("conflictdb").get_models()]
        tables = [table for table in tables if table != Dataset._meta.db_table]
        cursor.execute(f"TRUNCATE auth_user, auth_group, {', '.join(tables)} CASCADE")
        curator, other = (
            User.objects.create(pk=number, username=name, is_staff=True, is_superuser=True)
            for number, name in ((1, "nune"), (2, "aram"))
        )
        Group.objects.create(pk=1, name="Curators")
        cursor.execute(SQL.format(incidents=incidents, user=curator.pk, other=other.pk))
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for definition in indexes:
            cursor.execute(definition)
        # Of all rows, not of a sample: the same plans every time.
        cursor.execute("SET LOCAL default_statistics_target = 2000")
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL random_page_cost = 1.1")  # as while serving
        yield curator
        transaction.set_rollback(True)


def _set_at_rest(cursor: Any) -> list[str]:
    """Returns what makes the dropped indexes again."""
    cursor.execute(
        """
        SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', oid::regclass) FROM pg_class
        WHERE relkind = 'r' AND relname LIKE 'conflictdb%'
        UNION ALL
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('ALTER TABLE %I ALTER %I DROP EXPRESSION', table_name, column_name)
        FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'ALWAYS'
        """
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text ~ '^(conflictdb|django_admin_log)'"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]
