"""The words of a mail, made at the moment of sending from what its receiver may see then."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.kernel.refusal import Refusal, Refused
from anshu.notify.channel import Own, words_of
from anshu.notify.delivery import Leased
from anshu.notify.groups import group_of
from anshu.notify.mail import Letter
from anshu.notify.templates import filled
from anshu.notify.wishes import effective
from anshu.records.notices import Parts, parts_of
from anshu.records.notifying import queries
from anshu.records.notifying.inbox import Wanted, notice_rows, rows_of
from anshu.records.notifying.links import preferences_link, record_link, work_link
from anshu.records.reading import Arguments, Reader, Statement, read
from anshu.records.services import Services
from anshu.records.subject import Identity, Subject, resolve
from anshu.records.worklist import TaskCard, WorkList, worklist
from anshu.store.principal import Tenant
from anshu_tenants.registry import TenantRow

MOST_LINES = 20


class Needless(Exception):
    """There is nothing (more) to say; `reason` is a code of the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Writing(Struct, frozen=True):
    """For whom a letter is written."""

    services: Services
    row: TenantRow
    subject: Subject
    own: Own

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.timezone)

    @property
    def always(self) -> dict[str, str]:
        """The places that every kind has."""
        public = self.services.settings.public_url
        return {
            "tenant": self.row.name, "person": self.own.name, "link": work_link(public),
            "preferences": preferences_link(public),
        }  # fmt: skip


async def letter_for(services: Services, tenant: Tenant, own: Own, leased: Leased) -> Letter:
    """The letter of a delivery; Needless when all of it was read, done or may not be seen."""
    writing = await _writing(services, tenant, own, leased)
    if leased.kind == "test":
        return await _worded(writing, tenant, "test", writing.always)
    if leased.kind == "digest":
        return await _digest(writing, tenant)
    return await _of_notices(writing, tenant, leased)


async def _writing(services: Services, tenant: Tenant, own: Own, leased: Leased) -> Writing:
    assert leased.person is not None  # mail always has a receiver
    row = await services.registry.find_by_role(tenant.role)
    language = effective(own.defaults, own.wishes).language
    asked = Identity(tenant, row.id, leased.person, row.timezone, language)
    # Rights may have changed since the notice was written: they are read at the last moment.
    services.access.forget(tenant.schema)
    try:
        subject = await resolve(services, asked)
    except Refused:
        raise Needless("person_gone") from None
    return Writing(services, row, subject, own)


async def _of_notices(writing: Writing, tenant: Tenant, leased: Leased) -> Letter:
    wanted = Wanted(ids=leased.notices, limit=len(leased.notices))
    found = await notice_rows(writing.services, writing.subject, wanted)
    if isinstance(found, Refusal):
        raise Needless("unreadable")
    rows = rows_of(found)
    fresh = [row for row in rows if row["read_at"] is None and row["task_closed"] is None]
    seen = [row for row in fresh if row["record"] is not None or not row["about_record"]]
    if not seen:
        raise Needless("read_meanwhile" if not fresh else "unreadable")
    if len(seen) == 1:
        return await _of_one(writing, tenant, found.reader, seen[0])
    lines = [_line(writing, found.reader, row) for row in seen[:MOST_LINES]]
    lines += ["…"] if len(seen) > MOST_LINES else []
    values = writing.always | {"count": str(len(seen)), "list": "\n".join(lines)}
    return await _worded(writing, tenant, "several", values)


async def _of_one(
    writing: Writing, tenant: Tenant, reader: Reader, row: Mapping[str, object]
) -> Letter:
    parts = parts_of(reader, row)
    due = row["due"]
    values = writing.always | {
        "what": parts.what, "number": parts.number, "title": parts.title, "step": parts.step,
        "due": _clock(due, writing.zone) if isinstance(due, datetime) else "",
        "linked": await _linked(writing, row, parts),
    }  # fmt: skip
    if row["record"] is not None:
        values["link"] = _address(writing, str(row["record_type"]), row["record"])
    group = group_of(str(row["kind"]), has_task=bool(parts.step))
    return await _worded(writing, tenant, group, values)


async def _linked(writing: Writing, row: Mapping[str, object], parts: Parts) -> str:
    """The related records that the receiver may read, each with its address."""
    if not parts.linked:
        return ""

    def compose(reader: Reader) -> tuple[Statement, ...]:
        kind = reader.book.compiled.types[str(row["record_type"])]
        arguments = Arguments()
        reach = reader.subject.allowed.reach(kind.permission("read"))
        sql = queries.NUMBERED.format(
            type=arguments.add(kind.key, "text"),
            numbers=arguments.add(list(parts.linked), "text[]"),
            scope=arguments.scope(reach, reader.subject),
        )
        return (Statement(sql, tuple(arguments.values)),)

    found = await read(writing.services, writing.subject, compose, purpose="notice.linked")
    if isinstance(found, Refusal):
        return ""
    kind = str(row["record_type"])
    return "\n".join(
        f"{linked['number']} {_address(writing, kind, linked['id'])}".strip()
        for linked in found.rows[0]
        if linked["id"] is not None
    )


async def _digest(writing: Writing, tenant: Tenant) -> Letter:
    work = await worklist(writing.services, writing.subject)
    if isinstance(work, Refusal) or not work.items:
        raise Needless("nothing_open")
    now = work.server_time
    late = [item for item in work.items if item.due and item.due < now]
    fresh = [item for item in work.items if (now - item.opened_at).total_seconds() < 86_400]
    values = writing.always | {
        "open": f"{len(work.items)}{'+' if work.more else ''}", "overdue": str(len(late)),
        "fresh": str(len(fresh)), "list": _tasks(writing, work),
    }  # fmt: skip
    return await _worded(writing, tenant, "digest", values)


def _tasks(writing: Writing, work: WorkList) -> str:
    lines = [_task(writing, item) for item in work.items[:MOST_LINES]]
    return "\n".join(lines + (["…"] if len(work.items) > MOST_LINES else []))


def _task(writing: Writing, item: TaskCard) -> str:
    due = _clock(item.due, writing.zone) if item.due else ""
    parts = (item.record.number, item.node_title, item.record.title, due)
    address = _address(writing, item.record.type, item.record.id)
    return f"{' · '.join(part for part in parts if part)} {address}".strip()


def _line(writing: Writing, reader: Reader, row: Mapping[str, object]) -> str:
    parts = parts_of(reader, row)
    said = " · ".join(part for part in (parts.number, parts.title, parts.step) if part)
    address = ""
    if row["record"] is not None:
        address = _address(writing, str(row["record_type"]), row["record"])
    return f"{parts.what}：{said} {address}".strip() if said else parts.what


def _address(writing: Writing, kind: str, record: object) -> str:
    return record_link(writing.services.settings.public_url, kind, UUID(str(record)))


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


async def _worded(writing: Writing, tenant: Tenant, kind: str, values: Mapping[str, str]) -> Letter:
    async with writing.services.store.begin(tenant, purpose="notify.words") as tx:
        words = await words_of(tx, kind, writing.subject.language)
    return filled(words, values)
