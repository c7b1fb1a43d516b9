"""Checks ledgers: every column and filter names something that a record has."""

from collections.abc import Iterator
from typing import get_args

from anshu.definitions.check_data import doubles
from anshu.definitions.field_language import Promoted
from anshu.definitions.index import Index
from anshu.definitions.language import Ledger, RecordType

# What every record has, besides its promoted fields; `position` is a promoted column without
# a text of its own. A test holds this together with the room that reads ledgers.
RECORD_COLUMNS = (
    "id", "type", "number", "state", "org_path", "reporter", "created_at", "updated_at",
    "done_at", "closed_at", "origin", "title",
)  # fmt: skip
PROMOTED_COLUMNS = tuple(name for name in get_args(Promoted) if name != "position")
FILTER_WORDS = ("overdue", "state", "level", "t1", "t2", "t3", "t4", "origin")


def ledger_findings(view: Ledger, index: Index) -> Iterator[str]:
    """A type, columns, and filters that hold for something."""
    kind = index.find(RecordType, view.type)
    if kind is None:
        yield f"Ledger {view.key} shows RecordType {view.type}, which no pack defines"
        return
    fields = {field.key for field in kind.fields}
    if not view.columns:
        yield f"Ledger {view.key} has no columns: add one"
    for key in doubles(column.key for column in view.columns):
        yield f"Ledger {view.key} has the column {key} twice: remove one"
    for column in view.columns:
        if column.key not in {*fields, *RECORD_COLUMNS, *PROMOTED_COLUMNS}:
            yield (
                f"Ledger {view.key} has the column {column.key}, which is neither a field of "
                f"{kind.key} nor a column of records: name one that is"
            )
    for key, value in view.where:
        if key not in {*fields, *FILTER_WORDS}:
            yield (
                f"Ledger {view.key} is filtered by {key}, which is neither a field of "
                f"{kind.key} nor one of {', '.join(FILTER_WORDS)}: nothing would be in it"
            )
        elif not value:
            yield f"Ledger {view.key} is filtered by {key} without a value: give one"
