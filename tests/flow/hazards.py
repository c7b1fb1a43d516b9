"""Hazards under the shipped packs, taken through their flow in memory; time is a value."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from anshu.definitions.language import Assignment
from anshu.flow.commands import (
    Actor,
    Command,
    Complete,
    Create,
    Facts,
    Fire,
    KnownMedia,
    KnownRecord,
)
from anshu.flow.decide import decide
from anshu.flow.state import Happened, RecordState, TaskState
from anshu.kernel.position import Position, to_gcj02
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent
from anshu.records.preparing import prepare
from anshu.records.sheet import sheet_hash
from tests.records.people import PEOPLE, PLACE, compiled

COMPILED = compiled()
KIND = COMPILED.types["hazard"]
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
RECORD, AREA, MACHINE, KNOWN = (
    uuid5(NAMES, name) for name in ("record", "area", "machine", "known")
)
PHOTO, BEFORE, AFTER, CHECKED, SIGNED = (f"{n:064x}" for n in range(1, 6))
CLOCK = Actor(name="system:clock")
DOERS = {
    "team_review": "leader", "workshop_recheck": "safety", "ehs_decision": "ehs",
    "rectification": "fixer", "reinspection": "safety", "extension_decision": "ehs",
}  # fmt: skip
REASON = {"return_reason": "还不行"}
VOID = {"void_reason": "不是隐患"}
SAME: dict[str, object] = {"duplicate_of": str(KNOWN)}
REPORT: dict[str, object] = {"photos": [PHOTO], "description": "密封渗漏", "area": str(AREA)}
DATA: dict[tuple[str, str], dict[str, object]] = {
    ("team_review", "pass"): {"review_opinion": "属实"},
    ("team_review", "void"): {**VOID},
    ("workshop_recheck", "pass"): {
        "category": "equipment", "handling": "by_deadline", "advice": "更换",
    },
    ("team_review", "duplicate"): {**SAME},
    ("workshop_recheck", "duplicate"): {**SAME},
    ("ehs_decision", "duplicate"): {**SAME},
    ("workshop_recheck", "return"): {**REASON},
    ("workshop_recheck", "void"): {**VOID},
    ("ehs_decision", "approve"): {
        "level": "general", "responsible": str(uuid5(NAMES, "fixer")),
        "deadline": "2026-11-25T09:00:00Z", "penalty": "扣分",
    },
    ("ehs_decision", "return"): {**REASON},
    ("ehs_decision", "void"): {**VOID},
    ("rectification", "submit"): {
        "before_photos": [BEFORE], "after_photos": [AFTER], "measures_taken": "已更换",
        "responsible_signature": {"image": SIGNED, "shown": SIGNED, "method": "handwriting"},
    },
    ("rectification", "return"): {**REASON},
    ("rectification", "extend"): {
        "extension_reason": "密封件要等5天到货", "asked_until": "2026-11-30T09:00:00Z",
    },
    ("extension_decision", "grant"): {"deadline": "2026-11-30T09:00:00Z"},
    ("extension_decision", "refuse"): {"extension_opinion": "先临时封堵"},
    ("reinspection", "pass"): {
        "recheck_photos": [CHECKED], "recheck_opinion": "密封处已无渗漏",
        "recheck_position": {**PLACE},
    },
    ("reinspection", "fail"): {**REASON},
}  # fmt: skip
PRIMARY = ("pass", "pass", "approve", "submit", "pass")


def person(name: str) -> UUID:
    return uuid5(NAMES, name)


def actor(name: str, *, until: str = "") -> Actor:
    """One of the plant's people, with the role held until then."""
    _, role, path = PEOPLE[name]
    post = Assignment(role=role, org_path=path, until=until)
    return Actor(name=f"person:{person(name)}", person=person(name), assignments=(post,))


def facts_at(now: datetime, **changes: object) -> Facts:
    """Everything the plant knows; photos are taken now."""
    known = [
        KnownRecord(person(key), "person", name, path, {})
        for key, (name, _, path) in PEOPLE.items()
    ]
    known.append(KnownRecord(AREA, "area", "反应釜区", "/w1/t1/", {"position": PLACE}))
    known.append(
        KnownRecord(KNOWN, "hazard", "渗漏", "/w1/t1/", {}, "YH-2026-000003", "rectifying")
    )
    known.append(KnownRecord(MACHINE, "equipment", "3号反应釜", "/w1/t1/", {}))
    media = {
        digest: KnownMedia(digest, purpose, now, now, None)
        for digest, purpose in (
            (PHOTO, "photo"), (BEFORE, "photo"), (AFTER, "photo"), (CHECKED, "photo"),
            (SIGNED, "signature"),
        )
    }  # fmt: skip
    facts = Facts(now=now, number=7, records={each.id: each for each in known}, media=media)
    return msgspec.structs.replace(facts, **changes)


