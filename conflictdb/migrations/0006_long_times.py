"""What lasts long has an index of its own: see ``models.time_fact.LastsLong``.

A list of what happened within some weeks enters the index by time where those begin, and finds here
what began long before and lasts into them.
"""

from django.db import migrations

# (table, time fact): the lists ordered by it can be asked for a stretch of time.
FACTS = [
    ("incident", "occurred"),
    ("statement", "made"),
    ("claim", "asserted"),
    ("claim", "occurred"),
]

MAKE = "\n".join(
    f"CREATE INDEX {table}_{fact}_long ON conflictdb_{table} ({fact}_last_day)"
    f" WHERE status = 'published' AND COALESCE({fact}_last_day - {fact}_first_day, 33) > 32;"
    for table, fact in FACTS
)
DROP = "\n".join(f"DROP INDEX {table}_{fact}_long;" for table, fact in FACTS)


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0005_search")]

    operations = [migrations.RunSQL(MAKE, DROP)]
