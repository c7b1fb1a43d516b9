"""Constant pieces of SQL that lists, ledgers, search and exports compose their SELECTs from.

The braces take parameter numbers, column names and pieces of ours, never a value. The state
row always answers, so versions come back with every page, also with an empty one.
"""

# A page with its names; `page` selects from the table `record`.
PAGE = """
select state.policy_version, state.definition_version, {extra} listed.*
  from state
  left join ({named}) listed on true
 order by {order}
"""

TOTAL = (
    "(select count(*) from (select 1 from record where {where} limit {bound}) counted) as total,"
)

ROWS = """
select {columns}
  from record
 where {where}
 order by {order}
 limit {limit}
"""

NAMED = """
select page.*, page_area.title as area_name, page_equipment.title as equipment_name,
       page_owner.title as owner_name, page_reporter.title as reporter_name,
       page_org.title as org_name
  from ({rows}) page
  left join record page_area on page_area.id = page.area and page_area.type = 'area'
  left join record page_equipment
    on page_equipment.id = page.equipment and page_equipment.type = 'equipment'
  left join record page_owner on page_owner.id = page.owner and page_owner.type = 'person'
  left join record page_reporter
    on page_reporter.id = page.reporter and page_reporter.type = 'person'
  left join lateral (
       select unit.title from record unit
        where unit.type = 'org_unit' and unit.org_path = page.org_path
        order by unit.created_at, unit.id limit 1) page_org on true
"""

# Of the JSON of the readable classes, only the keys asked for.
DATA = """
coalesce((select jsonb_object_agg(entry.key, entry.value)
            from jsonb_each({classes}) as entry
           where entry.key = any({keys})), '{{}}')::text as data
"""

# Names of what fields refer to that have no promoted column of their own.
REFERENCES = """
coalesce((select jsonb_object_agg(thing.key, thing.title)
            from (select referred.id::text as key,
                         case when referred.type in ('person', 'area', 'equipment')
                              then referred.title else referred.number end as title
                    from record referred
                   where referred.id = any(array[{ids}]::uuid[]{within})
                  union all
                  select unit.org_path, unit.title from record unit
                   where unit.type = 'org_unit' and unit.org_path = any(array[{paths}]::text[])
                 ) thing), '{{}}')::text as refs
"""

# What a column of a table's rows refers to, after other ids.
REFERENCES_WITHIN = """
                         || array(select nullif(line ->> {column}, '')::uuid
                                    from jsonb_array_elements(
                                         case jsonb_typeof({table}) when 'array' then {table}
                                              else '[]'::jsonb end) line)"""

# The sound of the name that a column refers to.
NAME_KEY = "(select named.title_key from record named where named.id = record.{column})"

# Records that belong to a place, a thing or a person so named; the few names are read once.
NAMED_SO = """
record.{column} = any(array(
    select named.id from record named
     where named.type = {kind} and named.normal_search @@ {query}
       and (strpos(lower(named.title), {text}) > 0 or lower(named.t1) = {text}
            or lower(named.number) = {text})
     limit 200))
"""

# What a person has signed or ended, also for somebody else.
HANDLED = "record.id in (select task.record from task where task.signers @> array[{person}])"

ASSIGNED = "record.id in (select task.record from task where {waits})"

# When the trouble was seen: the time of capture, kept with the first event, or of the report.
DISCOVERED = """
coalesce((select (convert_from(first.normal, 'UTF8')::jsonb ->> '@captured_at')::timestamptz
            from event first
           where first.stream = record.type || '-' || record.id::text and first.version = 1),
         record.created_at)
"""

OVERDUE = "record.due < {now} and record.done_at is null and record.closed_at is null"

TASKS = """
select {columns}, task.id as task, task.node, task.roles, task.people, task.org_path as task_path,
       task.opened_at, task.opened_by, task.due as task_due, task.escalated_at,
       task.added, task.needed, task.signed
  from task
  join record on record.id = task.record and record.type = task.type
 where task.type = {type} and {waits} and {own_work} and {scope}
   and not (task.node = any({apart}) and {person} = any(task.signers))
"""

POST_NAMES = """
(select coalesce(jsonb_object_agg(unit.org_path, unit.title), '{{}}')::text
   from record unit
  where unit.type = 'org_unit' and unit.org_path = any({paths})) as post_names
"""

