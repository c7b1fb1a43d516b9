"""Builds a record's page for one reader from the folded stream, in four or five round trips."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from anshu.access.loading import Stale
from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import FieldClass
from anshu.flow.advance import moment_of
from anshu.flow.commands import Facts, KnownMedia, KnownRecord
from anshu.flow.references import NAMED_KINDS, references_of
from anshu.flow.state import RecordState, person_of
from anshu.flow.task import Seat
from anshu.kernel.refusal import Refusal
from anshu.ledger.cursor import Cursor
from anshu.records import queries
from anshu.records.books import Book, stream_of
from anshu.records.chain import Words, actions_of, chain_of, state_label
from anshu.records.connectors.freshness import confirmed_at, is_known
from anshu.records.elapsed import elapsed_minutes
from anshu.records.elements import elements_of, rests_on
from anshu.records.entries import entries_of
from anshu.records.facts import KnownFact, label_of, moment_or_unset
from anshu.records.habits import copies_of, habits_of
from anshu.records.links import linked_records, shown_links
from anshu.records.loading import CLASSES, Loaded, Versions, load
from anshu.records.names import label, levels_of
from anshu.records.page import LedgerState, Named, OrgName, RecordPage, ReferringRecord, SeenBy
from anshu.records.permission import can_read, owner_of
from anshu.records.projection import done_at
from anshu.records.reading import Statement
from anshu.records.referring import references_to, referring_shown, with_referring
from anshu.records.seats import Company, Holder, StandsIn
from anshu.records.services import Services
from anshu.records.sharing.open_links import open_links
from anshu.records.subject import Subject, refresh

TRIES = 3


class Around(Struct, frozen=True):
    """What a page shows besides the stream itself."""

    names: dict[UUID, str]
    codes: dict[UUID, str]
    org_names: dict[str, str]
    facts: tuple[KnownFact, ...]
    seal: tuple[int, str, Cursor, datetime] | None
    holders: dict[str, list[Holder]]
    linked: dict[UUID, str]
    stand_ins: dict[UUID, list[StandsIn]] = {}
    seen: dict[UUID, list[SeenBy]] = {}
    evidence: Facts | None = None


class Read(Struct, frozen=True):
    """A record as one reader may see it, with what belongs around it."""

    kind: CompiledType
    book: Book
    loaded: Loaded
    state: RecordState
    classes: frozenset[FieldClass]
    around: Around
    referring: tuple[ReferringRecord, ...] = ()

    @property
    def pinned(self) -> str | UnsetType:
        """The set that the record's forms are of, unless they are those of now."""
        now = self.book.compiled.types[self.kind.key]
        made = self.loaded.definition
        outdated = made not in (None, self.book.compiled.hash) and self.kind is not now
        return made.hex() if made is not None and outdated else UNSET


async def record_page(
    services: Services, subject: Subject, kind: str, record: UUID
) -> RecordPage | Refusal:
    """The page, or "unknown" for what the reader may not know of."""
    read = await read_record(services, subject, kind, record)
    if isinstance(read, Refusal):
        return read
    page = build_page(read, subject, record, services.clock.now())
    return msgspec.structs.replace(page, definition=read.pinned)


async def read_record(
    services: Services, subject: Subject, name: str, record: UUID
) -> Read | Refusal:
    """The record with only the classes that the reader may read; Refusal "unknown" otherwise."""
    for _ in range(TRIES):
        try:
            return await _read(services, subject, name, record)
        except Stale:
            services.books.forget(subject.principal.schema)
            subject = await refresh(services, subject)
    return Refusal("busy", kind="busy")


async def _read(services: Services, subject: Subject, name: str, record: UUID) -> Read | Refusal:
    book = await services.books.current(subject.principal)
    kind = book.kind(name)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    versions = Versions(subject.access.policy_version, book.definition_version)
    allowed = subject.allowed
    maybe = [c for c in CLASSES if c == "normal" or allowed.has(kind.permission(f"read_{c}"))]
    async with services.store.begin(subject.principal, purpose="record.page") as tx:
        loaded = await load(tx, stream_of(name, record), "", versions, classes=maybe)
        if loaded.definition not in (None, book.compiled.hash):
            kind = services.books.pinned(book, loaded.definition or b"", name)
        if not can_read(kind, loaded.state, subject):
            return Refusal("unknown_record", kind="unknown")
        own = subject.is_own(loaded.state, owner_of(kind, loaded.state))
        classes = allowed.classes_of_row(f"{name}:record", org_path=loaded.state.org_path, own=own)
        state = visible(kind, loaded.state, classes)
        ids, paths = _referred(kind, state)
        ids.update(p for p in (person_of(event.actor) for event in loaded.history) if p)
        if name == "equipment":
            ids.add(record)  # its own facts stand on its own page
        now = services.clock.now()
        waiting = state.open_tasks()
        roles = [role for task in waiting for seat in task.seats for role in seat.roles]
        path = waiting[-1].org_path if waiting else "/"
        evidence = rests_on(kind, state)
        around_it = (
            list(ids), list(paths), roles, path, now, list(evidence.media),
            list(evidence.records), [task.id for task in waiting], subject.person,
        )  # fmt: skip
        found = references_to(book, name, subject)
        asked = with_referring(Statement(queries.PAGE_AND_TASKS, around_it), found, subject, record)
        rows = await tx.fetch(asked.sql, *asked.arguments)
    around = _around(rows, subject.language, now)
    # What it is linked to is told by its links, to whom it may be: not even the id stands here.
    for linked in linked_records(state) - _in_fields(kind, state):
        around.names.pop(linked, None)
    return Read(
        kind=kind, book=book, loaded=loaded, state=state, classes=classes, around=around,
        referring=referring_shown(rows, found, subject.language),
    )  # fmt: skip


