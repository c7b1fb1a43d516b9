"""Round trips to the database per request, counted; none of them grows with the records."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from anshu.store.unit_of_work import TransactionEnded
from tests.records.people import Plant
from tests.records.rows import HazardRow, insert
from tests.web.office import Office, waiting

LOOK_UP = "identity.resolve"
LISTS = ("records/hazard", "records/hazard?q=密封", "ledgers/hazard_all", "search?q=密封")


class Trips:
    """Round trips by the purpose of their transactions."""

    def __init__(self) -> None:
        self.ended: list[TransactionEnded] = []

    def by_purpose(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for transaction in self.ended:
            found[transaction.purpose] += transaction.round_trips
        return dict(found)

    def besides_look_up(self) -> int:
        return sum(trips for purpose, trips in self.by_purpose().items() if purpose != LOOK_UP)


@contextmanager
def counted(plant: Plant) -> Iterator[Trips]:
    trips = Trips()
    observers = plant.services.store.observers
    observers.append(trips.ended.append)
    try:
        yield trips
    finally:
        observers.remove(trips.ended.append)


async def test_a_command_takes_five_and_its_page_four(office: Office) -> None:
    photo = await office.upload("worker")
    await office.report()
    client = await office.person("worker")
    body = {"id": str(uuid4()), "data": {"description": "3号釜密封处渗漏", "photos": [photo]}}
    await client.get("worklist")
    with counted(office.plant) as trips:
        answer = await client.post("records/hazard", json=body)
    assert answer.status_code == 201
    assert trips.by_purpose().pop(LOOK_UP, 0) <= 1
    assert trips.by_purpose()["command.Create"] <= 5
    assert trips.by_purpose()["record.page"] <= 4
    assert trips.besides_look_up() <= 9


async def test_a_caller_who_needs_no_page_pays_for_none(office: Office) -> None:
    photo = await office.upload("worker")
    client = await office.person("worker")
    body = {"id": str(uuid4()), "data": {"description": "3号釜密封处渗漏", "photos": [photo]}}
    with counted(office.plant) as trips:
        answer = await client.post(
            "records/hazard", json=body, headers={"prefer": "return=minimal"}
        )
    assert answer.status_code == 201
    assert trips.besides_look_up() <= 5


async def test_ending_a_task_takes_five(office: Office) -> None:
    record = (await office.report())["id"]
    page = await office.page("leader", record)
    body = {
        "command_id": str(uuid4()), "version": page["version"], "outcome": "pass",
        "data": {"review_opinion": "属实"},
    }  # fmt: skip
    client = await office.person("leader")
    with counted(office.plant) as trips:
        answer = await client.post(
            f"records/hazard/{record}/tasks/{waiting(page)['task']}", json=body,
            headers={"prefer": "return=minimal"},
        )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert trips.by_purpose()["command.Complete"] <= 5
    assert trips.besides_look_up() <= 5


async def test_the_session_is_looked_up_once_in_a_while(office: Office) -> None:
    client = await office.person("worker")
    with counted(office.plant) as trips:
        for _ in range(3):
            assert (await client.get("records/hazard")).status_code == 200
    looked = [t.round_trips for t in trips.ended if t.purpose == LOOK_UP]
    assert len(looked) <= 2
    assert all(trips == 1 for trips in looked)


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_takes_three_for_one_record_and_for_thirty(office: Office, path: str) -> None:
    await office.to_decision()
    client = await office.person("boss")
    await client.get(path)
    with counted(office.plant) as one:
        assert (await client.get(path)).status_code == 200
    rows = [
        HazardRow(created_at=office.now, title=f"密封 {n}", lexemes=("密封",)) for n in range(30)
    ]
    await insert(office.plant, *rows)
    await client.get(path)
    with counted(office.plant) as thirty:
        answer = await client.get(path)
    assert answer.text.count("密封") > 10
    assert one.besides_look_up() == thirty.besides_look_up() <= 3


async def test_a_page_takes_four_however_long_its_story(office: Office) -> None:
    record = (await office.report())["id"]
    client = await office.person("ehs")
    await client.get(f"records/hazard/{record}")
    with counted(office.plant) as short:
        await client.get(f"records/hazard/{record}")
    for number in range(30):
        said = {"command_id": str(uuid4()), "text": f"第 {number} 次提醒"}
        await client.post(f"records/hazard/{record}/comments", json=said)
    with counted(office.plant) as long:
        answer = await client.get(f"records/hazard/{record}")
    assert answer.json()["version"] == 32
    assert short.besides_look_up() == long.besides_look_up() <= 4


async def test_the_work_list_takes_as_many_for_thirty_tasks_as_for_one(office: Office) -> None:
    client = await office.person("leader")
    await office.report()
    await client.get("worklist")
    with counted(office.plant) as one:
        await client.get("worklist")
    for _ in range(9):
        await office.report()
    await client.get("worklist")
    with counted(office.plant) as ten:
        answer = await client.get("worklist")
    assert len(answer.json()["items"]) == 10
    assert one.besides_look_up() == ten.besides_look_up() <= 4
