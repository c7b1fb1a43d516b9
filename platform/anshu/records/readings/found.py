"""Rows of readings.queries.ASKED as fact providers know them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.compiler.compiled import CompiledType
from anshu.kernel.position import Position
from anshu.records.readings.vicinity import (
    Here,
    Placed,
    here_of,
    neighbours_of,
    span_of,
)
from anshu.sdk.facts import Known, KnownRecord, Neighbour, Observation


def known_of(
    kind: CompiledType,
    data: Mapping[str, object],
    rows: Sequence[Record],
    *,
    now: datetime,
    going_on: bool = False,
) -> Known:
    """Everything that was asked for; `data` is the record's own, as it would be.

    `going_on`: it takes place now, whatever was planned.
    """
    by: dict[str, list[Record]] = {}
    for row in rows:
        by.setdefault(row["what"], []).append(row)
    records = [_record(row)[0] for row in by.get("asked", [])]
    return Known(
        records={record.id: record for record in records},
        referring=tuple(_each_once(by.get("referring", []))),
        similar=tuple(_each_once(by.get("similar", []))),
        neighbours=_neighbours(kind, data, by, now=now, going_on=going_on),
        observations=tuple(_observation(row) for row in by.get("observed", [])),
    )


def _each_once(rows: Iterable[Record]) -> Iterable[KnownRecord]:
    return {row["key"]: _record(row)[0] for row in rows}.values()


def _neighbours(
    kind: CompiledType,
    data: Mapping[str, object],
    by: Mapping[str, list[Record]],
    *,
    now: datetime,
    going_on: bool,
) -> tuple[Neighbour, ...]:
    rule = kind.item.vicinity
    if rule is None or "here" not in by:
        return ()
    found = []
    for row in by.get("near", []):
        record, position = _record(row)
        there = here_of(kind, record.data)
        found.append(Placed(record, position, there.area, there.equipment, there.exact))
    here = _here(here_of(kind, data), by["here"][0])
    own = span_of(rule, data, now if going_on else None)
    return neighbours_of(rule, here, own, found, now=now)


def _here(own: Here, row: Record) -> Here:
    """Without a position of its own it stands in the middle of its area."""
    if own.position is not None or not (row["key"] and row["title"]):
        return own
    return msgspec.structs.replace(own, position=Position(float(row["key"]), float(row["title"])))


def _record(row: Record) -> tuple[KnownRecord, Position | None]:
    data = msgspec.json.decode(row["body"], type=dict[str, object])
    number, state = str(data.pop("@number", "")), str(data.pop("@state", ""))
    lat, lon = data.pop("@lat", None), data.pop("@lon", None)
    known = isinstance(lat, int | float) and isinstance(lon, int | float)
    place = Position(float(str(lat)), float(str(lon))) if known else None
    record = KnownRecord(
        id=UUID(row["key"]), type=row["kind"], title=row["title"], number=number, state=state,
        org_path=row["org_path"], created_at=row["captured_at"], closed_at=row["received_at"],
        data=data,
    )  # fmt: skip
    return record, place


def _observation(row: Record) -> Observation:
    body = msgspec.json.decode(row["body"], type=dict[str, float | str | None])
    return Observation(
        quantity=row["kind"], subject=row["person"], source=row["title"],
        value=str(body["value"]), unit=row["org_path"], at=row["captured_at"],
        lat=_degrees(body["lat"]), lon=_degrees(body["lon"]),
        accuracy_m=_degrees(body["accuracy_m"]),
    )  # fmt: skip


def _degrees(value: float | str | None) -> float | None:
    return float(value) if value is not None else None
