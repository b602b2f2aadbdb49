"""Datasette over the same rows in SQLite, with the same indexes, one canned query a workload.

Datasette reads SQLite only, so this is another database than that of all others.
"""

import os

from datasette.app import Datasette

COUNT = "(SELECT count(*) FROM claim c WHERE c.incident_id = i.id AND c.status = 'published')"
STATEMENTS = """(SELECT count(*) FROM statement_incidents l
  JOIN statement s ON s.id = l.statement_id
  WHERE l.incident_id = i.id AND s.status = 'published')"""
PARTICIPANTS = """(SELECT json_group_array(json_object('slug', a.slug, 'name', a.name,
  'kind', a.kind, 'side', side.slug, 'role', p.role)) FROM participant p
  JOIN actor a ON a.id = p.actor_id LEFT JOIN actor side ON side.id = a.side_id
  WHERE p.incident_id = i.id)"""
PLACES = """(SELECT json_group_array(json_object('slug', x.slug, 'name', x.name))
  FROM incident_places l JOIN place x ON x.id = l.place_id WHERE l.incident_id = i.id)"""
INCIDENT = f"""SELECT i.slug, i.title, i.summary, i.kind, i.occurred_edtf, i.occurred_earliest,
  i.occurred_latest, i.occurred_precision, pl.slug AS place, pl.name AS place_name,
  {PLACES} AS places, i.place_precision, i.latitude, i.longitude, up.slug AS part_of,
  up.title AS part_of_title, {PARTICIPANTS} AS participants, {COUNT} AS claims_count,
  {STATEMENTS} AS statements_count
  FROM incident i LEFT JOIN place pl ON pl.id = i.place_id
  LEFT JOIN incident up ON up.id = i.part_of_id WHERE i.status = 'published'"""
PARTS = """(SELECT json_group_array(json_object('slug', d.slug, 'title', d.title))
  FROM {} d WHERE d.{} = i.id AND d.status = 'published')"""
DETAIL = INCIDENT.replace(
    "FROM incident i",
    f", {PARTS.format('incident', 'part_of_id')} AS parts,"
    f" {PARTS.format('question', 'incident_id')} AS questions FROM incident i",
)
VIA = """(SELECT json_group_array(a.slug) FROM hop h JOIN actor a ON a.id = h.actor_id
  WHERE h.citation_id = x.id)"""
CITATIONS = f"""(SELECT json_group_array(json_object('document', d.slug, 'title', d.title,
  'start', x.start, 'end', x.end, 'sha256', x.sha256, 'part', x.part, 'mode', x.mode,
  'hedge', x.hedge, 'via', {VIA})) FROM citation x JOIN document d ON d.id = x.document_id
  WHERE x.claim_id = c.id AND x.status = 'published')"""
CLAIM = f"""SELECT c.slug, c.kind, s.slug AS statement, s.gist AS statement_gist,
  sp.slug AS claimant, sp.name AS claimant_name, s.made_edtf AS asserted, i.slug AS incident,
  i.title AS incident_title, ab.slug AS about, su.slug AS subject, su.name AS subject_name,
  c.subject_scope, ta.slug AS target, ta.name AS target_name, c.victim_class, c.value_min,
  c.value_max, c.modifier, c.basis, c.unit, c.as_of_edtf, c.occurred_edtf, pl.slug AS place,
  c.polarity, c.modality, c.certainty, c.gist, q.slug AS question, q.title AS question_title,
  {CITATIONS} AS citations
  FROM claim c JOIN statement s ON s.id = c.statement_id LEFT JOIN actor sp ON sp.id = s.speaker_id
  LEFT JOIN incident i ON i.id = c.incident_id LEFT JOIN incident ab ON ab.id = c.about_id
  LEFT JOIN actor su ON su.id = c.subject_id LEFT JOIN actor ta ON ta.id = c.target_id
  LEFT JOIN place pl ON pl.id = c.place_id LEFT JOIN question q ON q.id = c.question_id
  WHERE c.status = 'published'"""
ANSWERS = "(SELECT count(*) FROM claim c WHERE c.question_id = q.id AND c.status = 'published')"
QUERIES = {
    "incidents": f"""{INCIDENT} AND pl.country = :country AND i.occurred_last_day >= :after
      AND i.occurred_first_day <= :before ORDER BY i.occurred_earliest, i.id LIMIT 100""",
    "incidents-page": f"""{INCIDENT} AND (i.occurred_earliest, i.id)
      > (replace(replace(:at, 'T', ' '), 'Z', '+00'), CAST(:id AS integer))
      ORDER BY i.occurred_earliest, i.id LIMIT 100""",
    "incident": f"{DETAIL} AND i.slug = :slug",
    "claims": f"""{CLAIM} AND c.kind = :kind AND s.speaker_id =
      (SELECT id FROM actor WHERE slug = :actor) AND s.made_last_day >= :after
      AND s.made_first_day <= :before ORDER BY s.made_earliest, c.id LIMIT 100""",
    "search": f"""{CLAIM} AND c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH :q)
      ORDER BY s.made_earliest, c.id LIMIT 50""",
    "questions": f"""SELECT q.slug, q.title, q.topic, i.slug AS incident, i.title AS incident_title,
      a.slug AS side, a.name AS side_name, q.counted, q.contested, q.reasons, q.speakers_count,
      {ANSWERS} AS claims_count FROM question q JOIN incident i ON i.id = q.incident_id
      JOIN actor a ON a.id = q.subject_side_id WHERE q.status = 'published' AND q.topic = :topic
      AND a.slug = :side ORDER BY q.slug LIMIT 50""",
    "by-month": """SELECT substr(s.made_first_day, 1, 7) AS month, c.kind, count(*) AS count
      FROM claim c JOIN statement s ON s.id = c.statement_id WHERE c.status = 'published'
      AND s.made_first_day >= :after AND s.made_first_day <= :before
      GROUP BY month, c.kind ORDER BY month, c.kind""",
}

site = Datasette(
    immutables=[os.environ["BENCH_SQLITE"]],
    metadata={
        "databases": {"bench": {"queries": {name: {"sql": sql} for name, sql in QUERIES.items()}}}
    },
    settings={"num_sql_threads": 4, "sql_time_limit_ms": 10_000, "max_returned_rows": 2000},
    inspect_data=None,
)
app = site.app()
