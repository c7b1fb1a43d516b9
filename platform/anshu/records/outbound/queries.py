"""Every SELECT of the outbound room."""

# Connectors of these drivers, and the newest change of the record that each was given.
HEARING = """
select c.id, c.driver, c.state, c.created_at,
       (select max(d.version) from delivery d where d.connector = c.id and d.record = $2) as known
  from connector c where c.driver = any($1::text[]) and c.state <> 'removed'
 order by c.created_at, c.id
"""

CONNECTOR = """
select id, driver, title, state, config from connector where id = $1 and state <> 'removed'
"""

# A later change of the same record that has arrived already.
OVERTAKEN = """
select 1 from delivery
 where connector = $1 and record = $2 and version > $3 and state = 'sent' limit 1
"""

# What may be tried now that the one before it is done with.
NEXT = """
select id, due_at from delivery
 where connector = $1 and lane = $2 and state = 'waiting' and place > $3
 order by place limit 1
"""

# A telephone number of those in $2 only.
REFERRED = """
select id, type, title, number, state, normal::text as data,
       case when id = any($2::uuid[]) then coalesce(personal ->> 'mobile', '') else '' end as mobile
  from record where id = any($1::uuid[])
"""

# Records that changed since the connector was there, and whose last change it was not given.
BEHIND = """
select r.id, r.type from record r
  join connector c on c.id = $1
 where r.type = any($2::text[]) and r.updated_at >= c.created_at and r.version > coalesce(
       (select max(d.version) from delivery d where d.connector = c.id and d.record = r.id), 0)
 order by r.updated_at, r.id limit 1000
"""
