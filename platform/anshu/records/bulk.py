"""The same outcome for many tasks: each its own transaction, and its own answer."""

from datetime import datetime
from uuid import UUID, uuid5

from asyncpg import Record
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Complete
from anshu.flow.standing import holds_role
from anshu.kernel.refusal import Fact, Refusal
from anshu.records.choosing import queries
from anshu.records.reading import Reader, readable_kind
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_AT_ONCE = 100
# For what cannot wait, as a stop of the whole plant.
MOST_OF_ALL = 500
TEXTS = ("text", "long_text")


class Wanted(Struct, frozen=True):
    """One record of the bulk; with a version it is refused when it has changed since."""

    command_id: UUID
    record: UUID
    version: int | None = None


class Done(Struct, frozen=True):
    """What became of one record: its answer, or the refusal."""

    record: UUID
    number: str
    result: Answer | Refusal


async def complete_many(
    services: Services,
    subject: Subject,
    template: Complete,
    node: str,
    wanted: tuple[Wanted, ...],
) -> tuple[Done, ...] | Refusal:
    """Ends the open task of the node on each record as the template says, one after the other.

    Refused as a whole when the outcome's form asks for more than a text that all can share.
    """
    book = await services.books.current(subject.principal)
    reader = Reader(subject, book, services.clock.now())
    kind = readable_kind(reader, template.type)
    if isinstance(kind, Refusal):
        return kind
    refusal = _shareable(kind, node, template)
    if refusal is not None:
        return refusal
    records = [each.record for each in wanted]
    async with services.store.begin(subject.principal, purpose="task.bulk") as tx:
        rows = await tx.fetch(queries.WAITING_AT, kind.key, records, node)
    known = {row["id"]: row for row in rows}
    done = []
    for each in wanted:
        row = known.get(each.record)
        # The runner itself answers "unknown" for what the subject may not read.
        task = row["task"] if row is not None and row["task"] else UUID(int=0)
        version = each.version if each.version is not None else row["version"] if row else 0
        command = Complete(
            id=each.command_id, record=each.record, type=kind.key, task=task, version=version,
            outcome=template.outcome, data=template.data, opinion=template.opinion,
        )  # fmt: skip
        result = await run(services, subject, command)
        number = result.number if isinstance(result, Answer) else ""
        done.append(Done(each.record, number, result))
    return tuple(done)


async def all_of_mine(
    services: Services, subject: Subject, kind_key: str, node: str, bulk: UUID
) -> tuple[Wanted, ...] | Refusal:
    """Every record at the node whose task is the subject's now; ids derive from the bulk's.

    Refused when there are more than can be done at once: nobody should believe that all is done.
    """
    book = await services.books.current(subject.principal)
    kind = readable_kind(Reader(subject, book, services.clock.now()), kind_key)
    if isinstance(kind, Refusal):
        return kind
    actor, now = subject.actor(), services.clock.now()
    roles = [held.role for held in actor.assignments]
    async with services.store.begin(subject.principal, purpose="task.bulk") as tx:
        rows = await tx.fetch(
            queries.ALL_WAITING_AT, kind.key, node, subject.person, roles, MOST_OF_ALL + 1
        )
    mine = [row for row in rows if _is_mine(row, actor, now)]
    if len(mine) > MOST_OF_ALL:
        return Refusal(
            "bulk_too_many", facts=(Fact("bulk_count", str(len(mine)), "", str(MOST_OF_ALL)),)
        )
    return tuple(Wanted(uuid5(bulk, str(row["id"])), row["id"]) for row in mine)


def _is_mine(row: Record, actor: Actor, now: datetime) -> bool:
    if actor.person in row["people"]:
        return True
    return holds_role(actor.assignments, row["roles"], row["org_path"], now)


def _shareable(kind: CompiledType, node: str, template: Complete) -> Refusal | None:
    outcomes = {o.key: o for o in kind.nodes[node].outcomes} if node in kind.nodes else {}
    outcome = outcomes.get(template.outcome)
    if outcome is None:
        return Refusal("unknown_task", kind="unknown")
    needs = kind.nodes[outcome.to].needs
    if not outcome.form:
        return Refusal("bulk_not_possible") if needs else None
    form = kind.form(outcome.form)
    asked = [use.field for use in form.form.fields if use.required or use.min_items]
    texts = all(
        form.fields[key].kind in TEXTS for key in (*asked, *template.data) if key in form.fields
    )
    return None if texts and len(asked) <= 1 and not needs else Refusal("bulk_not_possible")
