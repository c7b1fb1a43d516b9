"""Checks tables and their columns, and choices that depend on another choice."""

from collections.abc import Iterator, Mapping

from anshu.definitions.check_data import doubles
from anshu.definitions.field_language import CodeList, Field
from anshu.definitions.index import Index

# What no row can hold: rows of its own, or what an administrator draws on a page of its own.
NO_COLUMNS = ("table", "assignments", "boundary", "plan_points", "working_calendar")
CLASSES = ("normal", "restricted", "personal")


def table_findings(named: str, field: Field) -> Iterator[str]:
    """What a table is made of; its columns as fields are for the caller."""
    if field.kind != "table":
        if field.columns:
            yield f"{named} is a {field.kind} and has columns: remove them"
        return
    if not field.columns:
        yield f"{named} is a table without columns: add one"
    if field.promoted:
        yield f"{named} is a table and cannot be promoted: its rows have many values"
    for key in doubles(column.key for column in field.columns):
        yield f"{named} has the column {key} twice: rename one"
    for column in field.columns:
        if column.kind in NO_COLUMNS:
            yield f"{named}: the column {column.key} is a {column.kind}, which no row can hold"
        if column.promoted:
            yield f"{named}: the column {column.key} is promoted: only fields of the type can be"
        if CLASSES.index(column.classed) > CLASSES.index(field.classed):
            yield (
                f"{named}: the column {column.key} is {column.classed}, the table {field.classed}: "
                "a table is read as a whole, class it as its most secret column"
            )


def parent_findings(
    named: str, field: Field, known: Mapping[str, Field], index: Index
) -> Iterator[str]:
    """Whether a choice has codes under every code that its parent field offers, and a parent."""
    if not field.parent_field:
        return
    parent = known.get(field.parent_field)
    if field.kind not in ("choice", "multi_choice"):
        yield f"{named} is a {field.kind}: only choices can depend on a parent_field"
    elif parent is None or parent.kind not in ("choice", "multi_choice"):
        yield f"{named} depends on {field.parent_field}, which is no choice here"
    else:
        own, above = index.find(CodeList, field.code_list), index.find(CodeList, parent.code_list)
        codes = {code.code for code in index.codes(above)} if above else set()
        for code in index.codes(own) if own else ():
            if code.parent not in codes:
                yield (
                    f"{named}: the code {code.code} has the parent {code.parent or '(none)'}, "
                    f"which {parent.key} does not offer: it could never be chosen"
                )
