"""Log-in at a real certified provider over real sockets: the flow, and everything that is off."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from httpx import AsyncClient, Response

from anshu.identity.accounts import Account
from anshu.identity.oidc.metadata import Metadata, Unusable
from anshu.identity.oidc.providers import NewProvider, Provider
from anshu.identity.oidc.statements import identity_claims
from anshu.identity.wiring import Identity
from anshu.kernel.clock import MovedClock
from anshu.web.app import create_app
from tests.records.people import Plant
from tests.web.client import PASSWORD
from tests.web.provider import ProviderProcess, followed, free_port, served

SECRET = "a-secret-of-the-client"


@dataclass
class World:
    """The provider, our application at `base`, and its identity room."""

    plant: Plant
    op: ProviderProcess
    base: str
    room: Identity
    account: Account

    @property
    def clock(self) -> MovedClock:
        clock = self.plant.services.clock
        assert isinstance(clock, MovedClock)
        return clock

    async def provider(self) -> Provider:
        found = await self.room.oidc.providers.find("plant")
        assert found is not None
        return found

    async def enter(self, browser: AsyncClient) -> Response:
        """The last answer of a log-in at the provider: it sends the browser to a page of ours."""
        await browser.get(f"{self.base}/api/v1/session")
        begun = await followed(
            browser, f"{self.base}/api/v1/oidc/plant/begin", until="/api/v1/oidc/plant/back"
        )
        if urlsplit(begun.headers["location"]).path != "/api/v1/oidc/plant/back":
            return begun
        return await browser.get(begun.headers["location"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def op() -> AsyncIterator[ProviderProcess]:
    """One provider for all tests; every test's application takes its turn at one address."""
    provider = ProviderProcess(free_port(), f"http://127.0.0.1:{free_port()}")
    yield provider
    await provider.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def world(plant: Plant, op: ProviderProcess) -> AsyncIterator[World]:
    app = create_app(plant.services)
    room: Identity = app.state.identity
    port = urlsplit(op.relying).port
    assert port is not None
    if op.process is None:
        await op.start()
    async with served(app, port):
        name = f"anna{uuid4().hex[:8]}"
        account = await room.accounts.create(login=f"{name}.oidc", name="安娜", password=PASSWORD)
        assert isinstance(account, Account)
        await room.memberships.add(account=account.id, tenant=plant.row.id, person=plant.ids["ehs"])
        await op.control("who", who=name)
        await op.control("refuse", on="0")
        await add(room, op)
        yield World(plant, op, op.relying, room, account)
        await room.oidc.providers.remove("plant")


async def add(
    room: Identity, op: ProviderProcess, *, claim: str = "preferred_username",
    tenant: UUID | None = None, client: str = "anshu",
) -> None:  # fmt: skip
    await room.oidc.providers.remove("plant")
    new = NewProvider(
        key="plant", title="集团账号", issuer=op.issuer, client_id=client, secret=SECRET,
        claim=claim, tenant=tenant, private_hosts=True,
    )  # fmt: skip
    assert await room.oidc.providers.add(new)


def refusal_of(answer: Response) -> str:
    """The code with which the log-in page was told no; empty when it was not."""
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query).get("login_refused", [""])[0]


async def who_is(world: World, browser: AsyncClient) -> str:
    answer = await browser.get(f"{world.base}/api/v1/session")
    return str(answer.json()["account"]["login"]) if answer.status_code == 200 else ""


