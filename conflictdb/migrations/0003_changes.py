"""The public side of the dataset: its revision, the feed of changes, tombstones, merged records.

Triggers write the feed, once a statement and whatever door the rows came through, so that loading
a million rows stays fast; what happens to drafts takes no lock and leaves no trace.
"""

import django.db.models.deletion
from django.db import migrations, models

# Table: the resource that its published rows are. In the order in which they refer to each other.
RECORDS = ["place", "actor", "document", "incident", "question", "statement", "claim"]

# Tables whose rows show in other records: (table, which of its rows are public, owners by column).
_PUBLISHED = "status = 'published'"
PARTS: list[tuple[str, str, dict[str, str]]] = [
    ("placename", "true", {"place_id": "place"}),
    ("actorname", "true", {"actor_id": "actor"}),
    ("affiliation", _PUBLISHED, {"person_id": "actor"}),
    ("document_agencies", "true", {"document_id": "document"}),
    ("participant", "true", {"incident_id": "incident"}),
    ("incident_places", "true", {"incident_id": "incident"}),
    ("statement_co_speakers", "true", {"statement_id": "statement"}),
    ("statement_addressees", "true", {"statement_id": "statement"}),
    ("statement_incidents", "true", {"statement_id": "statement"}),
    (
        "statementlink",
        _PUBLISHED,
        {"from_statement_id": "statement", "to_statement_id": "statement"},
    ),
    ("claimlink", _PUBLISHED, {"from_claim_id": "claim", "to_claim_id": "claim"}),
    (
        "citation",
        _PUBLISHED,
        {"statement_id": "statement", "claim_id": "claim", "affiliation_id": "affiliation"},
    ),
    ("hop", "true", {"citation_id": "citation"}),
]

MERGEABLE = ["actor", "place", "incident", "question"]

