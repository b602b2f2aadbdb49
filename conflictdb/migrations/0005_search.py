"""Search: a vector of what each record is found by, with an index.

The functions stand in ``0005_search.sql``. A record's own texts are in a generated column; actors
and places, which have names in a table of their own, are kept by triggers.
"""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models.functions import Cast

FUNCTIONS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")

DROP_FUNCTIONS = """
DROP FUNCTION conflictdb_search_query(text);
DROP FUNCTION conflictdb_search_phrase(text);
DROP FUNCTION conflictdb_search_vector(text, text);
DROP FUNCTION conflictdb_whole(text);
DROP FUNCTION conflictdb_spelled(text);
DROP FUNCTION conflictdb_spelling(text);
DROP FUNCTION conflictdb_american(text);
DROP FUNCTION conflictdb_fold(text);
DROP FUNCTION conflictdb_latin(text);
"""

NAMED = ["actor", "place"]

TRIGGER_FUNCTIONS = """
-- Arguments: the table of further names, its column for the record.
CREATE FUNCTION conflictdb_found_by_names() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    further text;
BEGIN
    EXECUTE format('SELECT string_agg(name, E''\\n'' ORDER BY id) FROM %I WHERE %I = $1',
        TG_ARGV[0], TG_ARGV[1]) INTO further USING NEW.id;
    NEW.search_vector := conflictdb_search_vector(concat_ws(E'\\n', NEW.name, further), NULL);
    RETURN NEW;
END $$;

-- Arguments: the record's table, the column for the record. The trigger above does the rest.
CREATE FUNCTION conflictdb_name_changes_vector() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    EXECUTE format('UPDATE %I SET search_vector = NULL WHERE id IN ($1, $2)', TG_ARGV[0])
        USING (to_jsonb(OLD) ->> TG_ARGV[1])::bigint, (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    RETURN NULL;
END $$;
"""

TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_found_by_names BEFORE INSERT OR UPDATE ON conflictdb_{table}
    FOR EACH ROW
    EXECUTE FUNCTION conflictdb_found_by_names('conflictdb_{table}name', '{table}_id');
CREATE TRIGGER {table}name_changes_vector
    AFTER INSERT OR DELETE OR UPDATE OF name, {table}_id ON conflictdb_{table}name
    FOR EACH ROW
    EXECUTE FUNCTION conflictdb_name_changes_vector('conflictdb_{table}', '{table}_id');
"""
    for table in NAMED
)

# The rows that are there already: the trigger works out the rest.
FILL = "\n".join(f"UPDATE conflictdb_{table} SET search_vector = NULL;" for table in NAMED)

DROP_TRIGGER_FUNCTIONS = """
DROP FUNCTION conflictdb_name_changes_vector() CASCADE;
DROP FUNCTION conflictdb_found_by_names() CASCADE;
"""

MEANING = "What search finds the record by; the database keeps it."
NOTHING = Cast(models.Value(None), models.TextField())


def _generated(
    names: models.Expression | models.F, prose: models.Expression | models.F
) -> models.GeneratedField:
    return models.GeneratedField(
        expression=models.Func(names, prose, function="conflictdb_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
        serialize=False,
        help_text=MEANING,
    )


VECTORS = {
    "actor": SearchVectorField(null=True, editable=False, serialize=False, help_text=MEANING),
    "place": SearchVectorField(null=True, editable=False, serialize=False, help_text=MEANING),
    "document": _generated(models.F("title"), NOTHING),
    "incident": _generated(models.F("title"), models.F("summary")),
    "question": _generated(models.F("title"), NOTHING),
    "statement": _generated(NOTHING, models.F("gist")),
    "claim": _generated(NOTHING, models.F("gist")),
}


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0004_read_columns")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *(migrations.AddField(model, "search_vector", field) for model, field in VECTORS.items()),
        migrations.RunSQL(TRIGGER_FUNCTIONS, DROP_TRIGGER_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.AddIndex(model, GinIndex(fields=["search_vector"], name=f"{model}_by_words"))
            for model in VECTORS
        ),
    ]
