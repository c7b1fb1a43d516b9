"""A form checked while it is being filled: verdict, limits and clauses in the reader's language."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.kernel.refusal import Clause, Refusal
from anshu.records.live_check import CheckWanted, FormChecked, JudgedRow, check_form
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.rules.verdict import Due
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.problem import ProblemFact, ProblemField, in_words, named_fact


class RowShape(Struct, frozen=True, omit_defaults=True):
    """One row that holds, at the field it speaks of; the first fact is the one it judges.

    `item` names whom or what of a list it is said of.
    """

    field: str
    severity: str
    title: str
    message: str
    reason: str
    table: str
    level: str = ""
    level_label: str = ""
    colour: str = ""
    limit_kind: str = ""
    unverified: bool = False
    entered: str = ""
    facts: tuple[ProblemFact, ...] = ()
    clause: Clause | None = None
    item: str = ""


class DutyShape(Struct, frozen=True, omit_defaults=True):
    """What must be done because of a row; an advisory one is not insisted on."""

    kind: str
    role: str = ""
    role_label: str = ""
    field: str = ""
    field_label: str = ""
    minutes: int = 0
    advisory: bool = False


class CheckedShape(Struct, frozen=True):
    """What judgement says of the form so far."""

    severity: str
    rows: tuple[RowShape, ...]
    duties: tuple[DutyShape, ...]
    errors: tuple[ProblemField, ...]


@post(
    "/forms/{kind:str}/{form:str}/check",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(CheckedShape),
)
async def check(
    request: Asked,
    kind: FromPath[str],
    form: FromPath[str],
    data: JSONBody[CheckWanted],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Judges what has been filled in so far; nothing is written."""
    found = await check_form(services, subject, kind, form, data)
    if isinstance(found, Refusal):
        return answer(request, found)
    book = await services.books.current(subject.principal)
    known = book.kind(kind)
    labels = {key: role.title for key, role in book.compiled.roles.items()}
    if known is not None:
        labels |= {f"field.{key}": field.label for key, field in known.fields.items()}
    said = {key: text.said(subject.language) for key, text in labels.items()}
    return answer(request, _shape(found, said, subject.language))


def _shape(found: FormChecked, labels: dict[str, str], language: str) -> CheckedShape:
    return CheckedShape(
        severity=found.severity,
        rows=tuple(row_in_words(row, language) for row in found.rows),
        duties=tuple(_duty(due, labels) for due in found.duties),
        errors=tuple(in_words(error, language) for error in found.errors),
    )


def row_in_words(row: JudgedRow, language: str) -> RowShape:
    """A row in the reader's language."""
    return RowShape(
        field=row.field, severity=row.severity, title=row.title.said(language),
        message=row.message.said(language), reason=row.reason, table=row.table, level=row.level,
        level_label=row.level_label.said(language) if row.level_label else "",
        colour=row.colour, limit_kind=row.limit_kind, unverified=row.unverified,
        entered=row.entered, facts=tuple(named_fact(fact, language) for fact in row.facts),
        clause=row.clause, item=row.item,
    )  # fmt: skip


def _duty(due: Due, labels: dict[str, str]) -> DutyShape:
    one = due.obligation
    return DutyShape(
        kind=one.kind, role=one.role, role_label=labels.get(one.role, one.role), field=one.field,
        field_label=labels.get(f"field.{one.field}", one.field), minutes=one.minutes,
        advisory=due.advisory,
    )  # fmt: skip


ROUTES = [check]
