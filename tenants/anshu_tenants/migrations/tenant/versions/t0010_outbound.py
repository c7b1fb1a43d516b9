"""Changes of records that go out to other systems wait and are counted as deliveries.

A row names the change, not its content: what is sent is made of the ledger when it is sent.
`lane` is the record in whose order it goes, `place` the change's number in the ledger.

Revision ID: t0010
Revises: t0009
"""

from alembic import op

revision = "t0010"
down_revision = "t0009"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    "alter table delivery drop constraint delivery_channel_check",
    """
    alter table delivery
        add constraint delivery_channel_check check (channel in ('mail', 'webhook', 'connector')),
        add connector uuid,
        add type text,
        add record uuid,
        add version integer,
        add lane uuid,
        add place bigint
    """,
    """
    create index delivery_lane on delivery (connector, lane, place)
        where connector is not null
    """,
    """
    create index delivery_record on delivery (connector, record, version desc)
        where connector is not null
    """,
    """
    create index delivery_unsent on delivery (connector, state)
        where connector is not null and state in ('waiting', 'held', 'failed')
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
