"""The statements with which the demonstration writes the registry."""

ADD_ENGAGEMENT = "insert into engagement (supplier, plant) values ($1, $2) on conflict do nothing"
ADD_SUBSCRIPTION = """
insert into subscription (tenant, module, plan, starts_at) values ($1, $2, $3, $4)
on conflict do nothing
"""
COUNT_TENANTS = "select count(*) as count from tenant where state = 'active'"
# People have read what came to them some days ago.
READ_EARLIER = "update notice set read_at = at where at < $1 and read_at is null"
