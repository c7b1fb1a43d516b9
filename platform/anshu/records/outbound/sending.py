"""One try to tell another system of one change; what follows from how it went."""

import asyncio
from uuid import UUID, uuid5

import msgspec
import structlog
from asyncpg import Record
from msgspec import Struct

from anshu.notify.delivery import Leased, drop, hold, settle, take, wake
from anshu.notify.outcome import Outcome, sent
from anshu.records.connectors.desk import opened_config
from anshu.records.connectors.room import connectors_of
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.managers import tell_managers
from anshu.records.outbound import queries, writes
from anshu.records.outbound.composing import compose
from anshu.records.services import Services
from anshu.sdk.driver import Unsupported, WriteAction
from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu.sdk.text import Text
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

WRITE_SECONDS = 30
PERMISSION = "connector:instance:manage"
# About twenty minutes: the fifth try that nobody answered.
AWAY_AFTER = 5
UNSUPPORTED = Text(
    zh="连接器不会发送这种记录，请升级连接器。",
    en="The connector does not send this kind of record: upgrade it.",
)

log = structlog.get_logger(__name__)


class Ended(Struct, frozen=True):
    """How a try ended (None: the other side is not to be told), and what people read of it."""

    outcome: Outcome | None
    text: Text | None = None
    stops: bool = False


async def send_change(services: Services, tenant: Tenant, delivery: UUID) -> None:
    """Tries the change if it is its turn; no transaction is open while the other side is asked."""
    channel = channel_of(services)
    async with services.store.begin(tenant, purpose="outbound.take") as tx:
        leased = await take(channel, tx, delivery)
        row = await _prepared(services, tx, tenant, leased) if leased is not None else None
    if leased is None or row is None:
        services.doorbell.ring()
        return
    ended = await _write(services, tenant, leased, row)
    async with services.store.begin(tenant, purpose="outbound.settle") as tx:
        if ended.outcome is None:
            await drop(channel, tx, leased, "left_out")
            await wake_next(services, tx, tenant, leased)
        elif ended.stops:
            await hold(tx, leased)
            await tx.execute(writes.STOP, row["id"], _json(ended.text))
        else:
            await settle(channel, tx, tenant, leased, ended.outcome, address=row["title"])
            state = "ok" if ended.outcome.verdict == "sent" else "failed"
            now = services.clock.now()
            await tx.execute(writes.TELL, row["id"], state, _json(ended.text), now)
            if ended.outcome.verdict != "later":
                await wake_next(services, tx, tenant, leased)
    services.doorbell.ring()
    await _tell(services, tenant, leased, row, ended)


async def wake_next(services: Services, tx: Transaction, tenant: Tenant, done: Leased) -> None:
    """Lets the next change of the same order go."""
    change = done.change
    if change is None:
        return
    row = await tx.fetchrow(queries.NEXT, change.connector, change.lane, change.place)
    if row is not None:
        due = max(row["due_at"], services.clock.now())
        await wake(channel_of(services), tx, tenant, [(row["id"], due)])


async def _prepared(
    services: Services, tx: Transaction, tenant: Tenant, leased: Leased
) -> Record | None:
    """The connector, or None when there is nothing to be sent now."""
    channel, change = channel_of(services), leased.change
    if change is None:
        return None
    row = await tx.fetchrow(queries.CONNECTOR, change.connector)
    if row is None:
        await drop(channel, tx, leased, "removed")
        return None
    if row["state"] == "stopped":
        await hold(tx, leased)
        return None
    over = await tx.fetchrow(queries.OVERTAKEN, change.connector, change.record, change.version)
    if over is not None:
        # What stands there is newer: sending this one would turn it back.
        await drop(channel, tx, leased, "superseded")
        await wake_next(services, tx, tenant, leased)
        return None
    return row


async def _write(services: Services, tenant: Tenant, leased: Leased, row: Record) -> Ended:
    assert leased.change is not None  # prepared
    try:
        async with asyncio.timeout(WRITE_SECONDS):
            receipt = await _driven(services, tenant, leased, row)
    except (RetryableError, TimeoutError) as error:
        text = error.text if isinstance(error, RetryableError) else _silent()
        return Ended(Outcome("later", "unreachable", response=text.zh), text)
    except ConfigRefused as error:
        return Ended(Outcome("later", "refused"), error.text, stops=True)
    except TerminalError as error:
        return Ended(Outcome("never", "refused", response=error.text.zh), error.text)
    except Exception as error:  # noqa: BLE001 (a driver's defect must not keep the lease)
        # Its own text may quote what was sent; its type does not.
        log.error("outbound_defect", driver=row["driver"], error=type(error).__name__)
        text = _defect(row["driver"])
        return Ended(Outcome("later", "defect", response=text.zh), text)
    return Ended(sent(response=receipt) if receipt is not None else None)


async def _tell(
    services: Services, tenant: Tenant, leased: Leased, row: Record, ended: Ended
) -> None:
    """People learn of what needs them: at once (of a stop once an hour, for several may see it at
    the same moment), or once a day when the other side is away."""
    now = services.clock.now()
    if ended.outcome is None:
        return
    if ended.stops:
        key = uuid5(row["id"], f"stopped {now:%Y-%m-%d %H}")
    elif ended.outcome.verdict == "never":
        key = uuid5(leased.id, "refused")
    elif ended.outcome.verdict == "later" and leased.attempts >= AWAY_AFTER:
        key = uuid5(row["id"], f"away {now.date()}")
    else:
        return
    await tell_managers(
        services, tenant, PERMISSION, key=key, kind="connector_failed", name=row["title"]
    )


async def _driven(services: Services, tenant: Tenant, leased: Leased, row: Record) -> str | None:
    change = leased.change
    assert change is not None  # prepared
    room = connectors_of(services, instance=row["id"])
    driver = room.driver(row["driver"], tenant)
    config = opened_config(room, tenant, row["id"], sealed=row["config"], driver=driver)
    wanted = next((each for each in driver.outbound if each.type == change.type), None)
    if wanted is None:
        raise TerminalError(UNSUPPORTED)
    outgoing = await compose(services, tenant, change, wanted)
    fields = wanted.says(outgoing, config)
    if not fields:
        return None
    key = f"{change.record}/{change.version}"
    receipt = await driver.write(config, WriteAction(key, wanted.kind, fields))
    if isinstance(receipt, Unsupported):
        raise TerminalError(UNSUPPORTED)
    return receipt.source_key


def _json(text: Text | None) -> str | None:
    return msgspec.json.encode(text).decode() if text is not None else None


def _silent() -> Text:
    return Text(
        zh=f"对方系统在 {WRITE_SECONDS} 秒内没有答复，稍后会自动重试。",
        en=f"The other system did not answer within {WRITE_SECONDS} seconds; it is tried again.",
    )


def _defect(driver: str) -> Text:
    return Text(
        zh=f"连接器“{driver}”出现内部错误，稍后会自动重试；若反复出现请联系运维人员。",
        en=f"The connector “{driver}” has an internal fault and will be tried again.",
    )
