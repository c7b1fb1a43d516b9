"""The application killed while people report: nothing acknowledged is lost, nothing is half."""

import subprocess
import threading
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from anshu.embedded.server import EmbeddedPostgres
from tests.chaos.books import RETURN_LEASED, Books, plants
from tests.conftest import FAST
from tests.embedded.watched import postgres_processes, wait_until
from tests.journeys.live import ANSHU, Launch, Live, free_ports
from tests.journeys.people import Person, now_text, plant_at, until

REPORTERS = ("worker", "inspector", "fixer")
ENOUGH = 25


@pytest.fixture
def doomed(launch: Launch) -> Iterator[Live]:
    """An application of the test's own."""
    live = launch()
    yield live
    live.stop()


async def test_every_acknowledged_report_survives_kills_and_nothing_is_half_written(
    doomed: Live,
) -> None:
    acknowledged: set[str] = set()
    attempted: set[str] = set()
    for round_no in range(2):
        if round_no:
            doomed.start()
        acknowledged |= _report_until_killed(doomed, attempted)
        wait_until(lambda: not postgres_processes(doomed.folder / "postgres"), limit_s=20)
    server = EmbeddedPostgres.start(doomed.folder / "postgres", options=FAST)
    try:
        ((_, schema),) = await plants(server.admin_dsn)
        books = Books(server.admin_dsn, schema)
        kept = await books.hazards()
        assert len(acknowledged) >= 2 * ENOUGH
        assert acknowledged <= kept.keys()
        assert all(kept[one] == 2 for one in attempted & kept.keys())
        assert await books.contradictions() == []
        assert await books.not_followed() == []
        await books.fetch(RETURN_LEASED)  # as after the lease of half a minute
    finally:
        server.stop()
    _everything_waits_for_somebody(doomed, acknowledged)


def test_second_start_on_the_same_folder_is_refused_and_harms_nothing(doomed: Live) -> None:
    assert doomed.process is not None
    port, https_port = free_ports(2)
    command = [
        ANSHU, "demo", "--no-lan",
        "--folder", str(doomed.folder), "--port", str(port), "--https-port", str(https_port),
    ]  # fmt: skip
    second = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert str(doomed.process.pid) in second.stderr
    assert "Traceback" not in second.stderr
    with plant_at(doomed.url, doomed.password) as plant:
        assert plant["worker"].report()["state"] == "reviewing"


def test_stop_in_order_leaves_no_process(doomed: Live) -> None:
    folder = doomed.folder / "postgres"
    assert postgres_processes(folder)
    doomed.stop()
    assert postgres_processes(folder) == []


def _report_until_killed(live: Live, attempted: set[str]) -> set[str]:
    """Three people report without a pause; the application is killed in the middle of it."""
    acknowledged: set[str] = set()
    killed = threading.Event()
    with plant_at(live.url, live.password) as plant:
        people = [plant[post] for post in REPORTERS]
        photos = {person.login: person.upload() for person in people}
        area = people[0].area("反应釜区")

        def report(person: Person) -> None:
            while not killed.is_set():
                record = str(uuid4())
                data = {"photos": [photos[person.login]], "description": "断电前上报", "area": area}
                body = {"id": record, "data": data, "captured_at": now_text()}
                attempted.add(record)
                try:
                    answer = person.client.post("records/hazard", json=body)
                except httpx.TransportError:
                    return
                if answer.status_code == 201:
                    acknowledged.add(record)

        threads = [threading.Thread(target=report, args=(person,)) for person in people]
        for thread in threads:
            thread.start()
        until(lambda: len(acknowledged) >= ENOUGH, seconds=60)
        live.kill()
        killed.set()
        for thread in threads:
            thread.join()
    return acknowledged


def _everything_waits_for_somebody(live: Live, acknowledged: set[str]) -> None:
    """After the restart every report is in the list and on the leader's work list."""
    live.start()
    with plant_at(live.url, live.password) as plant:
        rows = plant["ehs"].get("records/hazard", limit="200")["items"]
        assert acknowledged <= {row["id"] for row in rows}
        cards = plant["leader"].get("worklist")["items"]
        own = {card["record"]["id"] for card in cards}
        assert acknowledged <= own
