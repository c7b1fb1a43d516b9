"""SELECTs of the boards room; the braces take parameter numbers and a scope, never a value."""

from anshu.records.fragments import DISCOVERED

# One pass over what was registered or fell due in the period.
CLOSURE_RATE = """
select state.policy_version, state.definition_version, counted.*
  from state
  cross join lateral (
       select count(*) filter (where live and registered) as registered,
              count(*) filter (where live and registered and good) as registered_good,
              count(*) filter (where live and due) as due,
              count(*) filter (where live and due and good) as due_good,
              count(*) filter (where not live) as imported
         from (select record.origin = 'live' as live,
                      record.created_at >= {start} and record.created_at < {end} as registered,
                      coalesce(record.due >= {start} and record.due < {end}, false) as due,
                      coalesce(record.done_at <= record.due and record.closed_at is not null
                               and record.evidence_valid, false) as good
                 from record
                where record.type = {type} and {scope}
                  and not record.state = any({voided})
                  and (record.created_at >= {start} and record.created_at < {end}
                       or record.due >= {start} and record.due < {end})) hazard) counted
"""

# What was archived in the period: from discovery to archive, imported history apart.
ELAPSED = """
select state.policy_version, state.definition_version, counted.*
  from state
  cross join lateral (
       select count(*) filter (where live) as archived,
              avg(seconds) filter (where live) as mean_seconds,
              count(*) filter (where not live) as imported
         from (select record.origin = 'live' as live,
                      greatest(extract(epoch from record.closed_at - <discovered>), 0) as seconds
                 from record
                where record.type = {type} and {scope}
                  and not record.state = any({voided})
                  and record.closed_at >= {start} and record.closed_at < {end}) hazard) counted
""".replace("<discovered>", DISCOVERED)


# Which events were counted; whoever holds the row counts, others read what is there.
CURSOR = """
select place::text as place, indicators, recounted, recounting, state.definition_version
  from board_cursor cross join state
   for update of board_cursor skip locked
"""

# Events after $1 and late ones in the gaps ($3, $4), with the snapshot's oldest running id.
NEW_EVENTS = """
with here as materialized (select pg_current_snapshot() as snapshot)
select pg_snapshot_xmin(snapshot)::text::bigint as xmin, seen.seq, seen.stream
  from here
  left join lateral (
       (select seq, stream from event where seq > $1 order by seq limit $2)
       union all
       select late.seq, late.stream
         from unnest($3::bigint[], $4::bigint[]) as gap (first, last)
        cross join lateral (
              select seq, stream from event where seq between gap.first and gap.last) late
       ) seen on true
 order by seen.seq
"""

# Numbers below the newest event that are not visible (yet).
HOLES = """
select coalesce(before, 0) + 1 as first, seq - 1 as last
  from (select seq, lag(seq) over (order by seq) as before from event) each
 where seq > coalesce(before, 0) + 1
union all
select coalesce(max(seq), 0) + 1, coalesce(max(seq), 0) from event
 order by 1
"""

OWN_ID = "select pg_current_xact_id()::text::bigint as xid"

# Marks whose time has come, and records that a recount has still to look at.
RIPE = "select record as id from board_mark where ripens_at < $1 order by ripens_at limit $2"
UNCOUNTED = """
select id from record
 where type = any($1::text[]) and ($2::uuid is null or id > $2) order by id limit $3
"""

# What indicators may look at, and what the record has added before.
COUNTED = """
select record.id, record.type, record.version, record.state, record.level, record.org_path,
       record.area, record.equipment, record.owner, record.created_at, record.due,
       record.done_at, record.closed_at, record.evidence_valid, record.origin,
       record.t1, record.t2, record.t3, record.t4, record.d1, record.d2, record.d3,
       <discovered> as discovered,
       coalesce((select jsonb_object_agg(done.node, done.first)
                   from (select task.node, min(task.closed_at) as first from task
                          where task.record = record.id and task.closed_at is not null
                            and task.outcome is not null
                          group by task.node) done), '{}')::text as firsts,
       coalesce((select jsonb_object_agg(entry.key, entry.value)
                   from jsonb_each_text(record.normal) entry
                  where entry.key = any($2::text[])), '{}')::text as numbers,
       (select convert_from(entered.normal, 'UTF8')::jsonb ->> '@entry_seconds'
          from event entered
         where entered.stream = record.type || '-' || record.id::text
           and entered.version = 1) as entry_seconds,
       mark.shares, mark.ripens_at
  from record
  left join board_mark mark on mark.record = record.id
 where record.id = any($1::uuid[])
""".replace("<discovered>", DISCOVERED)

