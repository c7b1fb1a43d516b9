"""Decides links that open a record without a log-in: one more, or one less."""

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Facts
from anshu.flow.events import said_event
from anshu.flow.shared_links import RevokeLink, ShareLink
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent


def decide_link(
    kind: CompiledType,
    state: RecordState,
    command: ShareLink | RevokeLink,
    facts: Facts,
    actor: Actor,
) -> tuple[NewEvent, ...] | Refusal:
    """The event; refuses not_shared for types without a page for strangers, and link_unknown.

    A link is made of a record that has ended too: whoever scans its code is told so.
    """
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    if isinstance(command, ShareLink):
        if kind.item.shared is None:
            return Refusal("not_shared")
        made = {"@link": str(command.id), "@until": command.until}
        return (said_event("LinkMade", made, facts, actor),)
    if all(link.id != command.link for link in state.shared_links):
        return Refusal("link_unknown", kind="unknown")
    return (said_event("LinkRevoked", {"@link": str(command.link)}, facts, actor),)
