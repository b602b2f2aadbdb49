"""Likely duplicates: the key in which names alike are equal, and pairs that are not the same."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FUNCTION = """
-- The words of a name as skeletons, but for those that mean nothing, in alphabetical order: equal
-- for Nikol Pashinyan and Pashinian, Nikol; for Armenia's Ministry of Defence and Defense Ministry
-- of Armenia. Columns are computed by it: it keeps the search path of its creation.
CREATE FUNCTION conflictdb_name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (
        SELECT string_agg(word, ' ' ORDER BY word COLLATE "C")
        FROM regexp_split_to_table(
            conflictdb_spelling(regexp_replace(
                conflictdb_american(conflictdb_fold(name)), '\\m(of|the|and|for|in)\\M', ' ', 'g')),
            ' +') AS word
        WHERE word <> ''
    );
END $$;
"""


# As 0003 has it, and the key: before a row is written, what the database computes is not there yet.
SHOWN = """
CREATE OR REPLACE FUNCTION conflictdb_shown(entry jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT entry - ARRAY[
        'version', 'created_at', 'updated_at', 'retitled', 'by_rule', 'question_fixed',
        'search_vector'%s]
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0009_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION conflictdb_name_key(text);"),
        migrations.RunSQL(SHOWN % ", 'name_key'", SHOWN % ""),
        migrations.CreateModel(
            name="DistinctActors",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        help_text="When.",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DistinctPlaces",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        help_text="When.",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="actor",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="conflictdb_name_key"),
                help_text="What names that are spelled or ordered otherwise have in common.",
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="actorname",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="conflictdb_name_key"),
                help_text="What names that are spelled or ordered otherwise have in common.",
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="conflictdb_name_key"),
                help_text="What names that are spelled or ordered otherwise have in common.",
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="placename",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="conflictdb_name_key"),
                help_text="What names that are spelled or ordered otherwise have in common.",
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(fields=["name_key"], name="actor_by_name_key"),
        ),
        migrations.AddIndex(
            model_name="actorname",
            index=models.Index(fields=["name_key"], name="actor_name_by_key"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["name_key"], name="place_by_name_key"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["geonames_id"], name="place_by_geonames"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["latitude", "longitude"], name="place_by_coordinates"),
        ),
        migrations.AddIndex(
            model_name="placename",
            index=models.Index(fields=["name_key"], name="place_name_by_key"),
        ),
        migrations.AddField(
            model_name="distinctactors",
            name="noted_by",
            field=models.ForeignKey(
                editable=False,
                help_text="Who found so.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="distinctactors",
            name="one",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The first of the two.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="distinctactors",
            name="other",
            field=models.ForeignKey(
                editable=False,
                help_text="The second of the two.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="distinctplaces",
            name="noted_by",
            field=models.ForeignKey(
                editable=False,
                help_text="Who found so.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="distinctplaces",
            name="one",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The first of the two.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="distinctplaces",
            name="other",
            field=models.ForeignKey(
                editable=False,
                help_text="The second of the two.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctactors",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="distinct_actors_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctactors",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="distinct_actors_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctplaces",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="distinct_places_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctplaces",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="distinct_places_once"
            ),
        ),
    ]