# Figures asked for, by number: whole windows by slot, by day, or by key. Tallies stand under the
# name `record`, so that a data scope reads like that of a list. Units are summed up at {depth}
# steps below the whole company.
FIGURES = """
with asked as (
     select each.* from unnest({numbers}, {indicators}, {firsts}, {lasts}, {shapes}, {no_holidays},
                               {no_shutdowns}, {by_org}, {by_first}, {by_second}, {filled}, {most},
                               {least})
         as each (no, indicator, first, last, shape, no_holidays, no_shutdowns, by_org, by_first,
                  by_second, filled, most, least)),
     kept as (
     select asked.no, asked.shape, asked.most, asked.least, record.day, record.slot,
            record.live, record.good, record.total, record.imported,
            case when not asked.by_org then ''
                 when cardinality(string_to_array(record.org_path, '/')) - 2 <= {depth}
                 then record.org_path
                 else array_to_string((string_to_array(record.org_path, '/'))[1:{depth} + 1], '/')
                      || '/' end as unit,
            case when asked.by_first then record.first_key else '' end as first_key,
            case when asked.by_second then record.second_key else '' end as second_key,
            (asked.no_holidays and record.day = any({holidays}))
            or (asked.no_shutdowns and record.day = any({shutdowns})) as left_out
       from asked
       join board_tally record
         on record.indicator = asked.indicator and record.day between asked.first and asked.last
      where {scope}
        and not (asked.filled and (asked.by_first and record.first_key = ''
                                   or asked.by_second and record.second_key = ''))),
     summed as (
     select no, shape, most, least,
            case when shape = 'day' then day end as day,
            case when shape = 'sum' then slot end as slot,
            unit, first_key, second_key,
            coalesce(sum(live) filter (where not left_out), 0)::bigint as live,
            coalesce(sum(good) filter (where not left_out), 0)::bigint as good,
            coalesce(sum(total) filter (where not left_out), 0) as total,
            coalesce(sum(imported), 0)::bigint as imported,
            coalesce(sum(live) filter (where left_out), 0)::bigint as left_out
       from kept
      group by no, shape, most, least, 5, 6, unit, first_key, second_key),
     placed as (
     select summed.*, row_number() over (
              partition by no, shape, day, slot
              order by live desc, unit, first_key, second_key) as place
       from summed)
select state.policy_version, state.definition_version, board_cursor.counted_at,
       board_cursor.recounting, board_cursor.indicators,
       placed.no, placed.shape, placed.day, placed.slot, placed.unit, placed.first_key,
       placed.second_key, placed.live, placed.good, placed.total, placed.imported, placed.left_out
  from state
 cross join board_cursor
  left join placed on placed.shape <> 'key' or (placed.place <= placed.most
                                                and placed.live >= placed.least)
 order by placed.no, placed.day, placed.slot, placed.place
"""

# The newest settings, the versions, and how far the ledger is: what a live board looks at.
HEAD = """
select state.policy_version, state.definition_version,
       (select max(seq) from event) as height,
       (select max(no) from board_setting) as setting,
       (select min(ripens_at) from board_mark where ripens_at is not null) as ripens_at,
       jsonb_array_length(coalesce(board_cursor.place -> 'gaps', '[]')) > 0 as gaps,
       board_cursor.recounting
       or coalesce((board_cursor.place ->> 'high')::bigint, 0)
          < (select coalesce(max(seq), 0) from event) as behind
  from state cross join board_cursor
"""
SETTINGS = """
select state.policy_version, state.definition_version, newest.no, newest.at, newest.set_by,
       newest.body::text as body, person.title as set_by_name
  from state
  left join (select no, at, set_by, body from board_setting order by no desc limit 1) newest
    on true
  left join record person on person.id = newest.set_by and person.type = 'person'
"""

# What keys are called: records by id, units by path.
NAMES = """
select id::text as key, title from record where id = any($1::uuid[])
union all
select org_path, title from record where type = 'org_unit' and org_path = any($2::text[])
"""
