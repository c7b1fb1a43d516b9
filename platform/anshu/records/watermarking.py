"""Pictures of a record get their watermark: when, by whom and where they were given to it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Field
from anshu.flow.advance import moment_of
from anshu.flow.references import columns_of, rows_of
from anshu.flow.rows import number_of
from anshu.flow.state import RecordState, person_of
from anshu.media.door import watermark
from anshu.media.position import Position
from anshu.media.watermark import Caption, caption_lines
from anshu.records import queries
from anshu.records.messages import Step
from anshu.records.services import Services
from anshu.store.principal import Tenant


class Given(Struct, frozen=True):
    """Values that one person gave at one moment, in these fields."""

    at: datetime
    person: UUID | None
    fields: Mapping[str, Field]
    data: Mapping[str, object]


async def mark_pictures(
    services: Services,
    tenant: Tenant,
    kind: CompiledType,
    state: RecordState,
    steps: tuple[Step, ...],
) -> None:
    """Marks the pictures that these events brought; the same lines give the same copy."""
    for step in steps:
        for given in _given(kind, state, step):
            await _mark(services, tenant, (kind, state), given)


def every_step(kind: CompiledType, state: RecordState) -> tuple[Step, ...]:
    """What brought anything that the record holds."""
    ended = (task.id for task in state.tasks if task.closed_at is not None)
    entered = (
        Step("EntryAdded", 0, table=key, rows=tuple(number_of(row) for _, row in rows))
        for key, field in kind.fields.items()
        if field.kind == "table" and (rows := [*rows_of(field, state.data.get(key))])
    )
    return (
        Step("RecordCreated", 1),
        *(Step("TaskCompleted", 0, task) for task in ended),
        *entered,
    )


def pictures_in(fields: Mapping[str, Field], data: Mapping[str, object]) -> Iterator[str]:
    """The photos of these fields and of their tables' rows, without rows that were entered."""
    for key, field in fields.items():
        value = data.get(key)
        if field.kind == "photo" and isinstance(value, list):
            yield from (str(digest) for digest in value)
        for _, row in rows_of(field, value) if field.kind == "table" else ():
            if "@at" not in row:
                yield from pictures_in(columns_of(field), row)


def _given(kind: CompiledType, state: RecordState, step: Step) -> Iterator[Given]:
    if step.kind == "RecordCreated" and state.created_at is not None:
        yield Given(state.created_at, state.reporter, kind.fields, state.data)
    task = state.task(step.task) if step.task is not None else None
    if step.kind == "TaskCompleted" and task is not None and task.closed_at is not None:
        yield Given(task.closed_at, person_of(task.closed_by), kind.fields, task.data)
    if step.kind == "EntryAdded" and step.table in kind.fields:
        yield from _entered(kind.fields[step.table], state, step)


def _entered(table: Field, state: RecordState, step: Step) -> Iterator[Given]:
    for _, row in rows_of(table, state.data.get(table.key)):
        at = moment_of(row.get("@at"))
        if at is not None and number_of(row) in step.rows:
            by = str(row.get("@by") or "")
            plain = {key: value for key, value in row.items() if not key.startswith("@")}
            yield Given(at, UUID(by) if by else None, columns_of(table), plain)


async def _mark(
    services: Services, tenant: Tenant, record: tuple[CompiledType, RecordState], given: Given
) -> None:
    photos = tuple(pictures_in(given.fields, given.data))
    if not photos:
        return
    kind, state = record
    area = state.data.get(kind.promoted.get("area", ""))
    wanted = [UUID(str(item)) for item in (given.person, area) if item]
    zone = (await services.registry.find_by_role(tenant.role)).timezone
    async with services.store.begin(tenant, purpose="watermark.names") as tx:
        rows = await tx.fetch(queries.PAGE, wanted, [state.org_path], [], "/", given.at)
    names = {row["key"]: row["title"] for row in rows if row["what"] == "record"}
    unit = next((row["title"] for row in rows if row["what"] == "org"), "")
    caption = Caption(
        at=given.at, zone=zone, number=state.number, person=names.get(str(given.person), ""),
        place=" ".join(part for part in (unit, names.get(str(area), "")) if part),
        position=_position(given),
    )  # fmt: skip
    for digest in photos:
        await watermark(services.media, tenant, digest, lines=caption_lines(caption))


def _position(given: Given) -> Position | None:
    keys = [key for key, field in given.fields.items() if field.kind == "location"]
    value = next((given.data[key] for key in keys if given.data.get(key)), None)
    return msgspec.convert(value, Position) if isinstance(value, dict) else None
