"""Writes a round of watches: the looks, the alarms that they found, and what follows, at once."""

from collections.abc import Sequence

import msgspec

from anshu.ledger.append import event_columns
from anshu.outbox.message import Message, Signer, outbox_columns
from anshu.records.books import stream_of
from anshu.records.messages import Follow, FollowAll, following, messages_of
from anshu.records.preparing import Prepared
from anshu.records.projection import record_row, task_row
from anshu.records.watches import writes
from anshu.records.watches.moment import Moment
from anshu.records.writing import deadlines_after, follow_of, waking
from anshu.store.unit_of_work import Transaction


async def write_looks(
    tx: Transaction, moment: Moment, looks: Sequence[Prepared], alarms: Sequence[Prepared]
) -> None:
    """Everything that follows from the round, in one round trip."""
    whole = (*looks, *alarms)
    claims = [
        (claim, stream_of(each.kind.key, each.record)) for each in whole for claim in each.claims
    ]
    await tx.execute(
        writes.LOOKED,
        *event_columns([event for each in alarms for event in each.events]),
        _json([record_row(a.kind, a.after, a.record, a.definition) for a in alarms]),
        _json([task_row(a.kind, task, a.record) for a in alarms for task in a.after.tasks]),
        _json([row for each in whole for row in deadlines_after(each, moment.now)]),
        moment.now,
        [look.command.id for look in looks],
        [claim.key for claim, _ in claims],
        [claim.generation for claim, _ in claims],
        [claim.held for claim, _ in claims],
        [stream for _, stream in claims],
        *outbox_columns(_messages(moment, alarms)),
    )


def _messages(moment: Moment, alarms: Sequence[Prepared]) -> list[Message]:
    """One to follow all the alarms, and the wake-ups of each."""
    if not alarms:
        return []
    signer = Signer(moment.services.settings.secret, moment.tenant.role)
    messages = [following(signer, FollowAll(tuple(map(follow_of, alarms))), moment.now)]
    for alarm in alarms:
        quiet = Follow(alarm.record, alarm.kind.key, ())
        deadlines = list(deadlines_after(alarm, moment.now))
        messages += messages_of(signer, quiet, waking(deadlines, moment.now), moment.now)
    return messages


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()
