"""How many rows of a list have which value: chips of states, heads of groups."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records import fragments
from anshu.records.columns import is_visible, readable_classes
from anshu.records.filters import REFERENCES, ListFilters, check
from anshu.records.listing import refuse_hidden
from anshu.records.names import ORIGINS, Words, field_said, words_for
from anshu.records.predicates import overdue_sql, predicates
from anshu.records.reading import Arguments, Reader, Statement, malformed, read, readable_kind
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.views.shape import group_column

MOST_GROUPS = 200


class Group(Struct, frozen=True):
    """A value (empty: none), as people read it, and how many rows have it; `late` of them."""

    value: str
    label: str
    count: int
    late: int


class ListGroups(Struct, frozen=True):
    """The groups, largest first; `more` says that those beyond 200 are left out."""

    items: tuple[Group, ...]
    data_time: datetime
    more: bool = False


async def count_groups(
    services: Services, subject: Subject, kind: str, by: str, filters: ListFilters
) -> ListGroups | Refusal:
    """The rows that a list of the same filters would show, counted by one column's values.

    Three round trips. Refuses what the list refuses, and a column that does not group.
    """
    refusal = check(filters)
    if refusal is not None:
        return refusal
    found = await read(
        services,
        subject,
        lambda reader: _compose(reader, kind, by, filters),
        purpose="record.groups",
    )
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    compiled = reader.book.compiled.types[kind]
    column = group_column(compiled, readable_classes(reader, compiled), by) or by
    words = words_for(reader, compiled)
    rows = [row for row in found.rows[0] if row["count"] is not None]
    items = tuple(
        Group(str(row["value"] or ""), _label(words, column, row), row["count"], row["late"])
        for row in rows[:MOST_GROUPS]
    )
    return ListGroups(items, reader.now, len(rows) > MOST_GROUPS)


def _compose(
    reader: Reader, name: str, by: str, filters: ListFilters
) -> tuple[Statement, ...] | Refusal:
    kind = readable_kind(reader, name)
    if isinstance(kind, Refusal):
        return kind
    classes = readable_classes(reader, kind)
    refusal = refuse_hidden(kind, filters, classes)
    if refusal is not None:
        return refusal
    column = group_column(kind, classes, by)
    if column is None:
        return malformed(FieldError("by", "unknown_choice", value=by[:40]))
    arguments = Arguments()
    where = predicates(reader, kind, filters, classes=classes, arguments=arguments)
    reach = reader.subject.allowed.reach(kind.permission("read"))
    where.append(arguments.scope(reach, reader.subject))
    late = overdue_sql(reader, arguments) if is_visible(kind, "due", classes) else "false"
    sql = fragments.GROUPS.format(
        column=column,
        name=_name_sql(column),
        late=late,
        where=" and ".join(where),
        limit=arguments.add(MOST_GROUPS + 1, "int"),
    )
    return (Statement(sql, tuple(arguments.values)),)


def _name_sql(column: str) -> str:
    if column == "org_path":
        return fragments.GROUP_UNIT
    return fragments.GROUP_NAME if column in REFERENCES else "null::text"


def _label(words: Words, column: str, row: Mapping[str, object]) -> str:
    value = str(row["value"] or "")
    if not value or column in REFERENCES or column == "org_path":
        return str(row["name"] or value)
    if column == "state":
        return words.state(value)
    if column == "level":
        return words.level(value)
    if column == "origin":
        return ORIGINS[value].said(words.language)
    return field_said(words, words.kind.fields[words.kind.promoted[column]], value, {})
