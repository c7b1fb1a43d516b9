"""What follows when a record is the same trouble again: the earlier one is reopened, people warned.

Runs after the commit, so that of two records settled at the same moment at least the later
sees both; each command runs in its own transaction and may safely be asked again.
"""

from uuid import UUID, uuid5

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Command, KnownAlike, Reopen, Warn
from anshu.flow.references import References
from anshu.flow.repetition import crossings, likeness_of
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.loading import gather
from anshu.records.messages import Step
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu.store.principal import Tenant

ACTOR = "system:repetition"


class NotCarriedOut(RuntimeError):
    """The product's own command was refused; the message comes again later."""


async def follow_repetition(
    services: Services,
    tenant: Tenant,
    kind: CompiledType,
    *,
    record: UUID,
    state: RecordState,
    steps: tuple[Step, ...],
) -> None:
    """Reopens the record that this one repeats; warns where repetitions became too many."""
    rule = kind.item.recurrence
    if rule is None or not any(_settles(rule.same, state, step) for step in steps):
        return
    if state.recurs is not None:
        reopen = Reopen(
            id=uuid5(state.recurs.id, f"reopened by {record}"), record=state.recurs.id,
            type=kind.key, by=record, number=state.number,
        )  # fmt: skip
        await _ask(services, tenant, reopen)
    for crossing in crossings(rule, await _alike(services, tenant, kind, state)):
        identity = uuid5(crossing.at.id, "repetition")
        await _ask(services, tenant, Warn(id=identity, record=crossing.at.id, type=kind.key))


def _settles(same: tuple[str, ...], state: RecordState, step: Step) -> bool:
    """Whether the event gave a value that alike records have in common."""
    if step.kind == "RecordCreated":
        return all(state.data.get(key) for key in same)
    task = state.task(step.task) if step.task is not None else None
    return step.kind == "TaskCompleted" and task is not None and not set(same).isdisjoint(task.data)


async def _alike(
    services: Services, tenant: Tenant, kind: CompiledType, state: RecordState
) -> tuple[KnownAlike, ...]:
    alike = likeness_of(kind, state.data, state.discovered_at)
    if alike is None:
        return ()
    async with services.store.begin(tenant, purpose="reaction.alike") as tx:
        wanted = References(alike=alike)
        facts = await gather(tx, wanted, now=services.clock.now(), sequence="", calendar=None)
    return facts.alike


async def _ask(services: Services, tenant: Tenant, command: Command) -> None:
    done = await run_as_system(services, tenant, command, actor=ACTOR)
    if isinstance(done, Refusal):
        raise NotCarriedOut(f"{type(command).__name__} {command.id}: {done.code}")
