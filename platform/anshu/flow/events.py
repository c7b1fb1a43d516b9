"""A decided event: its own values beside the record's fields, each field in its class."""

from collections.abc import Mapping

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Facts
from anshu.ledger.leaf import NewEvent


def classed_event(
    kind: CompiledType,
    name: str,
    head: Mapping[str, object],
    data: Mapping[str, object],
    facts: Facts,
    actor: Actor,
) -> NewEvent:
    """The event with `head` (values that are None left out) and the fields of `data`."""
    classed: dict[str, dict[str, object]] = {"normal": {}, "restricted": {}, "personal": {}}
    classed["normal"].update({key: value for key, value in head.items() if value is not None})
    for key, value in data.items():
        classed[kind.fields[key].classed][key] = value
    return NewEvent(
        kind=name, at=facts.now, received_at=facts.now, actor=actor.name,
        normal=classed["normal"], restricted=classed["restricted"], personal=classed["personal"],
    )  # fmt: skip


def said_event(name: str, payload: Mapping[str, object], facts: Facts, actor: Actor) -> NewEvent:
    """An event with values of the flow only."""
    kept = {key: value for key, value in payload.items() if value is not None}
    return NewEvent(kind=name, at=facts.now, received_at=facts.now, actor=actor.name, normal=kept)
