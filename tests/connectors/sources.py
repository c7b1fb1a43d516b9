"""A source that the test scripts, and equipment that the test knows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from anshu.kernel.ids import new_id
from anshu.sdk.config import DriverConfig, Secret
from anshu.sdk.driver import Driver, ProbeResult, ReadResult, Stream
from anshu.sdk.text import Text
from anshu.sdk.values import SourceEntity, SourceValue, raw_hash
from anshu.store.principal import Tenant

PASSWORD = "open-sesame-4711"


class ScriptConfig(DriverConfig, frozen=True, forbid_unknown_fields=True, kw_only=True):
    site: str
    password: Secret = PASSWORD


class ScriptDriver(Driver[ScriptConfig]):
    """Answers each read with what the test put into `pages`: a result or an exception."""

    config_type = ScriptConfig
    title = Text(zh="脚本")
    family = "eam"
    pages: list[ReadResult | Exception]
    asked: list[str]

    async def probe(self, config: ScriptConfig) -> ProbeResult:
        return ProbeResult(Text(zh=f"站点 {config.site}"))

    async def streams(self, config: ScriptConfig) -> tuple[Stream, ...]:
        return (Stream("orders", Text(zh="工单"), ("equipment", "last_maintenance_at")),)

    async def read(self, config: ScriptConfig, stream: str, cursor: str) -> ReadResult:
        self.asked.append(cursor)
        answer = self.pages.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class KnownEquipment:
    """Stands for the records room: keeps machines by tenant and code."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], UUID] = {}
        self.titles: dict[tuple[str, str], str] = {}

    async def upsert(
        self, principal: Tenant, machines: Sequence[SourceEntity]
    ) -> Mapping[str, UUID]:
        for machine in machines:
            place = (principal.schema, machine.key)
            self.ids.setdefault(place, new_id())
            self.titles[place] = machine.title
        return await self.find(principal, [machine.key for machine in machines])

    async def find(self, principal: Tenant, codes: Sequence[str]) -> Mapping[str, UUID]:
        places = {code: self.ids.get((principal.schema, code)) for code in codes}
        return {code: id for code, id in places.items() if id is not None}


def machine(code: str, at: datetime) -> SourceEntity:
    return SourceEntity(
        key=code,
        title=f"设备 {code}",
        attributes={},
        source_key=code,
        source_modified_at=None,
        fetched_at=at,
        raw_hash=raw_hash(code.encode()),
    )


def maintained(code: str, value: str, at: datetime) -> SourceValue:
    return SourceValue(
        entity_key=code,
        name="last_maintenance_at",
        value=value,
        source_key=f"order-{code}",
        source_modified_at=at,
        fetched_at=at,
        raw_hash=raw_hash(value.encode()),
    )
