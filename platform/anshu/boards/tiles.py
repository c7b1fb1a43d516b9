"""Widgets: which questions each kind puts, and what it makes of the answers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from msgspec import UNSET, Struct
from msgspec.structs import replace

from anshu.boards import texts
from anshu.boards.answers import (
    Entry,
    KeyName,
    Line,
    Point,
    Since,
    SinceRow,
    SinceWindow,
    WidgetAnswer,
)
from anshu.boards.asking import Answers, Ask, Part, Questions, Sums, depth_of
from anshu.boards.figures import (
    Subjected,
    Window,
    figure_of,
    link_of,
    mean_of,
    said,
    unit_of,
    value_said,
    with_earlier,
    with_target,
)
from anshu.boards.plan import column_of
from anshu.boards.wording import code_said, key_said, rounded
from anshu.definitions.board_language import Count, Ratio, Widget

REFERENCES = ("area", "equipment", "person")
BASELINE_DAYS = 30
AFTER_DAYS = (7, 15, 30)
Names = Mapping[str, str]
Build = Callable[[Answers, Names], WidgetAnswer]


class Ground(Struct, frozen=True):
    """What all widgets of a board stand on: indicators by key, the period, today, going live."""

    indicators: Mapping[str, Subjected]
    period: Window
    today: date
    language: str
    go_live: date | None = None


def prepared(widget: Widget, ground: Ground, questions: Questions) -> Build:
    """Puts the widget's questions; the answer is built once they are answered."""
    of = [ground.indicators[key] for key in widget.indicators]
    window = ground.period
    if widget.days:
        window = Window(window.last - timedelta(days=widget.days - 1), window.last)
    match widget.kind:
        case "trend":
            return _trend(widget, of, window, questions)
        case "bars" | "toplist" | "heat" | "table" if widget.by:
            return _keyed(widget, of, window, questions)
        case "since":
            return _since(widget, of, window, questions=questions, ground=ground)
        case _:
            return _numbers(widget, of, window, questions=questions, ground=ground)


def _numbers(
    widget: Widget, of: list[Subjected], window: Window, *, questions: Questions, ground: Ground
) -> Build:
    asked = [(each, questions.put(_ask(each, window))) for each in of]
    earlier = _before(window)
    before_asked = {
        each.item.key: questions.put(_ask(each, earlier))
        for each in of
        if isinstance(each.item.measure, Ratio) and not each.plan.is_present
    }
    months = {
        each.item.key: [
            (month.first, questions.put(_ask(each, month))) for month in _months(each, ground.today)
        ]
        for each in of
    }

    def build(answers: Answers, _: Names) -> WidgetAnswer:
        figures = []
        for each, number in asked:
            sums = answers.whole(number)
            before = [(first, answers.whole(no)) for first, no in months[each.item.key]]
            figure = with_target(each, figure_of(each, sums, window), sums, before)
            if each.item.key in before_asked:
                sums_before = answers.whole(before_asked[each.item.key])
                figure = with_earlier(each, figure, sums_before, earlier)
            figures.append(figure)
        return _tile(widget, of, window, figures=tuple(figures))

    return build


def _before(window: Window) -> Window:
    """As many days, ending the day before."""
    last = window.first - timedelta(days=1)
    return Window(last - (window.last - window.first), last)


def _trend(widget: Widget, of: list[Subjected], window: Window, questions: Questions) -> Build:
    asked = [(each, questions.put(_ask(each, window, shape="day"))) for each in of]

    def build(answers: Answers, _: Names) -> WidgetAnswer:
        lines = tuple(_line(each, answers.parts(number), window) for each, number in asked)
        return _tile(widget, of, window, lines=lines)

    return build


def _line(of: Subjected, parts: list[Part], window: Window) -> Line:
    by_day = {part.day: part.sums for part in parts}
    points = []
    for number in range((window.last - window.first).days + 1):
        day = window.first + timedelta(days=number)
        sums = by_day.get(day, Sums())
        mean = mean_of(of.item, sums)
        value = UNSET if mean is None else value_said(of, mean)
        link = link_of(of, Window(day, day), {})
        points.append(Point(day, sums.live, said(of, mean), value, link))
    return Line(of.item.key, of.title, unit_of(of), of.definition, tuple(points))


def _keyed(widget: Widget, of: list[Subjected], window: Window, questions: Questions) -> Build:
    """The first indicator says the order, and which keys; a table has the keys of all of them."""
    first, *others = of
    whole = widget.kind == "table"
    leading = questions.put(_ask(first, window, shape="key", widget=widget, all_keys=whole))
    following = [
        (each, questions.put(_ask(each, window, shape="key", widget=widget, all_keys=True)))
        for each in others
    ]

    def build(answers: Answers, names: Names) -> WidgetAnswer:
        parts = answers.parts(leading)
        found = {
            each.item.key: {_place(part): part for part in answers.parts(number)}
            for each, number in following
        }
        if whole:
            parts = _every_key(widget, parts, found.values())
        entries = []
        for part in parts:
            keys = _keys(widget, first, part)
            beside = [found[each.item.key].get(_place(part)) for each in others]
            sums = [part.sums, *(Sums() if each is None else each.sums for each in beside)]
            listed = _is_listable(first, part)
            figures = [
                figure_of(
                    each if listed else replace(each, listed=False),
                    counted,
                    window,
                    _filters(first, keys),
                )
                for each, counted in zip(of, sums, strict=True)
            ]
            entries.append(Entry(_named(first, keys, names), tuple(figures)))
        by = tuple(key_said(first.kind, key, first.language) for key in widget.by)
        return _tile(widget, of, window, entries=tuple(entries), by=by)

    return build


