"""Every SELECT of the notify room."""

SETTING = "select body::text as body, smtp from notify_setting"

WISH = "select body::text as body from notify_wish where person = $1"

OWN = """
select coalesce(p.personal ->> 'mail', '') as mail, p.title,
       (select w.body::text from notify_wish w where w.person = p.id) as wish,
       (select s.body::text from notify_setting s) as setting
  from record p where p.id = $1 and p.type = 'person'
"""

TEMPLATES = """
select kind, language, subject, body, updated_at from notify_template
 where subject <> '' order by kind, language
"""

TEMPLATE = """
select subject, body from notify_template where kind = $1 and language = $2 and subject <> ''
"""

WEBHOOK_COLUMNS = """
    id, title, url, events, types, active, paused_reason, former_until, failures, created_at"""

WEBHOOKS = f"""
select {WEBHOOK_COLUMNS} from webhook where removed_at is null order by created_at, id
"""

WEBHOOK = f"""
select {WEBHOOK_COLUMNS}, secret, former_secret, not_before
  from webhook where id = $1 and removed_at is null
"""

# Endpoints that want this event of this record type, paused ones too: they get it when resumed.
WANTING = """
select id, active, events, not_before from webhook
 where removed_at is null and events && $1::text[]
   and (cardinality(types) = 0 or $2 = any(types))
 order by created_at, id
"""

LOG_COLUMNS = """
    d.id, d.channel, d.kind, d.state, d.person, d.webhook, d.address, d.attempts, d.due_at,
    d.code, d.reason, d.response, d.created_at, d.ended_at, d.connector, d.record"""

# The log, newest first, before the moment and id given.
LOG = f"""
select {LOG_COLUMNS}, p.title as person_name, w.title as webhook_title,
       c.title as connector_title, r.type as record_type, r.number as record_number
  from delivery d
  left join record p on p.id = d.person and p.type = 'person'
  left join webhook w on w.id = d.webhook
  left join connector c on c.id = d.connector
  left join record r on r.id = d.record
 where ($1 = '' or d.channel = $1) and ($2 = '' or d.state = $2)
   and ($3::uuid is null or d.webhook = $3)
   and ($4::timestamptz is null or (d.created_at, d.id) < ($4, $5::uuid))
 order by d.created_at desc, d.id desc
 limit $6
"""

# What has waited longer than its message can have taken to come: the message was lost.
FORGOTTEN = """
select id from delivery
 where state in ('waiting', 'held') and due_at < $1::timestamptz - interval '15 minutes'
   and (leased_until is null or leased_until < $1)
   and not exists (select 1 from webhook w where w.id = delivery.webhook and not w.active)
   and not exists (select 1 from connector c
                    where c.id = delivery.connector and c.state = 'stopped')
 order by due_at limit 100
"""

DELIVERY = "select id, channel, webhook from delivery where id = $1"

LEASED = "select leased_until from delivery where id = $1 and leased_until > $2"
