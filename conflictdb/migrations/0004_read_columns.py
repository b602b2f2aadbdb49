"""Columns that reading needs on a row itself, kept true by triggers, and the indexes over them.

A row's own trigger works its columns out, before each insert and update, whatever was written
there. Where a row changes that others follow, a trigger of the statement touches those others, so
that their own triggers run: what a column means stands once. Columns of a question, and which of
its claims are latest answers, are ``conflictdb.questions.refresh``'s.

A new kind of claim in the families casualty, territory or materiel goes into the list of
``conflictdb_claim_follows`` by a migration that replaces it; a test tells.
"""

import django.db.models.deletion
from django.db import migrations, models

# What a row's columns follow from. The rows referred to must be there first: the foreign keys
# alone, which are checked at the end of a transaction, would let them come later.
OWN_COLUMNS = """
CREATE FUNCTION conflictdb_incident_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.country := NULL;
    IF NEW.place_id IS NOT NULL THEN
        SELECT country INTO NEW.country FROM conflictdb_place WHERE id = NEW.place_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'an incident refers to a place that is not there'
                USING ERRCODE = 'foreign_key_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_follows BEFORE INSERT OR UPDATE ON conflictdb_incident
    FOR EACH ROW EXECUTE FUNCTION conflictdb_incident_follows();

CREATE FUNCTION conflictdb_statement_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.known_from := NEW.made_latest;
    IF NEW.known_from IS NULL THEN
        SELECT min(document.published_latest) INTO NEW.known_from
        FROM (
            SELECT document_id FROM conflictdb_citation
            WHERE statement_id = NEW.id AND status = 'published'
            UNION ALL
            SELECT citation.document_id FROM conflictdb_claim claim
            JOIN conflictdb_citation citation ON citation.claim_id = claim.id
            WHERE claim.statement_id = NEW.id AND citation.status = 'published'
        ) cited
        JOIN conflictdb_document document ON document.id = cited.document_id
        WHERE document.status = 'published';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_follows BEFORE INSERT OR UPDATE ON conflictdb_statement
    FOR EACH ROW EXECUTE FUNCTION conflictdb_statement_follows();

CREATE FUNCTION conflictdb_claim_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_whole boolean;
BEGIN
    SELECT
        statement.speaker_id,
        statement.made_edtf,
        statement.made_earliest,
        statement.made_latest,
        statement.made_first_day,
        statement.made_last_day,
        statement.known_from,
        coalesce(statement.made_earliest, statement.known_from),
        CASE WHEN NEW.place_id IS NULL THEN incident.country ELSE place.country END,
        coalesce(NEW.kind IN (
            'killed',
            'wounded',
            'killed_or_wounded',
            'casualties',
            'captured',
            'released',
            'missing',
            'displaced',
            'positions_lost',
            'territory_occupied',
            'incursion',
            'territory_transfer',
            'equipment_destroyed',
            'personnel_deployed'
        ) AND speaker.side_id = subject.side_id, false),
        (NEW.subject_id IS NULL OR subject.id IS NOT NULL)
            AND (NEW.place_id IS NULL OR place.id IS NOT NULL)
            AND (NEW.incident_id IS NULL OR incident.id IS NOT NULL)
    INTO
        NEW.claimant_id,
        NEW.asserted_edtf,
        NEW.asserted_earliest,
        NEW.asserted_latest,
        NEW.asserted_first_day,
        NEW.asserted_last_day,
        NEW.known_from,
        NEW.answers_from,
        NEW.country,
        NEW.own_loss,
        is_whole
    FROM conflictdb_statement statement
    LEFT JOIN conflictdb_actor speaker ON speaker.id = statement.speaker_id
    LEFT JOIN conflictdb_actor subject ON subject.id = NEW.subject_id
    LEFT JOIN conflictdb_place place ON place.id = NEW.place_id
    LEFT JOIN conflictdb_incident incident ON incident.id = NEW.incident_id
    WHERE statement.id = NEW.statement_id;
    IF is_whole IS NOT TRUE THEN
        RAISE EXCEPTION 'a claim refers to a record that is not there'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.against_interest :=
        NEW.own_loss AND NEW.polarity = 'asserts' AND NEW.modality = 'actual';
    -- Only what answers a question in public can be a latest answer.
    NEW.is_latest := NEW.is_latest AND NEW.status = 'published' AND NEW.question_id IS NOT NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_follows BEFORE INSERT OR UPDATE ON conflictdb_claim
    FOR EACH ROW EXECUTE FUNCTION conflictdb_claim_follows();
"""