@dataclass
class Course:
    """One hazard: its state as the fold of what was decided, and the time."""

    state: RecordState = field(default_factory=RecordState)
    now: datetime = NOON
    commands: int = 0
    events: list[Happened] = field(default_factory=list)

    @property
    def open(self) -> TaskState:
        (task,) = self.state.open_tasks()
        return task

    def next_id(self) -> UUID:
        self.commands += 1
        return uuid5(NAMES, f"command {self.commands}")

    def ask(
        self, command: Command, who: Actor, facts: Facts | None = None
    ) -> tuple[NewEvent, ...] | Refusal:
        """What is decided, with the sheet that the runner would make; nothing is kept."""
        known = facts_at(self.now) if facts is None else facts
        if isinstance(command, Complete) and not known.sheet:
            sheet = sheet_hash(KIND, self.state, command, known, who)
            known = _with_sheet(known, sheet)
            command = _signed(command, sheet)
        return decide(KIND, self.state, command, known, who)

    def take(
        self, command: Command, who: Actor, facts: Facts | None = None
    ) -> tuple[NewEvent, ...]:
        """Decides and keeps the events, folded as they would be loaded."""
        decision = self.ask(command, who, facts)
        assert not isinstance(decision, Refusal), decision
        kept = prepare(KIND, command, RECORD, self.state, decision, COMPILED.hash)
        self.state = kept.after
        self.events += kept.happened
        return decision

    def report(self, who: str = "worker", **data: object) -> tuple[NewEvent, ...]:
        command = Create(id=RECORD, type="hazard", data={**REPORT, **data})
        return self.take(command, actor(who))

    def completing(self, outcome: str, **data: object) -> Complete:
        """The command that ends the open task, with what its form asks."""
        task = self.open
        return Complete(
            id=self.next_id(), record=RECORD, type="hazard", task=task.id,
            version=self.state.version, outcome=outcome,
            data={**DATA.get((task.node, outcome), {}), **data},
        )  # fmt: skip

    def complete(self, outcome: str, who: str = "", **data: object) -> tuple[NewEvent, ...]:
        doer = actor(who or DOERS[self.open.node])
        return self.take(self.completing(outcome, **data), doer)

    def firing(self, kind: str, task: TaskState | None = None) -> Fire:
        waiting = task or self.open
        return Fire(self.next_id(), RECORD, "hazard", waiting.id, kind)  # type: ignore[arg-type]

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


def at_node(node: str) -> Course:
    """A hazard that waits at this node, on the straight way from its report or beside it."""
    if node == "extension_decision":
        course = at_node("rectification")
        course.later(minutes=10)
        course.complete("extend")
        return course
    course = Course()
    course.report()
    for outcome in PRIMARY:
        if course.open.node == node:
            return course
        course.later(minutes=10)
        course.complete(outcome)
    raise AssertionError(f"the straight way does not lead to {node}")


def closed() -> Course:
    """A hazard that is closed with all its evidence."""
    course = at_node("reinspection")
    course.later(minutes=10)
    course.complete("pass")
    return course


def beside(
    metres_north: float, *, system: str = "WGS-84", accuracy: str = "8"
) -> dict[str, object]:
    """A location value this far from the area's centre, in the system asked for."""
    lat = float(PLACE["lat"]) + metres_north / 111_195
    spot = Position(lat, float(PLACE["lon"]))
    shown = to_gcj02(spot) if system == "GCJ-02" else spot
    return {
        **PLACE, "lat": f"{shown.lat:.7f}", "lon": f"{shown.lon:.7f}", "system": system,
        "accuracy_m": accuracy,
    }  # fmt: skip


def refused(decision: tuple[NewEvent, ...] | Refusal) -> Refusal:
    assert isinstance(decision, Refusal), decision
    return decision


def _with_sheet(facts: Facts, sheet: str) -> Facts:
    if not sheet:
        return facts
    kept = KnownMedia(sheet, "sheet", facts.now, facts.now, None)
    return msgspec.structs.replace(facts, sheet=sheet, media={**facts.media, sheet: kept})


def _signed(command: Complete, sheet: str) -> Complete:
    signature = command.data.get("responsible_signature")
    if not isinstance(signature, dict) or signature.get("shown") != SIGNED:
        return command
    signature = {**signature, "shown": sheet}
    data = {**command.data, "responsible_signature": signature}
    return msgspec.structs.replace(command, data=data)
