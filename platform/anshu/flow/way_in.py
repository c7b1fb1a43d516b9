"""Which node is really entered: optional nodes in which nobody is asked are passed.

Whom rule tables oblige to approve (tables bound to the node) is asked like an assignee.
"""

from collections.abc import Iterable

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Assignee, Node
from anshu.definitions.rule_language import Obligation
from anshu.flow.asking import assignees_of, people_in
from anshu.flow.commands import Facts
from anshu.flow.judging import given_of
from anshu.flow.state import RecordState
from anshu.flow.task import Lateness
from anshu.rules.judge import judge


class WayIn(Struct, frozen=True):
    """The node that is reached, those passed, and what rules say of it: the roles that they oblige
    to approve there, and whom they add when its task is late.
    """

    node: Node
    approvers: tuple[str, ...] = ()
    late: Lateness = Lateness()
    passed: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node on the way, the reached one last."""
        return (*self.passed, self.node.key)


def way_in(kind: CompiledType, node: Node, state: RecordState, facts: Facts) -> WayIn:
    """Where entering the node leads for this record."""
    passed: list[str] = []
    while True:
        approvers, late = _obliged_at(kind, node, state, facts)
        following = following_of(kind, node)
        skipped = node.optional and following is not None and following.key not in passed
        if not skipped or approvers or is_asked(node, state):
            return WayIn(node, approvers, late, tuple(passed))
        passed.append(node.key)
        assert following is not None  # said by `skipped`
        node = following


def possible_ways(kind: CompiledType, node: Node) -> tuple[Node, ...]:
    """Every node that entering this one may lead to, whatever the record says."""
    found = [node]
    while found[-1].optional:
        following = following_of(kind, found[-1])
        if following is None or following in found:
            break
        found.append(following)
    return tuple(found)


def following_of(kind: CompiledType, node: Node) -> Node | None:
    """The node that follows when nobody has anything against it."""
    if not node.outcomes:
        return None
    agreeing = (outcome for outcome in node.outcomes if outcome.intent == "primary")
    return kind.nodes[next(agreeing, node.outcomes[0]).to]


def is_asked(node: Node, state: RecordState) -> bool:
    """Whether the definition alone asks anybody here."""
    return any(
        each.role or people_in(each.field, state.data) for each in assignees_of(node, state.data)
    )


def _obliged_at(
    kind: CompiledType, node: Node, state: RecordState, facts: Facts
) -> tuple[tuple[str, ...], Lateness]:
    """The roles that the tables bound to the node oblige to approve, and whom they add when late.

    Also those of rows that are known at second hand only: one signature more is the safe side.
    """
    tables = kind.judgement.at_node(kind.flow.key if kind.flow else "", node.key)
    if not tables or node.kind == "end":
        return (), Lateness()
    verdict = judge(tables, given_of(kind, state.data, facts))
    duties = [due.obligation for due in verdict.obligations]
    late = [duty for duty in duties if duty.kind == "escalate"]
    soonest = min((duty.minutes for duty in late if duty.minutes), default=0)
    return _roles(d for d in duties if d.kind == "approver"), Lateness(_roles(late), soonest)


def _roles(duties: Iterable[Obligation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duty.role for duty in duties if duty.role))


def whole_assignees(
    node: Node, state: RecordState, approvers: tuple[str, ...]
) -> tuple[Assignee, ...]:
    """The node's own assignees, then the roles obliged that are not among them."""
    own = assignees_of(node, state.data)
    roles = {each.role for each in own}
    return (*own, *(Assignee(role=role) for role in approvers if role not in roles))
