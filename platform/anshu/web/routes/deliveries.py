"""What channels have sent or failed to send, once more, and a mail to try them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.notify.channel import (
    own,
    settings_of,
)
from anshu.notify.delivery import PAGE, Logged, NewDelivery, Wanted, add, log, retry
from anshu.notify.mail import masked
from anshu.records.notifying.dispatching import channel_of
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.routes.notifications import MANAGE

Moment = Annotated[datetime, Meta(tz=True)]


class DeliveryLog(Struct, frozen=True):
    """A page of the log, newest first; `more` says that older lines follow."""

    items: tuple[Logged, ...]
    more: bool


class DeliveryQueued(Struct, frozen=True):
    """A delivery that will be tried soon; its line in the log tells how it went."""

    delivery: UUID


@post(
    "/notifications/test-mail",
    opt=MANAGE,
    status_code=202,
    responses=says(DeliveryQueued, status=202),
)
async def send_test(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """Mails the asker a test; its line in the log tells how it went."""
    channel = channel_of(services)
    person = await own(channel, subject.principal, subject.person)
    _, server = await settings_of(channel, subject.principal)
    if server is None:
        return answer(request, Refusal("notify_mail_absent"))
    if person is None or not person.mail:
        return answer(request, Refusal("notify_address_absent"))
    new = NewDelivery(
        id=new_id(), channel="mail", kind="test", due_at=services.clock.now(),
        person=subject.person, address=masked(person.mail),
    )  # fmt: skip
    async with services.store.begin(subject.principal, purpose="notify.test") as tx:
        await add(channel, tx, subject.principal, [new])
    services.doorbell.ring()
    return answer(request, DeliveryQueued(new.id), status=202)


@get("/notifications/deliveries", opt=MANAGE, responses=says(DeliveryLog))
async def list_deliveries(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    channel: FromQuery[str] = "",
    outcome: FromQuery[str] = "",
    webhook: FromQuery[UUID | None] = None,
    before_at: FromQuery[Moment | None] = None,
    before_id: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """What was sent, waits or failed; addresses are masked and contents are not shown."""
    before = (before_at, before_id) if before_at is not None and before_id is not None else None
    wanted = Wanted(channel=channel, state=outcome, webhook=webhook, before=before)
    items = await log(channel_of(services), subject.principal, wanted)
    return answer(request, DeliveryLog(items, more=len(items) == PAGE))


@post(
    "/notifications/deliveries/{delivery:uuid}/retry",
    opt=MANAGE,
    status_code=202,
    responses=says(DeliveryQueued, status=202),
)
async def retry_delivery(
    request: Asked,
    delivery: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Tries a failed delivery again from the start."""
    refused = await retry(channel_of(services), subject.principal, delivery)
    services.doorbell.ring()
    return answer(request, refused or DeliveryQueued(delivery), status=202)


ROUTES = [send_test, list_deliveries, retry_delivery]
