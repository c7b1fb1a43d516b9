"""Search over every record type that a person may read; numbers come first."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records import fragments
from anshu.records.columns import is_visible, readable_classes, row_columns
from anshu.records.filters import LONGEST_TEXT, is_storable
from anshu.records.names import words_for
from anshu.records.predicates import near_sql, own_words_sql
from anshu.records.reading import Arguments, Reader, Statement, malformed, read
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_HITS = 20
# Of people, places and things, so that what happened to them still has room.
MOST_OF_A_KIND = 6


class Hit(Struct, frozen=True):
    """A record that was found, and where it belongs."""

    type: str
    type_label: str
    state_label: str
    id: UUID
    number: str
    title: str
    where: str


class SearchAnswer(Struct, frozen=True):
    """At most twenty hits: the number or code itself, numbers beginning so, words, then names.

    By name a hazard is found whose equipment, area or people are called so.
    """

    items: tuple[Hit, ...]


async def find(services: Services, subject: Subject, q: str) -> SearchAnswer | Refusal:
    """Records whose number or text has every word of `q`; three round trips.

    Only classes that the subject may read on every row of a type are searched. An empty text,
    or one without any word, finds nothing; one that is too long or unreadable is refused.
    """
    if not is_storable(q):
        return malformed(FieldError("q", "unreadable_text"))
    if len(q) > LONGEST_TEXT:
        return malformed(FieldError("q", "too_long", limit=str(LONGEST_TEXT)))
    if not q.strip():
        return SearchAnswer(())
    found = await read(
        services, subject, lambda reader: _compose(reader, q.strip()), purpose="record.find"
    )
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    return SearchAnswer(tuple(_hit(reader, row) for row in found.rows[0] if row["id"] is not None))


def _compose(reader: Reader, text: str) -> tuple[Statement, ...]:
    arguments = Arguments()
    parts = [
        part
        for kind in reader.book.compiled.types.values()
        if reader.subject.allowed.has(kind.permission("read"))
        for part in _hits(reader, kind, text, arguments)
    ]
    if not parts:
        return (Statement(fragments.NOTHING),)
    best = fragments.BEST_HITS.format(
        hits=" union all ".join(parts), limit=arguments.add(MOST_HITS, "int")
    )
    sql = fragments.FOUND.format(named=fragments.NAMED.format(rows=best))
    return (Statement(sql, tuple(arguments.values)),)


def _hits(reader: Reader, kind: CompiledType, text: str, arguments: Arguments) -> list[str]:
    classes = readable_classes(reader, kind)
    reach = reader.subject.allowed.reach(kind.permission("read"))
    shared = {
        "columns": row_columns(kind, classes),
        "type": arguments.add(kind.key, "text"),
        "number": arguments.add(text.upper(), "text"),
        "words": own_words_sql(text, classes, arguments),
        "scope": arguments.scope(reach, reader.subject),
        # People, places and things first: what happened to them is found by their names too.
        "own": 3 if kind.flow else 2,
        "limit": arguments.add(MOST_HITS if kind.flow else MOST_OF_A_KIND, "int"),
    }
    if kind.flow:
        near = near_sql(kind, text, classes, arguments)
        return [
            fragments.NUMBERED.format(**shared),
            fragments.WORDED.format(**shared),
            *(fragments.NEAR.format(**shared, **name) for name in near),
        ]
    has_code = is_visible(kind, "t1", classes)
    code = f"upper(record.t1) = {shared['number']}" if has_code else "false"
    return [fragments.HITS.format(**shared, code=code)]


def _hit(reader: Reader, row: Mapping[str, object]) -> Hit:
    kind = reader.book.compiled.types[str(row["type"])]
    places = (row["org_name"] or row["org_path"], row["area_name"], row["equipment_name"])
    return Hit(
        type=kind.key,
        type_label=kind.item.title.said(reader.language),
        state_label=words_for(reader, kind).state(str(row["state"])) if kind.flow else "",
        id=UUID(str(row["id"])),
        number=str(row["number"]),
        title=str(row["title"]),
        where=" ".join(str(place) for place in places if place),
    )
