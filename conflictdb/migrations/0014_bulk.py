"""Triggers that take a change of fifty thousand rows as they take one: in time that grows with it.

What each of them means stays what the migrations before say. What changes is how they ask:

- A plan for rows of a transition table is made anew each time. A kept one was made for the few
  rows of some earlier change, and compares each row with each.
- Rows are found by their keys, or by an array of keys, and never by a join: statistics know nothing
  of what the transaction itself has made, and joins are then planned as if of one row.
- Rules across rows have their own function each, whose plan is kept, instead of one that makes a
  plan for every row. Their plans use indexes even if they were made while a table was empty.
- Where other rows follow a change, they are given its time at once, and not by a second update.
"""

import re
from importlib import import_module

from django.db import migrations

rules = import_module("conflictdb.migrations.0002_rules_across_rows")
changes = import_module("conflictdb.migrations.0003_changes")
read = import_module("conflictdb.migrations.0004_read_columns")
paths = import_module("conflictdb.migrations.0006_long_times")

# Looks up rows by their keys: its plan is good for any number of rows in the tables.
BY_KEYS = (
    "SET search_path FROM CURRENT SET enable_seqscan = off SET plan_cache_mode = force_generic_plan"
)

FEED = """
-- When this transaction's public changes count as made: one moment for all of them, later than that
-- of any other. Takes the row of the dataset, see conflictdb_record_changes.
CREATE FUNCTION conflictdb_moment() RETURNS timestamptz LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    before bigint;
    moment timestamptz;
BEGIN
    IF coalesce(current_setting('conflictdb.revision_before', true), '') <> '' THEN
        RETURN current_setting('conflictdb.moment');
    END IF;
    SELECT revision, greatest(clock_timestamp(), changed_at + interval '1 microsecond')
    INTO STRICT before, moment FROM conflictdb_dataset WHERE id = 1 FOR UPDATE;
    PERFORM set_config('conflictdb.revision_before', before::text, true),
        set_config('conflictdb.moment', moment::text, true);
    RETURN moment;
END $$;

-- Adds changes to the feed: of one resource, what happened to each of these slugs, each named once.
--
-- A transaction has one entry for a record, whatever it does to it, and none for what it publishes
-- and takes back. Its entries are those after conflictdb.revision_before, which is set when it takes
-- the row of the dataset: number and entry are thus given under one lock that is held until the
-- transaction ends. So numbers follow commits, whoever reads on from a number misses nothing, and a
-- rollback gives its numbers back, which a sequence of PostgreSQL would not.
--
-- Two transactions can wait for each other here only when the second has locked a record before
-- its first public change, and the first wants that record after its own. Curation takes the row of
-- the dataset first (Dataset.objects.hold), so it never does; where other SQL does, PostgreSQL ends
-- one of the two after deadlock_timeout, which leaves no trace in the feed.
CREATE OR REPLACE FUNCTION conflictdb_record_changes(
    of_resource text, slugs text[], operations text[]
)
RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT
-- A plan made for an empty feed, or for one row, must not serve for a million. Where the feed is much
-- longer than the statistics know, any index looks as good as that by record: "sequence + 0" below
-- leaves no other one.
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
DECLARE
    is_first boolean := coalesce(current_setting('conflictdb.revision_before', true), '') = '';
    why text := nullif(current_setting('conflictdb.reason', true), '');
    moment timestamptz;
    before bigint;
    final bigint;
    freed bigint[];
    told text;
    entries bigint[];
    added bigint;
BEGIN
    IF slugs IS NULL THEN
        RETURN;
    END IF;
    moment := conflictdb_moment();
    before := current_setting('conflictdb.revision_before');
    IF is_first THEN
        final := before;
    ELSE
        SELECT coalesce(max(sequence), 0) INTO final FROM conflictdb_change;
        -- Published and taken back within this transaction: nobody ever saw it.
        IF operations && ARRAY['withdrawn', 'merged'] THEN
            WITH gone AS (
                DELETE FROM conflictdb_change change
                WHERE change.sequence = ANY (ARRAY(
                    SELECT last.sequence
                    FROM unnest(slugs, operations) AS given(slug, operation)
                    CROSS JOIN LATERAL (
                        SELECT sequence, operation FROM conflictdb_change
                        WHERE resource = of_resource AND slug = given.slug
                        ORDER BY sequence + 0 DESC LIMIT 1
                    ) last
                    WHERE last.sequence > before AND last.operation = 'published'
                        AND given.operation IN ('withdrawn', 'merged')
                ))
                RETURNING change.sequence
            ) SELECT array_agg(sequence) INTO freed FROM gone;
        END IF;
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
        FOR told, entries IN
            SELECT given.operation, array_agg(last.sequence)
            FROM unnest(slugs, operations) AS given(slug, operation)
            CROSS JOIN LATERAL (
                SELECT sequence, operation FROM conflictdb_change
                WHERE resource = of_resource AND slug = given.slug
                ORDER BY sequence + 0 DESC LIMIT 1
            ) last
            WHERE last.sequence > before
                AND last.operation NOT IN ('published', given.operation)
            GROUP BY given.operation
        LOOP
            UPDATE conflictdb_change
            SET operation = CASE told WHEN 'published' THEN 'updated' ELSE told END,
                reason = CASE WHEN told IN ('withdrawn', 'merged') THEN why END
            WHERE sequence = ANY (entries);
        END LOOP;
    END IF;
    INSERT INTO conflictdb_change (sequence, at, resource, slug, operation, reason)
    SELECT final + row_number() OVER (ORDER BY given.place), moment, of_resource, given.slug,
        given.operation, CASE WHEN given.operation IN ('withdrawn', 'merged') THEN why END
    FROM unnest(slugs, operations) WITH ORDINALITY AS given(slug, operation, place)
    LEFT JOIN LATERAL (
        SELECT sequence, operation FROM conflictdb_change
        WHERE resource = of_resource AND slug = given.slug
        ORDER BY sequence + 0 DESC LIMIT 1
    ) last ON true
    WHERE coalesce(last.sequence <= before, true)
        -- Only what the public knows can be taken back, and not twice.
        AND (given.operation IN ('published', 'updated')
            OR last.operation <> given.operation
            OR last.operation = 'merged');
    GET DIAGNOSTICS added = ROW_COUNT;
    -- Whatever a reader sees of a record makes it newer, be it in its own row or in another.
    IF 'updated' = ANY (operations) THEN
        EXECUTE format(
            'UPDATE %I SET updated_at = $1 WHERE slug = ANY ($2) AND updated_at < $1',
            'conflictdb_' || of_resource)
            USING moment, ARRAY(
                SELECT slug FROM unnest(slugs, operations) AS given(slug, operation)
                WHERE operation = 'updated');
    END IF;
    -- Once is enough for the transaction: a row that is updated a million times in one is slow.
    IF (added > 0 OR freed IS NOT NULL)
        AND coalesce(current_setting('conflictdb.revision_due', true), '') = '' THEN
        PERFORM set_config('conflictdb.revision_due', 'yes', true);
        UPDATE conflictdb_dataset SET revision = final + added, changed_at = moment WHERE id = 1;
    END IF;
END $$;
"""

