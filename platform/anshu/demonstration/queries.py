"""The statements of the demonstration: what it writes into the registry, what it looks for."""

ADD_ENGAGEMENT = "insert into engagement (supplier, plant) values ($1, $2) on conflict do nothing"
ADD_SUBSCRIPTION = """
insert into subscription (tenant, module, plan, starts_at) values ($1, $2, $3, $4)
on conflict do nothing
"""
COUNT_TENANTS = "select count(*) as count from tenant where state = 'active'"
# People have read what came to them some days ago.
READ_EARLIER = "update notice set read_at = at where at < $1 and read_at is null"
ALARMS_OF = "select id from record where type = 'permit_alarm' and t2 = $1 and state = $2"
NAMED_RECORDS = """
select id, type, case type when 'equipment' then t1 else title end as name
  from record where type in ('person', 'area', 'equipment', 'certificate')
"""
OPEN_PERMITS = """
select id, state, title, d2 from record
 where type = 'permit' and title = any($1) and state not in ('accepted', 'voided', 'cancelled')
 order by created_at
"""
