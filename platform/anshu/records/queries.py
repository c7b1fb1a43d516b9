"""Every SELECT of the records room that is not composed (lists compose theirs in listing.py)."""

from anshu.records.fragments import DISCOVERED
from anshu.records.readings.queries import ASKED, HERE

DEFINITIONS = """
select s.definition_version, d.hash, d.layer, d.body,
       (select e.definition from event e
         where e.stream = 'definitions' order by e.version desc limit 1) as current
  from state s
  left join definition d on true
 order by d.adopted_at, d.layer
"""

ADOPTED = """
select coalesce(max(e.version), 0) as version,
       (select x.definition from event x
         where x.stream = $1 order by x.version desc limit 1) as current
  from state s
  left join event e on e.stream = $1
"""

# Rows written before titles had their sounds, or areas a cell; locked, so that no command is
# overwritten.
SOUNDLESS = """
select id, type from record
 where id > $1 and (title_key = '' or (type = 'area' and cells is null and lat is not null))
 order by id limit $2 for update
"""

# One row per event of the stream; the state row always answers, so versions come with it.
LOAD = """
select s.policy_version, s.definition_version,
       exists(select 1 from claim c where c.key = $2) as replayed,
       e.seq, e.version, e.kind, e.at, e.received_at, e.actor, e.definition, e.normal,
       case when $3 then e.restricted end as restricted,
       case when $4 then e.personal end as personal
  from state s
  left join event e on e.stream = $1
 order by e.version
"""

# The same for the streams $1, each with its place among them.
LOAD_ALL = """
select wanted.place, s.policy_version, s.definition_version, false as replayed,
       e.seq, e.version, e.kind, e.at, e.received_at, e.actor, e.definition, e.normal,
       case when $2 then e.restricted end as restricted,
       case when $3 then e.personal end as personal
  from unnest($1::text[]) with ordinality as wanted(stream, place)
 cross join state s
  left join event e on e.stream = wanted.stream
 order by wanted.place, e.version
"""

# Everything a decision refers to, in one statement; drawing a number from the sequence $3 (one of
# records.numbering) is part of it.
FACTS = """
select 'record' as what, id::text as key, type as kind, title, org_path,
       (normal || jsonb_build_object('@number', number, '@state', state))::text as body,
       null::timestamptz as captured_at, null::timestamptz as received_at, null::uuid as person
  from record where id = any($1::uuid[])
union all
select 'media', hash, purpose, bound,
       case when uploaded_by is null or uploaded_by = $7::uuid
              or exists(select 1 from media_uploader u
                         where u.hash = media.hash and u.person = $7::uuid)
            then '' else 'foreign' end,
       '', captured_at, received_at, uploaded_by
  from media where hash = any($2::text[])
union all
(select distinct on (hash) 'media', hash, purpose, '',
        case when exists(select 1 from upload own
                          where own.hash = upload.hash and own.person = $7::uuid)
             then '' else 'foreign' end,
        'announced', captured_at, announced_at, person
   from upload
  where hash = any($2::text[]) and finished_at is null
    and not exists(select 1 from media where media.hash = upload.hash)
  order by hash, announced_at)
union all
select 'number', nextval($3::text::regclass)::text, '', '', '', '', null, null, null
 where $3 <> ''
union all
select 'holder', id::text, type, title, org_path, normal::text, null, null, null
  from record
 where cardinality($4::text[]) > 0 and type = 'person'
   and exists(select 1 from jsonb_array_elements(coalesce(normal -> 'assignments', '[]')) a
               where a ->> 'role' = any($4::text[]))
union all
select 'seen', task::text, '', '', '', '', min(at), null, null
  from seen where task = any($5::uuid[]) and person is distinct from $6::uuid
 group by task
union all
select 'unit', org_path, '', '', '', '', null, null, null
  from record where type = 'org_unit' and org_path = any($8::text[])
union all
select 'claim', last.key, case when last.held then 'held' else '' end, last.stream,
       coalesce((select holder.number from record holder
                  where holder.id = right(last.stream, 36)::uuid), ''),
       last.generation::text, null, null, null
  from (select distinct on (key) key, held, stream, generation
          from claim where key = any($9::text[])
         order by key, generation desc) last
"""

