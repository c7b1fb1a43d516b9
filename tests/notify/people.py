"""Addresses, wishes, and the worker's turn for a plant in the tests of notices."""

from typing import Any
from uuid import uuid4

import msgspec

from anshu.flow.commands import Update
from anshu.notify.channel import keep_defaults, keep_wishes
from anshu.notify.delivery import Logged, Wanted, log
from anshu.notify.wishes import Defaults, Wishes
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.reactions import NOTIFY_REACTIONS
from anshu.records.notifying.sweeper import sweep_tenant
from anshu.records.reactions import REACTIONS
from anshu.records.run import Answer, run_as_system
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.web.worker import work_off

ALL = {"task": True, "reminder": True, "escalation": True, "warning": True, "progress": True}
TASKS = {group: group == "task" for group in ALL}


async def give_mail(plant: Plant, *names: str) -> None:
    """Each of these people has an address like `fixer@plant.example`."""
    for name in names:
        command = Update(
            id=uuid4(), record=plant.ids[name], type="person", version=1,
            data={"mail": f"{name}@plant.example"},
        )  # fmt: skip
        done = await run_as_system(
            plant.services, principal(plant.row), command, actor="system:setup"
        )
        assert isinstance(done, Answer), done


async def wish(plant: Plant, name: str, **choices: Any) -> None:
    """The person's choices, checked as they are when they come by HTTP."""
    channel, tenant = channel_of(plant.services), principal(plant.row)
    wishes = msgspec.convert(choices, Wishes)
    assert await keep_wishes(channel, tenant, plant.ids[name], wishes) is None


async def default(plant: Plant, **choices: Any) -> None:
    """The tenant's settings; nights are quiet for nobody unless the test says so."""
    channel, tenant = channel_of(plant.services), principal(plant.row)
    choices = {"quiet_from": "", "quiet_to": ""} | choices
    defaults = msgspec.convert(choices, Defaults)
    assert await keep_defaults(channel, tenant, defaults, by=plant.ids["admin"]) is None


async def turn(plant: Plant) -> None:
    """The worker does all that is due now, as often as it brings new work."""
    for _ in range(6):
        if not await work_off(plant, (*REACTIONS, *NOTIFY_REACTIONS)):
            return


async def sweep(plant: Plant) -> None:
    """A round of the sweeper, and the deliveries that it makes."""
    await sweep_tenant(plant.services, principal(plant.row))
    await turn(plant)


async def lines(plant: Plant, **wanted: Any) -> tuple[Logged, ...]:
    """The tenant's log, newest first."""
    chosen = msgspec.convert(wanted, Wanted)
    return await log(channel_of(plant.services), principal(plant.row), chosen)
