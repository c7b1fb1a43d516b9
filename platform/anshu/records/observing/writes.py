"""Every statement of the room that changes rows."""

# One that is sent again is the same one.
OBSERVE = """
insert into observation (id, source, quantity, subject, at, received_at, value, unit, lat, lon,
                         accuracy_m)
select *
  from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[],
              $6::timestamptz[], $7::numeric[], $8::text[], $9::float8[], $10::float8[],
              $11::float8[])
on conflict (id) do nothing
"""