WORK_LIST = """
select state.policy_version, state.definition_version, {posts}, work.*
  from state
  left join (
       select named.*, opener.title as opened_by_name,
              passed.by_name as passed_by, passed.reason as passed_why
         from ({named}) named
         left join record opener on opener.id = named.opened_by and opener.type = 'person'
         left join lateral (
              select giver.title as by_name, moved.body ->> '@reason' as reason
                from (select event.actor, event.version,
                             convert_from(event.normal, 'UTF8')::jsonb as body
                        from event
                       where event.stream = named.type || '-' || named.id::text
                         and event.kind = 'TaskReassigned'
                         and event.actor like 'person:%') moved
                left join record giver
                  on giver.type = 'person' and giver.id = substr(moved.actor, 8)::uuid
               where moved.body ->> '@task' = named.task::text
                 and moved.body ->> '@person' = any(named.people::text[])
               order by moved.version desc
               limit 1) passed on true
       ) work on true
 order by work.task_due nulls last, work.opened_at, work.task
"""

NO_WORK = """
select state.policy_version, state.definition_version, {posts}, null::uuid as id from state
"""

MOST_URGENT = """
select * from ({tasks}) waiting order by task_due nulls last, opened_at, task limit {limit}
"""

NOTICES = """
select notice.id, notice.kind, notice.at, notice.read_at, record.type as record_type,
       record.id as record, record.number, notice.data::text as data,
       case when record.type = any({titled}) then record.title else '' end as title
  from notice
  left join record on record.id = notice.record and ({readable})
 where notice.person = {person}
   and not exists (select 1 from task done
                    where done.id = (notice.data ->> 'task')::uuid and done.closed_at is not null)
 order by notice.at desc, notice.id
 limit 50
"""

# How many rows of a list have which value, and how many of them are late.
GROUPS = """
select state.policy_version, state.definition_version, grouped.value::text as value,
       grouped.count, grouped.late,
       {name} as name
  from state
  left join (select record.{column} as value, count(*) as count,
                    count(*) filter (where {late}) as late
               from record
              where {where}
              group by 1
              order by 2 desc, 1
              limit {limit}) grouped on true
 order by grouped.count desc, grouped.value
"""
GROUP_NAME = "(select named.title from record named where named.id = grouped.value::uuid)"
GROUP_UNIT = """
(select unit.title from record unit
  where unit.type = 'org_unit' and unit.org_path = grouped.value
  order by unit.created_at, unit.id limit 1)
"""

HITS = """
(select {columns},
        case when record.number = {number} or {code} then 0
             when record.number ^@ {number} then 1
             else {own} end as rank
   from record
  where record.type = {type} and {words} and {scope}
  order by rank, record.created_at desc, record.id
  limit {limit})
"""

# A number and what begins so, by the index of numbers.
NUMBERED = """
(select {columns}, case when record.number = {number} then 0 else 1 end as rank
   from record
  where record.type = {type} and record.number >= {number}
    and record.number < {number} || U&'\\+10FFFF' and {scope}
  order by rank, record.created_at desc, record.id
  limit {limit})
"""
# The newest that have the words. `offset 0` keeps them from being looked for newest first: a word
# that hardly anything has would be looked for in everything.
WORDED = """
(select record.*, {own} as rank
   from (select {columns} from record
          where record.type = {type} and {words} and {scope} offset 0) record
  order by record.created_at desc, record.id
  limit {limit})
"""
# The newest of every place, thing or person so named.
NEAR = """
(select near.*
   from (select named.id from record named
          where named.type = {kind} and named.normal_search @@ {query}
            and (strpos(lower(named.title), {text}) > 0 or lower(named.t1) = {text}
                 or lower(named.number) = {text})
          limit 200) named
  cross join lateral (
        select {columns}, {own} + 1 as rank
          from record
         where record.{column} = named.id and record.type = {type} and {scope}
         order by record.created_at desc, record.id
         limit {limit}) near)
"""

BEST_HITS = """
select * from (select distinct on (hit.id) hit.* from ({hits}) hit order by hit.id, hit.rank) best
 order by rank, created_at desc, id limit {limit}
"""

FOUND = """
select state.policy_version, state.definition_version, found.*
  from state
  left join ({named}) found on true
 order by found.rank, found.created_at desc, found.id
"""

NOTHING = "select policy_version, definition_version, null::uuid as id from state"

LEDGER_COUNTS = """
select {place} as place, array[{counts}]::bigint[] as counts from record where {where}
"""

COUNTED = """
select state.policy_version, state.definition_version, counted.*
  from state
  left join ({counts}) counted on true
 order by counted.place
"""

NO_LEDGERS = "select policy_version, definition_version, null::int as place from state"

# Records of a type whose column names a record, in the columns of queries.PAGE.
REFERS = """
select 'refers' as what, record.id::text as key, record.type as kind, record.{title} as title,
       record.state as org_path, record.number as extra, record.due as at,
       record.closed_at as until, record.created_at as last_ok, null::integer as every_minutes
  from record
 where record.type = {type} and record.{column} = {record} and {scope}
"""
REFERRING = """{page}
union all
select * from (
    select * from ({parts}) found order by kind, last_ok desc, key limit 50) referring
"""
