"""Observations from sensors, weather and phones; cells of the ground that records stand in.

`record.cells` is empty for all but records that must know of their neighbours (and areas, whose
middle stands for records without a position of their own).

Revision ID: t0011
Revises: t0010
"""

from alembic import op

revision = "t0011"
down_revision = "t0010"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    """
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
    )
    """,
    # What concerns the whole plant has no subject.
    """
    create index observation_newest on observation
        (quantity, (coalesce(subject, '00000000-0000-0000-0000-000000000000'::uuid)), at desc)
    """,
    "alter table record add cells bigint[]",
    # Without a list of what is still to be put in: who asks must never search that.
    """
    create index record_cells on record using gin (cells) with (fastupdate = off)
        where cells is not null
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
