"""Checks indicators and boards: what they count exists and may be shown to whoever sees a board."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from anshu.definitions.board_language import (
    Board,
    Indicator,
    Measure,
    Ratio,
    Setting,
    Span,
    Target,
    Value,
    Widget,
)
from anshu.definitions.check_data import doubles
from anshu.definitions.check_type import KEY
from anshu.definitions.field_language import Field
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType

PRESENT = "now"
MOMENTS = ("created", "discovered", "due", "done", "closed")
FIRST = "first:"
ENTRY_SECONDS = "entry_seconds"
MOST_KEYS = 2
LONGEST_DAYS = 366
# Kinds whose values are few and the same for many records.
KEYS = ("choice", "clause", "boolean", "person", "area", "equipment")
SINGLE = {"number": 1, "bars": 1, "toplist": 1, "heat": 1}


def indicator_findings(item: Indicator, index: Index) -> Iterator[str]:
    """Everything of an indicator that its record type does not have or a board may not show."""
    named = f"Indicator {item.key}"
    if not KEY.fullmatch(item.key):
        yield f"{named}: a key is lower-case letters, digits and _ (at most 40)"
    kind = index.find(RecordType, item.type)
    if kind is None:
        yield f"{named} counts RecordType {item.type}, which no pack defines"
        return
    if item.at != PRESENT:
        yield from _moment_findings(f"{named}, at", item.at, kind, index)
    if len(item.by) > MOST_KEYS:
        yield f"{named} has {len(item.by)} keys: at most {MOST_KEYS}; the unit is always one beside"
    for key in doubles(item.by):
        yield f"{named} has the key {key} twice: remove one"
    for key in item.by:
        yield from _key_findings(f"{named}, by {key}", key, kind)
    yield from _setting_findings(named, item.where, kind)
    yield from _measure_findings(named, item.measure, kind, index)
    if item.target is not None:
        yield from _target_findings(f"{named}, target", item.target, item)


def board_findings(item: Board, index: Index) -> Iterator[str]:
    """Widgets of known indicators that can be shown in their kind."""
    named = f"Board {item.key}"
    if not KEY.fullmatch(item.key):
        yield f"{named}: a key is lower-case letters, digits and _ (at most 40)"
    if not item.widgets:
        yield f"{named} has no widgets: it would be an empty page"
    if not 1 <= item.days <= LONGEST_DAYS:
        yield f"{named} opens with {item.days} days: choose 1 to {LONGEST_DAYS}"
    for key in doubles(widget.key for widget in item.widgets):
        yield f"{named} has the widget {key} twice: rename one"
    for widget in item.widgets:
        yield from _widget_findings(f"{named}, widget {widget.key}", widget, index)


def _widget_findings(named: str, widget: Widget, index: Index) -> Iterator[str]:
    if not widget.indicators:
        yield f"{named} shows no indicator: name one"
    if SINGLE.get(widget.kind, len(widget.indicators)) < len(widget.indicators):
        yield f"{named} is a {widget.kind}, which shows one indicator: use a table"
    if not 0 <= widget.days <= LONGEST_DAYS:
        yield f"{named} shows {widget.days} days: choose 1 to {LONGEST_DAYS}, or 0 for the period"
    if not 1 <= widget.most <= 200 or widget.at_least < 1:
        yield f"{named}: most is 1 to 200, at_least 1 or more"
    if widget.kind in ("bars", "toplist", "heat") and not widget.by:
        yield f"{named} is a {widget.kind}: say by which key"
    for key in widget.indicators:
        indicator = index.find(Indicator, key)
        if indicator is None:
            yield f"{named} shows Indicator {key}, which no pack defines"
            continue
        for by in widget.by:
            if by != "org" and by not in indicator.by:
                yield f"{named} groups by {by}, by which Indicator {key} does not count"
        if widget.kind in ("trend", "since") and indicator.at == PRESENT:
            yield f"{named} is a {widget.kind}, but Indicator {key} is of the present only"


def _measure_findings(
    named: str, measure: Measure, kind: RecordType, index: Index
) -> Iterator[str]:
    match measure:
        case Ratio():
            yield from _setting_findings(f"{named}, ratio", measure.where, kind)
            if not measure.where and not measure.when:
                yield f"{named} is a ratio without a condition: it would always be 100 %"
        case Span():
            for moment in (measure.start, measure.end):
                yield from _moment_findings(f"{named}, span", moment, kind, index)
        case Value():
            field = _field(kind, measure.field)
            if measure.field == ENTRY_SECONDS and field is None:
                return
            if field is None or field.kind != "number":
                yield f"{named}: {measure.field} is no number field of {kind.key}"
            elif field.classed != "normal":
                yield f"{named}: {measure.field} is {field.classed}, which no board may show"
        case _:
            return


def _moment_findings(named: str, moment: str, kind: RecordType, index: Index) -> Iterator[str]:
    if moment in MOMENTS:
        return
    if moment.startswith(FIRST):
        flow = index.find(Flow, kind.flow)
        node = moment.removeprefix(FIRST)
        if flow is None or all(n.key != node or n.kind != "task" for n in flow.nodes):
            yield f"{named}: {node} is no task of the flow of {kind.key}"
        return
    field = _field(kind, moment)
    if field is None or field.kind != "datetime" or not field.promoted:
        said = ", ".join(MOMENTS)
        yield f"{named}: {moment} is no moment ({said}, first:<node>, a promoted datetime field)"
    elif field.classed != "normal":
        yield f"{named}: {moment} is {field.classed}, which no board may show"


def _setting_findings(named: str, settings: tuple[Setting, ...], kind: RecordType) -> Iterator[str]:
    for key, _ in settings:
        yield from _key_findings(f"{named}, where {key}", key, kind)


def _key_findings(named: str, key: str, kind: RecordType) -> Iterator[str]:
    if key == "state":
        return
    field = _field(kind, key)
    if field is None:
        yield f"{named}: {kind.key} has no such field"
    elif not field.promoted:
        yield f"{named}: the field is not promoted to a column: promote it"
    elif field.classed != "normal":
        yield f"{named}: the field is {field.classed}, which no board may show"
    elif field.kind not in KEYS:
        yield f"{named}: a {field.kind} has too many values to count by"


def _target_findings(named: str, target: Target, item: Indicator) -> Iterator[str]:
    if bool(target.at_least) == bool(target.at_most):
        yield f"{named}: give at_least or at_most, one of them"
    for text in (target.at_least, target.at_most):
        try:
            Decimal(text or "0")
        except InvalidOperation:
            yield f"{named}: {text!r} is no number"
    if not 0 <= target.months <= 12:
        yield f"{named}: months is 0 to 12"
    if target.months and item.at == PRESENT:
        yield f"{named}: the present has no months"


def _field(kind: RecordType, key: str) -> Field | None:
    return next((field for field in kind.fields if field.key == key), None)
