"""The people of the suite's plant before one application, a clock that moves, and its ledger."""

import json
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from httpx import AsyncClient

from anshu.definitions.language import Pack
from anshu.identity.door import ControlDoor
from anshu.identity.sessions import OpenedSession
from anshu.identity.wiring import identity
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.firing import fire_command
from anshu.records.messages import RAISE
from anshu.records.queries import DUE_DEADLINES
from anshu.records.reactions import REACTIONS
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu.web.app import create_app
from anshu.web.guard import COOKIE
from anshu_tenants.registry import TenantRow, principal
from tests.conformance.days import next_workday
from tests.records.people import Plant
from tests.web.client import anybody, enrol
from tests.web.office import photo, sha256
from tests.web.worker import work_off

Json = dict[str, Any]
ALARMING = [reaction for reaction in REACTIONS if reaction.name == RAISE.actor]
PEOPLE = {
    "applicant": ("申请人甲", "worker", "/w1/t1/"),
    "responsible": ("负责人乙", "worker", "/w1/t1/"),
    "welder": ("作业人丙", "worker", "/w1/t1/"),
    "mate": ("作业人丁", "worker", "/w1/t1/"),
    "guardian": ("监护人戊", "guardian", "/w1/t1/"),
    "second_guardian": ("监护人己", "guardian", "/w1/t1/"),
    "gas": ("分析人庚", "gas_tester", "/w1/"),
    "equipment": ("设备部门", "equipment_manager", "/"),
    "shift": ("当班班长", "shift_leader", "/w1/t1/"),
    "leader": ("班组长", "team_leader", "/w1/t1/"),
    "unit": ("基层单位负责人", "unit_head", "/w1/"),
    "dept": ("专业部门", "professional_dept", "/"),
    "power": ("配送电单位", "power_supplier", "/"),
    "utility": ("水电汽", "utility_dept", "/"),
    "fire": ("消防", "fire_dept", "/"),
    "safety": ("安全管理部门", "ehs_manager", "/"),
    "workshop": ("车间安全员", "workshop_safety", "/w1/"),
    "lead": ("主管领导", "leader_in_charge", "/"),
    "chief": ("总工程师", "chief_engineer", "/"),
    "deputy": ("生产副总", "deputy_gm", "/"),
    "director": ("安环总监", "ehs_director", "/"),
    "gm": ("总经理", "general_manager", "/"),
    "boss": ("厂长", "plant_manager", "/"),
    "admin": ("管理员", "tenant_admin", "/"),
}


