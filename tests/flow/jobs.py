"""A made-up job whose signers come from rules, with a log kept while it runs; in memory.

Its types are called like shipped ones, because only their permissions exist to be granted.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from anshu.compiler.compiled import Compiled
from anshu.definitions.pack import parse_pack
from anshu.flow.commands import Actor, AddEntry, Command, Complete, Create, Facts, KnownRecord
from anshu.flow.decide import decide
from anshu.flow.state import Happened, RecordState, TaskState
from anshu.kernel.refusal import Refusal
from anshu.records.preparing import prepare
from anshu.rules.reading import Item, Reading
from tests.flow.hazards import NAMES, NOON, actor, person
from tests.records.people import PEOPLE, hazard_packs

PACK = """
layer: company
publisher: test
name: jobs
version: "1"
effective_from: "2026-01-01"
requires: [anshu-foundation, hazard-group]
items:
  - kind: CodeList
    key: job_grade
    title: {zh: 级别}
    items:
      - {code: plain, label: {zh: 一般}}
      - {code: high, label: {zh: 较高}}
      - {code: special, label: {zh: 特级}}
  - kind: CodeList
    key: job_result
    title: {zh: 结论}
    items: [{code: good, label: {zh: 合格}}, {code: bad, label: {zh: 不合格}}]
  - kind: CodeList
    key: job_alarm_code
    title: {zh: 报警类型}
    items:
      - {code: "20", label: {zh: 气体超标}}
      - {code: "21", label: {zh: 数据不可信}}
      - {code: "30", label: {zh: 未按时检测}}
  - kind: RecordType
    key: permit
    module: job
    title: {zh: 作业, en: Job}
    prefix: ZY
    start_form: job
    flow: job
    alarms: {type: permit_alarm, about: job, code: code, since: since, said: said, subject: subject}
    exclusive: [[pipe, working]]
    states:
      - {code: signing, label: {zh: 审批中}}
      - {code: working, label: {zh: 作业中}}
      - {code: accepted, label: {zh: 已验收}}
    fields:
      - {key: what, kind: text, label: {zh: 事项}, promoted: title}
      - {key: pipe, kind: text, label: {zh: 管线}}
      - {key: area, kind: area, label: {zh: 区域}, promoted: area}
      - {key: end, kind: datetime, label: {zh: 截止}}
      - {key: grade, kind: choice, label: {zh: 级别}, code_list: job_grade}
      - {key: outdoor, kind: boolean, label: {zh: 室外}}
      - {key: started, kind: datetime, label: {zh: 开始}}
      - {key: starter, kind: person, label: {zh: 开始人}}
      - {key: running, kind: boolean, label: {zh: 进行中}}
      - {key: note, kind: text, label: {zh: 备注}}
      - key: guards
        kind: table
        label: {zh: 监护人}
        max_items: 5
        columns:
          - {key: person, kind: person, label: {zh: 监护人}}
          - {key: place, kind: text, label: {zh: 位置}}
          - {key: signature, kind: signature, label: {zh: 签名}}
      - key: readings
        kind: table
        label: {zh: 气体}
        max_items: 100
        columns:
          - {key: oxygen, kind: number, label: {zh: 氧含量}, unit: "%vol"}
          - {key: at, kind: datetime, label: {zh: 时间}}
          - {key: point, kind: text, label: {zh: 位置}}
          - {key: result, kind: choice, label: {zh: 结论}, code_list: job_result}
          - {key: reason, kind: text, label: {zh: 说明}}
          - {key: signature, kind: signature, label: {zh: 签名}}
      - key: passages
        kind: table
        label: {zh: 进出}
        max_items: 3
        columns:
          - {key: person, kind: person, label: {zh: 人员}}
          - {key: tools, kind: text, label: {zh: 工具}}
          - {key: left, kind: text, label: {zh: 带出}}
  - kind: RecordType
    key: permit_alarm
    module: job
    title: {zh: 作业报警}
    prefix: BJ
    start_form: job_alarm
    flow: job_alarm
    states: [{code: open, label: {zh: 待处置}}, {code: closed, label: {zh: 已消警}}]
    fields:
      - {key: job, kind: record, of: permit, label: {zh: 作业}, promoted: t1}
      - {key: code, kind: choice, label: {zh: 类型}, code_list: job_alarm_code, promoted: t2}
      - {key: since, kind: datetime, label: {zh: 开始}}
      - {key: said, kind: text, label: {zh: 内容}, promoted: title}
      - {key: subject, kind: text, label: {zh: 对象}}
      - {key: area, kind: area, label: {zh: 区域}, promoted: area}
  - kind: Form
    key: job_alarm
    title: {zh: 报警}
    fields: [{field: job, required: true}, {field: code, required: true}, {field: since},
             {field: said, required: true}, {field: subject}, {field: area}]
  - kind: Flow
    key: job_alarm
    start: handling
    nodes:
      - key: handling
        title: {zh: 处置}
        record_state: open
        assignees: [{role: workshop_safety}]
        outcomes: [{key: handle, label: {zh: 已处置}, to: closed, intent: primary}]
      - {key: closed, kind: end, title: {zh: 已消警}, closed: true}
  - kind: RoleGrants
    key: job_leader
    role: team_leader
    grants: &all
      - {permission: "permit:record:create", scope: tenant}
      - {permission: "permit:record:read", scope: tenant}
      - {permission: "permit:task:act", scope: tenant}
      - {permission: "permit:entry:add", scope: tenant}
      - {permission: "permit_alarm:record:read", scope: tenant}
      - {permission: "permit_alarm:task:act", scope: tenant}
  - {kind: RoleGrants, key: job_safety, role: workshop_safety, grants: *all}
  - {kind: RoleGrants, key: job_ehs, role: ehs_manager, grants: *all}
  - {kind: RoleGrants, key: job_boss, role: plant_manager, grants: *all}
  - kind: RoleGrants
    key: job_auditor
    role: auditor
    grants: [{permission: "permit:record:read", scope: tenant}]
  - kind: RoleGrants
    key: job_worker
    role: worker
    grants: [{permission: "permit:record:read", scope: tenant}]
  - kind: Form
    key: job
    title: {zh: 作业}
    fields:
      - {field: what, required: true}
      - {field: grade, required: true}
      - {field: outdoor}
      - {field: guards}
      - {field: pipe}
      - {field: area}
      - {field: end}
  - kind: Form
    key: job_reading
    title: {zh: 气体}
    of_table: readings
    fields:
      - {field: oxygen, required: true}
      - {field: at}
      - {field: point}
      - {field: reason}
  - kind: Form
    key: job_passage
    title: {zh: 进}
    of_table: passages
    fields: [{field: person, required: true}, {field: tools}]
  - kind: Form
    key: job_leaving
    title: {zh: 出}
    of_table: passages
    fields: [{field: person, required: true}, {field: left}]
  - kind: Form
    key: job_guard
    title: {zh: 监护人}
    of_table: guards
    fields: [{field: person, required: true}, {field: signature}]
  - kind: Form
    key: job_note
    title: {zh: 备注}
    fields: [{field: note, required: true}]
  - kind: RuleTable
    key: job_oxygen
    title: {zh: 氧含量}
    bound_to: [{form: job_reading}]
    inputs:
      - {key: oxygen, kind: number, label: {zh: 氧含量}, field: oxygen, unit: "%vol"}
    rows:
      - reason: no_reading
        severity: block
        when: {oxygen: "> 100"}
        message: {zh: "氧含量不可能是 {value}"}
        clause: {norm: GB 1, clause: "1"}
        alarm: "21"
      - reason: low
        severity: warn
        when: {oxygen: "< 19.5"}
        level: bad
        message: {zh: 氧含量低}
        obligations: [{kind: require, field: reason}]
        alarm: "20"
    otherwise: {severity: allow, level: good, message: {zh: 合格}}
    result_field: result
  - kind: RuleTable
    key: job_signers
    title: {zh: 谁批}
    bound_to:
      - {flow: job, node: sign_unit}
      - {flow: job, node: sign_approval}
    inputs:
      - {key: grade, kind: choice, label: {zh: 级别}, field: grade}
    rows:
      - reason: special
        severity: notice
        message: {zh: 特级由厂长批}
        when: {grade: special}
        obligations: [{kind: approver, role: plant_manager}]
      - reason: high
        severity: notice
        message: {zh: 较高由安全部门批}
        when: {grade: "high, special"}
        obligations: [{kind: approver, role: ehs_manager}]
    otherwise: {severity: allow, message: {zh: 无}}
  - kind: RuleTable
    key: job_late
    title: {zh: 逾期加谁}
    bound_to: [{flow: job, node: sign_approval}]
    inputs:
      - {key: grade, kind: choice, label: {zh: 级别}, field: grade}
    rows:
      - reason: special_late
        severity: notice
        message: {zh: 逾期加班长}
        when: {grade: special}
        obligations: [{kind: escalate, role: team_leader, minutes: 120}]
    otherwise: {severity: allow, message: {zh: 无}}
  - kind: RuleTable
    key: job_rounds
    title: {zh: 按时检测}
    bound_to: [{watch: rounds}]
    inputs:
      - {key: oxygen, kind: choice, label: {zh: 级别}, field: grade}
      - {key: where, kind: choice, label: {zh: 区域}, field: area, of: name, optional: true}
    rows:
      - reason: no_round
        severity: warn
        when: {oxygen: "plain, high, special"}
        message: {zh: 超过时间没有检测}
        alarm: "30"
    otherwise: {severity: allow, message: {zh: 无}}
  - kind: RuleTable
    key: job_near
    title: {zh: 周边, en: Nearby}
    bound_to: [{watch: rounds, at_most: escalate}]
    each: near
    inputs:
      - {key: away, kind: number, label: {zh: 相距}, fact: item.away, unit: m, optional: true}
    rows:
      - reason: too_near
        severity: escalate
        when: {away: "< 30"}
        message: {zh: "{item} 相距 {value}", en: "{item} is {value} away"}
        obligations: [{kind: notify, role: workshop_safety}]
      - reason: beside
        severity: escalate
        when: {away: "< 5"}
        message: {zh: "{item} 就在旁边", en: "{item} is right here"}
        obligations: [{kind: notify, role: ehs_manager}]
    otherwise: {severity: allow, message: {zh: 无}}
  - kind: Flow
    key: job
    start: sign_unit
    entries:
      - {key: reading, label: {zh: 气体检测}, form: job_reading, at: [working], appends: readings,
         by: [{role: ehs_manager}, {field: guards.person}]}
      - {key: passage_in, label: {zh: 进}, form: job_passage, at: [working], appends: passages}
      - {key: passage_out, label: {zh: 出}, form: job_leaving, at: [working], appends: passages,
         ends: person}
      - {key: add_guard, label: {zh: 加监护人}, form: job_guard, at: [working], appends: guards}
      - {key: relieve, label: {zh: 换下}, form: job_guard, at: [working], appends: guards,
         ends: person}
      - {key: note, label: {zh: 备注}, form: job_note, at: [working], online: true}
    nodes:
      - key: sign_unit
        title: {zh: 单位签}
        record_state: signing
        optional: true
        outcomes:
          - {key: agree, label: {zh: 同意}, to: sign_weather, intent: primary}
      - key: sign_weather
        title: {zh: 看天气}
        record_state: signing
        optional: true
        assignees: [{role: team_leader, when: [outdoor, "true"]}]
        outcomes:
          - {key: agree, label: {zh: 同意}, to: sign_approval, intent: primary}
      - key: sign_approval
        title: {zh: 审批}
        record_state: signing
        mode: all
        assignees: [{role: workshop_safety}]
        timer: {minutes: 240, remind_before: [30], escalate_to: plant_manager, adds: signature}
        outcomes:
          - key: agree
            label: {zh: 同意}
            to: working
            intent: primary
            sets: [[started, "@now"], [starter, "@actor"], [running, "true"]]
      - key: working
        title: {zh: 作业}
        record_state: working
        assignees: [{role: team_leader}, {field: guards.person}]
        watches:
          - {key: rounds, title: {zh: 两小时一测}, minutes: 120, since: readings.at, every: 30}
          - {key: overtime, title: {zh: 超时}, since: end}
        outcomes:
          - {key: stop, label: {zh: 完工}, to: accepted, intent: primary, online: true}
      - {key: accepted, kind: end, title: {zh: 已验收}, closed: true}
