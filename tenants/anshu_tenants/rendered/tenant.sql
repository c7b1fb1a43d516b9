-- Rendered from the revisions; do not edit. sha256 864899ed4fd14a01c818730fab8c4d8e8d2b2d76aa3799d39d62a642180f7a1e
-- revision t0001
create table event (
    
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
-- revision t0002
create table board_cursor (
        one boolean primary key default true check (one),
        place jsonb not null default '{}',
        indicators text not null default '',
        recounted uuid,
        recounting boolean not null default false,
        counted_at timestamptz
    );

insert into board_cursor default values;

create table board_mark (
        record uuid primary key,
        type text not null,
        version integer not null,
        shares bytea not null,
        ripens_at timestamptz
    );

create index board_mark_ripens on board_mark (ripens_at) where ripens_at is not null;

create table board_tally (
        indicator text not null,
        day date not null,
        org_path text not null,
        first_key text not null,
        second_key text not null,
        slot smallint not null,
        live bigint not null,
        good bigint not null,
        total numeric not null,
        imported bigint not null,
        primary key (indicator, day, org_path, first_key, second_key, slot)
    );

create table board_setting (
        no integer primary key,
        at timestamptz not null,
        set_by uuid not null,
        body jsonb not null
    );
-- revision t0003
alter table notice
        add column dispatched_at timestamptz,
        add column nudged_at timestamptz,
        add column raised_at timestamptz;

update notice set dispatched_at = at, nudged_at = at, raised_at = at;

create index notice_undispatched on notice (at) where dispatched_at is null;

create index notice_unnudged on notice (at) where read_at is null and nudged_at is null;

create index notice_unraised on notice (nudged_at)
        where read_at is null and raised_at is null and nudged_at is not null;

create index notice_record on notice (record) where record is not null;

create index notice_unread on notice (person, at desc) where read_at is null;

create table notify_wish (
        person uuid primary key,
        body jsonb not null,
        updated_at timestamptz not null
    );

create table notify_setting (
        one boolean primary key default true check (one),
        body jsonb not null,
        smtp bytea,
        updated_at timestamptz not null,
        updated_by uuid
    );

create table notify_template (
        kind text not null,
        language text not null,
        subject text not null,
        body text not null,
        updated_at timestamptz not null,
        updated_by uuid,
        primary key (kind, language)
    );

create table notify_digest (
        person uuid not null,
        day date not null,
        at timestamptz not null,
        primary key (person, day)
    );

create table webhook (
        id uuid primary key,
        title text not null,
        url text not null,
        events text[] not null,
        types text[] not null,
        active boolean not null default true,
        paused_reason text,
        secret bytea not null,
        former_secret bytea,
        former_until timestamptz,
        failures integer not null default 0,
        not_before timestamptz,
        removed_at timestamptz,
        created_at timestamptz not null,
        created_by uuid
    );

create table delivery (
        id uuid primary key,
        channel text not null check (channel in ('mail', 'webhook')),
        kind text not null,
        state text not null check (state in ('waiting', 'held', 'sent', 'failed', 'dropped')),
        person uuid,
        webhook uuid,
        address text not null default '',
        notices uuid[] not null default '{}',
        payload text,
        attempts integer not null default 0,
        due_at timestamptz not null,
        leased_until timestamptz,
        code integer,
        reason text,
        response text,
        created_at timestamptz not null,
        ended_at timestamptz
    );

create index delivery_due on delivery (due_at) where state = 'waiting';

create index delivery_newest on delivery (channel, created_at desc, id desc);

create index delivery_webhook on delivery (webhook, created_at desc, id desc)
        where webhook is not null;
-- revision t0004
create table list_view (
        id uuid primary key,
        type text not null,
        owner uuid not null,
        shared boolean not null,
        opens_first boolean not null,
        roles text[] not null,
        title text not null,
        query jsonb not null,
        place integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        removed_at timestamptz
    );

create index list_view_type on list_view (type) where removed_at is null;

alter table record add column title_key text not null default '';

create index record_title on record (type, title_key, id);

create index record_area on record (area, created_at desc) where area is not null;

create index seal_at on seal (at);

create index event_actor on event (actor, seq desc);

create index event_received on event (received_at);
-- revision t0005
create table upload (
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        person uuid not null,
        purpose text not null,
        bytes bigint not null,
        captured_at timestamptz,
        position jsonb,
        preview text,
        parts integer[] not null default '{}',
        received bigint not null default 0,
        announced_at timestamptz not null,
        touched_at timestamptz not null,
        finished_at timestamptz,
        swept_at timestamptz,
        primary key (hash, person)
    );

create index upload_open on upload (touched_at)
     where finished_at is null and swept_at is null;
-- revision t0006
alter table media add bound text not null default '';

create table signing_pin (
        person uuid primary key,
        hash text not null,
        failures integer not null default 0,
        locked_until timestamptz,
        set_at timestamptz not null
    );

create table signing_key (
        id uuid primary key,
        person uuid not null,
        credential text not null unique,
        public_key bytea not null,
        site text not null,
        sign_count bigint not null,
        title text not null,
        made_at timestamptz not null,
        used_at timestamptz,
        ended_at timestamptz
    );

create index signing_key_person on signing_key (person) where ended_at is null;

create table signing_challenge (
        person uuid not null,
        purpose text not null check (purpose in ('register', 'sign')),
        nonce bytea not null,
        task uuid,
        sheet text not null default '',
        expires_at timestamptz not null,
        used_at timestamptz,
        primary key (person, purpose)
    );
-- revision t0007
create table media_uploader (
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        person uuid not null,
        at timestamptz not null,
        primary key (hash, person)
    );

create table advice (
        id uuid primary key,
        category text not null,
        title text not null,
        body text not null,
        position integer not null default 0,
        changed_at timestamptz not null,
        changed_by uuid not null,
        retired_at timestamptz
    );
-- revision t0008
alter table task
    add column signers uuid[] not null default '{}',
    add column added uuid[] not null default '{}',
    add column needed integer not null default 1,
    add column signed integer not null default 0;

alter table record add column copied uuid[] not null default '{}';

create index record_copied on record using gin (copied) where copied <> '{}';

create index task_signers on task using gin (signers) where signers <> '{}';

create table seen (
    task uuid not null,
    person uuid not null,
    at timestamptz not null,
    primary key (task, person)
);
-- revision t0009
create index task_people on task using gin (people) where people <> '{}';

create index task_roles on task using gin (roles) where closed_at is null;

create index task_closed_by on task (closed_by) where closed_by is not null;

create index record_due on record (type, (coalesce(due, 'infinity'::timestamptz)), id);

create index record_late on record (type, due) where done_at is null and closed_at is null;

drop index record_state;

create index record_state on record (type, state, due)
    include (org_path, level, area, t1, t2, origin, done_at, closed_at);
-- revision t0010
alter table delivery drop constraint delivery_channel_check;

alter table delivery
        add constraint delivery_channel_check check (channel in ('mail', 'webhook', 'connector')),
        add connector uuid,
        add type text,
        add record uuid,
        add version integer,
        add lane uuid,
        add place bigint;

create index delivery_lane on delivery (connector, lane, place)
        where connector is not null;

create index delivery_record on delivery (connector, record, version desc)
        where connector is not null;

create index delivery_unsent on delivery (connector, state)
        where connector is not null and state in ('waiting', 'held', 'failed');
-- revision t0011
create table observation (
        id uuid primary key,
        source text not null,
        quantity text not null,
        subject uuid,
        at timestamptz not null,
        received_at timestamptz not null,
        value numeric not null,
        unit text not null,
        lat double precision,
        lon double precision,
        accuracy_m double precision
    );

create index observation_newest on observation
        (quantity, (coalesce(subject, '00000000-0000-0000-0000-000000000000'::uuid)), at desc);

alter table record add cells bigint[];

create index record_cells on record using gin (cells) with (fastupdate = off)
        where cells is not null;
