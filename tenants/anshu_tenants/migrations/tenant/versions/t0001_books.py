"""The tenant's books: ledger, records, tasks, deadlines and what belongs to them.

Revision ID: t0001
Revises:
"""

from alembic import op

revision = "t0001"
down_revision = None
branch_labels = None
depends_on = None

LEDGER = """
create table event (
    -- Evaluated before seq: the transaction has its id before it draws a number (docs/adr/0003).
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity primary key,
    stream text not null,
    version integer not null check (version > 0),
    kind text not null,
    format smallint not null,
    at timestamptz not null,
    received_at timestamptz not null,
    actor text not null,
    definition bytea not null,
    normal bytea not null,
    restricted bytea,
    personal bytea,
    salts bytea not null,
    leaf bytea not null,
    unique (stream, version)
);
create table seal (
    no bigint primary key,
    at timestamptz not null,
    body bytea not null,
    head bytea not null,
    key_id text not null,
    signature bytea not null,
    cursor jsonb not null
);
create table claim (
    key text not null,
    generation integer not null,
    held boolean not null,
    stream text not null,
    at timestamptz not null,
    primary key (key, generation)
);
create table state (
    one boolean primary key default true check (one),
    policy_version bigint not null default 1,
    definition_version bigint not null default 1
);
insert into state default values;
create sequence number_seq;
create sequence plain_number_seq;
create table handled (
    message uuid primary key,
    at timestamptz not null
);
create table definition (
    hash bytea primary key,
    layer text not null,
    name text not null,
    version text not null,
    effective_from date not null,
    effective_to date,
    body bytea not null,
    adopted_at timestamptz not null
);
"""

RECORDS = """
create table record (
    id uuid primary key,
    type text not null,
    number text not null,
    version integer not null,
    state text not null,
    level text,
    title text not null,
    org_path text not null,
    area uuid,
    equipment uuid,
    owner uuid,
    reporter uuid,
    lon double precision,
    lat double precision,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    due timestamptz,
    done_at timestamptz,
    closed_at timestamptz,
    evidence_valid boolean not null default false,
    origin text not null default 'live' check (origin in ('live', 'import')),
    definition bytea not null,
    normal jsonb not null default '{}',
    restricted jsonb not null default '{}',
    personal jsonb not null default '{}',
    normal_search tsvector not null default '',
    restricted_search tsvector not null default '',
    personal_search tsvector not null default '',
    t1 text, t2 text, t3 text, t4 text,
    n1 numeric, n2 numeric, n3 numeric,
    d1 timestamptz, d2 timestamptz, d3 timestamptz
);
create unique index record_number on record (type, number);
create index record_newest on record (type, created_at desc, id desc);
create index record_state on record (type, state, due);
create index record_owner on record (owner) where owner is not null;
create index record_reporter on record (reporter, created_at desc) where reporter is not null;
create index record_org on record (type, org_path text_pattern_ops);
create index record_equipment on record (equipment, created_at desc) where equipment is not null;
create index record_normal_search on record using gin (normal_search);
create index record_restricted_search on record using gin (restricted_search);
create index record_personal_search on record using gin (personal_search);
create table task (
    id uuid primary key,
    record uuid not null,
    type text not null,
    node text not null,
    activation integer not null,
    roles text[] not null,
    people uuid[] not null,
    org_path text not null,
    opened_at timestamptz not null,
    opened_by uuid,
    due timestamptz,
    escalated_at timestamptz,
    closed_at timestamptz,
    closed_by uuid,
    outcome text,
    unique (record, node, activation)
);
create index task_open on task (type, node) where closed_at is null;
create index task_record on task (record);
create table deadline (
    id uuid primary key,
    record uuid not null,
    task uuid not null,
    kind text not null,
    due_at timestamptz not null,
    fired_at timestamptz,
    cancelled_at timestamptz
);
create index deadline_due on deadline (due_at) where fired_at is null and cancelled_at is null;
create index deadline_task on deadline (task) where fired_at is null and cancelled_at is null;
create table notice (
    id uuid primary key,
    person uuid not null,
    kind text not null,
    record uuid,
    record_type text,
    data jsonb not null,
    at timestamptz not null,
    read_at timestamptz
);
create index notice_person on notice (person, at desc);
create table media (
    hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
    purpose text not null,
    mime text not null,
    bytes bigint not null,
    width integer,
    height integer,
    captured_at timestamptz,
    received_at timestamptz not null,
    uploaded_by uuid,
    position jsonb,
    exif jsonb,
    preview text,
    watermarked text
);
create table fact (
    subject uuid not null,
    name text not null,
    source text not null,
    value text not null,
    unit text,
    source_key text not null,
    source_modified_at timestamptz,
    fetched_at timestamptz not null,
    raw_hash text not null,
    primary key (subject, name, source)
);
create table connector (
    id uuid primary key,
    driver text not null,
    title text not null,
    config bytea not null,
    cursor jsonb not null default '{}',
    state text not null default 'new',
    error text,
    last_run timestamptz,
    last_ok timestamptz,
    counts jsonb not null default '{}',
    interval_minutes integer not null default 120,
    next_run timestamptz,
    created_at timestamptz not null
);
create table import_job (
    id uuid primary key,
    type text not null,
    filename text not null,
    media text not null,
    mapping jsonb not null,
    profile jsonb not null,
    state text not null,
    row_count integer not null default 0,
    done_count integer not null default 0,
    ok_count integer not null default 0,
    failed_count integer not null default 0,
    created_by uuid not null,
    created_at timestamptz not null,
    finished_at timestamptz
);
create table import_row (
    job uuid not null,
    row_no integer not null,
    record uuid,
    errors jsonb,
    primary key (job, row_no)
);
"""


def upgrade() -> None:
    for statement in statements():
        op.execute(statement)


def statements() -> list[str]:
    """The DDL, one statement each (no statement contains a semicolon of its own)."""
    text = "\n".join(line.split("--")[0] for line in (LEDGER + RECORDS).splitlines())
    return [part.strip() for part in text.split(";") if part.strip()]
