"""Every statement of the records room that changes rows.

A command's writes are ONE data-modifying statement, so that an attempt stays within its five
round trips: events, claims, the record's row, its tasks and deadlines, and messages.
"""

from anshu.ledger.append import EVENT_ARRAY_TYPES, insert_events

_AFTER = len(EVENT_ARRAY_TYPES)

RECORD_COLUMNS = (
    "id uuid", "type text", "number text", "version integer", "state text", "level text",
    "title text", "org_path text", "area uuid", "equipment uuid", "owner uuid", "reporter uuid",
    "lon double precision", "lat double precision", "created_at timestamptz",
    "updated_at timestamptz", "due timestamptz", "done_at timestamptz", "closed_at timestamptz",
    "copied uuid[]", "evidence_valid boolean", "origin text", "definition bytea", "normal jsonb",
    "restricted jsonb", "personal jsonb", "title_key text", "cells bigint[]",
    "t1 text", "t2 text", "t3 text", "t4 text", "n1 numeric", "n2 numeric", "n3 numeric",
    "d1 timestamptz", "d2 timestamptz",
    "d3 timestamptz",
)  # fmt: skip
SEARCH_COLUMNS = ("normal_search", "restricted_search", "personal_search")
RECORD_NAMES = tuple(column.split()[0] for column in RECORD_COLUMNS)
ALL_NAMES = ", ".join((*RECORD_NAMES, *SEARCH_COLUMNS))
_WRITTEN = {
    "definition": "decode(x.definition, 'hex')",
    # Who has no position of its own stands in the middle of its area, too.
    "cells": "case when x.cells is null or x.lat is not null then x.cells else x.cells ||"
    " coalesce((select area.cells from record area"
    " where area.id = x.area and area.type = 'area'), '{}') end",
}
FIXED_AT_CREATION = {"id", "type", "number", "created_at", "origin", "definition"}


def _record_source(parameter: int) -> str:
    columns = ", ".join(
        column if not column.startswith("definition") else "definition text"
        for column in (*RECORD_COLUMNS, *(f"{name} text[]" for name in SEARCH_COLUMNS))
    )
    names = ", ".join(_WRITTEN.get(name, f"x.{name}") for name in RECORD_NAMES)
    search = ", ".join(f"array_to_tsvector(x.{name})" for name in SEARCH_COLUMNS)
    return f"select {names}, {search} from jsonb_to_recordset(${parameter}::jsonb) as x({columns})"


def insert_records(parameter: int) -> str:
    return f"insert into record ({ALL_NAMES}) {_record_source(parameter)}"


def _update_record(parameter: int) -> str:
    names = [n for n in (*RECORD_NAMES, *SEARCH_COLUMNS) if n not in FIXED_AT_CREATION]
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    source = _record_source(parameter)
    return (
        f"update record set {changes} from ({source}) as new({ALL_NAMES}) "
        "where record.id = new.id and record.type = new.type"
    )


TASKS = """
    insert into task (id, record, type, node, activation, roles, people, org_path, opened_at,
                      opened_by, due, escalated_at, closed_at, closed_by, outcome,
                      signers, added, needed, signed)
    select * from jsonb_to_recordset($%d::jsonb) as x(
        id uuid, record uuid, type text, node text, activation integer, roles text[],
        people uuid[], org_path text, opened_at timestamptz, opened_by uuid, due timestamptz,
        escalated_at timestamptz, closed_at timestamptz, closed_by uuid, outcome text,
        signers uuid[], added uuid[], needed integer, signed integer)
    on conflict (id) do update
       set roles = excluded.roles, people = excluded.people, escalated_at = excluded.escalated_at,
           closed_at = excluded.closed_at, closed_by = excluded.closed_by,
           outcome = excluded.outcome, signers = excluded.signers, added = excluded.added,
           needed = excluded.needed, signed = excluded.signed
"""
DEADLINES = """
    insert into deadline (id, record, task, kind, due_at)
    select * from jsonb_to_recordset($%d::jsonb) as x(
        id uuid, record uuid, task uuid, kind text, due_at timestamptz)
"""
# Of the finished tasks all, of the open ones those of watches that count from another moment.
_CANCELLED = """
    update deadline set cancelled_at = $%d
     where fired_at is null and cancelled_at is null
       and (task = any($%d::uuid[])
            or (task = any($%d::uuid[]) and task::text || kind = any($%d::text[])))
"""
_CLAIMS = """
    insert into claim (key, generation, held, stream, at)
    select key, generation, held, $%d, $%d
      from unnest($%d::text[], $%d::integer[], $%d::boolean[]) as new(key, generation, held)
"""
MESSAGES = """
    insert into node.outbox (id, queue, actor, body, mac, not_before)
    select * from unnest($%d::uuid[], $%d::text[], $%d::text[], $%d::bytea[], $%d::bytea[],
                         $%d::timestamptz[])
"""


def _command(record: str) -> str:
    at = _AFTER
    return f"""
with events as ({insert_events()}),
     record_row as ({record}),
     task_rows as ({TASKS % (at + 2)}),
     deadline_rows as ({DEADLINES % (at + 3)}),
     cancelled as ({_CANCELLED % (at + 4, at + 5, at + 19, at + 20)}),
     claims as ({_CLAIMS % (at + 6, at + 4, at + 7, at + 16, at + 18)}),
     fired as (update deadline set fired_at = ${at + 4} where id = ${at + 8}),
     messages as ({MESSAGES % tuple(range(at + 9, at + 15))}),
     policy as (update state set policy_version = policy_version + 1,
                                 definition_version = definition_version + ${at + 17}::boolean::int
                 where ${at + 15} or ${at + 17})
select 1
"""


# Parameters: the event arrays, then record rows, tasks, deadlines (JSON), now, finished tasks,
# stream, claim keys, fired deadline, the message arrays, whether the policy changed, the
# generations of the claims, whether what is kept with the definitions changed, whether the claims
# are held or released, open tasks, and which of their watches count anew (task and kind as text).
CREATE = _command(insert_records(_AFTER + 1))
CHANGE = _command(_update_record(_AFTER + 1))
REPROJECT = _update_record(1)

# Many records at once, as they came from a ledger. Parameters: the event arrays, record rows,
# tasks, deadlines (JSON), whether the policy changed.
IMPORT = f"""
with events as ({insert_events()}),
     record_rows as ({insert_records(_AFTER + 1)}),
     task_rows as ({TASKS % (_AFTER + 2)}),
     deadline_rows as ({DEADLINES % (_AFTER + 3)}),
     policy as (update state set policy_version = policy_version + 1 where ${_AFTER + 4})
select 1
"""

APPEND_EVENTS = insert_events()

ADOPT_DEFINITION = """
insert into definition (hash, layer, name, version, effective_from, effective_to, body, adopted_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (hash) do nothing
"""

BUMP_DEFINITIONS = """
update state set definition_version = definition_version + 1, policy_version = policy_version + 1
"""

INSERT_NOTICES = """
insert into notice (id, person, kind, record, record_type, data, at)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::jsonb[],
                     $7::timestamptz[])
on conflict (id) do nothing
"""

SEE_TASK = """
insert into seen (task, person, at)
select task.id, $2, $3 from task
 where task.id = $1 and task.record = $4 and task.closed_at is null
on conflict do nothing
"""

READ_NOTICE = "update notice set read_at = $3 where id = $1 and person = $2 and read_at is null"