FUNCTIONS = """
-- Adds changes to the feed: of one resource, what happened to each of these slugs, each named once.
--
-- A transaction has one entry for a record, whatever it does to it, and none for what it publishes
-- and takes back. Its entries are those after conflictdb.revision_before, which it sets for itself
-- when it takes the row of the dataset: number and entry are thus given under one lock that is
-- held until the transaction ends. So numbers follow commits, whoever reads on from a number misses
-- nothing, and a rollback gives its numbers back, which a sequence of PostgreSQL would not.
--
-- Two transactions can wait for each other here only when the second has locked a record before
-- its first public change, and the first wants that record after its own. Curation takes the row of
-- the dataset first (Dataset.objects.hold), so it never does; where other SQL does, PostgreSQL ends
-- one of the two after deadlock_timeout, which leaves no trace in the feed.
CREATE FUNCTION conflictdb_record_changes(of_resource text, slugs text[], operations text[])
RETURNS void LANGUAGE plpgsql
-- A plan made for an empty feed, or for one row, must not serve for a million.
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    before bigint := nullif(current_setting('conflictdb.revision_before', true), '');
    why text := nullif(current_setting('conflictdb.reason', true), '');
    is_first boolean := before IS NULL;
    final bigint;
    freed bigint[];
    added bigint;
    moment timestamptz;
BEGIN
    IF slugs IS NULL THEN
        RETURN;
    END IF;
    IF is_first THEN
        SELECT revision INTO STRICT before FROM conflictdb_dataset WHERE id = 1 FOR UPDATE;
        PERFORM set_config('conflictdb.revision_before', before::text, true);
        final := before;
    ELSE
        SELECT coalesce(max(sequence), 0) INTO final FROM conflictdb_change;
        moment := (SELECT at FROM conflictdb_change WHERE sequence > before LIMIT 1);
        -- Published and taken back within this transaction: nobody ever saw it.
        WITH gone AS (
            DELETE FROM conflictdb_change change
            USING unnest(slugs, operations) AS given(slug, operation)
            WHERE change.resource = of_resource AND change.slug = given.slug
                AND change.sequence > before AND change.operation = 'published'
                AND given.operation IN ('withdrawn', 'merged')
            RETURNING change.sequence
        ) SELECT array_agg(sequence) INTO freed FROM gone;
        IF freed IS NOT NULL THEN
            final := final - cardinality(freed);
            UPDATE conflictdb_change change SET sequence = gap.sequence
            FROM (
                SELECT sequence, row_number() OVER (ORDER BY sequence) AS place
                FROM unnest(freed) AS sequence WHERE sequence <= final
            ) gap
            JOIN (
                SELECT sequence, row_number() OVER (ORDER BY sequence) AS place
                FROM conflictdb_change WHERE sequence > final
            ) late USING (place)
            WHERE change.sequence = late.sequence;
        END IF;
        UPDATE conflictdb_change change
        SET operation = CASE given.operation WHEN 'published' THEN 'updated'
                ELSE given.operation END,
            reason = CASE WHEN given.operation IN ('withdrawn', 'merged') THEN why END
        FROM unnest(slugs, operations) AS given(slug, operation)
        WHERE change.resource = of_resource AND change.slug = given.slug
            AND change.sequence > before
            AND change.operation NOT IN ('published', given.operation);
    END IF;
    moment := coalesce(moment, (
        SELECT greatest(clock_timestamp(), changed_at + interval '1 microsecond')
        FROM conflictdb_dataset WHERE id = 1
    ));
    INSERT INTO conflictdb_change (sequence, at, resource, slug, operation, reason)
    SELECT final + row_number() OVER (ORDER BY given.place), moment, of_resource, given.slug,
        given.operation, CASE WHEN given.operation IN ('withdrawn', 'merged') THEN why END
    FROM unnest(slugs, operations) WITH ORDINALITY AS given(slug, operation, place)
    WHERE (is_first OR NOT EXISTS (
            SELECT FROM conflictdb_change change
            WHERE change.resource = of_resource AND change.slug = given.slug
                AND change.sequence > before
        ))
        -- Only what the public knows can be taken back, and not twice.
        AND (given.operation IN ('published', 'updated') OR EXISTS (
            SELECT FROM (
                SELECT operation FROM conflictdb_change change
                WHERE change.resource = of_resource AND change.slug = given.slug
                ORDER BY sequence DESC LIMIT 1
            ) known
            WHERE known.operation <> given.operation OR given.operation = 'merged'
        ));
    GET DIAGNOSTICS added = ROW_COUNT;
    -- Whatever a reader sees of a record makes it newer, be it in its own row or in another.
    IF 'updated' = ANY (operations) THEN
        EXECUTE format(
            'UPDATE %I record SET updated_at = $1'
            ' FROM unnest($2, $3) AS given(slug, operation)'
            ' WHERE record.slug = given.slug AND given.operation = ''updated'''
            ' AND record.updated_at < $1', 'conflictdb_' || of_resource)
            USING moment, slugs, operations;
    END IF;
    -- Once is enough for the transaction: a row that is updated a million times in one is slow.
    IF (added > 0 OR freed IS NOT NULL)
        AND coalesce(current_setting('conflictdb.revision_due', true), '') = '' THEN
        PERFORM set_config('conflictdb.revision_due', 'yes', true);
        UPDATE conflictdb_dataset SET revision = final + added, changed_at = moment WHERE id = 1;
    END IF;
END $$;

-- Runs when the transaction ends, and whenever it asks for its deferred rules before.
CREATE FUNCTION conflictdb_dataset_is_renewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('conflictdb.revision_due', '', true);
    UPDATE conflictdb_dataset dataset
    SET revision = coalesce((SELECT max(sequence) FROM conflictdb_change), 0),
        changed_at = coalesce(
            (SELECT at FROM conflictdb_change ORDER BY sequence DESC LIMIT 1), changed_at)
    WHERE id = 1;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dataset_is_renewed AFTER UPDATE ON conflictdb_dataset
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (current_setting('conflictdb.revision_due', true) = 'yes')
    EXECUTE FUNCTION conflictdb_dataset_is_renewed();

CREATE FUNCTION conflictdb_dataset_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conflictdb_dataset (id, revision, changed_at)
    SELECT 1, coalesce(max(sequence), 0), clock_timestamp() FROM conflictdb_change;
    RETURN NULL;
END $$;
CREATE TRIGGER dataset_stays_when_deleted AFTER DELETE ON conflictdb_dataset
    FOR EACH ROW EXECUTE FUNCTION conflictdb_dataset_stays();
CREATE TRIGGER dataset_stays_when_truncated AFTER TRUNCATE ON conflictdb_dataset
    FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_dataset_stays();

-- What of a row no reader ever sees; when nothing else changes, nothing public does.
CREATE FUNCTION conflictdb_shown(entry jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT entry - ARRAY[
        'version', 'created_at', 'updated_at', 'retitled', 'by_rule', 'question_fixed',
        'search_vector']
$$;

-- A save that changes nothing shown makes no published record newer.
CREATE FUNCTION conflictdb_public_time_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF conflictdb_shown(to_jsonb(OLD)) = conflictdb_shown(to_jsonb(NEW)) THEN
        NEW.updated_at := OLD.updated_at;
    END IF;
    RETURN NEW;
END $$;

-- Argument: the resource. Records are compared by slug, which is what the public knows them by.
CREATE FUNCTION conflictdb_records_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    slugs text[];
    operations text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(slug ORDER BY id), array_agg('published'::text) INTO slugs, operations
        FROM new_rows WHERE status = 'published';
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(slug ORDER BY id), array_agg('withdrawn'::text) INTO slugs, operations
        FROM old_rows WHERE status IN ('published', 'withdrawn');
    ELSIF EXISTS (SELECT FROM old_rows WHERE status IN ('published', 'withdrawn'))
        OR EXISTS (SELECT FROM new_rows WHERE status = 'published') THEN
        -- Dynamic: a plan for one row must not serve for a million.
        EXECUTE $query$
            SELECT array_agg(slug ORDER BY slug), array_agg(operation ORDER BY slug) FROM (
                SELECT coalesce(after.slug, before.slug) AS slug,
                    CASE WHEN before.slug IS NULL THEN 'published'
                        WHEN after.slug IS NOT NULL THEN 'updated'
                        WHEN to_jsonb(now) ->> 'merged_into_id' IS NOT NULL THEN 'merged'
                        ELSE 'withdrawn' END AS operation
                FROM (SELECT * FROM old_rows WHERE status = 'published') before
                FULL JOIN (SELECT * FROM new_rows WHERE status = 'published') after
                    ON after.slug = before.slug
                LEFT JOIN new_rows now ON now.id = before.id
                WHERE before.slug IS NULL OR after.slug IS NULL
                    OR conflictdb_shown(to_jsonb(before)) <> conflictdb_shown(to_jsonb(after))
                UNION ALL
                -- Withdrawn already, and merged, merged elsewhere or not merged any more.
                SELECT after.slug,
                    CASE WHEN to_jsonb(after) ->> 'merged_into_id' IS NOT NULL THEN 'merged'
                        ELSE 'withdrawn' END
                FROM old_rows before JOIN new_rows after ON after.id = before.id
                WHERE before.status <> 'published' AND after.status <> 'published'
                    AND 'withdrawn' IN (before.status, after.status)
                    AND to_jsonb(after) ->> 'merged_into_id'
                        IS DISTINCT FROM to_jsonb(before) ->> 'merged_into_id'
            ) changed
        $query$ INTO slugs, operations;
    END IF;
    PERFORM conflictdb_record_changes(TG_ARGV[0], slugs, operations);
    RETURN NULL;
END $$;

-- Something is shown otherwise with these records: those that are published are updated.
CREATE FUNCTION conflictdb_record_updates(of_resource text, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    slugs text[];
    operations text[];
BEGIN
    IF ids IS NULL THEN
        RETURN;
    ELSIF of_resource = 'citation' THEN
        PERFORM conflictdb_record_updates('claim', array_agg(DISTINCT claim_id)),
            conflictdb_record_updates('statement', array_agg(DISTINCT statement_id)),
            conflictdb_record_updates('affiliation', array_agg(DISTINCT affiliation_id))
        FROM conflictdb_citation WHERE id = ANY(ids) AND status = 'published';
    ELSIF of_resource = 'affiliation' THEN
        PERFORM conflictdb_record_updates('actor', array_agg(DISTINCT person_id))
        FROM conflictdb_affiliation WHERE id = ANY(ids) AND status = 'published';
    ELSE
        EXECUTE format(
            'SELECT array_agg(slug ORDER BY id), array_agg(''updated''::text)'
            ' FROM %I WHERE id = ANY($1) AND status = ''published''', 'conflictdb_' || of_resource)
            INTO slugs, operations USING ids;
        PERFORM conflictdb_record_changes(of_resource, slugs, operations);
    END IF;
END $$;

-- Arguments: which of its rows are public, in SQL; then columns that name an owner, each with what
-- it names.
CREATE FUNCTION conflictdb_parts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text;
    ids bigint[];
BEGIN
    changed := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
        ELSE (
            SELECT string_agg(format(
                'SELECT %I.* FROM old_rows before JOIN new_rows after ON after.id = before.id'
                ' WHERE conflictdb_shown(to_jsonb(before)) <> conflictdb_shown(to_jsonb(after))',
                side), ' UNION ALL ')
            FROM unnest(ARRAY['before', 'after']) AS side
        ) END;
    FOR argument IN 1 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'SELECT array_agg(DISTINCT %1$I) FROM (%2$s) changed WHERE %1$I IS NOT NULL AND %3$s',
            TG_ARGV[argument], changed, TG_ARGV[0])
            INTO ids;
        PERFORM conflictdb_record_updates(TG_ARGV[argument + 1], ids);
    END LOOP;
    RETURN NULL;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION conflictdb_record_changes(text, text[], text[]) CASCADE;
DROP FUNCTION conflictdb_dataset_is_renewed() CASCADE;
DROP FUNCTION conflictdb_dataset_stays() CASCADE;
DROP FUNCTION conflictdb_shown(jsonb) CASCADE;
DROP FUNCTION conflictdb_public_time_stays() CASCADE;
DROP FUNCTION conflictdb_records_changed() CASCADE;
DROP FUNCTION conflictdb_record_updates(text, bigint[]) CASCADE;
DROP FUNCTION conflictdb_parts_changed() CASCADE;
"""


