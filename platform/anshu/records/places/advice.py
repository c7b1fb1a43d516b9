"""A plant's own texts for rectification advice, offered beside those of the packs."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Template
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.places import queries, writes
from anshu.records.services import Services
from anshu.records.subject import Subject

LONGEST_TITLE, LONGEST_TEXT, LONGEST_CATEGORY = 30, 1000, 60
MOST = 200
# The field beside the advice that says what kind of trouble it is for.
CATEGORY = "category"


class Advice(Struct, frozen=True):
    """A ready text; `category` is a code of the hazard categories, "" for all of them."""

    id: UUID
    category: str
    title: str
    text: str
    position: int
    changed_at: datetime


class Ready(Struct, frozen=True):
    """A text of the packs, or a category by its code."""

    title: str
    text: str


class AdviceList(Struct, frozen=True):
    """The plant's own texts in their order, those of the packs, and the categories (by code)."""

    items: tuple[Advice, ...]
    shipped: tuple[Ready, ...]
    categories: tuple[Ready, ...]


class NewAdvice(Struct, frozen=True, forbid_unknown_fields=True):
    """A text to keep under an id that the client has chosen."""

    category: str
    title: str
    text: str
    position: int = 0


async def advice(services: Services, subject: Subject) -> AdviceList:
    """The texts that are in use."""
    book = await services.books.current(subject.principal)
    async with services.store.begin(subject.principal, purpose="advice.list") as tx:
        rows = await tx.fetch(queries.ADVICE)
    own = tuple(
        Advice(r["id"], r["category"], r["title"], r["body"], r["position"], r["changed_at"])
        for r in rows
    )
    kinds = [kind for kind in book.compiled.types.values() if _templates(kind)]
    language = subject.language
    shipped = tuple(
        Ready(each.title.said(language), each.text.said(language))
        for kind in kinds
        for each in _templates(kind)
    )
    lists = [k.lists[k.fields[CATEGORY].code_list] for k in kinds if CATEGORY in k.fields]
    codes = tuple(Ready(c.code, c.label.said(language)) for each in lists for c in each.items)
    return AdviceList(own, shipped, codes)


async def keep_advice(
    services: Services, subject: Subject, identity: UUID, new: NewAdvice
) -> AdviceList | Refusal:
    """Adds or changes a text; refuses one that is empty, too long, or one too many."""
    errors = tuple(_errors(new))
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=errors)
    now = services.clock.now()
    async with services.store.begin(subject.principal, purpose="advice.keep") as tx:
        rows = await tx.fetch(queries.ADVICE)
        if len(rows) >= MOST and identity not in {row["id"] for row in rows}:
            wrong = FieldError("title", "too_many", limit=str(MOST))
            return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
        await tx.execute(
            writes.KEEP_ADVICE, identity, new.category, new.title.strip(), new.text.strip(),
            min(max(new.position, 0), 10_000), now, subject.person,
        )  # fmt: skip
    return await advice(services, subject)


async def retire_advice(services: Services, subject: Subject, identity: UUID) -> AdviceList:
    """Takes a text out of use; what was written with it stays as it is."""
    async with services.store.begin(subject.principal, purpose="advice.retire") as tx:
        now = services.clock.now()
        await tx.execute(writes.RETIRE_ADVICE, identity, now, subject.person)
    return await advice(services, subject)


def _templates(kind: CompiledType) -> tuple[Template, ...]:
    return tuple(each for field in kind.item.fields for each in field.templates)


def _errors(new: NewAdvice) -> list[FieldError]:
    found = []
    for field, text, longest in (
        ("title", new.title, LONGEST_TITLE),
        ("text", new.text, LONGEST_TEXT),
        ("category", new.category, LONGEST_CATEGORY),
    ):
        if not text.strip() and field != "category":
            found.append(FieldError(field, "field_missing"))
        elif len(text) > longest:
            found.append(FieldError(field, "too_long", limit=str(longest)))
        elif "\0" in text:
            found.append(FieldError(field, "unreadable_text"))
    return found
