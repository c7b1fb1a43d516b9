"""A board as a document for the safety committee: HTML that a printer of PDF understands."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from html import escape
from zoneinfo import ZoneInfo

from msgspec import UNSET

from anshu.boards import texts
from anshu.boards.answers import BoardAnswer, Entry, Figure, WidgetAnswer
from anshu.boards.charts import Bar, bars_svg, trend_svg

MOST_BARS = 12
COLUMNS = 12
# Of a drawing as wide as one column.
COLUMN_POINTS = 64
STYLE = """
@page { size: A4 landscape; margin: 16mm 12mm 16mm;
  @top-left { content: string(company); font-size: 9pt; color: #43525f; }
  @top-right { content: string(mark); font-size: 10pt; font-weight: 600; color: #b42318; }
  @bottom-left { content: string(foot); font-size: 8pt; color: #5b6b7b; }
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #5b6b7b; } }
html { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
  "Microsoft YaHei", "PingFang SC", sans-serif; font-size: 9.5pt; color: #18212b; }
h1 { font-size: 17pt; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 0 0 2mm; }
.foot { string-set: foot content(); } .company { string-set: company content(); }
.mark { string-set: mark content(); }
.foot, .company, .mark { position: absolute; visibility: hidden; }
.meta { color: #43525f; margin: 0 0 5mm; border-bottom: .5pt solid #b9c3cd; padding-bottom: 3mm; }
.meta b { color: #18212b; font-weight: 600; }
.row { display: table; table-layout: fixed; width: 100%; border-spacing: 2mm 0; margin: 0 0 4mm;
  break-inside: avoid; }
.tile { display: table-cell; box-sizing: border-box; border: .5pt solid #d5dce3;
  border-radius: 2mm; padding: 3mm 4mm; vertical-align: top; }
.w3 { width: 24%; } .w4 { width: 32%; } .w6 { width: 48%; } .w8 { width: 65%; }
.w12 { width: 99%; } .gap { display: table-cell; }
.big { font-size: 21pt; font-weight: 600; line-height: 1.2; }
.late { color: #b42318; } .small { font-size: 8pt; color: #43525f; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; font-weight: 600;
  color: #43525f; } th, td { padding: 1.2mm 2mm 1.2mm 0; border-bottom: .4pt solid #e3e8ed;
  vertical-align: top; } td.n, th.n { text-align: right; padding-right: 3mm; }
.definitions { break-before: page; } .definitions td { font-size: 8pt; }
svg text { font-family: inherit; }
"""


def document(
    answer: BoardAnswer, *, language: str, printed_for: str, at: datetime, demo: bool = False
) -> str:
    """The whole document, with company, period, filters, data time and definitions.

    Every page of a demonstration says that its figures are no real ones.
    """
    zone = ZoneInfo(answer.zone)
    say = texts.Paper(language)
    foot = say.foot(answer.title, _moment(answer.data_time, zone))
    rows = "".join(_row(row, say) for row in _in_rows(answer.widgets))
    lang = "en" if language.startswith("en") else "zh-CN"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{escape(answer.title)}</title><style>{STYLE}</style></head><body>"
        f'<div class="company">{escape(answer.company)}</div>{_mark(say) if demo else ""}'
        f'<div class="foot">{escape(foot)}</div><h1>{escape(answer.title)}</h1>'
        f"{_meta(answer, say, zone=zone, printed_for=printed_for, at=at)}"
        f"{rows}{_definitions(answer, say)}</body></html>"
    )


def _mark(say: texts.Paper) -> str:
    return f'<div class="mark">{escape(say.demonstration)}</div>'


def _meta(
    answer: BoardAnswer, say: texts.Paper, *, zone: ZoneInfo, printed_for: str, at: datetime
) -> str:
    pairs = [(say.company, answer.company)] if answer.company else []
    pairs += [
        (say.period, f"{answer.first} – {answer.last}"),
        (say.scope, say.joined([answer.org] if answer.org else answer.scope)),
        (say.data_time, f"{_moment(answer.data_time, zone)}（{answer.zone}）"),
        (say.printed, f"{_moment(at, zone)} {printed_for}"),
    ]
    if answer.excluded_days:
        pairs.append((say.excluded, say.days(len(answer.excluded_days))))
    said = "　".join(f"{escape(name)} <b>{escape(value)}</b>" for name, value in pairs)
    warning = f'<br><span class="late">{escape(say.counting)}</span>' if answer.counting else ""
    return f'<p class="meta">{said}{warning}</p>'


def _in_rows(widgets: Iterable[WidgetAnswer]) -> Iterator[list[WidgetAnswer]]:
    """The tiles that stand beside each other: at most twelve columns."""
    row: list[WidgetAnswer] = []
    for widget in widgets:
        if sum(each.width for each in row) + widget.width > COLUMNS:
            yield row
            row = []
        row.append(widget)
    if row:
        yield row


def _row(row: list[WidgetAnswer], say: texts.Paper) -> str:
    rest = COLUMNS - sum(each.width for each in row)
    gap = f'<div class="gap" style="width:{rest / COLUMNS:.2%}"></div>' if rest else ""
    return f'<div class="row">{"".join(_tile(each, say) for each in row)}{gap}</div>'


def _tile(widget: WidgetAnswer, say: texts.Paper) -> str:
    present = widget.figures and all(figure.first is UNSET for figure in widget.figures)
    period = say.present if present else say.of_days(widget.first, widget.last)
    period = period if widget.since is UNSET else ""
    body = _body(widget, say)
    return (
        f'<section class="tile w{widget.width}"><h2>{escape(widget.title)}</h2>{body}'
        f'<div class="small">{escape(period)}</div></section>'
    )


def _body(widget: WidgetAnswer, say: texts.Paper) -> str:
    if widget.kind == "number":
        return "".join(_number(figure, say) for figure in widget.figures)
    if widget.kind == "trend":
        return trend_svg(widget.lines, width=widget.width * COLUMN_POINTS)
    if widget.since is not UNSET:
        return _since(widget, say)
    if widget.entries and widget.kind in ("bars", "heat"):
        bars = [_bar(entry) for entry in widget.entries[:MOST_BARS]]
        return bars_svg(bars, width=widget.width * COLUMN_POINTS)
    if widget.entries:
        return _entries(widget)
    if widget.figures:
        return _figures(widget.figures, say)
    return f'<p class="small">{escape(say.nothing)}</p>'


def _number(figure: Figure, say: texts.Paper) -> str:
    late = figure.target is not UNSET and (figure.target.missed or figure.target.flagged)
    target = "" if figure.target is UNSET else f"　{figure.target.said}"
    earlier = f"　{say.earlier(figure)}" if figure.earlier is not UNSET else ""
    flagged = figure.target is not UNSET and figure.target.flagged
    note = f'<div class="late">{escape(say.flagged(figure))}</div>' if flagged else ""
    counted = f"{figure.good} / {figure.n}" if figure.good is not UNSET else say.n(figure.n)
    return (
        f'<div class="big{" late" if late else ""}">{escape(figure.text)}</div>'
        f'<div class="small">{escape(counted)}{escape(target)}{escape(earlier)}</div>{note}'
    )


def _figures(figures: Iterable[Figure], say: texts.Paper) -> str:
    rows = [
        [figure.title, figure.text, _text(figure.median_text), str(figure.n)] for figure in figures
    ]
    return _table([say.indicator, say.mean, say.median, "n"], rows, right=1)


def _entries(widget: WidgetAnswer) -> str:
    titles = [figure.title for figure in widget.entries[0].figures]
    rows = [
        [*(key.name for key in entry.keys), *(figure.text for figure in entry.figures)]
        for entry in widget.entries
    ]
    return _table([*widget.by, *titles], rows, right=len(widget.by))


def _since(widget: WidgetAnswer, say: texts.Paper) -> str:
    since = widget.since
    if since is UNSET or since.go_live is UNSET:
        return f'<p class="small">{escape(say.no_go_live)}</p>'
    head = [say.indicator]
    for window in since.windows:
        running = "" if window.complete else say.running
        head.append(f"{window.title} {window.first}–{window.last}{running}")
    rows = []
    for row in since.rows:
        cells = []
        for place, figure in enumerate(row.figures):
            ratio = row.ratios[place] if place < len(row.ratios) else ""
            more = say.compression(ratio) if ratio else ""
            cells.append(f"{figure.text}（{say.n(figure.n)}）{more}")
        rows.append([row.title, *cells])
    return _table(head, rows, right=len(head))


def _definitions(answer: BoardAnswer, say: texts.Paper) -> str:
    rows = [[title, said] for title, said in definitions_of(answer).items()]
    return (
        f'<section class="definitions"><h2>{escape(say.definitions)}</h2>'
        f"{_table([say.indicator, say.definition], rows, right=2)}</section>"
    )


def definitions_of(answer: BoardAnswer) -> dict[str, str]:
    """How each indicator of the board is computed, by its title, each once."""
    found: dict[str, str] = {}
    for widget in answer.widgets:
        for line in widget.lines:
            found[line.title] = line.definition
        since = () if widget.since is UNSET else widget.since.rows
        rows = [entry.figures for entry in widget.entries] + [row.figures for row in since]
        for figure in [*widget.figures, *(figure for row in rows for figure in row)]:
            found[figure.title] = figure.definition
    return found


def _table(head: list[str], rows: list[list[str]], *, right: int) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        mark = ' class="n"' if place >= right else ""
        return f"<{tag}{mark}>{escape(text)}</{tag}>"

    lines = ["".join(cell("th", place, text) for place, text in enumerate(head))]
    lines += ["".join(cell("td", place, text) for place, text in enumerate(row)) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _bar(entry: Entry) -> Bar:
    figure = entry.figures[0]
    value = Decimal(figure.value) if isinstance(figure.value, str) else Decimal(0)
    return Bar(" · ".join(key.name for key in entry.keys), value, figure.text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else texts.NOTHING


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
