"""Boards: what indicators have counted.

Revision ID: t0002
Revises: t0001
"""

from alembic import op

revision = "t0002"
down_revision = "t0001"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    # Which events have been counted, under which indicators, and how far a recount has come.
    """
    create table board_cursor (
        one boolean primary key default true check (one),
        place jsonb not null default '{}',
        indicators text not null default '',
        recounted uuid,
        recounting boolean not null default false,
        counted_at timestamptz
    )
    """,
    "insert into board_cursor default values",
    # What each record has last added to the tallies, so that a change can take it back.
    """
    create table board_mark (
        record uuid primary key,
        type text not null,
        version integer not null,
        shares bytea not null,
        ripens_at timestamptz
    )
    """,
    "create index board_mark_ripens on board_mark (ripens_at) where ripens_at is not null",
    """
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
    )
    """,
    # The plant's own settings of its boards; the newest counts, the others say what was before.
    """
    create table board_setting (
        no integer primary key,
        at timestamptz not null,
        set_by uuid not null,
        body jsonb not null
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