def visible(kind: CompiledType, state: RecordState, classes: frozenset[FieldClass]) -> RecordState:
    """The state without the values of classes that the reader may not read."""

    def kept(data: dict[str, object]) -> dict[str, object]:
        fields = kind.fields
        return {k: v for k, v in data.items() if k in fields and fields[k].classed in classes}

    tasks = tuple(
        msgspec.structs.replace(
            task,
            data=kept(task.data),
            replaced=kept(task.replaced),
            seats=tuple(msgspec.structs.replace(s, data=kept(s.data)) for s in task.seats),
        )
        for task in state.tasks
    )
    return msgspec.structs.replace(state, data=kept(state.data), tasks=tasks)


def build_page(read: Read, subject: Subject, record: UUID, now: datetime) -> RecordPage:
    """The page as a pure function of what was read."""
    kind, state, around = read.kind, read.state, read.around
    language = subject.language
    promoted = {column: state.data.get(key) for column, key in kind.promoted.items()}
    due = moment_of(promoted.get("due"))
    done = done_at(kind, state)
    roles = {key: role.title.said(language) for key, role in read.book.compiled.roles.items()}
    company = Company(around.names, roles, around.holders, around.stand_ins, around.seen, language)
    words = Words(company, now)
    level = str(promoted["level"]) if promoted.get("level") else UNSET
    assert state.created_at is not None  # a record that can be read was created
    reach = subject.allowed.reach(kind.permission("read"))
    return RecordPage(
        id=record,
        type=kind.key,
        number=state.number,
        version=state.version,
        state=state.state,
        state_label=state_label(kind, state.state, language),
        title=str(promoted.get("title") or state.number),
        org=OrgName(state.org_path, around.org_names.get(state.org_path, state.org_path)),
        created_at=state.created_at,
        overdue=bool(due and due < now and not done and not state.closed_at),
        origin=state.origin,
        data=state.data,
        hidden_classes=tuple(sorted(_used_classes(kind) - read.classes)),
        chain=chain_of(kind, state, words),
        actions=actions_of(kind, state, subject, now),
        elements=elements_of(kind, state, around.evidence or Facts(now=now), language),
        ledger=_ledger(read.loaded, around),
        names={str(key): name for key, name in around.names.items()},
        level=level,
        level_label=_level_label(read, level, language),
        area=_named(promoted.get("area"), around),
        equipment=_named(
            record if kind.key == "equipment" else promoted.get("equipment"),
            around,
            with_facts=True,
        ),
        owner=_named(promoted.get("owner"), around),
        reporter=_named(state.reporter, around),
        captured_at=moment_or_unset(state.captured_at),
        due=moment_or_unset(due),
        done_at=moment_or_unset(done),
        closed_at=moment_or_unset(state.closed_at),
        entries=entries_of(kind, state, subject, now),
        habits=habits_of(kind, state, subject, company, now),
        copies=copies_of(kind, state, subject, company),
        open_links=open_links(kind, state, subject, around.names, now=now),
        links=shown_links(state, around.linked, reach, language),
        times_reported_again=len(state.reported_again),
        referring=read.referring,
        elapsed_minutes=elapsed_minutes(
            kind, state.discovered_at, closed_at=state.closed_at, now=now
        ),
    )


def _used_classes(kind: CompiledType) -> set[str]:
    return {field.classed for field in kind.fields.values()}


def _level_label(read: Read, level: str | UnsetType, language: str) -> str | UnsetType:
    if level is UNSET:
        return UNSET
    return label(levels_of(read.kind), level, language)


def _named(value: object, around: Around, *, with_facts: bool = False) -> Named | UnsetType:
    if not value:
        return UNSET
    identity = UUID(str(value))
    return Named(
        id=identity,
        name=around.names.get(identity, ""),
        code=around.codes.get(identity, ""),
        facts=around.facts if with_facts else (),
    )


