"""A setting that somebody changed, written to the ledger in the transaction that changes it."""

import os
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.ledger import queries
from anshu.ledger.append import event_columns, insert_events
from anshu.ledger.leaf import NewEvent, encode
from anshu.store.unit_of_work import Transaction

KIND = "SettingChanged"
STREAM = "setting-"
# Before a tenant has definitions, its settings follow none.
NO_DEFINITION = bytes(32)


class ChangedSetting(Struct, frozen=True):
    """What was changed by whom (None: the product): values before and after, never secrets.

    `what` names the one of several (a webhook's title, a kind of mail).
    """

    name: str
    by: UUID | None
    at: datetime
    old: Mapping[str, object]
    new: Mapping[str, object]
    what: str = ""


async def record_change(tx: Transaction, changed: ChangedSetting) -> None:
    """Appends the event; nothing when no value differs."""
    keys = [
        key
        for key in dict.fromkeys((*changed.old, *changed.new))
        if changed.old.get(key) != changed.new.get(key)
    ]
    if not keys:
        return
    stream = STREAM + changed.name
    # A stream's numbers have no gaps: who changes the same setting waits for the other's end.
    await tx.fetchrow(queries.LOCK_STREAM, stream)
    head = await tx.fetchrow(queries.STREAM_HEAD, stream)
    assert head is not None  # an aggregate always answers
    event = NewEvent(
        kind=KIND, at=changed.at, received_at=changed.at,
        actor=f"person:{changed.by}" if changed.by else "system:settings",
        normal={
            "@what": changed.what,
            "@old": {key: changed.old[key] for key in keys if key in changed.old},
            "@new": {key: changed.new[key] for key in keys if key in changed.new},
        },
    )  # fmt: skip
    encoded = encode(
        event, stream=stream, version=head["version"] + 1,
        definition=head["definition"] or NO_DEFINITION, salt=os.urandom(32),
    )  # fmt: skip
    await tx.execute(insert_events(), *event_columns([encoded]))
