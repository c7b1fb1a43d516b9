"""The statements that keep, order and remove saved views; who may is in their predicates too."""

# Parameters: id, type, owner, shared, opens first, roles, title, query, now, whether the writer
# may change what is shared. Another person's own view stays as it is, and so does a removed one.
SAVE_VIEW = """
insert into list_view (id, type, owner, shared, opens_first, roles, title, query, place,
                       created_at, updated_at)
select $1, $2, $3, $4, $5, $6::text[], $7, $8::jsonb,
       (select coalesce(max(place), 0) + 1 from list_view where type = $2), $9, $9
on conflict (id) do update
   set shared = excluded.shared, opens_first = excluded.opens_first, roles = excluded.roles,
       title = excluded.title, query = excluded.query, updated_at = excluded.updated_at
 where list_view.type = excluded.type and list_view.removed_at is null
   and (list_view.owner = excluded.owner or (list_view.shared and $10))
returning id
"""

# Of one's own views only one opens first.
OTHERS_OPEN_LATER = """
update list_view set opens_first = false
 where type = $1 and owner = $2 and id <> $3 and opens_first
"""

REMOVE_VIEW = """
update list_view set removed_at = $4
 where id = $1 and type = $2 and removed_at is null and (owner = $3 or (shared and $5))
returning id
"""

ORDER_VIEWS = """
update list_view set place = wanted.place
  from unnest($1::uuid[]) with ordinality as wanted(id, place)
 where list_view.id = wanted.id and list_view.type = $2
   and (list_view.owner = $3 or (list_view.shared and $4))
"""
