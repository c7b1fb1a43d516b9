"""What people at the front asked to be better, and what became of it: with the system's own help.

All invented. Each goes its way in simulated days; without a history only the newest are there.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from anshu.demonstration.desk import Desk
from anshu.demonstration.people import Settled
from anshu.demonstration.pictures import SMALL
from anshu.flow.commands import Create
from anshu.kernel.ids import new_id
from anshu.records.services import Services

STEPS = ("raise", "claim", "claim_too", "do", "verify")


class Wish(Struct, frozen=True):
    """An improvement: who asked for it how, and its steps as days before today."""

    title: str
    source: str
    raiser: str
    text: str
    result: str
    steps: tuple[float, ...]


WISHES = (
    Wish(
        "语音播报听不懂，希望有方言版（模拟）", "remark", "worker",
        "泵房噪声大，老师傅听不清普通话播报，希望能选南通话（模拟）",
        "到岗提醒和报警播报增加方言录音，现场试听通过（模拟）", (74, 73, 72.5, 51, 49),
    ),
    Wish(
        "罐区信号弱，照片半天传不上去（模拟）", "survey", "inspector",
        "中间罐区拍四张照片要等几分钟，能不能压小一点（模拟）",
        "弱网时先压缩再上传，断点续传；罐区实测四张约十秒（模拟）", (58, 57, 56, 30, 29),
    ),
    Wish(
        "同样的作业每次都要重填人员（模拟）", "suggestion", "foreman",
        "每周都焊同一处支架，人员和条件都一样（模拟）",
        "增加快速办票，带入上一张同类票（模拟）", (33, 32, 31.5, 12, 11),
    ),
    Wish(
        "夜里屏幕太亮，看完眼睛花（模拟）", "survey", "guardian",
        "夜间监护时页面太亮，希望有深色模式（模拟）", "", (16, 15.5, 15),
    ),
    Wish(
        "戴手套点不准小按钮（模拟）", "remark", "worker",
        "冬天戴棉手套，确认措施的按钮太小（模拟）",
        "", (5, 4.5),
    ),
    Wish(
        "巡检点希望能按路线排序（模拟）", "suggestion", "inspector",
        "现在按编号排，走的时候要来回翻（模拟）", "", (0.3,),
    ),
)  # fmt: skip


def wished(end: datetime, start: datetime) -> Iterator[tuple[Wish, list[tuple[datetime, str]]]]:
    """Each wish that was raised since the start, with the moments of its steps."""
    for wish in WISHES:
        moments = [end - timedelta(days=days) for days in wish.steps]
        if moments[0] > start:
            yield wish, list(zip(moments, STEPS, strict=False))


class ImprovementActs:
    """One wish's steps: the administrator and EHS claim it, one does it, who asked verifies it."""

    def __init__(self, services: Services, plant: Settled, wish: Wish) -> None:
        self._plant = plant
        self._desk = Desk(services, plant, SMALL, "improvement")
        self._wish = wish
        self._record: UUID | None = None

    async def __call__(self, step: str) -> None:
        """Does this step; the first one raises it."""
        if self._record is None:
            self._record = await self._raise()
            return
        match step:
            case "claim":
                await self._desk.complete("ehs", self._record, "claim", {})
            case "claim_too":
                plan: dict[str, object] = {"plan": "列入下月迭代，先在一车间试用（模拟）"}
                await self._desk.complete("admin", self._record, "claim", plan)
            case "do":
                photo = await self._desk.photo("admin", self._wish.title[:12], 4)
                done: dict[str, object] = {"result": self._wish.result, "evidence": [photo]}
                await self._desk.complete("admin", self._record, "done", done)
            case _:
                said: dict[str, object] = {"opinion": "试用了几天，好用（模拟）"}
                await self._desk.complete(self._wish.raiser, self._record, "verify", said)

    async def _raise(self) -> UUID:
        record, wish = new_id(), self._wish
        data: dict[str, object] = {
            "title": wish.title, "source": wish.source, "text": wish.text,
            "raiser": str(self._plant.people[wish.raiser]),
        }  # fmt: skip
        await self._desk.do(wish.raiser, Create(id=record, type="improvement", data=data))
        return record
