"""Hardening of a database against injected SQL: done at installation, asserted at start-up."""

import asyncpg
import msgspec

from anshu.store.principal import Relay
from anshu.store.unit_of_work import Store
from anshu_tenants import queries
from anshu_tenants.naming import LOGINS, role


class NotHardened(RuntimeError):
    """The database is in the weaker mode and the operator has not accepted that."""


class Measure(msgspec.Struct, frozen=True):
    """One measure: its name in health and log, and the statement a privileged role runs."""

    name: str
    statement: str


def measures(installation: str, database: str) -> tuple[Measure, ...]:
    """All measures for one database, in the order in which they are taken."""
    trusted = ", ".join(role(installation, kind) for kind in (*LOGINS, "owner"))
    quoted = '"' + database.replace('"', '""') + '"'
    set_config = "function pg_catalog.set_config(text, text, boolean)"
    return (
        # The driver calls it under log-ins, pg_dump and pg_restore under the administrator and
        # the owner; a tenant's role never.
        Measure(
            "set_config",
            f"grant execute on {set_config} to {trusted}, current_user; "
            f"revoke execute on {set_config} from public",
        ),
        Measure("pg_settings", "revoke update on pg_catalog.pg_settings from public"),
        Measure("temporary tables", f"revoke temporary on database {quoted} from public"),
        Measure("schema public", "revoke create on schema public from public"),
    )


async def harden(admin: asyncpg.Connection, *, installation: str) -> tuple[str, ...]:
    """Takes every measure the server allows; returns the names of those it refused.

    A revoke that PostgreSQL answers with a mere warning counts as refused: what counts is what
    the catalogue says afterwards.
    """
    database = await admin.fetchval("select current_database()")
    for measure in measures(installation, database):
        try:
            await admin.execute(measure.statement)
        except asyncpg.InsufficientPrivilegeError:
            continue
    rows = await admin.fetch(queries.WEAKNESSES)
    return tuple(row["name"] for row in rows)


async def weaknesses(store: Store, node: str) -> tuple[str, ...]:
    """The names of the measures that are not in force on this node's database."""
    async with store.begin(Relay(node), purpose="tenants.hardening") as transaction:
        rows = await transaction.fetch(queries.WEAKNESSES)
    return tuple(row["name"] for row in rows)


async def assert_hardened(
    store: Store, node: str, *, accepted: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Checks one node at start-up; returns the accepted weaknesses, for health and log.

    Raises NotHardened, naming each weakness, unless the operator accepted it by name.
    """
    found = await weaknesses(store, node)
    unaccepted = [name for name in found if name not in accepted]
    if unaccepted:
        raise NotHardened(
            f"PostgreSQL node {node!r} is not hardened: {', '.join(unaccepted)}. "
            "Run the installation as a superuser, or accept the weaker mode by name "
            "(infra/postgres/README.md)."
        )
    return found
