"""Signatures by PIN and WebAuthn.

Revision ID: t0006
Revises: t0005
"""

from alembic import op

revision = "t0006"
down_revision = "t0005"
branch_labels = None
depends_on = None

TABLES: list[str] = [
    # What the file is bound to by whoever made it: of a signature's proof, method, task and sheet.
    "alter table media add bound text not null default ''",
    """
    create table signing_pin (
        person uuid primary key,
        hash text not null,
        failures integer not null default 0,
        locked_until timestamptz,
        set_at timestamptz not null
    )
    """,
    """
    create table signing_key (
        id uuid primary key,
        person uuid not null,
        credential text not null unique,
        public_key bytea not null,
        site text not null,
        sign_count bigint not null,
        title text not null,
        made_at timestamptz not null,
        used_at timestamptz,
        ended_at timestamptz
    )
    """,
    "create index signing_key_person on signing_key (person) where ended_at is null",
    # One row per person and purpose: a new challenge replaces the one before.
    """
    create table signing_challenge (
        person uuid not null,
        purpose text not null check (purpose in ('register', 'sign')),
        nonce bytea not null,
        task uuid,
        sheet text not null default '',
        expires_at timestamptz not null,
        used_at timestamptz,
        primary key (person, purpose)
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
