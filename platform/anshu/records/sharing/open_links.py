"""The links that open a record without a log-in now, as its page shows them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.flow.state import RecordState, person_of
from anshu.records.page import LinkShown, Named
from anshu.records.permission import may_revoke_link
from anshu.records.subject import Subject


def open_links(
    kind: CompiledType,
    state: RecordState,
    subject: Subject,
    names: Mapping[UUID, str],
    *,
    now: datetime,
) -> tuple[LinkShown, ...]:
    """The links that have not ended, newest first, and which of them the reader may revoke."""
    return tuple(
        LinkShown(
            id=link.id, by=Named(person, names.get(person, "")), at=link.at, until=link.until,
            revocable=may_revoke_link(kind, state, link, subject),
        )
        for link in reversed(state.shared_links)
        if link.until > now and (person := person_of(link.by)) is not None
    )  # fmt: skip
