"""Approval habits: who signed and was added to a task, who has seen it, who got a copy.

Revision ID: t0008
Revises: t0007
"""

from alembic import op

revision = "t0008"
down_revision = "t0007"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    """
alter table task
    add column signers uuid[] not null default '{}',
    add column added uuid[] not null default '{}',
    add column needed integer not null default 1,
    add column signed integer not null default 0
""",
    "alter table record add column copied uuid[] not null default '{}'",
    "create index record_copied on record using gin (copied) where copied <> '{}'",
    "create index task_signers on task using gin (signers) where signers <> '{}'",
    """
create table seen (
    task uuid not null,
    person uuid not null,
    at timestamptz not null,
    primary key (task, person)
)
""",
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
