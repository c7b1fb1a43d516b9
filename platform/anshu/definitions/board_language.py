"""The part of the definition language that boards are written in: indicators and boards.

An indicator counts records of one type in buckets of plant-local days; a board shows indicators.
Nothing of them reaches SQL as text: names are checked against the record type and read as columns
of a fixed list.
"""

from typing import Literal

from msgspec import Struct

from anshu.definitions.words import Text

# A field (or "state") and a value as text; several of the same field mean one of them.
Setting = tuple[str, str]
Condition = Literal[
    "open", "done", "closed", "overdue", "late", "in_time", "in_first_limit", "proven"
]
Exclusion = Literal["holidays", "shutdowns"]
WidgetKind = Literal["number", "trend", "bars", "toplist", "heat", "table", "since"]
Width = Literal[3, 4, 6, 8, 12]


class Count(Struct, frozen=True, forbid_unknown_fields=True, tag="count", tag_field="of"):
    """How many records."""


class Ratio(Struct, frozen=True, forbid_unknown_fields=True, tag="ratio", tag_field="of"):
    """The share of the records that are also as this says, in percent with one digit."""

    where: tuple[Setting, ...] = ()
    when: tuple[Condition, ...] = ()


class Span(Struct, frozen=True, forbid_unknown_fields=True, tag="span", tag_field="of"):
    """The time between two moments of a record, as mean and median; both must have come."""

    start: str
    end: str


class Value(Struct, frozen=True, forbid_unknown_fields=True, tag="value", tag_field="of"):
    """A number field of the record, as mean and median; records without it are left out.

    `entry_seconds` is known of any record that a form was filled in for: how long it took.
    """

    field: str


Measure = Count | Ratio | Span | Value


class Target(Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure should be: at least or at most a number (percent, count, or seconds).

    `months`: it is flagged when so many complete calendar months in a row missed it.
    """

    at_least: str = ""
    at_most: str = ""
    months: int = 0


class Indicator(Struct, frozen=True, forbid_unknown_fields=True, tag="Indicator", tag_field="kind"):
    """What is counted, of which records, on which day, by which keys.

    `at` is the moment whose day a record counts on: created, discovered, due, done, closed, a
    datetime field, `first:<node>` (that node was first finished), or now (the present state).
    `by`: up to two keys besides the organisation. Voided records never count, imported ones are
    reported beside. `excludes`: days of the plant's settings that do not count.
    """

    key: str
    title: Text
    type: str
    at: str
    measure: Measure
    by: tuple[str, ...] = ()
    where: tuple[Setting, ...] = ()
    when: tuple[Condition, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    target: Target | None = None
    note: Text | None = None


class Widget(Struct, frozen=True, forbid_unknown_fields=True):
    """One tile of a board: how it shows which indicators, over which days.

    `days`: always the last so many days; 0 follows the period that the reader has chosen.
    `by`: the key of the indicator that a bar, a row or an area is. `most` entries with at least
    `at_least` records are shown. `since` compares the windows around going live.
    """

    key: str
    kind: WidgetKind
    title: Text
    indicators: tuple[str, ...]
    by: tuple[str, ...] = ()
    days: int = 0
    most: int = 5
    at_least: int = 1
    width: Width = 4


class Board(Struct, frozen=True, forbid_unknown_fields=True, tag="Board", tag_field="kind"):
    """A page of widgets; `days` is the period that it opens with."""

    key: str
    title: Text
    widgets: tuple[Widget, ...]
    days: int = 30
