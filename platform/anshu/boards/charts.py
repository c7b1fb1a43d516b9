"""Charts as SVG text, drawn by hand for paper: no script, no browser, no font of their own."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

from msgspec import UNSET, Struct

from anshu.boards.answers import Line

COLOURS = ("#0f6f74", "#2f8f4e", "#c2410c", "#5b6b7b")
HEIGHT = 200
LEFT, RIGHT, TOP, BOTTOM = 40, 24, 30, 26
INK, LINE = "#18212b", "#d5dce3"


class Bar(Struct, frozen=True):
    """One bar: what it is called, how long it is, and what is written behind it."""

    name: str
    value: Decimal
    text: str


def trend_svg(lines: Sequence[Line], *, width: int) -> str:
    """Lines over days, each with its points, the values written beside them where few."""
    days = [point.day for point in lines[0].points] if lines else []
    values = [_number(point.value) for line in lines for point in line.points]
    top = _round_up(max(values, default=Decimal(0)))
    inner_width, inner_height = width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    step = inner_width / max(1, len(days) - 1)

    def x(place: int) -> float:
        return LEFT + place * step if len(days) > 1 else LEFT + inner_width / 2

    def y(value: Decimal) -> float:
        return TOP + inner_height * (1 - float(value / top))

    parts = [_grid(top, y, width)]
    every = max(1, len(days) // 10)
    for place, day in enumerate(days):
        if place % every == 0:
            parts.append(_text(x(place), HEIGHT - 8, f"{day:%m-%d}", anchor="middle"))
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        known = [
            (x(place), y(_number(point.value)), point)
            for place, point in enumerate(line.points)
            if point.value is not UNSET
        ]
        path = " ".join(f"{left:.1f},{up:.1f}" for left, up, _ in known)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for left, up, point in known:
            parts.append(f'<circle cx="{left:.1f}" cy="{up:.1f}" r="2.6" fill="{colour}"/>')
            if len(days) <= 10 and number == 0:
                parts.append(_text(left, up - 7, point.text, anchor="middle", fill=colour))
        parts.append(_legend(number, line.title, colour))
    return _svg(width, HEIGHT, parts)


def bars_svg(bars: Sequence[Bar], *, width: int) -> str:
    """Bars below each other, the longest over the whole width."""
    longest = max((bar.value for bar in bars), default=Decimal(0)) or Decimal(1)
    row, names, texts = 22, min(190, width // 3), 60
    parts = []
    for place, bar in enumerate(bars):
        middle = place * row + 15
        length = float(bar.value / longest) * (width - names - texts)
        parts.append(_text(names - 8, middle, _shortened(bar.name, names // 12), anchor="end"))
        parts.append(
            f'<rect x="{names}" y="{place * row + 4}" width="{length:.1f}" height="14" rx="2" '
            f'fill="{COLOURS[0]}"/>'
        )
        parts.append(_text(names + length + 6, middle, bar.text))
    return _svg(width, max(row, len(bars) * row), parts)


def _grid(top: Decimal, y: Callable[[Decimal], float], width: int) -> str:
    parts = []
    for quarter in range(3):
        value = top * quarter / 2
        up = y(value)
        parts.append(
            f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{up:.1f}" y2="{up:.1f}" '
            f'stroke="{LINE}" stroke-width="1"/>'
        )
        parts.append(_text(LEFT - 6, up + 4, f"{value.normalize():f}", anchor="end"))
    return "".join(parts)


def _legend(number: int, title: str, colour: str) -> str:
    left = LEFT + number * 120
    return f'<rect x="{left}" y="8" width="10" height="10" fill="{colour}"/>' + _text(
        left + 15, 17, title
    )


def _text(left: float, up: float, text: str, *, anchor: str = "start", fill: str = INK) -> str:
    return (
        f'<text x="{left:.1f}" y="{up:.1f}" font-size="11" text-anchor="{anchor}" '
        f'fill="{fill}">{escape(text)}</text>'
    )


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="100%">{"".join(parts)}</svg>'
    )


def _round_up(value: Decimal) -> Decimal:
    """The next round number above, so that the grid has round numbers."""
    for step in (2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000):
        if value <= step:
            return Decimal(step)
    return value


def _number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, str) else Decimal(0)


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
