"""SELECTs about who could be given a task, a copy or a delegation, and about many tasks at once."""

# People with one of the roles $1 whose name or number holds $2, with their roles and unit.
CANDIDATES = """
select person.id, person.title, person.number, person.org_path,
       (person.normal -> 'assignments')::text as assignments,
       (select unit.title from record unit
         where unit.type = 'org_unit' and unit.org_path = person.org_path
         order by unit.created_at, unit.id limit 1) as org_name
  from record person
 where person.type = 'person'
   and ($2::text = '' or strpos(lower(person.title), lower($2)) > 0 or person.number ^@ $2
        or strpos(coalesce(person.title_key, ''), lower($2)) > 0)
   and exists(select 1 from jsonb_array_elements(
                  coalesce(person.normal -> 'assignments', '[]')) held
               where held ->> 'role' = any($1::text[]))
 order by person.title_key, person.title, person.id
 limit $3
"""

# The open task of node $3 of each record $2 of type $1, with the version that it has now.
WAITING_AT = """
select record.id, record.number, record.version, task.id as task
  from record
  left join task on task.record = record.id and task.node = $3 and task.closed_at is null
 where record.type = $1 and record.id = any($2::uuid[])
"""

# Every task that waits at the node $2 of the type $1, for the person $3 or the roles $4.
ALL_WAITING_AT = """
select record.id, record.version, task.id as task, task.roles, task.people, task.org_path
  from task
  join record on record.id = task.record and record.type = task.type
 where task.type = $1 and task.node = $2 and task.closed_at is null
   and (task.people @> array[$3::uuid] or task.roles && $4::text[])
 order by task.opened_at
 limit $5
"""

DELEGATIONS = """
select given.id, given.version, given.number, given.title as reason, given.d1 as starts,
       given.d2 as ends, given.d3 as ended_at, given.normal ->> 'kinds' as kinds,
       given.normal ->> 'end_reason' as end_reason,
       principal.id as principal, principal.title as principal_name,
       delegate.id as delegate, delegate.title as delegate_name
  from record given
  join record principal on principal.id = (given.normal ->> 'from')::uuid
  join record delegate on delegate.id = given.owner
 where given.type = 'delegation'
   and (principal.id = $1 or delegate.id = $1)
 order by given.d3 nulls first, given.d2 desc, given.id
 limit 100
"""

PERSON_POSTS = """
select coalesce((record.normal -> 'assignments')::text, '[]') as assignments
  from record where record.id = $1 and record.type = 'person'
"""
