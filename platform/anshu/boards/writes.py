"""Every statement of the boards room that changes rows."""

# Marks, deltas of tallies and the cursor together. Parameters: records, types, versions, shares,
# ripening times; indicators, days, units, first and second keys, slots, and what is added of
# live, good, total and imported; the place, the indicators, how far a recount is, whether it goes
# on, and the time.
COUNT = """
with marks as (
     insert into board_mark (record, type, version, shares, ripens_at)
     select each.record, each.type, each.version, each.shares, each.ripens_at
       from unnest($1::uuid[], $2::text[], $3::int4[], $4::bytea[], $5::timestamptz[])
         as each (record, type, version, shares, ripens_at)
     on conflict (record) do update
        set version = excluded.version, shares = excluded.shares, ripens_at = excluded.ripens_at),
     tallies as (
     insert into board_tally (indicator, day, org_path, first_key, second_key, slot, live, good,
                              total, imported)
     select each.indicator, each.day, each.org_path, each.first_key, each.second_key, each.slot,
            each.live, each.good, each.total, each.imported
       from unnest($6::text[], $7::date[], $8::text[], $9::text[], $10::text[], $11::int2[],
                   $12::int8[], $13::int8[], $14::numeric[], $15::int8[])
         as each (indicator, day, org_path, first_key, second_key, slot, live, good, total,
                  imported)
     on conflict (indicator, day, org_path, first_key, second_key, slot) do update
        set live = board_tally.live + excluded.live, good = board_tally.good + excluded.good,
            total = board_tally.total + excluded.total,
            imported = board_tally.imported + excluded.imported)
update board_cursor
   set place = $16::text::jsonb, indicators = $17, recounted = $18, recounting = $19,
       counted_at = $20
"""

# From scratch: no record has added anything, no tally holds anything, a recount begins.
FORGET = """
with marks as (update board_mark set shares = $1, ripens_at = null),
     tallies as (update board_tally set live = 0, good = 0, total = 0, imported = 0)
update board_cursor set indicators = ''
"""

NEW_SETTING = """
insert into board_setting (no, at, set_by, body)
select coalesce(max(no), 0) + 1, $1, $2, $3::text::jsonb from board_setting
"""
