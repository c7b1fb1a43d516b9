"""The audit list within the reader's scope: by person, kind, record and period, newest first.

A reader sees the events of the records that `audit:event:read` and the type's own read permission
both reach; events that belong to no record only with the whole tenant in scope.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType

from anshu.access.assignment import ORG_PATH
from anshu.kernel.clock import aware
from anshu.kernel.refusal import FieldError, Refusal
from anshu.ledger.settings_changed import KIND
from anshu.records.audit import fragments
from anshu.records.audit.event import AuditEvent, audit_event, kinds_said
from anshu.records.columns import is_visible, readable_classes
from anshu.records.filters import LONGEST_TEXT, MOST_ROWS, is_storable, parts
from anshu.records.periods import is_period, span_of
from anshu.records.reading import Arguments, Found, Reader, Statement, malformed, not_allowed, read
from anshu.records.services import Services
from anshu.records.subject import Subject

PERMISSION = "audit:event:read"
# Either shows which settings were changed.
SETTINGS = ("tenant:settings:manage", "notification:channel:manage")
HIGHEST = 2**62


class AuditFilters(Struct, frozen=True, kw_only=True):
    """What the audit list can be narrowed by; `by` is a person, or `system` for the product.

    `kind` are kinds of events with commas between, `type` a record type, `number` a record's,
    `record` its id, `org` the root of a subtree, `period` a span as in periods.py
    by the time of receipt.
    """

    by: str = ""
    kind: str = ""
    type: str = ""
    number: str = ""
    record: UUID | None = None
    org: str = ""
    period: str = ""
    limit: int = 50
    cursor: str = ""


class KindName(Struct, frozen=True):
    """A kind of event and its label."""

    key: str
    label: str


class AuditList(Struct, frozen=True):
    """A page of events, newest first, and the kinds that can be asked for.

    `left_out` are the types of records whose events the reader may not see at all; `partial` says
    that of others, too, only those within the reader's scope are listed.
    """

    items: tuple[AuditEvent, ...]
    kinds: tuple[KindName, ...]
    data_time: datetime
    partial: bool
    left_out: tuple[str, ...] = ()
    next_cursor: str | UnsetType = UNSET


async def audit_list(
    services: Services, subject: Subject, filters: AuditFilters
) -> AuditList | Refusal:
    """A page of events in three round trips.

    Refuses a permission not held and filters that cannot be understood, naming each.
    """
    found = await audit_rows(services, subject, filters, most=MOST_ROWS)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    rows = [row for row in found.rows[0] if row["seq"] is not None]
    kinds = kinds_said(reader.language)
    items = tuple(audit_event(reader, row, kinds) for row in rows[: filters.limit])
    more = len(rows) > filters.limit
    return AuditList(
        items=items,
        kinds=tuple(KindName(key, label) for key, label in kinds.items()),
        data_time=reader.now,
        partial=_is_partial(reader),
        left_out=tuple(
            kind.item.title.said(reader.language)
            for kind in reader.book.compiled.types.values()
            if not reader.subject.allowed.has(kind.permission("read"))
        ),
        next_cursor=str(items[-1].seq) if more else UNSET,
    )


async def audit_rows(
    services: Services, subject: Subject, filters: AuditFilters, *, most: int
) -> Found | Refusal:
    """The rows of a page and one more; refuses what `audit_list` refuses."""
    refusal = _check(filters, most)
    if refusal is not None:
        return refusal
    lane = "slow" if most > MOST_ROWS else "fast"
    return await read(
        services, subject, lambda reader: _compose(reader, filters), purpose="audit.list", lane=lane
    )


def _check(filters: AuditFilters, most: int) -> Refusal | None:
    errors = []
    for name in ("by", "kind", "type", "number", "org", "period", "cursor"):
        text = getattr(filters, name)
        if not is_storable(text):
            errors.append(FieldError(name, "unreadable_text"))
        elif len(text) > LONGEST_TEXT:
            errors.append(FieldError(name, "too_long", limit=str(LONGEST_TEXT)))
    if filters.by not in ("", "system") and not _is_id(filters.by):
        errors.append(FieldError("by", "wrong_format", value=filters.by[:40]))
    if filters.org and not ORG_PATH.fullmatch(filters.org):
        errors.append(FieldError("org", "not_an_org_path", value=filters.org[:40]))
    if filters.period and not is_period(filters.period):
        errors.append(FieldError("period", "no_period", value=filters.period[:40]))
    if filters.cursor and not _is_number(filters.cursor):
        errors.append(FieldError("cursor", "cursor_broken"))
    if not 1 <= filters.limit <= most:
        errors.append(FieldError("limit", "out_of_range", limit=f"1-{most}"))
    return malformed(*errors) if errors else None


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= len(str(HIGHEST)) and int(text) < HIGHEST


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _compose(reader: Reader, filters: AuditFilters) -> tuple[Statement, ...] | Refusal:
    if not reader.subject.allowed.has(PERMISSION):
        return not_allowed(PERMISSION)
    arguments = Arguments()
    kinds = [
        kind
        for kind in reader.book.compiled.types.values()
        if reader.subject.allowed.has(kind.permission("read"))
    ]
    classes = {kind.key: readable_classes(reader, kind) for kind in kinds}
    where = [_scope(reader, arguments), *_where(reader, filters, arguments)]
    sql = fragments.EVENTS.format(
        restricted=arguments.add([k for k, c in classes.items() if "restricted" in c], "text[]"),
        personal=arguments.add([k for k, c in classes.items() if "personal" in c], "text[]"),
        titled=arguments.add(
            [k.key for k in kinds if is_visible(k, "title", classes[k.key])], "text[]"
        ),
        record_id=fragments.RECORD_ID,
        uuid=fragments.UUID,
        where=" and ".join(f"({part})" for part in where),
        limit=arguments.add(filters.limit + 1, "int"),
    )
    return (Statement(sql, tuple(arguments.values)),)


def _is_partial(reader: Reader) -> bool:
    """Whether a right that the list rests on ends somewhere within the tenant."""
    allowed = reader.subject.allowed
    needed = [
        permission
        for kind in reader.book.compiled.types.values()
        if allowed.has(permission := kind.permission("read"))
    ]
    return not all(allowed.reach(each).everything for each in (PERMISSION, *needed))


def _scope(reader: Reader, arguments: Arguments) -> str:
    allowed, subject = reader.subject.allowed, reader.subject
    audited = allowed.reach(PERMISSION)
    found = []
    if audited.everything:
        seen = any(allowed.has(each) for each in SETTINGS)
        mine = "" if seen else f" and event.kind <> {arguments.add(KIND, 'text')}"
        found.append(f"record.id is null{mine}")
    for kind in reader.book.compiled.types.values():
        if allowed.has(kind.permission("read")):
            name = arguments.add(kind.key, "text")
            reach = arguments.scope(allowed.reach(kind.permission("read")), subject)
            found.append(
                f"record.type = {name} and {reach} and {arguments.scope(audited, subject)}"
            )
    return " or ".join(f"({part})" for part in found) or "false"


def _where(reader: Reader, filters: AuditFilters, arguments: Arguments) -> list[str]:
    found = []
    if filters.cursor:
        found.append(f"event.seq < {arguments.add(int(filters.cursor), 'bigint')}")
    if filters.by == "system":
        found.append("not event.actor ^@ 'person:'")
    elif filters.by:
        found.append(f"event.actor = {arguments.add(f'person:{UUID(filters.by)}', 'text')}")
    if filters.kind:
        found.append(f"event.kind = any({arguments.add(parts(filters.kind), 'text[]')})")
    if filters.type:
        found.append(f"record.type = {arguments.add(filters.type, 'text')}")
    if filters.number:
        found.append(f"record.number = {arguments.add(filters.number.strip().upper(), 'text')}")
    if filters.record is not None:
        found.append(f"record.id = {arguments.add(filters.record, 'uuid')}")
    if filters.org:
        found.append(f"record.org_path ^@ {arguments.add(filters.org, 'text')}")
    if filters.period:
        zone = ZoneInfo(reader.subject.timezone)
        start, end = span_of(filters.period, reader.now, zone)
        if start is not None:
            found.append(f"event.received_at >= {arguments.add(aware(start), 'timestamptz')}")
        if end is not None:
            found.append(f"event.received_at < {arguments.add(aware(end), 'timestamptz')}")
    return found
