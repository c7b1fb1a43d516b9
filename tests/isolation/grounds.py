"""Where the attacks take place: one installation, one backend for all tenants, an attacker."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from anshu.store.node import Node, NodeSettings
from anshu.store.principal import Principal, Sealer
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.install import install
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, principal

SECRET = b"a secret for attacks only"
NODE = "main"
PRIZE = "prize of the neighbour"


@dataclass(frozen=True)
class Grounds:
    """An installation whose store has one backend per log-in, so that all tenants meet."""

    estate: Estate
    settings: NodeSettings
    server_major: int

    @property
    def store(self) -> Store:
        return self.estate.store

    @property
    def admin_dsn(self) -> str:
        return self.estate.admin_dsns[NODE]

    async def as_admin(self, sql: str) -> None:
        admin = await asyncpg.connect(self.admin_dsn)
        try:
            await admin.execute(sql)
        finally:
            await admin.close()

    async def run(self, who: Principal, *statements: str, args: Sequence[object] = ()) -> list[str]:
        """Runs statements in one transaction; returns the last one's rows as text."""
        async with self.store.begin(who, purpose="attack") as transaction:
            for statement in statements[:-1]:
                await transaction.fetch(statement)
            rows = await transaction.fetch(statements[-1], *args)
        return [str(tuple(row)) for row in rows]


@dataclass(frozen=True)
class Neighbours:
    """The attacker's tenant and the one that holds the prize, on the same backend."""

    grounds: Grounds
    attacker: TenantRow
    victim: TenantRow

    async def attack(self, *statements: str, args: Sequence[object] = ()) -> list[str]:
        """Runs statements as the attacker's tenant in one transaction, `{victim}` filled in."""
        filled = [self.fill(statement) for statement in statements]
        return await self.grounds.run(principal(self.attacker), *filled, args=args)

    def fill(self, statement: str) -> str:
        return statement.replace("{victim}", self.victim.schema).replace(
            "{victim_role}", self.victim.role
        )


async def open_grounds(dsn: str, installation: str, *, major: int) -> Grounds:
    """Installs and opens a store with a single backend for each log-in."""
    await install(dsn, installation=installation, secret=SECRET, node=NODE)
    settings = NodeSettings(NODE, dsn, installation, SECRET, fast_connections=1, spread=1)
    store = Store({NODE: Node(settings)})
    return Grounds(Estate(store, installation, NODE, {NODE: dsn}), settings, major)


async def settle(grounds: Grounds) -> Neighbours:
    """Two fresh tenants; the victim has a claim, a record, an event, a seal and a message."""
    attacker = await create_tenant(grounds.estate, NewTenant("company", "甲公司"))
    victim = await create_tenant(grounds.estate, NewTenant("company", "乙公司"))
    async with grounds.store.begin(principal(victim), purpose="arrange") as transaction:
        await transaction.execute(
            "insert into claim (key, generation, held, stream, at) "
            "values ($1, 1, true, 's', now())",
            PRIZE,
        )
        await transaction.execute(INSERT_EVENT, PRIZE.encode())
        await transaction.execute(INSERT_RECORD, PRIZE)
        await transaction.execute(INSERT_MESSAGE, PRIZE.encode())
    sealer = Sealer(victim.schema, victim.node)
    async with grounds.store.begin(sealer, purpose="arrange") as transaction:
        await transaction.execute(INSERT_SEAL, PRIZE.encode())
    return Neighbours(grounds, attacker, victim)


INSERT_EVENT = """
    insert into event (stream, version, kind, format, at, received_at, actor, definition,
                       normal, restricted, personal, salts, leaf)
    values ('s', 1, 'Written', 1, now(), now(), 'a', 'd', $1, $1, $1, 's', 'l')
"""
INSERT_RECORD = """
    insert into record (id, type, number, version, state, title, org_path,
                        created_at, updated_at, definition)
    values (gen_random_uuid(), 'hazard', 'H-1', 1, 'open', $1, '/', now(), now(), 'd')
"""
INSERT_MESSAGE = """
    insert into node.outbox (id, queue, actor, body, mac, not_before)
    values (gen_random_uuid(), 'default', 'test.message.read', $1, 'm', now())
"""
INSERT_SEAL = """
    insert into seal (no, at, body, head, key_id, signature, cursor)
    values (1, now(), $1, 'h', 'k', 's', '{}')
"""
