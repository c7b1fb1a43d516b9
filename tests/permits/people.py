"""A plant that works with permits: its definitions, its people with their posts, certificates."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.services import Services
from anshu_permit.module import MODULE
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import PLACE, Plant, hazard_packs

ZONE = ZoneInfo("Asia/Shanghai")
TEAM, WORKSHOP, WHOLE = "/w1/t1/", "/w1/", "/"
UNITS = {
    "/": ("总厂", "company"), "/w1/": ("一车间", "workshop"), "/w1/t1/": ("甲班", "team"),
    "/w2/": ("二车间", "workshop"),
}  # fmt: skip
# Name, unit, then the roles held there.
PEOPLE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "worker": ("王工", TEAM, ("worker",)),
    "foreman": ("何负责", TEAM, ("worker",)),
    "welder": ("焦焊工", TEAM, ("worker",)),
    "helper": ("包帮工", TEAM, ("worker",)),
    "guardian": ("康监护", TEAM, ("worker", "guardian")),
    "guardian2": ("卫监护", TEAM, ("worker", "guardian")),
    "gas": ("费分析", WHOLE, ("worker", "gas_tester")),
    "leader": ("李班长", TEAM, ("team_leader",)),
    "shift": ("史班长", WORKSHOP, ("team_leader", "shift_leader")),
    "safety": ("孙安全员", WORKSHOP, ("workshop_safety",)),
    "unit": ("任主任", WORKSHOP, ("unit_head",)),
    "ehs": ("周经理", WHOLE, ("ehs_manager",)),
    "professional": ("庄专业", WHOLE, ("professional_dept",)),
    "power": ("田配电", WHOLE, ("power_supplier",)),
    "fire": ("霍消防", WHOLE, ("fire_dept",)),
    "utility": ("江动力", WHOLE, ("utility_dept",)),
    "equipment": ("佘设备", WHOLE, ("equipment_manager",)),
    "in_charge": ("关主管", WHOLE, ("leader_in_charge",)),
    "chief": ("宗总工", WHOLE, ("chief_engineer",)),
    "deputy": ("傅副总", WHOLE, ("deputy_gm",)),
    "director": ("安总监", WHOLE, ("ehs_director",)),
    "twice": ("双副总", WHOLE, ("deputy_gm", "ehs_director")),
    "gm": ("宗总", WHOLE, ("general_manager",)),
    "boss": ("吴厂长", WHOLE, ("plant_manager",)),
    "auditor": ("钱检查", WHOLE, ("auditor",)),
    "admin": ("冯管理", WHOLE, ("tenant_admin",)),
}
# Whose certificate of which trade, by the key it is known by in the tests.
CERTIFICATES = {
    "welder": ("welder", "trade", "welding"), "foreman": ("foreman", "trade", "electrical"),
    "climber": ("helper", "trade", "height_work"),
    "commander": ("foreman", "special_equipment", "crane_command"),
    "crane": ("helper", "special_equipment", "crane_operation"),
    "guardian": ("guardian", "guardian", "guardian_training"),
    "guardian2": ("guardian2", "guardian", "guardian_training"),
}  # fmt: skip


@cache
def permit_packs() -> tuple[Pack, ...]:
    """The packs of hazards and permits as they are shipped."""
    folder = files("anshu_permit")
    own = (folder / path for path in MODULE.packs)
    return (
        *hazard_packs(),
        *(parse_pack(each.read_text(encoding="utf-8"), name=each.name) for each in own),
    )


def to_morning(clock: MovedClock) -> datetime:
    """Moves the clock to ten o'clock of the next Tuesday, an ordinary working day."""
    local = clock.now().astimezone(ZONE)
    day = local.date() + timedelta(days=(1 - local.weekday()) % 7 or 7)
    morning = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
    clock.move(morning - clock.now())
    return clock.now()


async def settle(services: Services, row: TenantRow) -> Plant:
    """A plant in which permits can be issued, at ten in the morning of a working day."""
    assert isinstance(services.clock, MovedClock)
    now = to_morning(services.clock)
    await adopt(services.store, principal(row), permit_packs(), services.clock)
    plant = Plant(services, row)
    for path, (name, level) in UNITS.items():
        unit: dict[str, object] = {"name": name, "path": path, "unit_level": level}
        await plant.add("org_unit", uuid4(), unit)
    for key, (name, path, roles) in PEOPLE.items():
        plant.ids[key] = uuid4()
        assignments = [{"role": role, "org_path": path} for role in roles]
        person: dict[str, object] = {"name": name, "org": path, "assignments": assignments}
        await plant.add("person", plant.ids[key], person)
    area: dict[str, object] = {"name": "反应釜区", "org": TEAM, "position": PLACE}
    await plant.add("area", plant.area, {**area, "radius_m": "150"})
    machine: dict[str, object] = {"name": "3号反应釜", "code": "R-103", "area": str(plant.area)}
    await plant.add("equipment", plant.equipment, machine)
    for key, (person_key, family, trade) in CERTIFICATES.items():
        plant.ids[f"{key}_certificate"] = await certificate(
            plant, person_key, family, trade, now=now
        )
    return plant


async def certificate(
    plant: Plant, person: str, family: str, trade: str, *, now: datetime, days: int = 900
) -> UUID:
    """A certificate of this person that is valid for so many days."""
    identity = uuid4()
    data: dict[str, object] = {
        "number": f"T{identity.hex[:12]}", "person": str(plant.ids[person]), "family": family,
        "trade": trade, "issued_by": "发证机关（测试）",
        "valid_from": (now - timedelta(days=400)).isoformat(),
        "valid_until": (now + timedelta(days=days)).isoformat(),
    }  # fmt: skip
    await plant.add("certificate", identity, data)
    return identity
