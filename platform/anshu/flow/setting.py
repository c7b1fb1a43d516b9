"""Values that an outcome gives itself: the moment, who chose it, or a text as it is."""

from datetime import datetime

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Outcome
from anshu.flow.commands import Actor


def values_set(
    kind: CompiledType, outcome: Outcome, actor: Actor, now: datetime
) -> dict[str, object]:
    """What the outcome writes into the completing event; of nobody in person nothing."""
    found = {key: _value(kind, key, text, actor, now) for key, text in outcome.sets}
    return {key: value for key, value in found.items() if value is not None}


def _value(kind: CompiledType, key: str, text: str, actor: Actor, now: datetime) -> object:
    if text == "@now":
        return now.isoformat()
    if text == "@actor":
        return str(actor.person) if actor.person is not None else None
    if kind.fields[key].kind == "boolean":
        return text == "true"
    return [text] if kind.fields[key].kind == "multi_choice" else text