class Ground:
    """People and the clock of one plant; `person(name)` is that person's client."""

    def __init__(self, services: Services, row: TenantRow, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self.plant = Plant(services, row)
        self._who = principal(row)
        self._app = create_app(services)
        door = ControlDoor(services.store, services.settings.control_node, services.clock)
        self._sessions = identity(door, session_lifetime=timedelta(days=3650)).sessions
        self._clients: dict[str, AsyncClient] = {}
        self._stack = AsyncExitStack()
        self._drawings: dict[str, str] = {}

    async def open(self) -> Self:
        """Adopt the packs; organisation, people, one template; a working day's morning."""
        services, row = self.plant.services, self.plant.row
        self.to(next_workday(self.now))
        await adopt(services.store, principal(row), self.packs, services.clock)
        for path, (name, level) in {
            "/": ("总厂", "company"), "/w1/": ("一车间", "workshop"), "/w1/t1/": ("甲班", "team"),
        }.items():  # fmt: skip
            unit: Json = {"name": name, "path": path, "unit_level": level}
            await self.plant.add("org_unit", uuid4(), unit)
        for key in PEOPLE:
            await self.add_person(key)
        return self

    async def adopt(self, packs: Iterable[Pack]) -> None:
        """From now on these are the plant's definitions."""
        services, row = self.plant.services, self.plant.row
        self.packs = tuple(packs)
        await adopt(services.store, self._who, self.packs, services.clock)
        services.books.forget(row.schema)

    async def close(self) -> None:
        """Log everybody out."""
        await self._stack.aclose()

    async def add_person(self, key: str, role: str = "", name: str = "", **more: object) -> UUID:
        """One more person (or one of PEOPLE), under this key."""
        known, its_role, path = PEOPLE.get(key, (name or key, role or "worker", "/w1/t1/"))
        record = self.plant.ids[key] = uuid4()
        assignments = [{"role": role or its_role, "org_path": path}]
        data: Json = {"name": name or known, "org": path, "assignments": assignments}
        await self.plant.add("person", record, data | more)
        return record

    def id(self, person: str) -> str:
        """The person's record, as a value."""
        return str(self.plant.ids[person])

    @property
    def now(self) -> datetime:
        return self.plant.services.clock.now()

    def to(self, moment: datetime) -> None:
        """It is this moment now; time only goes forward."""
        clock = self.plant.services.clock
        assert isinstance(clock, MovedClock)
        by = moment - clock.now()
        assert by > -timedelta(seconds=5), f"{moment} has passed"
        clock.move(by)

    def wait(self, **spans: float) -> None:
        """Time passes."""
        self.to(self.now + timedelta(**spans))

    async def person(self, name: str) -> AsyncClient:
        """The person's client; the session lasts as long as the suite's years."""
        if name not in self._clients:
            account = await enrol(self.plant, name)
            opened = await self._sessions.open(account.id, tenant=self.plant.row.id)
            assert isinstance(opened, OpenedSession), opened
            client = await self._stack.enter_async_context(anybody(self.plant, app=self._app))
            client.cookies.set(COOKIE, opened.secret, domain="testserver.local", path="/")
            self._clients[name] = client
        return self._clients[name]

    async def upload(self, name: str, purpose: str = "photo") -> str:
        """The hash of a picture that nobody has sent before."""
        content = photo()
        claims = {"purpose": purpose, "captured_at": self.now.isoformat()}
        answer = await (await self.person(name)).post(
            "media", params={"sha256": sha256(content), **claims}, content=content
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["hash"])

    async def drawing(self, name: str) -> str:
        """The person's signature as drawn; the sheet that it signs is another every time."""
        if name not in self._drawings:
            self._drawings[name] = await self.upload(name, "signature")
        return self._drawings[name]

    async def settle(self, permit: str) -> None:
        """What is due of this permit fires, then its alarms are raised, as by the clock's worker.

        Deadlines and messages of permits that earlier tests left behind stay where they are.
        """
        store, who, services = self.plant.services.store, self._who, self.plant.services
        for _ in range(4):
            async with store.begin(who, purpose="conformance.due") as work:
                rows = await work.fetch(DUE_DEADLINES, self.now, 100_000)
            mine = [row for row in rows if str(row["record"]) == permit]
            for row in mine:
                command = fire_command(
                    row["id"], record=row["record"], type=row["type"], task=row["task"],
                    kind=row["kind"],
                )  # fmt: skip
                await run_as_system(services, who, command, actor="system:clock")
            if not mine:
                break
        await work_off(self.plant, ALARMING)

    async def act(self, kind: str, record: str, name: str, outcome: str, data: Json) -> Json:
        """End the task of another record than a permit; answers its page."""
        client = await self.person(name)
        seen = (await client.get(f"records/{kind}/{record}")).json()
        task = seen["actions"][0]["task"]
        body: Json = {
            "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome,
            "data": data,
        }  # fmt: skip
        answer = await client.post(f"records/{kind}/{record}/tasks/{task}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def newest_event(self) -> int:
        """Where the tenant's ledger ends."""
        rows = await self._rows("select coalesce(max(seq), 0) as seq from event")
        return int(rows[0]["seq"])

    async def events_since(self, seq: int) -> list[str]:
        """The streams of newer events, but for those of alarms."""
        newer = "select stream from event where seq > $1 and stream not like 'permit_alarm-%'"
        return [str(row["stream"]) for row in await self._rows(newer, seq)]

    async def alarms(self, permit: str) -> list[Json]:
        """The alarms of a permit as the ledger of records keeps them, oldest first."""
        rows = await self._rows(
            "select id, state, normal as data from record where type = 'permit_alarm'"
            " and normal ->> 'permit' = $1 order by created_at, id", permit,
        )  # fmt: skip
        return [
            {"id": str(row["id"]), "state": row["state"], "data": json.loads(row["data"])}
            for row in rows
        ]

    async def told(self, permit: str) -> list[Json]:
        """What watches told of a permit, oldest first: the sentences and to whom."""
        rows = await self._rows(
            "select normal from event where stream = $1 and kind = 'RuleRaised' order by version",
            f"permit-{permit}",
        )  # fmt: skip
        said = [json.loads(row["normal"]) for row in rows]
        return [each for each in said if "@watch" in each]

    async def _rows(self, sql: str, *args: object) -> list[Json]:
        store = self.plant.services.store
        async with store.begin(self._who, purpose="conformance") as work:
            return [dict(row) for row in await work.fetch(sql, *args)]
