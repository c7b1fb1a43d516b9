"""Equipment records kept by what a connected source knows of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4, uuid5

import structlog
from asyncpg import Record
from msgspec import Struct, json

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Create, Update
from anshu.kernel.refusal import Refusal
from anshu.records import queries
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu.sdk.errors import RetryableError
from anshu.sdk.text import Text
from anshu.sdk.values import SourceEntity
from anshu.store.principal import Tenant

TYPE = "equipment"
BATCH = 500
# UUID version 5 of urn:anshu:equipment; the tenant's schema and the code make the rest of an id.
NAMESPACE = UUID("f44f10fb-64e2-534b-9c40-7947f190f331")
FIELDS = {"functional_location": "location", "status": "status"}
ATTEMPTS = 3
MOVED = ("record_changed", "busy")

log = structlog.get_logger(__name__)


class Kept(Struct, frozen=True):
    """An equipment record as it is."""

    id: UUID
    version: int
    data: dict[str, object]


class Known(Struct, frozen=True):
    """What the tenant has: equipment by code, areas by name (those that are no namesakes)."""

    machines: Mapping[str, Kept]
    areas: Mapping[str, UUID]


class RecordsEquipment:
    """Fills the connectors room's EquipmentPort; everything is done in the name of `actor`.

    A record belongs to its area's unit, to the whole plant without one. The source decides
    name, functional location and status; an area that people chose stays. A code that the
    source has dropped stays as it is. Texts longer than their field are cut.
    """

    def __init__(self, services: Services, *, actor: str) -> None:
        self._services = services
        self._actor = actor

    async def upsert(
        self, principal: Tenant, machines: Sequence[SourceEntity]
    ) -> Mapping[str, UUID]:
        """Record ids by code; machines that our form refuses are logged and left out.

        Raises RetryableError when others change the same records all the time.
        """
        ids: dict[str, UUID] = {}
        for at in range(0, len(machines), BATCH):
            part = machines[at : at + BATCH]
            names = sorted({m.attributes["area"] for m in part if m.attributes.get("area")})
            known = await self._known(principal, [m.key for m in part], names)
            for machine in part:
                kept = await self._keep(principal, machine, known)
                if kept is not None:
                    ids[machine.key] = kept
        return ids

    async def find(self, principal: Tenant, codes: Sequence[str]) -> Mapping[str, UUID]:
        """Record ids of the codes that exist; of two with one code, the older."""
        known = await self._known(principal, codes, ())
        return {code: kept.id for code, kept in known.machines.items()}

    async def _keep(self, principal: Tenant, machine: SourceEntity, known: Known) -> UUID | None:
        book = await self._services.books.current(principal)
        kind = book.compiled.types[TYPE]
        for _ in range(ATTEMPTS):
            kept = known.machines.get(machine.key)
            wanted = _wanted(kind, machine, known.areas, kept)
            if kept is not None and not wanted:
                return kept.id
            command = _command(principal, machine, kept, wanted)
            answer = await run_as_system(self._services, principal, command, actor=self._actor)
            if not isinstance(answer, Refusal):
                return answer.id
            if answer.code not in MOVED:
                log.warning("equipment_refused", code=machine.key, reason=answer.code)
                return None
            known = await self._known(principal, [machine.key], ())
        raise RetryableError(
            Text(
                zh=f"设备“{machine.key}”正在被别人修改，稍后会自动重试。",
                en=f"Equipment “{machine.key}” is being changed by others; it is tried again.",
            )
        )

    async def _known(self, principal: Tenant, codes: Sequence[str], areas: Sequence[str]) -> Known:
        async with self._services.store.begin(
            principal, purpose="connectors.equipment", lane="slow"
        ) as tx:
            rows = await tx.fetch(queries.EQUIPMENT, list(codes), list(areas))
        machines: dict[str, Kept] = {}
        named: dict[str, list[UUID]] = {}
        for row in rows:
            if row["type"] == TYPE:
                machines.setdefault(row["t1"], _kept(row))
            else:
                named.setdefault(row["title"], []).append(row["id"])
        return Known(machines, {name: ids[0] for name, ids in named.items() if len(ids) == 1})


def equipment_id(principal: Tenant, code: str) -> UUID:
    """The id of a record that a source brings: the same however often it is brought."""
    return uuid5(NAMESPACE, f"{principal.schema}/{code}")


def _wanted(
    kind: CompiledType, machine: SourceEntity, areas: Mapping[str, UUID], kept: Kept | None
) -> dict[str, object]:
    """The fields that differ from what is kept; all of them when nothing is."""
    values: dict[str, object] = {"name": _cut(kind, "name", machine.title)}
    for attribute, key in FIELDS.items():
        if machine.attributes.get(attribute):
            values[key] = _cut(kind, key, machine.attributes[attribute])
    area = areas.get(machine.attributes.get("area", ""))
    if area is not None and (kept is None or not kept.data.get("area")):
        values["area"] = str(area)
    if kept is None:
        return {**values, "code": machine.key}
    return {key: value for key, value in values.items() if kept.data.get(key) != value}


def _command(
    principal: Tenant, machine: SourceEntity, kept: Kept | None, wanted: dict[str, object]
) -> Create | Update:
    if kept is None:
        return Create(id=equipment_id(principal, machine.key), type=TYPE, data=wanted)
    return Update(id=uuid4(), record=kept.id, type=TYPE, version=kept.version, data=wanted)


def _cut(kind: CompiledType, key: str, text: str) -> str:
    limit = kind.fields[key].max_length
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _kept(row: Record) -> Kept:
    return Kept(row["id"], row["version"], json.decode(row["data"], type=dict[str, object]))
