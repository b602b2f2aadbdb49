"""The history: an event for every change of every record and of its parts, written by triggers.

The rows and triggers are django-pghistory's; what they mean stands in ``models/event.py``.
"""

import secrets

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Replaces the function of django-pghistory that names an event's context. What neither curation
# nor a command does has a context too, one a transaction, which names the database's user.
CONTEXT = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE
LANGUAGE plpgsql AS $$
DECLARE
    context uuid := nullif(current_setting('pghistory.context_id', true), '');
    told jsonb := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF context IS NULL THEN
        context := gen_random_uuid();
        told := jsonb_build_object('database_user', session_user);
        PERFORM set_config('pghistory.context_id', context::text, true),
            set_config('pghistory.context_metadata', told::text, true);
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    VALUES (context, coalesce(told, '{}'), clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
        WHERE pghistory_context.metadata <> excluded.metadata;
    RETURN context;
END $$;

-- What changed lately, without reading all that ever did.
CREATE INDEX pghistory_context_by_time ON pghistory_context (created_at DESC, id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0008_workflow"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CONTEXT, "DROP INDEX pghistory_context_by_time;"),
        migrations.CreateModel(
            name="ActorEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("country", models.CharField(blank=True, max_length=2, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActorNameEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, max_length=8, null=True)),
                ("script", models.CharField(blank=True, max_length=4, null=True)),
                ("kind", models.CharField(max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AffiliationEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("role", models.CharField(max_length=200)),
                ("held_from_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("held_from_timezone", models.CharField(blank=True, max_length=40)),
                ("held_from_inferred", models.BooleanField()),
                ("held_until_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("held_until_timezone", models.CharField(blank=True, max_length=40)),
                ("held_until_inferred", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CitationEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("part", models.CharField(max_length=12)),
                ("mode", models.CharField(max_length=12)),
                ("hedge", models.CharField(max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("kind", models.CharField(max_length=24)),
                ("subject_scope", models.CharField(max_length=12)),
                ("victim_class", models.CharField(blank=True, max_length=16, null=True)),
                ("value_min", models.PositiveBigIntegerField(blank=True, null=True)),
                ("value_max", models.PositiveBigIntegerField(blank=True, null=True)),
                ("modifier", models.CharField(blank=True, max_length=12, null=True)),
                ("basis", models.CharField(blank=True, max_length=12, null=True)),
                ("unit", models.CharField(blank=True, max_length=16, null=True)),
                ("polarity", models.CharField(max_length=8)),
                ("modality", models.CharField(max_length=12)),
                ("certainty", models.CharField(max_length=16)),
                ("gist", models.TextField()),
                ("question_fixed", models.BooleanField()),
                ("as_of_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("as_of_timezone", models.CharField(blank=True, max_length=40)),
                ("as_of_inferred", models.BooleanField()),
                ("occurred_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("occurred_timezone", models.CharField(blank=True, max_length=40)),
                ("occurred_inferred", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClaimLinkEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("relation", models.CharField(max_length=10)),
                ("note", models.TextField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentAgencyEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=300)),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, size=None
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, null=True)),
                ("language", models.CharField(max_length=8)),
                ("sha256", models.CharField(max_length=64)),
                ("length", models.PositiveIntegerField()),
                ("translation", models.CharField(max_length=8)),
                ("translated_from", models.CharField(blank=True, max_length=8, null=True)),
                ("published_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("published_timezone", models.CharField(blank=True, max_length=40)),
                ("published_inferred", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentTextEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HopEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True, null=True)),
                ("kind", models.CharField(max_length=24)),
                ("place_precision", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("occurred_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("occurred_timezone", models.CharField(blank=True, max_length=40)),
                ("occurred_inferred", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentPlaceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ParticipantEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=16)),
                ("country", models.CharField(blank=True, max_length=2, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("geonames_id", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceNameEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, max_length=8, null=True)),
                ("script", models.CharField(blank=True, max_length=4, null=True)),
                ("kind", models.CharField(max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuestionEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=300)),
                ("retitled", models.BooleanField()),
                ("topic", models.CharField(max_length=24)),
                ("counted", models.CharField(blank=True, max_length=16, null=True)),
                ("by_rule", models.BooleanField(editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RedactedSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "resource",
                    models.CharField(help_text="What sort of record it is.", max_length=16),
                ),
                (
                    "record_id",
                    models.BigIntegerField(help_text="Which record had the slug, or has it still."),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the slug, salted.", max_length=64),
                ),
                (
                    "was_public",
                    models.BooleanField(
                        help_text="Whether readers knew the slug, and it is another now."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When."
                    ),
                ),
                ("reason", models.TextField(help_text="Why, without the person's name.")),
                (
                    "salt",
                    models.CharField(
                        default=secrets.token_hex,
                        editable=False,
                        help_text="Of the slugs' hashes.",
                        max_length=64,
                    ),
                ),
                (
                    "original",
                    models.JSONField(
                        editable=False,
                        help_text="What was taken out, for administrators alone; null where it was destroyed.",
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StatementAddresseeEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementCoSpeakerEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("speaker_description", models.CharField(blank=True, max_length=200, null=True)),
                ("channel", models.CharField(max_length=16)),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("report", "Report"),
                                ("accusation", "Accusation"),
                                ("denial", "Denial"),
                                ("admission", "Admission"),
                                ("condemnation", "Condemnation"),
                                ("concern", "Concern"),
                                ("call_for_restraint", "Call for restraint"),
                                ("call_for_ceasefire", "Call for ceasefire"),
                                ("appeal_for_help", "Appeal for help"),
                                ("warning", "Warning"),
                                ("pledge", "Pledge"),
                                ("announcement", "Announcement"),
                                ("position", "Position"),
                                ("demand", "Demand"),
                                ("proposal", "Proposal"),
                                ("reaction", "Reaction"),
                                ("refusal_to_comment", "Refusal to comment"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("gist", models.TextField()),
                ("made_edtf", models.CharField(blank=True, max_length=80, null=True)),
                ("made_timezone", models.CharField(blank=True, max_length=40)),
                ("made_inferred", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementIncidentEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementLinkEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=300)),
                ("status", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("relation", models.CharField(max_length=12)),
                ("note", models.TextField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementIncident",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conflictdb.statement_incidents",),
        ),
        migrations.CreateModel(
            name="StatementCoSpeaker",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conflictdb.statement_co_speakers",),
        ),
        migrations.CreateModel(
            name="StatementAddressee",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conflictdb.statement_addressees",),
        ),
        migrations.CreateModel(
            name="IncidentPlace",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conflictdb.incident_places",),
        ),
        migrations.CreateModel(
            name="DocumentAgency",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conflictdb.document_agencies",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_actorevent" ("country", "kind", "merged_into_id", "name", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_id", "slug", "status", "version") SELECT new_values."country", new_values."kind", new_values."merged_into_id", new_values."name", new_values."part_of_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."side_id", new_values."slug", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="72e4b5fe16d294e14e8878dbe25d62e0949b0d81",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9e60",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."part_of_id" IS DISTINCT FROM (NEW."part_of_id") OR OLD."side_id" IS DISTINCT FROM (NEW."side_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "conflictdb_actorevent" ("country", "kind", "merged_into_id", "name", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_id", "slug", "status", "version") VALUES (OLD."country", OLD."kind", OLD."merged_into_id", OLD."name", OLD."part_of_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."side_id", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="23c3f961a0a45cf205dc2bca09c05f41a7bf73ce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_39652",
                    table="conflictdb_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_actorevent" ("country", "kind", "merged_into_id", "name", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_id", "slug", "status", "version") VALUES (OLD."country", OLD."kind", OLD."merged_into_id", OLD."name", OLD."part_of_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."side_id", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="354adace9c6061c747fdfc62ad06137b89ff2be0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_54545",
                    table="conflictdb_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_actornameevent" ("actor_id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script") SELECT new_values."actor_id", new_values."kind", new_values."language", new_values."name", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."script" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="fc84cbb7e983f440560293f8126baae5acaf85e4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9e4f5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."script" IS DISTINCT FROM (NEW."script"))',
                    func='INSERT INTO "conflictdb_actornameevent" ("actor_id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script") VALUES (OLD."actor_id", OLD."kind", OLD."language", OLD."name", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."script"); RETURN NULL;',
                    hash="6e50504915383e6afb8cf7b2c9eddb969cabd3c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9073f",
                    table="conflictdb_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_actornameevent" ("actor_id", "kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script") VALUES (OLD."actor_id", OLD."kind", OLD."language", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."script"); RETURN NULL;',
                    hash="133958f2b425b63fcbd6b5d57be91e4a4a7148e9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8eeaf",
                    table="conflictdb_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_affiliationevent" ("body_id", "held_from_edtf", "held_from_inferred", "held_from_timezone", "held_until_edtf", "held_until_inferred", "held_until_timezone", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "slug", "status", "version") SELECT new_values."body_id", new_values."held_from_edtf", new_values."held_from_inferred", new_values."held_from_timezone", new_values."held_until_edtf", new_values."held_until_inferred", new_values."held_until_timezone", new_values."person_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."role", new_values."slug", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7b7c11497ff456d0fc7156449949362eedd43578",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_413bf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body_id" IS DISTINCT FROM (NEW."body_id") OR OLD."held_from_edtf" IS DISTINCT FROM (NEW."held_from_edtf") OR OLD."held_from_inferred" IS DISTINCT FROM (NEW."held_from_inferred") OR OLD."held_from_timezone" IS DISTINCT FROM (NEW."held_from_timezone") OR OLD."held_until_edtf" IS DISTINCT FROM (NEW."held_until_edtf") OR OLD."held_until_inferred" IS DISTINCT FROM (NEW."held_until_inferred") OR OLD."held_until_timezone" IS DISTINCT FROM (NEW."held_until_timezone") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "conflictdb_affiliationevent" ("body_id", "held_from_edtf", "held_from_inferred", "held_from_timezone", "held_until_edtf", "held_until_inferred", "held_until_timezone", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "slug", "status", "version") VALUES (OLD."body_id", OLD."held_from_edtf", OLD."held_from_inferred", OLD."held_from_timezone", OLD."held_until_edtf", OLD."held_until_inferred", OLD."held_until_timezone", OLD."person_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."role", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="6adfa18a729c3bac114057fb32999cb8a639cad9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4d4f0",
                    table="conflictdb_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_affiliationevent" ("body_id", "held_from_edtf", "held_from_inferred", "held_from_timezone", "held_until_edtf", "held_until_inferred", "held_until_timezone", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "slug", "status", "version") VALUES (OLD."body_id", OLD."held_from_edtf", OLD."held_from_inferred", OLD."held_from_timezone", OLD."held_until_edtf", OLD."held_until_inferred", OLD."held_until_timezone", OLD."person_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."role", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="22ffb327018e204b71c6550622e0f41c9da31fef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_340c7",
                    table="conflictdb_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_citationevent" ("affiliation_id", "claim_id", "document_id", "end", "hedge", "mode", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "slug", "start", "statement_id", "status", "version") SELECT new_values."affiliation_id", new_values."claim_id", new_values."document_id", new_values."end", new_values."hedge", new_values."mode", new_values."part", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."sha256", new_values."slug", new_values."start", new_values."statement_id", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="65414de860c3d81bd3d84050d86426f94b726180",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_21546",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."affiliation_id" IS DISTINCT FROM (NEW."affiliation_id") OR OLD."claim_id" IS DISTINCT FROM (NEW."claim_id") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."end" IS DISTINCT FROM (NEW."end") OR OLD."hedge" IS DISTINCT FROM (NEW."hedge") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."start" IS DISTINCT FROM (NEW."start") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "conflictdb_citationevent" ("affiliation_id", "claim_id", "document_id", "end", "hedge", "mode", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "slug", "start", "statement_id", "status", "version") VALUES (OLD."affiliation_id", OLD."claim_id", OLD."document_id", OLD."end", OLD."hedge", OLD."mode", OLD."part", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."sha256", OLD."slug", OLD."start", OLD."statement_id", OLD."status", OLD."version"); RETURN NULL;',
                    hash="25fd3a289bb41d11d198a0dde45e572f40bf0fc6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ce0ef",
                    table="conflictdb_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_citationevent" ("affiliation_id", "claim_id", "document_id", "end", "hedge", "mode", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "slug", "start", "statement_id", "status", "version") VALUES (OLD."affiliation_id", OLD."claim_id", OLD."document_id", OLD."end", OLD."hedge", OLD."mode", OLD."part", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."sha256", OLD."slug", OLD."start", OLD."statement_id", OLD."status", OLD."version"); RETURN NULL;',
                    hash="4c77333ab1c6afbec95b245675c1b79566ee754f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b9678",
                    table="conflictdb_citation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_claimevent" ("about_id", "as_of_edtf", "as_of_inferred", "as_of_timezone", "basis", "breakdown_of_id", "certainty", "gist", "incident_id", "kind", "modality", "modifier", "occurred_edtf", "occurred_inferred", "occurred_timezone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "polarity", "question_fixed", "question_id", "slug", "statement_id", "status", "subject_id", "subject_scope", "target_id", "unit", "value_max", "value_min", "version", "victim_class") SELECT new_values."about_id", new_values."as_of_edtf", new_values."as_of_inferred", new_values."as_of_timezone", new_values."basis", new_values."breakdown_of_id", new_values."certainty", new_values."gist", new_values."incident_id", new_values."kind", new_values."modality", new_values."modifier", new_values."occurred_edtf", new_values."occurred_inferred", new_values."occurred_timezone", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."place_id", new_values."polarity", new_values."question_fixed", new_values."question_id", new_values."slug", new_values."statement_id", new_values."status", new_values."subject_id", new_values."subject_scope", new_values."target_id", new_values."unit", new_values."value_max", new_values."value_min", new_values."version", new_values."victim_class" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d98cb2b7f2873895d88e056e17d338ba112db38c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1ee17",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about_id" IS DISTINCT FROM (NEW."about_id") OR OLD."as_of_edtf" IS DISTINCT FROM (NEW."as_of_edtf") OR OLD."as_of_inferred" IS DISTINCT FROM (NEW."as_of_inferred") OR OLD."as_of_timezone" IS DISTINCT FROM (NEW."as_of_timezone") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."breakdown_of_id" IS DISTINCT FROM (NEW."breakdown_of_id") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."gist" IS DISTINCT FROM (NEW."gist") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."modality" IS DISTINCT FROM (NEW."modality") OR OLD."modifier" IS DISTINCT FROM (NEW."modifier") OR OLD."occurred_edtf" IS DISTINCT FROM (NEW."occurred_edtf") OR OLD."occurred_inferred" IS DISTINCT FROM (NEW."occurred_inferred") OR OLD."occurred_timezone" IS DISTINCT FROM (NEW."occurred_timezone") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."polarity" IS DISTINCT FROM (NEW."polarity") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."question_fixed" IS DISTINCT FROM (NEW."question_fixed") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."subject_scope" IS DISTINCT FROM (NEW."subject_scope") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."value_max" IS DISTINCT FROM (NEW."value_max") OR OLD."value_min" IS DISTINCT FROM (NEW."value_min") OR OLD."victim_class" IS DISTINCT FROM (NEW."victim_class"))',
                    func='INSERT INTO "conflictdb_claimevent" ("about_id", "as_of_edtf", "as_of_inferred", "as_of_timezone", "basis", "breakdown_of_id", "certainty", "gist", "incident_id", "kind", "modality", "modifier", "occurred_edtf", "occurred_inferred", "occurred_timezone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "polarity", "question_fixed", "question_id", "slug", "statement_id", "status", "subject_id", "subject_scope", "target_id", "unit", "value_max", "value_min", "version", "victim_class") VALUES (OLD."about_id", OLD."as_of_edtf", OLD."as_of_inferred", OLD."as_of_timezone", OLD."basis", OLD."breakdown_of_id", OLD."certainty", OLD."gist", OLD."incident_id", OLD."kind", OLD."modality", OLD."modifier", OLD."occurred_edtf", OLD."occurred_inferred", OLD."occurred_timezone", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."place_id", OLD."polarity", OLD."question_fixed", OLD."question_id", OLD."slug", OLD."statement_id", OLD."status", OLD."subject_id", OLD."subject_scope", OLD."target_id", OLD."unit", OLD."value_max", OLD."value_min", OLD."version", OLD."victim_class"); RETURN NULL;',
                    hash="cac9586b70c970aa187347375ae3ceb20fd38f24",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9e85d",
                    table="conflictdb_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_claimevent" ("about_id", "as_of_edtf", "as_of_inferred", "as_of_timezone", "basis", "breakdown_of_id", "certainty", "gist", "incident_id", "kind", "modality", "modifier", "occurred_edtf", "occurred_inferred", "occurred_timezone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "polarity", "question_fixed", "question_id", "slug", "statement_id", "status", "subject_id", "subject_scope", "target_id", "unit", "value_max", "value_min", "version", "victim_class") VALUES (OLD."about_id", OLD."as_of_edtf", OLD."as_of_inferred", OLD."as_of_timezone", OLD."basis", OLD."breakdown_of_id", OLD."certainty", OLD."gist", OLD."incident_id", OLD."kind", OLD."modality", OLD."modifier", OLD."occurred_edtf", OLD."occurred_inferred", OLD."occurred_timezone", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."polarity", OLD."question_fixed", OLD."question_id", OLD."slug", OLD."statement_id", OLD."status", OLD."subject_id", OLD."subject_scope", OLD."target_id", OLD."unit", OLD."value_max", OLD."value_min", OLD."version", OLD."victim_class"); RETURN NULL;',
                    hash="7c1b38c21c0cb2a61b1374a5031f0a29c9ec5d78",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4b414",
                    table="conflictdb_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_claimlinkevent" ("from_claim_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_claim_id", "version") SELECT new_values."from_claim_id", new_values."note", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."relation", new_values."slug", new_values."status", new_values."to_claim_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2dd8e75b8d6b490218dbf69658c9e0d4c4ea621c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9c616",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."from_claim_id" IS DISTINCT FROM (NEW."from_claim_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."to_claim_id" IS DISTINCT FROM (NEW."to_claim_id"))',
                    func='INSERT INTO "conflictdb_claimlinkevent" ("from_claim_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_claim_id", "version") VALUES (OLD."from_claim_id", OLD."note", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."relation", OLD."slug", OLD."status", OLD."to_claim_id", OLD."version"); RETURN NULL;',
                    hash="dca8792db94265dc027116c99fe09e7a056f38c5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a423",
                    table="conflictdb_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_claimlinkevent" ("from_claim_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_claim_id", "version") VALUES (OLD."from_claim_id", OLD."note", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."relation", OLD."slug", OLD."status", OLD."to_claim_id", OLD."version"); RETURN NULL;',
                    hash="f93faf218f74c5c1c7bf695db932776b07981bf3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_628e1",
                    table="conflictdb_claimlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_documentevent" ("authors", "language", "length", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_edtf", "published_inferred", "published_timezone", "publisher_id", "sha256", "slug", "status", "title", "translated_from", "translation", "url", "version") SELECT new_values."authors", new_values."language", new_values."length", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."published_edtf", new_values."published_inferred", new_values."published_timezone", new_values."publisher_id", new_values."sha256", new_values."slug", new_values."status", new_values."title", new_values."translated_from", new_values."translation", new_values."url", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5043e86ee4a2bf039e0eebbcfb4da84b8d51d850",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8b4fa",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."length" IS DISTINCT FROM (NEW."length") OR OLD."published_edtf" IS DISTINCT FROM (NEW."published_edtf") OR OLD."published_inferred" IS DISTINCT FROM (NEW."published_inferred") OR OLD."published_timezone" IS DISTINCT FROM (NEW."published_timezone") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."translated_from" IS DISTINCT FROM (NEW."translated_from") OR OLD."translation" IS DISTINCT FROM (NEW."translation") OR OLD."url" IS DISTINCT FROM (NEW."url"))',
                    func='INSERT INTO "conflictdb_documentevent" ("authors", "language", "length", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_edtf", "published_inferred", "published_timezone", "publisher_id", "sha256", "slug", "status", "title", "translated_from", "translation", "url", "version") VALUES (OLD."authors", OLD."language", OLD."length", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."published_edtf", OLD."published_inferred", OLD."published_timezone", OLD."publisher_id", OLD."sha256", OLD."slug", OLD."status", OLD."title", OLD."translated_from", OLD."translation", OLD."url", OLD."version"); RETURN NULL;',
                    hash="be5257a19bf98e7ed08f9e081e1a7b0d14039f2e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb087",
                    table="conflictdb_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_documentevent" ("authors", "language", "length", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_edtf", "published_inferred", "published_timezone", "publisher_id", "sha256", "slug", "status", "title", "translated_from", "translation", "url", "version") VALUES (OLD."authors", OLD."language", OLD."length", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."published_edtf", OLD."published_inferred", OLD."published_timezone", OLD."publisher_id", OLD."sha256", OLD."slug", OLD."status", OLD."title", OLD."translated_from", OLD."translation", OLD."url", OLD."version"); RETURN NULL;',
                    hash="0dda1370ea8e7934c72bdaf3a1200646d1d52cb1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_54226",
                    table="conflictdb_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_documenttextevent" ("document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."document_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9911bac90fd554796e03721ccec7bc5222ab302b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9cd4b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_documenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."content" IS DISTINCT FROM (NEW."content"))',
                    func='INSERT INTO "conflictdb_documenttextevent" ("document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."document_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id"); RETURN NULL;',
                    hash="5fd9b69d29d13681a93a6a86f948fabad7becb5b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc50c",
                    table="conflictdb_documenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_documenttextevent" ("document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."document_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="53e62b4f56137612f5c92c78f47317faa6d50a97",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8e7d6",
                    table="conflictdb_documenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hop",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_hopevent" ("actor_id", "citation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."actor_id", new_values."citation_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."position" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5ea86b2935b798890f86709c998ebea73586dabc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3b974",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_hop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hop",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."citation_id" IS DISTINCT FROM (NEW."citation_id") OR OLD."position" IS DISTINCT FROM (NEW."position"))',
                    func='INSERT INTO "conflictdb_hopevent" ("actor_id", "citation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."actor_id", OLD."citation_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="de102f19ee1fba436401efcfda8fe2148f067303",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fa800",
                    table="conflictdb_hop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hop",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_hopevent" ("actor_id", "citation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."actor_id", OLD."citation_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="c22235fcbc3662b8dd95746d7cbbe6e081e35e7c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ac12a",
                    table="conflictdb_hop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_incidentevent" ("kind", "latitude", "longitude", "merged_into_id", "occurred_edtf", "occurred_inferred", "occurred_timezone", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "slug", "status", "summary", "title", "version") SELECT new_values."kind", new_values."latitude", new_values."longitude", new_values."merged_into_id", new_values."occurred_edtf", new_values."occurred_inferred", new_values."occurred_timezone", new_values."part_of_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."place_id", new_values."place_precision", new_values."slug", new_values."status", new_values."summary", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c195265fcf39bd623c809f7dbedf7944c0931193",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ad095",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."occurred_edtf" IS DISTINCT FROM (NEW."occurred_edtf") OR OLD."occurred_inferred" IS DISTINCT FROM (NEW."occurred_inferred") OR OLD."occurred_timezone" IS DISTINCT FROM (NEW."occurred_timezone") OR OLD."part_of_id" IS DISTINCT FROM (NEW."part_of_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."place_precision" IS DISTINCT FROM (NEW."place_precision") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "conflictdb_incidentevent" ("kind", "latitude", "longitude", "merged_into_id", "occurred_edtf", "occurred_inferred", "occurred_timezone", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "slug", "status", "summary", "title", "version") VALUES (OLD."kind", OLD."latitude", OLD."longitude", OLD."merged_into_id", OLD."occurred_edtf", OLD."occurred_inferred", OLD."occurred_timezone", OLD."part_of_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."place_id", OLD."place_precision", OLD."slug", OLD."status", OLD."summary", OLD."title", OLD."version"); RETURN NULL;',
                    hash="61a18481210f0cba11b6a5603264bfc1c3d2ea6d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_81c19",
                    table="conflictdb_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_incidentevent" ("kind", "latitude", "longitude", "merged_into_id", "occurred_edtf", "occurred_inferred", "occurred_timezone", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_precision", "slug", "status", "summary", "title", "version") VALUES (OLD."kind", OLD."latitude", OLD."longitude", OLD."merged_into_id", OLD."occurred_edtf", OLD."occurred_inferred", OLD."occurred_timezone", OLD."part_of_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."place_precision", OLD."slug", OLD."status", OLD."summary", OLD."title", OLD."version"); RETURN NULL;',
                    hash="f0cb74b071e07b0c1e3d856a1a716eb6dfad0509",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ac611",
                    table="conflictdb_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_participantevent" ("actor_id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."actor_id", new_values."incident_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3da5106d9de6c2070762f6d15560901441481b58",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_43c34",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_participant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."role" IS DISTINCT FROM (NEW."role"))',
                    func='INSERT INTO "conflictdb_participantevent" ("actor_id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."actor_id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."role"); RETURN NULL;',
                    hash="76f2f36dea77757872034698ab7e7cdba4b8e351",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a7c12",
                    table="conflictdb_participant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_participantevent" ("actor_id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."actor_id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."role"); RETURN NULL;',
                    hash="245325a08b0ed0ce7940c7b5ccb3cbb797a1e734",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19aef",
                    table="conflictdb_participant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_placeevent" ("country", "geonames_id", "kind", "latitude", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "status", "version") SELECT new_values."country", new_values."geonames_id", new_values."kind", new_values."latitude", new_values."longitude", new_values."merged_into_id", new_values."name", new_values."parent_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."slug", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3ec8683304c928bcc211cd5b1bd5e832d125c300",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da492",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."geonames_id" IS DISTINCT FROM (NEW."geonames_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "conflictdb_placeevent" ("country", "geonames_id", "kind", "latitude", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "status", "version") VALUES (OLD."country", OLD."geonames_id", OLD."kind", OLD."latitude", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."parent_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="5669e5ff6302ee617d8535bcfffff63807bf18bb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2689",
                    table="conflictdb_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_placeevent" ("country", "geonames_id", "kind", "latitude", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "status", "version") VALUES (OLD."country", OLD."geonames_id", OLD."kind", OLD."latitude", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."parent_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."slug", OLD."status", OLD."version"); RETURN NULL;',
                    hash="4a178bf7a41dbd40947a59dd765c64c257ec1d1c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_52375",
                    table="conflictdb_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_placenameevent" ("kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "script") SELECT new_values."kind", new_values."language", new_values."name", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."place_id", new_values."script" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5902e89c87ae69ca29b84d43eccbfa4099916ba7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_91e97",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."script" IS DISTINCT FROM (NEW."script"))',
                    func='INSERT INTO "conflictdb_placenameevent" ("kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "script") VALUES (OLD."kind", OLD."language", OLD."name", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."place_id", OLD."script"); RETURN NULL;',
                    hash="a1d08b83de78096ac5800a6f4165e743d4ea2b7f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bffab",
                    table="conflictdb_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_placenameevent" ("kind", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "script") VALUES (OLD."kind", OLD."language", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."script"); RETURN NULL;',
                    hash="3e3399a3d8699ca167686ada01675f16bd7eeb05",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4cefa",
                    table="conflictdb_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_questionevent" ("by_rule", "counted", "incident_id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retitled", "slug", "status", "subject_side_id", "title", "topic", "version") SELECT new_values."by_rule", new_values."counted", new_values."incident_id", new_values."merged_into_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."retitled", new_values."slug", new_values."status", new_values."subject_side_id", new_values."title", new_values."topic", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a334b86bdf0b68e19836c96a876b325795cfe8c8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b7e51",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."by_rule" IS DISTINCT FROM (NEW."by_rule") OR OLD."counted" IS DISTINCT FROM (NEW."counted") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."retitled" IS DISTINCT FROM (NEW."retitled") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject_side_id" IS DISTINCT FROM (NEW."subject_side_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."topic" IS DISTINCT FROM (NEW."topic"))',
                    func='INSERT INTO "conflictdb_questionevent" ("by_rule", "counted", "incident_id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retitled", "slug", "status", "subject_side_id", "title", "topic", "version") VALUES (OLD."by_rule", OLD."counted", OLD."incident_id", OLD."merged_into_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."retitled", OLD."slug", OLD."status", OLD."subject_side_id", OLD."title", OLD."topic", OLD."version"); RETURN NULL;',
                    hash="338d8eebb696a2c238dbcfea5f671f130d6117b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ee0a",
                    table="conflictdb_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_questionevent" ("by_rule", "counted", "incident_id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retitled", "slug", "status", "subject_side_id", "title", "topic", "version") VALUES (OLD."by_rule", OLD."counted", OLD."incident_id", OLD."merged_into_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."retitled", OLD."slug", OLD."status", OLD."subject_side_id", OLD."title", OLD."topic", OLD."version"); RETURN NULL;',
                    hash="6f7f70bfc7287b8d179d39f69fc0cbaee2372e53",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c23f7",
                    table="conflictdb_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_statementevent" ("acts", "channel", "gist", "made_edtf", "made_inferred", "made_timezone", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "speaker_description", "speaker_id", "status", "version") SELECT new_values."acts", new_values."channel", new_values."gist", new_values."made_edtf", new_values."made_inferred", new_values."made_timezone", new_values."on_behalf_of_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."slug", new_values."speaker_description", new_values."speaker_id", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b70c44095d8b16899e2339638b9c01c943cf573e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e27cb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acts" IS DISTINCT FROM (NEW."acts") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."gist" IS DISTINCT FROM (NEW."gist") OR OLD."made_edtf" IS DISTINCT FROM (NEW."made_edtf") OR OLD."made_inferred" IS DISTINCT FROM (NEW."made_inferred") OR OLD."made_timezone" IS DISTINCT FROM (NEW."made_timezone") OR OLD."on_behalf_of_id" IS DISTINCT FROM (NEW."on_behalf_of_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id") OR OLD."speaker_description" IS DISTINCT FROM (NEW."speaker_description") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "conflictdb_statementevent" ("acts", "channel", "gist", "made_edtf", "made_inferred", "made_timezone", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "speaker_description", "speaker_id", "status", "version") VALUES (OLD."acts", OLD."channel", OLD."gist", OLD."made_edtf", OLD."made_inferred", OLD."made_timezone", OLD."on_behalf_of_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."slug", OLD."speaker_description", OLD."speaker_id", OLD."status", OLD."version"); RETURN NULL;',
                    hash="07255cb0c50f941e2735f5b5609f201ac871c3b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_429d0",
                    table="conflictdb_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_statementevent" ("acts", "channel", "gist", "made_edtf", "made_inferred", "made_timezone", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "speaker_description", "speaker_id", "status", "version") VALUES (OLD."acts", OLD."channel", OLD."gist", OLD."made_edtf", OLD."made_inferred", OLD."made_timezone", OLD."on_behalf_of_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."slug", OLD."speaker_description", OLD."speaker_id", OLD."status", OLD."version"); RETURN NULL;',
                    hash="67642605050feacd8a7cd70bba72c093fadfceab",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_65476",
                    table="conflictdb_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_statementlinkevent" ("from_statement_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_statement_id", "version") SELECT new_values."from_statement_id", new_values."note", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."relation", new_values."slug", new_values."status", new_values."to_statement_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e05248320911daf94617a8125e386a3b1f5bacac",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e31f5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_statementlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."from_statement_id" IS DISTINCT FROM (NEW."from_statement_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."to_statement_id" IS DISTINCT FROM (NEW."to_statement_id"))',
                    func='INSERT INTO "conflictdb_statementlinkevent" ("from_statement_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_statement_id", "version") VALUES (OLD."from_statement_id", OLD."note", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."relation", OLD."slug", OLD."status", OLD."to_statement_id", OLD."version"); RETURN NULL;',
                    hash="a14bb17de1d705d58f50cb6da637b83b42a7b0c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3bf95",
                    table="conflictdb_statementlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_statementlinkevent" ("from_statement_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "slug", "status", "to_statement_id", "version") VALUES (OLD."from_statement_id", OLD."note", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."relation", OLD."slug", OLD."status", OLD."to_statement_id", OLD."version"); RETURN NULL;',
                    hash="d8521b8b8e6c3fdba1512d101a202270b10c2835",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_45b8f",
                    table="conflictdb_statementlink",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="side",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="actornameevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="actornameevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="actornameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.actorname",
            ),
        ),
        migrations.AddField(
            model_name="affiliationevent",
            name="body",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="affiliationevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="affiliationevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="affiliationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.affiliation",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="affiliation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.affiliation",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.document",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.citation",
            ),
        ),
        migrations.AddField(
            model_name="citationevent",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="about",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="breakdown_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="question",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.question",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="target",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="claimlinkevent",
            name="from_claim",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimlinkevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="claimlinkevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.claimlink",
            ),
        ),
        migrations.AddField(
            model_name="claimlinkevent",
            name="to_claim",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="documentagencyevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="documentagencyevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.document",
            ),
        ),
        migrations.AddField(
            model_name="documentagencyevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="documentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="documentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.document",
            ),
        ),
        migrations.AddField(
            model_name="documentevent",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="documenttextevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.document",
            ),
        ),
        migrations.AddField(
            model_name="documenttextevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="documenttextevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.documenttext",
            ),
        ),
        migrations.AddField(
            model_name="hopevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="hopevent",
            name="citation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.citation",
            ),
        ),
        migrations.AddField(
            model_name="hopevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="hopevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.hop",
            ),
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="incidentplaceevent",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentplaceevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="incidentplaceevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.participant",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="placenameevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="placenameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.placename",
            ),
        ),
        migrations.AddField(
            model_name="placenameevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.question",
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.question",
            ),
        ),
        migrations.AddField(
            model_name="questionevent",
            name="subject_side",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="actor",
            field=models.ForeignKey(
                help_text="The record of the person, under its neutral name.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="by",
            field=models.ForeignKey(
                help_text="Who redacted.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="redactedslug",
            name="redaction",
            field=models.ForeignKey(
                help_text="Which redaction.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slugs",
                to="conflictdb.redaction",
            ),
        ),
        migrations.AddField(
            model_name="statementaddresseeevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="statementaddresseeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="statementaddresseeevent",
            name="statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementcospeakerevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="statementcospeakerevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="statementcospeakerevent",
            name="statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementevent",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="statementevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="statementevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementevent",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="statementincidentevent",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="statementincidentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="statementincidentevent",
            name="statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementlinkevent",
            name="from_statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementlinkevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="statementlinkevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.statementlink",
            ),
        ),
        migrations.AddField(
            model_name="statementlinkevent",
            name="to_statement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conflictdb.statement",
            ),
        ),
        migrations.AddField(
            model_name="statementincidentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.statementincident",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementincident",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_statementincidentevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") SELECT new_values."incident_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."statement_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d7a1a489fa87e5604759f1b38b5c20313111cf6f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_466b4",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_statement_incidents",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementincident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id"))',
                    func='INSERT INTO "conflictdb_statementincidentevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="b27c13e3b67a473fc20f6d135508ac42016aae76",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c2d1",
                    table="conflictdb_statement_incidents",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementincident",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_statementincidentevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="0530003c14fe8f33bd4df1b5be870751c69380ca",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d610",
                    table="conflictdb_statement_incidents",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="statementcospeakerevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.statementcospeaker",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementcospeaker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_statementcospeakerevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") SELECT new_values."actor_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."statement_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="946ebb90a0f319d89657524d84cc3cc17ce890b1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d951",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_statement_co_speakers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementcospeaker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id"))',
                    func='INSERT INTO "conflictdb_statementcospeakerevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."actor_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="c8ef6922820d405672e59b1727c97469a42c5468",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70622",
                    table="conflictdb_statement_co_speakers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementcospeaker",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_statementcospeakerevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."actor_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="910458c230ec9642c875611c2514acd313e2d8f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91fc2",
                    table="conflictdb_statement_co_speakers",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="statementaddresseeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.statementaddressee",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementaddressee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_statementaddresseeevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") SELECT new_values."actor_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."statement_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="53674a533e24334cff99258ff60b60c8dff2e96d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1f249",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_statement_addressees",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementaddressee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id"))',
                    func='INSERT INTO "conflictdb_statementaddresseeevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."actor_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="ef427fab9f6e3e4c840fe65afa2e7c6c2572bc87",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae680",
                    table="conflictdb_statement_addressees",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementaddressee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_statementaddresseeevent" ("actor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."actor_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="0dc6e2e3c207caaec6e10c6fe0de61d1040380f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7875c",
                    table="conflictdb_statement_addressees",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="incidentplaceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.incidentplace",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_incidentplaceevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") SELECT new_values."incident_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."place_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="65f4471d662fb22b34a6b6345c5218665a0032be",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_21bbf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_incident_places",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id"))',
                    func='INSERT INTO "conflictdb_incidentplaceevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id", OLD."place_id"); RETURN NULL;',
                    hash="0450d3fd60e5b5e09512c17a79402060d5f2132a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d3bf",
                    table="conflictdb_incident_places",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentplace",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_incidentplaceevent" ("incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id"); RETURN NULL;',
                    hash="eac785b1640fa59a23d0798ee6d3c3ce6fefa83b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2a8be",
                    table="conflictdb_incident_places",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="documentagencyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conflictdb.documentagency",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentagency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "conflictdb_documentagencyevent" ("actor_id", "document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."actor_id", new_values."document_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="81d080f09f8221ee4add4a09b29e5d4335802dce",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_74e7e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="conflictdb_document_agencies",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentagency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."actor_id" IS DISTINCT FROM (NEW."actor_id") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id"))',
                    func='INSERT INTO "conflictdb_documentagencyevent" ("actor_id", "document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."actor_id", OLD."document_id", _pgh_attach_context(), clock_timestamp(), \'update\', OLD."id"); RETURN NULL;',
                    hash="22ac0d250f583e65e8c4f41ef692f63063d312bd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1292d",
                    table="conflictdb_document_agencies",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentagency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conflictdb_documentagencyevent" ("actor_id", "document_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."actor_id", OLD."document_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="f042174660307efeea1b9b72943143832d576d65",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6520c",
                    table="conflictdb_document_agencies",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="actorevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_actor_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aaeb9469e186a8feea2c327712492ac1af0150cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c15b8",
                    table="conflictdb_actorevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="actornameevent",
            index=models.Index(fields=["actor"], name="event_of_actorname"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actornameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e50727e2f73687ea759f82dd5a2bac0e28da479f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_229c3",
                    table="conflictdb_actornameevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="affiliationevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_affiliation_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4776887182f03f6c74405c9f718c9b320b5e19f4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aaaea",
                    table="conflictdb_affiliationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="citationevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_citation_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e82b5de7c148ee92904e7c9091a52a0e528b5ed3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_df824",
                    table="conflictdb_citationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_claim_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7adc972fb910bb9193c1f363946f5ec8e2db744e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fb14f",
                    table="conflictdb_claimevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="claimlinkevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_claimlink_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b4c37b8a1ccdac0b5916075892592509d8b0d3b8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_655d5",
                    table="conflictdb_claimlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="documentevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_document_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a2c0d0ada300361866e75c032227a0f2a4a3ecd3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2c5b0",
                    table="conflictdb_documentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="documenttextevent",
            index=models.Index(fields=["document"], name="event_of_documenttext"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documenttextevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0da6c597399eb883e37295b104612f2ab3e57f87",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c5a3",
                    table="conflictdb_documenttextevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="hopevent",
            index=models.Index(fields=["citation"], name="event_of_hop"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hopevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="be7b723aa9de76272565ccc9d81d1ba7bbc8cb8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b2fca",
                    table="conflictdb_hopevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="incidentevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_incident_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="31eeabd4220a2a4f8a45499cbe48ea676dac1bed",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_42a0d",
                    table="conflictdb_incidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="participantevent",
            index=models.Index(fields=["incident"], name="event_of_participant"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="637a0b77e23a3ff257bee3b09b4fb1e270dff8ac",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a6445",
                    table="conflictdb_participantevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="placeevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_place_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d8927f66ec21e18c111e71c9cb6f1e82125135f0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d768d",
                    table="conflictdb_placeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="placenameevent",
            index=models.Index(fields=["place"], name="event_of_placename"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placenameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd139ebe94edee10241524223104a3f2366defd7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1e32c",
                    table="conflictdb_placenameevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="questionevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_question_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b2326cd33b130d9f0bf0a1542cd9e781cc905c9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3eaee",
                    table="conflictdb_questionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="redactedslug",
            constraint=models.UniqueConstraint(
                fields=("resource", "digest"), name="redacted_slug_once"
            ),
        ),
        migrations.AddIndex(
            model_name="statementevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_statement_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b8ef0b6fc263bbb57990d791440b051e1c2605dc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d7dfc",
                    table="conflictdb_statementevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="statementlinkevent",
            index=models.Index(
                condition=models.Q(("pgh_label", "delete")),
                fields=["-pgh_created_at"],
                name="event_of_statementlink_gone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bc3fbf16c5b0e670e937249c3e25ce25b0164625",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_af623",
                    table="conflictdb_statementlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="statementincidentevent",
            index=models.Index(fields=["statement"], name="event_of_statementincident"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementincidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5555c538450fd76a4c31d86f86ceb26061133e29",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5c36a",
                    table="conflictdb_statementincidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="statementcospeakerevent",
            index=models.Index(fields=["statement"], name="event_of_statementcospeaker"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementcospeakerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e6f00628c6b998f133762d3c1aae9095f7069567",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f7376",
                    table="conflictdb_statementcospeakerevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="statementaddresseeevent",
            index=models.Index(fields=["statement"], name="event_of_statementaddressee"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statementaddresseeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="772de688dd6115b092cc30d52e08a89f02fd1850",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4caf0",
                    table="conflictdb_statementaddresseeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="incidentplaceevent",
            index=models.Index(fields=["incident"], name="event_of_incidentplace"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentplaceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2ab32681e31a379f02bb1ce9999ecc7f1cd2ae70",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64248",
                    table="conflictdb_incidentplaceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="documentagencyevent",
            index=models.Index(fields=["document"], name="event_of_documentagency"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentagencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="654a64631bc8253b47cff86e3b7ccfe483c0b464",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_59663",
                    table="conflictdb_documentagencyevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
