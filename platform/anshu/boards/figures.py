"""Sums made into figures: value, words, target, and the list that the number opens."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from anshu.boards import texts
from anshu.boards.answers import EarlierFigure, Figure, ListLink, MonthFigure, TargetFigure
from anshu.boards.asking import Sums
from anshu.boards.closure_rate import percent
from anshu.boards.plan import Plan, column_of
from anshu.boards.slots import median_of
from anshu.boards.wording import definition_said, rounded, span_said, target_said
from anshu.compiler.compiled import CompiledType
from anshu.definitions.board_language import Count, Indicator, Ratio, Span, Target, Value

SECONDS = ("s", "秒")
PERIODS = {"created": "created", "due": "due", "done": "done", "closed": "closed"}
FILTERS = ("state", "level", "area", "equipment", "owner", "t1", "t2", "t3", "t4")


class Subjected(Struct, frozen=True):
    """An indicator with its plan, its record type, and how its reader is spoken to.

    `listed`: the reader may open lists of the type; `org` narrows them like the board. Units are
    summed up `depth` steps below the whole company.
    """

    item: Indicator
    plan: Plan
    kind: CompiledType
    language: str
    listed: bool
    org: str = ""
    depth: int = 1

    @property
    def title(self) -> str:
        return self.item.title.said(self.language)

    @property
    def definition(self) -> str:
        """How it is computed, in words."""
        return definition_said(self.kind, self.item, self.language)


class Window(Struct, frozen=True):
    """Days, both included."""

    first: date
    last: date


def figure_of(
    of: Subjected, sums: Sums, window: Window, keys: Mapping[str, str] | None = None
) -> Figure:
    """The figure of these sums; `keys` (column and value) narrow the list that it opens."""
    mean, median = mean_of(of.item, sums), _median(of.item, sums)
    is_ratio = isinstance(of.item.measure, Ratio)
    present = of.plan.is_present
    return Figure(
        indicator=of.item.key,
        title=of.title,
        text=said(of, mean),
        unit=unit_of(of),
        n=sums.live,
        definition=of.definition,
        value=UNSET if mean is None else value_said(of, mean),
        good=sums.good if is_ratio else UNSET,
        median=UNSET if median is None else rounded(median),
        median_text=UNSET if median is None else said(of, median),
        imported=sums.imported,
        left_out=sums.left_out,
        first=UNSET if present else window.first,
        last=UNSET if present else window.last,
        list=link_of(of, window, keys or {}),
    )


def mean_of(item: Indicator, sums: Sums) -> Decimal | None:
    """The value of an indicator: a count, a share in percent, or a mean; None over nothing."""
    if isinstance(item.measure, Count):
        return Decimal(sums.live)
    if not sums.live:
        return None
    if isinstance(item.measure, Ratio):
        return Decimal(percent(sums.good, sums.live))
    return sums.total / sums.live


def said(of: Subjected, value: Decimal | None) -> str:
    """The value as people read it."""
    if value is None:
        return texts.NOTHING
    if isinstance(of.item.measure, Count):
        return str(value)
    if isinstance(of.item.measure, Ratio):
        return f"{value}%"
    unit = unit_of(of)
    if unit in SECONDS:
        return span_said(value, of.language)
    return f"{rounded(value)} {unit}".strip()


def value_said(of: Subjected, value: Decimal) -> str:
    """The value for machines: counts whole, everything else with one digit."""
    return str(value) if isinstance(of.item.measure, Count) else rounded(value)


def unit_of(of: Subjected) -> str:
    """The unit of the value: nothing for counts, seconds for times."""
    measure = of.item.measure
    if isinstance(measure, Count):
        return ""
    if isinstance(measure, Ratio):
        return "%"
    field = None if isinstance(measure, Span) else of.kind.fields.get(measure.field)
    return "s" if field is None else field.unit


def with_earlier(of: Subjected, figure: Figure, sums: Sums, window: Window) -> Figure:
    """The figure with that of an earlier window; `—` over nothing."""
    mean = mean_of(of.item, sums)
    value = UNSET if mean is None else value_said(of, mean)
    told = EarlierFigure(said(of, mean), sums.live, window.first, window.last, value)
    return msgspec.structs.replace(figure, earlier=told)


def with_target(
    of: Subjected, figure: Figure, sums: Sums, months: list[tuple[date, Sums]]
) -> Figure:
    """The figure with what it should be; flagged when all of these months missed it."""
    target = of.item.target
    if target is None:
        return figure
    before = tuple(_month(of, target, first, each) for first, each in months)
    known = [month for month in before if month.value is not UNSET]
    flagged = bool(before) and len(known) == len(before) and all(m.missed for m in before)
    told = TargetFigure(
        said=target_said(target, of.item, of.language),
        missed=is_missed(target, mean_of(of.item, sums)),
        flagged=flagged,
        months=before,
    )
    return msgspec.structs.replace(figure, target=told)


def is_missed(target: Target, value: Decimal | None) -> bool:
    """Whether the value is on the wrong side of the target; nothing misses nothing."""
    if value is None:
        return False
    if target.at_least:
        return value < Decimal(target.at_least)
    return value > Decimal(target.at_most)


def link_of(of: Subjected, window: Window, keys: Mapping[str, str]) -> ListLink | UnsetType:
    """The list of what was counted (of a ratio: of all); nothing where no filter says it."""
    if not of.listed or not _has_every_value(of):
        return UNSET
    query: dict[str, str] = {"origin": "live"}
    if not of.plan.is_present:
        name = PERIODS.get(of.plan.at) or (of.plan.at if of.plan.at[0] == "d" else "")
        if not name or ":" in name or name == "discovered":
            return UNSET
        query[name] = f"{window.first}..{window.last}"
    for key, value in of.item.where:
        column = column_of(of.kind, key)
        if column not in FILTERS:
            return UNSET
        query[column] = f"{query[column]},{value}" if column in query else value
    for condition in of.item.when:
        if condition == "overdue":
            query["overdue"] = "true"
        elif condition == "open":
            query["blank"] = "closed_at"
        elif (condition, of.plan.at) not in (("closed", "closed"), ("done", "done")):
            return UNSET
    query |= {"org": of.org} if of.org else {}
    query |= {column: value for column, value in keys.items() if value}
    if "state" not in query and of.plan.voided:
        codes = [state.code for state in of.kind.item.states if state.code not in of.plan.voided]
        query["state"] = ",".join(codes)
    return ListLink(type=of.kind.key, query=query)


def _has_every_value(of: Subjected) -> bool:
    """Whether each record of the window has a value, so that a list of them is what was counted."""
    measure = of.item.measure
    if isinstance(measure, Value):
        return False
    if isinstance(measure, Span):
        return {measure.start, measure.end} <= {"created", "discovered", of.item.at}
    return True


def _month(of: Subjected, target: Target, first: date, sums: Sums) -> MonthFigure:
    value = mean_of(of.item, sums) if sums.live else None
    return MonthFigure(
        month=f"{first:%Y-%m}",
        n=sums.live,
        missed=is_missed(target, value),
        value=UNSET if value is None else value_said(of, value),
    )


def _median(item: Indicator, sums: Sums) -> Decimal | None:
    if isinstance(item.measure, Count | Ratio):
        return None
    return median_of(sums.slots, sums.total)