# Touching a row makes its own trigger work its columns out anew. Each of these triggers touches
# only where something changed, also because a touch of no row would call the next for ever.
PASSED_ON = """
CREATE FUNCTION conflictdb_place_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM after JOIN before USING (id)
    WHERE after.country IS DISTINCT FROM before.country;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_incident SET country = country WHERE place_id = ANY (changed);
        UPDATE conflictdb_claim SET country = country WHERE place_id = ANY (changed);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER place_is_followed AFTER UPDATE ON conflictdb_place
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_place_is_followed();

CREATE FUNCTION conflictdb_incident_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM after JOIN before USING (id)
    WHERE after.country IS DISTINCT FROM before.country;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_claim SET country = country
        WHERE incident_id = ANY (changed) AND place_id IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER incident_is_followed AFTER UPDATE ON conflictdb_incident
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_incident_is_followed();

CREATE FUNCTION conflictdb_actor_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM after JOIN before USING (id)
    WHERE after.side_id IS DISTINCT FROM before.side_id;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_claim SET own_loss = own_loss
        WHERE subject_id = ANY (changed)
            OR statement_id IN (
                SELECT id FROM conflictdb_statement WHERE speaker_id = ANY (changed)
            );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER actor_is_followed AFTER UPDATE ON conflictdb_actor
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_actor_is_followed();

CREATE FUNCTION conflictdb_statement_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM after JOIN before USING (id)
    WHERE (after.speaker_id, after.known_from, after.made_edtf, after.made_earliest,
           after.made_latest, after.made_first_day, after.made_last_day)
        IS DISTINCT FROM
          (before.speaker_id, before.known_from, before.made_edtf, before.made_earliest,
           before.made_latest, before.made_first_day, before.made_last_day);
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_claim SET known_from = known_from WHERE statement_id = ANY (changed);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statement_is_followed AFTER UPDATE ON conflictdb_statement
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_statement_is_followed();

-- A claim that moves to another statement takes its citations along.
CREATE FUNCTION conflictdb_claim_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(after.statement_id) || array_agg(before.statement_id) INTO changed
    FROM after JOIN before USING (id) WHERE after.statement_id <> before.statement_id;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_statement SET known_from = known_from
        WHERE id = ANY (changed) AND made_latest IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_is_followed AFTER UPDATE ON conflictdb_claim
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_claim_is_followed();

CREATE FUNCTION conflictdb_document_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM after JOIN before USING (id)
    WHERE (after.status, after.published_latest)
        IS DISTINCT FROM (before.status, before.published_latest);
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_statement SET known_from = known_from
        WHERE made_latest IS NULL AND id IN (
            SELECT statement_id FROM conflictdb_citation WHERE document_id = ANY (changed)
            UNION
            SELECT claim.statement_id FROM conflictdb_citation citation
            JOIN conflictdb_claim claim ON claim.id = citation.claim_id
            WHERE citation.document_id = ANY (changed)
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_is_followed AFTER UPDATE ON conflictdb_document
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_document_is_followed();

-- ``rows`` are citations that came or went.
CREATE FUNCTION conflictdb_citation_is_followed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        WITH moved AS (
            SELECT after.statement_id AS s1, after.claim_id AS c1,
                before.statement_id AS s2, before.claim_id AS c2
            FROM after JOIN before USING (id)
            WHERE (after.statement_id, after.claim_id, after.document_id, after.status)
                IS DISTINCT FROM
                  (before.statement_id, before.claim_id, before.document_id, before.status)
        ), cited AS (
            SELECT s1 AS statement_id, c1 AS claim_id FROM moved
            UNION SELECT s2, c2 FROM moved
        )
        SELECT array_agg(coalesce(cited.statement_id, claim.statement_id)) INTO changed
        FROM cited LEFT JOIN conflictdb_claim claim ON claim.id = cited.claim_id;
    ELSE
        SELECT array_agg(DISTINCT coalesce(rows.statement_id, claim.statement_id)) INTO changed
        FROM rows LEFT JOIN conflictdb_claim claim ON claim.id = rows.claim_id;
    END IF;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_statement SET known_from = known_from
        WHERE id = ANY (changed) AND made_latest IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER new_citation_is_followed AFTER INSERT ON conflictdb_citation
    REFERENCING NEW TABLE AS rows
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_citation_is_followed();
CREATE TRIGGER deleted_citation_is_followed AFTER DELETE ON conflictdb_citation
    REFERENCING OLD TABLE AS rows
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_citation_is_followed();
CREATE TRIGGER citation_is_followed AFTER UPDATE ON conflictdb_citation
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_citation_is_followed();
"""

