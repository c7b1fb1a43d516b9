"""Uploads that resume.

Revision ID: t0005
Revises: t0004
"""

from alembic import op

revision = "t0005"
down_revision = "t0004"
branch_labels = None
depends_on = None

# One row per file and person who sends it: nobody's chunks get into another's upload. `parts` are
# the lengths of the chunks in order; a row without its `finished_at` announces a file to come.
TABLES = [
    """
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
    )
    """,
    """
    create index upload_open on upload (touched_at)
     where finished_at is null and swept_at is null
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
