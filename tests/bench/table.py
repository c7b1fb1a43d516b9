"""The plain tables that a run prints when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A titled table; cells are text or numbers, numbers are rounded for reading."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        self.rows.append(cells)

    def lines(self) -> list[str]:
        """The table as lines of text, numbers to the right."""
        texts = [list(self.head), *([said(cell) for cell in row] for row in self.rows)]
        widths = [max(len(row[place]) for row in texts) for place in range(len(self.head))]
        return [self.title, *(_line(row, widths) for row in texts)]


# What this run has measured so far; the plug-in of conftest prints it at the end.
TABLES: list[Table] = []


def table(title: str, *head: str) -> Table:
    """A new table that will be printed."""
    made = Table(title, head)
    TABLES.append(made)
    return made


def said(cell: object) -> str:
    """Three significant figures are more than the noise allows."""
    if not isinstance(cell, float):
        return str(cell)
    if cell >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.1f}" if cell >= 10 else f"{cell:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = [
        cell.ljust(width) if not place else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  " + "  ".join([first, *others])
