"""What one record adds to the tallies: a pure function of its row and the time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.boards.plan import UNTIL, Plan
from anshu.boards.slots import slot_of
from anshu.definitions.board_language import Setting, Span, Value
from anshu.definitions.check_board import FIRST

# The day that figures of the present are kept under.
PRESENT_DAY = date(1970, 1, 1)
MOMENT_COLUMNS = {"created": "created_at", "done": "done_at", "closed": "closed_at"}


class Key(Struct, frozen=True, array_like=True):
    """Where a share is added: one row of the tallies."""

    indicator: str
    day: date
    org_path: str
    first: str
    second: str
    slot: int


class Share(Struct, frozen=True, array_like=True):
    """What is added there; an imported record is counted beside and adds nothing else."""

    key: Key
    live: int
    good: int
    total: Decimal
    imported: int


class CountedRow(Struct, frozen=True):
    """A record as indicators see it: its columns, first completions by node, number fields."""

    columns: Mapping[str, object]
    firsts: Mapping[str, datetime]
    values: Mapping[str, str]

    def moment(self, name: str) -> datetime | None:
        """A moment by its name in a plan."""
        if name.startswith(FIRST):
            return self.firsts.get(name.removeprefix(FIRST))
        found = self.columns.get(MOMENT_COLUMNS.get(name, name))
        return found if isinstance(found, datetime) else None

    def text(self, column: str) -> str:
        """A column's value as text; nothing as an empty one."""
        value = self.columns.get(column)
        return "" if value is None else str(value)


class Shares(Struct, frozen=True):
    """Everything a record adds, and when the passing of time alone will change that."""

    shares: tuple[Share, ...]
    ripens_at: datetime | None


def shares_of(plans: Iterable[Plan], row: CountedRow, *, zone: str, now: datetime) -> Shares:
    """What the record adds to each of the plans at this time."""
    found = []
    for plan in plans:
        share = _share(plan, row, ZoneInfo(zone), now)
        if share is not None:
            found.append(share)
    return Shares(tuple(found), _ripens_at(plans, row, now))


def _share(plan: Plan, row: CountedRow, zone: ZoneInfo, now: datetime) -> Share | None:
    if row.text("state") in plan.voided or not _holds(row, plan.where, plan.when, now):
        return None
    at = None if plan.is_present else row.moment(plan.at)
    if at is None and not plan.is_present:
        return None
    measured = _measured(plan, row)
    if measured is None:
        return None
    slot, total = measured
    imported = row.text("origin") == "import"
    keys = (*(row.text(column) for column in plan.by), "", "")
    key = Key(
        indicator=plan.id,
        day=PRESENT_DAY if at is None else at.astimezone(zone).date(),
        org_path=row.text("org_path"),
        first=keys[0],
        second=keys[1],
        slot=0 if imported else slot,
    )
    if imported:
        return Share(key, live=0, good=0, total=Decimal(0), imported=1)
    is_ratio = bool(plan.good_where or plan.good_when)
    good = is_ratio and _holds(row, plan.good_where, plan.good_when, now)
    return Share(key, live=1, good=int(good), total=total, imported=0)


def _measured(plan: Plan, row: CountedRow) -> tuple[int, Decimal] | None:
    """The slot and the value that is summed up; None if the record has none yet."""
    match plan.measure:
        case Span(start=start, end=end):
            begun, ended = row.moment(start), row.moment(end)
            if begun is None or ended is None:
                return None
            # A phone's clock may run a little ahead: never below zero.
            seconds = Decimal(max(0, int((ended - begun).total_seconds())))
            return slot_of(seconds), seconds
        case Value(field=field):
            try:
                value = Decimal(row.values[field])
            except (KeyError, InvalidOperation):
                return None
            return (slot_of(value), value) if value.is_finite() else None
        case _:
            return 0, Decimal(0)


def _holds(
    row: CountedRow, where: tuple[Setting, ...], when: tuple[str, ...], now: datetime
) -> bool:
    wanted: dict[str, set[str]] = {}
    for column, value in where:
        wanted.setdefault(column, set()).add(value)
    return all(row.text(column) in values for column, values in wanted.items()) and all(
        _is(row, condition, now) for condition in when
    )


def _is(row: CountedRow, condition: str, now: datetime) -> bool:
    due, done, closed = (row.moment(name) for name in ("due", "done", "closed"))
    match condition:
        case "open":
            return closed is None
        case "done":
            return done is not None
        case "closed":
            return closed is not None
        case "overdue":
            return due is not None and due < now and done is None and closed is None
        case "late":
            return due is not None and due < now and (done is None or done > due)
        case "in_time":
            return due is not None and done is not None and done <= due
        case "proven":
            return closed is not None and row.columns.get("evidence_valid") is True
        case _ if condition.startswith(UNTIL):
            first = row.moment(condition.removeprefix(UNTIL))
            return first is not None and done is not None and done <= first
        case _:
            raise ValueError(f"no condition is called {condition!r}")


def _ripens_at(plans: Iterable[Plan], row: CountedRow, now: datetime) -> datetime | None:
    """The limit that has not passed yet, if anything counts whether it has."""
    due = row.moment("due")
    if due is None or due < now or row.moment("done") is not None:
        return None
    waits = any(
        condition in ("overdue", "late")
        for plan in plans
        for condition in (*plan.when, *plan.good_when)
    )
    return due if waits else None
