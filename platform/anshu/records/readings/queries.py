"""What fact providers ask for, as parts of the one statement that reads a command's facts.

They stand behind records.queries.FACTS_AND_ALIKE, in its columns and with its parameters.
"""

# Where the record looks: in the cells $23; without a position of its own (its circle $24 is empty)
# also in that of the middle of its area $25.
HERE = """
with here as materialized (
    select case when cardinality($24::bigint[]) > 0 then $23::bigint[]
                else $23::bigint[] || coalesce(area.cells, '{}') end as cells,
           case when cardinality($24::bigint[]) > 0 then $24::bigint[]
                else coalesce(area.cells, '{}') end as around,
           area.lat, area.lon
      from (select 1) one
      left join record area on area.id = $25::uuid and area.type = 'area')
"""
_RECORD = """
       record.id::text as key, record.type as kind, record.title, record.org_path,
       (record.normal || record.restricted
        || jsonb_build_object('@number', record.number, '@state', record.state))::text as body,
       record.created_at as captured_at, record.closed_at as received_at, record.area as person
"""
_PLACED = """
       record.id::text as key, record.type as kind, record.title, record.org_path,
       (record.normal || record.restricted
        || jsonb_build_object('@number', record.number, '@state', record.state,
                              '@lat', coalesce(record.lat, area.lat),
                              '@lon', coalesce(record.lon, area.lon)))::text as body,
       record.created_at as captured_at, record.closed_at as received_at, record.area as person
"""
# Records $16; those whose field names some ($17) or that are alike ($18); the newest or highest
# observations of every source ($19) at the moment $27; neighbours of the record $20 of the type $21
# if $22, on its equipment $26 too; and the newest claims of its cells if $28. Neighbours are few:
# their type is compared so that no index of types, with very many rows, is read beside that of
# cells.
ASKED = f"""
union all
select 'asked' as what, {_RECORD} from record where record.id = any($16::uuid[])
union all
select 'referring', {_RECORD}
  from jsonb_to_recordset($17::jsonb) as wanted(type text, through text, field text, ids uuid[])
 cross join lateral (
        (select owned.* from record owned
          where wanted.through = 'owner' and owned.owner = any(wanted.ids)
            and owned.type = wanted.type)
        union all
        (select on_it.* from record on_it
          where wanted.through = 'equipment' and on_it.equipment = any(wanted.ids)
            and on_it.type = wanted.type)
        union all
        (select in_it.* from record in_it
          where wanted.through = 'area' and in_it.area = any(wanted.ids)
            and in_it.type = wanted.type)
        union all
        (select naming.* from record naming
          where wanted.through = '' and naming.type = wanted.type
            and coalesce(naming.normal ->> wanted.field, naming.restricted ->> wanted.field)
                = any(wanted.ids::text[]))
        limit 500) record
union all
select 'similar', {_RECORD}
  from jsonb_to_recordset($18::jsonb) as wanted(type text, area uuid, equal jsonb,
                                                since timestamptz, states text[])
 cross join lateral (
        select alike.* from record alike
         where alike.type = wanted.type and alike.created_at >= wanted.since
           and (wanted.area is null or alike.area = wanted.area)
           and (wanted.states is null or alike.state = any(wanted.states))
           and alike.normal || alike.restricted @> wanted.equal and alike.id <> $20::uuid
         order by alike.created_at desc, alike.id
         limit 200) record
union all
select 'near', {_PLACED}
  from here
  join record on record.cells && here.cells
  left join record area on area.id = record.area and area.type = 'area'
 where $22::boolean and record.type is not distinct from $21::text and record.id <> $20::uuid
union all
select 'near', {_PLACED}
  from record
  left join record area on area.id = record.area and area.type = 'area'
 where $22::boolean and record.equipment = $26::uuid and record.cells is not null
   and record.type is not distinct from $21::text and record.id <> $20::uuid
union all
select 'here', coalesce(lat::text, ''), '', coalesce(lon::text, ''), '', '', null, null, null
  from here where $22::boolean
union all
select 'claim', 'near:' || cell, case when last.held then 'held' else '' end,
       coalesce(last.stream, ''), '', coalesce(last.generation, 0)::text, null, null, null
  from here
 cross join lateral unnest(here.around) as cell
  left join lateral (select held, stream, generation from claim
                      where claim.key = 'near:' || cell
                      order by generation desc limit 1) last on true
 where $28::boolean
union all
select 'observed', seen.id::text, seen.quantity, seen.source, seen.unit,
       jsonb_build_object('value', seen.value::text, 'lat', seen.lat, 'lon', seen.lon,
                          'accuracy_m', seen.accuracy_m)::text,
       seen.at, seen.received_at, seen.subject
  from jsonb_to_recordset($19::jsonb) as wanted(quantity text, subject uuid, minutes integer,
                                                highest boolean)
 cross join lateral (
        select distinct on (o.source) o.*
          from observation o
         where o.quantity = wanted.quantity
           and coalesce(o.subject, '00000000-0000-0000-0000-000000000000'::uuid)
               = coalesce(wanted.subject, '00000000-0000-0000-0000-000000000000'::uuid)
           and o.at > $27::timestamptz - wanted.minutes * interval '1 minute'
         order by o.source, case when wanted.highest then o.value end desc nulls last,
                  o.at desc, o.received_at desc) seen
"""
