"""A made-up job whose signers come from rules, with a log kept while it runs; in memory.

Its types are called like shipped ones, because only their permissions exist to be granted.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
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

PACK = (Path(__file__).parent / "jobs.yaml").read_text(encoding="utf-8")
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
