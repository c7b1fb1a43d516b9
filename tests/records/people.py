"""A small plant for tests: its people, an area, an equipment, and subjects for each role."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid4

from anshu.compiler.compiled import Compiled
from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.entrypoints.packs import FOUNDATION
from anshu.flow.commands import Create
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.run import Answer, run_as_system
from anshu.records.services import Services, build_services
from anshu.records.subject import Identity, Subject, resolve
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_hazard.module import MODULE
from anshu_tenants.registry import TenantRow, principal

PLACE = {
    "lat": "31.985000", "lon": "120.905000", "accuracy_m": "8", "system": "WGS-84",
    "source": "browser",
}  # fmt: skip
PEOPLE = {
    "worker": ("王工", "worker", "/w1/t1/"),
    "leader": ("李班长", "team_leader", "/w1/t1/"),
    "other_leader": ("赵班长", "team_leader", "/w2/t1/"),
    "safety": ("孙安全员", "workshop_safety", "/w1/"),
    "ehs": ("周经理", "ehs_manager", "/"),
    "boss": ("吴厂长", "plant_manager", "/"),
    "fixer": ("郑维修", "worker", "/w1/t1/"),
    "auditor": ("钱检查", "auditor", "/"),
    "admin": ("冯管理", "tenant_admin", "/"),
}


@cache
def hazard_packs() -> tuple[Pack, ...]:
    """The packs as they are shipped."""
    foundation, hazard = files("anshu.definitions") / "packs", files("anshu_hazard")
    return tuple(
        parse_pack(source.read_text(encoding="utf-8"), name=source.name)
        for source in (
            *(foundation / name for name in FOUNDATION),
            *(hazard / path for path in MODULE.packs),
        )
    )


@dataclass
class Plant:
    """A tenant with people; `subject(name)` acts as one of them."""

    services: Services
    row: TenantRow
    ids: dict[str, UUID] = field(default_factory=dict)
    area: UUID = field(default_factory=uuid4)
    equipment: UUID = field(default_factory=uuid4)

    async def subject(self, name: str) -> Subject:
        identity = Identity(
            principal=principal(self.row), tenant=self.row.id, person=self.ids[name],
            timezone="Asia/Shanghai", language="zh-CN",
        )  # fmt: skip
        return await resolve(self.services, identity)

    async def add(self, kind: str, record: UUID, data: dict[str, object]) -> Answer:
        command = Create(id=record, type=kind, data=data)
        answer = await run_as_system(
            self.services, principal(self.row), command, actor="system:setup"
        )
        assert isinstance(answer, Answer), answer
        return answer


def services_over(store: Store, clock: MovedClock, settings: Settings) -> Services:
    """Services over the test's own store and clock."""
    return build_services(settings, clock, store=store)


async def settle(services: Services, row: TenantRow) -> Plant:
    """A plant with definitions, an organisation, people, an area and an equipment."""
    await adopt(services.store, principal(row), hazard_packs(), services.clock)
    plant = Plant(services, row)
    units = {
        "/": ("总厂", "company"), "/w1/": ("一车间", "workshop"), "/w1/t1/": ("甲班", "team"),
        "/w2/": ("二车间", "workshop"), "/w2/t1/": ("乙班", "team"),
    }  # fmt: skip
    for path, (name, level) in units.items():
        unit: dict[str, object] = {"name": name, "path": path, "unit_level": level}
        await plant.add("org_unit", uuid4(), unit)
    for key, (name, role, path) in PEOPLE.items():
        plant.ids[key] = uuid4()
        assignments = [{"role": role, "org_path": path}]
        person: dict[str, object] = {"name": name, "org": path, "assignments": assignments}
        await plant.add("person", plant.ids[key], person)
    area: dict[str, object] = {"name": "反应釜区", "org": "/w1/t1/", "position": PLACE}
    await plant.add("area", plant.area, {**area, "radius_m": "150"})
    machine: dict[str, object] = {"name": "3号反应釜", "code": "R-103", "area": str(plant.area)}
    await plant.add("equipment", plant.equipment, machine)
    return plant


def compiled() -> Compiled:
    """The shipped definitions, compiled."""
    return Compiled(hazard_packs())
