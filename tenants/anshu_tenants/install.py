"""Installing on a PostgreSQL node: log-ins, shared schemas, grants, hardening."""

import asyncpg
import msgspec

from anshu.store.node import role_password
from anshu_tenants import hardening, queries
from anshu_tenants.naming import LOGINS, role
from anshu_tenants.revisions import upgrade
from anshu_tenants.scram import verifier

_OLDEST_SERVER = 150000
_WITH_MEMBERSHIP_OPTIONS = 160000
_LOCK = 0x616E7368
_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


class InstallationRefused(RuntimeError):
    """The server cannot carry an installation; the message says why."""


class Installed(msgspec.Struct, frozen=True):
    """What an installation did on a node; `weaknesses` are measures the server refused."""

    node: str
    server_version: int
    weaknesses: tuple[str, ...]


async def install(
    admin_dsn: str, *, installation: str, secret: bytes, node: str, control: bool = True
) -> Installed:
    """Brings one node's database to this version's state; harmless to repeat.

    `admin_dsn` names the database and a superuser, or a role with CREATEROLE that owns the
    database (weaker mode). `control` says that the registry lives here. Two installations at
    once wait for each other. Refuses servers older than 15.
    """
    admin = await asyncpg.connect(admin_dsn, timeout=30)
    try:
        version: int = await admin.fetchval("select current_setting('server_version_num')::int")
        if version < _OLDEST_SERVER:
            raise InstallationRefused(f"PostgreSQL {version // 10000} is too old; 15 is needed")
        await admin.fetchval("select pg_advisory_lock($1)", _LOCK)
        await _refuse_foreign(admin, installation)
        await _roles(admin, installation, secret)
        await _schemas(admin, installation, control=control)
        owner = role(installation, "owner")
        for schema in ("node", "control") if control else ("node",):
            await upgrade(admin_dsn, branch=schema, schema=schema, owner=owner)
        await admin.execute(_shared_grants(installation, control=control))
        if control:
            await admin.execute(
                "insert into control.installation (id) values ($1) on conflict do nothing",
                installation,
            )
        weaknesses = await hardening.harden(admin, installation=installation)
    finally:
        await admin.close()
    return Installed(node, version, weaknesses)


def membership(options: str, *, server_version: int) -> str:
    """The WITH clause of a GRANT of a role; servers before 16 know only role-level INHERIT."""
    return f" with {options}" if server_version >= _WITH_MEMBERSHIP_OPTIONS else ""


async def _refuse_foreign(admin: asyncpg.Connection, installation: str) -> None:
    owner = await admin.fetchval(queries.SHARED_OWNER)
    if owner is not None and owner != role(installation, "owner"):
        raise InstallationRefused(
            f"the schemas of this database belong to {owner}, not to installation {installation!r}"
        )


async def _roles(admin: asyncpg.Connection, installation: str, secret: bytes) -> None:
    wanted = {role(installation, kind): kind for kind in (*LOGINS, "owner", "tenants")}
    rows = await admin.fetch("select rolname from pg_roles where rolname = any($1)", list(wanted))
    missing = wanted.keys() - {row["rolname"] for row in rows}
    statements = [f"create role {name} nologin" for name in sorted(missing)]
    for name, kind in wanted.items():
        if kind in LOGINS:
            password = verifier(role_password(secret, name))
            inherit = "noinherit" if kind == "app" else "inherit"
            statements.append(f"alter role {name} login {inherit} password '{password}'")
            statements += [f"alter role {name} set {k} to '{v}'" for k, v in _LIMITS.items()]
    # The administrator makes schemas in the owner's name.
    if not await admin.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        statements.append(f"grant {role(installation, 'owner')} to current_user")
    await admin.execute(";\n".join(statements))


async def _schemas(admin: asyncpg.Connection, installation: str, *, control: bool) -> None:
    for schema in ("node", "control") if control else ("node",):
        if await admin.fetchval("select to_regnamespace($1) is null", schema):
            await admin.execute(
                f"create schema {schema} authorization {role(installation, 'owner')}"
            )


def _shared_grants(installation: str, *, control: bool) -> str:
    owner, tenants, relay, login = (
        role(installation, kind) for kind in ("owner", "tenants", "relay", "control")
    )
    lines = [
        f"set local role {owner}",
        f"grant usage on schema node to {tenants}, {relay}",
        # The database sets the tenant; a tenant cannot write another's name.
        f"grant insert (id, queue, actor, body, mac, not_before) on node.outbox to {tenants}",
        f"grant select, insert, update, delete on node.outbox to {relay}",
    ]
    if control:
        lines += [
            f"grant usage on schema control to {login}",
            f"grant select, insert, update, delete on all tables in schema control to {login}",
            f"revoke all on control.alembic_version from {login}",
        ]
    return ";\n".join(lines)
