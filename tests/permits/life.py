"""A permit's life over HTTP: booked, prepared, signed on site, worked on, accepted.

`Site` has one method for each step, and `issue`, `start` and `accept` for whole ways. Whatever a
step sends can be replaced or left out (None), so that a test says only what is wrong in it.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from httpx import Response

from tests.permits.jobs import JOBS, MEASURES, Job
from tests.records.people import PLACE
from tests.web.office import Json, Office, waiting

GUARDIANS = ("guardian",)
JHA = (
    {"step": "作业准备", "danger": "隔离不彻底，残留物料", "measure": "加盲板并挂牌，逐项确认"},
    {"step": "作业实施", "danger": "着火、中毒、坠落", "measure": "持续检测，监护人全程在场"},
)


class Site(Office):
    """The people of a plant around its permits; use it as an async context like Office."""

    async def permit(self, record: str | UUID, name: str = "ehs") -> Json:
        """The permit's page as this person sees it."""
        answer = await (await self.person(name)).get(f"records/permit/{record}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def complete(
        self, record: str, name: str, outcome: str, data: Json | None = None, **more: object
    ) -> Response:
        """Ends the open task; values that are None are left out."""
        seen = await self.permit(record)
        body: Json = {
            "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome,
            "data": _filled(data or {}),
        } | more  # fmt: skip
        task = waiting(seen)["task"]
        client = await self.person(name)
        return await client.post(f"records/permit/{record}/tasks/{task}", json=body)

    async def must(self, record: str, name: str, outcome: str, data: Json | None = None) -> Json:
        """The page after a step that has to succeed."""
        return _page(await self.complete(record, name, outcome, data))

    async def enter(
        self, record: str, name: str, entry: str, *rows: Json, **more: object
    ) -> Response:
        """Records rows while the task waits."""
        body: Json = {
            "id": str(uuid4()), "entry": entry, "rows": [_filled(row) for row in rows],
            "captured_at": self.now.isoformat(),
        } | more  # fmt: skip
        client = await self.person(name)
        return await client.post(f"records/permit/{record}/entries", json=body)

    async def entered(self, record: str, name: str, entry: str, *rows: Json) -> Json:
        """The page after rows that have to be taken."""
        return _page(await self.enter(record, name, entry, *rows))

    async def send_booking(self, job: Job, name: str = "worker", **data: object) -> Response:
        """Books the job for now, as an urgent one."""
        body = {"id": str(uuid4()), "data": self.booking(job, **data)}
        return await (await self.person(name)).post("records/permit", json=body)

    def booking(self, job: Job, **data: object) -> Json:
        """The form of a booking for now; values that are None are left out."""
        whole: Json = {
            "job": job.kind, "level": job.level, "content": "3号反应釜出口法兰更换",
            "applicant_unit": "/w1/t1/", "work_unit": "检修一队", "contractor": False,
            "area": str(self.plant.area), "place": "3号反应釜二层平台", "position": PLACE,
            "equipment": str(self.plant.equipment),
            "responsible": str(self.plant.ids["foreman"]), "planned_start": self.now.isoformat(),
            "planned_end": (self.now + job.lasts).isoformat(), "urgent": True,
            "urgent_reason": "法兰渗漏，需当天处理",
        } | data  # fmt: skip
        return _filled(whole)

    async def booked(self, job: Job, **data: object) -> Json:
        """A permit whose booking was approved, so that it is being prepared."""
        answer = await self.send_booking(job, **data)
        assert answer.status_code == 201, answer.text
        return await self.must(answer.json()["id"], "unit", "approve")

    def application(self, job: Job, **data: object) -> Json:
        """The form of the application, filled in with care."""
        whole: Json = {
            "mobile": "13900001234", "risk_colour": "yellow", "ex_area": False, "outdoor": False,
            "workers": [self._worker(*each) for each in job.workers],
            "guardians": [self._guardian(each) for each in GUARDIANS],
            "jha": [dict(row) for row in JHA], "similar_seen": True, **job.fields,
        }  # fmt: skip
        if job.kind == "lifting":
            whole |= {
                "commander": str(self.plant.ids["foreman"]),
                "rigger": str(self.plant.ids["helper"]),
            }
        return whole | data

    async def submit(self, record: str, job: Job, **data: object) -> Response:
        """Sends the application: special hot work has its written plan, blind plates their map."""
        if job.level == "hot_special":
            data = {"work_plan": [await self.upload("foreman")]} | data
        if job.kind == "blind_plate":
            data = {"plate_map": [await self.upload("foreman")]} | data
        return await self.complete(record, "foreman", "submit", self.application(job, **data))

    async def confirm_measures(self, record: str, job: Job, *, name: str = "foreman") -> Json:
        """Every measure of the kind answered, the last one as not involved."""
        rows = [
            {"measure": f"{job.kind}_{no:02d}", "involved": no < MEASURES[job.kind]}
            for no in range(1, MEASURES[job.kind] + 1)
        ]
        return await self.entered(record, name, "measures", *rows)

    async def brief(self, record: str, workers: Sequence[str], *, briefer: str = "safety") -> None:
        """The briefing, signed by who gave it and by everybody who got it."""
        rows = [("briefer", briefer), *(("receiver", each) for each in workers)]
        for part, person in rows:
            row: Json = {"part": part, "person": str(self.plant.ids[person])}
            row["signature"] = await self.row_signature(record, briefer, "briefing", row)
            await self.entered(record, briefer, "briefing", row)

    def gas(self, *, minutes: int = 2, **data: object) -> Json:
        """A gas test in order, sampled so many minutes ago."""
        whole: Json = {
            "sampled_at": (self.now - timedelta(minutes=minutes)).isoformat(), "point": "中部",
            "instrument": "GD-031", "oxygen": "20.9", "flammable": "0", "flammable_unit": "%vol",
            "flammable_gas": "toluene", "toxic_unit": "mg/m3", "h2s": "0", "co": "0",
            "calibrated_until": (self.now + timedelta(days=90)).isoformat(),
        }  # fmt: skip
        return whole | data

    async def test_gas(self, record: str, *, name: str = "gas", **data: object) -> Json:
        """A gas test that is taken."""
        return await self.entered(record, name, "gas_test", self.gas(**data))

    async def prepare(self, job: Job, **booking: object) -> Json:
        """A permit with measures, briefing and gas test done, still to be submitted."""
        page = await self.booked(job, **booking)
        record = str(page["id"])
        await self.confirm_measures(record, job)
        await self.brief(record, [person for person, _, _ in job.workers])
        if job.gas:
            await self.test_gas(record)
        return await self.permit(record)

    async def signed_form(
        self, record: str, name: str, outcome: str = "sign", **data: object
    ) -> Json:
        """What a signer sends: where they stand, and the signature over what was shown."""
        filled: Json = _filled({"sign_position": PLACE} | data)
        if "signature" in data:
            return filled
        return filled | {"signature": await self.signature_of(record, name, outcome, filled)}

    async def sign(self, record: str, name: str, outcome: str = "sign", **data: object) -> Response:
        """Signs the open task on site."""
        form = await self.signed_form(record, name, outcome, **data)
        return await self.complete(record, name, outcome, form)

    async def signature_of(self, record: str, name: str, outcome: str, data: Json) -> Json:
        """A handwritten signature over the sheet of this data."""
        task = waiting(await self.permit(record))["task"]
        path = f"records/permit/{record}/tasks/{task}/sheet"
        return await self._drawn(name, path, {"outcome": outcome, "data": data})

    async def row_signature(self, record: str, name: str, entry: str, row: Json) -> Json:
        """A signature under one row, drawn on this person's phone."""
        path = f"records/permit/{record}/entries/sheet"
        return await self._drawn(name, path, {"entry": entry, "row": row})

    async def sign_all(self, record: str, job: Job) -> Json:
        """Every signature until the permit is issued."""
        signers = ["foreman", *(["unit"] if job.unit else []), *job.cosign, *job.approve]
        for name in signers:
            _page(await self.sign(record, name))
        if job.kind == "hot_work":
            _page(await self.sign(record, "shift", "check"))
        return await self.permit(record)

    async def issue(self, level: str = "hot_2", **booking: object) -> Json:
        """A permit that is issued: nobody works yet."""
        job = JOBS[level]
        record = str((await self.prepare(job, **booking))["id"])
        _page(await self.submit(record, job))
        return await self.sign_all(record, job)

    async def check_in(self, record: str, name: str = "guardian", **data: object) -> Json:
        """The guardian is in place."""
        return await self.entered(
            record, name, "check_in", {"act": "check_in", "position": PLACE} | data
        )

    async def start(self, level: str = "hot_2", **booking: object) -> Json:
        """A permit on which work has begun."""
        record = str((await self.issue(level, **booking))["id"])
        await self.check_in(record)
        return await self.must(record, "foreman", "start", {"sign_position": PLACE})

    async def finish(self, record: str, **data: object) -> Json:
        """The page once the work is done and waits for its acceptance."""
        page = await self.permit(record)
        whole: Json = {"people_out": True, "restored": True, "finish_position": PLACE}
        if page["data"]["job"] == "hot_work":
            whole["no_fire"] = True
        return await self.must(record, "foreman", "finish", whole | data)

    async def accept(self, record: str, *, name: str = "shift") -> Json:
        """The page of the accepted permit."""
        photos = [await self.upload(name)]
        whole: Json = {"acceptance_photos": photos, "restored": True, "sign_position": PLACE}
        signature = await self.signature_of(record, name, "accept", whole)
        return await self.must(record, name, "accept", whole | {"acceptance_signature": signature})

    async def _drawn(self, name: str, path: str, body: Json) -> Json:
        sheet = await (await self.person(name)).post(path, json=body)
        assert sheet.status_code == 200, sheet.text
        image = await self.upload(name, purpose="signature")
        return {"image": image, "shown": sheet.json()["shown"], "method": "handwriting"}

    def _worker(self, person: str, duty: str, certificate: str) -> Json:
        row: Json = {"person": str(self.plant.ids[person]), "duty": duty}
        return row | ({"certificate": str(self.plant.ids[certificate])} if certificate else {})

    def _guardian(self, person: str) -> Json:
        certificate = self.plant.ids[f"{person}_certificate"]
        return {"person": str(self.plant.ids[person]), "certificate": str(certificate)}


def _filled(data: Json) -> Json:
    return {key: value for key, value in data.items() if value is not None}


def _page(answer: Response) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
