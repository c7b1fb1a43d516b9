"""Reading among very many records: what is one's own, what is late, what is counted.

Revision ID: t0009
Revises: t0008
"""

from alembic import op

revision = "t0009"
down_revision = "t0008"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    # Whose a task is or was: the few of a person among all.
    "create index task_people on task using gin (people) where people <> '{}'",
    "create index task_roles on task using gin (roles) where closed_at is null",
    "create index task_closed_by on task (closed_by) where closed_by is not null",
    # By limit, those without one last (records/keyset.py writes the same expression).
    "create index record_due on record (type, (coalesce(due, 'infinity'::timestamptz)), id)",
    "create index record_late on record (type, due) where done_at is null and closed_at is null",
    # Counted by state, area or level without a look at the rows themselves.
    "drop index record_state",
    """
    create index record_state on record (type, state, due)
    include (org_path, level, area, t1, t2, origin, done_at, closed_at)
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
