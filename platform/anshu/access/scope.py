"""Data scope as SQL: a reach becomes a predicate over record rows, values as parameters only."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from anshu.access.assignment import Post
from anshu.access.queries import ASIDE, OWN_RECORD, TASK_WAITS_FOR, TASK_WAITS_FOR_OTHERS
from anshu.access.reach import Reach


class Stood(Struct, frozen=True):
    """Somebody for whom the holder may act: on tasks of these types, of every type if none."""

    person: UUID
    posts: tuple[Post, ...]
    kinds: tuple[str, ...] = ()


class Holder(Struct, frozen=True):
    """A person, the posts held now, and whom the person stands in for: who "own" means."""

    person: UUID
    posts: tuple[Post, ...]
    stands_for: tuple[Stood, ...] = ()


def scope_sql(reach: Reach, *, holder: Holder, first_parameter: int) -> tuple[str, list[object]]:
    """A predicate over the table `record` that is true for the rows reached, and its arguments.

    The text depends on which parts the reach has, never on values; parameters are numbered
    from `first_parameter`. The query must name the table or its alias `record`.
    """
    if reach.everything:
        return "true", []
    parts: list[str] = []
    arguments: list[object] = []
    if reach.org_paths:
        parts.append(f"record.org_path ^@ any(${first_parameter}::text[])")
        arguments.append(list(reach.org_paths))
    if reach.team_paths:
        number = first_parameter + len(arguments)
        parts.append(f"record.org_path = any(${number}::text[])")
        arguments.append(list(reach.team_paths))
    if reach.own:
        number = first_parameter + len(arguments)
        parts.append(_own_sql(holder, number))
        arguments.extend(_holder_arguments(holder))
    return (f"({' or '.join(parts)})" if parts else "false"), arguments


def open_task_sql(*, holder: Holder, first_parameter: int) -> tuple[str, list[object]]:
    """A predicate over the table `task` (or alias) true for open tasks that wait for the holder.

    A task waits for the people it names and for whoever holds one of its roles at its
    organisation unit or above.
    """
    waits = _waits_for_sql("task", holder, first_parameter)
    return f"(task.closed_at is null and {waits})", _holder_arguments(holder)


def own_work_sql(
    aside: Sequence[tuple[str, str]], *, holder: Holder, first_parameter: int
) -> tuple[str, list[object]]:
    """A predicate over open tasks that wait for the holder: not only for a role aside of the node.

    `aside`: node and role, of one record type.
    """
    waits = _waits_for_sql("work", holder, first_parameter + 2)
    sql = ASIDE.format(
        nodes=f"${first_parameter}::text[]", roles=f"${first_parameter + 1}::text[]", waits=waits
    )
    nodes, roles = [node for node, _ in aside], [role for _, role in aside]
    return sql, [nodes, roles, *_holder_arguments(holder)]


def _own_sql(holder: Holder, number: int) -> str:
    waits = _waits_for_sql("own_task", holder, number)
    return OWN_RECORD.format(person=f"${number}::uuid", waits=waits)


def _waits_for_sql(task: str, holder: Holder, number: int) -> str:
    mine = TASK_WAITS_FOR.format(
        task=task,
        person=f"${number}::uuid",
        roles=f"${number + 1}::text[]",
        paths=f"${number + 2}::text[]",
    )
    if not holder.stands_for:
        return mine
    others = TASK_WAITS_FOR_OTHERS.format(
        task=task,
        others=f"${number + 3}::uuid[]",
        other_kinds=f"${number + 4}::text[]",
        roles=f"${number + 5}::text[]",
        paths=f"${number + 6}::text[]",
        kinds=f"${number + 7}::text[]",
    )
    return f"({mine} or {others})"


def _holder_arguments(holder: Holder) -> list[object]:
    roles = [post.role for post in holder.posts]
    paths = [post.org_path for post in holder.posts]
    mine: list[object] = [holder.person, roles, paths]
    if not holder.stands_for:
        return mine
    people = [(each.person, kind) for each in holder.stands_for for kind in each.kinds or ("",)]
    posts = [
        (post, kind)
        for each in holder.stands_for
        for post in each.posts
        for kind in each.kinds or ("",)
    ]
    return [
        *mine,
        [person for person, _ in people],
        [kind for _, kind in people],
        [post.role for post, _ in posts],
        [post.org_path for post, _ in posts],
        [kind for _, kind in posts],
    ]
