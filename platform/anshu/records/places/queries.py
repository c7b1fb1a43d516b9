"""Every SELECT of the places."""

# All areas of the tenant, in the order of their numbers.
AREAS = """
select id, number, title, org_path, coalesce(level, '') as level,
       normal -> 'boundary' as boundary, normal -> 'position' as position,
       normal ->> 'radius_m' as radius_m, coalesce(normal ->> 'floor', '') as floor
  from record
 where type = 'area'
 order by number
"""

# Every plan with the picture it shows; the main one, without a floor, first.
PLANS = """
select r.id, r.number, r.version, r.title, r.org_path, coalesce(r.t1, '') as floor,
       r.normal -> 'points' as points, m.hash, m.width, m.height
  from record r
  join media m on m.hash = r.normal -> 'image' ->> 0
 where r.type = 'plan' and m.width is not null
 order by r.t1 is not null, r.t1, r.org_path, r.number
"""

# Equipment with a position, and equipment without one; at most `$1` rows of each.
EQUIPMENT_PLACES = """
(select id, number, title, coalesce(t1, '') as code, area, lon, lat, coalesce(t4, '') as floor
   from record
  where type = 'equipment' and lon is not null
  order by number
  limit $1)
union all
(select id, number, title, coalesce(t1, ''), area, null, null, coalesce(t4, '')
   from record
  where type = 'equipment' and lon is null
  order by number
  limit $2)
"""

PLAN_IMAGE = """
select normal -> 'image' ->> 0 as hash from record where id = $1 and type = 'plan'
"""

# Calendars, those of the lowest units first; of two for one unit the newer one holds.
CALENDARS = """
select org_path, normal -> 'working_time' as working_time
  from record
 where type = 'calendar'
 order by length(org_path) desc, created_at desc
"""

ADVICE = """
select id, category, title, body, position, changed_at
  from advice
 where retired_at is null
 order by category, position, title, id
"""

# What a new plant has and what of it is unfinished; `$1`: roles that somebody must hold.
SETUP = """
select 'org_unit' as what, count(*) as found, 0::bigint as unfinished from record
 where type = 'org_unit'
union all
select 'person', count(*),
       count(*) filter (where coalesce(normal -> 'assignments', '[]') = '[]')
  from record where type = 'person'
union all
select 'area', count(*),
       count(*) filter (where normal -> 'boundary' is null and normal -> 'position' is null)
  from record where type = 'area'
union all
select 'plan', count(*), count(*) filter (where normal -> 'points' is null)
  from record where type = 'plan'
union all
select 'equipment', count(*), count(*) filter (where lon is null)
  from record where type = 'equipment'
union all
select 'calendar', count(*),
       count(*) filter (where normal -> 'working_time' -> 'days' @> '[{"unverified": true}]')
  from record where type = 'calendar'
union all
select 'connector', count(*), count(*) filter (where state in ('failed', 'stopped'))
  from connector where state <> 'removed'
union all
select 'advice', count(*), 0 from advice where retired_at is null
union all
select 'notify', count(*), 0 from notify_setting
union all
select 'role:' || role.key, count(holder.id), 0
  from unnest($1::text[]) as role(key)
  left join record holder
    on holder.type = 'person'
   and holder.normal -> 'assignments' @> jsonb_build_array(jsonb_build_object('role', role.key))
 group by role.key
"""

HELD_BY_ONE = """
select role.key as role, min(holder.id::text)::uuid as person, min(holder.title) as name
  from unnest($1::text[]) as role(key)
  join record holder
    on holder.type = 'person'
   and holder.normal -> 'assignments' @> jsonb_build_array(jsonb_build_object('role', role.key))
 group by role.key
having count(distinct holder.id) = 1
"""
