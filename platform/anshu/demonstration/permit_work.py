"""The steps of one plant's permits, each done by the person whose step it is.

Days, nights and the last start of a demonstration all take them from here; what is refused
raises SeedRefused.
"""

from datetime import datetime, timedelta
from uuid import UUID

from anshu.demonstration.desk import Desk
from anshu.demonstration.people import Settled
from anshu.demonstration.permit_jobs import JHA, MEASURES, Data
from anshu.demonstration.permit_scenes import PermitScene
from anshu.demonstration.pictures import SMALL
from anshu.flow.commands import Create
from anshu.kernel.ids import new_id
from anshu.records.services import Services

TEAM = "/w1/t1/"


class PermitWork:
    """What people do on permits; `certificates` are those they hold, by post and duty."""

    def __init__(
        self, services: Services, plant: Settled, certificates: dict[tuple[str, str], UUID]
    ) -> None:
        self._clock = services.clock
        self._plant = plant
        self._desk = Desk(services, plant, SMALL, "permit")
        self._certificates = certificates
        self._positions: dict[str, Data] = {}

    async def book(
        self, scene: PermitScene, *, begins: datetime | None = None, urgent: bool = True
    ) -> UUID:
        """Books the job, to begin now unless another time is given."""
        begins = begins or self._clock.now()
        ends = begins + timedelta(minutes=scene.minutes)
        record = new_id()
        data: Data = {
            "job": scene.job.kind, "level": scene.level, "content": scene.content,
            "applicant_unit": TEAM, "work_unit": "检修班（模拟）", "contractor": False,
            "area": str(self._plant.areas[scene.area]), "place": scene.area,
            "equipment": str(self._plant.equipment[scene.code]),
            "responsible": str(self._plant.people["foreman"]),
            "planned_start": _text(begins), "planned_end": _text(ends),
        }  # fmt: skip
        if urgent:
            data |= {"urgent": True, "urgent_reason": "演示用当天作业（模拟）"}
        await self._desk.do("worker", Create(id=record, type="permit", data=data))
        return record

    async def approve(self, record: UUID, _: PermitScene) -> None:
        """The booking is agreed to."""
        await self._desk.complete("unit", record, "approve", {})

    async def prepare(self, record: UUID, scene: PermitScene) -> None:
        """Measures answered, the last one as not involved; everybody briefed."""
        kind = scene.job.kind
        last = MEASURES[kind]
        rows: list[Data] = [
            {"measure": f"{kind}_{no:02d}", "involved": no < last} for no in range(1, last + 1)
        ]
        await self._desk.enter("foreman", record, "measures", *rows)
        told = dict.fromkeys(post for post, _ in scene.job.workers)
        briefed: list[Data] = [
            {"part": part, "person": str(self._plant.people[post])}
            for part, post in (("briefer", "safety"), *(("receiver", post) for post in told))
        ]
        await self._desk.enter("safety", record, "briefing", *briefed, signed="signature")

    async def submit(self, record: UUID, scene: PermitScene, **more: object) -> None:
        """The application is filled in and sent off."""
        job = scene.job
        if scene.level == "hot_special":
            more["work_plan"] = [await self._desk.photo("foreman", "动火作业方案", 0)]
        if job.kind == "blind_plate":
            more["plate_map"] = [await self._desk.photo("foreman", "盲板位置图", 0)]
        if job.kind == "lifting":
            people = self._plant.people
            more |= {"commander": str(people["foreman"]), "rigger": str(people["fixer"])}
        await self._desk.complete("foreman", record, "submit", {
            "mobile": "13900000000", "risk_colour": scene.colour, "ex_area": False,
            "outdoor": False, "workers": [self._person(*each) for each in job.workers],
            "guardians": [self._person(scene.guardian, "guardian", said=False)],
            "jha": [dict(row) for row in JHA], "similar_seen": True, **job.fields, **more,
        })  # fmt: skip

    async def sign(self, record: UUID, scene: PermitScene) -> None:
        """The gas is tested; who answers for the job signs."""
        if scene.job.gas:
            await self.test_gas(record)
        await self.sign_as("foreman", record, scene)

    async def cosign(self, record: UUID, scene: PermitScene) -> None:
        """Everybody signs who comes before the approvers."""
        for key in scene.cosigners:
            await self.sign_as(key, record, scene)

    async def issue(self, record: UUID, scene: PermitScene) -> None:
        """The approvers sign."""
        for key in scene.approvers:
            await self.sign_as(key, record, scene)

    async def check(self, record: UUID, scene: PermitScene) -> None:
        """The shift leader checks hot work on site."""
        if scene.job.kind == "hot_work":
            await self.sign_as("shift", record, scene, "check")

    async def start(self, record: UUID, scene: PermitScene, outcome: str = "start") -> None:
        """The guardian is in place and work begins, or goes on ("resume")."""
        there = await self._there(scene)
        arrived: Data = {"act": "check_in", "position": there}
        await self._desk.enter(scene.guardian, record, "check_in", arrived)
        await self._desk.complete("foreman", record, outcome, {"sign_position": there})
        if scene.job.kind == "confined_space" and outcome == "start":
            inside: Data = {"person": str(self._plant.people["fixer"]), "tool_count": "2"}
            await self._desk.enter(
                scene.guardian, record, "passage_in", inside | {"tools": "手电、测厚仪"}
            )

    async def resume(self, record: UUID, scene: PermitScene) -> None:
        """Work goes on after a break."""
        await self.start(record, scene, "resume")

    async def pause(self, record: UUID, scene: PermitScene) -> None:
        """The guardian interrupts the work."""
        reason: Data = {"pause_reason": "等待材料（模拟）"}
        await self._desk.complete(scene.guardian, record, "pause", reason)

    async def stop(self, record: UUID, scene: PermitScene) -> None:
        """The guardian ends the work for good, once everybody is out."""
        await self.leave(record, scene)
        reason: Data = {"void_reason": "现场条件变化，停止作业（模拟）", "people_out": True}
        await self._desk.complete(scene.guardian, record, "stop", reason)

    async def leave(self, record: UUID, scene: PermitScene) -> None:
        """Who is inside a confined space comes out."""
        if scene.job.kind == "confined_space":
            out: Data = {"person": str(self._plant.people["fixer"]), "tool_count_out": "2"}
            await self._desk.enter(scene.guardian, record, "passage_out", out)

    async def finish(self, record: UUID, scene: PermitScene) -> None:
        """Everybody is out and the place restored."""
        await self.leave(record, scene)
        await self.done(record, scene)

    async def done(self, record: UUID, scene: PermitScene) -> None:
        """The person in charge says so."""
        done: Data = {
            "people_out": True,
            "restored": True,
            "finish_position": await self._there(scene),
        }
        if scene.job.kind == "hot_work":
            done["no_fire"] = True
        await self._desk.complete("foreman", record, "finish", done)

    async def accept(self, record: UUID, scene: PermitScene) -> None:
        """The shift leader takes the work over."""
        photo = await self._desk.photo("shift", f"完工 {scene.content[:8]}", 3)
        there = await self._there(scene)
        done: Data = {"acceptance_photos": [photo], "restored": True, "sign_position": there}
        await self._desk.complete("shift", record, "accept", done, signed="acceptance_signature")

    async def change(self, record: UUID, _: PermitScene) -> None:
        """An issued permit no longer fits: void."""
        reason: Data = {"change_reason": "作业地点调整，重新办票（模拟）"}
        await self._desk.complete("foreman", record, "change", reason)

    async def cancel(self, record: UUID, _: PermitScene) -> None:
        """The job is not done after all, which the unit agrees to."""
        reason: Data = {"cancel_reason": "生产安排调整，本次不做（模拟）"}
        await self._desk.complete("foreman", record, "cancel", reason)
        await self._desk.complete("unit", record, "approve", {})

    async def reject(self, record: UUID, _: PermitScene) -> None:
        """The booking is turned down."""
        await self._desk.complete("unit", record, "reject", {"cancel_reason": "重复（模拟）"})

    async def test_gas(self, record: UUID) -> None:
        """A gas test in order, sampled a minute ago."""
        sampled = self._clock.now() - timedelta(minutes=1)
        row: Data = {
            "sampled_at": _text(sampled), "point": "中部（模拟）", "instrument": "GD-01（模拟）",
            "oxygen": "20.9", "flammable": "0", "flammable_unit": "%vol",
            "flammable_gas": "toluene", "toxic_unit": "mg/m3", "h2s": "0", "co": "0",
            "calibrated_until": _text(sampled + timedelta(days=90)),
        }  # fmt: skip
        await self._desk.enter("gas", record, "gas_test", row)

    async def sign_as(
        self, key: str, record: UUID, scene: PermitScene, outcome: str = "sign"
    ) -> None:
        """This person signs the open task on site."""
        form: Data = {
            "sign_position": await self._there(scene),
            "opinion": "已到现场核对风险和措施（模拟）",
        }
        await self._desk.complete(key, record, outcome, form, signed="signature")

    async def _there(self, scene: PermitScene) -> Data:
        if scene.area not in self._positions:
            self._positions[scene.area] = await self._desk.position_in(scene.area)
        return self._positions[scene.area]

    def _person(self, key: str, duty: str, *, said: bool = True) -> Data:
        row: Data = {"person": str(self._plant.people[key])}
        if said:
            row["duty"] = duty
        if (key, duty) in self._certificates:
            row["certificate"] = str(self._certificates[key, duty])
        return row


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
