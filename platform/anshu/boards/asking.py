"""Questions to the tallies, put as one statement, and their answers by number."""

from datetime import date
from decimal import Decimal
from typing import Literal

from asyncpg import Record
from msgspec import Struct

from anshu.access.reach import Reach
from anshu.boards.plan import Plan
from anshu.boards.queries import FIGURES
from anshu.boards.settings import PERMISSION, KnownSettings
from anshu.boards.share import PRESENT_DAY
from anshu.definitions.board_language import Exclusion
from anshu.records.reading import Arguments, Reader, Statement

# A whole window, its days, or its keys; what is grouped by is the unit and either key.
Shape = Literal["sum", "day", "key"]
ALL_KEYS = 200


class Ask(Struct, frozen=True):
    """One question: an indicator over days, both ends included (ignored by one of the present).

    `filled`: records without a value of a key are left out, because they have nothing in common.
    """

    plan: Plan
    first: date
    last: date
    shape: Shape = "sum"
    excludes: tuple[Exclusion, ...] = ()
    by: tuple[Literal["unit", "first", "second"], ...] = ()
    filled: bool = False
    most: int = ALL_KEYS
    least: int = 1


class Sums(Struct, frozen=True):
    """What was counted: of a window, a day, or a key."""

    live: int = 0
    good: int = 0
    total: Decimal = Decimal(0)
    imported: int = 0
    left_out: int = 0
    slots: dict[int, int] = {}


class Part(Struct, frozen=True):
    """The sums of one day or one key of an answer."""

    sums: Sums
    day: date | None
    unit: str
    first: str
    second: str


class Questions:
    """Collects questions; every answer has the number that its question was given."""

    def __init__(self) -> None:
        self._asked: list[Ask] = []

    def put(self, ask: Ask) -> int:
        """The number under which the answer will be found."""
        if ask in self._asked:
            return self._asked.index(ask)
        self._asked.append(ask)
        return len(self._asked) - 1

    def statement(self, reader: Reader, settings: KnownSettings, *, org: str = "") -> Statement:
        """All questions at once, within the reader's reach and the unit `org`."""
        arguments, asked = Arguments(), self._asked
        present = [ask.plan.is_present for ask in asked]
        firsts = [
            PRESENT_DAY if now else ask.first for ask, now in zip(asked, present, strict=True)
        ]
        lasts = [PRESENT_DAY if now else ask.last for ask, now in zip(asked, present, strict=True)]
        columns: dict[str, tuple[list[object], str]] = {
            "numbers": (list(range(len(asked))), "int4[]"),
            "indicators": ([ask.plan.id for ask in asked], "text[]"),
            "firsts": (list(firsts), "date[]"),
            "lasts": (list(lasts), "date[]"),
            "shapes": ([ask.shape for ask in asked], "text[]"),
            "no_holidays": (["holidays" in ask.excludes for ask in asked], "bool[]"),
            "no_shutdowns": (["shutdowns" in ask.excludes for ask in asked], "bool[]"),
            "by_org": (["unit" in ask.by for ask in asked], "bool[]"),
            "by_first": (["first" in ask.by for ask in asked], "bool[]"),
            "by_second": (["second" in ask.by for ask in asked], "bool[]"),
            "filled": ([ask.filled for ask in asked], "bool[]"),
            "most": ([ask.most for ask in asked], "int4[]"),
            "least": ([ask.least for ask in asked], "int4[]"),
            "holidays": (list(settings.holidays()), "date[]"),
            "shutdowns": (list(settings.shutdown_days()), "date[]"),
        }
        depth = depth_of(org or root_of(reader.subject.allowed.reach(PERMISSION))) + 1
        named = {"depth": arguments.add(depth, "int4")}
        named |= {name: arguments.add(values, cast) for name, (values, cast) in columns.items()}
        reach = reader.subject.allowed.reach(PERMISSION)
        scope = arguments.scope(units_only(reach), reader.subject)
        if org:
            scope += f" and record.org_path ^@ {arguments.add(org, 'text')}"
        return Statement(FIGURES.format(scope=scope, **named), tuple(arguments.values))


def root_of(reach: Reach) -> str:
    """The unit that a reach is about; the whole company when it is about several."""
    units = (*reach.org_paths, *reach.team_paths)
    return units[0] if len(units) == 1 and not reach.everything else "/"


def depth_of(path: str) -> int:
    """How many steps a unit lies below the whole company."""
    return path.count("/") - 1


def units_only(reach: Reach) -> Reach:
    """The reach as far as sums know it: by units; what is merely one's own has no sum."""
    return Reach(
        everything=reach.everything, org_paths=reach.org_paths, team_paths=reach.team_paths
    )


class Answers:
    """The rows of the one statement, by number of the question."""

    def __init__(self, rows: list[Record]) -> None:
        self._rows: dict[int, list[Record]] = {}
        for row in rows:
            if row["no"] is not None:
                self._rows.setdefault(row["no"], []).append(row)

    def whole(self, number: int) -> Sums:
        """The sums of a whole window, with its values by slot."""
        rows = self._rows.get(number, [])
        return Sums(
            live=sum(row["live"] for row in rows),
            good=sum(row["good"] for row in rows),
            total=sum((row["total"] for row in rows), Decimal(0)),
            imported=sum(row["imported"] for row in rows),
            left_out=sum(row["left_out"] for row in rows),
            slots={row["slot"]: row["live"] for row in rows if row["live"]},
        )

    def parts(self, number: int) -> list[Part]:
        """The days in their order, or the keys with the most records first."""
        return [
            Part(_sums(row), row["day"], row["unit"], row["first_key"], row["second_key"])
            for row in self._rows.get(number, [])
        ]


def _sums(row: Record) -> Sums:
    return Sums(row["live"], row["good"], row["total"], row["imported"], row["left_out"])
