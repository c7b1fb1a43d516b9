"""A few hazards in every demonstration plant, brought to different steps by the real runner."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from anshu.demonstration.desk import Desk
from anshu.demonstration.group import HAZARDS
from anshu.demonstration.people import Settled
from anshu.flow.commands import Create, Entry
from anshu.kernel.ids import new_id
from anshu.records.services import Services

STEPS = ("", "leader", "safety", "ehs", "fixer", "recheck")


class Scene(Struct, frozen=True):
    """What is wrong where, and how it is put right; all invented."""

    area: str
    code: str
    text: str
    category: str = "equipment"
    advice: str = "停机隔离后更换损坏件，复位试运行正常后恢复（模拟）"
    measures: str = "已更换损坏件并复位，试运行正常（模拟）"
    weight: int = 1


async def simulate_hazards(services: Services, plant: Settled) -> None:
    """One hazard waiting at every step of the flow, and one closed."""
    for place, (area, code, text) in enumerate(HAZARDS):
        scene = Scene(area, code, text)
        work = Work(services, plant, Desk(services, plant))
        record = await work.report("worker", scene, shade=place)
        for step in STEPS[1 : place + 1]:
            await work.step(record, step, scene)


class Work:
    """The steps of one plant's hazards, each done by the person whose step it is."""

    def __init__(self, services: Services, plant: Settled, desk: Desk) -> None:
        self._services = services
        self._plant = plant
        self._desk = desk

    async def report(
        self, key: str, scene: Scene, *, team: str = "", shade: int = 0, seconds: int | None = None
    ) -> UUID:
        """Reports the scene; `team` is the responsible team's path, `seconds` how long it took."""
        data: dict[str, object] = {
            "photos": [await self._desk.photo(key, scene.text[:14], shade)],
            "description": scene.text,
            "area": str(self._plant.areas[scene.area]),
            "equipment": str(self._plant.equipment[scene.code]),
            "source": "daily",
        }
        if team:
            data["team"] = team
        record = new_id()
        entry = Entry(seconds=seconds)
        await self._desk.do(key, Create(id=record, type="hazard", data=data, entry=entry))
        return record

    async def step(
        self, record: UUID, step: str, scene: Scene, *, days: int = 3, group: str = ""
    ) -> None:
        """Ends the open task; `days` is the limit for rectifying, `group` "2" the other workshop.

        Steps: leader, safety, ehs, fixer, recheck; void (by the leader), fail (re-inspection).
        """
        person = {"recheck": "safety", "fail": "safety", "void": "leader"}.get(step, step)
        if person in ("leader", "safety"):
            person += group
        outcome, data = await self._filled(step, person, scene, days)
        signed = "responsible_signature" if step == "fixer" else ""
        await self._desk.complete(person, record, outcome, data, signed=signed)

    async def _filled(
        self, step: str, person: str, scene: Scene, days: int
    ) -> tuple[str, dict[str, object]]:
        match step:
            case "leader":
                return "pass", {"review_opinion": "现场核实，情况属实（模拟）"}
            case "void":
                return "void", {"void_reason": "到现场核对，设备状态正常，属误报（模拟）"}
            case "safety":
                return "pass", {
                    "category": scene.category, "handling": "by_deadline", "advice": scene.advice,
                }  # fmt: skip
            case "ehs":
                deadline = self._services.clock.now() + timedelta(days=days)
                return "approve", {
                    "level": "general", "responsible": str(self._plant.people["fixer"]),
                    "deadline": deadline.isoformat(timespec="seconds"),
                }  # fmt: skip
            case "fixer":
                return "submit", await self._rectified(scene)
            case "fail":
                return "fail", {"return_reason": "复查时紧固件仍有松动，需重新处理（模拟）"}
            case _:
                return "pass", await self._rechecked(person, scene)

    async def _rectified(self, scene: Scene) -> dict[str, object]:
        text = scene.text[:10]
        return {
            "before_photos": [await self._desk.photo("fixer", f"整改前 {text}", 2)],
            "after_photos": [await self._desk.photo("fixer", f"整改后 {text}", 4)],
            "measures_taken": scene.measures,
            "machine_stopped": True,
            "repair_order_raised": False,
            "retest_value": "2.1",
            "retest_unit": "轴承振动 mm/s（模拟）",
        }

    async def _rechecked(self, person: str, scene: Scene) -> dict[str, object]:
        photo = await self._desk.photo(person, f"复查 {scene.text[:10]}", 5)
        return {
            "recheck_photos": [photo],
            "recheck_opinion": "现场复查，整改部位完好，运行正常（模拟）",
            "recheck_position": await self._desk.position_in(scene.area),
        }
