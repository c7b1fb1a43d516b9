"""A definitions-only flow with all and in-order tasks, taken through in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.definitions.language import Assignment
from anshu.definitions.pack import parse_pack
from anshu.flow.commands import Actor, Command, Complete, Create, Facts, KnownRecord, StandIn
from anshu.flow.decide import decide
from anshu.flow.state import Happened, RecordState, TaskState
from anshu.kernel.refusal import Refusal
from anshu.records.preparing import prepare
from tests.flow.hazards import NAMES, NOON, actor, person
from tests.records.people import PEOPLE, hazard_packs

PACK = """
layer: company
publisher: test
name: approvals
version: "1"
effective_from: "2026-01-01"
requires: [anshu-foundation, hazard-group]
items:
  - kind: RecordType
    key: approval
    module: approval
    title: {zh: 审批, en: Approval}
    prefix: SP
    start_form: approval
    flow: approval
    states:
      - {code: together, label: {zh: 会签中}}
      - {code: in_turn, label: {zh: 依次签署中}}
      - {code: each_one, label: {zh: 逐人签署中}}
      - {code: done, label: {zh: 通过}}
      - {code: refused, label: {zh: 不通过}}
      - {code: withdrawn, label: {zh: 已撤回}}
    fields:
      - {key: what, kind: text, label: {zh: 事项}, promoted: title}
      - {key: opinion, kind: text, label: {zh: 意见}}
      - {key: measure, kind: text, label: {zh: 措施}}
      - {key: reason, kind: text, label: {zh: 原因}}
      - {key: guard, kind: person, label: {zh: 监护人}}
  - kind: Form
    key: approval
    title: {zh: 审批}
    fields: [{field: what, required: true}, {field: guard}]
  - kind: Form
    key: approval_sign
    title: {zh: 签署}
    fields: [{field: opinion, required: true}, {field: measure}]
  - kind: Form
    key: approval_return
    title: {zh: 退回}
    fields: [{field: reason, required: true}]
  - kind: Flow
    key: approval
    start: together
    withdrawn_to: withdrawn
    nodes:
      - key: together
        title: {zh: 会签}
        mode: all
        assignees: [{role: team_leader}, {role: workshop_safety}, {field: guard}]
        timer: {minutes: 60, remind_before: [10], escalate_to: plant_manager, adds: signature}
        outcomes:
          - {key: agree, label: {zh: 同意}, to: in_turn, form: approval_sign, intent: primary}
          - {key: refuse, label: {zh: 不同意}, to: refused, form: approval_return, intent: danger}
      - key: in_turn
        title: {zh: 依次}
        mode: in_order
        assignees: [{role: workshop_safety}, {role: ehs_manager}]
        outcomes:
          - {key: agree, label: {zh: 同意}, to: each_one, intent: primary}
          - {key: return, label: {zh: 退回}, to: together, form: approval_return}
      - key: each_one
        title: {zh: 逐人}
        mode: all
        assignees: [{role: team_leader, each: true}]
        not_by_actor_of: [in_turn]
        outcomes:
          - {key: agree, label: {zh: 同意}, to: done, intent: primary}
          - {key: return, label: {zh: 退}, to: in_turn, also_to: [together], form: approval_return}
      - {key: done, kind: end, title: {zh: 通过}, closed: true}
      - {key: refused, kind: end, title: {zh: 不通过}}
      - {key: withdrawn, kind: end, title: {zh: 已撤回}}
  - kind: Role
    key: approver
    title: {zh: 审批人}
    grants:
      - {permission: "approval:task:act", scope: tenant}
      - {permission: "approval:record:read", scope: tenant}
