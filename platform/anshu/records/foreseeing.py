"""What the closing gate would say of each element, were the task ended with this data now.

The very function that refuses a closing decides, so that nobody fills a form in vain.
"""

from msgspec import Struct, structs

from anshu.access.loading import Stale
from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Assignee
from anshu.flow.commands import Complete
from anshu.flow.completion import after_completion
from anshu.flow.ending import Ending, ending_of
from anshu.flow.state import RecordState
from anshu.flow.way_in import WayIn, way_in, whole_assignees
from anshu.kernel.refusal import Refusal
from anshu.records.books import stream_of
from anshu.records.elements import elements_of, rests_on
from anshu.records.loading import Versions, gather, load
from anshu.records.page import Element
from anshu.records.permission import can_read
from anshu.records.readings.asking import Sources, asking_of
from anshu.records.readings.occasion import Asker
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.wanted import wanted_facts


class StepForeseen(Struct, frozen=True):
    """A step that would follow: whom it asks by role or field, or that nobody is asked there."""

    node: str
    title: str
    asks: tuple[str, ...]
    passed: bool = False


class Foreseen(Struct, frozen=True):
    """The elements as they would stand, and the steps up to the one that would wait next."""

    elements: tuple[Element, ...]
    steps: tuple[StepForeseen, ...] = ()


async def foreseen_elements(
    services: Services, subject: Subject, command: Complete
) -> Foreseen | Refusal:
    """The elements after this completion; those of now if the subject may not complete it."""
    book = await services.books.current(subject.principal)
    kind = book.kind(command.type)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    versions = Versions(subject.access.policy_version, book.definition_version)
    actor, now = subject.actor(), services.clock.now()
    async with services.store.begin(subject.principal, purpose="record.foresee") as tx:
        try:
            loaded = await load(tx, stream_of(kind.key, command.record), "", versions)
        except Stale:
            services.books.forget(subject.principal.schema)
            services.access.forget(subject.principal.schema)
            return Refusal("busy", kind="busy")
        if loaded.definition not in (None, book.compiled.hash):
            kind = services.books.pinned(book, loaded.definition or b"", kind.key)
        state = loaded.state
        if not can_read(kind, state, subject):
            return Refusal("unknown_record", kind="unknown")
        command = structs.replace(command, version=state.version)
        wanted = wanted_facts(kind, state, command, actor)
        given = {**state.data, **command.data}
        evidence = rests_on(kind, structs.replace(state, data=given, tasks=()))
        before = rests_on(kind, state)
        wanted = structs.replace(
            wanted,
            records=tuple({*wanted.records, *evidence.records, *before.records}),
            media=tuple({*wanted.media, *evidence.media, *before.media}),
            alike=None,
        )
        sources = Sources(services.providers, book.compiled.types)
        asking = asking_of(sources, kind, state, command, Asker(actor, now, subject.timezone))
        facts = await gather(tx, wanted, now=now, sequence="", calendar=None, asking=asking)
    after = after_completion(kind, state, command, facts, actor)
    ending = ending_of(kind, state, command, facts, actor)
    steps: tuple[StepForeseen, ...] = ()
    if isinstance(ending, Ending) and ending.ends:
        way = way_in(kind, kind.nodes[ending.target], after, facts)
        steps = _steps(kind, way, after, subject.language)
    return Foreseen(elements_of(kind, after, facts, subject.language), steps)


def _steps(
    kind: CompiledType, way: WayIn, after: RecordState, language: str
) -> tuple[StepForeseen, ...]:
    passed = (
        StepForeseen(key, kind.nodes[key].title.said(language), (), passed=True)
        for key in way.passed
    )
    asked = whole_assignees(way.node, after, way.approvers)
    names = tuple(dict.fromkeys(_name(kind, each, language) for each in asked))
    return (*passed, StepForeseen(way.node.key, way.node.title.said(language), names))


def _name(kind: CompiledType, assignee: Assignee, language: str) -> str:
    if assignee.role:
        role = kind.roles.get(assignee.role)
        return role.title.said(language) if role is not None else assignee.role
    field = kind.fields.get(assignee.field.partition(".")[0])
    return field.label.said(language) if field is not None else assignee.field
