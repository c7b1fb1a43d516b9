"""Permits at every step in one plant of the demonstration, brought there by the real runner."""

from datetime import timedelta
from uuid import UUID

from anshu.demonstration.desk import Desk
from anshu.demonstration.people import SETUP, SeedRefused, Settled
from anshu.demonstration.permit_scenes import (
    CERTIFICATES,
    CONTACTS,
    JHA,
    MEASURES,
    SCENES,
    STEPS,
    TEMPLATES,
    Data,
    PermitScene,
)
from anshu.demonstration.pictures import SMALL
from anshu.flow.commands import Create
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu_tenants.registry import principal

TEAM = "/w1/t1/"


async def simulate_permits(services: Services, plant: Settled) -> None:
    """Certificates, contacts and templates; then one permit for every scene."""
    work = PermitWork(services, plant)
    await work.settle()
    for scene in SCENES:
        await work.play(scene)


class PermitWork:
    """The steps of one plant's permits, each done by the person whose step it is."""

    def __init__(self, services: Services, plant: Settled) -> None:
        self._services = services
        self._plant = plant
        self._desk = Desk(services, plant, SMALL, "permit")
        self._certificates: dict[str, UUID] = {}

    async def settle(self) -> None:
        """What stands beside permits."""
        now = self._services.clock.now()
        for key, family, trade in CERTIFICATES:
            self._certificates[key] = await self._add("certificate", {
                "number": f"DEMO-{trade}-{key}", "person": str(self._plant.people[key]),
                "family": family, "trade": trade, "issued_by": "发证机关（模拟）",
                "valid_from": (now - timedelta(days=500)).isoformat(timespec="seconds"),
                "valid_until": (now + timedelta(days=900)).isoformat(timespec="seconds"),
            })  # fmt: skip
        for name, phone, duty, place in CONTACTS:
            await self._add("emergency_contact", {
                "name": name, "phone": phone, "duty": duty, "org": "/", "position_in_list": place,
            })  # fmt: skip
        for job, (title, rows) in TEMPLATES.items():
            template: Data = {"title": title, "job": job, "rows": [dict(row) for row in rows]}
            await self._add("jha_template", template)

    async def play(self, scene: PermitScene) -> UUID:
        """Brings a new permit as far as its scene says."""
        record = await self._book(scene)
        steps = {
            "prepare": self._prepare, "submit": self._submit, "issue": self._issue,
            "start": self._start, "pause": self._pause, "finish": self._finish,
            "accept": self._accept,
        }  # fmt: skip
        for step in STEPS[1 : STEPS.index(scene.until) + 1]:
            if step != "pause" or scene.until == "pause":
                await steps[step](record, scene)
        if scene.ends == "change":
            reason = {"change_reason": "作业地点调整，重新办票（模拟）"}
            await self._desk.complete("foreman", record, "change", dict(reason))
        if scene.ends == "reject":
            await self._desk.complete("unit", record, "reject", {"cancel_reason": "重复（模拟）"})
        return record

    async def _book(self, scene: PermitScene) -> UUID:
        now = self._services.clock.now()
        record = new_id()
        data: Data = {
            "job": scene.job, "level": scene.level, "content": scene.content,
            "applicant_unit": TEAM, "work_unit": "检修班（模拟）", "contractor": False,
            "area": str(self._plant.areas[scene.area]), "place": scene.area,
            "equipment": str(self._plant.equipment[scene.code]),
            "responsible": str(self._plant.people["foreman"]),
            "planned_start": now.isoformat(timespec="seconds"),
            "planned_end": (now + timedelta(minutes=scene.minutes)).isoformat(timespec="seconds"),
            "urgent": True, "urgent_reason": "演示用当天作业（模拟）",
        }  # fmt: skip
        await self._desk.do("worker", Create(id=record, type="permit", data=data))
        return record

    async def _prepare(self, record: UUID, scene: PermitScene) -> None:
        await self._desk.complete("unit", record, "approve", {})
        last = MEASURES[scene.job]
        rows: list[Data] = [
            {"measure": f"{scene.job}_{no:02d}", "involved": no < last} for no in range(1, last + 1)
        ]
        await self._desk.enter("foreman", record, "measures", *rows)
        briefed = [("briefer", "safety"), *(("receiver", post) for post, _ in scene.workers)]
        for part, post in briefed:
            row: Data = {"part": part, "person": str(self._plant.people[post])}
            await self._desk.enter("safety", record, "briefing", row, signed="signature")

    async def _submit(self, record: UUID, scene: PermitScene) -> None:
        """Sent off, and signed by everybody but the last, who issues it."""
        if scene.job in ("hot_work", "confined_space"):
            await self._desk.enter("gas", record, "gas_test", self._gas())
        plan: Data = {}
        if scene.level == "hot_special":
            plan["work_plan"] = [await self._desk.photo("foreman", "动火作业方案", 0)]
        await self._desk.complete("foreman", record, "submit", {
            "mobile": "13900000000", "risk_colour": scene.colour, "ex_area": False,
            "outdoor": False, "workers": [self._person(*each) for each in scene.workers],
            "guardians": [self._person("guardian")], "jha": [dict(row) for row in JHA],
            "similar_seen": True, **scene.fields, **plan,
        })  # fmt: skip
        signers = scene.signers if scene.until == "submit" else scene.signers[:-1]
        for key in ("foreman", *signers):
            await self._sign(key, record, scene, "sign")

    async def _issue(self, record: UUID, scene: PermitScene) -> None:
        await self._sign(scene.signers[-1], record, scene, "sign")

    async def _start(self, record: UUID, scene: PermitScene) -> None:
        there = await self._desk.position_in(scene.area)
        await self._desk.enter(
            "guardian", record, "check_in", {"act": "check_in", "position": there}
        )
        await self._desk.complete("foreman", record, "start", {"sign_position": there})
        if scene.job == "confined_space":
            inside: Data = {"person": str(self._plant.people["fixer"]), "tool_count": "2"}
            await self._desk.enter(
                "guardian", record, "passage_in", {**inside, "tools": "手电、测厚仪"}
            )

    async def _pause(self, record: UUID, _: PermitScene) -> None:
        reason: Data = {"pause_reason": "等待材料（模拟）"}
        await self._desk.complete("guardian", record, "pause", reason)

    async def _finish(self, record: UUID, scene: PermitScene) -> None:
        there = await self._desk.position_in(scene.area)
        done: Data = {"people_out": True, "restored": True, "finish_position": there}
        await self._desk.complete("foreman", record, "finish", done)

    async def _accept(self, record: UUID, scene: PermitScene) -> None:
        photo = await self._desk.photo("shift", f"完工 {scene.content[:8]}", 3)
        done: Data = {"acceptance_photos": [photo], "restored": True}
        await self._desk.complete("shift", record, "accept", done, signed="acceptance_signature")

    async def _sign(self, key: str, record: UUID, scene: PermitScene, outcome: str) -> None:
        form: Data = {
            "sign_position": await self._desk.position_in(scene.area),
            "opinion": "已到现场核对风险和措施（模拟）",
        }
        await self._desk.complete(key, record, outcome, form, signed="signature")

    def _person(self, key: str, duty: str = "") -> Data:
        row: Data = {"person": str(self._plant.people[key])}
        if duty:
            row["duty"] = duty
        if key in self._certificates and duty != "worker":
            row["certificate"] = str(self._certificates[key])
        return row

    def _gas(self) -> Data:
        sampled = self._services.clock.now() - timedelta(minutes=1)
        return {
            "sampled_at": sampled.isoformat(timespec="seconds"), "point": "中部（模拟）",
            "instrument": "GD-01（模拟）", "oxygen": "20.9", "flammable": "0",
            "flammable_unit": "%vol", "flammable_gas": "toluene", "toxic_unit": "mg/m3",
            "h2s": "0", "co": "0",
            "calibrated_until": (sampled + timedelta(days=90)).isoformat(timespec="seconds"),
        }  # fmt: skip

    async def _add(self, kind: str, data: Data) -> UUID:
        identity = new_id()
        command = Create(id=identity, type=kind, data=data)
        row = principal(self._plant.row)
        done = await run_as_system(self._services, row, command, actor=SETUP)
        if isinstance(done, Refusal):
            raise SeedRefused(f"{kind}: {done.code} {[e.field for e in done.fields]}")
        return identity