# Other rows follow. Each asks anew for the rows of its own statement: see above.
FOLLOWED = """
-- Has these claims worked out anew, by one condition on the claim that names them by $1. They change
-- in what is shown: those that are public are as new as the change. Takes no lock for drafts.
CREATE FUNCTION conflictdb_claims_follow(which text, ids bigint[]) RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    are_public boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM conflictdb_claim WHERE (%s) AND status = ''published'')', which)
        INTO are_public USING ids;
    EXECUTE format(
        'UPDATE conflictdb_claim SET updated_at = CASE WHEN status = ''published'''
        ' THEN greatest(updated_at, $2) ELSE updated_at END WHERE %s', which)
        USING ids, CASE WHEN are_public THEN conflictdb_moment() END;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_place_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(id) FROM after JOIN before USING (id)
        WHERE after.country IS DISTINCT FROM before.country
    $query$ INTO changed;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_incident SET country = country WHERE place_id = ANY (changed);
        PERFORM conflictdb_claims_follow('place_id = ANY ($1)', changed);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_incident_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(id) FROM after JOIN before USING (id)
        WHERE after.country IS DISTINCT FROM before.country
    $query$ INTO changed;
    IF changed IS NOT NULL THEN
        PERFORM conflictdb_claims_follow('incident_id = ANY ($1) AND place_id IS NULL', changed);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_actor_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(id) FROM after JOIN before USING (id)
        WHERE after.side_id IS DISTINCT FROM before.side_id
    $query$ INTO changed;
    IF changed IS NOT NULL THEN
        -- Each half has an index, which an OR of the two would not use.
        UPDATE conflictdb_claim SET own_loss = own_loss WHERE id IN (
            SELECT id FROM conflictdb_claim WHERE subject_id = ANY (changed)
            UNION
            SELECT claim.id FROM conflictdb_statement statement
            JOIN conflictdb_claim claim ON claim.statement_id = statement.id
            WHERE statement.speaker_id = ANY (changed)
        );
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_statement_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(id) FROM after JOIN before USING (id)
        WHERE (after.speaker_id, after.known_from, after.made_edtf, after.made_earliest,
               after.made_latest, after.made_first_day, after.made_last_day)
            IS DISTINCT FROM
              (before.speaker_id, before.known_from, before.made_edtf, before.made_earliest,
               before.made_latest, before.made_first_day, before.made_last_day)
    $query$ INTO changed;
    IF changed IS NOT NULL THEN
        PERFORM conflictdb_claims_follow('statement_id = ANY ($1)', changed);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_claim_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(after.statement_id) || array_agg(before.statement_id)
        FROM after JOIN before USING (id) WHERE after.statement_id <> before.statement_id
    $query$ INTO changed;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_statement SET known_from = known_from
        WHERE id = ANY (changed) AND made_latest IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION conflictdb_document_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE $query$
        SELECT array_agg(id) FROM after JOIN before USING (id)
        WHERE (after.status, after.published_latest)
            IS DISTINCT FROM (before.status, before.published_latest)
    $query$ INTO changed;
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

CREATE OR REPLACE FUNCTION conflictdb_citation_is_followed() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint[];
BEGIN
    EXECUTE CASE TG_OP WHEN 'UPDATE' THEN $query$
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
        SELECT array_agg(coalesce(cited.statement_id, claim.statement_id))
        FROM cited LEFT JOIN conflictdb_claim claim ON claim.id = cited.claim_id
    $query$ ELSE $query$
        SELECT array_agg(DISTINCT coalesce(rows.statement_id, claim.statement_id))
        FROM rows LEFT JOIN conflictdb_claim claim ON claim.id = rows.claim_id
    $query$ END INTO changed;
    IF changed IS NOT NULL THEN
        UPDATE conflictdb_statement SET known_from = known_from
        WHERE id = ANY (changed) AND made_latest IS NULL;
    END IF;
    RETURN NULL;
END $$;

-- What one row follows is looked up by keys.
ALTER FUNCTION conflictdb_claim_follows()
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan;
"""


