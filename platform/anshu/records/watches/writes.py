"""What a round of watches writes, in one statement."""

from anshu.ledger.append import EVENT_ARRAY_TYPES, insert_events
from anshu.records.writes import DEADLINES, MESSAGES, TASKS, insert_records

_AFTER = len(EVENT_ARRAY_TYPES)

# The watches that were looked at and the alarms that they found. Parameters: the event arrays,
# rows of new records, tasks, deadlines (JSON), now, the fired deadlines, claims (keys,
# generations, held or not, streams), the message arrays.
LOOKED = f"""
with events as ({insert_events()}),
     record_rows as ({insert_records(_AFTER + 1)}),
     task_rows as ({TASKS % (_AFTER + 2)}),
     deadline_rows as ({DEADLINES % (_AFTER + 3)}),
     fired as (update deadline set fired_at = ${_AFTER + 4} where id = any(${_AFTER + 5}::uuid[])),
     claims as (insert into claim (key, generation, held, stream, at)
                select key, generation, held, stream, ${_AFTER + 4}
                  from unnest(${_AFTER + 6}::text[], ${_AFTER + 7}::integer[],
                              ${_AFTER + 8}::boolean[], ${_AFTER + 9}::text[])
                       as new(key, generation, held, stream)),
     messages as ({MESSAGES % tuple(range(_AFTER + 10, _AFTER + 16))})
select 1
"""
