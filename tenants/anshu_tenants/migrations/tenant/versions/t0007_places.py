"""Plans of a plant and what lies on them.

Revision ID: t0007
Revises: t0006
"""

from alembic import op

revision = "t0007"
down_revision = "t0006"
branch_labels = None
depends_on = None

# A file is kept once, whoever sends it; who did may attach it. `media.uploaded_by` is the first.
TABLES = [
    """
    create table media_uploader (
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        person uuid not null,
        at timestamptz not null,
        primary key (hash, person)
    )
    """,
    """
    create table advice (
        id uuid primary key,
        category text not null,
        title text not null,
        body text not null,
        position integer not null default 0,
        changed_at timestamptz not null,
        changed_by uuid not null,
        retired_at timestamptz
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
