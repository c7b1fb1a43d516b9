"""Kept verdicts of a record, clauses suggested for it, the industry that chooses the library."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Struct, UnsetType

from anshu.kernel.refusal import Refusal
from anshu.records.judgements import judgements
from anshu.records.profile import Industry, read_industry, set_industry
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.suggestions import suggestions
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.routes.forms import RowShape, row_in_words


class KeptShape(Struct, frozen=True):
    """A verdict that an event keeps; `same`: today's tables say the same of its values."""

    at: datetime
    version: int
    severity: str
    same: bool
    rows: tuple[RowShape, ...]


class SuggestedClause(Struct, frozen=True, omit_defaults=True):
    """A clause and the words of the record's texts that point to it."""

    code: str
    label: str
    words: tuple[str, ...]
    hint: str = ""


class SuggestedClauses(Struct, frozen=True):
    """At most three; nothing is set by it."""

    items: tuple[SuggestedClause, ...]
    library: str
    industry: str | UnsetType = UNSET


class IndustryShape(Struct, frozen=True):
    """One industry and its library."""

    code: str
    label: str
    library: str


class IndustrySetting(Struct, frozen=True):
    """The industry that is set, and all there are."""

    industry: str
    choices: tuple[IndustryShape, ...]


class NewIndustry(Struct, frozen=True, forbid_unknown_fields=True):
    """The industry to set."""

    command_id: UUID
    industry: str


@get(
    "/records/{kind:str}/{record:uuid}/judgements",
    opt={"permission": "{kind}:record:read"},
    responses=says(list[KeptShape]),
)
async def show_judgements(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The verdicts that the record's events keep, the newest first, each asked again."""
    found = await judgements(services, subject, kind, record)
    if isinstance(found, Refusal):
        return answer(request, found)
    language = subject.language
    shapes = [
        KeptShape(
            each.at, each.version, each.severity, each.same,
            tuple(row_in_words(row, language) for row in each.rows),
        )
        for each in found
    ]  # fmt: skip
    return answer(request, shapes)


@get(
    "/records/{kind:str}/{record:uuid}/suggestions/{field:str}",
    opt={"permission": "{kind}:record:read"},
    responses=says(SuggestedClauses),
)
async def suggest(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    field: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Clauses that the record's texts may fall under."""
    found = await suggestions(services, subject, (kind, record, field))
    if isinstance(found, Refusal):
        return answer(request, found)
    language = subject.language
    items = tuple(
        SuggestedClause(
            each.code.code, each.code.label.said(language), each.words,
            each.code.hint.said(language) if each.code.hint else "",
        )
        for each in found.items
    )  # fmt: skip
    industry = UNSET if found.industry is UNSET else found.industry.said(language)
    return answer(request, SuggestedClauses(items, found.library.said(language), industry))


@get(
    "/settings/industry",
    opt={"permission": "plant_profile:record:read"},
    responses=says(IndustrySetting),
)
async def show_industry(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The plant's industry and the libraries of major hazards."""
    return _industry(request, await read_industry(services, subject), subject)


@put(
    "/settings/industry",
    opt={"permission": "plant_profile:record:update"},
    responses=says(IndustrySetting),
)
async def change_industry(
    request: Asked,
    data: JSONBody[NewIndustry],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Sets the plant's industry; the change is in the ledger."""
    done = await set_industry(services, subject, data.command_id, data.industry)
    if isinstance(done, Refusal):
        return answer(request, done)
    return _industry(request, await read_industry(services, subject), subject)


def _industry(request: Asked, found: Industry | Refusal, subject: Subject) -> Response[bytes]:
    if isinstance(found, Refusal):
        return answer(request, found)
    said = subject.language
    choices = tuple(
        IndustryShape(each.code, each.label.said(said), each.library.said(said))
        for each in found.choices
    )
    return answer(request, IndustrySetting(found.industry, choices))


ROUTES = [show_judgements, suggest, show_industry, change_industry]
