"""What the gates of a permit read comes with the one statement of facts: five round trips at most.

The full gate stands before signing and starting: rows, certificates, neighbours, similar jobs,
periods, weather. Each further read would be a wait of its own for every signer.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from anshu.store.unit_of_work import TransactionEnded
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.people import PLACE

MOST = 5
COMMAND = "command.Complete"


@asynccontextmanager
async def watched(site: Site) -> AsyncIterator[list[TransactionEnded]]:
    """The transactions of commands that ended meanwhile."""
    seen: list[TransactionEnded] = []
    observers = site.plant.services.store.observers
    observers.append(seen.append)
    try:
        yield seen
    finally:
        observers.remove(seen.append)


def trips(seen: list[TransactionEnded]) -> list[int]:
    return [each.round_trips for each in seen if each.purpose == COMMAND]


async def test_signing_and_starting_hot_work_take_five_round_trips_each(site: Site) -> None:
    job = JOBS["hot_1"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job)).status_code == 200
    async with watched(site) as seen:
        page = await site.sign_all(record, job)
    assert page["state"] == "issued"
    signed = trips(seen)
    assert len(signed) == 6, "the one in charge, the unit, three approvers, the shift leader"
    assert max(signed) <= MOST
    await site.check_in(record)
    async with watched(site) as seen:
        page = await site.must(record, "foreman", "start", {"sign_position": PLACE})
    assert page["state"] == "working"
    assert trips(seen) == [MOST]


async def test_a_signature_that_is_refused_and_raises_alarms_takes_no_more(site: Site) -> None:
    job = JOBS["hot_2"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job)).status_code == 200
    form = await site.signed_form(record, "foreman")
    site.move(timedelta(minutes=40))
    async with watched(site) as seen:
        refused = await site.complete(record, "foreman", "sign", form)
    assert refused.status_code == 409, "the gas test is forty minutes old"
    assert trips(seen)[0] <= MOST
