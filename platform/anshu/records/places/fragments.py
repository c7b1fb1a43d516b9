"""The statement of labels, whose predicates follow what the reader may see and asks for."""

# `where` is over the table `record`; codes and places stand in the plain columns of both types.
LABELS = """
select state.policy_version, state.definition_version, found.id, found.number, found.title,
       found.code, found.place, found.floor, found.area_name, found.org_name
  from state
  left join (
       select record.id, record.number, record.title, record.t1 as code, record.t2 as place,
              record.normal ->> 'floor' as floor, place.title as area_name, unit.title as org_name
         from record
         left join record place on place.id = record.area and place.type = 'area'
         left join lateral (
              select named.title from record named
               where named.type = 'org_unit' and named.org_path = record.org_path
               order by named.created_at, named.id limit 1) unit on true
        where {where}
        order by record.number
        limit {limit}) found on true
 order by found.number
"""