async def test_who_the_provider_vouches_for_is_in_and_its_log_out_ends_the_session(
    world: World,
) -> None:
    async with AsyncClient() as browser:
        began = await browser.get(f"{world.base}/api/v1/oidc/plant/begin")
        asked = parse_qs(urlsplit(began.headers["location"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["state"]
        assert asked["nonce"]
        came = await world.enter(browser)
        assert (refusal_of(came), came.headers["location"]) == ("", "/")
        assert await who_is(world, browser) == world.account.login
        async with world.room.oidc._door.begin("test") as tx:
            row = await tx.fetchrow(
                "select provider_subject, provider_session from session"
                " where account = $1 and revoked_at is null",
                world.account.id,
            )
        assert row is not None
        subject, session = row["provider_subject"], row["provider_session"]
        assert session
        await world.op.control("logout", sub=subject, sid="another session")
        assert await who_is(world, browser) == world.account.login
        await world.op.control("logout", sub=subject, sid=session)
        assert await who_is(world, browser) == ""
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == ""
        told = await world.op.control("told")
        form = {"content-type": "application/x-www-form-urlencoded"}
        again = await browser.post(
            f"{world.base}/api/v1/oidc/plant/logout", content=told, headers=form
        )
        assert (again.status_code, again.json()["code"]) == (400, "oidc_token_refused")
        assert await who_is(world, browser) == world.account.login


async def test_a_state_that_did_not_begin_here_opens_nothing(world: World) -> None:
    async with AsyncClient() as browser, AsyncClient() as victim:
        begun = await followed(
            browser, f"{world.base}/api/v1/oidc/plant/begin", until="/api/v1/oidc/plant/back"
        )
        # Somebody is sent an address that another browser came back with.
        stolen = await victim.get(begun.headers["location"])
        assert refusal_of(stolen) == "oidc_state_wrong"
        assert await who_is(world, victim) == ""
        forged = begun.headers["location"].replace("state=", "state=x")
        assert refusal_of(await browser.get(forged)) == "oidc_state_wrong"


async def test_a_way_back_after_ten_minutes_is_over(world: World) -> None:
    async with AsyncClient() as browser:
        begun = await followed(
            browser, f"{world.base}/api/v1/oidc/plant/begin", until="/api/v1/oidc/plant/back"
        )
        world.clock.move(timedelta(minutes=11))
        assert refusal_of(await browser.get(begun.headers["location"])) == "oidc_state_wrong"


async def test_a_provider_that_is_refused_or_refuses_opens_nothing(world: World) -> None:
    async with AsyncClient() as browser:
        await world.op.control("refuse", on="1")
        assert refusal_of(await world.enter(browser)) == "oidc_denied"


async def test_keys_that_were_rotated_are_fetched_again(world: World) -> None:
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == ""
    await world.op.stop()
    await world.op.start()
    await world.op.control("who", who=world.account.login.removesuffix(".oidc"))
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == ""
        assert await who_is(world, browser) == world.account.login


@pytest.mark.parametrize("minutes", [-30, 90])
async def test_a_clock_that_is_wrong_is_named(world: World, minutes: int) -> None:
    world.clock.move(timedelta(minutes=minutes))
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == "oidc_clock_wrong"


async def test_a_provider_that_is_down_is_named(world: World) -> None:
    await world.op.stop()
    async with AsyncClient() as browser:
        told = await browser.get(f"{world.base}/api/v1/oidc/plant/begin?entry=phone")
        assert refusal_of(told) == "oidc_unreachable"
        assert told.headers["location"].startswith("/m/")


async def test_nobody_is_let_in_without_a_link_or_a_membership(world: World) -> None:
    await add(world.room, world.op, claim="")
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == "oidc_not_linked"
    await add(world.room, world.op, claim="email")  # which the provider has not verified
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == "oidc_not_linked"
    await add(world.room, world.op)
    await world.room.memberships.end(account=world.account.id, tenant=world.plant.row.id)
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == "oidc_not_linked"


async def test_a_tenants_own_provider_vouches_for_nobody_who_opens_another_tenant(
    world: World, neighbour: Plant
) -> None:
    await add(world.room, world.op, tenant=world.plant.row.id)
    await world.room.memberships.add(
        account=world.account.id, tenant=neighbour.row.id, person=neighbour.ids["ehs"]
    )
    async with AsyncClient() as browser:
        assert refusal_of(await world.enter(browser)) == "oidc_not_linked"


async def test_an_owner_links_an_identity_with_the_password_and_ends_the_link(
    world: World,
) -> None:
    await add(world.room, world.op, claim="")
    async with AsyncClient(base_url=world.base) as browser:
        await browser.get("/api/v1/session")
        browser.headers["x-csrftoken"] = browser.cookies["csrftoken"]
        credentials = {"login": world.account.login, "password": PASSWORD}
        assert (await browser.post("/api/v1/session", json=credentials)).status_code == 200
        wrong = await browser.post("/api/v1/account/links/plant", json={"password": "no"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "password_wrong")
        there = await browser.post("/api/v1/account/links/plant", json={"password": PASSWORD})
        back = await followed(browser, there.json()["address"], until="/api/v1/oidc/plant/back")
        assert (await browser.get(back.headers["location"])).headers["location"] == "/account"
        (link,) = (await browser.get("/api/v1/account/links")).json()["items"]
        assert link["key"] == "plant"
    async with AsyncClient() as other:
        assert refusal_of(await world.enter(other)) == ""
        assert await who_is(world, other) == world.account.login
    async with AsyncClient(base_url=world.base) as browser:
        assert await world.room.oidc.end_link(world.account.id, "plant")
        assert refusal_of(await world.enter(browser)) == "oidc_not_linked"


async def id_token(world: World, *, client: str, secret: str, nonce: str) -> str:
    """An ID token of the provider for one of its clients, by hand."""
    verifier, back = "v" * 60, f"{world.base}/api/v1/oidc/plant/back"
    async with AsyncClient() as browser:
        query = {
            "client_id": client, "redirect_uri": back, "response_type": "code", "scope": "openid",
            "nonce": nonce, "code_challenge_method": "S256", "state": "s",
            "code_challenge": create_s256_code_challenge(verifier),
        }  # fmt: skip
        address = str(browser.build_request("GET", f"{world.op.issuer}/auth", params=query).url)
        came = await followed(browser, address, until="/api/v1/oidc/plant/back")
        code = parse_qs(urlsplit(came.headers["location"]).query)["code"][0]
        answer = await browser.post(
            f"{world.op.issuer}/token",
            auth=(client, secret),
            data={
                "grant_type": "authorization_code", "code": code, "redirect_uri": back,
                "code_verifier": verifier,
            },
        )  # fmt: skip
    return str(answer.json()["id_token"])


async def test_a_token_of_another_log_in_client_or_hand_is_refused(world: World) -> None:
    provider, metadata, now = await world.provider(), Metadata(), world.clock.now()
    ours = await id_token(world, client="anshu", secret=SECRET, nonce="ours")
    claims = await identity_claims(metadata, provider, ours, nonce="ours", now=now)
    assert claims["sub"]
    foreign = await id_token(world, client="other", secret="another-secret", nonce="ours")
    header, body, signature = ours.split(".")
    forged = f"{header}.{body}.{signature[:-8]}AAAAAAAA"
    unsigned = f"eyJhbGciOiJub25lIn0.{body}."
    for token, nonce in (
        (ours, "another"),
        (foreign, "ours"),
        (forged, "ours"),
        (unsigned, "ours"),
    ):
        with pytest.raises(Unusable) as refused:
            await identity_claims(metadata, provider, token, nonce=nonce, now=now)
        assert refused.value.refusal.code == "oidc_token_refused"
    # An ID token is no logout token.
    async with AsyncClient() as anybody:
        answer = await anybody.post(
            f"{world.base}/api/v1/oidc/plant/logout", data={"logout_token": ours}
        )
    assert answer.status_code == 400


async def test_a_provider_in_a_private_network_is_refused_unless_the_operator_allows_it(
    world: World,
) -> None:
    await world.room.oidc.providers.remove("plant")
    new = NewProvider("plant", "集团账号", world.op.issuer, "anshu", SECRET)
    assert await world.room.oidc.providers.add(new)
    async with AsyncClient() as browser:
        told = await browser.get(f"{world.base}/api/v1/oidc/plant/begin")
        assert refusal_of(told) == "oidc_misconfigured"
