"""A permit as its people drive it over HTTP; every refusal writes nothing but its alarms, once.

Forms take what they ask of the permit's `values`, so a test changes a value and not a form.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from httpx import Response

from anshu.definitions.field_language import Field, Form, FormField, Variant
from anshu.definitions.flow_language import Flow
from anshu.definitions.language import RecordType
from tests.conformance.site import Site

Json = dict[str, Any]
WARNING = {"warn", "escalate", "block"}


class Driven:
    """One permit: its values, its page, the ends of its tasks and the rows of its logs."""

    def __init__(self, site: Site, job: str, values: Json) -> None:
        self.site, self.job, self.values = site, job, values
        self.id = str(uuid4())
        items = [item for pack in site.packs for item in pack.items]
        self._forms = {item.key: item for item in items if isinstance(item, Form)}
        self._asked = _asked_by_variant(items, job)
        self._fields = _fields(items)
        flows = [item for item in items if isinstance(item, Flow) and item.key == "permit_flow"]
        self._entries = {entry.key: entry for flow in flows for entry in flow.entries}
        self._outcomes = {
            (node.key, outcome.key): outcome.form
            for flow in flows
            for node in flow.nodes
            for outcome in node.outcomes
        }
        self._seen: Json = {}

    async def book(self, **changes: object) -> Response:
        """Send the booking; what is None is left out."""
        data = await self._answers("permit_booking", "applicant", "", changes)
        return await self._post("applicant", "records/permit", {"id": self.id, "data": data})

    async def look(self, name: str = "safety") -> Response:
        """The answer to opening the page."""
        return await (await self.site.person(name)).get(f"records/permit/{self.id}")

    async def page(self, name: str = "safety") -> Json:
        """The permit's page as this person sees it."""
        answer = await self.look(name)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def current(self) -> Json:
        """The page as the last answer showed it, or a fresh one after time has passed."""
        if not self._seen:
            self._seen = await self.page()
        return self._seen

    async def state(self) -> str:
        """The state that it is in."""
        return str((await self.page())["state"])

    async def waiting(self) -> Json:
        """The step that waits; empty once it has ended."""
        steps = (await self.current())["chain"]
        return next((step for step in steps if step["state"] == "now"), {})

    async def waits_at(self) -> str:
        """The node where it waits; empty once it has ended."""
        return str((await self.waiting()).get("node", ""))

    async def may(self, name: str, outcome: str = "") -> bool:
        """Whether a task waits for this person (that they may end so)."""
        answer = await self.look(name)
        return answer.status_code == 200 and bool(_ways(answer.json(), outcome))

    async def act(self, name: str, outcome: str, /, **changes: object) -> Response:
        """End the task that waits; `changes` go over the permit's values."""
        step, late = await self.waiting(), bool(changes.pop("waited_offline", False))
        form = self._outcomes[step["node"], outcome]
        signing = f"{step['task']}:{outcome}"
        data = await self._answers(form, name, signing, changes) if form else {}
        more = {"waited_offline": True} if late else {}
        return await self.complete(name, step["task"], outcome, data, **more)

    async def complete(
        self, name: str, task: str, outcome: str, data: Json, **more: object
    ) -> Response:
        """End a task, or try to if it is not this person's."""
        body: Json = {
            "command_id": str(uuid4()), "version": (await self.current())["version"],
            "outcome": outcome, "data": data,
        } | more  # fmt: skip
        return await self._post(name, f"records/permit/{self.id}/tasks/{task}", body)

    async def enter(self, name: str, entry: str, *rows: Json, **more: object) -> Response:
        """Record rows in one of the permit's logs."""
        body: Json = {
            "id": str(uuid4()), "entry": entry, "rows": list(rows),
            "captured_at": self.site.now.isoformat(),
        } | more  # fmt: skip
        return await self._post(name, f"records/permit/{self.id}/entries", body)

    async def check(self, form: str, name: str, data: Json | None = None) -> Json:
        """What the form says while it is being filled, before it is sent."""
        filled = data or await self._answers(form, name, "", {})
        body: Json = {"data": filled, "record": self.id}
        answer = await (await self.site.person(name)).post(f"forms/permit/{form}/check", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def warnings(
        self, form: str, name: str = "responsible", data: Json | None = None
    ) -> set[str]:
        """The clauses that the form warns of, or by which it would be refused."""
        rows = (await self.check(form, name, data))["rows"]
        named = [row["clause"] for row in rows if row["severity"] in WARNING and "clause" in row]
        return {f"{clause['norm']} {clause['clause']}" for clause in named}

    async def change(self, name: str, data: Json) -> Response:
        """Try to change fields of the permit as if it were a plain record."""
        version = (await self.page())["version"]
        body: Json = {"command_id": str(uuid4()), "version": version, "data": data}
        return await self._send(name, "put", f"records/permit/{self.id}", body)

    async def signed_row(self, name: str, entry: str, row: Json) -> Json:
        """The row with the signature of whom it names, drawn on this person's device."""
        sheet = await (await self.site.person(name)).post(
            f"records/permit/{self.id}/entries/sheet", json={"entry": entry, "row": row}
        )
        assert sheet.status_code == 200, sheet.text
        return row | {"signature": await self._drawn(name, sheet)}

    async def _post(self, name: str, path: str, body: Json) -> Response:
        return await self._send(name, "post", path, body)

    async def _send(self, name: str, method: str, path: str, body: Json) -> Response:
        site = self.site
        before = await site.newest_event()
        answer = await (await site.person(name)).request(method, path, json=body)
        if answer.status_code >= 400:
            written = await site.events_since(before)
            assert not written, f"a refusal wrote {written}: {answer.text}"
            await self._alarmed_once(answer.json().get("alarms", ()))
        else:
            self._seen = answer.json()
        return answer

    async def _alarmed_once(self, codes: Sequence[str]) -> None:
        """The alarms that a refusal names are open, one of each and of each whom it concerns."""
        if not codes:
            return
        opened = [alarm for alarm in await self.site.alarms(self.id) if alarm["state"] == "open"]
        about = [(alarm["data"]["code"], alarm["data"].get("subject")) for alarm in opened]
        assert set(codes) <= {code for code, _ in about}, (codes, about)
        assert len(about) == len(set(about)), about

    async def _answers(
        self, form: str, name: str, signing: str, changes: Mapping[str, object]
    ) -> Json:
        """What this form asks of the values; signatures last, over everything else."""
        values = {**self.values, **changes}
        data: Json = {}
        signatures = []
        for use in self._uses(form):
            field = self._fields[use.field]
            if use.when and _said(values.get(use.when[0])) not in use.when[1:]:
                continue
            if field.kind == "signature":
                # Who books may sign and need not; quick mode's test does.
                signatures += [use] if use.required else []
            elif field.kind == "photo" and use.field not in values:
                data[use.field] = [await self.site.upload(name)]
            elif values.get(use.field) is not None:
                data[use.field] = values[use.field]
        for use in signatures:
            data[use.field] = await self._signature(name, signing, data)
        return data

    async def _signature(self, name: str, signing: str, data: Json) -> Json:
        task, _, outcome = signing.partition(":")
        sheet = await (await self.site.person(name)).post(
            f"records/permit/{self.id}/tasks/{task}/sheet", json={"outcome": outcome, "data": data}
        )
        assert sheet.status_code == 200, sheet.text
        return await self._drawn(name, sheet)

    async def _drawn(self, name: str, sheet: Response) -> Json:
        image = await self.site.drawing(name)
        return {"image": image, "shown": sheet.json()["shown"], "method": "handwriting"}

    def _uses(self, form: str) -> Sequence[FormField]:
        return (*self._forms[form].fields, *self._asked.get(form, ()))


def _said(value: object) -> str:
    """A value as a condition names it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _asked_by_variant(items: Sequence[object], job: str) -> dict[str, tuple[FormField, ...]]:
    asked: dict[str, tuple[FormField, ...]] = {}
    for item in items:
        if isinstance(item, Variant) and item.of == "permit" and item.value == job:
            for use in item.forms:
                asked[use.form] = (*asked.get(use.form, ()), *use.fields)
    return asked


def _fields(items: Sequence[object]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for item in items:
        if (isinstance(item, RecordType) and item.key == "permit") or (
            isinstance(item, Variant) and item.of == "permit"
        ):
            found |= {field.key: field for field in item.fields}
    return found


def _ways(page: Json, outcome: str) -> list[tuple[str, str]]:
    """Task and form of each way in which the reader may end a task so."""
    return [
        (action["task"], choice["form"])
        for action in page["actions"]
        for choice in action["outcomes"]
        if outcome in {"", choice["key"]}
    ]
