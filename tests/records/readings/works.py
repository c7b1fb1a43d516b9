"""A plant with made-up jobs near each other, and the providers of the facts they are judged by."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.flow.commands import Complete
from anshu.kernel.refusal import Refusal
from anshu.records.adoption import adopt
from anshu.records.books import stream_of
from anshu.records.loading import Loaded, Versions, load
from anshu.records.run import Answer, run
from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Item,
    Known,
    Observing,
    Reading,
    Readings,
    Referring,
    Situation,
)
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant, hazard_packs

HERE = Path(__file__).parent
SIGNS: dict[str, object] = {"opinion": "同意"}


@cache
def work_packs() -> tuple[Pack, ...]:
    text = (HERE / "works.yaml").read_text(encoding="utf-8")
    return (*hazard_packs(), parse_pack(text, name="works.yaml"))


def papers_asked(situation: Situation) -> Asked:
    worker = situation.data.get("worker")
    return Asked(referring=(Referring("paper", "owner", (UUID(str(worker)),)),) if worker else ())


def papers(situation: Situation, known: Known) -> Readings:
    worker = situation.data.get("worker")
    items = []
    for each in known.referring:
        if each.type != "paper" or each.data.get("owner") != worker:
            continue
        left = datetime.fromisoformat(str(each.data["until"])) - situation.now
        days = Reading(f"{left / timedelta(days=1):.2f}", "d", situation.now)
        items.append(Item(str(each.id), each.title, {"days_left": days}))
    count = Reading(str(len(items)))
    return Readings(values={"paper_count": count}, lists={"papers": tuple(items)})


def near_asked(situation: Situation) -> Asked:
    return Asked(near=True)


def near_works(situation: Situation, known: Known) -> Readings:
    items = tuple(
        Item(
            str(each.record.id), each.record.number,
            {"away": Reading(f"{each.distance_m:.1f}", "m"),
             "hot": Reading("true" if each.record.data.get("hot") else "false")},
        )
        for each in known.neighbours
    )  # fmt: skip
    return Readings(lists={"near_works": items})


def wind_asked(situation: Situation) -> Asked:
    return Asked(observations=(Observing("wind_speed", None, 120),))


def wind(situation: Situation, known: Known) -> Readings:
    newest = max(known.observations, key=lambda one: one.at, default=None)
    if newest is None:
        return Readings()
    return Readings(values={"wind": Reading(newest.value, newest.unit, newest.at)})


def nothing_asked(situation: Situation) -> Asked:
    return Asked()


def local_hour(situation: Situation, known: Known) -> Readings:
    local = situation.now.astimezone(ZoneInfo(situation.timezone))
    return Readings(values={"local_hour": Reading(str(local.hour), "", situation.now)})


PAPERS = FactProvider(gives=("papers", "paper_count"), asks=papers_asked, read=papers)
PROVIDERS: Mapping[str, FactProvider] = {
    "papers": PAPERS,
    "paper_count": PAPERS,
    "near_works": FactProvider(gives=("near_works",), asks=near_asked, read=near_works),
    "wind": FactProvider(gives=("wind",), asks=wind_asked, read=wind),
    "local_hour": FactProvider(gives=("local_hour",), asks=nothing_asked, read=local_hour),
}


async def adopt_works(plant: Plant) -> None:
    services = plant.services
    await adopt(services.store, principal(plant.row), work_packs(), services.clock)
    services.books.forget(plant.row.schema)


def place(east_m: float = 0, north_m: float = 0) -> dict[str, object]:
    """Metres away from the plant's middle."""
    lat, lon = 31.985 + north_m / 111_195, 120.905 + east_m / 94_312
    return {**PLACE, "lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}


class Works:
    """Jobs of a plant: the worker asks and finishes, the manager signs."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.now = plant.services.clock.now()

    async def add(self, **data: object) -> UUID:
        record = uuid4()
        own: dict[str, object] = {
            "title": "作业", "area": str(self.plant.area), "position": place(),
        }  # fmt: skip
        whole = own | data
        whole = {key: value for key, value in whole.items() if value is not None}
        await self.plant.add("work", record, whole)
        return record

    async def signing(self, **data: object) -> UUID:
        record = await self.add(**data)
        done = await self.end(record, "submit")
        assert isinstance(done, Answer), done
        return record

    async def sign(self, record: UUID) -> Answer | Refusal:
        return await self.end(record, "sign", SIGNS)

    async def end(
        self, record: UUID, outcome: str, data: dict[str, object] | None = None
    ) -> Answer | Refusal:
        command = await self.completing(record, outcome, data or {})
        who = await self.plant.subject("ehs" if outcome in ("sign", "back") else "worker")
        return await run(self.plant.services, who, command)

    async def completing(self, record: UUID, outcome: str, data: dict[str, object]) -> Complete:
        state = (await self.load(record)).state
        (task,) = state.open_tasks()
        return Complete(uuid4(), record, "work", task.id, state.version, outcome, data)

    async def load(self, record: UUID) -> Loaded:
        services, tenant = self.plant.services, principal(self.plant.row)
        book = await services.books.current(tenant)
        async with services.store.begin(tenant, purpose="test.load") as tx:
            versions = Versions(None, book.definition_version)
            return await load(tx, stream_of("work", record), "", versions)

    async def fetch(self, query: str, *arguments: object) -> list[dict[str, object]]:
        tenant = principal(self.plant.row)
        async with self.plant.services.store.begin(tenant, purpose="test.look") as tx:
            return [dict(row) for row in await tx.fetch(query, *arguments)]

    async def execute(self, statement: str, *arguments: object) -> None:
        tenant = principal(self.plant.row)
        async with self.plant.services.store.begin(tenant, purpose="test.rows") as tx:
            await tx.execute(statement, *arguments)

    async def paper(self, owner: UUID, *, days: float) -> UUID:
        until = (self.now + timedelta(days=days)).astimezone(UTC).isoformat()
        data: dict[str, object] = {"number": "证001", "owner": str(owner), "until": until}
        record = uuid4()
        await self.plant.add("paper", record, data)
        return record
