"""Finds the header of a ledger: below titles, over one or two rows, with merged cells."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from anshu.records.imports.table import Range, Table
from anshu.records.imports.wording import label_key

_SEARCHED_ROWS: Final = 15
_LONGEST_LABEL: Final = 30


class Header(Struct, frozen=True):
    """The columns' names by position, and the index of the first row below the header."""

    names: tuple[str, ...]
    first_data_row: int


def find_header(table: Table, known: frozenset[str]) -> Header:
    """The rows that look most like a header; `known` are label keys of targets and synonyms.

    A merged parent label is joined with its child ("整改情况/整改期限"); equal names are
    numbered; a nameless column gets its spreadsheet letter.
    """
    rows = table.rows[:_SEARCHED_ROWS]
    best = max(range(len(rows)), key=lambda at: (_likeness(rows[at], known), -at))
    stacked = best + 1 < len(rows) and _continues(rows[best], rows[best + 1], known)
    # The children of a merged parent are often the better-known words: look one row up, too.
    if not stacked and best > 0 and _continues(rows[best - 1], rows[best], known):
        best, stacked = best - 1, True
    width = max(len(row) for row in table.rows)
    top = _spread(rows[best], width, _ranges_of(table.merged, best), stacked=stacked)
    if not stacked:
        return Header(_unique(top), best + 1)
    low = _padded(rows[best + 1], width)
    names = tuple(_joined(parent, child) for parent, child in zip(top, low, strict=True))
    return Header(_unique(names), best + 2)


def column_letter(index: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    letters, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _likeness(row: Sequence[str], known: frozenset[str]) -> int:
    """Known words count most; long texts and numbers speak against a header."""
    score = 0
    for cell in row:
        if not cell:
            continue
        key = label_key(cell)
        if key in known:
            score += 10
        elif len(cell) > _LONGEST_LABEL or key.isdigit():
            score -= 5
        else:
            score += 1
    return score


def _continues(upper: Sequence[str], lower: Sequence[str], known: frozenset[str]) -> bool:
    """Whether `lower` is the second row of a header: it names cells that `upper` leaves empty,
    says nothing where a cell spans both rows, and names at least one known thing."""
    labels = [cell for cell in lower if cell]
    if not labels or not any(label_key(cell) in known for cell in labels):
        return False
    if sum(1 for cell in upper if cell) < 2:
        return False
    fills = any(cell and (at >= len(upper) or not upper[at]) for at, cell in enumerate(lower))
    short = all(len(cell) <= _LONGEST_LABEL and not label_key(cell).isdigit() for cell in labels)
    return fills and short


def _ranges_of(merged: Sequence[Range], row: int) -> list[Range]:
    return [area for area in merged if area[0] <= row <= area[2]]


def _spread(
    row: Sequence[str], width: int, merged: Sequence[Range], *, stacked: bool
) -> tuple[str, ...]:
    """The row with merged labels repeated; CSV keeps no ranges, so there blanks follow left."""
    cells = list(_padded(row, width))
    for _top, left, _bottom, right in merged:
        for column in range(left + 1, min(right + 1, width)):
            cells[column] = cells[column] or cells[left]
    if stacked and not merged:
        for column in range(1, width):
            cells[column] = cells[column] or cells[column - 1]
    return tuple(cells)


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def _joined(parent: str, child: str) -> str:
    return f"{parent}/{child}" if parent and child and parent != child else parent or child


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    result = []
    for index, raw in enumerate(names):
        name = " ".join(raw.split()) or f"[{column_letter(index)}]"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
