"""Acts as a plant's people, one after another, as their phones would."""

import hashlib
from uuid import UUID

from anshu.demonstration.people import SeedRefused, Settled
from anshu.demonstration.pictures import FULL, handwriting, picture
from anshu.flow.commands import AddEntry, Command, Complete
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.media.door import Upload, receive
from anshu.records.paging import Read, read_record
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.records.signing import signing_sheet
from anshu.records.subject import Identity, Subject, resolve
from anshu_tenants.registry import principal


class Desk:
    """The plant's people at work, through the doors that requests go through.

    `size` is that of the photos they take, in pixels; `kind` the type of the records they work on.
    """

    def __init__(
        self,
        services: Services,
        plant: Settled,
        size: tuple[int, int] = FULL,
        kind: str = "hazard",
    ) -> None:
        self._services = services
        self._plant = plant
        self._size = size
        self._kind = kind

    async def subject(self, key: str) -> Subject:
        """The person behind a post."""
        row = self._plant.row
        identity = Identity(
            principal=principal(row), tenant=row.id, person=self._plant.people[key],
            timezone=row.timezone, language="zh-CN",
        )  # fmt: skip
        return await resolve(self._services, identity)

    async def do(self, key: str, command: Command) -> Answer:
        """Carries a command out; SeedRefused says what was refused."""
        done = await run(self._services, await self.subject(key), command)
        if isinstance(done, Refusal):
            raise SeedRefused(f"{key}: {done.code} {[e.field for e in done.fields]}")
        return done

    async def photo(self, key: str, title: str, shade: int) -> str:
        """Takes a photo that says it is simulated; answers its hash."""
        return await self._received(key, picture(title, shade=shade, size=self._size))

    async def complete(
        self, key: str, record: UUID, outcome: str, data: dict[str, object], *, signed: str = ""
    ) -> None:
        """Ends the record's open task; `signed` names the field that takes a signature."""
        subject = await self.subject(key)
        read = await read_record(self._services, subject, self._kind, record)
        if isinstance(read, Refusal):
            raise SeedRefused(f"{key}: {read.code}")
        (task,) = read.state.open_tasks()
        command = Complete(
            id=new_id(), record=record, type=self._kind, task=task.id, version=read.state.version,
            outcome=outcome, data=data,
        )  # fmt: skip
        if signed:
            command = await self._signed(key, command, signed)
        await self.do(key, command)

    async def open_node(self, record: UUID) -> str:
        """The step that the record waits at."""
        read = await read_record(self._services, await self.subject("ehs"), self._kind, record)
        if isinstance(read, Refusal):
            raise SeedRefused(f"open node: {read.code}")
        return read.state.open_tasks()[0].node

    async def enter(
        self, key: str, record: UUID, entry: str, *rows: dict[str, object], signed: str = ""
    ) -> None:
        """Records rows on a record; `signed` names the column that takes a signature."""
        for row in rows if signed else ():
            command = self._entry(record, entry, row)
            row[signed] = await self._drawn(key, command)
        await self.do(key, self._entry(record, entry, *rows))

    async def position_in(self, area: str) -> dict[str, object]:
        """A measured position at an area of the plant."""
        subject = await self.subject("safety")
        read = await read_record(self._services, subject, "area", self._plant.areas[area])
        assert isinstance(read, Read)  # the plant's own area
        position = read.state.data["position"]
        assert isinstance(position, dict)  # every demonstration area has one
        return {**position, "accuracy_m": "9", "source": "browser"}

    async def _received(self, key: str, content: bytes) -> str:
        subject = await self.subject(key)
        upload = Upload(
            content=content, claimed_sha256=hashlib.sha256(content).hexdigest(),
            captured_at=self._services.clock.now(), person=subject.person,
        )  # fmt: skip
        row = await receive(self._services.media, subject.principal, upload)
        if isinstance(row, Refusal):
            raise SeedRefused(f"photo: {row.code}")
        return row.hash

    async def _signed(self, key: str, command: Complete, field: str) -> Complete:
        signature = await self._drawn(key, command)
        return Complete(
            id=command.id, record=command.record, type=command.type, task=command.task,
            version=command.version, outcome=command.outcome,
            data={**command.data, field: signature},
        )  # fmt: skip

    def _entry(self, record: UUID, entry: str, *rows: dict[str, object]) -> AddEntry:
        return AddEntry(id=new_id(), record=record, type=self._kind, entry=entry, rows=rows)

    async def _drawn(self, key: str, command: Complete | AddEntry) -> dict[str, object]:
        """A signature by hand over the sheet of what is sent."""
        subject = await self.subject(key)
        sheet = await signing_sheet(self._services, subject, command)
        if isinstance(sheet, Refusal):
            raise SeedRefused(f"sheet: {sheet.code}")
        image = await self._received(key, handwriting(subject.access.name))
        return {"image": image, "shown": sheet.shown, "method": "handwriting"}
