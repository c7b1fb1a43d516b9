"""Runs a connector instance: read outside any transaction, then write page by page.

A page's facts and the cursor behind it are one transaction. One run per instance at a time:
a run holds a lease that each page renews, and one that lost its lease writes nothing more.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog

from anshu.records.connectors import writes
from anshu.records.connectors.desk import Connectors, opened_config, probed
from anshu.records.connectors.instance import State, StreamCounts
from anshu.sdk.config import DriverConfig
from anshu.sdk.driver import Driver, ReadResult
from anshu.sdk.errors import ConnectorError, RetryableError, TerminalError
from anshu.sdk.text import Text
from anshu.sdk.values import SourceValue
from anshu.store.principal import Tenant

LEASE = timedelta(minutes=15)
RETRY = timedelta(minutes=10)
READ_SECONDS = 300
SHOWN = 20

log = structlog.get_logger()


class LeaseLost(RuntimeError):
    """Another run took over; nothing more is written by this one."""


@dataclass(slots=True)
class Run:
    """One run; `cursors` and `counts` are by stream, as they will be stored."""

    id: UUID
    principal: Tenant
    driver_key: str
    sealed: bytes
    began: datetime
    interval: timedelta
    cursors: dict[str, str] = field(default_factory=dict)
    counts: dict[str, StreamCounts] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return f"{self.driver_key}:{self.id}"


async def run(room: Connectors, principal: Tenant, instance: UUID) -> State | None:
    """Reads what changed at the source; None when the instance is running or not there.

    Never raises for a source's fault: the instance says "failed" (tries again by itself) or
    "stopped" (waits for a person), with a message for people.
    """
    taken = await _take(room, principal, instance)
    if taken is None:
        return None
    try:
        await _read_streams(room, taken)
    except LeaseLost:
        log.warning("connector_lease_lost", connector=str(instance))
        return None
    except TerminalError as error:
        return await _finish(room, taken, state="stopped", error=error.text)
    except ConnectorError as error:
        return await _finish(room, taken, state="failed", error=error.text)
    except Exception as error:  # noqa: BLE001 (a driver's defect must not leave the lease held)
        # The exception's own text may quote credentials; its type does not.
        log.error("connector_defect", driver=taken.driver_key, error=type(error).__name__)
        return await _finish(room, taken, state="failed", error=_defect(taken.driver_key))
    return await _finish(room, taken, state="ok", error=None)


async def _take(room: Connectors, principal: Tenant, instance: UUID) -> Run | None:
    now = room.clock.now()
    async with room.store.begin(principal, purpose="connectors.take") as transaction:
        row = await transaction.fetchrow(writes.TAKE, instance, now, now + LEASE)
    if row is None:
        return None
    return Run(
        id=instance,
        principal=principal,
        driver_key=row["driver"],
        sealed=row["config"],
        began=now,
        interval=timedelta(minutes=row["interval_minutes"]),
        cursors=msgspec.json.decode(row["cursor"], type=dict[str, str]),
        counts=msgspec.json.decode(row["counts"], type=dict[str, StreamCounts]),
    )


async def _read_streams(room: Connectors, taken: Run) -> None:
    driver = room.driver(taken.driver_key, taken.principal)
    config = opened_config(room, taken.principal, taken.id, sealed=taken.sealed, driver=driver)
    if driver.outbound:
        # It has nothing to read perhaps: a run says whether the other side can be told.
        await probed(driver, config)
    for stream in await driver.streams(config):
        await _read_stream(room, taken, stream.key, driver=driver, config=config)


async def _read_stream(
    room: Connectors, taken: Run, stream: str, *, driver: Driver[DriverConfig], config: DriverConfig
) -> None:
    """Pages to the stream's end; the stored cursor stops before the first unmatched value."""
    cursor = taken.cursors.get(stream, "")
    counts, held, more = StreamCounts(), False, True
    while more:
        page = await _page(driver, config, stream, cursor)
        if page.more and page.next_cursor == cursor:
            raise TerminalError(_stands_still(stream))
        known = await room.equipment.upsert(taken.principal, page.entities) if page.entities else {}
        codes = sorted({value.entity_key for value in page.values} - set(known))
        found = await room.equipment.find(taken.principal, codes) if codes else {}
        ids = {**known, **found}
        counts = _added(counts, page, ids)
        # An unmatched value is read again next time, when its machine may be there.
        held = held or any(code not in ids for code in codes)
        cursor, more = page.next_cursor, page.more
        if not held:
            taken.cursors[stream] = cursor
        if counts != StreamCounts():
            taken.counts[stream] = counts
        await _write(room, taken, page, ids)


