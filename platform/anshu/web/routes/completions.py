"""The same task of many records ended at once, each with its own result."""

from typing import Annotated
from uuid import UUID, uuid4

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from anshu.flow.commands import Complete
from anshu.kernel.refusal import Refusal
from anshu.records.bulk import MOST_AT_ONCE, Wanted, all_of_mine, complete_many
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.problem import Problem, problem_of
from anshu.web.problems import language_of


class ManyDone(Struct, frozen=True, forbid_unknown_fields=True):
    """The same outcome at the same node for many records, with one shared form.

    Without `items` for every record whose task there is the asker's; `id` makes that request
    harmless to repeat.
    """

    node: str
    outcome: str
    items: Annotated[tuple[Wanted, ...], Meta(max_length=MOST_AT_ONCE)] = ()
    id: UUID | None = None
    data: dict[str, object] = {}
    opinion: str = ""


class OneDone(Struct, frozen=True):
    """What became of one record."""

    record: UUID
    number: str
    done: bool
    state: str = ""
    version: int = 0
    problem: Problem | None = None


class ManyAnswers(Struct, frozen=True):
    """Every record's own result, in the order asked."""

    items: tuple[OneDone, ...]
    done: int
    refused: int


@post(
    "/records/{kind:str}/completions",
    opt={"permission": "{kind}:task:act"},
    status_code=200,
    responses=says(ManyAnswers),
)
async def complete_tasks(
    request: Asked,
    kind: FromPath[str],
    data: JSONBody[ManyDone],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends the same task of many records alike; each is carried out or refused by itself."""
    nobody = UUID(int=0)
    template = Complete(
        id=nobody, record=nobody, type=kind, task=nobody, version=0, outcome=data.outcome,
        data=data.data, opinion=data.opinion,
    )  # fmt: skip
    items = data.items
    if not items:
        mine = await all_of_mine(services, subject, kind, data.node, data.id or uuid4())
        if isinstance(mine, Refusal):
            return answer(request, mine)
        items = mine
    made = await complete_many(services, subject, template, data.node, items)
    if isinstance(made, Refusal):
        return answer(request, made)
    language = language_of(request)
    shown = tuple(
        OneDone(each.record, each.number, done=False, problem=problem_of(each.result, language))
        if isinstance(each.result, Refusal)
        else OneDone(
            each.record, each.number, done=True, state=each.result.state,
            version=each.result.version,
        )
        for each in made
    )  # fmt: skip
    count = sum(1 for item in shown if item.done)
    return answer(request, ManyAnswers(shown, count, len(shown) - count))


ROUTES = [complete_tasks]
