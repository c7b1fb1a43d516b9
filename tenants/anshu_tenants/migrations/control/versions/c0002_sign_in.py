"""Ways to sign in: second factors, identity providers.

Revision ID: c0002
Revises: c0001
"""

from alembic import op

revision = "c0002"
down_revision = "c0001"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    """
    create table control.identity_provider (
        id uuid primary key,
        key text not null unique check (key ~ '^[a-z][a-z0-9-]{1,39}$'),
        title text not null,
        issuer text not null,
        client_id text not null,
        sealed_secret bytea,
        claim text not null default '',
        tenant uuid references control.tenant,
        strong boolean not null default false,
        private_hosts boolean not null default false,
        created_at timestamptz not null,
        removed_at timestamptz
    )
    """,
    """
    create table control.account_link (
        provider uuid not null references control.identity_provider,
        subject text not null,
        account uuid not null references control.account,
        linked_at timestamptz not null,
        ended_at timestamptz,
        primary key (provider, subject)
    )
    """,
    "create index account_link_account on control.account_link (account)",
    """
    create table control.logout_token (
        provider uuid not null references control.identity_provider,
        jti text not null,
        expires_at timestamptz not null,
        primary key (provider, jti)
    )
    """,
    """
    alter table control.session
        add provider uuid references control.identity_provider,
        add provider_subject text,
        add provider_session text,
        add second_factor boolean not null default false,
        add agent text not null default ''
    """,
    """
    create index session_provider on control.session (provider, provider_subject)
     where revoked_at is null and provider is not null
    """,
    """
    create table control.second_factor (
        account uuid primary key references control.account,
        sealed bytea not null,
        last_step bigint not null default 0,
        begun_at timestamptz not null,
        confirmed_at timestamptz
    )
    """,
    """
    create table control.recovery_code (
        account uuid not null references control.account,
        hash bytea not null,
        used_at timestamptz,
        primary key (account, hash)
    )
    """,
    """
    create table control.sign_in_policy (
        tenant uuid primary key references control.tenant,
        second_factor_roles text[] not null,
        changed_at timestamptz not null,
        changed_by uuid not null
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
