"""Every statement of the outbound room that changes rows."""

INSERT = """
insert into delivery (id, channel, kind, state, due_at, created_at, connector, type, record,
                      version, lane, place)
select x.id, 'connector', x.kind, x.state, $2, $2, x.connector, x.type, x.record, x.version,
       x.lane, x.place
  from jsonb_to_recordset($1::jsonb) as x(
       id uuid, kind text, state text, connector uuid, type text, record uuid, version integer,
       lane uuid, place bigint)
on conflict (id) do nothing
returning id, due_at
"""

# How the last try went is what people see of the connector; a run under way says it itself.
TELL = """
update connector
   set state = $2, error = $3, last_ok = case when $2 = 'ok' then $4 else last_ok end
 where id = $1 and state not in ('running', 'stopped', 'removed')
"""

STOP = """
update connector set state = 'stopped', error = $2 where id = $1 and state <> 'removed'
"""

# A connector that works again gets what waited, in its order.
RELEASE = """
update delivery set state = 'waiting', due_at = $2, attempts = 0
 where connector = $1 and state in ('held', 'waiting')
   and (leased_until is null or leased_until <= $2)
returning id, lane, place
"""
