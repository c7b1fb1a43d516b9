"""Every statement of the notify room that changes rows."""

KEEP_WISH = """
insert into notify_wish (person, body, updated_at) values ($1, $2, $3)
on conflict (person) do update set body = excluded.body, updated_at = excluded.updated_at
"""

KEEP_SETTING = """
insert into notify_setting (body, updated_at, updated_by) values ($1, $2, $3)
on conflict (one) do update
   set body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""

KEEP_SERVER = """
insert into notify_setting (body, smtp, updated_at, updated_by) values ('{}', $1, $2, $3)
on conflict (one) do update
   set smtp = excluded.smtp, updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""

# Nothing is deleted: empty words stand for ours.
KEEP_TEMPLATE = """
insert into notify_template (kind, language, subject, body, updated_at, updated_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (kind, language) do update
   set subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at,
       updated_by = excluded.updated_by
"""

INSERT_WEBHOOK = """
insert into webhook (id, title, url, events, types, secret, created_at, created_by)
select $1, $2, $3, $4::text[], $5::text[], $6, $7, $8
 where (select count(*) from webhook where removed_at is null) < $9
returning id
"""

# An address that changed starts anew: what failed before says nothing about it.
CHANGE_WEBHOOK = """
update webhook
   set title = $2, url = $3, events = $4::text[], types = $5::text[],
       failures = case when url = $3 then failures else 0 end,
       not_before = case when url = $3 then not_before end
 where id = $1 and removed_at is null
returning id
"""

SWITCH_WEBHOOK = """
update webhook
   set active = $2, paused_reason = $3, failures = case when $2 then 0 else failures end,
       not_before = case when $2 then null else not_before end
 where id = $1 and removed_at is null
returning id
"""

ROTATE_WEBHOOK = """
update webhook set former_secret = secret, former_until = $3, secret = $2
 where id = $1 and removed_at is null
returning id
"""

REMOVE_WEBHOOK = """
with gone as (
    update webhook set removed_at = $2, active = false, secret = '', former_secret = null
     where id = $1 and removed_at is null
    returning id)
update delivery set state = 'dropped', reason = 'removed', ended_at = $2, payload = null
  from gone where delivery.webhook = gone.id and delivery.state in ('waiting', 'held')
"""

# The rows that are new; a message goes out for each of them and no other.
INSERT_DELIVERIES = """
insert into delivery (id, channel, kind, state, person, webhook, address, notices, payload, due_at,
                      created_at)
select x.id, x.channel, x.kind, x.state, x.person, x.webhook, x.address, x.notices, x.payload,
       x.due_at, $2
  from jsonb_to_recordset($1::jsonb) as x(
       id uuid, channel text, kind text, state text, person uuid, webhook uuid, address text,
       notices uuid[], payload text, due_at timestamptz)
on conflict (id) do nothing
returning id, due_at
"""

# Adds to the mail that waits for the morning; no row when that one is gone already.
HOLD = """
insert into delivery (id, channel, kind, state, person, address, notices, due_at, created_at)
values ($1, 'mail', 'several', 'held', $2, $3, $4::uuid[], $5, $6)
on conflict (id) do update set notices = delivery.notices || excluded.notices
 where delivery.state = 'held' and delivery.leased_until is null
returning id, (xmax = 0) as made
"""

# One worker at a time; the lease of one that died runs out. A change of a record waits for the
# one before it.
LEASE = """
update delivery set leased_until = $2::timestamptz + interval '2 minutes', attempts = attempts + 1
 where id = $1 and state in ('waiting', 'held') and due_at <= $2
   and (leased_until is null or leased_until <= $2)
   and (connector is null or not exists(
       select 1 from delivery earlier
        where earlier.connector = delivery.connector and earlier.lane = delivery.lane
          and earlier.place < delivery.place and earlier.state in ('waiting', 'held')))
returning id, channel, kind, person, webhook, notices, payload, attempts, created_at,
          connector, type, record, version, lane, place
"""

SETTLE = """
update delivery
   set state = $2, reason = $3, code = $4, response = $5, ended_at = $6, due_at = $7,
       address = case when $8 = '' then address else $8 end, leased_until = null,
       payload = case when $2 in ('sent', 'dropped') then null else payload end
 where id = $1
"""

# Nothing was tried: the try is given back.
POSTPONE = """
update delivery set due_at = $2, leased_until = null, attempts = attempts - 1, reason = $3
 where id = $1
"""

SUCCEEDED = "update webhook set failures = 0, not_before = null where id = $1 and failures > 0"

# Pauses at the limit, once: only the statement that switches it off returns `paused`.
FAILED = """
with before as (select id, active from webhook where id = $1 for update)
update webhook
   set failures = failures + 1, not_before = $2,
       active = webhook.active and not $4 and failures + 1 < $3,
       paused_reason = case when webhook.active and ($4 or failures + 1 >= $3) then $5
                            else paused_reason end
  from before
 where webhook.id = before.id
returning before.active and not webhook.active as paused, webhook.title
"""

RETRY = """
update delivery set state = 'waiting', due_at = $2, attempts = 0, leased_until = null,
       ended_at = null, reason = null
 where id = $1 and state = 'failed'
returning id
"""

# A webhook that works again gets what waited, oldest first, as far back as a week.
RELEASE = """
update delivery set state = 'waiting', due_at = $2, attempts = 0
 where id in (select id from delivery
               where webhook = $1 and state in ('held', 'waiting')
                 and (leased_until is null or leased_until <= $2)
                 and created_at > $2::timestamptz - interval '7 days'
               order by created_at limit 1000)
returning id
"""

HOLD_BACK = """
update delivery set state = 'held', leased_until = null, attempts = attempts - 1 where id = $1
"""

HOLD_WEBHOOK = """
update delivery set state = 'held', leased_until = null where id = $1 and state = 'waiting'
"""

TOUCH = """
update delivery set due_at = $2, leased_until = null where id = any($1::uuid[])
"""
