"""Removes a connector: it reads and tells nothing more; what it brought stays, with its name."""

from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from anshu.records.connectors import queries, writes
from anshu.records.connectors.desk import Connectors, ConnectorUnknown
from anshu.records.subject import Subject
from anshu.sdk.text import Text


async def remove(room: Connectors, subject: Subject, instance: UUID) -> None:
    """The connector is gone at once, with its secrets; what waited to go out is dropped.

    A run under way ends as if it had lost its lease. Raises ConnectorUnknown when the tenant has
    none such, or had.
    """
    now = room.clock.now()
    at = f"{now.astimezone(ZoneInfo(subject.timezone)):%Y-%m-%d %H:%M}"
    async with room.store.begin(subject.principal, purpose="connectors.remove") as transaction:
        person = await transaction.fetchrow(queries.PERSON, subject.person)
        name = person["title"] if person is not None else ""
        said = Text(zh=f"{name} 于 {at} 移除。", en=f"Removed by {name} at {at}.")
        error = msgspec.json.encode(said).decode()
        if await transaction.fetchrow(writes.REMOVE, instance, error, now) is None:
            raise ConnectorUnknown
