"""The plant's own profile: one record of a tenant that its administrator keeps."""

from uuid import UUID, uuid5

from msgspec import Struct

from anshu.definitions.words import Text
from anshu.flow.commands import Create, Update
from anshu.kernel.refusal import Refusal
from anshu.records.paging import Read, read_record
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.records.subject import Subject

PROFILE = "plant_profile"
INDUSTRIES = "plant_industry"


class IndustryChoice(Struct, frozen=True):
    """An industry and the library of major hazards that it judges by."""

    code: str
    label: Text
    library: Text


class Industry(Struct, frozen=True):
    """The industry that is set (empty: none yet) and those there are."""

    industry: str
    choices: tuple[IndustryChoice, ...]


def profile_of(tenant: UUID) -> UUID:
    """The id of a tenant's one profile record."""
    return uuid5(tenant, PROFILE)


async def read_industry(services: Services, subject: Subject) -> Industry | Refusal:
    """What the plant's profile says, and what it could say."""
    read = await read_record(services, subject, PROFILE, profile_of(subject.tenant))
    if isinstance(read, Refusal) and read.code != "unknown_record":
        return read
    lists = (await services.books.current(subject.principal)).compiled.lists
    if INDUSTRIES not in lists:
        return Refusal("unknown_type", kind="unknown")
    choices = tuple(
        IndustryChoice(code.code, code.label, lists[code.maps_to].title)
        for code in lists[INDUSTRIES].items
        if code.maps_to in lists
    )
    known = str(read.state.data.get("industry", "")) if isinstance(read, Read) else ""
    return Industry(known, choices)


async def set_industry(
    services: Services, subject: Subject, command: UUID, industry: str
) -> Answer | Refusal:
    """Makes or changes the profile; a record like any other, so the change is in the ledger."""
    identity = profile_of(subject.tenant)
    read = await read_record(services, subject, PROFILE, identity)
    if isinstance(read, Refusal):
        if read.code != "unknown_record":
            return read
        return await run(
            services, subject, Create(id=identity, type=PROFILE, data={"industry": industry})
        )
    change = Update(
        id=command, record=identity, type=PROFILE, version=read.state.version,
        data={"industry": industry},
    )  # fmt: skip
    return await run(services, subject, change)