"""
PACKS = (*hazard_packs(), parse_pack(PACK, name="jobs"))
COMPILED = Compiled(PACKS)
KIND = COMPILED.types["permit"]
RECORD = uuid5(NAMES, "job")


@dataclass
class Job:
    """One job: its state as the fold of what was decided, the time, what is how far away."""

    state: RecordState = field(default_factory=RecordState)
    now: datetime = NOON
    events: list[Happened] = field(default_factory=list)
    commands: int = 0
    near: dict[str, str] = field(default_factory=dict)

    @property
    def open(self) -> TaskState:
        (task,) = self.state.open_tasks()
        return task

    def next_id(self) -> UUID:
        self.commands += 1
        return uuid5(NAMES, f"job {self.commands}")

    def facts(self) -> Facts:
        known = {
            person(key): KnownRecord(
                person(key), "person", name, path,
                {"assignments": [{"role": role, "org_path": path}]},
            )
            for key, (name, role, path) in PEOPLE.items()
        }  # fmt: skip
        near = tuple(
            Item(key, f"{key} 号", {"away": Reading(away, "m")}) for key, away in self.near.items()
        )
        return Facts(now=self.now, number=1, records=known, lists={"near": near})

    def ask(self, command: Command, who: str | Actor) -> object:
        asking = actor(who) if isinstance(who, str) else who
        return decide(KIND, self.state, command, self.facts(), asking)

    def take(self, command: Command, who: str | Actor) -> tuple[str, ...]:
        """Decides and keeps the events; answers their kinds."""
        decision = self.ask(command, who)
        assert isinstance(decision, tuple), decision
        kept = prepare(KIND, command, RECORD, self.state, decision, COMPILED.hash)
        self.state, self.events = kept.after, [*self.events, *kept.happened]
        return tuple(event.kind for event in kept.happened)

    def begin(self, **data: object) -> "Job":
        whole = {"what": "三号釜动火", "grade": "plain", **data}
        self.take(Create(id=RECORD, type="permit", data=whole), "worker")
        return self

    def completing(self, outcome: str, **more: object) -> Complete:
        asked = {"data": {}, **more}
        return Complete(
            id=self.next_id(), record=RECORD, type="permit", task=self.open.id,
            version=self.state.version, outcome=outcome, **asked,  # type: ignore[arg-type]
        )  # fmt: skip

    def later(self, **span: float) -> None:
        self.now = self.now + timedelta(**span)


def working(**data: object) -> Job:
    """A job that was signed and runs."""
    job = Job().begin(**data)
    job.take(job.completing("agree"), "safety")
    return job


def entry(job: Job, key: str, *rows: dict[str, object], **more: object) -> AddEntry:
    """An entry with these rows."""
    return AddEntry(
        id=job.next_id(), record=RECORD, type="permit", entry=key, rows=rows,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def refusal(answer: object) -> Refusal:
    """The refusal that a decision is."""
    assert isinstance(answer, Refusal), answer
    return answer
