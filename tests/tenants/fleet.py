"""An installation of its own over several nodes, for tests that change every tenant."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from anshu.embedded.server import EmbeddedPostgres
from anshu.store.node import Node, NodeSettings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.install import install

SECRET = b"a secret for fleets only"


@asynccontextmanager
async def open_fleet(
    installation: str, servers: Mapping[str, EmbeddedPostgres]
) -> AsyncIterator[Estate]:
    """Installs on a new database of each server; the first node holds the registry."""
    dsns = {
        node: await new_database(server.admin_dsn, installation) for node, server in servers.items()
    }
    control_node = next(iter(servers))
    for node, dsn in dsns.items():
        await install(
            dsn,
            installation=installation,
            secret=SECRET,
            node=node,
            control=node == control_node,
        )
    settings = [NodeSettings(node, dsn, installation, SECRET) for node, dsn in dsns.items()]
    store = Store({each.name: Node(each) for each in settings})
    try:
        yield Estate(store, installation, control_node, dsns)
    finally:
        await store.close()
        for server in servers.values():
            await drop_installation(server.admin_dsn, installation)


async def new_database(admin_dsn: str, name: str, *, owner: str = "anshu_admin") -> str:
    """Creates a database on the server; returns the superuser's way in."""
    await _run(admin_dsn, f"create database {name} owner {owner}")
    return urlunsplit(urlsplit(admin_dsn)._replace(path=f"/{name}"))


async def drop_installation(admin_dsn: str, name: str) -> None:
    """Drops an installation whose database has its name, with all its roles."""
    await _run(admin_dsn, f"drop database {name} with (force)")
    await _run(admin_dsn, _drop_roles(name))


async def _run(dsn: str, statement: str) -> None:
    admin = await asyncpg.connect(dsn)
    try:
        await admin.execute(statement)
    finally:
        await admin.close()


def _drop_roles(installation: str) -> str:
    return f"""
        do $$ declare r name; begin
            for r in select rolname from pg_roles where starts_with(rolname, '{installation}_') loop
                execute format('drop role %I', r);
            end loop;
        end $$
    """