async def _page(
    driver: Driver[DriverConfig], config: DriverConfig, stream: str, cursor: str
) -> ReadResult:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await driver.read(config, stream, cursor)
    except TimeoutError:
        raise RetryableError(
            Text(
                zh=f"数据源在 {READ_SECONDS // 60} 分钟内没有答复，稍后会自动重试。",
                en=f"The source did not answer within {READ_SECONDS // 60} minutes.",
            )
        ) from None


async def _write(room: Connectors, taken: Run, page: ReadResult, ids: Mapping[str, UUID]) -> None:
    facts = {
        (value.entity_key, value.name): _fact(value, ids[value.entity_key], taken.source)
        for value in page.values
        if value.entity_key in ids
    }
    state = (
        msgspec.json.encode(taken.cursors).decode(),
        msgspec.json.encode(taken.counts).decode(),
        room.clock.now() + LEASE,
    )
    async with room.store.begin(taken.principal, purpose="connectors.write") as transaction:
        if await transaction.fetchrow(writes.ADVANCE, taken.id, taken.began, *state) is None:
            raise LeaseLost
        if facts:
            rows = msgspec.json.encode(list(facts.values())).decode()
            await transaction.execute(writes.UPSERT_FACTS, rows)


async def _finish(
    room: Connectors, taken: Run, *, state: State, error: Text | None
) -> State | None:
    now = room.clock.now()
    waits: dict[State, timedelta] = {"ok": taken.interval, "failed": min(RETRY, taken.interval)}
    next_run = now + waits[state] if state in waits else None
    message = msgspec.json.encode(error).decode() if error else None
    async with room.store.begin(taken.principal, purpose="connectors.finish") as transaction:
        row = await transaction.fetchrow(
            writes.FINISH, taken.id, taken.began, state, message, next_run, now
        )
    return state if row is not None else None


def _fact(value: SourceValue, subject: UUID, source: str) -> dict[str, object]:
    names = ("name", "value", "unit", "source_key", "source_modified_at", "fetched_at", "raw_hash")
    return {name: getattr(value, name) for name in names} | {"subject": subject, "source": source}


def _added(counts: StreamCounts, page: ReadResult, ids: Mapping[str, UUID]) -> StreamCounts:
    codes = [value.entity_key for value in page.values if value.entity_key not in ids]
    return StreamCounts(
        entities=counts.entities + len(page.entities),
        values=counts.values + len(page.values) - len(codes),
        unmatched=counts.unmatched + len(codes),
        problems=counts.problems + len(page.problems),
        unmatched_codes=(counts.unmatched_codes + tuple(codes))[:SHOWN],
        first_problems=(counts.first_problems + page.problems)[:SHOWN],
    )


def _stands_still(stream: str) -> Text:
    return Text(
        zh=f"数据流“{stream}”的读取位置没有前进，请联系连接器的提供方。",
        en=f"Reading of stream “{stream}” does not advance: ask the connector's provider.",
    )


def _defect(driver: str) -> Text:
    return Text(
        zh=f"连接器“{driver}”出现内部错误，稍后会自动重试；若反复出现请联系运维人员。",
        en=f"The connector “{driver}” has an internal fault and will be tried again.",
    )
