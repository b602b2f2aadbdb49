"""Rules that no single row can break: states, published references, trees without loops.

Constraint triggers check them when a transaction commits, whatever door the rows came through.
"""

from django.db import migrations

# (table, column, table that it refers to): a published row refers to published rows only.
REFERENCES = [
    ("place", "parent_id", "place"),
    ("actor", "side_id", "actor"),
    ("actor", "part_of_id", "actor"),
    ("affiliation", "person_id", "actor"),
    ("affiliation", "body_id", "actor"),
    ("document", "publisher_id", "actor"),
    ("incident", "place_id", "place"),
    ("incident", "part_of_id", "incident"),
    ("statement", "speaker_id", "actor"),
    ("statement", "on_behalf_of_id", "actor"),
    ("statementlink", "from_statement_id", "statement"),
    ("statementlink", "to_statement_id", "statement"),
    ("question", "incident_id", "incident"),
    ("question", "subject_side_id", "actor"),
    ("claim", "statement_id", "statement"),
    ("claim", "incident_id", "incident"),
    ("claim", "subject_id", "actor"),
    ("claim", "target_id", "actor"),
    ("claim", "about_id", "incident"),
    ("claim", "place_id", "place"),
    ("claim", "breakdown_of_id", "claim"),
    ("claim", "question_id", "question"),
    ("claimlink", "from_claim_id", "claim"),
    ("claimlink", "to_claim_id", "claim"),
    ("citation", "document_id", "document"),
    ("citation", "statement_id", "statement"),
    ("citation", "claim_id", "claim"),
    ("citation", "affiliation_id", "affiliation"),
]

# (table, column of the owner, owner's table, column, table): the same for rows that records own.
OWNED_REFERENCES = [
    ("participant", "incident_id", "incident", "actor_id", "actor"),
    ("hop", "citation_id", "citation", "actor_id", "actor"),
    ("incident_places", "incident_id", "incident", "place_id", "place"),
    ("document_agencies", "document_id", "document", "actor_id", "actor"),
    ("statement_co_speakers", "statement_id", "statement", "actor_id", "actor"),
    ("statement_addressees", "statement_id", "statement", "actor_id", "actor"),
    ("statement_incidents", "statement_id", "statement", "incident_id", "incident"),
]

TREES = [
    ("place", "parent_id"),
    ("actor", "part_of_id"),
    ("incident", "part_of_id"),
    ("claim", "breakdown_of_id"),
]

FUNCTIONS = """
CREATE FUNCTION conflictdb_actor_state_is_its_own_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'state' AND NEW.side_id IS NULL THEN
        NEW.side_id := NEW.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER actor_state_is_its_own_side BEFORE INSERT OR UPDATE ON conflictdb_actor
    FOR EACH ROW EXECUTE FUNCTION conflictdb_actor_state_is_its_own_side();

-- Arguments: the referring column, the table referred to; for owned rows also owner column, table.
CREATE FUNCTION conflictdb_refers_to_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    IF TG_NARGS = 2 THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %I record JOIN %I target ON target.id = record.%I'
            ' WHERE record.id = $1 AND record.status = ''published'''
            ' AND target.status <> ''published'')',
            TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[0])
            INTO is_broken USING NEW.id;
    ELSE
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %I record JOIN %I target ON target.id = record.%I'
            ' JOIN %I owner ON owner.id = record.%I'
            ' WHERE record.id = $1 AND owner.status = ''published'''
            ' AND target.status <> ''published'')',
            TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[0], TG_ARGV[3], TG_ARGV[2])
            INTO is_broken USING NEW.id;
    END IF;
    IF is_broken THEN
        RAISE EXCEPTION 'a published record refers to one that is not published: %% %%',
            TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

-- Arguments: the referring table and column; for owned rows also owner column, owner table.
CREATE FUNCTION conflictdb_referred_to_stays_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    IF TG_NARGS = 2 THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %I record JOIN %I target ON target.id = record.%I'
            ' WHERE target.id = $1 AND record.status = ''published'''
            ' AND target.status <> ''published'')',
            TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1])
            INTO is_broken USING NEW.id;
    ELSE
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %I record JOIN %I target ON target.id = record.%I'
            ' JOIN %I owner ON owner.id = record.%I'
            ' WHERE target.id = $1 AND owner.status = ''published'''
            ' AND target.status <> ''published'')',
            TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[3], TG_ARGV[2])
            INTO is_broken USING NEW.id;
    END IF;
    IF is_broken THEN
        RAISE EXCEPTION 'a record that is no longer published is still referred to by %% %%',
            TG_ARGV[0], TG_ARGV[1]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

-- Arguments: the owned table, its columns for owner and target, the target's table.
CREATE FUNCTION conflictdb_owned_refer_to_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I owner JOIN %I owned ON owned.%I = owner.id'
        ' JOIN %I target ON target.id = owned.%I'
        ' WHERE owner.id = $1 AND owner.status = ''published'' AND target.status <> ''published'')',
        TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[3], TG_ARGV[2])
        INTO is_broken USING NEW.id;
    IF is_broken THEN
        RAISE EXCEPTION 'a published record refers to one that is not published: %% %%',
            TG_ARGV[0], TG_ARGV[2]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

-- Argument: the column that names the row above.
CREATE FUNCTION conflictdb_tree_has_no_loop() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    EXECUTE format(
        'WITH RECURSIVE above(id) AS (SELECT %1$I FROM %2$I WHERE id = $1'
        ' UNION SELECT t.%1$I FROM %2$I t JOIN above ON t.id = above.id WHERE t.%1$I IS NOT NULL)'
        ' SELECT EXISTS (SELECT 1 FROM above WHERE id = $1)', TG_ARGV[0], TG_TABLE_NAME)
        INTO is_broken USING NEW.id;
    IF is_broken THEN
        RAISE EXCEPTION 'a record lies within itself: %% %%', TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION conflictdb_actor_state_is_its_own_side() CASCADE;
DROP FUNCTION conflictdb_refers_to_published() CASCADE;
DROP FUNCTION conflictdb_referred_to_stays_published() CASCADE;
DROP FUNCTION conflictdb_owned_refer_to_published() CASCADE;
DROP FUNCTION conflictdb_tree_has_no_loop() CASCADE;
"""


