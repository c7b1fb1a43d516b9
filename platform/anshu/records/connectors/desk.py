"""Connects, lists and probes a tenant's sources, and reads what they brought."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.extensions.registry import DriverType, Loaded
from anshu.kernel.clock import Clock
from anshu.kernel.ids import new_id
from anshu.kernel.vault import Unsealable, Vault
from anshu.records.connectors import queries, writes
from anshu.records.connectors.freshness import confirmed_at, is_known
from anshu.records.connectors.instance import (
    ConnectorInstance,
    FactReading,
    NewConnector,
    StreamCounts,
)
from anshu.records.connectors.ports import EquipmentPort
from anshu.sdk.config import DriverConfig, decode_config
from anshu.sdk.driver import Driver, Environment, ProbeResult
from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu.sdk.posting import PostDoor
from anshu.sdk.text import Text
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

INTERVALS = range(5, 7 * 24 * 60 + 1)
MAX_TITLE = 100
PROBE_SECONDS = 30


class ConnectorUnknown(LookupError):
    """The tenant has no connector of this id."""


@dataclass(frozen=True, slots=True)
class Connectors:
    """What the room works with; `root` holds one folder per tenant schema for file drivers."""

    store: Store
    clock: Clock
    drivers: Mapping[str, Loaded[DriverType]]
    vault: Vault
    equipment: EquipmentPort
    root: Path | None = None
    post: PostDoor | None = None

    def driver(self, key: str, principal: Tenant) -> Driver[DriverConfig]:
        """A driver for one tenant; raises ConfigRefused when none of this name is installed."""
        loaded = self.drivers.get(key)
        if loaded is None:
            raise ConfigRefused(
                "driver",
                Text(
                    zh=f"没有安装连接器“{key}”，请联系运维人员。",
                    en=f"The connector “{key}” is not installed: ask the operator.",
                ),
            )
        roots = (self.root / principal.schema,) if self.root else ()
        return loaded.value(Environment(self.clock, roots, self.post))


async def connect(room: Connectors, principal: Tenant, new: NewConnector) -> ConnectorInstance:
    """A new instance, due at once; raises ConfigRefused naming the field at fault.

    The source is probed first, so a wrong configuration is refused; one that does not answer
    now is kept and tried again.
    """
    _check(new)
    driver = room.driver(new.driver, principal)
    config = decode_config(driver.config_type, new.config)
    try:
        await probed(driver, config)
    except ConfigRefused:
        raise
    except Exception:  # noqa: BLE001, S110 (the first run tells what is wrong)
        pass
    identity, now = new_id(), room.clock.now()
    sealed = room.vault.seal(msgspec.json.encode(config), place=f"{principal.schema}:{identity}")
    values = (identity, new.driver, new.title.strip(), sealed, new.interval_minutes, now)
    async with room.store.begin(principal, purpose="connectors.connect") as transaction:
        await transaction.execute(writes.INSERT, *values)
        row = await transaction.fetchrow(queries.ONE, identity)
    return _instance(_present(row))


async def list_instances(room: Connectors, principal: Tenant) -> tuple[ConnectorInstance, ...]:
    """The tenant's instances, oldest first."""
    async with room.store.begin(principal, purpose="connectors.list") as transaction:
        rows = await transaction.fetch(queries.LIST)
    return tuple(_instance(row) for row in rows)


async def probe(room: Connectors, principal: Tenant, instance: UUID) -> ProbeResult:
    """What the source answers now; raises ConnectorUnknown or a ConnectorError to be shown."""
    async with room.store.begin(principal, purpose="connectors.probe") as transaction:
        row = _present(await transaction.fetchrow(queries.ONE, instance))
    driver = room.driver(row["driver"], principal)
    config = opened_config(room, principal, instance, sealed=row["config"], driver=driver)
    return await probed(driver, config)


async def probed(driver: Driver[DriverConfig], config: DriverConfig) -> ProbeResult:
    """What the source answers within the time that a probe may take."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await driver.probe(config)
    except TimeoutError:
        raise RetryableError(
            Text(
                zh=f"数据源在 {PROBE_SECONDS} 秒内没有答复，请检查网络和地址。",
                en=f"No answer within {PROBE_SECONDS} seconds: check network and address.",
            )
        ) from None


async def due(room: Connectors, principal: Tenant) -> tuple[UUID, ...]:
    """The instances whose time has come, longest waiting first."""
    async with room.store.begin(principal, purpose="connectors.due") as transaction:
        rows = await transaction.fetch(queries.DUE, room.clock.now())
    return tuple(row["id"] for row in rows)


async def facts_of(room: Connectors, principal: Tenant, subject: UUID) -> tuple[FactReading, ...]:
    """What connectors say of a record; what they have not confirmed lately is not known."""
    async with room.store.begin(principal, purpose="connectors.facts") as transaction:
        rows = await transaction.fetch(queries.FACTS, subject)
    now = room.clock.now()
    readings = []
    for row in rows:
        columns = dict(row)
        interval = columns.pop("interval_minutes")
        confirmed = confirmed_at(row["fetched_at"], columns.pop("last_ok"))
        known = is_known(row["value"], confirmed=confirmed, interval_minutes=interval, now=now)
        readings.append(FactReading(**columns, confirmed_at=confirmed, known=known))
    return tuple(readings)


def opened_config(
    room: Connectors,
    principal: Tenant,
    instance: UUID,
    *,
    sealed: bytes,
    driver: Driver[DriverConfig],
) -> DriverConfig:
    """The instance's configuration; raises TerminalError when it cannot be opened any more."""
    try:
        plain = room.vault.open(sealed, place=f"{principal.schema}:{instance}")
    except Unsealable:
        raise TerminalError(
            Text(
                zh="保存的配置无法解密（安装密钥可能已更换），请重新建立连接。",
                en="The stored configuration does not open (another secret?): connect anew.",
            )
        ) from None
    return decode_config(driver.config_type, msgspec.json.decode(plain))


def _check(new: NewConnector) -> None:
    title = new.title.strip()
    if not 0 < len(title) <= MAX_TITLE or not title.isprintable():
        raise ConfigRefused(
            "title",
            Text(zh=f"名称须为 1 到 {MAX_TITLE} 个字。", en=f"Give 1 to {MAX_TITLE} characters."),
        )
    if new.interval_minutes not in INTERVALS:
        raise ConfigRefused(
            "interval_minutes",
            Text(zh="间隔须在 5 分钟到 7 天之间。", en="Choose between 5 minutes and 7 days."),
        )


def _present(row: Record | None) -> Record:
    if row is None:
        raise ConnectorUnknown
    return row


def _instance(row: Record) -> ConnectorInstance:
    error = row["error"]
    return ConnectorInstance(
        id=row["id"],
        driver=row["driver"],
        title=row["title"],
        state=row["state"],
        error=msgspec.json.decode(error, type=Text) if error else None,
        last_run=row["last_run"],
        last_ok=row["last_ok"],
        counts=msgspec.json.decode(row["counts"], type=dict[str, StreamCounts]),
        interval_minutes=row["interval_minutes"],
        next_run=row["next_run"],
        told=msgspec.json.decode(row["told"], type=dict[str, int]),
    )