DROP_TRIGGERS = "\n".join(
    f"DROP FUNCTION conflictdb_{table}_{what}() CASCADE;"
    for what, tables in (
        ("follows", ["incident", "statement", "claim"]),
        (
            "is_followed",
            ["place", "incident", "actor", "statement", "claim", "document", "citation"],
        ),
    )
    for table in tables
)

# The rows that are there already, those first that others follow.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE conflictdb_incident SET country = country WHERE country IS NULL;
UPDATE conflictdb_statement SET known_from = known_from WHERE known_from IS NULL;
UPDATE conflictdb_claim SET known_from = known_from WHERE known_from IS NULL;
SET CONSTRAINTS ALL DEFERRED;
"""


def summarise_questions(apps, schema_editor):
    ids = list(apps.get_model("conflictdb", "Question").objects.values_list("id", flat=True))
    if ids:
        # Comparing answers is no matter for SQL; without questions there is nothing to compare.
        from conflictdb.questions import refresh

        refresh(ids)


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0003_changes")]

    operations = [
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_by_kind",
        ),
        migrations.RemoveIndex(
            model_name="incident",
            name="incident_by_time",
        ),
        migrations.RemoveIndex(
            model_name="incident",
            name="incident_by_kind",
        ),
        migrations.RemoveIndex(
            model_name="question",
            name="question_by_topic",
        ),
        migrations.RemoveIndex(
            model_name="statement",
            name="statement_by_time",
        ),
        migrations.AddField(
            model_name="claim",
            name="against_interest",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether it asserts, as fact, a loss of the speaker's side.",
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="answers_from",
            field=models.DateTimeField(
                editable=False,
                help_text="What orders answers: when it was asserted, else since when it was known.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_earliest",
            field=models.DateTimeField(
                editable=False,
                help_text="When the statement was made. First instant.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_edtf",
            field=models.CharField(
                editable=False,
                help_text="When the statement was made. In EDTF.",
                max_length=80,
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_first_day",
            field=models.DateField(
                editable=False,
                help_text="When the statement was made. First local day.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_last_day",
            field=models.DateField(
                editable=False,
                help_text="When the statement was made. Last local day.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_latest",
            field=models.DateTimeField(
                editable=False,
                help_text="When the statement was made. Last instant.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="claimant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The statement's speaker.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                serialize=False,
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="country",
            field=models.CharField(
                editable=False,
                help_text="Country of its own place; where it has none, of its incident's.",
                max_length=2,
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="is_latest",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether it is its speaker's latest answer to its question; renewed with that.",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="known_from",
            field=models.DateTimeField(
                editable=False,
                help_text="Since when its statement counts as known.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="own_loss",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether a side speaks of its own losses.",
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="country",
            field=models.CharField(
                editable=False,
                help_text="Country of its principal place.",
                max_length=2,
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="claims_count",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How many claims answer it."
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="documents_count",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How many documents report the answers."
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="spread_highest",
            field=models.PositiveBigIntegerField(
                editable=False,
                help_text="Highest figure stated on its principal scope; null without any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="spread_lowest",
            field=models.PositiveBigIntegerField(
                editable=False,
                help_text="Lowest figure stated on its principal scope; null without any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="utterances_count",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How many utterances answer it."
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="known_from",
            field=models.DateTimeField(
                editable=False,
                help_text="Since when it counts as known: the last instant at which it can have been made, else when the earliest published document that cites it or a claim of it was published; null when neither tells.",
                null=True,
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="actor_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["asserted_earliest", "slug"],
                name="claim_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["kind", "asserted_earliest", "slug"],
                name="claim_by_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["claimant", "asserted_earliest", "slug"],
                name="claim_by_claimant",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["incident", "asserted_earliest", "slug"],
                name="claim_by_incident",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["country", "asserted_earliest", "slug"],
                name="claim_by_country",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["occurred_earliest", "slug"],
                name="claim_by_occurrence",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["question", "answers_from"],
                name="claim_by_question",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["known_from"],
                name="claim_by_known",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="claim_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="document_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["occurred_earliest", "slug"],
                name="incident_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["kind", "occurred_earliest", "slug"],
                name="incident_by_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["country", "occurred_earliest", "slug"],
                name="incident_by_country",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="incident_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="place_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["topic", "slug"],
                name="question_by_topic",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="question_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["made_earliest", "slug"],
                name="statement_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["speaker", "made_earliest", "slug"],
                name="statement_by_speaker",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["channel", "made_earliest", "slug"],
                name="statement_by_channel",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["known_from"],
                name="statement_by_known",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["updated_at", "slug"],
                name="statement_by_change",
            ),
        ),
        migrations.RunSQL(OWN_COLUMNS + PASSED_ON, DROP_TRIGGERS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(summarise_questions, migrations.RunPython.noop),
    ]