def _rule(trigger: str, table: str, events: str, *, when: str, broken: str, message: str) -> str:
    """A deferred rule with a function of its name. ``broken``: what finds the row that breaks it."""
    return f"""
CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql {BY_KEYS} AS $$
BEGIN
    IF EXISTS ({broken}) THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER {trigger} ON conflictdb_{table};
CREATE CONSTRAINT TRIGGER {trigger} AFTER {events} ON conflictdb_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when} EXECUTE FUNCTION {trigger}();
"""


UNPUBLISHED = "a published record refers to one that is not published"


def _refers(table: str, column: str, target: str, owner: tuple[str, str] | None = None) -> str:
    """A row that is published, or whose owner is, refers to published ones only."""
    field = column.removesuffix("_id")
    joins = (
        f"conflictdb_{table} record JOIN conflictdb_{target} target ON target.id = record.{column}"
    )
    public = "record.status = 'published'"
    if owner:
        joins += f" JOIN conflictdb_{owner[1]} owner ON owner.id = record.{owner[0]}"
        public = "owner.status = 'published'"
    found = (
        f"SELECT FROM {joins} WHERE {{}}.id = NEW.id AND {public} AND target.status <> 'published'"
    )
    own = f"OF status, {column}", f"WHEN (NEW.status = 'published' AND NEW.{column} IS NOT NULL)"
    changed, when = ("", "") if owner else own
    made = _rule(
        f"{table}_{field}_is_published",
        table,
        f"INSERT OR UPDATE {changed}",
        when=when,
        broken=found.format("record"),
        message=f"{UNPUBLISHED}: conflictdb_{table} {column}",
    ) + _rule(
        f"{target}_published_for_{table}_{field}",
        target,
        "UPDATE OF status",
        when="WHEN (OLD.status = 'published' AND NEW.status <> 'published')",
        broken=found.format("target"),
        message=f"a record that is no longer published is still referred to by conflictdb_{table} {column}",
    )
    if owner:
        made += _rule(
            f"{owner[1]}_publishes_with_{table}_{field}",
            owner[1],
            "UPDATE OF status",
            when="WHEN (OLD.status <> 'published' AND NEW.status = 'published')",
            broken=found.format("owner"),
            message=f"{UNPUBLISHED}: conflictdb_{table} {column}",
        )
    return made


