"""The same outcome for many tasks: each its own transaction, and its own answer."""

from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Complete
from anshu.kernel.refusal import Refusal
from anshu.records.choosing import queries
from anshu.records.reading import Reader, readable_kind
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_AT_ONCE = 100
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
