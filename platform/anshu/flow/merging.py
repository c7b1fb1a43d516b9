"""A record that is another one reported again: which one it may be, and what its end says."""

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.flow.commands import Complete, Facts, KnownRecord
from anshu.flow.references import named_record
from anshu.flow.state import RecordState
from anshu.kernel.refusal import FieldError


def merging_errors(
    kind: CompiledType, target: Node, command: Complete, facts: Facts
) -> tuple[FieldError, ...]:
    """Why the record cannot be the one that is named; empty where the target merges nothing.

    Not itself, and not one that ended otherwise than by closure: behind a duplicate there is
    another one, behind what was void or withdrawn there is nothing.
    """
    if not target.same_as:
        return ()
    known = _named(target, command.data, facts)
    if known is None:
        return ()  # the form has said that it is missing or unknown
    code = ""
    if known.id == command.record:
        code = "same_record"
    elif known.state in _voided(kind):
        code = "merged_already"
    if not code:
        return ()
    label = kind.fields[target.same_as].label
    return (
        FieldError(
            target.same_as, code, label=label.zh, label_en=label.said("en"), value=known.number
        ),
    )


def merged_head(node: Node, state: RecordState, facts: Facts) -> dict[str, object]:
    """What the end of a merged record says: which one it is the same as."""
    known = _named(node, state.data, facts) if node.same_as else None
    return {"@same_as": {"id": str(known.id), "number": known.number}} if known else {}


def _named(node: Node, data: dict[str, object], facts: Facts) -> KnownRecord | None:
    identity = named_record(data.get(node.same_as))
    return facts.records.get(identity) if identity is not None else None


def _voided(kind: CompiledType) -> set[str]:
    return {
        node.record_state or node.key
        for node in kind.nodes.values()
        if node.kind == "end" and not node.closed
    }
