"""Permits in a ledger: what was may be taken over, but no ledger issues a permit."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anshu.compiler.compiled import Compiled
from anshu.flow.commands import Actor
from anshu.kernel.refusal import FieldError
from anshu.records.imports.history import Surroundings, history_events
from anshu.records.imports.port import ImportedRow
from tests.permits.people import permit_packs

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
AROUND = Surroundings(Actor("person:x", uuid4(), ()), NOW, {}, None)


def taken_in(state: str) -> list[str] | FieldError:
    """The events of a ledger's row in this state, and the node that it waits at."""
    kind = Compiled(permit_packs()).types["permit"]
    data: dict[str, object] = {
        "job": "hot_work", "level": "hot_2", "content": "法兰更换", "responsible": str(uuid4()),
    }  # fmt: skip
    row = ImportedRow(row_no=1, id=uuid4(), data=data, created_at=NOW, state=state)
    events = history_events(kind, row, "ZY-2026-000001", around=AROUND)
    if isinstance(events, FieldError):
        return events
    return [str(event.normal.get("@node", event.kind)) for event in events]


@pytest.mark.parametrize("state", ["preparing", "signing", "issued", "working", "paused"])
def test_no_ledger_brings_a_permit_past_its_gates(state: str) -> None:
    refused = taken_in(state)
    assert isinstance(refused, FieldError) and refused.field == "state"
    assert "已验收" in refused.limit and "已签发" not in refused.limit


def test_permits_of_the_past_are_taken_over_and_open_ones_begin_at_their_booking() -> None:
    assert taken_in("accepted") == ["RecordImported"]
    assert taken_in("") == ["RecordImported", "booking_review"]
