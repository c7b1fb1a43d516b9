"""Gives decided events their place in the stream, and folds the state that follows."""

import os
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Command, Facts, Fire
from anshu.flow.state import Happened, RecordState, evolve
from anshu.flow.watching import watched
from anshu.kernel.refusal import Raised
from anshu.ledger.leaf import EncodedEvent, NewEvent, encode
from anshu.records.books import stream_of
from anshu.records.repeated import Claim


class Prepared(Struct, frozen=True):
    """A command about to be written: everything that follows from the decision."""

    kind: CompiledType
    record: UUID
    definition: bytes
    command: Command
    before: RecordState
    after: RecordState
    events: tuple[EncodedEvent, ...]
    happened: tuple[Happened, ...]
    claims: tuple[Claim, ...] = ()
    alarms: tuple[Raised, ...] = ()


def prepare(
    kind: CompiledType,
    command: Command,
    record: UUID,
    before: RecordState,
    decision: tuple[NewEvent, ...],
    definition: bytes,
) -> Prepared:
    """The decided events with their place in the stream, and the state after them."""
    stream, after = stream_of(kind.key, record), before
    encoded: list[EncodedEvent] = []
    followed: list[Happened] = []
    for event in decision:
        version = after.version + 1
        encoded.append(
            encode(
                event, stream=stream, version=version, definition=definition, salt=os.urandom(32)
            )
        )
        payload = _as_stored({**event.normal, **event.restricted, **event.personal})
        followed.append(
            Happened(version, event.kind, event.at, event.received_at, event.actor, payload)
        )
        after = evolve(after, followed[-1])
    return Prepared(
        kind=kind, record=record, definition=definition, command=command, before=before,
        after=after, events=tuple(encoded), happened=tuple(followed),
    )  # fmt: skip


def alarms_after(prepared: Prepared, facts: Facts) -> tuple[Raised, ...]:
    """The alarms that the command's events keep, or that its watch has found."""
    if isinstance(prepared.command, Fire):
        return watched(prepared.kind, prepared.before, prepared.command, facts)
    kept = [event.payload.get("@alarms", []) for event in prepared.happened]
    found = [each for one in kept for each in msgspec.convert(one, list[Raised])]
    return tuple({(each.code, each.subject): each for each in reversed(found)}.values())


def _as_stored(payload: dict[str, object]) -> dict[str, object]:
    """The payload as a later load will read it: times and ids as text."""
    return msgspec.json.decode(msgspec.json.encode(payload), type=dict[str, object])