# Records of the type $10 on the equipment $11 with the values $12, without the states $13, that
# were registered or closed since $14; and how many repetitions were claimed under the key $15.
ALIKE = f"""
select 'alike' as what, record.id::text as key, '' as kind, record.number as title,
       '' as org_path,
       case when exists(select 1 from event warned
                         where warned.stream = record.type || '-' || record.id::text
                           and warned.kind = 'RepetitionWarned') then 'warned' else '' end as body,
       {DISCOVERED} as captured_at, record.closed_at as received_at, null::uuid as person
  from record
 where record.type = $10 and record.equipment = $11 and record.normal @> $12::jsonb
   and not record.state = any($13::text[])
   and (record.created_at >= $14 or record.closed_at >= $14)
union all
select 'warnings', coalesce(max(generation), 0)::text, '', '', '', '', null, null, null
  from claim where key = $15
"""
FACTS_AND_ALIKE = f"{FACTS} union all {ALIKE}"
# What fact providers must see besides (records/readings).
FACTS_AND_ASKED = f"{HERE} {FACTS_AND_ALIKE} {ASKED}"

# What a page shows besides the stream: names, facts about equipment, the newest seal, and who
# holds the roles ($3) that the open task waits for over its unit ($4) at the moment ($5).
PAGE = """
select 'record' as what, id::text as key, type as kind, title, org_path,
       case when type in ('person', 'area', 'equipment') then coalesce(t1, '') else number end
           as extra, null::timestamptz as at, null::timestamptz as until,
       null::timestamptz as last_ok, null::integer as every_minutes
  from record where id = any($1::uuid[])
union all
select 'org', id::text, type, title, org_path, '', null, null, null, null
  from record where type = 'org_unit' and org_path = any($2::text[])
union all
select 'fact', f.name, coalesce(c.title, f.source), f.value, coalesce(f.unit, ''), f.source_key,
       f.fetched_at, f.source_modified_at, c.last_ok, c.interval_minutes
  from fact f
  left join connector c on f.source = c.driver || ':' || c.id::text
 where f.subject = any($1::uuid[])
union all
select * from (
    select 'seal', no::text, key_id, encode(head, 'hex'), cursor::text, '', at,
           null::timestamptz, null::timestamptz, null::integer
      from seal order by seal.no desc limit 1) last_seal
union all
select 'holder', a.value ->> 'role', '', p.title, '', p.id::text, null, null, null, null
  from record p
 cross join lateral jsonb_array_elements(coalesce(p.normal -> 'assignments', '[]')) a
 where cardinality($3::text[]) > 0
   and p.type = 'person' and a.value ->> 'role' = any($3::text[])
   and $4::text ^@ (a.value ->> 'org_path')
   and (coalesce(a.value ->> 'until', '') = '' or (a.value ->> 'until')::timestamptz > $5)
"""

