"""What webhooks tell: the names of events, and the body around one."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from anshu.definitions.words import Text

EVENTS: Mapping[str, Text] = {
    "record.created": Text(zh="新登记", en="Record created"),
    "record.changed": Text(zh="档案修改", en="Record changed"),
    "record.closed": Text(zh="办结", en="Record closed"),
    "record.reopened": Text(zh="复发，重新评估", en="Record reopened"),
    "record.warned": Text(zh="重复预警", en="Repetition warned"),
    "task.opened": Text(zh="任务到达", en="Task opened"),
    "task.completed": Text(zh="任务办理", en="Task completed"),
    "task.reassigned": Text(zh="任务转交", en="Task passed on"),
    "task.escalated": Text(zh="任务升级", en="Task escalated"),
}
# Events of the ledger as the outside hears of them; those not listed stay inside.
OF_LEDGER: Mapping[str, str] = {
    "RecordCreated": "record.created",
    "RecordUpdated": "record.changed",
    "RecordClosed": "record.closed",
    "EffectivenessReopened": "record.reopened",
    "RepetitionWarned": "record.warned",
    "TaskOpened": "task.opened",
    "TaskCompleted": "task.completed",
    "TaskReassigned": "task.reassigned",
    "TaskEscalated": "task.escalated",
}


def body_of(event: str, *, at: datetime, data: Mapping[str, object]) -> str:
    """The message as Standard Webhooks lays it out; kept as text, so that every try is equal."""
    whole = {"type": event, "timestamp": at, "data": data}
    return msgspec.json.encode(whole).decode()
