"""The SELECT of records that another one may be the same as; composed under a data scope."""

# Open ones of the type since a moment, the newest first; ranked by whoever reads them.
KNOWN = """
select state.policy_version, state.definition_version, found.*
  from state
  left join ({named}) found on true
 order by found.created_at desc, found.id
"""

OPEN = """
select {columns}
  from record
 where record.type = {type} and record.id <> {record} and record.closed_at is null
   and record.created_at >= {since} and {scope}
 order by record.created_at desc, record.id
 limit {limit}
"""
