"""Saved views of lists; titles in order of their sound; who did what, found quickly.

Revision ID: t0004
Revises: t0003
"""

from alembic import op

revision = "t0004"
down_revision = "t0003"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    """
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
    )
    """,
    "create index list_view_type on list_view (type) where removed_at is null",
    # Sounds of the title (records/pinyin.py): the database knows no Chinese order.
    "alter table record add column title_key text not null default ''",
    "create index record_title on record (type, title_key, id)",
    "create index record_area on record (area, created_at desc) where area is not null",
    "create index seal_at on seal (at)",
    "create index event_actor on event (actor, seq desc)",
    "create index event_received on event (received_at)",
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
