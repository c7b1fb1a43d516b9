"""What a round of watches reads."""

# The next watches that have come by $1, at most $2 and none of $3, each with its record's whole
# stream. Locked until the transaction ends; what another worker has locked is its own to look at.
DUE = """
with due as materialized (
    select d.id, d.record, d.task, d.kind, d.due_at
      from deadline d
     where d.fired_at is null and d.cancelled_at is null and d.due_at <= $1
       and d.kind like 'watch:%' and d.id <> all($3::uuid[])
     order by d.due_at
     limit $2
       for update skip locked)
select due.id as deadline, due.record, due.task, due.kind as watch, t.type,
       s.policy_version, s.definition_version, false as replayed,
       e.seq, e.version, e.kind, e.at, e.received_at, e.actor, e.definition, e.normal,
       e.restricted, e.personal
  from due
  join task t on t.id = due.task
 cross join state s
  left join event e on e.stream = t.type || '-' || due.record::text
 order by due.due_at, due.id, e.version
"""

# So many numbers at once from the sequence $1 (one of records.numbering).
NUMBERS = """
select nextval($1::text::regclass) as number from generate_series(1, $2::integer)
"""

# Which of these are alarms that there are already, open or closed.
KNOWN = "select id, closed_at is null as open from record where id = any($1::uuid[])"
