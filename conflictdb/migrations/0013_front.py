"""What the curators' front page and lists ask: citations that fail, indexes, unfinished words.

Curators see records of every status, the last changed first; the indexes before this serve the
public, which sees published ones only.
"""

import django.db.models.deletion
from django.db import migrations, models

_FAILS = """
    encode(sha256(convert_to(substr(
        kept.content, citation.start + 1, citation."end" - citation.start), 'UTF8')), 'hex')
    <> citation.sha256
"""

CHECKING = f"""
-- Checks these citations anew against the texts that are kept.
CREATE FUNCTION conflictdb_check_citations(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM conflictdb_failingcitation WHERE citation_id = ANY (ids);
    INSERT INTO conflictdb_failingcitation (citation_id)
    SELECT citation.id FROM conflictdb_citation citation
    JOIN conflictdb_documenttext kept ON kept.document_id = citation.document_id
    WHERE citation.id = ANY (ids) AND {_FAILS};
END $$;

CREATE FUNCTION conflictdb_citations_are_checked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM conflictdb_check_citations(array_agg(id)) FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM conflictdb_failingcitation WHERE citation_id IN (SELECT id FROM old_rows);
    ELSE
        PERFORM conflictdb_check_citations(array_agg(id)) FROM (
            SELECT id, document_id, start, "end", sha256 FROM new_rows
            EXCEPT SELECT id, document_id, start, "end", sha256 FROM old_rows
        ) changed;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION conflictdb_texts_are_checked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    documents bigint[];
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT array_agg(document_id) INTO documents FROM new_rows;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT documents || array_agg(document_id) INTO documents FROM old_rows;
    END IF;
    PERFORM conflictdb_check_citations(array_agg(id))
    FROM conflictdb_citation WHERE document_id = ANY (documents);
    RETURN NULL;
END $$;
"""

_EVENTS = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}
TRIGGERS = "\n".join(
    f"CREATE TRIGGER {table}_{event}_is_checked AFTER {event.upper()} ON conflictdb_{table}"
    f" REFERENCING {' '.join(f'{side} TABLE AS {side.lower()}_rows' for side in sides)}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION conflictdb_{checks}();"
    for table, checks in {
        "citation": "citations_are_checked",
        "documenttext": "texts_are_checked",
    }.items()
    for event, sides in _EVENTS.items()
)

FILL = f"""
    INSERT INTO conflictdb_failingcitation (citation_id)
    SELECT citation.id FROM conflictdb_citation citation
    JOIN conflictdb_documenttext kept ON kept.document_id = citation.document_id
    WHERE {_FAILS}
"""

DROP_CHECKING = """
DROP FUNCTION conflictdb_citations_are_checked() CASCADE;
DROP FUNCTION conflictdb_texts_are_checked() CASCADE;
DROP FUNCTION conflictdb_check_citations(bigint[]);
"""

# As conflictdb_search_query, but the last word may be unfinished: what fields that search while
# somebody types ask for. A single letter is the begin of too many words to mean one.
BEGINNINGS = """
CREATE FUNCTION conflictdb_search_beginning(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 SET search_path FROM CURRENT AS $$
DECLARE
    folded text[] := string_to_array(conflictdb_american(conflictdb_fold(words)), ' ');
    final text := folded[cardinality(folded)];
    whole tsquery := conflictdb_search_query(words);
    begun tsquery;
    earlier tsquery;
BEGIN
    IF coalesce(length(final), 0) < 2 THEN
        RETURN whole;
    END IF;
    begun := ('''' || final || ''':*')::tsquery;
    IF length(final) > 3 THEN
        begun := begun || ('''' || conflictdb_spelled(final) || ''':*')::tsquery;
    END IF;
    earlier := conflictdb_search_query(array_to_string(folded[:cardinality(folded) - 1], ' '));
    RETURN whole || CASE WHEN numnode(earlier) = 0 THEN begun ELSE earlier && begun END;
END $$;
"""

# Django's log has no index for what is asked of it: a record's entries, and the latest ones.
LOG_INDEXES = """
CREATE INDEX conflictdb_log_by_record
    ON django_admin_log (content_type_id, object_id, action_time, id);
CREATE INDEX conflictdb_log_by_time ON django_admin_log (action_time, id);
"""
DROP_LOG_INDEXES = "DROP INDEX conflictdb_log_by_record; DROP INDEX conflictdb_log_by_time;"


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("conflictdb", "0012_desk_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailingCitation",
            fields=[
                (
                    "citation",
                    models.OneToOneField(
                        help_text="The citation that fails.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="failure",
                        serialize=False,
                        to="conflictdb.citation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(fields=["updated_at", "id"], name="actor_changed"),
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="actor_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["updated_at", "id"], name="affiliation_changed"),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="affiliation_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(fields=["updated_at", "id"], name="citation_changed"),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="citation_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(fields=["mode", "updated_at", "id"], name="citation_mode"),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("hedge", "none"), _negated=True),
                fields=["hedge", "updated_at", "id"],
                name="citation_hedge_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("part", "body"), _negated=True),
                fields=["part", "updated_at", "id"],
                name="citation_part_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["updated_at", "id"], name="claim_changed"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="claim_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["kind", "updated_at", "id"], name="claim_kind"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                fields=["asserted_first_day", "id"], name="claim_asserted_first_day"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("polarity", "asserts"), _negated=True),
                fields=["polarity", "updated_at", "id"],
                name="claim_polarity_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("modality", "actual"), _negated=True),
                fields=["modality", "updated_at", "id"],
                name="claim_modality_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("certainty", "stated"), _negated=True),
                fields=["certainty", "updated_at", "id"],
                name="claim_certainty_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="claimlink",
            index=models.Index(fields=["updated_at", "id"], name="claim_link_changed"),
        ),
        migrations.AddIndex(
            model_name="claimlink",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="claim_link_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="claimlink",
            index=models.Index(fields=["relation", "updated_at", "id"], name="claim_link_relation"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["updated_at", "id"], name="document_changed"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="document_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["published_first_day", "id"], name="document_published_first_day"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("translation", "none"), _negated=True),
                fields=["translation", "updated_at", "id"],
                name="document_translation_unusual",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["url"], name="document_by_url"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["updated_at", "id"], name="incident_changed"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="incident_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["kind", "updated_at", "id"], name="incident_kind"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["occurred_first_day", "id"], name="incident_occurred_first_day"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["updated_at", "id"], name="place_changed"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="place_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["updated_at", "id"], name="question_changed"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="question_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["topic", "updated_at", "id"], name="question_topic"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("contested", True)),
                fields=["topic", "updated_at", "id"],
                name="question_contested",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["updated_at", "id"], name="statement_changed"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="statement_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["channel", "updated_at", "id"], name="statement_channel"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["made_first_day", "id"], name="statement_made_first_day"),
        ),
        migrations.AddIndex(
            model_name="statementlink",
            index=models.Index(fields=["updated_at", "id"], name="statement_link_changed"),
        ),
        migrations.AddIndex(
            model_name="statementlink",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "updated_at", "id"],
                name="statement_link_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="statementlink",
            index=models.Index(
                fields=["relation", "updated_at", "id"], name="statement_link_relation"
            ),
        ),
        migrations.RunSQL(CHECKING + TRIGGERS, DROP_CHECKING),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(BEGINNINGS, "DROP FUNCTION conflictdb_search_beginning(text)"),
        migrations.RunSQL(LOG_INDEXES, DROP_LOG_INDEXES),
    ]
