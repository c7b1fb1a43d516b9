"""Tasks that wait for whoever stands in a table follow its rows: people join and leave them."""

from collections.abc import Mapping

from anshu.compiler.compiled import CompiledType
from anshu.flow.asking import assignees_of, people_in
from anshu.flow.state import RecordState


def people_moved(
    kind: CompiledType, state: RecordState, after: Mapping[str, object]
) -> dict[str, object]:
    """By open task, the people who join it and who leave it with this data.

    Of a task that several must sign the seats stay as they are.
    """
    found: dict[str, object] = {}
    for task in state.open_tasks():
        node = kind.nodes[task.node]
        columns = [a.field for a in assignees_of(node, state.data) if "." in a.field]
        if node.mode != "any" or not columns:
            continue
        were = {person for column in columns for person in people_in(column, state.data)}
        are = {person for column in columns for person in people_in(column, after)}
        if were != are:
            found[str(task.id)] = {
                "joined": sorted(str(person) for person in are - were),
                "left": sorted(str(person) for person in were - are),
            }
    return found
