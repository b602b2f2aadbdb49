"""What lasts long has an index of its own: see ``models.time_fact.LastsLong``.

A list of what happened within some weeks enters the index by time where those begin, and finds here
what began long before and lasts into them.
"""

from django.db import migrations

# (table, time fact, what else such a list is often asked by): lists that are ordered by the fact.
FACTS = [
    ("incident", "occurred", "country, kind"),
    ("statement", "made", "speaker_id"),
    ("claim", "asserted", "kind, claimant_id"),
    ("claim", "occurred", "kind, country"),
]

MAKE = "\n".join(
    f"CREATE INDEX {table}_{fact}_long ON conflictdb_{table} ({fact}_last_day, {further})"
    f" WHERE status = 'published' AND COALESCE({fact}_last_day - {fact}_first_day, 33) > 32;\n"
    # How few they are the planner has to be told.
    f"CREATE STATISTICS {table}_{fact}_days ON (COALESCE({fact}_last_day - {fact}_first_day, 33))"
    f" FROM conflictdb_{table};"
    for table, fact, further in FACTS
)
DROP = "\n".join(
    f"DROP INDEX {table}_{fact}_long; DROP STATISTICS {table}_{fact}_days;"
    for table, fact, _ in FACTS
)


# A dump is restored, and its owner may work, under another search path than the functions know.
PATHS = """
DO $$
DECLARE
    signature text;
BEGIN
    FOR signature IN
        SELECT function.oid::regprocedure::text
        FROM pg_proc function JOIN pg_language language ON language.oid = function.prolang
        WHERE function.proname LIKE 'conflictdb\\_%' AND language.lanname = 'plpgsql'
            AND function.provolatile = 'v' AND function.proconfig IS NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path FROM CURRENT', signature);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0005_search")]

    operations = [
        migrations.RunSQL(MAKE, DROP),
        migrations.RunSQL(PATHS, migrations.RunSQL.noop),
    ]
