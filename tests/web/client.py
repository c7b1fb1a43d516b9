"""HTTP clients over a plant's services: as one of its people, by a token, or as nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.passwords import Passwords
from anshu.identity.sessions import OpenedSession
from anshu.identity.wiring import Identity, identity
from anshu.records.services import Services
from anshu.web.app import create_app
from anshu.web.guard import COOKIE
from tests.records.people import Plant

PASSWORD = "Feuer-und-Flamme 7"
API = "http://testserver/api/v1/"


@asynccontextmanager
async def logged_in(
    plant: Plant, name: str, *, app: Litestar | None = None, language: str = "zh-CN"
) -> AsyncIterator[AsyncClient]:
    """A client with a session and a CSRF token of this person of the plant.

    Paths are relative to the API (`get("worklist")`). Without an app it gets a process of its
    own; hand one over to let several people meet in the same process.
    """
    account = await enrol(plant, name)
    opened = await rooms(plant.services).sessions.open(account.id, tenant=plant.row.id)
    assert isinstance(opened, OpenedSession)
    async with anybody(plant, app=app, language=language) as client:
        client.cookies.set(COOKIE, opened.secret, domain="testserver.local", path="/")
        yield client


@asynccontextmanager
async def anybody(
    plant: Plant, *, app: Litestar | None = None, language: str = "zh-CN"
) -> AsyncIterator[AsyncClient]:
    """A client of a browser that has loaded a page (so it has a CSRF token) and nothing else."""
    async with bare(app or create_app(plant.services), language=language) as client:
        await client.get("session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        yield client


@asynccontextmanager
async def by_token(
    app: Litestar, token: str, *, language: str = "zh-CN"
) -> AsyncIterator[AsyncClient]:
    """A machine's client: a bearer token, no cookies."""
    async with bare(app, language=language) as client:
        client.headers["authorization"] = f"Bearer {token}"
        yield client


@asynccontextmanager
async def bare(app: Litestar, *, language: str = "zh-CN") -> AsyncIterator[AsyncClient]:
    """A client without cookies or headers of its own.

    The application's start and end are not run: its end would close the tests' store.
    """
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"accept-language": language}
    async with AsyncClient(transport=transport, base_url=API, headers=headers) as client:
        yield client


async def enrol(plant: Plant, name: str) -> Account:
    """A fresh account that is this person of the plant; its password is PASSWORD."""
    room = rooms(plant.services)
    account = await room.accounts.create(
        login=f"{name}.{uuid4().hex[:12]}", name=name, password=PASSWORD
    )
    assert isinstance(account, Account), account
    await room.memberships.add(account=account.id, tenant=plant.row.id, person=plant.ids[name])
    return account


def rooms(services: Services) -> Identity:
    """An identity room beside the application's: another process, with cheap hashing."""
    door = ControlDoor(services.store, services.settings.control_node, services.clock)
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return identity(door, passwords=Passwords(hasher))
