"""The node's outbox: one per PostgreSQL node, written inside business transactions.

Revision ID: n0001
Revises:
"""

from alembic import op

revision = "n0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table node.outbox (
            id uuid primary key,
            tenant name not null default current_user,
            queue text not null default 'default',
            actor text not null,
            body bytea not null,
            mac bytea not null,
            not_before timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            state text not null default 'ready'
                check (state in ('ready', 'leased', 'dead')),
            attempts integer not null default 0,
            returns integer not null default 0,
            leased_until timestamptz,
            leased_by text,
            error text
        ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)
        """
    )
    op.execute("create index outbox_ready on node.outbox (queue, not_before) where state = 'ready'")
    op.execute("create index outbox_leased on node.outbox (leased_until) where state = 'leased'")
    op.execute("create index outbox_dead on node.outbox (created_at) where state = 'dead'")
