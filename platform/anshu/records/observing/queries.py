"""Every SELECT of the room."""

# Of every source the newest of a quantity ($1), about one record or the plant ($2), since $3.
NEWEST = """
select distinct on (source) source, quantity, subject, at, received_at, value, unit, lat, lon,
       accuracy_m
  from observation
 where quantity = $1
   and coalesce(subject, '00000000-0000-0000-0000-000000000000'::uuid)
       = coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
   and at > $3
 order by source, at desc, received_at desc
"""

SUBJECTS = "select id from record where id = any($1::uuid[])"
TYPE = "select type from record where id = $1"
