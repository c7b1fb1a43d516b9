"""Every statement of the connectors room that changes rows.

A run is known by the moment it began (last_run): whoever takes over an expired lease writes
another moment, and what the first run still wants to write then meets no row.
"""

INSERT = """
insert into connector (id, driver, title, config, interval_minutes, next_run, created_at)
values ($1, $2, $3, $4, $5, $6, $6)"""

TAKE = """
update connector set state = 'running', last_run = $2, next_run = $3
where id = $1 and state <> 'removed' and (state <> 'running' or next_run <= $2)
returning driver, config, cursor::text as cursor, counts::text as counts, interval_minutes"""

# A run under way ends as if it had lost its lease: it has read by the values of before.
RECONFIGURE = """
update connector set config = $2, state = 'new', error = null, last_run = null, next_run = $3
where id = $1 and state <> 'removed'"""

# Secrets go at once; what it brought and what it was told stay, and who removed it.
REMOVE = """
with gone as (
    update connector set state = 'removed', config = '', error = $2, next_run = null
     where id = $1 and state <> 'removed'
    returning id)
, dropped as (
    update delivery set state = 'dropped', reason = 'removed', ended_at = $3, payload = null
      from gone where delivery.connector = gone.id and delivery.state in ('waiting', 'held')
    returning delivery.id)
select id from gone"""

ADVANCE = """
update connector set cursor = $3::jsonb, counts = $4::jsonb, next_run = $5
where id = $1 and state = 'running' and last_run = $2
returning id"""

FINISH = """
update connector
set state = $3, error = $4, next_run = $5, last_ok = case when $3 = 'ok' then $6 else last_ok end
where id = $1 and state = 'running' and last_run = $2
returning id"""

UPSERT_FACTS = """
insert into fact (subject, name, source, value, unit, source_key, source_modified_at,
                  fetched_at, raw_hash)
select subject, name, source, value, nullif(unit, ''), source_key, source_modified_at,
       fetched_at, raw_hash
from jsonb_to_recordset($1::jsonb) as x(
    subject uuid, name text, source text, value text, unit text, source_key text,
    source_modified_at timestamptz, fetched_at timestamptz, raw_hash text)
on conflict (subject, name, source) do update set
    value = excluded.value, unit = excluded.unit, source_key = excluded.source_key,
    source_modified_at = excluded.source_modified_at, fetched_at = excluded.fetched_at,
    raw_hash = excluded.raw_hash"""
