"""A demonstration started again later: yesterday's permits end, today's stand in their place.

Only permits of the demonstration's own scenes are touched, and only when the last of them is over:
at most one set of them is open, however often the demonstration is started.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from anshu.demonstration.desk import Desk
from anshu.demonstration.group import PLANTS, person_name, posts_of
from anshu.demonstration.people import SeedRefused, Settled
from anshu.demonstration.permit_jobs import CERTIFICATE_OF
from anshu.demonstration.permit_past import AlarmWork
from anshu.demonstration.permit_scenes import CERTIFICATES, SCENES, PermitScene
from anshu.demonstration.permit_work import PermitWork
from anshu.demonstration.permits import play
from anshu.demonstration.pictures import SMALL
from anshu.demonstration.queries import NAMED_RECORDS, OPEN_PERMITS
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow, list_all, principal

# Who gives a permit back at the step where its signatures stopped.
GIVES_BACK = {
    "sign_responsible": "foreman", "sign_unit": "unit", "sign_cosign": "safety",
    "sign_approval": "incharge", "shift_check": "shift",
}  # fmt: skip

log = structlog.get_logger(__name__)


async def first_plant(services: Services) -> TenantRow | None:
    """The plant whose permits stand at every step; None when it is no longer called so."""
    everybody = await list_all(services.store, services.settings.control_node)
    return next((each for each in everybody if each.name == PLANTS[0].name), None)


async def refresh_today(services: Services, row: TenantRow) -> int:
    """Plays today's permits if none of the last ones goes on; answers how many were played."""
    plant, certificates = await _found(services, row)
    if not certificates or {post.key for post in posts_of(0)} - plant.people.keys():
        return 0
    titles = [scene.content for scene in SCENES]
    async with services.store.begin(principal(row), purpose="demo.today") as tx:
        left = await tx.fetch(OPEN_PERMITS, titles)
    if any(each["d2"] is not None and each["d2"] > services.clock.now() for each in left):
        return 0
    work = PermitWork(services, plant, certificates)
    ending = Ending(services, plant, work)
    scenes = {scene.content: scene for scene in SCENES}
    for each in left:
        await _tried(each["title"], ending.end(each["id"], each["state"], scenes[each["title"]]))
    return sum([await _tried(scene.content, _played(work, scene)) for scene in SCENES])


class Ending:
    """How a permit whose time is over leaves the scene, by the state it was left in."""

    def __init__(self, services: Services, plant: Settled, work: PermitWork) -> None:
        self._work = work
        self._desk = Desk(services, plant, SMALL, "permit")
        self._alarms = AlarmWork(services, plant)
        self._ways: dict[str, Callable[[UUID, PermitScene], Awaitable[None]]] = {
            "booked": work.reject, "preparing": self._drop, "signing": self._take_back,
            "issued": work.change, "working": self._finish, "paused": work.change,
            "accepting": work.accept,
        }  # fmt: skip

    async def end(self, record: UUID, state: str, scene: PermitScene) -> None:
        """Ends the permit and closes its alarms."""
        if state in self._ways:
            await self._ways[state](record, scene)
        await self._alarms.handle(record)
        await self._alarms.confirm(record)

    async def _drop(self, record: UUID, _: PermitScene) -> None:
        reason: dict[str, object] = {"cancel_reason": "到时未办完，撤销（模拟）"}
        await self._desk.complete("foreman", record, "cancel", reason)

    async def _take_back(self, record: UUID, scene: PermitScene) -> None:
        who = GIVES_BACK[await self._desk.open_node(record)]
        reason: dict[str, object] = {"return_reason": "到时未签完，退回（模拟）"}
        await self._desk.complete(who, record, "return", reason)
        await self._drop(record, scene)

    async def _finish(self, record: UUID, scene: PermitScene) -> None:
        await _tried(scene.content, self._work.leave(record, scene))
        await self._work.done(record, scene)
        await self._work.accept(record, scene)


async def _found(services: Services, row: TenantRow) -> tuple[Settled, dict[tuple[str, str], UUID]]:
    """The plant's people and things by key, and who holds which certificate."""
    async with services.store.begin(principal(row), purpose="demo.found") as tx:
        named = {(each["type"], each["name"]): each["id"] for each in await tx.fetch(NAMED_RECORDS)}
    settled = Settled(row)
    for index, post in enumerate(posts_of(0)):
        if ("person", person_name(0, index)) in named:
            settled.people[post.key] = named["person", person_name(0, index)]
    for (kind, name), identity in named.items():
        if kind == "area":
            settled.areas[name] = identity
        if kind == "equipment":
            settled.equipment[name] = identity
    certificates = {
        (key, duty): named["certificate", f"DEMO-{CERTIFICATE_OF[duty][1]}-{key}"]
        for key, duty in CERTIFICATES
        if ("certificate", f"DEMO-{CERTIFICATE_OF[duty][1]}-{key}") in named
    }
    return settled, certificates


async def _played(work: PermitWork, scene: PermitScene) -> None:
    await play(work, scene)


async def _tried(what: str, doing: Awaitable[None]) -> bool:
    """What people changed meanwhile may stand in the way; that is no reason not to start."""
    try:
        await doing
    except (SeedRefused, KeyError) as refused:
        log.warning("demonstration_not_refreshed", what=what, why=str(refused))
        return False
    return True
