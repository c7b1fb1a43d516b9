"""Whoever hangs up or is cut off leaves neither half a record nor a connection behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from anshu.entrypoints.serving import Listener, OneOfSeveral, _config
from anshu.flow.commands import Create
from anshu.records.run import Answer, run
from anshu.store import unit_of_work
from anshu.store.unit_of_work import Store, Transaction
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.web.office import Office, photo, sha256

KEPT = """
select (select count(*) from record where id = $1) as records,
       (select count(*) from event where stream = 'hazard-' || $1::text) as events,
       (select count(*) from task where record = $1) as tasks,
       (select count(*) from claim where stream = 'hazard-' || $1::text) as claims
"""
NOTHING, WHOLE = (0, 0, 0, 0), (1, 2, 1, 1)


async def _kept(plant: Plant, record: UUID) -> tuple[int, ...]:
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        row = await tx.fetchrow(KEPT, record)
    assert row is not None
    return tuple(row)


def _busy(store: Store) -> int:
    """How many places of all lanes are held, wanted, or in a transaction."""
    found = 0
    for node in store._nodes.values():
        for lane in node._lanes.values():
            for slot in lane._slots:
                open_one = slot.connection is not None and not slot.connection.is_closed()
                inside = open_one and slot.connection.is_in_transaction()
                found += bool(slot.waiting or slot.turns.locked() or inside)
    return found


@pytest.mark.parametrize("nth", range(1, 6))
async def test_a_command_cut_off_at_any_round_trip_is_whole_or_nothing(
    office: Office, plant: Plant, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    subject = await plant.subject("worker")
    data = {
        "description": "法兰渗漏",
        "area": str(plant.area),
        "photos": [await office.upload("worker")],
    }
    command = Create(uuid4(), "hazard", data)
    trips = 0

    def cut() -> None:
        nonlocal trips
        trips += 1
        if trips == nth:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    with monkeypatch.context() as patched:
        opened, fetch, commit = unit_of_work._open, Transaction.fetch, unit_of_work._commit

        async def cut_open(*args: object) -> Transaction:
            cut()
            return await opened(*args)  # type: ignore[arg-type]

        async def cut_fetch(self: Transaction, sql: str, *args: object) -> object:
            cut()
            return await fetch(self, sql, *args)

        async def cut_commit(*args: object) -> None:
            cut()
            await commit(*args)  # type: ignore[arg-type]

        patched.setattr(unit_of_work, "_open", cut_open)
        patched.setattr(Transaction, "fetch", cut_fetch)
        patched.setattr(unit_of_work, "_commit", cut_commit)
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(run(plant.services, subject, command))
    assert _busy(plant.services.store) == 0
    # What was cut off at COMMIT may have been carried out; it is never carried out by half.
    assert await _kept(plant, command.id) in ((NOTHING, WHOLE) if nth == 5 else (NOTHING,))
    again = await run(plant.services, subject, command)
    assert isinstance(again, Answer), again
    assert await _kept(plant, command.id) == WHOLE


@asynccontextmanager
async def _served(office: Office) -> AsyncIterator[int]:
    """The application behind a real socket; its port."""
    config = _config(office.app, Listener("127.0.0.1", 0), first=False)
    server = OneOfSeveral(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        await serving


async def _head(office: Office, path: str, length: int) -> bytes:
    client = await office.person("worker")
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return (
        f"POST /api/v1/{path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookies}\r\n"
        f"x-csrftoken: {client.headers['x-csrftoken']}\r\ncontent-type: application/json\r\n"
        f"content-length: {length}\r\n\r\n"
    ).encode()


async def _send_and_hang_up(port: int, sent: bytes) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    writer.transport.abort()


async def _until_idle(store: Store) -> None:
    async with asyncio.timeout(10):
        await asyncio.sleep(0.05)
        while _busy(store):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_phone_that_hangs_up_in_the_middle_leaves_nothing_half_done(
    office: Office, plant: Plant
) -> None:
    bodies = {}
    for _ in range(12):
        record = uuid4()
        photos = [await office.upload("worker")]
        data = {"description": "法兰渗漏", "area": str(plant.area), "photos": photos}
        bodies[record] = json.dumps({"id": str(record), "data": data}).encode()
    async with _served(office) as port:
        for number, body in enumerate(bodies.values()):
            head = await _head(office, "records/hazard", len(body))
            # Every other one is cut off in the middle of its body.
            await _send_and_hang_up(port, head + (body[:-9] if number % 2 else body))
        await _until_idle(plant.services.store)
    kept = [await _kept(plant, record) for record in bodies]
    assert set(kept[1::2]) == {NOTHING}
    assert set(kept[::2]) <= {NOTHING, WHOLE}


async def test_uploads_that_are_cut_off_keep_no_file_and_no_connection(
    office: Office, plant: Plant
) -> None:
    content = photo()
    async with _served(office) as port:
        head = await _head(office, f"media?sha256={sha256(content)}", len(content))
        for _ in range(20):
            await _send_and_hang_up(port, head + content[: len(content) // 2])
        await _until_idle(plant.services.store)
    client = await office.person("worker")
    assert (await client.get(f"media/{sha256(content)}")).status_code == 404
