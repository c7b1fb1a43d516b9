"""Tenants on two PostgreSQL nodes behind one application, and what kills do to it."""

import signal
import subprocess
from collections.abc import Iterator

import pytest

from anshu.ledger.verify import verify_package
from tests.chaos.books import DEAD, LEASED, RETURN_LEASED, Books, plants
from tests.chaos.production import PASSWORD, Production, end
from tests.journeys.people import Plant, plant_at, until

KEYS = ("nantong", "yancheng")
MESSAGES = 30


@pytest.fixture(scope="module")
def web(production: Production) -> Iterator["subprocess.Popen[bytes]"]:
    process = production.web()
    yield process
    assert end(process) == 0


@pytest.fixture
def both(production: Production, web: object) -> Iterator[tuple[Plant, Plant]]:
    """People of the plant on the first node and of the plant on the second."""
    with plant_at(production.url, PASSWORD, KEYS[0]) as one:
        with plant_at(production.url, PASSWORD, KEYS[1]) as two:
            yield one, two


async def test_every_node_holds_a_plant_and_serves_its_journey(
    production: Production, both: tuple[Plant, Plant]
) -> None:
    placed = await plants(production.dsns["one"])
    assert sorted(node for node, _ in placed) == ["one", "two"]
    worker, closed = production.worker(), set()
    try:
        for plant in both:
            record = plant.close_one()
            closed.add(record)
            _told(plant, "worker", record, "closed")
            answer = plant["ehs"].client.get(f"records/hazard/{record}/evidence")
            assert verify_package(answer.content).ok
    finally:
        assert end(worker) == 0
    for node, schema in placed:
        books = Books(production.dsns[node], schema)
        assert len(closed & (await books.hazards()).keys()) == 1
        assert await books.contradictions() == []


def test_plants_do_not_see_each_other_across_nodes(both: tuple[Plant, Plant]) -> None:
    one, two = both
    record = one["worker"].report(area=one["worker"].area("反应釜区"))["id"]
    for post in ("worker", "ehs", "auditor"):
        assert two[post].client.get(f"records/hazard/{record}").status_code == 404
        rows = two[post].get("records/hazard")["items"]
        assert record not in [row["id"] for row in rows]


async def test_messages_of_a_killed_worker_are_done_by_the_next(
    production: Production, both: tuple[Plant, Plant]
) -> None:
    placed = await plants(production.dsns["one"])
    books = [Books(production.dsns[node], schema) for node, schema in placed]
    reported = {plant: [_report(plant) for _ in range(MESSAGES)] for plant in both}
    in_flight = 0
    worker = production.worker()
    while not in_flight:
        in_flight = sum([(await one.fetch(LEASED))[0][0] for one in books])
        assert worker.poll() is None
    assert end(worker, by=signal.SIGKILL) == -signal.SIGKILL
    assert sum([(await one.fetch(LEASED))[0][0] for one in books]) > 0
    for one in books:
        await one.fetch(RETURN_LEASED)  # as after the lease of half a minute
    worker = production.worker()
    try:
        for plant, records in reported.items():
            for record in records:
                _told(plant, "leader", record, "opened")
    finally:
        assert end(worker) == 0
    for one in books:
        assert await one.contradictions() == []
        assert await one.not_followed() == []
        assert (await one.fetch(DEAD))[0][0] == 0


def _report(plant: Plant) -> str:
    worker = plant["worker"]
    return str(worker.report(area=worker.area("反应釜区"))["id"])


def _told(plant: Plant, post: str, record: str, kind: str) -> None:
    until(lambda: kind in plant[post].notices(record), seconds=60)
