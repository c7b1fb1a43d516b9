"""Makes links and answers them: what the record's type shows to strangers, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Condition
from anshu.definitions.sharing_language import Shared, SharedRows
from anshu.flow.shared_links import ShareLink
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal, Refused
from anshu.records.filters import ListFilters
from anshu.records.listing import list_records
from anshu.records.names import Words, field_said
from anshu.records.paging import Read, build_page, read_record
from anshu.records.run import run
from anshu.records.services import Services
from anshu.records.sharing.link import Link, link_of, token_of
from anshu.records.subject import Identity, Subject, resolve
from anshu_tenants.registry import TenantUnknown, principal

MOST_CONTACTS = 20


class NewLink(Struct, frozen=True):
    """A link just made: its token for the address, and until when it opens."""

    id: UUID
    token: str
    until: datetime


class SharedFact(Struct, frozen=True):
    """One field in words."""

    key: str
    label: str
    text: str


class SharedTable(Struct, frozen=True):
    """Rows of a table in words, column by column."""

    key: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class SharedPage(Struct, frozen=True):
    """What a link shows, and nothing else; `ended`: the record's flow has reached an end."""

    number: str
    type_label: str
    state: str
    state_label: str
    level_label: str
    ended: bool
    facts: tuple[SharedFact, ...]
    tables: tuple[SharedTable, ...]
    contacts: SharedTable | None
    until: datetime
    data_time: datetime


async def make_link(
    services: Services, subject: Subject, kind: str, record: UUID
) -> NewLink | Refusal:
    """A link to a record that the subject may read; the record's stream keeps that it was made.

    Refuses not_shared for types without a page for strangers.
    """
    book = await services.books.current(subject.principal)
    known = book.kind(kind)
    shared = known.item.shared if known is not None else None
    # Whole seconds: the token holds no more, and both must say the same.
    now = services.clock.now().replace(microsecond=0)
    until = now + timedelta(minutes=shared.valid_for_minutes if shared is not None else 0)
    identity = new_id()
    made = await run(services, subject, ShareLink(identity, record, kind, until))
    if isinstance(made, Refusal):
        return made
    link = Link(identity, subject.tenant, kind, record, subject.person, until)
    return NewLink(identity, token_of(link, secret=services.settings.secret), until)


async def open_link(services: Services, token: str, *, language: str) -> SharedPage | Refusal:
    """What the link shows now; refuses link_unknown, link_expired, link_revoked.

    Whoever made it must still be able to read the record: with the permission goes the link.
    """
    link = link_of(token, secret=services.settings.secret, now=services.clock.now())
    if isinstance(link, Refusal):
        return link
    subject = await _on_behalf(services, link, language)
    if subject is None:
        return Refusal("link_unknown", kind="unknown")
    read = await read_record(services, subject, link.kind, link.record)
    if isinstance(read, Refusal):
        return read if read.kind == "busy" else Refusal("link_unknown", kind="unknown")
    shared = read.kind.item.shared
    if shared is None:
        return Refusal("link_unknown", kind="unknown")
    if all(kept.id != link.id for kept in read.state.shared_links):
        return Refusal("link_revoked")
    contacts = await _contacts(services, subject, shared)
    return _page(read, shared, subject, link, contacts, services.clock.now())


async def _on_behalf(services: Services, link: Link, language: str) -> Subject | None:
    """The maker, with no permission but to read; None when nobody is there any more."""
    try:
        tenant = await services.registry.find(link.tenant)
    except TenantUnknown:
        return None
    if tenant.state != "active":
        return None
    book = await services.books.current(principal(tenant))
    kind = book.kind(link.kind)
    shared = kind.item.shared if kind else None
    if shared is None:
        return None
    wanted = {f"{each}:record:read" for each in (link.kind, shared.contacts) if each}
    identity = Identity(
        principal=principal(tenant), tenant=tenant.id, person=link.maker,
        timezone=tenant.timezone, language=language, token_permissions=frozenset(wanted),
    )  # fmt: skip
    try:
        return await resolve(services, identity)
    except Refused:
        return None


def _page(
    read: Read, shared: Shared, subject: Subject, link: Link, contacts: SharedTable | None,
    now: datetime,
) -> SharedPage:  # fmt: skip
    page = build_page(read, subject, link.record, now)
    words = Words(read.kind, subject.language, ZoneInfo(subject.timezone))
    level = page.level_label if isinstance(page.level_label, str) else ""
    names = {**page.names, **read.around.org_names}
    return SharedPage(
        number=page.number, type_label=read.kind.item.title.said(subject.language),
        state=page.state, state_label=page.state_label, level_label=level,
        ended=not read.state.open_tasks(),
        facts=tuple(_facts(words, shared, page.data, names)),
        tables=tuple(_table(words, rows, page.data, names) for rows in shared.tables),
        contacts=contacts, until=link.until, data_time=now,
    )  # fmt: skip


def _facts(
    words: Words, shared: Shared, data: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[SharedFact]:
    for key in shared.fields:
        field = words.kind.fields[key]
        text = field_said(words, field, data.get(key), names)
        if text:
            yield SharedFact(key, field.label.said(words.language), text)


def _table(
    words: Words, shown: SharedRows, data: Mapping[str, object], names: Mapping[str, str]
) -> SharedTable:
    field = words.kind.fields[shown.table]
    columns = {column.key: column for column in field.columns}
    kept = [columns[key] for key in shown.columns]
    rows = data.get(shown.table)
    return SharedTable(
        key=field.key, label=field.label.said(words.language),
        columns=tuple(column.label.said(words.language) for column in kept),
        rows=tuple(
            tuple(field_said(words, column, row.get(column.key), names) for column in kept)
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict) and "@ended" not in row and _is_shown(row, shown.where)
        ),
    )  # fmt: skip


def _is_shown(row: Mapping[str, object], where: Condition | None) -> bool:
    if where is None:
        return True
    value = row.get(where[0])
    said = str(value).lower() if isinstance(value, bool) else str(value or "")
    return said in where[1:]


async def _contacts(services: Services, subject: Subject, shared: Shared) -> SharedTable | None:
    if not shared.contacts or not subject.allowed.has(f"{shared.contacts}:record:read"):
        return None
    wanted = ListFilters(columns=",".join(shared.contact_columns), limit=MOST_CONTACTS)
    found = await list_records(services, subject, shared.contacts, wanted)
    if isinstance(found, Refusal):
        return None
    book = await services.books.current(subject.principal)
    kind: CompiledType = book.compiled.types[shared.contacts]
    labels = (kind.fields[key].label.said(subject.language) for key in shared.contact_columns)
    return SharedTable(
        key=shared.contacts, label=kind.item.title.said(subject.language), columns=tuple(labels),
        rows=tuple(
            tuple(row.cells.get(key, "") for key in shared.contact_columns)
            for row in found.items
            if isinstance(row.cells, dict)
        ),
    )  # fmt: skip
