"""Checks what links show to strangers: it exists, and none of it is anybody's secret."""

from collections.abc import Iterable, Iterator

from anshu.definitions.field_language import Field, Variant
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType
from anshu.definitions.sharing_language import Shared

# A link is made for a shift or a day; what is older is looked up by a log-in.
LONGEST_MINUTES = 31 * 24 * 60
UNSHOWN = ("photo", "signature", "table", "assignments", "boundary", "plan_points")


def shared_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Everything of the type's links that does not fit together."""
    shared = item.shared
    if shared is None:
        return
    named = f"RecordType {item.key}, shared"
    variants = [each for each, _ in index if isinstance(each, Variant) and each.of == item.key]
    added = [field for variant in variants for field in variant.fields]
    known = {field.key: field for field in (*item.fields, *added)}
    if not 1 <= shared.valid_for_minutes <= LONGEST_MINUTES:
        yield f"{named}: valid_for_minutes must be between 1 and {LONGEST_MINUTES}"
    yield from _shown(named, shared.fields, known)
    for rows in shared.tables:
        table = known.get(rows.table)
        if table is None or table.kind != "table":
            yield f"{named}: {rows.table} is no table of the type"
            continue
        if table.classed != "normal":
            yield f"{named}: {rows.table} is {table.classed}, which no link may show"
        columns = {column.key: column for column in table.columns}
        yield from _shown(f"{named}, {rows.table}", rows.columns, columns)
        if rows.where and rows.where[0] not in columns:
            yield f"{named}: {rows.where[0]} is no column of {rows.table}"
    yield from _contact_findings(named, shared, index)


def _contact_findings(named: str, shared: Shared, index: Index) -> Iterator[str]:
    if not shared.contacts:
        return
    contacts = index.find(RecordType, shared.contacts)
    if contacts is None:
        yield f"{named} lists RecordType {shared.contacts}, which no pack defines"
        return
    known = {field.key: field for field in contacts.fields}
    yield from _shown(f"{named}, {shared.contacts}", shared.contact_columns, known)


def _shown(named: str, keys: Iterable[str], known: dict[str, Field]) -> Iterator[str]:
    for key in keys:
        field = known.get(key)
        if field is None:
            yield f"{named}: {key} is unknown"
        elif field.classed != "normal":
            yield f"{named}: {key} is {field.classed}, which no link may show"
        elif field.kind in UNSHOWN:
            yield f"{named}: {key} is a {field.kind}, which a link cannot show"
