"""The measured requests as calls inside this process, and a session to send them with."""

from uuid import uuid4

from anshu.flow.commands import Create
from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.sessions import OpenedSession
from anshu.identity.wiring import identity
from anshu.records.filters import ListFilters
from anshu.records.listing import RecordList, list_records
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant

PHOTO = "ab" * 32
REPORTER = "ehs"
_MEDIA = (
    "insert into media (hash, purpose, mime, bytes, received_at, captured_at)"
    " values ($1, 'photo', 'image/jpeg', 1, now(), now()) on conflict do nothing"
)


def report(plant: Plant) -> dict[str, object]:
    """What a report says."""
    return {
        "photos": [PHOTO], "description": "3号反应釜机械密封渗漏，地面有积液", "position": PLACE,
        "area": str(plant.area), "equipment": str(plant.equipment),
    }  # fmt: skip


async def upload_photo(plant: Plant) -> None:
    """The one photo that every report refers to."""
    async with plant.services.store.begin(principal(plant.row), purpose="bench.media") as tx:
        await tx.execute(_MEDIA, PHOTO)


async def create(plant: Plant) -> Answer:
    """One report through the runner, as the route runs it."""
    subject = await plant.subject(REPORTER)
    command = Create(id=uuid4(), type="hazard", data=report(plant))
    answer = await run(plant.services, subject, command)
    assert isinstance(answer, Answer), answer
    return answer


async def list_page(plant: Plant) -> RecordList:
    """One page of fifty rows."""
    subject = await plant.subject(REPORTER)
    found = await list_records(plant.services, subject, "hazard", ListFilters())
    assert isinstance(found, RecordList), found
    assert len(found.items) == 50
    return found


async def session_secret(services: Services, plant: Plant) -> str:
    """A session of the reporter's."""
    room = identity(ControlDoor(services.store, services.settings.control_node, services.clock))
    login = f"bench{uuid4().hex[:8]}"
    account = await room.accounts.create(login=login, name="周经理", password=uuid4().hex)
    assert isinstance(account, Account), account
    person = plant.ids[REPORTER]
    await room.memberships.add(account=account.id, tenant=plant.row.id, person=person)
    opened = await room.sessions.open(account.id)
    assert isinstance(opened, OpenedSession), opened
    return opened.secret
