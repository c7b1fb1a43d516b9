"""The control schema: registry, accounts, sessions, packs, subscriptions.

Revision ID: c0001
Revises:
"""

from alembic import op

revision = "c0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = [
    """
    create table control.installation (
        one boolean primary key default true check (one),
        id text not null,
        created_at timestamptz not null default now()
    )
    """,
    """
    create table control.tenant (
        id uuid primary key,
        schema name not null unique,
        role name not null unique,
        node text not null,
        state text not null
            check (state in ('building', 'spare', 'active', 'quarantined', 'retired')),
        kind text check (kind in ('group', 'region', 'company', 'supplier', 'regulator')),
        name text,
        parent uuid references control.tenant,
        timezone text not null default 'Asia/Shanghai',
        revision text not null,
        grants text not null,
        error text,
        created_at timestamptz not null default now(),
        claimed_at timestamptz,
        retired_at timestamptz,
        check (state not in ('active', 'retired') or kind is not null and name is not null)
    )
    """,
    "create index tenant_state on control.tenant (state, node)",
    """
    create table control.engagement (
        supplier uuid not null references control.tenant,
        plant uuid not null references control.tenant,
        primary key (supplier, plant)
    )
    """,
    """
    create table control.account (
        id uuid primary key,
        login text not null unique check (login = lower(login)),
        name text not null,
        password_hash text not null,
        failures integer not null default 0,
        locked_until timestamptz,
        disabled_at timestamptz,
        created_at timestamptz not null default now()
    )
    """,
    """
    create table control.membership (
        account uuid not null references control.account,
        tenant uuid not null references control.tenant,
        person uuid not null,
        ended_at timestamptz,
        primary key (account, tenant)
    )
    """,
    """
    create table control.session (
        id bytea primary key,
        account uuid not null references control.account,
        tenant uuid not null references control.tenant,
        language text not null default 'zh-CN',
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz
    )
    """,
    "create index session_account on control.session (account) where revoked_at is null",
    "create index session_expiry on control.session (expires_at)",
    """
    create table control.token (
        id uuid primary key,
        secret_hash bytea not null unique,
        account uuid not null references control.account,
        tenant uuid not null references control.tenant,
        title text not null,
        permissions text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz
    )
    """,
    "create index token_owner on control.token (account, tenant)",
    """
    create table control.subscription (
        tenant uuid not null references control.tenant,
        module text not null,
        plan text not null,
        starts_at timestamptz not null,
        ends_at timestamptz,
        primary key (tenant, module)
    )
    """,
    """
    create table control.pack (
        hash bytea primary key,
        layer text not null,
        publisher text not null,
        name text not null,
        version text not null,
        effective_from date not null,
        effective_to date,
        body bytea not null,
        published_at timestamptz not null
    )
    """,
    """
    create table control.signing_key (
        key_id text primary key,
        public_key bytea not null,
        created_at timestamptz not null,
        retired_at timestamptz
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
