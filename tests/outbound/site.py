"""A plant with short permits and a park connector: people act, the worker does its turns."""

from pathlib import Path
from uuid import UUID, uuid4

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.flow.commands import Complete, Create, Update
from anshu.notify.delivery import Logged, Wanted, log
from anshu.records.adoption import adopt
from anshu.records.connectors.desk import connect, list_instances
from anshu.records.connectors.instance import ConnectorInstance, NewConnector
from anshu.records.connectors.reactions import CONNECTOR_REACTIONS
from anshu.records.connectors.room import connectors_of
from anshu.records.loading import Versions, load
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.reactions import NOTIFY_REACTIONS
from anshu.records.reactions import REACTIONS
from anshu.records.run import Answer, run, run_as_system
from anshu.store.principal import Tenant
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.worker import work_off

PACK = Path(__file__).with_name("pack.yaml")
TOKEN = "park-token-4711"
MOBILE = "13800002222"
ALL = (*REACTIONS, *NOTIFY_REACTIONS, *CONNECTOR_REACTIONS)


def short_pack() -> Pack:
    """The permits of these tests."""
    return parse_pack(PACK.read_text(encoding="utf-8"), name="short-permits")


class Site:
    """The plant, its park connector and its permits."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.connector = uuid4()

    @property
    def tenant(self) -> Tenant:
        return principal(self.plant.row)

    async def settle(self) -> None:
        """Permits are defined beside what the plant has."""
        services = self.plant.services
        packs = (*hazard_packs(), short_pack())
        await adopt(services.store, self.tenant, packs, services.clock)
        services.books.forget(self.tenant.schema)

    async def connect(self, url: str) -> UUID:
        config: dict[str, object] = {
            "tickets_url": f"{url}/tickets", "alarms_url": f"{url}/alarms", "token": TOKEN,
            "company_name": "甲公司", "company_code": "C-001",
        }  # fmt: skip
        new = NewConnector("park_permits", "园区平台", config, interval_minutes=5)
        made = await connect(connectors_of(self.plant.services), self.tenant, new)
        self.connector = made.id
        return made.id

    async def book(self, level: str = "hot_1") -> UUID:
        """A permit of the worker's, on its way to be signed."""
        record = uuid4()
        data: dict[str, object] = {
            "level": level, "content": "更换法兰", "area": str(self.plant.area),
            "work_unit": "检修一队", "responsible": str(self.plant.ids["fixer"]),
            "mobile": MOBILE, "planned_start": "2026-11-20T01:00:00Z",
            "planned_end": "2026-11-20T09:00:00Z",
            "workers": [{"person": str(self.plant.ids["fixer"])}],
        }  # fmt: skip
        worker = await self.plant.subject("worker")
        answer = await run(self.plant.services, worker, Create(record, "permit", data))
        assert isinstance(answer, Answer), answer
        return record

    async def act(self, name: str, permit: UUID, outcome: str, **data: object) -> None:
        """The person ends the open task of the permit."""
        book = await self.plant.services.books.current(self.tenant)
        async with self.plant.services.store.begin(self.tenant, purpose="test.look") as tx:
            versions = Versions(policy=None, definition=book.definition_version)
            state = (await load(tx, f"permit-{permit}", "none", versions)).state
        (task,) = state.open_tasks()
        command = Complete(
            id=uuid4(), record=permit, type="permit", task=task.id, version=state.version,
            outcome=outcome, data=dict(data),
        )  # fmt: skip
        answer = await run(self.plant.services, await self.plant.subject(name), command)
        assert isinstance(answer, Answer), answer

    async def raise_alarm(self, permit: UUID) -> UUID:
        """An alarm as the product raises it."""
        alarm = uuid4()
        data: dict[str, object] = {"code": "02", "permit": str(permit), "said": "超时"}
        command = Create(alarm, "permit_alarm", data)
        answer = await run_as_system(
            self.plant.services, self.tenant, command, actor="system:alarms"
        )
        assert isinstance(answer, Answer), answer
        return alarm

    async def rename(self, name: str, to: str) -> None:
        """A person's record is corrected."""
        command = Update(
            id=uuid4(), record=self.plant.ids[name], type="person", version=1, data={"name": to}
        )
        answer = await run_as_system(
            self.plant.services, self.tenant, command, actor="system:setup"
        )
        assert isinstance(answer, Answer), answer

    async def turn(self) -> None:
        """The worker does all that is due, as often as it brings new work."""
        for _ in range(30):
            if not await work_off(self.plant, ALL):
                return
        raise AssertionError("the worker does not come to an end")

    async def lines(self, state: str = "") -> tuple[Logged, ...]:
        """The log of what went out, oldest first."""
        wanted = Wanted(channel="connector", state=state)
        found = await log(channel_of(self.plant.services), self.tenant, wanted)
        return found[::-1]

    async def told(self, name: str) -> list[str]:
        """The kinds of the notices about connectors that a person got."""
        sql = "select kind from notice where person = $1 and kind like 'connector%'"
        async with self.plant.services.store.begin(self.tenant, purpose="test.look") as tx:
            return [row["kind"] for row in await tx.fetch(sql, self.plant.ids[name])]

    async def shown(self) -> ConnectorInstance:
        """The connector as its administrator sees it."""
        room = connectors_of(self.plant.services)
        (instance,) = await list_instances(room, self.tenant)
        return instance
