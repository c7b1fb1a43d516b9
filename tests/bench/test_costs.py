"""What a request costs beside the database: each pure part timed inside real requests."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from anshu.identity.door import ControlDoor
from anshu.identity.secret import digest
from anshu.identity.wiring import identity
from anshu.records import listing, paging, preparing, run
from anshu.records.filters import ListFilters
from anshu.records.page import RecordPage
from anshu.records.services import Services
from anshu.records.subject import Identity, resolve
from anshu.web.routes.records import NewRecord
from anshu_tenants.registry import principal
from tests.bench.requests import create, list_page, report, session_secret
from tests.bench.table import Table, table
from tests.records.people import Plant
from tests.records.rows import generate

ROUNDS = 300
CREATING: tuple[tuple[Any, str, str], ...] = (
    (run, "authorise", "permission on the record"),
    (run, "wanted_facts", "which facts"),
    (run, "decide", "gate and decide"),
    (preparing, "encode", "ledger: canonical bytes, salts, leaf"),
    (preparing, "evolve", "fold the new events"),
    (preparing, "_as_stored", "payload as a later load reads it"),
    (run, "record_row", "projection: record and search text"),
    (run, "task_row", "projection: tasks"),
    (run, "deadline_rows", "projection: deadlines"),
    (run, "messages_of", "messages with their MAC"),
    (run, "_json", "rows to JSON"),
    (run, "event_columns", "event columns"),
)
LISTING: tuple[tuple[Any, str, str], ...] = (
    (listing, "check", "filters checked"),
    (listing, "_compose", "statement composed"),
    (listing, "page_rows", "rows of the page"),
    (listing, "row_of", "rows as answered (50)"),
)
PAGE: tuple[tuple[Any, str, str], ...] = (
    (paging, "visible", "classes the reader may not see"),
    (paging, "_around", "names, facts, seal"),
    (paging, "build_page", "the page"),
)


class Stopwatch:
    """Adds up what named functions take within one request; nested ones count in both."""

    def __init__(self, patch: pytest.MonkeyPatch, parts: tuple[tuple[Any, str, str], ...]) -> None:
        self.requests: list[dict[str, float]] = []
        self._spent = {said: 0.0 for _, _, said in parts}
        for module, name, said in parts:
            patch.setattr(module, name, self._timed(said, getattr(module, name)))

    async def over(self, act: Callable[[], Awaitable[object]]) -> None:
        """Runs the request ROUNDS times."""
        for _ in range(ROUNDS):
            self._spent = dict.fromkeys(self._spent, 0.0)
            begun = time.perf_counter()
            await act()
            self._spent["whole, with the database"] = time.perf_counter() - begun
            self.requests.append(self._spent)
            self._spent = dict(self._spent)
            self._spent.pop("whole, with the database")

    def rows(self, shown: Table, request: str) -> None:
        for said in self.requests[0]:
            shown.add(request, said, median(one[said] for one in self.requests) * 1e6)

    def _timed(self, said: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                self._spent[said] += time.perf_counter() - begun

        return timed


@pytest.mark.timeout(300)
async def test_parts_of_requests(services: Services, plant: Plant) -> None:
    shown = table(
        f"What costs what: µs a request, median of {ROUNDS} (wall; pure parts do not wait)",
        "request", "part", "µs",
    )  # fmt: skip
    await generate(plant, 200)
    made = await create(plant)
    await list_page(plant)
    subject = await plant.subject("ehs")
    for name, parts, act in (
        ("create", CREATING, lambda: create(plant)),
        ("list of 50", LISTING, lambda: list_page(plant)),
        ("page", PAGE, lambda: paging.record_page(services, subject, "hazard", made.id)),
    ):
        with pytest.MonkeyPatch.context() as patch:
            watch = Stopwatch(patch, parts)
            await watch.over(act)
        watch.rows(shown, name)
    await _json(shown, services, plant, made.id)
    await _who(shown, services, plant)


async def _json(shown: Table, services: Services, plant: Plant, record: Any) -> None:
    subject = await plant.subject("ehs")
    listed = await listing.list_records(services, subject, "hazard", ListFilters())
    page = await paging.record_page(services, subject, "hazard", record)
    assert isinstance(page, RecordPage), page
    body = msgspec.json.encode({"id": uuid4(), "data": report(plant)})
    shown.add(
        "create", "JSON: body read", _median_us(lambda: msgspec.json.decode(body, type=NewRecord))
    )
    shown.add("list of 50", "JSON: answer", _median_us(lambda: msgspec.json.encode(listed)))
    shown.add("page", "JSON: answer", _median_us(lambda: msgspec.json.encode(page)))


async def _who(shown: Table, services: Services, plant: Plant) -> None:
    room = identity(ControlDoor(services.store, services.settings.control_node, services.clock))
    secret = await session_secret(services, plant)
    hashed = digest(secret)
    assert hashed is not None
    who = Identity(
        principal=principal(plant.row), tenant=plant.row.id, person=plant.ids["ehs"],
        timezone="Asia/Shanghai", language="zh-CN",
    )  # fmt: skip
    subject = await resolve(services, who)

    async def unknown() -> None:
        room.resolver.forget(hashed)
        assert await room.resolver.resolve(secret) is not None

    async def unread() -> None:
        services.access.forget(who.principal.schema)
        await resolve(services, who)

    shown.add(
        "every",
        "session, remembered",
        await _median_async_us(lambda: room.resolver.resolve(secret)),
    )
    shown.add("every 2 s", "session, looked up", await _median_async_us(unknown))
    shown.add(
        "every", "permissions, remembered", await _median_async_us(lambda: resolve(services, who))
    )
    shown.add("every 2 s", "permissions, read", await _median_async_us(unread))
    shown.add(
        "every", "guard's question", _median_us(lambda: subject.allowed.has("hazard:record:read"))
    )


def _median_us(act: Callable[[], object], *, each: int = 20) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(each):
            act()
        taken.append((time.perf_counter() - begun) / each)
    return median(taken) * 1e6


async def _median_async_us(act: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await act()
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e6
