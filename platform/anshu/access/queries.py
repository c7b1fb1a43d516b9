"""SELECTs of the access room, over a tenant's schema."""

# The state row always answers, so versions come back even when the person is unknown.
PERSON_ACCESS = """
select state.policy_version, state.definition_version,
       record.title, record.org_path,
       (select unit.title from record unit
         where unit.type = 'org_unit' and unit.org_path = record.org_path limit 1) as org_name,
       (record.normal -> 'assignments')::text as assignments,
       (select jsonb_agg(jsonb_build_object(
                   'delegation', given.id, 'person', principal.id, 'name', principal.title,
                   'kinds', coalesce(given.normal ->> 'kinds', ''),
                   'starts', given.d1, 'ends', given.d2,
                   'assignments', coalesce(principal.normal -> 'assignments', '[]'))
                   order by given.created_at, given.id)::text
          from record given
          join record principal
            on principal.id = (given.normal ->> 'from')::uuid and principal.type = 'person'
         where given.owner = $1 and given.type = 'delegation' and given.d3 is null) as delegations
  from state
  left join record on record.id = $1 and record.type = 'person'
"""

# Predicates; the braces take parameter numbers and an alias of ours, never a value.
# What is one's own is gathered by indexes, not asked of each of a plant's many records.
OWN_RECORD = """
record.id in (
    select mine.id from record mine where mine.reporter = {person}
    union all
    select mine.id from record mine where mine.owner = {person}
    union all
    select mine.id from record mine where mine.copied <> '{{}}' and mine.copied @> array[{person}]
    union all
    select own_task.record from task own_task where own_task.closed_by = {person}
    union all
    select own_task.record from task own_task
     where own_task.people <> '{{}}' and own_task.people @> array[{person}]
    union all
    select own_task.record from task own_task
     where own_task.signers <> '{{}}' and own_task.signers @> array[{person}]
    union all
    select own_task.record from task own_task where own_task.closed_at is null and {waits})
"""
TASK_WAITS_FOR = """
(({task}.people <> '{{}}' and {task}.people @> array[{person}])
 or ({task}.roles && {roles} and exists (
    select 1 from unnest({roles}, {paths}) as post(held, org_path)
     where post.held = any({task}.roles) and {task}.org_path ^@ post.org_path)))
"""
# The same for whom a person stands in for; a type of its own, or '' for every one.
TASK_WAITS_FOR_OTHERS = """
(exists (
    select 1 from unnest({others}, {other_kinds}) as other(id, kind)
     where other.id = any({task}.people) and other.kind in ('', {task}.type)) or exists (
    select 1 from unnest({roles}, {paths}, {kinds}) as post(held, org_path, kind)
     where post.held = any({task}.roles) and {task}.org_path ^@ post.org_path
       and post.kind in ('', {task}.type)))
"""
# Of the nodes at which roles stand aside, the tasks that wait for somebody by more than such a
# role.
ASIDE = """
(task.node <> all({nodes}) or exists (
    select 1
      from (select task.type, task.people, task.org_path,
                   array(select role from unnest(task.roles) as role
                         except
                         select a.role from unnest({nodes}, {roles}) as a(node, role)
                          where a.node = task.node) as roles) as work
     where {waits}))
"""
