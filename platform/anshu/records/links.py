"""Links from a record to others that are the same trouble, as one reader may see them."""

from collections.abc import Iterator, Mapping
from typing import Literal
from uuid import UUID

from anshu.access.reach import Reach
from anshu.definitions.words import Text
from anshu.flow.state import Link, RecordState
from anshu.records.page import LinkedRecord

Relation = Literal["recurs", "recurred", "repeated", "same_as", "reported_again"]
LABELS: dict[Relation, Text] = {
    "recurs": Text(zh="复发", en="Recurrence of"),
    "recurred": Text(zh="之后复发", en="Recurred as"),
    "repeated": Text(zh="重复预警关联", en="Warned of together with"),
    "same_as": Text(zh="重复上报，并入", en="Reported again; see"),
    "reported_again": Text(zh="重复上报", en="Reported again as"),
}


def shown_links(
    state: RecordState, units: Mapping[UUID, str], reach: Reach, language: str
) -> tuple[LinkedRecord, ...]:
    """The links to what the reader may read by its unit; of others not even the number.

    `units` are the organisation paths of the linked records, `reach` that of reading them.
    Whether another record is the reader's own is not looked up: its link is not shown then.
    """
    return tuple(
        LinkedRecord(relation, LABELS[relation].said(language), link.id, link.number)
        for relation, link in _links(state)
        if link.id in units and reach.has_row(org_path=units[link.id], own=False)
    )


def linked_records(state: RecordState) -> set[UUID]:
    """The ids of the records that this one is linked to."""
    return {link.id for _, link in _links(state)}


def _links(state: RecordState) -> Iterator[tuple[Relation, Link]]:
    if state.recurs is not None:
        yield "recurs", state.recurs
    for link in state.recurred:
        yield "recurred", link
    for link in state.repeated:
        if link.number != state.number:
            yield "repeated", link
    if state.same_as is not None:
        yield "same_as", state.same_as
    for link in state.reported_again:
        yield "reported_again", link
