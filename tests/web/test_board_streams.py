"""Live boards: what happened is shown at once, to who may see it, and only for as long."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
import pytest_asyncio
import uvicorn
from httpx import AsyncClient, Response

from anshu.boards import live
from anshu.flow.commands import Update
from anshu.identity.secret import digest
from anshu.identity.sessions import OpenedSession
from anshu.records.run import Answer, run_as_system
from anshu.web.app import create_app
from anshu.web.guard import COOKIE
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.web.client import enrol, rooms
from tests.web.office import Office

Event = tuple[str, str]


@pytest_asyncio.fixture(loop_scope="session")
async def address(plant: Plant) -> AsyncIterator[str]:
    """The application on a real socket: the tests' in-process transport cannot stream."""
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(plant.services), lifespan="off", log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )  # fmt: skip
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/"
    finally:
        server.should_exit = True
        await task
        listening.close()


@asynccontextmanager
async def entered(plant: Plant, name: str, address: str) -> AsyncIterator[AsyncClient]:
    """A client with a session of this person."""
    account = await enrol(plant, name)
    opened = await rooms(plant.services).sessions.open(account.id, tenant=plant.row.id)
    assert isinstance(opened, OpenedSession)
    async with AsyncClient(base_url=address, timeout=20) as client:
        client.headers["cookie"] = f"{COOKIE}={opened.secret}"
        client.headers["accept-encoding"] = "gzip"
        yield client


async def events(stream: Response) -> AsyncIterator[Event]:
    """The events of a stream, by name and data."""
    name = ""
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, line.removeprefix("data: ")


async def until(found: AsyncIterator[Event], name: str) -> str:
    """The data of the next event of this name."""
    async with asyncio.timeout(10):
        async for each, data in found:
            if each == name:
                return data
    raise AssertionError(f"the stream ended without {name}")


def registered(board: str) -> int:
    """How many hazards the board's trend has."""
    answer = msgspec.json.decode(board)
    (week,) = [widget for widget in answer["widgets"] if widget["key"] == "week"]
    return sum(point["n"] for point in week["lines"][0]["points"])


async def test_a_report_shows_on_an_open_board_without_asking(
    plant: Plant, office: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SAID_AGAIN_AFTER", timedelta(0))
    async with entered(plant, "ehs", address) as client:
        async with client.stream("GET", "boards/hazard_plant/stream") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers
            assert stream.headers["x-accel-buffering"] == "no"
            found = events(stream)
            assert registered(await until(found, "board")) == 0
            await office.report()
            assert registered(await until(found, "board")) == 1
            assert await until(found, "fresh")


async def test_a_closed_session_ends_the_stream_within_five_seconds(
    plant: Plant, address: str
) -> None:
    async with entered(plant, "ehs", address) as client:
        async with client.stream("GET", "boards/hazard_plant/stream") as stream:
            found = events(stream)
            await until(found, "board")
            token = client.headers["cookie"].removeprefix(f"{COOKIE}=")
            hashed = digest(token)
            assert hashed is not None
            await rooms(plant.services).sessions.log_out(hashed)
            async with asyncio.timeout(5):
                assert await until(found, "again") == ""
        refused = await client.get("boards/hazard_plant/stream")
        assert refused.status_code == 401


async def test_who_loses_the_right_is_shown_no_more(plant: Plant, address: str) -> None:
    async with entered(plant, "ehs", address) as client:
        async with client.stream("GET", "boards/hazard_plant/stream") as stream:
            found = events(stream)
            await until(found, "board")
            demoted = Update(
                id=uuid4(), record=plant.ids["ehs"], type="person", version=1,
                data={"assignments": [{"role": "worker", "org_path": "/"}]},
            )  # fmt: skip
            done = await run_as_system(
                plant.services, principal(plant.row), demoted, actor="system:setup"
            )
            assert isinstance(done, Answer), done
            async with asyncio.timeout(5):
                assert await until(found, "again") == ""
        refused = await client.get("boards/hazard_plant/stream")
        assert refused.status_code == 403


async def test_lookers_with_other_units_see_other_numbers(
    plant: Plant, office: Office, address: str
) -> None:
    await office.report(team="/w2/t1/")
    for name, count in (("ehs", 1), ("safety", 0)):
        async with entered(plant, name, address) as client:
            async with client.stream("GET", "boards/hazard_plant/stream") as stream:
                assert registered(await until(events(stream), "board")) == count, name


async def test_an_unknown_board_is_refused_in_words(plant: Plant, address: str) -> None:
    async with entered(plant, "ehs", address) as client:
        async with client.stream("GET", "boards/absent/stream") as stream:
            problem = msgspec.json.decode(await until(events(stream), "refused"))
    assert problem["code"] == "unknown_board"
    assert problem["cure"]
