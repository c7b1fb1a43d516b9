"""What stands beside a plant's permits, and permits at every step as they stand today."""

from datetime import timedelta
from uuid import UUID

from anshu.demonstration.people import SETUP, SeedRefused, Settled
from anshu.demonstration.permit_jobs import CERTIFICATE_OF, Data
from anshu.demonstration.permit_scenes import (
    CERTIFICATES,
    CONTACTS,
    SCENES,
    STEPS,
    TEMPLATES,
    PermitScene,
)
from anshu.demonstration.permit_work import PermitWork
from anshu.flow.commands import Create
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu_tenants.registry import principal


async def simulate_permits(work: PermitWork) -> None:
    """One permit for every scene of today."""
    for scene in SCENES:
        await play(work, scene)


async def settle_permits(services: Services, plant: Settled) -> PermitWork:
    """Certificates of who has them, emergency contacts, analyses ready to use."""
    now = services.clock.now()
    certificates: dict[tuple[str, str], UUID] = {}
    for key, duty in CERTIFICATES:
        if key in plant.people:
            family, trade = CERTIFICATE_OF[duty]
            certificates[key, duty] = await add(services, plant, "certificate", {
                "number": f"DEMO-{trade}-{key}", "person": str(plant.people[key]),
                "family": family, "trade": trade, "issued_by": "发证机关（模拟）",
                "valid_from": (now - timedelta(days=500)).isoformat(timespec="seconds"),
                "valid_until": (now + timedelta(days=900)).isoformat(timespec="seconds"),
            })  # fmt: skip
    for name, phone, duty, place in CONTACTS:
        await add(services, plant, "emergency_contact", {
            "name": name, "phone": phone, "duty": duty, "org": "/", "position_in_list": place,
        })  # fmt: skip
    for job, (title, rows) in TEMPLATES.items():
        template: Data = {"title": title, "job": job, "rows": [dict(row) for row in rows]}
        await add(services, plant, "jha_template", template)
    return PermitWork(services, plant, certificates)


async def play(work: PermitWork, scene: PermitScene) -> UUID:
    """Brings a new permit as far as its scene says."""
    record = await work.book(scene)
    steps = {
        "approve": work.approve, "prepare": work.prepare, "submit": work.submit,
        "sign": work.sign, "cosign": work.cosign, "issue": work.issue,
        "check": work.check, "start": work.start, "pause": work.pause,
        "finish": work.finish, "accept": work.accept, "change": work.change,
        "reject": work.reject,
    }  # fmt: skip
    for step in STEPS[1 : STEPS.index(scene.until) + 1]:
        if step != "pause" or scene.until == "pause":
            await steps[step](record, scene)
    if scene.ends:
        await steps[scene.ends](record, scene)
    return record


async def add(services: Services, plant: Settled, kind: str, data: Data) -> UUID:
    """A record that the demonstration itself makes."""
    identity = new_id()
    command = Create(id=identity, type=kind, data=data)
    done = await run_as_system(services, principal(plant.row), command, actor=SETUP)
    if isinstance(done, Refusal):
        raise SeedRefused(f"{kind}: {done.code} {[e.field for e in done.fields]}")
    return identity
