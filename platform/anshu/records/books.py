"""A tenant's definitions, read once per version and compiled once per content."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.definitions.pack import decode_pack
from anshu.kernel.plant_calendar import PlantCalendar, read_plant_calendar
from anshu.records import queries
from anshu.records.places.queries import CALENDARS
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store


class NotConfigured(LookupError):
    """The tenant has no definitions, or not those that a record is pinned to."""


class Book(Struct, frozen=True):
    """The effective definitions of a tenant at one definition version."""

    definition_version: int
    compiled: Compiled
    sets: dict[bytes, tuple[bytes, ...]]
    bodies: dict[bytes, bytes]
    # By unit, the lowest units first.
    calendars: tuple[tuple[str, PlantCalendar], ...] = ()

    def kind(self, name: str) -> CompiledType | None:
        """The current definition of a record type."""
        return self.compiled.types.get(name)


class Books:
    """Definitions by schema and version; compiled forms are shared by content hash."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._books: dict[str, Book] = {}
        self._compiled: dict[bytes, Compiled] = {}

    async def current(self, principal: Tenant) -> Book:
        """The tenant's book as last read; `forget` makes the next call read anew.

        Raises NotConfigured when the tenant has adopted no definitions.
        """
        book = self._books.get(principal.schema)
        return book if book is not None else await self._read(principal)

    def forget(self, schema: str) -> None:
        """The next call for this tenant reads its definitions again."""
        self._books.pop(schema, None)

    def pinned(self, book: Book, definition: bytes, name: str) -> CompiledType:
        """The record type as it was when a record was created: the shape of a flow is pinned.

        A plain record's type is that of now as long as it has only gained fields.
        """
        compiled = self._compile(definition, book.sets, book.bodies)
        if name not in compiled.types:
            raise NotConfigured(f"{name} is not in definition set {definition.hex()[:12]}")
        made, now = compiled.types[name], book.kind(name)
        return now if now is not None and _has_grown(made, now) else made

    async def _read(self, principal: Tenant) -> Book:
        async with self._store.begin(principal, purpose="definitions.read") as tx:
            rows = await tx.fetch(queries.DEFINITIONS)
            kept = await tx.fetch(CALENDARS)
        packs = [row for row in rows if row["hash"] is not None]
        bodies = {row["hash"]: row["body"] for row in packs if row["layer"] != "set"}
        adopted = [row for row in packs if row["layer"] == "set"]
        current = rows[0]["current"] if rows else None
        if current is None:
            raise NotConfigured(f"{principal.schema} has adopted no definitions")
        sets = {row["hash"]: _members(row["body"]) for row in adopted}
        book = Book(
            definition_version=rows[0]["definition_version"],
            compiled=self._compile(current, sets, bodies),
            sets=sets,
            bodies=bodies,
            calendars=tuple(_calendars(kept)),
        )
        self._books[principal.schema] = book
        return book

    def _compile(
        self, set_hash: bytes, sets: dict[bytes, tuple[bytes, ...]], bodies: dict[bytes, bytes]
    ) -> Compiled:
        known = self._compiled.get(set_hash)
        if known is None:
            if set_hash not in sets:
                raise NotConfigured(f"definition set {set_hash.hex()[:12]} is not adopted")
            members = (decode_pack(bodies[member]) for member in sets[set_hash])
            known = Compiled(members, adopted=set_hash)
            self._compiled[set_hash] = known
        return known


def _calendars(rows: Iterable[Record]) -> Iterator[tuple[str, PlantCalendar]]:
    for row in rows:
        value = msgspec.json.decode(row["working_time"]) if row["working_time"] else None
        calendar = read_plant_calendar(value)
        if calendar is not None:
            yield row["org_path"], calendar


def _has_grown(made: CompiledType, now: CompiledType) -> bool:
    """Whether the shape only gained: a plain record has no flow to protect, so it goes along."""
    if made.flow is not None or now.flow is not None:
        return False
    return all(
        key in now.fields and now.fields[key].kind == f.kind for key, f in made.fields.items()
    )


def _members(body: bytes) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(text) for text in msgspec.json.decode(body, type=list[str]))


def stream_of(kind: str, record: UUID) -> str:
    """The ledger stream of a record."""
    return f"{kind}-{record}"
