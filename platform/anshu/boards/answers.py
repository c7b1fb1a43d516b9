"""What a board answers: figures with everything needed to trust them, as structs."""

from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType, field


class ListLink(Struct, frozen=True):
    """The list that a number opens: a record type and the filters of its list."""

    type: str
    query: dict[str, str]


class MonthFigure(Struct, frozen=True):
    """A complete calendar month (`2026-10`) against the target; no value without records."""

    month: str
    n: int
    missed: bool
    value: str | UnsetType = UNSET


class TargetFigure(Struct, frozen=True):
    """What the figure should be, whether it is, and whether too many months in a row missed it."""

    said: str
    missed: bool
    flagged: bool = False
    months: tuple[MonthFigure, ...] = ()


class EarlierFigure(Struct, frozen=True):
    """The same figure of the period of equal length that ended the day before."""

    text: str
    n: int
    first: date = field(name="from")
    last: date = field(name="to")
    value: str | UnsetType = UNSET


class Figure(Struct, frozen=True, kw_only=True):
    """One number: `text` for people, `value` in `unit` for machines (absent over nothing).

    `n` records were counted, `good` of them fulfil a ratio, `imported` and `left_out` (holidays,
    shutdowns) were not counted. `definition` says how it is computed.
    """

    indicator: str
    title: str
    text: str
    unit: str
    n: int
    definition: str
    value: str | UnsetType = UNSET
    good: int | UnsetType = UNSET
    median: str | UnsetType = UNSET
    median_text: str | UnsetType = UNSET
    imported: int = 0
    left_out: int = 0
    first: date | UnsetType = field(name="from", default=UNSET)
    last: date | UnsetType = field(name="to", default=UNSET)
    target: TargetFigure | UnsetType = UNSET
    earlier: EarlierFigure | UnsetType = UNSET
    list: ListLink | UnsetType = UNSET


class Point(Struct, frozen=True):
    """One day of a trend; no value over nothing, except that nothing counted is 0."""

    day: date
    n: int
    text: str
    value: str | UnsetType = UNSET
    list: ListLink | UnsetType = UNSET


class Line(Struct, frozen=True):
    """An indicator day by day."""

    indicator: str
    title: str
    unit: str
    definition: str
    points: tuple[Point, ...]


class KeyName(Struct, frozen=True):
    """One key of an entry: by what, its id or code, and what it is called."""

    by: str
    key: str
    name: str


class Entry(Struct, frozen=True):
    """One bar, row or area: its keys and a figure for each indicator of the widget."""

    keys: tuple[KeyName, ...]
    figures: tuple[Figure, ...]


class SinceWindow(Struct, frozen=True):
    """One window around going live; not complete while its last day has not passed."""

    key: str
    title: str
    first: date = field(name="from")
    last: date = field(name="to")
    complete: bool


class SinceRow(Struct, frozen=True):
    """An indicator in every window; for times, the old mean over the new in percent."""

    title: str
    figures: tuple[Figure, ...]
    ratios: tuple[str, ...] = ()


class Since(Struct, frozen=True):
    """Before and after going live; without a day of going live there is nothing to compare."""

    go_live: date | UnsetType = UNSET
    windows: tuple[SinceWindow, ...] = ()
    rows: tuple[SinceRow, ...] = ()


class WidgetAnswer(Struct, frozen=True, kw_only=True):
    """One tile of a board, in the kind that its definition names."""

    key: str
    kind: str
    title: str
    width: int
    first: date = field(name="from")
    last: date = field(name="to")
    by: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()
    since: Since | UnsetType = UNSET


class BoardAnswer(Struct, frozen=True, kw_only=True):
    """A board at `data_time`, over the units that the reader may see.

    `company` is what the topmost unit is called. `counting` says that older records are still
    being counted, so figures are too low.
    `excluded_days` are the days of the period that some of the indicators leave out.
    """

    key: str
    title: str
    data_time: datetime
    first: date = field(name="from")
    last: date = field(name="to")
    zone: str
    scope: tuple[str, ...]
    org: str = ""
    company: str = ""
    counting: bool = False
    excluded_days: tuple[date, ...] = ()
    widgets: tuple[WidgetAnswer, ...] = ()


class BoardTitle(Struct, frozen=True):
    """A board that the reader may open; `days` is the period that it opens with."""

    key: str
    title: str
    days: int


class Boards(Struct, frozen=True):
    """The boards of the tenant's definitions."""

    items: tuple[BoardTitle, ...]