"""
COMPILED = Compiled((*hazard_packs(), parse_pack(PACK, name="approvals")))
KIND = COMPILED.types["approval"]
# The same, but at its first node every seat is another person's.
ALL = "        mode: all\n        assignees: [{role: team_leader}, {role: workshop_safety}"
APART = Compiled(
    (
        *hazard_packs(),
        parse_pack(PACK.replace(ALL, f"        each_by_another: true\n{ALL}"), name="apart"),
    )
).types["approval"]
RECORD = uuid5(NAMES, "approval")
# Two leaders of the team, so that each of them has to sign.
SECOND = "second_leader"
# Somebody who holds both posts that must sign.
BOTH = "both"
WHERE = {
    **PEOPLE,
    SECOND: ("郑班长", "team_leader", "/w1/t1/"),
    BOTH: ("沈双岗", "workshop_safety", "/w1/"),
}


def someone(name: str) -> Actor:
    """The person, who may besides act on approvals at all."""
    if name == BOTH:
        posts = ("team_leader", "workshop_safety")
        held = tuple(Assignment(role=role, org_path="/w1/") for role in posts)
        return Actor(f"person:{person(BOTH)}", person(BOTH), held)
    if name == SECOND:
        known = actor("leader")
        return Actor(f"person:{person(SECOND)}", person(SECOND), known.assignments)
    return actor(name)


def standing_in(name: str, principal: str) -> Actor:
    """The person with a delegation of the other's rights in force."""
    me, them = someone(name), someone(principal)
    given = StandIn(uuid5(NAMES, f"{principal}>{name}"), person(principal), them.assignments)
    return Actor(me.name, me.person, me.assignments, (given,))


@dataclass
class Approval:
    """One approval: its state as the fold of what was decided, and the time."""

    kind: CompiledType = KIND
    state: RecordState = field(default_factory=RecordState)
    now: datetime = NOON
    events: list[Happened] = field(default_factory=list)
    commands: int = 0
    seen: frozenset[UUID] = frozenset()

    @property
    def open(self) -> TaskState:
        (task,) = self.state.open_tasks()
        return task

    def next_id(self) -> UUID:
        self.commands += 1
        return uuid5(NAMES, f"approval {self.commands}")

    def facts(self) -> Facts:
        known = {
            person(key): KnownRecord(
                person(key), "person", name, path,
                {"assignments": [
                    {"role": role, "org_path": path}, {"role": "approver", "org_path": path},
                ]},
            )
            for key, (name, role, path) in WHERE.items()
        }  # fmt: skip
        holders = tuple(k for k in known.values() if _leads(k))
        if self.kind is APART:
            holders = tuple(known.values())
        return Facts(now=self.now, number=1, records=known, holders=holders, seen=self.seen)

    def ask(self, command: Command, who: Actor) -> object:
        return decide(self.kind, self.state, command, self.facts(), who)

    def take(self, command: Command, who: Actor) -> tuple[str, ...]:
        """Decides and keeps the events; answers their kinds."""
        decision = decide(self.kind, self.state, command, self.facts(), who)
        assert not isinstance(decision, Refusal), decision
        kept = prepare(self.kind, command, RECORD, self.state, decision, COMPILED.hash)
        self.state, self.events = kept.after, [*self.events, *kept.happened]
        return tuple(event.kind for event in kept.happened)

    def begin(self, **data: object) -> "Approval":
        whole = {"what": "检修三号釜", "guard": str(person("fixer")), **data}
        self.take(Create(id=RECORD, type="approval", data=whole), someone("worker"))
        return self

    def completing(self, outcome: str, to: str = "", **data: object) -> Complete:
        return Complete(
            id=self.next_id(), record=RECORD, type="approval", task=self.open.id,
            version=self.state.version, outcome=outcome, data=data, to=to,
        )  # fmt: skip

    def sign(self, name: str | Actor, outcome: str = "agree", **data: object) -> tuple[str, ...]:
        who = someone(name) if isinstance(name, str) else name
        form = self.open.node == "together" and outcome == "agree"
        filled = {"opinion": "同意", **data} if form else data
        return self.take(self.completing(outcome, **filled), who)

    def later(self, **span: float) -> None:
        self.now = self.now + timedelta(**span)


def in_turn(kind: CompiledType = KIND) -> Approval:
    """An approval that waits for the first of those who sign in order."""
    course = Approval(kind=kind).begin()
    for name in ("leader", "safety", "fixer"):
        course.sign(name)
    return course


def _leads(record: KnownRecord) -> bool:
    listed = record.data["assignments"]
    return isinstance(listed, list) and any(each["role"] == "team_leader" for each in listed)
