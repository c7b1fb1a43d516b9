"""Statements of notices: the reader's inbox, and what is to be sent, asked again, raised.

The braces of the first two take predicates and numbers of parameters, never a value.
"""

# The notices of a reader; number and title only of records that the reader may read now.
INBOX = """
select state.policy_version, state.definition_version, told.*
  from state
  left join (
       select notice.id, notice.kind, notice.at, notice.read_at, record.type as record_type,
              record.id as record, record.number, notice.data::text as data,
              notice.record is not null as about_record,
              case when record.type = any({titled}) then record.title else '' end as title,
              task.due, task.closed_at as task_closed
         from notice
         left join record on record.id = notice.record and ({readable})
         left join task on task.id = (notice.data ->> 'task')::uuid
        where notice.person = {person} and {chosen}
        order by notice.at desc, notice.id desc
        limit {limit}) told on true
 order by told.at desc, told.id desc
"""

# Records of one type by number, as far as the reader may read them.
NUMBERED = """
select state.policy_version, state.definition_version, found.*
  from state
  left join (select record.id, record.number from record
              where record.type = {type} and record.number = any({numbers}) and {scope}) found
    on true
 order by found.number
"""

# A task that is done needs nobody any more; more than 100 is not counted.
UNREAD = """
select count(*)::int as unread, max(waiting.at) as latest
  from (select notice.at from notice
         where notice.person = $1 and notice.read_at is null
           and not exists (select 1 from task done
                            where done.id = (notice.data ->> 'task')::uuid
                              and done.closed_at is not null)
         limit 100) waiting
"""

_HOLDS = """
exists (select 1 from jsonb_array_elements(coalesce(p.normal -> 'assignments', '[]')) a
         where a ->> 'role' = any(t.roles) and t.org_path ^@ (a ->> 'org_path')
           and (coalesce(a ->> 'until', '') = '' or (a ->> 'until')::timestamptz > {now}))
"""

# What was told long ago is let be: after a long stop nobody is flooded.
_LATELY = "$2::timestamptz - interval '7 days'"
_WAITS = f"(t.closed_at is null and (n.person = any(t.people) or {_HOLDS}))"

# What a round of the sweeper has to do in this tenant: one look, mostly "nothing".
WORK = """
select exists (select 1 from notice where dispatched_at is null) as fresh,
       exists (select 1 from notice
                where read_at is null and nudged_at is null and at <= $1) as unread,
       exists (select 1 from notice
                where read_at is null and raised_at is null and nudged_at <= $1) as ignored,
       exists (select 1 from delivery
                where state in ('waiting', 'held')
                  and due_at < $2::timestamptz - interval '15 minutes') as forgotten
"""

MINUTES = (
    "select coalesce(min((body ->> 'unread_minutes')::int), 60) as minutes from notify_setting"
)

UNDISPATCHED = """
select n.id, n.person, n.kind, n.data::text as data, n.at, r.level,
       coalesce(p.personal ->> 'mail', '') as mail,
       (select w.body::text from notify_wish w where w.person = n.person) as wish
  from notice n
  left join record p on p.id = n.person and p.type = 'person'
  left join record r on r.id = n.record
 where n.dispatched_at is null
 order by n.at
 limit 500
   for update of n skip locked
"""

# Notices of tasks that nobody opened for too long; `waits`: the task still waits for this person.
UNREAD_TASKS = f"""
select n.id, n.person, n.kind, n.data::text as data, n.at, r.level,
       coalesce(p.personal ->> 'mail', '') as mail,
       (select w.body::text from notify_wish w where w.person = n.person) as wish,
       coalesce(n.at > {_LATELY} and {_WAITS.format(now="$2")}, false) as waits
  from notice n
  left join task t on t.id = (n.data ->> 'task')::uuid
  left join record p on p.id = n.person and p.type = 'person'
  left join record r on r.id = n.record
 where n.read_at is null and n.nudged_at is null and n.at <= $1 and n.dispatched_at is not null
 order by n.at
 limit 200
   for update of n skip locked
"""

# Notices that were asked twice; `seen`: somebody who got the same task at the same time read it.
IGNORED_TASKS = f"""
select n.id, n.at, n.record, n.record_type, t.id as task, t.node, t.org_path, r.definition,
       coalesce(n.at > {_LATELY} and {_WAITS.format(now="$2")}, false) as waits,
       exists (select 1 from notice o
                where o.record = n.record and o.at = n.at and o.read_at is not null
                  and o.data ->> 'task' = n.data ->> 'task') as seen
  from notice n
  left join task t on t.id = (n.data ->> 'task')::uuid
  left join record p on p.id = n.person and p.type = 'person'
  left join record r on r.id = n.record
 where n.read_at is null and n.raised_at is null and n.nudged_at <= $1
 order by n.nudged_at
 limit 200
   for update of n skip locked
"""

# People with an address who have a digest of their own, or all of them when the tenant has one.
DIGEST_PEOPLE = """
select p.id, (select w.body::text from notify_wish w where w.person = p.id) as wish,
       array(select d.day from notify_digest d where d.person = p.id and d.day >= $1) as had
  from record p
 where p.type = 'person' and coalesce(p.personal ->> 'mail', '') <> ''
   and ($2 or exists (select 1 from notify_wish w
                       where w.person = p.id and w.body ->> 'digest' = 'own'))
 order by p.id
"""

HOLDERS_OF_ROLES = """
select id from record
 where type = 'person'
   and exists (select 1 from jsonb_array_elements(coalesce(normal -> 'assignments', '[]')) a
                where a ->> 'role' = any($1::text[])
                  and (coalesce(a ->> 'until', '') = '' or (a ->> 'until')::timestamptz > $2))
"""
