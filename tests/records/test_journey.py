"""A hazard from report to closure through the runner, and what each step leaves behind."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from anshu.flow.commands import Complete, Create
from anshu.records.loading import Loaded, Versions, load
from anshu.records.run import Answer, run
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant


async def state_of(plant: Plant, record: UUID) -> Loaded:
    book = await plant.services.books.current(principal(plant.row))
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        versions = Versions(policy=None, definition=book.definition_version)
        return await load(tx, f"hazard-{record}", "none", versions)


async def media(plant: Plant, purpose: str = "photo", text: str | None = None) -> str:
    digest = (text or uuid4().hex * 2)[:64]
    async with plant.services.store.begin(principal(plant.row), purpose="test.media") as tx:
        await tx.execute(
            "insert into media (hash, purpose, mime, bytes, received_at, captured_at)"
            " values ($1, $2, 'image/jpeg', 1, $3, $3)",
            digest, purpose, plant.services.clock.now(),
        )  # fmt: skip
    return digest


async def test_a_report_takes_five_round_trips_and_opens_the_team_leaders_task(
    plant: Plant,
) -> None:
    worker = await plant.subject("worker")
    photo = await media(plant)
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    record = uuid4()
    data: dict[str, object] = {
        "photos": [photo], "description": "3号反应釜密封渗漏", "area": str(plant.area),
        "equipment": str(plant.equipment), "position": PLACE,
    }  # fmt: skip
    answer = await run(plant.services, worker, Create(id=record, type="hazard", data=data))
    plant.services.store.observers.remove(seen.append)
    assert isinstance(answer, Answer), answer
    assert [t.round_trips for t in seen] == [5]
    loaded = await state_of(plant, record)
    assert loaded.state.state == "reviewing"
    (task,) = loaded.state.open_tasks()
    assert task.roles == ("team_leader",)
    assert task.due is not None
    assert task.due - task.opened_at == timedelta(hours=2)
    assert loaded.state.org_path == "/w1/t1/"


async def complete(
    plant: Plant, name: str, record: UUID, outcome: str, data: dict[str, object]
) -> object:
    loaded = await state_of(plant, record)
    (task,) = loaded.state.open_tasks()
    command = Complete(
        id=uuid4(), record=record, type="hazard", task=task.id, version=loaded.state.version,
        outcome=outcome, data=data,
    )  # fmt: skip
    return await run(plant.services, await plant.subject(name), command)


async def report(plant: Plant) -> UUID:
    record = uuid4()
    data: dict[str, object] = {
        "photos": [await media(plant)], "description": "3号反应釜密封渗漏",
        "area": str(plant.area), "equipment": str(plant.equipment), "position": PLACE,
    }  # fmt: skip
    worker = await plant.subject("worker")
    answer = await run(plant.services, worker, Create(id=record, type="hazard", data=data))
    assert isinstance(answer, Answer), answer
    return record


async def test_a_hazard_goes_all_the_way(plant: Plant) -> None:
    record = await report(plant)
    steps = [
        ("leader", "pass", {"review_opinion": "属实"}),
        ("safety", "pass", {"category": "equipment", "handling": "by_deadline", "advice": "更换"}),
        ("ehs", "approve", {
            "level": "general", "responsible": str(plant.ids["fixer"]),
            "deadline": "2099-01-01T00:00:00Z", "penalty": "扣分",
        }),
    ]  # fmt: skip
    for name, outcome, data in steps:
        answer = await complete(plant, name, record, outcome, dict(data))
        assert isinstance(answer, Answer), answer
    loaded = await state_of(plant, record)
    assert loaded.state.state == "rectifying"
    assert msgspec.to_builtins(loaded.state.data)["penalty"] == "扣分"
