"""Which open records a new one may be the same as: by equipment, area and words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.records import fragments
from anshu.records.columns import readable_classes, row_columns
from anshu.records.duplicates import queries
from anshu.records.names import words_for
from anshu.records.paging import Read, read_record
from anshu.records.reading import Arguments, Reader, Statement, read
from anshu.records.search import query_lexemes
from anshu.records.services import Services
from anshu.records.subject import Subject

DAYS = 30
MOST_SHOWN = 6
MOST_LOOKED_AT = 500
ALIKE_WORDS = 0.5
Why = Literal["equipment", "area", "text"]
WEIGHT: dict[Why, float] = {"equipment": 2.0, "area": 1.0, "text": 0.0}


class Known(Struct, frozen=True):
    """An open record that may be the same trouble, and why it is thought to be."""

    id: UUID
    number: str
    title: str
    state_label: str
    created_at: datetime
    where: str
    why: tuple[Why, ...]


class KnownRecords(Struct, frozen=True):
    """The likeliest first, at most six of the last thirty days."""

    items: tuple[Known, ...]


async def possible_originals(
    services: Services, subject: Subject, kind: str, record: UUID
) -> KnownRecords | Refusal:
    """Open records that the reader may read too and that this one may be the same as.

    None for a type whose flow merges nothing.
    """
    page = await read_record(services, subject, kind, record)
    if isinstance(page, Refusal):
        return page
    if not any(node.same_as for node in page.kind.nodes.values()):
        return KnownRecords(())
    found = await read(
        services, subject, lambda reader: _compose(reader, page, record), purpose="record.known"
    )
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    rows = [(_alike(page, row), row) for row in found.rows[0] if row["id"] is not None]
    ranked = sorted((pair for pair in rows if pair[0][1]), key=lambda pair: -pair[0][0])
    return KnownRecords(
        tuple(_known(reader, page, row, why) for (_, why), row in ranked[:MOST_SHOWN])
    )


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's words and character pairs that the other has too."""
    mine, theirs = set(query_lexemes(one)), set(query_lexemes(other))
    fewest = min(len(mine), len(theirs))
    return len(mine & theirs) / fewest if fewest > 1 else 0.0


def _compose(reader: Reader, page: Read, record: UUID) -> tuple[Statement, ...]:
    arguments, kind = Arguments(), page.kind
    reach = reader.subject.allowed.reach(kind.permission("read"))
    rows = queries.OPEN.format(
        columns=row_columns(kind, readable_classes(reader, kind)),
        type=arguments.add(kind.key, "text"),
        record=arguments.add(record, "uuid"),
        since=arguments.add(reader.now - timedelta(days=DAYS), "timestamptz"),
        scope=arguments.scope(reach, reader.subject),
        limit=arguments.add(MOST_LOOKED_AT, "int"),
    )
    sql = queries.KNOWN.format(named=fragments.NAMED.format(rows=rows))
    return (Statement(sql, tuple(arguments.values)),)


def _alike(page: Read, row: Mapping[str, object]) -> tuple[float, tuple[Why, ...]]:
    """How much speaks for it, and what."""
    data, promoted = page.state.data, page.kind.promoted
    why: list[Why] = []
    for key in ("equipment", "area"):
        mine = data.get(promoted.get(key, ""))
        if mine and str(row[key]) == str(mine):
            why.append(key)
    words = overlap(str(data.get(promoted.get("title", ""), "")), str(row["title"]))
    if words >= ALIKE_WORDS:
        why.append("text")
    return sum(WEIGHT[each] for each in why) + 2 * words, tuple(why)


def _known(reader: Reader, page: Read, row: Mapping[str, object], why: tuple[Why, ...]) -> Known:
    places = (row["area_name"], row["equipment_name"])
    return Known(
        id=UUID(str(row["id"])),
        number=str(row["number"]),
        title=str(row["title"]),
        state_label=words_for(reader, page.kind).state(str(row["state"])),
        created_at=row["created_at"],  # type: ignore[arg-type]
        where=" ".join(str(place) for place in places if place),
        why=why,
    )
