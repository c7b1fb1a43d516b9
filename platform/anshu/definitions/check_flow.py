"""Checks a flow as a graph: nodes, outcomes, roles, timers, and a way to an end from each."""

from collections.abc import Iterator

from anshu.definitions.check_data import doubles
from anshu.definitions.flow_language import Flow, Node, Timer
from anshu.definitions.index import Index
from anshu.definitions.language import Role
from anshu.definitions.rule_language import RuleTable


def flow_findings(flow: Flow, index: Index) -> Iterator[str]:
    """Everything of a flow that does not depend on the record type that uses it."""
    nodes = {node.key: node for node in flow.nodes}
    for key in doubles(node.key for node in flow.nodes):
        yield f"Flow {flow.key} has the node {key} twice: rename one"
    if flow.start not in nodes:
        yield f"Flow {flow.key} starts at {flow.start}, which is not one of its nodes"
    elif nodes[flow.start].kind == "end":
        yield f"Flow {flow.key} starts at the end {flow.start}: start at a task"
    for node in flow.nodes:
        named = f"Flow {flow.key}: node {node.key}"
        for outcome in node.outcomes:
            if outcome.to not in nodes:
                yield f"Flow {flow.key}: {node.key}.{outcome.key} leads to {outcome.to}, nowhere"
            for key in outcome.also_to:
                if key not in nodes or nodes[key].kind == "end" or key == outcome.to:
                    yield f"{named} {outcome.key} may also lead to {key}: name another task"
        yield from (f"{named} {text}" for text in _node_findings(node, nodes, index))
        yield from (f"{named} {text}" for text in _doer_findings(flow, node, index))
    if flow.withdrawn_to and flow.withdrawn_to not in {n.key for n in flow.nodes if _plain_end(n)}:
        named = f"Flow {flow.key} is withdrawn to {flow.withdrawn_to}"
        yield f"{named}: name an end that closes nothing"
    if flow.urge_every < 1:
        yield f"Flow {flow.key} may be urged every {flow.urge_every} minutes: at least 1"
    yield from _way_findings(flow, nodes)


def _plain_end(node: Node) -> bool:
    return node.kind == "end" and not node.closed and not node.needs


def _node_findings(node: Node, nodes: dict[str, Node], index: Index) -> Iterator[str]:
    for key in doubles(outcome.key for outcome in node.outcomes):
        yield f"has the outcome {key} twice: rename one"
    if node.kind == "task" and not ((node.assignees or node.optional) and node.outcomes):
        yield "is a task and needs assignees and outcomes"
    if node.optional and (node.kind == "end" or not node.outcomes):
        yield "is optional, so it must be a task with an outcome by which it is passed"
    if node.kind == "end" and (node.assignees or node.outcomes or node.timer):
        yield "is an end: assignees, outcomes and timer are for tasks"
    if node.kind == "task" and node.closed:
        yield "is a task and cannot be closed: only an end can"
    for key in node.not_by_actor_of:
        if key not in nodes:
            yield f"is not for the actor of {key}, which is not one of the flow's nodes"
    yield from _people_findings(node, index)
    yield from _mode_findings(node)
    yield from _aside_findings(node)
    if node.timer is not None:
        yield from _timer_findings(node.timer)


def _doer_findings(flow: Flow, node: Node, index: Index) -> Iterator[str]:
    if node.kind == "end":
        if node.optional or node.watches:
            yield "is an end: optional and watches are for tasks"
        return
    if node.optional and len([o for o in node.outcomes if o.intent == "primary"]) != 1:
        yield "is passed when nobody is asked: it needs exactly one primary outcome"
    if not (node.assignees or node.optional or _approved_by_rules(flow, node, index)):
        yield "is a task and needs assignees, or a rule table that names approvers"


def _approved_by_rules(flow: Flow, node: Node, index: Index) -> bool:
    """Whether a table that is asked before the node can name who signs there."""
    tables = (item for item, _ in index if isinstance(item, RuleTable))
    return any(
        (binding.flow, binding.node) == (flow.key, node.key)
        and any(duty.kind == "approver" for row in table.rows for duty in row.obligations)
        for table in tables
        for binding in table.bound_to
    )


def _aside_findings(node: Node) -> Iterator[str]:
    aside = [assignee for assignee in node.assignees if assignee.aside]
    if any(not assignee.role for assignee in aside) or (aside and node.mode != "any"):
        yield "has somebody aside who must sign or is named: aside is for roles in mode any"
    if aside and len(aside) == len(node.assignees):
        yield "is nobody's work, since all its assignees are aside: leave one who is not"


def _mode_findings(node: Node) -> Iterator[str]:
    for assignee in node.assignees:
        if assignee.each and not assignee.role and "." not in assignee.field:
            yield "asks each holder of no role: each is for roles and columns of persons"
        if assignee.each and node.mode == "any":
            yield "asks each holder although anybody ends it: set mode to all or in_order"
    if node.mode == "any":
        if node.each_by_another:
            yield "is signed once: each_by_another is for several seats, in mode all or in_order"
        return
    agreeing = [outcome for outcome in node.outcomes if outcome.intent == "primary"]
    if len(agreeing) != 1:
        yield f"needs all to agree, by exactly one primary outcome: it has {len(agreeing)}"
    timer = node.timer
    if timer is not None and timer.escalate_to and timer.adds == "alternative":
        yield "needs all to agree: whoever is added when it is late must sign too (adds: signature)"


def _people_findings(node: Node, index: Index) -> Iterator[str]:
    for assignee in node.assignees:
        if bool(assignee.role) == bool(assignee.field):
            yield "has an assignee with neither or both of role and field: give one"
    roles = [assignee.role for assignee in node.assignees if assignee.role]
    if node.timer is not None:
        roles += [role for role in (node.timer.escalate_to, node.timer.vacant_to) if role]
    for role in roles:
        if index.find(Role, role) is None:
            yield f"names Role {role}, which no pack defines"


def _timer_findings(timer: Timer) -> Iterator[str]:
    if bool(timer.limit_field) == (timer.minutes > 0) or timer.minutes < 0:
        yield "has a timer with neither or both of minutes (above 0) and limit_field: give one"
    for minutes in timer.remind_before:
        if minutes < 1 or (timer.minutes and minutes >= timer.minutes):
            yield f"reminds {minutes} minutes before its limit: that must be after its opening"
    if timer.vacant_to and not timer.escalate_to:
        yield "names vacant_to without escalate_to: name who is added when it is late as well"


def _way_findings(flow: Flow, nodes: dict[str, Node]) -> Iterator[str]:
    if flow.start not in nodes:
        return
    reached = _reached(flow.start, nodes)
    for key in nodes:
        if key not in reached and key != flow.withdrawn_to:
            yield f"Flow {flow.key}: no outcome leads to node {key}: lead there or remove it"
    if not _ends(reached, nodes):
        yield f"Flow {flow.key} has no way from {flow.start} to an end"
        return
    for key in nodes:
        if key in reached and not _ends(_reached(key, nodes), nodes):
            yield f"Flow {flow.key} has no way from {key} to an end: records would stay there"


def _reached(start: str, nodes: dict[str, Node]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in seen and key in nodes:
            seen.add(key)
            outcomes = nodes[key].outcomes
            waiting += [key for outcome in outcomes for key in (outcome.to, *outcome.also_to)]
    return seen


def _ends(keys: set[str], nodes: dict[str, Node]) -> bool:
    return any(nodes[key].kind == "end" for key in keys)
