"""What follows when a record was merged into another one: that one learns of it.

Runs after the commit in a transaction of its own, and may safely be asked again.
"""

from uuid import UUID, uuid5

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Absorb
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.messages import Step
from anshu.records.repetition import NotCarriedOut
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu.store.principal import Tenant

ACTOR = "system:duplicates"


async def follow_merging(
    services: Services,
    tenant: Tenant,
    kind: CompiledType,
    *,
    record: UUID,
    state: RecordState,
    steps: tuple[Step, ...],
) -> None:
    """Tells the record that this one is the same as."""
    if state.same_as is None or not any(step.kind == "RecordClosed" for step in steps):
        return
    command = Absorb(
        id=uuid5(state.same_as.id, f"reported again by {record}"), record=state.same_as.id,
        type=kind.key, by=record, number=state.number,
    )  # fmt: skip
    done = await run_as_system(services, tenant, command, actor=ACTOR)
    if isinstance(done, Refusal):
        raise NotCarriedOut(f"Absorb {command.id}: {done.code}")
