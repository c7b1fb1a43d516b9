"""How long a record takes: from the discovery of the trouble to the end of its flow."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from anshu.compiler.compiled import CompiledType


def elapsed_minutes(
    kind: CompiledType,
    discovered_at: datetime | None,
    *,
    closed_at: datetime | None,
    now: datetime,
) -> int | UnsetType:
    """Whole minutes until the end, or until now while it is open; nothing without a flow.

    A phone's clock may run a little ahead: never below zero.
    """
    if kind.flow is None or discovered_at is None:
        return UNSET
    spent = (closed_at or now) - discovered_at
    return max(0, int(spent.total_seconds() // 60))