def _has_no_loop(trigger: str, table: str, column: str) -> str:
    return _rule(
        trigger,
        table,
        f"INSERT OR UPDATE OF {column}",
        when=f"WHEN (NEW.{column} IS NOT NULL)",
        broken=f"WITH RECURSIVE above(id) AS (SELECT {column} FROM conflictdb_{table} WHERE id = NEW.id"
        f" UNION SELECT record.{column} FROM conflictdb_{table} record"
        f" JOIN above ON record.id = above.id WHERE record.{column} IS NOT NULL)"
        " SELECT FROM above WHERE id = NEW.id",
        message=f"a record lies within itself: conflictdb_{table} {column}",
    )


RULES = "".join(
    [
        *(_refers(*reference) for reference in rules.REFERENCES),
        *(
            _refers(table, column, target, (owner_column, owner))
            for table, owner_column, owner, column, target in rules.OWNED_REFERENCES
        ),
        *(_has_no_loop(f"{table}_tree_has_no_loop", table, col) for table, col in rules.TREES),
        *(
            _has_no_loop(f"{table}_merged_without_loop", table, "merged_into_id")
            for table in changes.MERGEABLE
        ),
    ]
)


# As it was before.
DROP_FUNCTIONS = "".join(
    [
        "DROP FUNCTION conflictdb_claims_follow(text, bigint[]); DROP FUNCTION conflictdb_moment();",
        *(
            made.replace("CREATE", "CREATE OR REPLACE", 1)
            for made in re.findall(
                r"CREATE FUNCTION (?:conflictdb_record_changes|\w+_is_followed)\(.*?END \$\$;",
                changes.FUNCTIONS + read.PASSED_ON,
                re.DOTALL,
            )
        ),
        "ALTER FUNCTION conflictdb_claim_follows() RESET enable_seqscan RESET plan_cache_mode;",
        paths.PATHS,
    ]
)
DROP_RULES = "".join(
    [
        *(
            f"DROP FUNCTION {name}() CASCADE;"
            for name in re.findall(r"FUNCTION (\w+)\(\) R", RULES)
        ),
        rules._triggers(),  # noqa: SLF001
        *re.findall(
            r"CREATE CONSTRAINT TRIGGER \w+_merged_without_loop[^;]*;",
            changes._triggers(),  # noqa: SLF001
        ),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0013_front")]

    operations = [
        migrations.RunSQL(FEED + FOLLOWED, DROP_FUNCTIONS),
        migrations.RunSQL(RULES, DROP_RULES),
    ]
