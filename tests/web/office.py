"""People of one plant before one application: they upload, report and act over HTTP."""

import hashlib
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient, Response
from litestar import Litestar
from PIL import Image

from anshu.kernel.clock import MovedClock
from anshu.records.reactions import REACTIONS
from anshu.records.sweeper import sweep_tenant
from anshu.web.app import create_app
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant
from tests.web.client import logged_in
from tests.web.worker import work_off

Json = dict[str, Any]
CONTACT, PENALTY = "13800007777", "罚没密记四百元"
HANDLED = {
    "machine_stopped": True, "repair_order_raised": True, "repair_order_number": "WO-2026-118",
    "retest_value": "0.02", "retest_unit": "泄漏率 mL/min",
}  # fmt: skip
ADVICE = {"category": "equipment", "handling": "by_deadline", "advice": "停机更换密封件"}


# What a major hazard needs besides the level and a clause.
MAJOR: Json = {
    "level": "major", "funds": "2.5", "contingency": "停用该反应釜，现场设警戒，备好堵漏器材",
}  # fmt: skip


class Office:
    """The plant's people with their clients; use it as an async context."""

    def __init__(self, plant: Plant, app: Litestar | None = None) -> None:
        self.plant = plant
        self.app = app or create_app(plant.services)
        self._clients: dict[str, AsyncClient] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Office":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def now(self) -> datetime:
        return self.plant.services.clock.now()

    async def person(self, name: str) -> AsyncClient:
        """The person's client, with a session opened at most an hour before by the clock."""
        if name not in self._clients:
            entered = logged_in(self.plant, name, app=self.app)
            self._clients[name] = await self._stack.enter_async_context(entered)
        return self._clients[name]

    def move(self, by: timedelta) -> None:
        """Time passes; people log in again."""
        clock = self.plant.services.clock
        assert isinstance(clock, MovedClock)
        clock.move(by)
        self._clients.clear()

    async def upload(self, name: str, **claims: str) -> str:
        """The hash of a picture that nobody has sent before."""
        content = photo()
        claims = {"purpose": "photo", "captured_at": self.now.isoformat(), **claims}
        client = await self.person(name)
        answer = await client.post(
            "media", params={"sha256": sha256(content), **claims}, content=content
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["hash"])

    async def report(self, name: str = "worker", **data: object) -> Json:
        """The page of a new hazard in the plant's area, with one photo."""
        answer = await self.send_report(name, **data)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def send_report(self, name: str = "worker", **data: object) -> Response:
        whole: Json = {
            "description": "3号反应釜密封渗漏", "area": str(self.plant.area),
            "equipment": str(self.plant.equipment), "position": PLACE, "contact": CONTACT,
        } | data  # fmt: skip
        if "photos" not in whole:
            whole["photos"] = [await self.upload(name)]
        filled = {key: value for key, value in whole.items() if value is not None}
        client = await self.person(name)
        return await client.post("records/hazard", json={"id": str(uuid4()), "data": filled})

    async def page(self, name: str, record: str | UUID) -> Json:
        """The hazard's page as this person sees it."""
        answer = await (await self.person(name)).get(f"records/hazard/{record}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def act(
        self, name: str, record: str, outcome: str, data: Mapping[str, object], **more: object
    ) -> Response:
        """Ends the record's open task; `more` goes into the request beside the data."""
        seen = await self.page("ehs", record)
        return await self.act_on(seen, name, outcome, data, **more)

    async def act_on(
        self, seen: Json, name: str, outcome: str, data: Mapping[str, object], **more: object
    ) -> Response:
        """Ends the task that waited on the page seen."""
        record, task = seen["id"], waiting(seen)
        body: Json = {
            "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome,
            "data": dict(data),
        } | more  # fmt: skip
        client = await self.person(name)
        return await client.post(f"records/hazard/{record}/tasks/{task['task']}", json=body)

    async def done(self, name: str, record: str, outcome: str, data: Mapping[str, object]) -> Json:
        """The page after an act that must succeed."""
        answer = await self.act(name, record, outcome, data)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def to_decision(self, **data: object) -> Json:
        """A hazard that waits for the EHS department."""
        record = (await self.report(**data))["id"]
        await self.done("leader", record, "pass", {"review_opinion": "属实"})
        return await self.done("safety", record, "pass", ADVICE)

    async def to_rectification(
        self, *, days: int = 3, responsible: str = "fixer", **data: object
    ) -> Json:
        """A hazard that waits for its responsible person."""
        record = (await self.to_decision(**data))["id"]
        decision = self.decision(days=days, responsible=responsible)
        return await self.done("ehs", record, "approve", decision)

    def decision(self, *, days: int = 3, responsible: str = "fixer") -> Json:
        return {
            "level": "general", "responsible": str(self.plant.ids[responsible]),
            "deadline": (self.now + timedelta(days=days)).isoformat(), "penalty": PENALTY,
        }  # fmt: skip

    async def rectification(self, record: str, *, by: str = "fixer", **data: object) -> Json:
        """The form of a rectification, signed as the server shows it; empty photos are left out."""
        filled: Json = {"measures_taken": "更换密封件并试压"} | HANDLED | data
        for key in ("before_photos", "after_photos"):
            if key not in filled:
                filled[key] = [await self.upload(by)]
        filled = {key: value for key, value in filled.items() if value != []}
        return filled | {"responsible_signature": await self.signature(by, record, filled)}

    async def signature(self, name: str, record: str, data: Json) -> Json:
        """A signature over the sheet of this data."""
        task = waiting(await self.page("ehs", record))
        client = await self.person(name)
        sheet = await client.post(
            f"records/hazard/{record}/tasks/{task['task']}/sheet",
            json={"outcome": "submit", "data": data},
        )
        assert sheet.status_code == 200, sheet.text
        image = await self.upload(name, purpose="signature")
        return {"image": image, "shown": sheet.json()["shown"], "method": "handwriting"}

    async def to_reinspection(self, *, days: int = 3, **data: object) -> Json:
        """A hazard that waits for its re-inspection."""
        record = (await self.to_rectification(days=days, **data))["id"]
        return await self.done("fixer", record, "submit", await self.rectification(record))

    async def close(self, record: str) -> Json:
        """The page after a re-inspection that finds everything in order."""
        return await self.done("safety", record, "pass", await self.reinspection())

    async def notices(self, name: str) -> list[str]:
        """The kinds of what the person was told, newest first, once the messages are worked off."""
        await work_off(self.plant, REACTIONS)
        return [n["kind"] for n in (await self.worklist(name))["notices"]]

    async def worklist(self, name: str) -> Json:
        answer = await (await self.person(name)).get("worklist")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def sweep(self) -> int:
        """How many deadlines the sweeper fires now."""
        return await sweep_tenant(self.plant.services, principal(self.plant.row))

    async def reinspection(self, **place: str) -> Json:
        """The re-checker's form, at the plant's area unless told otherwise."""
        return {
            "recheck_photos": [await self.upload("safety")], "recheck_opinion": "已无渗漏",
            "recheck_position": PLACE | place,
        }  # fmt: skip


def waiting(page: Json) -> Json:
    """The step of the chain that waits."""
    (step,) = [step for step in page["chain"] if step["state"] == "now"]
    return dict(step)


def photo(*, kind: str = "JPEG") -> bytes:
    """A small picture unlike any other."""
    dice = Random()
    image = Image.new("RGB", (48, 36), (dice.randrange(256), dice.randrange(256), 90))
    for _ in range(12):
        spot = (dice.randrange(48), dice.randrange(36))
        image.putpixel(spot, (dice.randrange(256), dice.randrange(256), dice.randrange(256)))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
