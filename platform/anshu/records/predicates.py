"""Checked filters as predicates over `record`: text of ours, values as parameters."""

from zoneinfo import ZoneInfo

from anshu.compiler.compiled import CompiledType
from anshu.kernel.clock import aware
from anshu.records import fragments
from anshu.records.columns import ORDERED_CLASSES, Classes, is_visible
from anshu.records.filters import (
    EXACT,
    PERIODS,
    RANGES,
    REFERENCES,
    ListFilters,
    ids_of,
    is_typed,
    parts,
    range_of,
)
from anshu.records.periods import span_of
from anshu.records.reading import Arguments, Reader
from anshu.records.search import query_lexemes


def predicates(
    reader: Reader,
    kind: CompiledType,
    filters: ListFilters,
    *,
    classes: Classes,
    arguments: Arguments,
) -> list[str]:
    """The predicates over `record` of checked filters, all of which must hold."""
    found = [f"record.type = {arguments.add(kind.key, 'text')}"]
    found += _of_columns(kind, filters, arguments)
    found += _of_spans(reader, filters, arguments)
    if filters.org:
        found.append(f"record.org_path ^@ {arguments.add(filters.org, 'text')}")
    found += [f"record.{name} is null" for name in parts(filters.blank)]
    if filters.ids:
        found.append(f"record.id = any({arguments.add(ids_of(filters.ids), 'uuid[]')})")
    if filters.overdue:
        found.append(overdue_sql(reader, arguments))
    if filters.mine:
        found.append(_mine(reader, kind, filters.mine, classes, arguments))
    if filters.q.strip():
        found.append(search_sql(kind, filters.q, classes, arguments))
    return found


def overdue_sql(reader: Reader, arguments: Arguments) -> str:
    """True for records whose limit has passed and that are neither done nor closed."""
    return fragments.OVERDUE.format(now=arguments.add(reader.now, "timestamptz"))


def search_sql(kind: CompiledType, text: str, classes: Classes, arguments: Arguments) -> str:
    """True for records where one readable class has every lexeme; last letters may be missing.

    Records that go through a flow are also found by the name of their equipment, area or people.
    """
    parameter = _query(text, arguments)
    if parameter is None or not classes:
        return "false"
    near = near_sql(kind, text, classes, arguments) if kind.flow else []
    parts = [_words(classes, parameter), *(fragments.NAMED_SO.format(**name) for name in near)]
    return f"({' or '.join(parts)})" if near else parts[0]


def near_sql(
    kind: CompiledType, text: str, classes: Classes, arguments: Arguments
) -> list[dict[str, str]]:
    """For each visible column that names a place, thing or person: what its SQL is made of."""
    query = _query(text, arguments)
    if query is None:
        return []
    plain = arguments.add(text.strip().lower(), "text")
    return [
        {
            "column": name,
            "kind": arguments.add("person" if name in ("owner", "reporter") else name, "text"),
            "query": query,
            "text": plain,
        }
        for name in REFERENCES
        if is_visible(kind, name, classes)
    ]


def own_words_sql(text: str, classes: Classes, arguments: Arguments) -> str:
    """True for records that have the words themselves."""
    parameter = _query(text, arguments)
    return "false" if parameter is None or not classes else _words(classes, parameter)


def _query(text: str, arguments: Arguments) -> str | None:
    lexemes = query_lexemes(text)
    query = " & ".join(f"'{lexeme}':*" if lexeme.isascii() else f"'{lexeme}'" for lexeme in lexemes)
    return arguments.add(query, "text::tsquery") if lexemes else None


def _words(classes: Classes, query: str) -> str:
    readable = [name for name in ORDERED_CLASSES if name in classes]
    return "(" + " or ".join(f"record.{name}_search @@ {query}" for name in readable) + ")"


def _of_columns(kind: CompiledType, filters: ListFilters, arguments: Arguments) -> list[str]:
    found = []
    for name in EXACT:
        text = getattr(filters, name)
        if text and is_typed(kind, name):
            part = arguments.add(text.lower(), "text")
            found.append(f"strpos(lower(record.{name}), {part}) > 0")
        elif parts(text):
            found.append(f"record.{name} = any({arguments.add(parts(text), 'text[]')})")
    for name in REFERENCES:
        value = getattr(filters, name)
        if value is not None:
            found.append(f"record.{name} = {arguments.add(value, 'uuid')}")
    for name in RANGES:
        if getattr(filters, name):
            low, high = range_of(getattr(filters, name))
            if low is not None:
                found.append(f"record.{name} >= {arguments.add(low, 'numeric')}")
            if high is not None:
                found.append(f"record.{name} <= {arguments.add(high, 'numeric')}")
    return found


def _of_spans(reader: Reader, filters: ListFilters, arguments: Arguments) -> list[str]:
    zone = ZoneInfo(reader.subject.timezone)
    spans = [("created_at", filters.created_from, filters.created_to)]
    for name, column in PERIODS.items():
        if getattr(filters, name):
            spans.append((column, *span_of(getattr(filters, name), reader.now, zone)))
    found = []
    for column, start, end in spans:
        if start is not None:
            found.append(f"record.{column} >= {arguments.add(aware(start), 'timestamptz')}")
        if end is not None:
            found.append(f"record.{column} < {arguments.add(aware(end), 'timestamptz')}")
    return found


def _mine(
    reader: Reader, kind: CompiledType, mine: str, classes: Classes, arguments: Arguments
) -> str:
    if mine == "reported":
        return f"record.reporter = {arguments.add(reader.subject.person, 'uuid')}"
    if mine == "copied":
        return f"record.copied @> array[{arguments.add(reader.subject.person, 'uuid')}]"
    if mine == "handled":
        return fragments.HANDLED.format(person=arguments.add(reader.subject.person, "uuid"))
    assigned = fragments.ASSIGNED.format(waits=arguments.waiting(reader.subject))
    if not is_visible(kind, "owner", classes):
        return assigned
    return f"(record.owner = {arguments.add(reader.subject.person, 'uuid')} or {assigned})"
