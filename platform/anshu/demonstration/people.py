"""Settles tenants of the demonstration: definitions, units, people, accounts, things."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from anshu.definitions.language import Pack
from anshu.demonstration.ground import boundary_of, position_of
from anshu.demonstration.group import (
    AREAS,
    EQUIPMENT,
    UNITS,
    Plant,
    Post,
    person_name,
    posts_of,
)
from anshu.demonstration.site_plan import reference_points, site_plan
from anshu.flow.commands import Create
from anshu.identity.accounts import Account
from anshu.identity.wiring import Identity
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.media.door import Upload, receive
from anshu.records.adoption import adopt
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow, principal

SETUP = "system:demonstration"


class SeedRefused(RuntimeError):
    """The demonstration's own data was refused; the message says what and why."""


@dataclass(frozen=True, slots=True)
class Settler:
    """What settling needs; every account gets the same demonstration password."""

    services: Services
    identity: Identity
    packs: Sequence[Pack]
    password: str


@dataclass(slots=True)
class Settled:
    """A settled tenant: its people, areas and equipment by key."""

    row: TenantRow
    people: dict[str, UUID] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    equipment: dict[str, UUID] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The plant's time."""
        return ZoneInfo(self.row.timezone)

    def midnight(self, day: date) -> datetime:
        """When this day begins there."""
        return datetime.combine(day, time(), self.zone)


async def settle_plant(settler: Settler, row: TenantRow, plant: Plant, place: int) -> Settled:
    """A subsidiary with people in every role, areas with fences, equipment, accounts."""
    await adopt(settler.services.store, principal(row), settler.packs, settler.services.clock)
    settled = Settled(row)
    for path, name, level in UNITS:
        unit: dict[str, object] = {"name": name, "path": path, "unit_level": level}
        await _add(settler, settled, "org_unit", unit)
    for index, post in enumerate(posts_of(place)):
        name = person_name(place, index)
        await _person(settler, settled, f"{plant.key}.{post.key}", name, post)
        settled.people[post.key] = settled.people.pop(f"{plant.key}.{post.key}")
    await _things(settler, settled, plant)
    return settled


async def settle_office(
    settler: Settler, row: TenantRow, login: str, person: str, role: str
) -> Settled:
    """A tenant with one person: headquarters, a region or a carrier."""
    await adopt(settler.services.store, principal(row), settler.packs, settler.services.clock)
    settled = Settled(row)
    unit: dict[str, object] = {"name": row.name, "path": "/", "unit_level": "company"}
    await _add(settler, settled, "org_unit", unit)
    await _person(settler, settled, login, person, Post(login, role, "/", ""))
    return settled


async def open_accounts(
    settler: Settler, settled: Sequence[Settled], names: Mapping[UUID, str]
) -> None:
    """An account and membership for everybody; hashing takes the time, so it runs in parallel."""
    gate = asyncio.Semaphore(4)

    async def open_one(tenant: UUID, login: str, person: UUID) -> None:
        async with gate:
            account = await settler.identity.accounts.create(
                login=login, name=names.get(person, login), password=settler.password
            )
        if isinstance(account, Refusal):
            raise SeedRefused(f"{login}: {account.code}")
        assert isinstance(account, Account)
        await settler.identity.memberships.add(account=account.id, tenant=tenant, person=person)

    await asyncio.gather(
        *(
            open_one(one.row.id, login, person)
            for one in settled
            for login, person in one.people.items()
        )
    )


async def _things(settler: Settler, settled: Settled, plant: Plant) -> None:
    for name, org, risk, d_lat, d_lon in AREAS:
        position = {
            "lat": str(Decimal(plant.lat) + Decimal(d_lat)),
            "lon": str(Decimal(plant.lon) + Decimal(d_lon)),
            "accuracy_m": "5", "system": "WGS-84", "source": "manual",
        }  # fmt: skip
        area: dict[str, object] = {
            "name": name, "org": org, "risk": risk, "position": position, "radius_m": "150",
            "boundary": boundary_of(plant, name),
        }  # fmt: skip
        settled.areas[name] = await _add(settler, settled, "area", area)
    for code, name, area_name in EQUIPMENT:
        machine: dict[str, object] = {
            "name": name, "code": code, "area": str(settled.areas[area_name]), "status": "在用",
            "position": position_of(plant, code),
        }  # fmt: skip
        settled.equipment[code] = await _add(settler, settled, "equipment", machine)
    await _plan(settler, settled, plant)


async def _plan(settler: Settler, settled: Settled, plant: Plant) -> None:
    picture = site_plan(plant)
    digest = hashlib.sha256(picture).hexdigest()
    kept = await receive(settler.services.media, principal(settled.row), Upload(picture, digest))
    if isinstance(kept, Refusal):
        raise SeedRefused(f"plan: {kept.code}")
    plan: dict[str, object] = {
        "name": "总平面图（演示）", "org": "/", "image": [digest],
        "points": reference_points(plant),
    }  # fmt: skip
    await _add(settler, settled, "plan", plan)


async def _person(settler: Settler, settled: Settled, login: str, name: str, post: Post) -> None:
    data: dict[str, object] = {
        "name": name, "org": post.org_path,
        "assignments": [
            {"role": role, "org_path": post.org_path} for role in (post.role, *post.also)
        ],
    }  # fmt: skip
    if post.post:
        data["post"] = post.post
    settled.people[login] = await _add(settler, settled, "person", data)


async def _add(settler: Settler, settled: Settled, kind: str, data: dict[str, object]) -> UUID:
    identity = new_id()
    command = Create(id=identity, type=kind, data=data)
    done = await run_as_system(settler.services, principal(settled.row), command, actor=SETUP)
    if isinstance(done, Refusal):
        wrong = ", ".join(f"{e.field}: {e.code}" for e in done.fields)
        raise SeedRefused(f"{kind} {data.get('name')}: {done.code} {wrong}")
    return identity