def _ledger(loaded: Loaded, around: Around) -> LedgerState:
    count = len(loaded.numbers)
    if around.seal is None:
        return LedgerState(events=count, sealed=0)
    number, head, cursor, at = around.seal
    sealed = cursor.sealed(loaded.numbers)
    return LedgerState(events=count, sealed=sealed, head=head, seal_no=number, sealed_at=at)


def _referred(kind: CompiledType, state: RecordState) -> tuple[set[UUID], set[str]]:
    found: set[UUID] = set()
    paths = {state.org_path, *(task.org_path for task in state.tasks)}
    if state.reporter is not None:
        found.add(state.reporter)
    found.update(linked_records(state))
    found.update(_in_fields(kind, state))
    for data in (state.data, *(task.data for task in state.tasks)):
        for key, value in data.items():
            field = kind.fields.get(key)
            if field is not None and field.kind == "org" and value:
                paths.add(str(value))
    found.update(person for copy in state.copies for person in (copy.person,))
    found.update(p for p in (person_of(copy.by) for copy in state.copies) if p)
    for task in state.tasks:
        found.update(task.people)
        found.update(person for seat in task.seats for person in _of_seat(seat))
        found.update(p for p in (person_of(task.closed_by), person_of(task.opened_by)) if p)
    return found, paths


def _in_fields(kind: CompiledType, state: RecordState) -> set[UUID]:
    """The records that the state's values refer to, also in rows of tables; no links."""
    return {
        record
        for data in (state.data, *(task.data for task in state.tasks))
        for record in references_of(kind.fields, data).records
    }


def _of_seat(seat: Seat) -> set[UUID]:
    actors = (seat.signed_by, seat.added_by, seat.passed_on_by)
    found = {*seat.people, *(person_of(actor) for actor in actors if actor), seat.signed_for}
    return {person for person in found if person is not None}


def _around(rows: Iterable[Record], language: str, now: datetime) -> Around:
    around = Around(names={}, codes={}, org_names={}, facts=(), seal=None, holders={}, linked={})
    facts: list[KnownFact] = []
    seal = None
    media: dict[str, KnownMedia] = {}
    areas: dict[UUID, KnownRecord] = {}
    for row in rows:
        match row["what"]:
            case "record" if row["kind"] not in NAMED_KINDS:
                # Of another record no more than its number: its title may be for others.
                around.linked[UUID(row["key"])] = row["org_path"]
                around.names[UUID(row["key"])] = row["extra"]
            case "record":
                around.names[UUID(row["key"])] = row["title"]
                around.codes[UUID(row["key"])] = row["extra"]
            case "org":
                around.org_names[row["org_path"]] = row["title"]
            case "holder":
                held = around.holders.setdefault(row["key"], [])
                held.append(Holder(UUID(row["extra"]), row["title"]))
            case "seen":
                looked = around.seen.setdefault(UUID(row["key"]), [])
                looked.append(SeenBy(row["title"], row["at"]))
            case "delegate":
                given = StandsIn(row["title"], tuple(row["kind"].split()), row["until"])
                around.stand_ins.setdefault(UUID(row["key"]), []).append(given)
            case "media" | "announced":
                media[row["key"]] = _media(row)
            case "fence":
                areas[UUID(row["key"])] = _fence(row)
            case "fact":
                facts.append(_fact(row, language, now))
            case "seal":
                cursor = msgspec.json.decode(row["org_path"], type=Cursor)
                seal = (int(row["key"]), row["title"], cursor, row["at"])
    evidence = Facts(now=now, media=media, records=areas)
    return msgspec.structs.replace(around, facts=tuple(facts), seal=seal, evidence=evidence)


def _media(row: Record) -> KnownMedia:
    return KnownMedia(
        hash=row["key"], purpose=row["kind"], captured_at=row["at"], received_at=row["until"],
        uploaded_by=None, bound=row["title"], arrived=row["what"] == "media",
    )  # fmt: skip


def _fence(row: Record) -> KnownRecord:
    data = msgspec.json.decode(row["extra"], type=dict[str, object])
    return KnownRecord(UUID(row["key"]), row["kind"], row["title"], row["org_path"], data)


def _fact(row: Record, language: str, now: datetime) -> KnownFact:
    confirmed, every = confirmed_at(row["at"], row["last_ok"]), row["every_minutes"]
    value = row["title"]
    return KnownFact(
        name=row["key"],
        label=label_of(row["key"], language),
        value=value,
        source=row["kind"],
        source_key=row["extra"],
        unit=row["org_path"],
        fetched_at=row["at"],
        confirmed_at=confirmed,
        source_modified_at=moment_or_unset(row["until"]),
        stale=not is_known(value, confirmed=confirmed, interval_minutes=every, now=now),
    )
