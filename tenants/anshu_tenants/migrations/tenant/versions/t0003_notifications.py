"""Notifications: preferences, deliveries, webhooks.

Revision ID: t0003
Revises: t0002
"""

from alembic import op

revision = "t0003"
down_revision = "t0002"
branch_labels = None
depends_on = None

# A notice is the source of everything sent: what was there before is not sent again.
TABLES: list[str] = [
    """
    alter table notice
        add column dispatched_at timestamptz,
        add column nudged_at timestamptz,
        add column raised_at timestamptz
    """,
    "update notice set dispatched_at = at, nudged_at = at, raised_at = at",
    "create index notice_undispatched on notice (at) where dispatched_at is null",
    "create index notice_unnudged on notice (at) where read_at is null and nudged_at is null",
    """
    create index notice_unraised on notice (nudged_at)
        where read_at is null and raised_at is null and nudged_at is not null
    """,
    "create index notice_record on notice (record) where record is not null",
    "create index notice_unread on notice (person, at desc) where read_at is null",
    """
    create table notify_wish (
        person uuid primary key,
        body jsonb not null,
        updated_at timestamptz not null
    )
    """,
    """
    create table notify_setting (
        one boolean primary key default true check (one),
        body jsonb not null,
        smtp bytea,
        updated_at timestamptz not null,
        updated_by uuid
    )
    """,
    """
    create table notify_template (
        kind text not null,
        language text not null,
        subject text not null,
        body text not null,
        updated_at timestamptz not null,
        updated_by uuid,
        primary key (kind, language)
    )
    """,
    """
    create table notify_digest (
        person uuid not null,
        day date not null,
        at timestamptz not null,
        primary key (person, day)
    )
    """,
    """
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
    )
    """,
    """
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
    )
    """,
    "create index delivery_due on delivery (due_at) where state = 'waiting'",
    "create index delivery_newest on delivery (channel, created_at desc, id desc)",
    """
    create index delivery_webhook on delivery (webhook, created_at desc, id desc)
        where webhook is not null
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
