"""The groups that people switch on and off, and which notice belongs to which."""

from anshu.definitions.words import Text

GROUPS = ("task", "reminder", "escalation", "warning", "progress")
TITLES = {
    "task": Text(zh="新任务", en="New tasks"),
    "reminder": Text(zh="到期提醒", en="Due soon"),
    "escalation": Text(zh="逾期升级", en="Escalations"),
    "warning": Text(zh="预警", en="Warnings"),
    "progress": Text(zh="进展", en="Progress"),
}
# Told at any hour; "unread" belongs to the same group and waits for the morning.
URGENT = frozenset({"escalated", "rule_raised"})
_OF_KIND = {
    "opened": "task",
    "assigned": "task",
    "added": "task",
    "turn": "task",
    "reminded": "reminder",
    "urged": "reminder",
    "escalated": "escalation",
    "unread": "escalation",
    "repeated": "warning",
    "reopened": "warning",
    "rule_raised": "warning",
    "webhook_paused": "warning",
    "connector_failed": "warning",
    "closed": "progress",
    "merged": "progress",
    "copied": "progress",
    "withdrawn": "progress",
}


def group_of(kind: str, *, has_task: bool = False) -> str:
    """The group of a notice; one of a kind that is not listed goes by whether it names a task."""
    return _OF_KIND.get(kind, "task" if has_task else "progress")


def kinds_of(group: str) -> tuple[str, ...]:
    """The listed kinds of a group."""
    return tuple(kind for kind, own in _OF_KIND.items() if own == group)