# Beside a page: the files $6 and areas $7 that its evidence rests on, who has looked at the tasks
# $8 besides the reader $9, and who stands in for whom at the moment ($5).
PAGE_AND_TASKS = f"""{PAGE}
union all
select 'media', hash, purpose, bound, '', '', coalesce(captured_at, received_at), received_at,
       null, null
  from media where hash = any($6::text[])
union all
select 'announced', hash, purpose, '', '', '', captured_at, announced_at, null, null
  from upload where hash = any($6::text[]) and finished_at is null
union all
select 'fence', id::text, type, title, org_path, normal::text, null, null, null, null
  from record where id = any($7::uuid[])
union all
select 'seen', looked.task::text, '', person.title, '', '', looked.at, null, null, null
  from seen looked
  join record person on person.id = looked.person and person.type = 'person'
 where looked.task = any($8::uuid[]) and looked.person <> $9::uuid
union all
select 'delegate', given.normal ->> 'from', coalesce(given.normal ->> 'kinds', ''),
       delegate.title, principal.title, '', null, given.d2, null, null
  from record given
  join record delegate on delegate.id = given.owner and delegate.type = 'person'
  join record principal
    on principal.id = (given.normal ->> 'from')::uuid and principal.type = 'person'
 where given.type = 'delegation' and given.d1 <= $5 and given.d2 > $5 and given.d3 is null
   and cardinality($8::uuid[]) > 0
"""

# Equipment by code, older first, and areas by name.
EQUIPMENT = """
select id, type, title, coalesce(t1, '') as t1, version, normal::text as data
  from record
 where (type = 'equipment' and t1 = any($1::text[])) or (type = 'area' and title = any($2::text[]))
 order by created_at, id
"""

DUE_DEADLINES = """
select d.id, d.record, d.task, d.kind, d.due_at, t.type
  from deadline d
  join task t on t.id = d.task
 where d.fired_at is null and d.cancelled_at is null and d.due_at <= $1
 order by d.due_at
 limit $2
"""

# The record $1 that alarms are about, and which of the ids $2 are alarms of it, open or closed.
ALARMS = """
select 'about' as what, id, org_path, normal::text as body, false as open
  from record where id = $1
union all
select 'alarm', id, '', '', closed_at is null from record where id = any($2::uuid[])
"""

# Who stands in for these people on records of the type $3.
STAND_INS = """
select given.owner as id
  from record given
 where given.type = 'delegation' and (given.normal ->> 'from')::uuid = any($1::uuid[])
   and given.d1 <= $2 and given.d2 > $2 and given.d3 is null
   and (coalesce(given.normal ->> 'kinds', '') = ''
        or $3::text = any(string_to_array(given.normal ->> 'kinds', ' ')))
"""

HOLDERS = """
select id from record
 where type = 'person'
   and exists (select 1 from jsonb_array_elements(coalesce(normal -> 'assignments', '[]')) a
                where a ->> 'role' = any($1::text[])
                  and $2::text ^@ (a ->> 'org_path')
                  and (coalesce(a ->> 'until', '') = '' or (a ->> 'until')::timestamptz > $3))
"""


# Records keep the hashes of their files; `<records>` is composed of constant fragments.
MEDIA_VISIBLE = """
select exists(select 1 from media where hash = $1 and uploaded_by = $2)
    or exists(select 1 from upload where hash = $1 and person = $2)
    or exists(select 1 from media_uploader where hash = $1 and person = $2)
    or exists(select 1 from record where <records>) as visible
"""

# Few records show the same file; more of them would be work for a person.
SHOWING = """
select id, type from record
 where normal_search @@ $1::tsquery or restricted_search @@ $1::tsquery
 order by created_at limit 20
"""

TITLE = "select title from record where id = $1"

# The industry that a plant's profile names, by the profile's id.
INDUSTRY = "select normal ->> 'industry' as industry from record where id = $1"

# Who takes administrators' roles away waits for another who does; no row is locked for it.
LOCK_ADMINISTRATORS = (
    "select pg_advisory_xact_lock(hashtextextended('administrators ' || current_schema(), 0))"
)
# People with one of the roles $1, not ended by $2.
ADMINISTRATORS = """
select id from record
 where type = 'person'
   and exists (select from jsonb_array_elements(
                        case jsonb_typeof(normal -> 'assignments')
                        when 'array' then normal -> 'assignments' else '[]' end) given
                where given ->> 'role' = any($1::text[])
                  and (coalesce(given ->> 'until', '') = ''
                       or (given ->> 'until')::timestamptz > $2))
"""
