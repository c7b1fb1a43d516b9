"""The plant of the conformance suite: places far apart, certificates, periods, instruments.

One tenant serves all tests of a worker. Every permit has a place and a day of its own, so that
no permit is another's neighbour unless a test wants it so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from anshu.definitions.field_language import CodeList
from anshu.definitions.language import Pack
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.conformance.days import ZONE, next_tuesday
from tests.conformance.ground import Ground

Json = dict[str, Any]


class Site(Ground):
    """What permits refer to, made when a test asks for it."""

    def __init__(self, services: Services, row: TenantRow, packs: Iterable[Pack]) -> None:
        super().__init__(services, row, packs)
        self._places = 0
        self._held: dict[tuple[str, str, str], str] = {}
        self._templates: dict[str, str] = {}

    async def place(self, **more: object) -> tuple[str, Json]:
        """A fresh area with its middle, kilometres away from every other one."""
        self._places += 1
        middle = at(31.0 + self._places * 0.02, 120.9)
        area = uuid4()
        data: Json = {
            "name": f"反应区{self._places}", "org": "/w1/t1/", "position": middle,
            "radius_m": "150",
        }  # fmt: skip
        filled = {key: value for key, value in (data | more).items() if value is not None}
        await self.plant.add("area", area, filled)
        return str(area), middle

    async def vessel(self) -> str:
        """A vessel that people can go into."""
        record = uuid4()
        area, _ = await self.place()
        code = f"R-{record.hex[:6]}"
        await self.plant.add("equipment", record, {"name": "反应釜", "code": code, "area": area})
        return str(record)

    async def certificate(self, person: str, family: str, **more: object) -> str:
        """A certificate of this person, valid for years unless told otherwise."""
        today, record = self.now.astimezone(ZONE), uuid4()
        data: Json = {
            "person": self.id(person), "family": family, "number": f"T{record.hex[:16]}",
            "issued_by": "应急管理局",
            "valid_from": (today - timedelta(days=300)).isoformat(),
            "valid_until": (today + timedelta(days=7300)).isoformat(),
        }  # fmt: skip
        filled = {key: value for key, value in (data | more).items() if value is not None}
        await self.plant.add("certificate", record, filled)
        return str(record)

    async def held(self, person: str, family: str, trade: str) -> str:
        """The person's one valid certificate of this trade."""
        key = (person, family, trade)
        if key not in self._held:
            self._held[key] = await self.certificate(person, family, trade=trade)
        return self._held[key]

    async def newcomer(self) -> str:
        """The id of somebody who has no certificate at all."""
        return self.id(await self.newcomer_named())

    async def newcomer_named(self, role: str = "", **more: object) -> str:
        """The key of somebody who has no certificate at all."""
        key = f"newcomer-{uuid4().hex[:6]}"
        await self.add_person(key, role, "新来的人", **more)
        return key

    async def newcomer_with(self, trade: str, *, valid_days: float) -> Json:
        """The values of a worker's row: somebody whose only certificate ends so soon."""
        key = await self.newcomer_named()
        family = "special_equipment" if trade.startswith("crane") else "trade"
        until = self.in_days(valid_days)
        held = await self.certificate(key, family, trade=trade, valid_until=until)
        return {"person": self.id(key), "certificate": held}

    async def template(self, job: str) -> str:
        """A template of hazard analysis for this kind of job."""
        if job not in self._templates:
            record = uuid4()
            step = {"step": "拆法兰", "danger": "残液喷出", "measure": "先泄压排净，侧身作业"}
            data: Json = {"title": f"{job}通用", "job": job, "rows": [step]}
            await self.plant.add("jha_template", record, data)
            self._templates[job] = str(record)
        return self._templates[job]

    async def period(self, kind: str) -> None:
        """Today is such a period."""
        start = self.now.astimezone(ZONE).replace(hour=0, minute=0)
        data: Json = {
            "title": "特殊时段", "kind": kind, "org": "/", "from": start.isoformat(),
            "to": (start + timedelta(days=1)).isoformat(),
        }  # fmt: skip
        await self.plant.add("special_period", uuid4(), data)

    async def observe(self, quantity: str, value: str, unit: str, **more: str) -> None:
        """Somebody reads the plant's own instrument and says so now."""
        seen: Json = {
            "id": str(uuid4()), "quantity": quantity, "value": value,
            "unit": unit, "at": self.now.isoformat(), **more,
        }  # fmt: skip
        answer = await (await self.person("admin")).post("observations", json={"items": [seen]})
        assert answer.status_code < 300, answer.text

    async def weather(self, **read: tuple[str, str]) -> None:
        """A quarter of an hour later the plant's instruments read so."""
        self.wait(minutes=15)
        for quantity, (value, unit) in read.items():
            await self.observe(quantity, value, unit)

    def measures(self, job: str) -> tuple[str, ...]:
        """The codes of the measures of this kind."""
        lists = [i for pack in self.packs for i in pack.items if isinstance(i, CodeList)]
        return tuple(c.code for i in lists if i.key == f"measures_{job}" for c in i.items)

    def tuesday(self) -> datetime:
        """The morning of a day whose next days are working days."""
        return next_tuesday(self.now)

    def in_days(self, days: float) -> str:
        """A time counted from now."""
        return (self.now + timedelta(days=days)).isoformat()


def at(lat: float, lon: float, accuracy_m: float = 8, system: str = "WGS-84") -> Json:
    """A location's value."""
    return {
        "lat": f"{lat:.6f}", "lon": f"{lon:.6f}", "accuracy_m": f"{accuracy_m:g}",
        "system": system, "source": "browser",
    }  # fmt: skip


def metres_north(position: Json, metres: float) -> Json:
    """The same place so many metres further north."""
    return position | {"lat": f"{float(position['lat']) + metres / 111_195:.6f}"}