def _triggers() -> str:
    statements = []
    for table in RECORDS:
        statements += _of_each_event(table, f"records_changed('{table}')")
        statements.append(
            f"CREATE TRIGGER {table}_public_time_stays BEFORE UPDATE ON conflictdb_{table}"
            " FOR EACH ROW WHEN (OLD.status = 'published' AND NEW.status = 'published'"
            " AND OLD.version <> NEW.version)"
            " EXECUTE FUNCTION conflictdb_public_time_stays();"
        )
    for table, public, owners in PARTS:
        arguments = [public, *(word for pair in owners.items() for word in pair)]
        quoted = ", ".join("'" + argument.replace("'", "''") + "'" for argument in arguments)
        statements += _of_each_event(table, f"parts_changed({quoted})")
    statements += [
        f"CREATE CONSTRAINT TRIGGER {table}_merged_without_loop"
        f" AFTER INSERT OR UPDATE OF merged_into_id ON conflictdb_{table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)"
        " EXECUTE FUNCTION conflictdb_tree_has_no_loop('merged_into_id');"
        for table in MERGEABLE
    ]
    return "\n".join(statements)


def _of_each_event(table: str, call: str) -> list[str]:
    """A trigger for each event: only one that has a single event sees the rows of a statement."""
    rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}
    return [
        f"CREATE TRIGGER {table}_{event}_in_feed AFTER {event.upper()} ON conflictdb_{table}"
        f" REFERENCING {' '.join(f'{side} TABLE AS {side.lower()}_rows' for side in sides)}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_{call};"
        for event, sides in rows.items()
    ]


