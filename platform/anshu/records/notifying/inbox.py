"""A person's notices: a page of them, how many are unread, and marking them as read."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.notify.groups import GROUPS, kinds_of
from anshu.records.columns import is_visible, readable_classes
from anshu.records.notices import Notice, notice_of
from anshu.records.notifying import queries, writes
from anshu.records.reading import Arguments, Found, Reader, Statement, read
from anshu.records.services import Services
from anshu.records.subject import Subject

PAGE = 50


class Wanted(Struct, frozen=True, kw_only=True):
    """Which notices; `before` is time and id of the last one of the page before."""

    group: str = ""
    unread: bool = False
    ids: tuple[UUID, ...] | None = None
    before: tuple[datetime, UUID] | None = None
    limit: int = PAGE


class Inbox(Struct, frozen=True):
    """A page of notices, newest first; `more` says that older ones follow."""

    items: tuple[Notice, ...]
    more: bool


class Unread(Struct, frozen=True):
    """How many notices wait (100: that many or more), and when the newest of them came."""

    unread: int
    latest: datetime | None


async def inbox(services: Services, subject: Subject, wanted: Wanted) -> Inbox | Refusal:
    """A page of the subject's notices: three round trips."""
    found = await notice_rows(services, subject, wanted)
    if isinstance(found, Refusal):
        return found
    rows = rows_of(found)
    items = tuple(notice_of(found.reader, row) for row in rows[: wanted.limit])
    return Inbox(items, more=len(rows) > wanted.limit)


async def notice_rows(services: Services, subject: Subject, wanted: Wanted) -> Found | Refusal:
    """The rows behind a page, one more than its limit."""

    def compose(reader: Reader) -> tuple[Statement, ...]:
        return (_statement(reader, wanted),)

    return await read(services, subject, compose, purpose="notice.inbox")


def rows_of(found: Found) -> list[Mapping[str, object]]:
    """The rows that are notices: the state row answers alone when there is none."""
    return [row for row in found.rows[0] if row["id"] is not None]


async def unread(services: Services, subject: Subject) -> Unread:
    """One short look for the badge that every open page asks for."""
    async with services.store.begin(subject.principal, purpose="notice.unread") as tx:
        row = await tx.fetchrow(queries.UNREAD, subject.person)
    assert row is not None  # an aggregate always answers
    return Unread(row["unread"], row["latest"])


async def mark(
    services: Services,
    subject: Subject,
    *,
    ids: tuple[UUID, ...] | None = None,
    record: UUID | None = None,
) -> None:
    """Marks the subject's own notices as read: these, those of a record, or all."""
    listed = list(ids) if ids is not None else None
    async with services.store.begin(subject.principal, purpose="notice.read") as tx:
        await tx.execute(writes.READ, subject.person, services.clock.now(), listed, record)


def _statement(reader: Reader, wanted: Wanted) -> Statement:
    arguments = Arguments()
    person = arguments.add(reader.subject.person, "uuid")
    allowed = reader.subject.allowed
    kinds = [k for k in reader.book.compiled.types.values() if allowed.has(k.permission("read"))]
    parts = []
    for kind in kinds:
        name = arguments.add(kind.key, "text")
        scope = arguments.scope(allowed.reach(kind.permission("read")), reader.subject)
        parts.append(f"(record.type = {name} and {scope})")
    titled = [k.key for k in kinds if is_visible(k, "title", readable_classes(reader, k))]
    sql = queries.INBOX.format(
        titled=arguments.add(titled, "text[]"),
        readable=" or ".join(parts) or "false",
        person=person,
        chosen=_chosen(arguments, wanted),
        limit=arguments.add(wanted.limit + 1, "int"),
    )
    return Statement(sql, tuple(arguments.values))


def _chosen(arguments: Arguments, wanted: Wanted) -> str:
    """A predicate over notice and task; kinds that are not listed are tasks or progress."""
    parts = ["true"]
    if wanted.group in GROUPS:
        parts.append(_of_group(arguments, wanted.group))
    if wanted.unread:
        parts.append("notice.read_at is null and task.closed_at is null")
    if wanted.ids is not None:
        parts.append(f"notice.id = any({arguments.add(list(wanted.ids), 'uuid[]')})")
    if wanted.before is not None:
        at, identity = wanted.before
        moment = arguments.add(at, "timestamptz")
        parts.append(f"(notice.at, notice.id) < ({moment}, {arguments.add(identity, 'uuid')})")
    return " and ".join(parts)


def _of_group(arguments: Arguments, group: str) -> str:
    own = arguments.add(list(kinds_of(group)), "text[]")
    listed = [kind for name in GROUPS for kind in kinds_of(name)]
    if group not in ("task", "progress"):
        return f"notice.kind = any({own})"
    others = arguments.add(listed, "text[]")
    has_task = "notice.data ? 'task'" if group == "task" else "not notice.data ? 'task'"
    return f"(notice.kind = any({own}) or (notice.kind <> all({others}) and {has_task}))"
