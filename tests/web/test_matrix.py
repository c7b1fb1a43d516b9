"""Every route before every persona: who may not is refused, and nothing is written or told."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from litestar import Litestar

from anshu.embedded.server import EmbeddedPostgres
from anshu.identity.sessions import OpenedSession
from anshu.identity.tokens import CreatedToken, TokenRequest
from anshu.kernel.clock import MovedClock
from anshu.records.reactions import REACTIONS
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.store.unit_of_work import Store
from anshu.web.app import create_app
from anshu.web.guard import COOKIE
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from tests.records.people import PEOPLE, Plant, services_over, settle
from tests.web.behind import Behind
from tests.web.client import anybody, by_token, enrol, rooms
from tests.web.ground import Ground
from tests.web.matrix import (
    MARK,
    RESPONSIBLE,
    Route,
    arguments,
    example,
    granted,
    reaches,
    routes,
)
from tests.web.office import CONTACT, Office
from tests.web.worker import work_off

ROUTES = routes()
STRANGER, TOKEN, NOBODY = "stranger", "token", "nobody"
EVERYONE = (*PEOPLE, STRANGER, TOKEN, NOBODY)
OUTSIDE = (STRANGER, TOKEN, NOBODY)
ENDS_SESSIONS = ("DELETE /api/v1/session", "PUT /api/v1/session/tenant")
OUT_OF_REACH = [
    (route, who)
    for route in ROUTES
    if "{record}" in route.path and route.method != "PUT"  # plain records are the whole tenant's
    for who, (_, role, _) in PEOPLE.items()
    if route.permission.format(kind="hazard") in granted(role)
    and not reaches(who, "hazard:record:read")
]
# The job's and the source's titles, which only some may see.
JOB, SOURCE = "机密台账.csv", "机密数据源"


@dataclass
class World:
    """Two tenants, one application, and what is in the first of them."""

    ground: Ground
    neighbour: Plant
    app: Litestar
    behind: Behind
    accounts: dict[str, UUID]
    token: str
    clients: dict[str, AsyncClient] = field(default_factory=dict)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def client(self, who: str) -> AsyncClient:
        """The persona's client; the same one until sessions are forgotten."""
        if who not in self.clients:
            self.clients[who] = await self.stack.enter_async_context(self._enter(who))
        return self.clients[who]

    async def forget(self) -> None:
        """The next clients log in anew."""
        self.clients.clear()
        for who in EVERYONE:
            await self.client(who)

    @asynccontextmanager
    async def _enter(self, who: str) -> AsyncIterator[AsyncClient]:
        plant = self.neighbour if who == STRANGER else self.ground.plant
        if who == TOKEN:
            async with by_token(self.app, self.token) as client:
                yield client
            return
        async with anybody(plant, app=self.app) as client:
            if who != NOBODY:
                room = rooms(plant.services)
                opened = await room.sessions.open(self.accounts[who], tenant=plant.row.id)
                assert isinstance(opened, OpenedSession)
                client.cookies.set(COOKIE, opened.secret, domain="testserver.local", path="/")
            yield client


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(
    store: Store,
    estate: Estate,
    node_settings: NodeSettings,
    postgres: EmbeddedPostgres,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[World]:
    media = tmp_path_factory.mktemp("media")
    services = services_over(store, MovedClock(), _settings(node_settings, media))
    plants = []
    for name in ("甲公司", "乙公司"):
        row = await create_tenant(estate, NewTenant(kind="company", name=name))
        plants.append(await settle(services, row))
    ours, theirs = plants
    connection = await asyncpg.connect(postgres.admin_dsn)
    try:
        app = create_app(services)
        behind = Behind(connection, (ours, theirs))
        ground = await _ground(ours, app, behind)
        accounts = {name: (await enrol(ours, name)).id for name in PEOPLE}
        accounts[STRANGER] = (await enrol(theirs, "ehs")).id
        token = await _token_for_nothing(ours, accounts["ehs"], behind)
        made = World(ground, theirs, app, behind, accounts, token)
        async with made.stack:
            await made.forget()
            yield made
    finally:
        await connection.close()


@pytest.mark.parametrize("route", ROUTES, ids=str)
async def test_each_route_answers_each_persona_as_its_guard_says(
    world: World, route: Route
) -> None:
    before = await world.behind.snapshot()
    for who in EVERYONE:
        client = await world.client(who)
        answer = await client.request(**arguments(route, world.ground))
        after = await world.behind.snapshot()
        told = f"{route} by {who}: {answer.status_code} {answer.text[:300]}"
        expected = _refusal_of(route, who)
        if expected is None:
            assert answer.status_code < 500 or route.open, told
            assert _code(answer) not in ("not_logged_in", "not_allowed"), told
        else:
            assert (answer.status_code, _code(answer)) == expected, told
            assert after == before, f"{told} wrote {_changed(before, after)}"
        if expected is not None or who in OUTSIDE:
            assert not [word for word in world.ground.secrets if word in answer.text], told
        if who == STRANGER:
            ours = world.ground.plant.row.schema
            assert not [name for name in _changed(before, after) if name.startswith(ours)], told
        before = after
        if str(route) in ENDS_SESSIONS:
            await world.forget()
            before = await world.behind.snapshot()


@pytest.mark.parametrize(("route", "who"), OUT_OF_REACH, ids=str)
async def test_a_record_out_of_reach_is_unknown_and_stays_as_it_is(
    world: World, route: Route, who: str
) -> None:
    client = await world.client(who)
    before = await world.behind.snapshot()
    answer = await client.request(**arguments(route, world.ground))
    assert (answer.status_code, _code(answer)) == (404, "unknown_record"), answer.text
    assert await world.behind.snapshot() == before
    assert not [word for word in world.ground.secrets if word in answer.text]


@pytest.mark.parametrize("who", [*PEOPLE, STRANGER])
async def test_lists_search_and_files_hold_the_hazard_only_for_who_reaches_it(
    world: World, who: str
) -> None:
    role = PEOPLE[who][1] if who in PEOPLE else "ehs_manager"
    sees = who in PEOPLE and reaches(who, "hazard:record:read")
    reads = "hazard:record:read" in granted(role)
    client = await world.client(who)
    listed = await client.get("records/hazard")
    found = await client.get("search", params={"q": MARK})
    work = await client.get("worklist")
    picture = await client.get(f"media/{world.ground.photo}")
    sheet = await client.get("records/hazard/export", params={"format": "csv"})
    ledger = await client.get("ledgers/hazard_all")
    assert listed.status_code == (200 if reads else 403)
    if reads:
        assert listed.json()["total"] == (1 if sees else 0)
    assert (world.ground.record in found.text) is sees
    assert picture.status_code == (
        403 if "media:item:read" not in granted(role) else 200 if sees else 404
    )
    assert (MARK in work.text) is (who == "leader")
    if "hazard:record:export" in granted(role):
        assert (MARK in sheet.text) is (who in PEOPLE and reaches(who, "hazard:record:export"))
    if "ledger:view:read" in granted(role):
        assert ledger.status_code == 200
        assert (MARK in ledger.text) is sees
    if not sees:
        everything = listed.text + found.text + work.text + sheet.text + ledger.text
        assert MARK not in everything
        assert CONTACT not in everything


def test_every_route_is_guarded_by_a_permission_of_the_catalogue_or_says_why_not() -> None:
    for route in ROUTES:
        assert bool(route.permission) + route.member + route.open == 1, route
    written = [r for r in ROUTES if r.open and r.method != "GET"]
    assert [str(route) for route in written] == [
        "POST /api/v1/oidc/{key}/logout", "POST /api/v1/session",
    ]  # fmt: skip


def _refusal_of(route: Route, who: str) -> tuple[int, str] | None:
    """The status and code that the route's own words and the packs' roles demand, if any."""
    if route.open:
        return None
    if who == NOBODY:
        return 401, "not_logged_in"
    if route.browser and who == TOKEN:
        return 403, "token_not_here"
    if route.member:
        return None
    asked = example(route).kind
    kind = asked or ("person" if route.method == "PUT" else "hazard")
    permission = route.permission.format(kind=kind)
    role = PEOPLE[who][1] if who in PEOPLE else "ehs_manager"
    held = {} if who == TOKEN else granted(role)
    return None if permission in held else (403, "not_allowed")


def _code(answer: Response) -> str:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ""
    return str(answer.json()["code"])


def _changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def _settings(node: NodeSettings, media: Path) -> Settings:
    return Settings(
        installation=node.installation, secret=node.secret, nodes=(node,),
        admin_urls={node.name: node.url}, control_node=node.name, media_root=str(media),
    )  # fmt: skip


async def _ground(plant: Plant, app: Litestar, behind: Behind) -> Ground:
    """One hazard of every kind of secret, an import job, a source and a token."""
    ground = Ground(plant)
    name: dict[str, object] = {"name": RESPONSIBLE, "org": "/w1/t1/"}
    ground.person = str(uuid4())
    await plant.add("person", UUID(ground.person), name)
    async with Office(plant, app) as office:
        page = await office.report(description=MARK)
        ground.record, ground.photo = page["id"], page["data"]["photos"][0]
        (step,) = [s for s in page["chain"] if s["state"] == "now"]
        ground.task = step["task"]
        await work_off(plant, REACTIONS)
        leader = await office.person("leader")
        ground.notice = (await leader.get("worklist")).json()["notices"][0]["id"]
        ehs = await office.person("ehs")
        body = "隐患描述\n蓝莓暗号导入\n".encode()
        job = await ehs.post("imports", params={"type": "hazard", "filename": JOB}, content=body)
        assert job.status_code == 201, job.text
        ground.job = job.json()["id"]
        made = await ehs.post(
            "tokens", json={"title": "机密令牌", "permissions": ["media:item:read"], "days": 9}
        )
        ground.token = made.json()["id"]
    ground.instance = str(uuid4())
    await behind.execute(
        f"insert into {plant.row.schema}.connector (id, driver, title, config, created_at)"
        " values ($1, 'csv_eam', $2, '', now())",
        UUID(ground.instance), SOURCE,
    )  # fmt: skip
    ground.secrets = [MARK, page["number"], CONTACT, RESPONSIBLE, JOB, "蓝莓暗号导入", SOURCE]
    return ground


async def _token_for_nothing(plant: Plant, account: UUID, behind: Behind) -> str:
    """A token of the EHS manager's that allows nothing, as no request could make it."""
    room = rooms(plant.services)
    opened = await room.sessions.open(account, tenant=plant.row.id)
    assert isinstance(opened, OpenedSession)
    owner = await room.resolver.resolve(opened.secret)
    assert owner is not None
    wanted = TokenRequest("无权令牌", frozenset({"media:item:read"}), 1)
    made = await room.tokens.create(owner, wanted, granted=frozenset({"media:item:read"}))
    assert isinstance(made, CreatedToken)
    await behind.execute("update control.token set permissions = '{}' where id = $1", made.id)
    return made.token
