"""From a table to a job's profile and numbered data rows, the same way each time."""

from collections.abc import Sequence

from anshu.records.imports.header import column_letter, find_header
from anshu.records.imports.job import Column, Note, Profile
from anshu.records.imports.mapping import known_labels
from anshu.records.imports.table import Table
from anshu.records.imports.targets import Shape
from anshu.records.imports.wording import label_key

_SAMPLES = 3
_NAMED_RANGES = 8
_LONGEST_SAMPLE = 80
_TOTALS = frozenset(("合计", "总计", "小计", "total"))


def profile_table(table: Table, shape: Shape, *, zone: str) -> Profile:
    """Where the header is, the columns with samples, and what to know about the file."""
    header = find_header(table, known_labels(shape))
    below = [row for row in table.rows[header.first_data_row :] if any(row)]
    columns = tuple(
        Column(name, at, _samples(below, at))
        for at, name in enumerate(header.names)
        if not name.startswith("[") or any(len(row) > at and row[at] for row in below)
    )
    merged = _merged_below(table, header.first_data_row)
    return Profile(
        format=table.format,
        columns=columns,
        first_data_row=header.first_data_row,
        zone=zone,
        encoding=table.encoding,
        sheet=table.sheet,
        notes=(*(Note(code, value) for code, value in table.note_codes), *merged),
    )


def data_rows(table: Table, profile: Profile) -> list[tuple[int, tuple[str, ...]]]:
    """The rows below the header that hold anything, cut to the profile's columns, numbered as
    the spreadsheet does; totals at the foot are no rows."""
    places = [column.place for column in profile.columns]
    numbered = enumerate(table.rows[profile.first_data_row :], profile.first_data_row + 1)
    return [
        (row_no, tuple(row[at] if at < len(row) else "" for at in places))
        for row_no, row in numbered
        if any(row) and not _is_total(row)
    ]


def _merged_below(table: Table, first_data_row: int) -> tuple[Note, ...]:
    """Names merged cells among the data: only their first cell holds anything."""
    below = sorted(area for area in table.merged if area[2] >= first_data_row)
    if not below:
        return ()
    named = [
        f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
        for top, left, bottom, right in below[:_NAMED_RANGES]
    ]
    more = " …" if len(below) > _NAMED_RANGES else ""
    return (Note("merged_cells", "、".join(named) + more),)


def _samples(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    values = (row[at][:_LONGEST_SAMPLE] for row in rows[:200] if len(row) > at and row[at])
    return tuple(dict.fromkeys(values))[:_SAMPLES]


def _is_total(row: Sequence[str]) -> bool:
    first = next(cell for cell in row if cell)
    return label_key(first) in _TOTALS