def _what_is_there() -> str:
    """The feed of a dataset that was public before it had one."""
    rows = " UNION ALL ".join(
        f"SELECT {place} AS place, '{table}' AS resource, id, slug, status"
        f" FROM conflictdb_{table} WHERE status IN ('published', 'withdrawn')"
        for place, table in enumerate(RECORDS)
    )
    return (
        "INSERT INTO conflictdb_change (sequence, at, resource, slug, operation)"
        " SELECT row_number() OVER (ORDER BY status, place, id), now(), resource, slug, status"
        f" FROM ({rows}) known;"
        "INSERT INTO conflictdb_dataset (id, revision, changed_at)"
        " SELECT 1, count(*), now() FROM conflictdb_change;"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0002_rules_across_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "sequence",
                    models.BigIntegerField(
                        help_text="Counts the changes from 1 without a gap, in the order in which they took hold.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it changed; rises with the sequence.")),
                (
                    "resource",
                    models.CharField(
                        choices=[
                            ("incident", "Incident"),
                            ("statement", "Statement"),
                            ("claim", "Claim"),
                            ("actor", "Actor"),
                            ("place", "Place"),
                            ("document", "Document"),
                            ("question", "Question"),
                        ],
                        help_text="What sort of record changed.",
                        max_length=12,
                    ),
                ),
                ("slug", models.CharField(help_text="Which record changed.", max_length=300)),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("updated", "Updated"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Merged"),
                        ],
                        help_text="What happened to it.",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("error", "Error"),
                            ("duplicate", "Duplicate"),
                            ("retracted_source", "Retracted source"),
                            ("out_of_scope", "Out of scope"),
                            ("privacy", "Privacy"),
                            ("legal", "Legal"),
                            ("other", "Other"),
                        ],
                        help_text="Why it was withdrawn; null otherwise, and where no reason was coded.",
                        max_length=20,
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
            },
        ),
        migrations.CreateModel(
            name="Dataset",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Always 1.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "revision",
                    models.BigIntegerField(
                        default=0, help_text="The sequence of the last change; rises with each."
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(help_text="When something public last changed."),
                ),
            ],
        ),
        migrations.AddField(
            model_name="actor",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The record that this one turned out to be; set only when it is withdrawn.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="conflictdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The record that this one turned out to be; set only when it is withdrawn.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="conflictdb.incident",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The record that this one turned out to be; set only when it is withdrawn.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="conflictdb.place",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The record that this one turned out to be; set only when it is withdrawn.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="conflictdb.question",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status", "withdrawn"),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="actor_merged_when_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status", "withdrawn"),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incident_merged_when_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status", "withdrawn"),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="place_merged_when_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status", "withdrawn"),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_merged_when_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["resource", "slug", "-sequence"], name="change_by_record"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 1)), name="change_sequence_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "resource__in",
                        [
                            "incident",
                            "statement",
                            "claim",
                            "actor",
                            "place",
                            "document",
                            "question",
                        ],
                    )
                ),
                name="change_resource_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("operation__in", ["published", "updated", "withdrawn", "merged"])
                ),
                name="change_operation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "error",
                            "duplicate",
                            "retracted_source",
                            "out_of_scope",
                            "privacy",
                            "legal",
                            "other",
                        ],
                    )
                ),
                name="change_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__isnull", True),
                    ("operation__in", ["withdrawn", "merged"]),
                    _connector="OR",
                ),
                name="change_reason_of_withdrawals",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataset",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="dataset_one_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="dataset",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 0)), name="dataset_revision_counts"
            ),
        ),
        migrations.RunSQL(_what_is_there(), migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(_triggers(), migrations.RunSQL.noop),
    ]
