"""Records that go out to another system: what a driver is told of one, and which it wants.

A declared format, not a hook: `says` is pure, the platform gathers what it is told, keeps the
order and the receipts, and tries again. Each change of a record is told with all of its values,
so what is repeated or skipped is made good by the next one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from anshu.sdk.text import Text


class Referred(Struct, frozen=True, kw_only=True):
    """A record that another one names: a person, an area, a certificate, a permit.

    `labels` are the Chinese ones of its choice fields; `mobile` a person's, where it was asked for.
    """

    type: str
    title: str
    number: str = ""
    state: str = ""
    data: Mapping[str, object] = {}
    labels: Mapping[str, str] = {}
    mobile: str = ""


class Outgoing(Struct, frozen=True, kw_only=True):
    """A record as it stood after one change.

    `state_code` and `codes` (by choice field) are the outside codes that the packs map to. A state
    without one says that of the state before; a choice without one in a list that maps has none.
    `labels` are the Chinese ones of the codes in use, by field or "table.column". `opened` and
    `closed` are the times of each node's newest task. `known` are the records that `data` refers
    to.
    """

    type: str
    id: UUID
    number: str
    state: str
    data: Mapping[str, object]
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    state_code: str = ""
    codes: Mapping[str, str] = {}
    labels: Mapping[str, Mapping[str, str]] = {}
    opened: Mapping[str, datetime] = {}
    closed: Mapping[str, datetime] = {}
    closed_at: datetime | None = None
    known: Mapping[UUID, Referred] = {}

    def referred(self, value: object) -> Referred | None:
        """The record that a value refers to; None when it is not known."""
        try:
            return self.known.get(UUID(str(value)))
        except ValueError:
            return None

    def name(self, value: object) -> str:
        """The title of the record that a value refers to; empty when it is not known."""
        found = self.referred(value)
        return found.title if found is not None else ""

    def label(self, place: str, code: object) -> str:
        """The Chinese label of a code of a field or "table.column"; else the code itself."""
        return self.labels.get(place, {}).get(str(code), str(code))


class Outbound(Struct, frozen=True, kw_only=True):
    """A driver's wish to hear of records of a type.

    `kind` is that of the WriteAction. `about` names the field that refers to the record in whose
    order these are sent (an alarm after the change of its permit); none: its own. `says` makes
    the action's fields of a record, given the configuration; of one without fields nobody is told.
    `mobiles`: fields of persons whose telephone numbers are told; of nobody else.
    """

    kind: str
    title: Text
    type: str
    says: Callable[[Outgoing, Any], Mapping[str, str]]
    about: str = ""
    mobiles: tuple[str, ...] = ()
