"""The plant with the made-up jobs of tests/flow/jobs.py, worked on over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from anshu.records.adoption import adopt
from anshu.records.reactions import REACTIONS
from anshu_tenants.registry import principal
from tests.flow.jobs import PACKS
from tests.records.people import Plant
from tests.web.office import Office
from tests.web.worker import work_off

Json = dict[str, Any]


class Workshop(Office):
    """Jobs are begun, signed, measured and looked at."""

    async def begin(self, **data: object) -> Json:
        """A job that waits for its signature."""
        whole = {"what": "三号釜动火", "grade": "plain", "area": str(self.plant.area), **data}
        client = await self.person("leader")
        answer = await client.post("records/permit", json={"id": str(uuid4()), "data": whole})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def start(self, **data: object) -> Json:
        """A job that runs."""
        page = await self.begin(**data)
        return await self.end(page, "safety", "agree")

    async def try_end(self, page: Json, name: str, outcome: str, **more: object) -> Any:
        client = await self.person(name)
        (action,) = (await self.job(page["id"], name))["actions"]
        body = {"command_id": str(uuid4()), "version": page["version"], "outcome": outcome, **more}
        path = f"records/permit/{page['id']}/tasks/{action['task']}"
        return await client.post(path, json=body)

    async def end(self, page: Json, name: str, outcome: str, **more: object) -> Json:
        """The page after the open task ended so."""
        answer = await self.try_end(page, name, outcome, **more)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def job(self, record: str | UUID, name: str = "leader") -> Json:
        answer = await (await self.person(name)).get(f"records/permit/{record}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def enter(self, record: str, name: str, key: str, *rows: Json, **more: object) -> Any:
        body = {"id": str(uuid4()), "entry": key, "rows": list(rows), **more}
        return await (await self.person(name)).post(f"records/permit/{record}/entries", json=body)

    async def alarms(self) -> list[Json]:
        """Code and state of every alarm, oldest first, once the messages are worked off."""
        await work_off(self.plant, REACTIONS)
        answer = await (await self.person("ehs")).get("records/permit_alarm")
        assert answer.status_code == 200, answer.text
        return sorted(answer.json()["items"], key=lambda item: str(item["number"]))

    def pass_by(self, minutes: int) -> None:
        self.move(timedelta(minutes=minutes))


async def with_jobs(plant: Plant) -> None:
    """The plant adopts the made-up jobs."""
    services = plant.services
    await adopt(services.store, principal(plant.row), PACKS, services.clock)
