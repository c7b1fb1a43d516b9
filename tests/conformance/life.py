"""How a permit goes from booking to acceptance when everybody does what the norm asks.

`run` drives it to a state or node and answers the first refusal, or the last success. What a
test leaves out (`without`) is not done on the way: "jha", "measures", "briefing", "gas",
"check_in", "certificates".
"""

from datetime import datetime, timedelta

from httpx import Response

from tests.conformance.days import next_workday
from tests.conformance.draft import clean
from tests.conformance.ground import PEOPLE
from tests.conformance.permit import Permit
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out

# Who ends the task at a node, and how, on the way forward.
FORWARD = {
    "booking_review": ("unit", "approve"),
    "preparation": ("responsible", "submit"),
    "sign_responsible": ("responsible", "sign"),
    "sign_unit": ("unit", "sign"),
    "shift_check": ("shift", "check"),
    "ready": ("responsible", "start"),
    "working": ("responsible", "finish"),
    "paused": ("responsible", "resume"),
    "acceptance": ("workshop", "accept"),
}
BY_NAME = {name: key for key, (name, _, _) in PEOPLE.items()}
STATE_OF = {
    "preparation": "preparing", "ready": "issued", "working": "working",
    "paused": "paused", "acceptance": "accepting", "": "ended",
}  # fmt: skip


async def permit_of(site: Site, job: str, level: str, **changes: object) -> Permit:
    """A permit booked the day before and approved; it is the morning of the work.

    `hours`: how long it is planned; `same_day`: booked on the day that already is; `on`: the
    morning of the work.
    """
    permit, answer = await booked(site, job, level, **changes)
    carried_out(answer)
    return permit


async def applied(site: Site, job: str, level: str, **changes: object) -> Response:
    """The first refusal of a booking and its application, or the last success."""
    permit, answer = await booked(site, job, level, **changes)
    return answer if answer.status_code >= 400 else await submitted(permit)


async def booked(site: Site, job: str, level: str, **changes: object) -> tuple[Permit, Response]:
    """A permit and the answer to its booking, approved if it was taken."""
    day = changes.pop("on", None) or next_workday(site.now)
    assert isinstance(day, datetime)
    if changes.pop("same_day", False):
        day = site.now
        changes = {"urgent": True, "urgent_reason": "泄漏抢修"} | changes
    permit = await clean(site, job, level, day, changes)
    if day > site.now:
        site.to(day - timedelta(hours=22))
    answer = await permit.book()
    if answer.status_code < 400:
        answer = await run(permit, "preparation")
    if day > site.now:
        site.to(day)
    return permit, answer


async def submitted(permit: Permit, without: tuple[str, ...] = ()) -> Response:
    """The answer to the application."""
    await permit.prepare("preparation", without)
    return await permit.act("responsible", "submit")


async def run(
    permit: Permit,
    until: str,
    *,
    without: tuple[str, ...] = (),
    gas_row: dict[str, object] | None = None,
    **changes: object,
) -> Response:
    """Drive it forward; `changes` go over the values of every form on the way."""
    permit.gas_row = gas_row or {}
    if "jha" in without:
        changes |= {"jha": None, "jha_template": None}
    answer = await permit.look()
    for _ in range(20):
        node = await permit.waits_at()
        if _reached(node, until):
            return answer
        await permit.prepare(node, without)
        if node == "working" and until == "paused":
            answer = await permit.act("guardian", "pause", **changes)
        else:
            answer = await _forward(permit, node, changes)
        if answer.status_code >= 400 or until == "next":
            return answer
    raise AssertionError(f"it never came to {until}, it waits at {node}")


async def _forward(permit: Permit, node: str, changes: dict[str, object]) -> Response:
    if node in FORWARD:
        name, outcome = FORWARD[node]
        return await permit.act(name, outcome, **changes)
    seats = (await permit.waiting()).get("seats", ())
    opened = [seat["label"].partition("：")[2] for seat in seats if seat["state"] == "open"]
    able = [name for names in opened for name in names.split("、")]
    for said in able:
        if said in BY_NAME:
            return await permit.act(BY_NAME[said], "sign", **changes)
    raise AssertionError(f"nobody signs at {node}: {seats}")


def _reached(node: str, until: str) -> bool:
    if until == "signing":
        return node.startswith("sign_")
    if until == "checked":
        return node == "ready"
    return until in {node, STATE_OF.get(node, "")} or (until == "accepted" and not node)
