"""The columns that the runner's one data-modifying statement appends to the ledger."""

from collections.abc import Sequence

from anshu.ledger.leaf import EncodedEvent

EVENT_COLUMNS = (
    "stream", "version", "kind", "format", "at", "received_at", "actor", "definition",
    "normal", "restricted", "personal", "salts", "leaf",
)  # fmt: skip
EVENT_ARRAY_TYPES = (
    "text[]", "int4[]", "text[]", "int2[]", "timestamptz[]", "timestamptz[]", "text[]", "bytea[]",
    "bytea[]", "bytea[]", "bytea[]", "bytea[]", "bytea[]",
)  # fmt: skip


def event_columns(events: Sequence[EncodedEvent]) -> tuple[list[object], ...]:
    """One list per column, in the order of EVENT_COLUMNS."""
    return tuple([getattr(event, name) for event in events] for name in EVENT_COLUMNS)


def insert_events(*, first: int = 1) -> str:
    """The INSERT of event arrays held in the parameters from `$first`; keeps their order.

    `xid` and `seq` come from the table's defaults, in this order (docs/adr/0003): the sealer
    relies on a drawn number belonging to a transaction that already has its id.
    """
    arrays = ", ".join(
        f"${first + place}::{array_type}" for place, array_type in enumerate(EVENT_ARRAY_TYPES)
    )
    names = ", ".join(EVENT_COLUMNS)
    return " ".join(
        ("insert into event (", names, ") select ", names, " from unnest(", arrays,
         ") with ordinality as new (", names, ", place) order by place")
    )  # fmt: skip
