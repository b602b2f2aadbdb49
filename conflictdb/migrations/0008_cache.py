from django.db import migrations


class Migration(migrations.Migration):
    """The table of the cache, as ``manage.py createcachetable`` makes it."""

    dependencies = [("conflictdb", "0007_question_by_side")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE TABLE conflictdb_cache (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX conflictdb_cache_expires ON conflictdb_cache (expires);
            """,
            reverse_sql="DROP TABLE conflictdb_cache;",
        )
    ]
