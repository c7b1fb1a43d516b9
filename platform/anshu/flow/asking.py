"""Whom a node asks: the assignees whose conditions the record meets, and the people they name."""

from collections.abc import Mapping
from uuid import UUID

from anshu.definitions.field_language import Condition
from anshu.definitions.flow_language import Assignee, Node
from anshu.flow.rows import is_running, rows_of
from anshu.kernel.expressions import AnyOf, Is, holds


def assignees_of(node: Node, data: Mapping[str, object]) -> tuple[Assignee, ...]:
    """Those of the node's assignees whose conditions the record's data meets."""
    return applying(node.assignees, data)


def applying(assignees: tuple[Assignee, ...], data: Mapping[str, object]) -> tuple[Assignee, ...]:
    """Those whose conditions the record's data meets."""
    return tuple(
        each
        for each in assignees
        if (each.when is None or meets(data, each.when))
        and (each.unless is None or not meets(data, each.unless))
    )


def meets(data: Mapping[str, object], condition: Condition) -> bool:
    """Whether the field has one of the values, or holds one of them among several."""
    field, *values = condition
    return holds(AnyOf(tuple(Is(field, value) for value in values)), data, {})


def people_in(source: str, data: Mapping[str, object]) -> tuple[UUID, ...]:
    """The person in a field, or everybody in a column ("guardians.person") of running rows."""
    field, _, column = source.partition(".")
    if not column:
        named = _person(data.get(field))
        return (named,) if named is not None else ()
    people = (_person(row.get(column)) for row in rows_of(data, field) if is_running(row))
    return tuple(dict.fromkeys(person for person in people if person is not None))


def _person(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
