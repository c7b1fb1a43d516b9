"""Checks every row of a ledger against its mapping: good rows become drafts, all faults named.

Pure: the tenant's names, the plant's zone and the time come as values.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.records.imports.references import References
from anshu.records.imports.targets import Shape, Target
from anshu.records.imports.values import Value, Wrong, read_value


class RowError(Struct, frozen=True):
    """One fault: the spreadsheet's row, the column, the cell as it stands, and what is allowed."""

    row: int
    column: str
    code: str
    value: str = ""
    limit: str = ""


class Draft(Struct, frozen=True):
    """A good row, ready to become an imported record; moments are in UTC."""

    row: int
    data: dict[str, Value]
    created_at: datetime
    done_at: datetime | None = None
    closed_at: datetime | None = None
    state: str = ""
    number: str = ""
    reporter: UUID | None = None
    org_path: str = ""


class Checked(Struct, frozen=True):
    """The outcome of a check; a row is either a draft or has errors."""

    drafts: tuple[Draft, ...]
    errors: tuple[RowError, ...]

    @property
    def failed_rows(self) -> int:
        return len({error.row for error in self.errors})


class Rules(Struct, frozen=True):
    """What rows are checked against; `mapping` is column name to target key."""

    shape: Shape
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    zone: ZoneInfo
    now: datetime


def check_rows(
    rows: Sequence[tuple[int, Sequence[str]]], *, rules: Rules, references: References
) -> Checked:
    """Drafts and faults of all numbered rows; an empty row is neither."""
    drafts: list[Draft] = []
    errors: list[RowError] = []
    numbers: dict[str, int] = {}
    for row_no, cells in rows:
        if not any(cells):
            continue
        row = _Row(row_no, rules, references)
        row.read(cells)
        row.check_history(numbers)
        if row.errors:
            errors.extend(row.errors)
        else:
            drafts.append(row.draft())
    return Checked(tuple(drafts), tuple(errors))


class _Row:
    """One row while it is being checked."""

    def __init__(self, row_no: int, rules: Rules, references: References) -> None:
        self.no = row_no
        self.errors: list[RowError] = []
        self._rules = rules
        self._references = references
        self._values: dict[str, Value | datetime] = {}
        self._texts: dict[str, str] = {}
        self._columns = {key: column for column, key in rules.mapping.items()}

    def read(self, cells: Sequence[str]) -> None:
        by_column = dict(zip(self._rules.columns, cells, strict=False))
        for target in self._rules.shape.targets:
            column = self._columns.get(target.key)
            if column is None:
                continue
            text = by_column.get(column, "").strip()
            if text:
                self._take(text, target, column)
            elif target.required:
                self.errors.append(RowError(self.no, column, "import_required"))

    def _take(self, text: str, target: Target, column: str) -> None:
        value = read_value(text, target, references=self._references, zone=self._rules.zone)
        if isinstance(value, Wrong):
            error = RowError(self.no, column, value.code, text[:200], value.limit)
            self.errors.append(error)
        else:
            self._values[target.key] = value
            self._texts[target.key] = text[:200]

    def check_history(self, numbers: dict[str, int]) -> None:
        """No future, no end before the beginning, no number twice in one file."""
        created = self._moment("created_at")
        for key in ("created_at", "done_at", "closed_at"):
            moment = self._moment(key)
            if moment is not None and moment > self._rules.now:
                self._history_error(key, "import_in_future", self._local(self._rules.now))
            elif moment is not None and created is not None and self._earlier(moment, created):
                self._history_error(key, "import_before_start", self._local(created))
        state, closed = self._history_text("state"), self._rules.shape.closed_states
        if self._moment("closed_at") and state and closed and state not in closed:
            self._history_error("state", "import_closed_but_open")
        number = self._history_text("number")
        if number:
            # A live record would draw the same number later and could not be reported.
            if re.fullmatch(rf"{re.escape(self._rules.shape.number_prefix)}-\d{{4}}-\d+", number):
                self._history_error("number", "import_number_ours")
            first = numbers.setdefault(number, self.no)
            if first != self.no:
                self._history_error("number", "import_number_twice", str(first))

    def draft(self) -> Draft:
        created = self._moment("created_at")
        if created is None:
            raise ValueError("a row without its time is no history; the mapping must require it")
        data = {
            target.key: _stored(self._values[target.key])
            for target in self._rules.shape.targets
            if target.history is None and target.key in self._values
        }
        reporter = self._history_text("reporter")
        return Draft(
            row=self.no,
            data=data,
            created_at=created,
            done_at=self._ended("done_at", created),
            closed_at=self._ended("closed_at", created),
            state=self._history_text("state"),
            number=self._history_text("number"),
            reporter=UUID(reporter) if reporter else None,
            org_path=self._history_text("org_path"),
        )

    def _ended(self, key: str, created: datetime) -> datetime | None:
        moment = self._moment(key)
        return None if moment is None else max(moment, created)

    def _moment(self, key: str) -> datetime | None:
        value = self._values.get(key)
        return value if isinstance(value, datetime) else None

    def _history_text(self, key: str) -> str:
        target = self._rules.shape.target(key)
        value = self._values.get(key)
        if target is None or target.history is None:
            return ""
        return value if isinstance(value, str) else ""

    def _history_error(self, key: str, code: str, limit: str = "") -> None:
        self.errors.append(RowError(self.no, self._columns[key], code, self._texts[key], limit))

    def _earlier(self, moment: datetime, start: datetime) -> bool:
        """By the plant's days: a date without a time is midnight, the same day is not before."""
        zone = self._rules.zone
        return moment.astimezone(zone).date() < start.astimezone(zone).date()

    def _local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._rules.zone):%Y-%m-%d %H:%M}"


def _stored(value: Value | datetime) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
