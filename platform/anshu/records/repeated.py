"""Tells a repeated request from a new one: by the id that the client gave it, and what it asks."""

import hmac

import msgspec
from msgspec import Struct

from anshu.flow.commands import (
    Absorb,
    AddEntry,
    Command,
    Comment,
    Complete,
    Create,
    Fire,
    Reopen,
    Update,
    Warn,
)
from anshu.flow.decide import content_hash
from anshu.flow.habit_commands import (
    AddSigner,
    Reassign,
    RevokeCopy,
    SendCopy,
    Urge,
    Withdraw,
)
from anshu.flow.repetition import Likeness
from anshu.flow.shared_links import RevokeLink, ShareLink


class Claim(Struct, frozen=True):
    """A row that only one of several at the same time can insert."""

    key: str
    generation: int = 1
    held: bool = True


def claims_of(
    command: Command, alike: Likeness | None, warnings: int, *, secret: bytes
) -> tuple[Claim, ...]:
    """What carrying the command out claims.

    A warning also claims to be the next one for its alike records: of two that were decided on
    at the same time one is decided again, with the other's event in sight.
    """
    first = Claim(claim_key(command, secret=secret))
    if isinstance(command, Warn) and alike is not None:
        return (first, Claim(alike.key, warnings + 1))
    return (first,)


def claim_key(command: Command, *, secret: bytes) -> str:
    """The claim that makes a repeated request harmless.

    An id that comes back asking for something else is another command: answering it with what
    the first one did would swallow what a person entered. Keyed, so that nobody who reads the
    table can try out what the content was.
    """
    content = content_hash(_asked(command)).encode()
    return f"command:{command.id}:{hmac.digest(secret, content, 'sha256').hex()}"


def _asked(command: Command) -> dict[str, object]:
    """What is asked; not when it was captured, which a corrected clock moves with each sending."""
    match command:
        case Create(type=kind, data=data):
            return {"type": kind, "data": data}
        case Complete(record=record, task=task, outcome=outcome, data=data):
            asked = {"record": record, "task": task, "outcome": outcome, "data": data}
            beside = {"to": command.to, "opinion": command.opinion}
            return asked | {key: value for key, value in beside.items() if value}
        case AddEntry(record=record, entry=entry, rows=rows):
            return {"record": record, "entry": entry, "rows": list(rows)}
        case Update(record=record, data=data):
            return {"record": record, "data": data}
        case Comment(record=record, text=text):
            return {"record": record, "text": text}
        case Reopen(record=record, by=by) | Absorb(record=record, by=by):
            return {"record": record, "by": by}
        case Warn(record=record):
            return {"record": record}
        case ShareLink() | RevokeLink() | Withdraw():
            return _plainly(command)
        case AddSigner() | Reassign() | Urge() | SendCopy() | RevokeCopy():
            return _plainly(command)
        case Fire(record=record, task=task, kind=kind):
            asked = {"record": record, "task": task, "kind": kind}
            return asked | ({"name": command.name} if command.name else {})


def _plainly(command: Command) -> dict[str, object]:
    asked = msgspec.to_builtins(command)
    return {key: value for key, value in asked.items() if key not in ("id", "type")}
