"""Clauses suggested for a record's text, from the library that the plant's industry chooses."""

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.words import Text
from anshu.kernel.refusal import Refusal
from anshu.records import queries
from anshu.records.paging import read_record
from anshu.records.profile import INDUSTRIES, profile_of
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.rules.suggesting import Suggested, suggested


class Suggestions(Struct, frozen=True):
    """The likeliest clauses; without an industry every library is searched."""

    items: tuple[Suggested, ...]
    library: Text
    industry: Text | UnsetType = UNSET


async def suggestions(
    services: Services, subject: Subject, place: tuple[str, UUID, str]
) -> Suggestions | Refusal:
    """Clauses for the field of the record that `place` names (type, record, field).

    All texts of the record that the reader may see are searched; nothing is set.
    """
    kind_key, record, field_key = place
    read = await read_record(services, subject, kind_key, record)
    if isinstance(read, Refusal):
        return read
    field = read.kind.fields.get(field_key)
    if field is None or field.code_list not in read.kind.lists:
        return Refusal("unknown_form", kind="unknown")
    book = await services.books.current(subject.principal)
    lists = book.compiled.lists
    chosen = lists.get(field.code_list, read.kind.lists[field.code_list])
    industry = await _industry(services, subject)
    codes = lists[INDUSTRIES].items if INDUSTRIES in lists else ()
    known = next((code for code in codes if code.code == industry), None)
    library = lists.get(known.maps_to, chosen) if known else chosen
    offered = {code.code for code in chosen.items}
    items = [code for code in library.items if code.code in offered]
    texts = [
        str(value)
        for key, value in read.state.data.items()
        if key in read.kind.fields and read.kind.fields[key].kind in ("text", "long_text")
    ]
    return Suggestions(
        items=suggested("\n".join(texts), items), library=library.title,
        industry=known.label if known else UNSET,
    )  # fmt: skip


async def _industry(services: Services, subject: Subject) -> str:
    identity = profile_of(subject.tenant)
    async with services.store.begin(subject.principal, purpose="profile.read") as tx:
        row = await tx.fetchrow(queries.INDUSTRY, identity)
    return str(row["industry"] or "") if row else ""