def _trigger(name: str, events: str, table: str, when: str, call: str) -> str:
    return (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON conflictdb_{table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when} EXECUTE FUNCTION conflictdb_{call};"
    )


def _triggers() -> str:
    statements = []
    for table, column, target in REFERENCES:
        field = column.removesuffix("_id")
        statements += [
            _trigger(
                f"{table}_{field}_is_published",
                f"INSERT OR UPDATE OF status, {column}",
                table,
                f"WHEN (NEW.status = 'published' AND NEW.{column} IS NOT NULL)",
                f"refers_to_published('{column}', 'conflictdb_{target}')",
            ),
            _trigger(
                f"{target}_published_for_{table}_{field}",
                "UPDATE OF status",
                target,
                "WHEN (OLD.status = 'published' AND NEW.status <> 'published')",
                f"referred_to_stays_published('conflictdb_{table}', '{column}')",
            ),
        ]
    for table, owner_column, owner, column, target in OWNED_REFERENCES:
        field = column.removesuffix("_id")
        owned = f"'{owner_column}', 'conflictdb_{owner}'"
        statements += [
            _trigger(
                f"{table}_{field}_is_published",
                "INSERT OR UPDATE",
                table,
                "",
                f"refers_to_published('{column}', 'conflictdb_{target}', {owned})",
            ),
            _trigger(
                f"{target}_published_for_{table}_{field}",
                "UPDATE OF status",
                target,
                "WHEN (OLD.status = 'published' AND NEW.status <> 'published')",
                f"referred_to_stays_published('conflictdb_{table}', '{column}', {owned})",
            ),
            _trigger(
                f"{owner}_publishes_with_{table}_{field}",
                "UPDATE OF status",
                owner,
                "WHEN (OLD.status <> 'published' AND NEW.status = 'published')",
                f"owned_refer_to_published('conflictdb_{table}', '{owner_column}',"
                f" '{column}', 'conflictdb_{target}')",
            ),
        ]
    for table, column in TREES:
        statements.append(
            _trigger(
                f"{table}_tree_has_no_loop",
                f"INSERT OR UPDATE OF {column}",
                table,
                f"WHEN (NEW.{column} IS NOT NULL)",
                f"tree_has_no_loop('{column}')",
            )
        )
    return "\n".join(statements)


class Migration(migrations.Migration):
    dependencies = [("conflictdb", "0001_records")]

    operations = [
        migrations.RunSQL(FUNCTIONS.replace("%%", "%"), DROP_FUNCTIONS),
        migrations.RunSQL(_triggers(), migrations.RunSQL.noop),
    ]
