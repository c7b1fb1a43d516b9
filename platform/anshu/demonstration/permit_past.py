"""Carries out the stories of permits: each step by the person whose step it is."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import msgspec

from anshu.demonstration.desk import Desk
from anshu.demonstration.people import SeedRefused, Settled
from anshu.demonstration.permit_jobs import Data
from anshu.demonstration.permit_scenes import PermitScene
from anshu.demonstration.permit_stories import PermitStory, holiday
from anshu.demonstration.permit_work import TEAM, PermitWork
from anshu.demonstration.permits import add
from anshu.demonstration.pictures import SMALL
from anshu.demonstration.queries import ALARMS_OF
from anshu.flow.commands import Create
from anshu.kernel.ids import new_id
from anshu.records.services import Services
from anshu_tenants.registry import principal

Step = Callable[[UUID, PermitScene], Awaitable[None]]


class PermitActs:
    """One permit's steps by name, over what people do on permits and on alarms."""

    def __init__(self, work: PermitWork, alarms: "AlarmWork", story: PermitStory) -> None:
        self._work = work
        self._alarms = alarms
        self._story = story
        self._record: UUID | None = None
        self._steps: dict[str, Step] = {
            "approve": work.approve, "reject": work.reject, "prepare": work.prepare,
            "submit": self._submit, "sign": work.sign, "cosign": work.cosign, "issue": work.issue,
            "check": work.check, "start": work.start,
            "pause": work.pause, "resume": work.resume, "stop": work.stop,
            "finish": work.finish, "accept": work.accept, "change": work.change,
            "cancel": work.cancel, "test_gas": self._test_gas, "try_submit": self._try_submit,
            "try_sign": self._try_sign, "try_start": self._try_start,
            "handle": self._handle, "confirm": self._confirm,
        }  # fmt: skip

    async def __call__(self, step: str) -> None:
        """Does this step; the first one books."""
        story = self._story
        if self._record is None:
            booked = msgspec.structs.replace(story.scene, level=story.booked_as)
            self._record = await self._work.book(booked, begins=story.begins, urgent=story.urgent)
            return
        await self._steps[step](self._record, story.scene)

    async def _submit(self, record: UUID, scene: PermitScene) -> None:
        if self._story.raised:
            more: Data = {"level": scene.level, "upgrade_reason": self._story.raised}
            await self._work.submit(record, scene, **more)
        else:
            await self._work.submit(record, scene)

    async def _try_submit(self, record: UUID, scene: PermitScene) -> None:
        lower = msgspec.structs.replace(scene, level=self._story.booked_as)
        await _refused(self._work.submit(record, lower))

    async def _try_sign(self, record: UUID, scene: PermitScene) -> None:
        await _refused(self._work.sign_as("foreman", record, scene))

    async def _try_start(self, record: UUID, scene: PermitScene) -> None:
        await _refused(self._work.start(record, scene))

    async def _test_gas(self, record: UUID, _: PermitScene) -> None:
        await self._work.test_gas(record)

    async def _handle(self, record: UUID, _: PermitScene) -> None:
        await self._alarms.handle(record)

    async def _confirm(self, record: UUID, _: PermitScene) -> None:
        await self._alarms.confirm(record)


class AlarmWork:
    """What becomes of a permit's alarms: the shift leader handles, the EHS manager confirms."""

    def __init__(self, services: Services, plant: Settled) -> None:
        self._services = services
        self._plant = plant
        self._desk = Desk(services, plant, SMALL, "permit_alarm")

    async def handle(self, permit: UUID) -> None:
        """Every open alarm of the permit."""
        done: Data = {"cause": "现场疏忽（模拟）", "handled": "已到现场纠正并教育当事人（模拟）"}
        for alarm in await self._standing(permit, "open"):
            await self._desk.complete("shift", alarm, "handle", dict(done))

    async def confirm(self, permit: UUID) -> None:
        """Every one that was handled."""
        for alarm in await self._standing(permit, "confirming"):
            opinion: Data = {"opinion": "处置属实（模拟）"}
            await self._desk.complete("ehs", alarm, "confirm", opinion)

    async def _standing(self, permit: UUID, state: str) -> list[UUID]:
        tenant = principal(self._plant.row)
        async with self._services.store.begin(tenant, purpose="demo.alarms") as tx:
            return [row["id"] for row in await tx.fetch(ALARMS_OF, str(permit), state)]


async def add_holiday(services: Services, plant: Settled, *, days: int) -> None:
    """The invented holiday of a history of so many days that begins now."""
    off = holiday(services.clock.now().astimezone(plant.zone).date(), days)
    if off:
        begins, ends = plant.midnight(off[0]), plant.midnight(off[-1] + timedelta(days=1))
        await add(services, plant, "special_period", {
            "title": "厂庆假期（模拟）", "kind": "holiday", "org": "/",
            "from": begins.isoformat(), "to": ends.isoformat(),
        })  # fmt: skip


async def enter_paper_permit(services: Services, plant: Settled) -> None:
    """A job of last night, when the system was out: it was permitted on paper."""
    now = services.clock.now()
    desk = Desk(services, plant, SMALL, "paper_permit")
    people = {key: str(plant.people[key]) for key in ("foreman", "unit", "guardian", "ehs")}
    outage = new_id()
    await desk.do("ehs", Create(id=outage, type="outage", data={
        "reason": "机房停电检修（模拟）", "declared_by": people["ehs"], "org": "/",
        "from": (now - timedelta(hours=10)).isoformat(timespec="seconds"),
        "to": (now - timedelta(hours=6)).isoformat(timespec="seconds"),
        "numbers": "DEMO-ZP-0001 ～ 0020",
    }))  # fmt: skip
    await desk.do("safety", Create(id=new_id(), type="paper_permit", data={
        "paper_number": "DEMO-ZP-0001", "job": "height", "level": "height_1",
        "outage": str(outage),
        "content": "包装间应急照明抢修（模拟）", "area": str(plant.areas["包装间"]),
        "place": "包装间", "applicant_unit": TEAM, "responsible": people["foreman"],
        "approver": people["unit"], "guardian": people["guardian"],
        "started_at": (now - timedelta(hours=9)).isoformat(timespec="seconds"),
        "ended_at": (now - timedelta(hours=7)).isoformat(timespec="seconds"),
        "photos": [await desk.photo("safety", "纸质票 DEMO-ZP-0001", 2)],
    }))  # fmt: skip


async def _refused(attempt: Awaitable[None]) -> None:
    """What a gate has to stop; that it does not is a mistake of the demonstration."""
    try:
        await attempt
    except SeedRefused:
        return
    raise SeedRefused("a gate was expected to refuse this")
