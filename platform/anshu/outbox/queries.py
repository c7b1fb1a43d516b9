"""The statements of the outbox room; all but the first two run as the relay's log-in."""

INSERT_MESSAGES = """
insert into node.outbox (id, queue, actor, body, mac, not_before)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[],
                     $6::timestamptz[])
"""

MARK_HANDLED = """
insert into handled (message, at) values ($1, $2) on conflict do nothing returning message
"""

LEASE = """
with due as (
    select id from outbox
    where state = 'ready' and queue = $1 and not_before <= $2
    order by not_before limit $3 for update skip locked
)
update outbox o
set state = 'leased', leased_by = $4, leased_until = clock_timestamp() + $5::interval
from due where o.id = due.id
returning o.id, o.tenant::text as tenant_role, o.queue, o.actor, o.body, o.mac,
          o.created_at, o.attempts, o.leased_by as lease
"""

# Each lease has a token of its own: whoever was slow cannot delete or prolong a later lease.
FINISH = """
delete from outbox o using unnest($1::uuid[], $2::text[]) as mine (id, lease)
where o.id = mine.id and o.state = 'leased' and o.leased_by = mine.lease
"""

RENEW = """
update outbox o set leased_until = clock_timestamp() + $3::interval
from unnest($1::uuid[], $2::text[]) as mine (id, lease)
where o.id = mine.id and o.state = 'leased' and o.leased_by = mine.lease
"""

RELEASE = """
update outbox o set state = 'ready', leased_by = null, leased_until = null
from unnest($1::uuid[], $2::text[]) as mine (id, lease)
where o.id = mine.id and o.state = 'leased' and o.leased_by = mine.lease
"""

# A message that was in a worker's hands when it died, again and again, is probably the cause.
RETURN_EXPIRED = """
with lost as (
    select id from outbox
    where state = 'leased' and leased_until < clock_timestamp() for update skip locked
)
update outbox o
set state = case when o.returns + 1 >= $1 then 'dead' else 'ready' end,
    error = case when o.returns + 1 >= $1
                 then 'worker lost ' || (o.returns + 1)::text || ' times' else o.error end,
    returns = o.returns + 1, leased_by = null, leased_until = null
from lost where o.id = lost.id
returning o.state
"""

# The row is there when the embedded broker ran the message, and then only the holder of its
# lease ($12) may park it. A message that came by RabbitMQ ($12 is null) has no row, or one that
# the relay has published and not yet deleted: taking it from the relay keeps it from deletion.
PARK = """
insert into outbox as o
    (id, tenant, queue, actor, body, mac, created_at, attempts, state, not_before, error)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (id) do update
set state = excluded.state, attempts = excluded.attempts, not_before = excluded.not_before,
    error = excluded.error, leased_by = null, leased_until = null
where $12::text is null or o.leased_by = $12
"""

DEAD_LETTERS = """
select id, tenant::text as tenant_role, queue, actor, attempts, coalesce(error, '') as error,
       created_at
from outbox where state = 'dead' and ($1::text is null or tenant::text = $1)
order by created_at limit $2
"""

RETRY_DEAD = """
update outbox set state = 'ready', attempts = 0, returns = 0, not_before = $2
where id = $1 and state = 'dead' returning id
"""

DISCARD_DEAD = "delete from outbox where id = $1 and state = 'dead' returning id"

BACKLOG = """
select queue,
       count(*) filter (where state = 'ready' and not_before <= $1) as due,
       count(*) filter (where state = 'ready' and not_before > $1) as later,
       count(*) filter (where state = 'leased') as leased,
       count(*) filter (where state = 'dead') as dead,
       coalesce(extract(epoch from $1 - min(not_before) filter (where state = 'ready')), 0)
           ::float8 as oldest_due_seconds
from outbox group by queue order by queue
"""