def _every_key(
    widget: Widget, leading: list[Part], others: Iterable[Mapping[tuple[str, str, str], Part]]
) -> list[Part]:
    """The keys under which any indicator counted enough; those the first knows come first.

    A unit that closed all it had is still one of the units: without it columns do not add up.
    """
    most: dict[tuple[str, str, str], int] = {}
    parts = {_place(part): part for part in leading}
    for found in (dict(parts), *others):
        for place, part in found.items():
            parts.setdefault(place, replace(part, sums=Sums()))
            most[place] = max(most.get(place, 0), part.sums.live)
    kept = [part for place, part in parts.items() if most[place] >= widget.at_least]
    kept.sort(key=lambda part: (-part.sums.live, -most[_place(part)], _place(part)))
    return kept[: widget.most]


def _since(
    widget: Widget, of: list[Subjected], window: Window, *, questions: Questions, ground: Ground
) -> Build:
    windows = _around(ground)
    asked = [
        (each, [questions.put(_ask(each, Window(w.first, w.last))) for w in windows]) for each in of
    ]

    def build(answers: Answers, _: Names) -> WidgetAnswer:
        if ground.go_live is None:
            return _tile(widget, of, window, since=Since())
        rows = []
        for each, numbers in asked:
            sums = [answers.whole(number) for number in numbers]
            figures = tuple(
                figure_of(each, counted, Window(w.first, w.last))
                for counted, w in zip(sums, windows, strict=True)
            )
            rows.append(SinceRow(each.title, figures, _ratios(each, sums)))
        return _tile(widget, of, window, since=Since(ground.go_live, windows, tuple(rows)))

    return build


def compression(old: Decimal | None, new: Decimal | None) -> str:
    """How many times quicker, in percent: old mean over new mean; nothing without both."""
    if old is None or not new:
        return ""
    return rounded(old / new * 100)


def _ratios(of: Subjected, sums: list[Sums]) -> tuple[str, ...]:
    if isinstance(of.item.measure, Count | Ratio):
        return ()
    old, *new = [mean_of(of.item, counted) for counted in sums]
    return ("", *(compression(old, each) for each in new))


def _around(ground: Ground) -> tuple[SinceWindow, ...]:
    """The baseline and the days after going live, as far as they have begun; never overlapping."""
    live = ground.go_live
    if live is None:
        return ()
    day = timedelta(days=1)
    found = [SinceWindow(
        "baseline", texts.BASELINE.said(ground.language),
        live - BASELINE_DAYS * day, live - day, live <= ground.today,
    )]  # fmt: skip
    for days in AFTER_DAYS:
        last = live + (days - 1) * day
        title = texts.AFTER.said(ground.language).format(n=days)
        if live <= ground.today:
            found.append(SinceWindow(f"day{days}", title, live, last, last < ground.today))
    return tuple(found)


def _months(of: Subjected, today: date) -> list[Window]:
    """The last complete calendar months that the target looks at, the newest last."""
    count = of.item.target.months if of.item.target is not None else 0
    months: list[Window] = []
    first = today.replace(day=1)
    for _ in range(count):
        last = first - timedelta(days=1)
        first = last.replace(day=1)
        months.insert(0, Window(first, last))
    return months


def _ask(
    of: Subjected,
    window: Window,
    *,
    shape: str = "sum",
    widget: Widget | None = None,
    all_keys: bool = False,
) -> Ask:
    ask = Ask(of.plan, window.first, window.last, excludes=of.item.excludes)
    if shape == "day":
        return Ask(ask.plan, ask.first, ask.last, "day", ask.excludes)
    if widget is None:
        return ask
    places: dict[str, str] = {"org": "unit"} | dict(
        zip(of.item.by, ("first", "second"), strict=False)
    )
    by = tuple(places[key] for key in widget.by)
    most, least = (10_000, 0) if all_keys else (widget.most, widget.at_least)
    return Ask(
        ask.plan, ask.first, ask.last, "key", ask.excludes, by,  # type: ignore[arg-type]
        widget.kind == "toplist", most, least,
    )  # fmt: skip


def _place(part: Part) -> tuple[str, str, str]:
    return part.unit, part.first, part.second


def _keys(widget: Widget, of: Subjected, part: Part) -> list[tuple[str, str]]:
    values = {"org": part.unit} | dict(zip(of.item.by, (part.first, part.second), strict=False))
    return [(key, values[key]) for key in widget.by]


def _filters(of: Subjected, keys: list[tuple[str, str]]) -> dict[str, str]:
    return {
        "org" if key == "org" else column_of(of.kind, key): value for key, value in keys if value
    }


def _named(of: Subjected, keys: list[tuple[str, str]], names: Names) -> tuple[KeyName, ...]:
    said_keys = []
    for key, value in keys:
        if not value:
            name = texts.NO_UNIT.said(of.language)
        elif key == "org" or _is_reference(of, key):
            name = names.get(value, value)
        else:
            name = code_said(of.kind, key, value, of.language)
        said_keys.append(KeyName(key, value, name))
    return tuple(said_keys)


def _is_listable(of: Subjected, part: Part) -> bool:
    """Whether a list's filter finds the same: a unit above those that are summed up does not."""
    return not part.unit or depth_of(part.unit) >= of.depth


def _is_reference(of: Subjected, key: str) -> bool:
    field = of.kind.fields.get(key)
    return field is not None and field.kind in REFERENCES


def _tile(widget: Widget, of: list[Subjected], window: Window, **content: object) -> WidgetAnswer:
    return WidgetAnswer(
        key=widget.key,
        kind=widget.kind,
        title=widget.title.said(of[0].language),
        width=widget.width,
        first=window.first,
        last=window.last,
        **content,  # type: ignore[arg-type]
    )
