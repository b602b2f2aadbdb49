-- A large invented dataset in seconds: of {incidents} incidents, and all else in proportion.
--
-- Number 1 of everything is the hub: the war with thousands of parts, the state with a sixth of all
-- claims about it, the question with a thousandth of them, the most cited report. Two rows in a
-- hundred are drafts, one in two hundred waits for review; those that the curator {user} added, or
-- another, stand in the log. Columns that triggers keep are filled in here: triggers rest.

CREATE TEMPORARY TABLE words ON COMMIT DROP AS
SELECT n, text, conflictdb_search_vector(NULL, text) AS prose, conflictdb_search_vector(text, NULL) AS names
FROM (
    SELECT n, format('Tells of fighting near Village%s and of %s wounded by the river%s', n, n, n % 7) AS text
    FROM generate_series(0, 399) AS n
) told;
CREATE UNIQUE INDEX ON words (n);

-- A document's text repeats these words, so that a passage's hash depends on 16 offsets only.
CREATE TEMPORARY TABLE passages ON COMMIT DROP AS
SELECT start, encode(sha256(convert_to(substr('Invented words. Invented words. ', start + 1, 16), 'UTF8')), 'hex') AS sha256
FROM generate_series(0, 15) AS start;

CREATE FUNCTION pg_temp.status_of(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN n % 50 = 7 THEN 'draft' WHEN n % 200 = 9 THEN 'in_review' ELSE 'published' END
$$;
CREATE FUNCTION pg_temp.day_of(n bigint) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT date '2005-01-01' + (n * 7919 % 7300)::integer
$$;
CREATE FUNCTION pg_temp.change_of(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT timestamptz '2021-01-01 00:00Z' + n * interval '1 minute'
$$;

INSERT INTO conflictdb_place (id, slug, status, updated_at, version, name, kind, parent_id, country, search_vector)
SELECT n, 'place-' || n, CASE WHEN n = 1 THEN 'published' ELSE pg_temp.status_of(n) END,
    pg_temp.change_of(n), 1, 'Place ' || n, CASE n WHEN 1 THEN 'region' ELSE 'settlement' END,
    CASE WHEN n > 1 THEN CASE WHEN n % 2 = 0 THEN 1 ELSE 2 END END, 'AM',
    conflictdb_search_vector('Place ' || n, NULL)
FROM generate_series(1, {incidents} / 20) AS n;
INSERT INTO conflictdb_placename (name, kind, place_id)
SELECT 'Old place ' || n, 'spelling', n FROM generate_series(1, {incidents} / 20) AS n;

INSERT INTO conflictdb_actor (id, slug, status, updated_at, version, name, kind, side_id, part_of_id, search_vector)
SELECT n, 'actor-' || n, CASE WHEN n <= 3 THEN 'published' ELSE pg_temp.status_of(n) END,
    pg_temp.change_of(n), 1, 'Actor ' || n,
    CASE WHEN n <= 2 THEN 'state' WHEN n % 5 = 0 THEN 'person' ELSE 'government_body' END,
    CASE WHEN n <= 2 THEN n ELSE 1 + n % 2 END, CASE WHEN n > 2 THEN 1 + n % 2 END,
    conflictdb_search_vector('Actor ' || n, NULL)
FROM generate_series(1, {incidents} / 20) AS n;
INSERT INTO conflictdb_actorname (name, kind, actor_id)
SELECT 'Former actor ' || n, 'spelling', n FROM generate_series(1, {incidents} / 20) AS n;
INSERT INTO conflictdb_affiliation (id, slug, status, updated_at, version, role, person_id, body_id,
    held_from_timezone, held_from_inferred, held_from_precision,
    held_until_timezone, held_until_inferred, held_until_precision)
SELECT n, 'post-' || n, pg_temp.status_of(n), pg_temp.change_of(n), 1, 'Spokesperson', 5 * n, 1,
    'UTC', false, 'unknown', 'UTC', false, 'unknown'
FROM generate_series(1, {incidents} / 100) AS n
UNION ALL
SELECT n, 'post-' || n, 'published', pg_temp.change_of(n), 1, 'Spokesperson', 1, 2 + n % 2,
    'UTC', false, 'unknown', 'UTC', false, 'unknown'
FROM generate_series({incidents} / 100 + 1, {incidents} / 100 + 2) AS n;

INSERT INTO conflictdb_document (id, slug, status, updated_at, version, title, publisher_id, authors,
    language, sha256, length, translation, published_edtf, published_timezone, published_inferred,
    published_precision, published_earliest, published_latest, published_first_day, published_last_day,
    search_vector)
SELECT document.n, 'report-' || document.n, pg_temp.status_of(document.n - 1), pg_temp.change_of(document.n), 1,
    words.text, 3, ARRAY[]::text[], 'en', encode(sha256(convert_to('document ' || document.n, 'UTF8')), 'hex'),
    5000, 'none', day::text, 'UTC', false, 'day', day, day + interval '1 day', day, day, words.names
FROM (SELECT n, pg_temp.day_of(n) AS day FROM generate_series(1, {incidents} / 5) AS n) document
JOIN words ON words.n = document.n % 400;
INSERT INTO conflictdb_document_agencies (document_id, actor_id)
SELECT n, CASE WHEN n % 2 = 0 THEN 4 ELSE 1 + n % ({incidents} / 20) END
FROM generate_series(1, {incidents} / 5) AS n;
INSERT INTO conflictdb_documenttext (document_id, content)
SELECT n, repeat('Invented words. ', 312) || 'Eight: 8' FROM generate_series(1, {incidents} / 5) AS n
WHERE n % 10 = 1;

INSERT INTO conflictdb_incident (id, slug, status, updated_at, version, title, kind, place_id, country,
    place_precision, part_of_id, occurred_edtf, occurred_timezone, occurred_inferred, occurred_precision,
    occurred_earliest, occurred_latest, occurred_first_day, occurred_last_day, search_vector)
SELECT incident.n, 'incident-' || incident.n, CASE WHEN incident.n = 1 THEN 'published' ELSE pg_temp.status_of(incident.n) END,
    pg_temp.change_of(incident.n), 1, words.text, CASE incident.n WHEN 1 THEN 'war' ELSE 'armed_clash' END,
    1 + incident.n % ({incidents} / 20), 'AM', 1,
    CASE WHEN incident.n = 1 THEN NULL WHEN incident.n % 25 = 0 THEN 1 ELSE 2 + incident.n % ({incidents} / 40) END,
    day::text, 'UTC', false, 'day', day, day + interval '1 day', day, day, words.names
FROM (SELECT n, pg_temp.day_of(n) AS day FROM generate_series(1, {incidents}) AS n) incident
JOIN words ON words.n = incident.n % 400;
INSERT INTO conflictdb_participant (incident_id, actor_id, role)
SELECT n, side, 'belligerent' FROM generate_series(1, {incidents}) AS n, generate_series(1, 2) AS side;
INSERT INTO conflictdb_incident_places (incident_id, place_id)
SELECT n, 3 FROM generate_series(1, {incidents}, 10) AS n;

INSERT INTO conflictdb_question (id, slug, status, updated_at, version, title, retitled, topic,
    incident_id, subject_side_id, by_rule, contested, reasons, speakers_count, claims_count,
    documents_count, utterances_count, search_vector)
SELECT question.n, 'question-' || question.n, pg_temp.status_of(question.n - 1), pg_temp.change_of(question.n), 1,
    words.text, false, 'deaths', question.n, 1, true, question.n % 5 = 1, ARRAY[]::text[], 2, 6, 2, 6, words.names
FROM generate_series(1, {incidents} / 2) AS question (n)
JOIN words ON words.n = question.n % 400;

INSERT INTO conflictdb_statement (id, slug, status, updated_at, version, speaker_id, channel, acts, gist,
    made_edtf, made_timezone, made_inferred, made_precision, made_earliest, made_latest, made_first_day,
    made_last_day, known_from, search_vector)
SELECT statement.n, 'statement-' || statement.n, pg_temp.status_of(statement.n - 1), pg_temp.change_of(statement.n), 1,
    1 + statement.n % ({incidents} / 20), 'press_statement', ARRAY['report'], words.text,
    day::text, 'UTC', false, 'day', day, day + interval '1 day', day, day, day + interval '1 day', words.prose
FROM (SELECT n, pg_temp.day_of(n) AS day FROM generate_series(1, {incidents} * 2) AS n) statement
JOIN words ON words.n = statement.n % 400;
INSERT INTO conflictdb_statement_incidents (statement_id, incident_id)
SELECT n, CASE WHEN n % 40 = 1 THEN 1 ELSE n / 2 END FROM generate_series(1, {incidents} * 2) AS n;
INSERT INTO conflictdb_statement_addressees (statement_id, actor_id)
SELECT n, 1 + n % 2 FROM generate_series(1, {incidents} * 2, 5) AS n;
INSERT INTO conflictdb_statement_co_speakers (statement_id, actor_id)
SELECT n, 3 FROM generate_series(1, {incidents} * 2, 50) AS n;

INSERT INTO conflictdb_claim (id, slug, status, created_at, updated_at, version, statement_id, incident_id, kind,
    subject_id, subject_scope, victim_class, value_min, value_max, modifier, basis, unit, polarity, modality,
    certainty, breakdown_of_id, gist, question_id, question_fixed, is_latest, as_of_timezone, as_of_inferred,
    as_of_precision, occurred_timezone, occurred_inferred, occurred_precision, claimant_id, asserted_edtf,
    asserted_earliest, asserted_latest, asserted_first_day, asserted_last_day, known_from, answers_from,
    country, own_loss, against_interest, search_vector)
SELECT claim.n, 'claim-' || claim.n, pg_temp.status_of(claim.n - 1), pg_temp.change_of(claim.n),
    pg_temp.change_of(claim.n), 1, statement_id, 1 + claim.n % {incidents},
    CASE WHEN claim.n % 3 = 0 THEN 'shelling' ELSE 'killed' END,
    CASE WHEN claim.n % 6 = 1 THEN 1 ELSE 1 + claim.n % ({incidents} / 20) END, 'one',
    CASE WHEN claim.n % 3 > 0 THEN 'military' END, CASE WHEN claim.n % 3 > 0 THEN claim.n % 90 END,
    CASE WHEN claim.n % 3 > 0 THEN claim.n % 90 END, CASE WHEN claim.n % 3 > 0 THEN 'exact' END,
    CASE WHEN claim.n % 3 > 0 THEN 'unknown' END, CASE WHEN claim.n % 3 > 0 THEN 'person' END,
    'asserts', 'actual', 'stated', CASE WHEN claim.n % 10 = 3 THEN 1 END, words.text,
    CASE WHEN claim.n % 1000 < 2 THEN 1 ELSE 1 + claim.n % ({incidents} / 2) END, false, true,
    'UTC', false, 'unknown', 'UTC', false, 'unknown', 1 + statement_id % ({incidents} / 20), day::text,
    day, day + interval '1 day', day, day, day, day, 'AM', false, false, words.prose
FROM (
    SELECT n, statement_id, pg_temp.day_of(statement_id) AS day
    FROM generate_series(1, {incidents} * 10 / 3) AS n,
        LATERAL (SELECT CASE WHEN n % 1000 = 5 THEN 1 ELSE 1 + n % ({incidents} * 2) END AS statement_id) said
) claim
JOIN words ON words.n = claim.n % 400;

INSERT INTO conflictdb_citation (id, slug, status, updated_at, version, document_id, statement_id, claim_id,
    affiliation_id, start, "end", sha256, part, mode, hedge)
SELECT n, 'citation-' || n, pg_temp.status_of(n - 1), pg_temp.change_of(n), 1,
    CASE WHEN n % 100 = 1 THEN 1 ELSE 1 + n % ({incidents} / 5) END, NULL::bigint, n, NULL::bigint, n % 4000, n % 4000 + 16,
    passages.sha256, 'body', 'indirect', 'none'
FROM generate_series(1, {incidents} * 10 / 3) AS n JOIN passages ON passages.start = n % 16
UNION ALL
SELECT {incidents} * 10 / 3 + n, 'citation-of-statement-' || n, 'published', pg_temp.change_of(n), 1, 1 + n % ({incidents} / 5),
    n, NULL::bigint, NULL::bigint, 7, 23, repeat('0', 64), 'body', 'direct_quote', 'none'
FROM generate_series(1, {incidents} * 2, 4) AS n
UNION ALL
SELECT {incidents} * 10 + n, 'citation-of-post-' || n, 'published', pg_temp.change_of(n), 1, 1, NULL::bigint, NULL::bigint,
    n, 7, 23, repeat('0', 64), 'body', 'direct_quote', 'none'
FROM generate_series(1, {incidents} / 100) AS n;
INSERT INTO conflictdb_hop (citation_id, actor_id, position)
SELECT n, CASE WHEN n % 2 = 0 THEN 3 ELSE 1 + n % ({incidents} / 20) END, 1
FROM generate_series(1, {incidents} * 10 / 3, 3) AS n;

INSERT INTO conflictdb_claimlink (id, slug, status, updated_at, version, relation, from_claim_id, to_claim_id)
SELECT n - 1, 'claim-link-' || n, pg_temp.status_of(n), pg_temp.change_of(n), 1, 'confirms', n,
    CASE WHEN n % 300 = 2 THEN 1 ELSE n + 1 END
FROM generate_series(2, {incidents} / 4) AS n
UNION ALL
SELECT {incidents} + n, 'claim-link-out-' || n, 'published', pg_temp.change_of(n), 1, 'disputes', 1, n FROM generate_series(2, 3) AS n;
INSERT INTO conflictdb_statementlink (id, slug, status, updated_at, version, relation, from_statement_id, to_statement_id)
SELECT n - 1, 'statement-link-' || n, pg_temp.status_of(n), pg_temp.change_of(n), 1, 'responds_to', n,
    CASE WHEN n % 300 = 2 THEN 1 ELSE n + 1 END
FROM generate_series(2, {incidents} / 4) AS n
UNION ALL
SELECT {incidents} + n, 'statement-link-out-' || n, 'published', pg_temp.change_of(n), 1, 'responds_to', 1, n FROM generate_series(2, 3) AS n;

-- What curators did: every record's addition, and many changes of the hubs.
INSERT INTO django_admin_log (action_time, user_id, content_type_id, object_id, object_repr, action_flag, change_message)
SELECT now() - (n % 40000) * interval '5 minutes', CASE WHEN n % 10 = 7 THEN {user} ELSE {other} END, type.id, n::text, 'Record ' || n, 1, 'Added.'
FROM (
    SELECT id, CASE model WHEN 'claim' THEN {incidents} * 10 / 3 WHEN 'statement' THEN {incidents} * 2
        WHEN 'incident' THEN {incidents} ELSE {incidents} / 100 END AS rows
    FROM django_content_type WHERE app_label = 'conflictdb'
        AND model IN ('claim', 'statement', 'citation', 'incident', 'document', 'actor', 'place', 'affiliation', 'question', 'claimlink', 'statementlink')
) type, LATERAL generate_series(1, type.rows) AS n
UNION ALL
SELECT now() - n * interval '1 hour', {other}, type.id, '1', 'Record 1', 2, 'Changed.'
FROM django_content_type type, generate_series(1, {incidents} / 50) AS n WHERE type.app_label = 'conflictdb';

-- Who works on what is not public yet, whom they ask, and revisions that wait.
INSERT INTO conflictdb_contribution (record_type_id, record_id, user_id)
SELECT type.id, waiting.id, CASE WHEN waiting.id % 40 < 20 THEN {user} ELSE {other} END
FROM (
    SELECT 'claim' AS model, id FROM conflictdb_claim WHERE status <> 'published'
    UNION ALL SELECT 'statement', id FROM conflictdb_statement WHERE status <> 'published'
    UNION ALL SELECT 'citation', id FROM conflictdb_citation WHERE status <> 'published'
    UNION ALL SELECT 'incident', id FROM conflictdb_incident WHERE status <> 'published'
) waiting
JOIN django_content_type type ON type.app_label = 'conflictdb' AND type.model = waiting.model;
INSERT INTO conflictdb_review (record_type_id, record_id, asked_by_id, reviewer_id, reason)
SELECT type.id, waiting.id, {other}, CASE WHEN waiting.id % 400 < 200 THEN {user} END, ''
FROM (
    SELECT 'claim' AS model, id FROM conflictdb_claim WHERE status = 'in_review'
    UNION ALL SELECT 'incident', id FROM conflictdb_incident WHERE status = 'in_review'
) waiting
JOIN django_content_type type ON type.app_label = 'conflictdb' AND type.model = waiting.model;
INSERT INTO conflictdb_revision (id, record_type_id, record_id, slug, base_version, base, state, status,
    author_id, reviewer_id, why, reason, version)
SELECT n, type.id, 2 * n, 'claim-' || 2 * n, n % 2, '{{}}', '{{}}', 'pending', {other},
    CASE WHEN n % 4 = 1 THEN {user} END, 'A later report.', '', 1
FROM generate_series(1, {incidents} / 100) AS n
JOIN django_content_type type ON type.app_label = 'conflictdb' AND type.model = 'claim';
