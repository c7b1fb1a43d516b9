"""Statements that change notices."""

DISPATCHED = """
update notice set dispatched_at = $2,
                  nudged_at = case when id = any($3::uuid[]) then nudged_at else $2 end,
                  raised_at = case when id = any($3::uuid[]) then raised_at else $2 end
 where id = any($1::uuid[])
"""

NUDGED = "update notice set nudged_at = $2 where id = any($1::uuid[])"

RAISED = "update notice set raised_at = $2 where id = any($1::uuid[])"

CLAIM_DIGEST = """
insert into notify_digest (person, day, at) values ($1, $2, $3)
on conflict do nothing returning person
"""

READ = """
update notice set read_at = $2
 where person = $1 and read_at is null
   and ($3::uuid[] is null or id = any($3)) and ($4::uuid is null or record = $4)
   and at <= $2
"""

TELL = """
insert into notice (id, person, kind, record, record_type, data, at)
select x.id, x.person, x.kind, x.record, x.record_type, x.data, $2
  from jsonb_to_recordset($1::jsonb) as x(
       id uuid, person uuid, kind text, record uuid, record_type text, data jsonb)
on conflict (id) do nothing
returning id
"""
