"""Constant pieces of the audit list's SELECT; braces take parameter numbers and pieces of ours."""

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

# The newest events first. The seal of an event is the first one that covers its number.
# What the shown values refer to is named as in `records.fragments.REFERENCES`.
EVENTS = """
select state.policy_version, state.definition_version, listed.*, named.refs
  from state
  left join (
       select event.seq, event.stream, event.version, event.kind, event.at, event.received_at,
              event.actor, convert_from(event.normal, 'UTF8') as normal,
              case when record.type = any({restricted})
                   then convert_from(event.restricted, 'UTF8') end as restricted,
              case when record.type = any({personal})
                   then convert_from(event.personal, 'UTF8') end as personal,
              record.id as record, record.type, record.number,
              case when record.type = any({titled}) then record.title end as title,
              actor.title as actor_name, sealed.no as seal_no
         from event
         left join record on record.id = {record_id}
         left join record actor
           on actor.id = case when event.actor ^@ 'person:' then substr(event.actor, 8)::uuid end
         left join lateral (
              select seal.no from seal
               where seal.at >= event.received_at - interval '1 minute'
                 and (seal.cursor ->> 'high')::bigint >= event.seq
                 and not exists (
                     select 1 from jsonb_array_elements(seal.cursor -> 'gaps') gap
                      where event.seq between (gap ->> 0)::bigint and (gap ->> 1)::bigint)
               order by seal.at, seal.no limit 1) sealed on true
        where {where}
        order by event.seq desc
        limit {limit}) listed on true
  left join lateral (
       with part as (
            select part.value
              from jsonb_each(listed.normal::jsonb
                              || coalesce(listed.restricted::jsonb, '{{}}')
                              || coalesce(listed.personal::jsonb, '{{}}')) part),
       said as (
            select part.value #>> '{{}}' as value from part
            union all
            select cell.value
              from part
              cross join jsonb_array_elements(
                   case jsonb_typeof(part.value) when 'array' then part.value
                        else '[]' end) line
              cross join jsonb_each_text(
                   case jsonb_typeof(line) when 'object' then line else '{{}}' end) cell)
       select jsonb_object_agg(thing.key, thing.title)::text as refs
         from (select referred.id::text as key,
                      case when referred.type in ('person', 'area', 'equipment')
                           then referred.title else referred.number end as title
                 from record referred
                where referred.id = any(array(
                      select case when said.value ~ '{uuid}' then said.value::uuid end from said))
               union all
               select unit.org_path, unit.title from record unit
                where unit.type = 'org_unit'
                  and unit.org_path = any(array(select said.value from said))) thing) named
    on listed.seq is not null
 order by listed.seq desc
"""

# A record's stream is its type and its id; other streams (definitions) belong to no record.
RECORD_ID = """
case when event.stream ~ '-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
     then right(event.stream, 36)::uuid end
"""
