"""Every statement that changes the places' own tables."""

KEEP_ADVICE = """
insert into advice (id, category, title, body, position, changed_at, changed_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (id) do update
   set category = excluded.category, title = excluded.title, body = excluded.body,
       position = excluded.position, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by, retired_at = null
"""
RETIRE_ADVICE = """
update advice set retired_at = $2, changed_at = $2, changed_by = $3
 where id = $1 and retired_at is null
"""
