"""A rule table compiled once to ONE ZEN expression that answers which of its rows hold.

The engine answers nothing, without an error, for a value of a wrong type: values are checked
here before it sees them. Limits that rows name are put in before anything is read.
"""

import json
from collections.abc import Mapping
from decimal import Decimal

import zen
from msgspec import structs

from anshu.definitions.language import Limit
from anshu.definitions.limit_reference import named_limits, with_limits
from anshu.definitions.rule_cells import Cell, as_zen, read_cell
from anshu.definitions.rule_language import RuleInput, RuleRow, RuleTable
from anshu.definitions.words import Anchor
from anshu.kernel.quantity import Quantity, convert, decimal_of

Value = Decimal | str | bool | tuple[str, ...] | None


class WrongInput(TypeError):
    """A value of another type than the input's; it never reaches the engine."""


NO_LIMITS: Mapping[str, Limit] = {}
UNTOUCHED: Mapping[str, Anchor] = {}


class CompiledTable:
    """A table and its expression; instances are shared and immutable.

    `limits` are the strictest of the set. Raises KeyError for a limit that is not there and
    UnitError for one in a unit that an input's figures cannot be converted from.
    """

    def __init__(
        self,
        item: RuleTable,
        limits: Mapping[str, Limit] = NO_LIMITS,
        tightened: Mapping[str, Anchor] = UNTOUCHED,
    ) -> None:
        """`tightened`: where the figures come from of limits that a lower layer made stricter."""
        item = under_limits(item, limits, tightened)
        self.item = item
        self.inputs = {each.key: each for each in item.inputs}
        self.cells = tuple(
            {key: read_cell(text, self.inputs[key].kind) for key, text in row.when.items()}
            for row in item.rows
        )
        self.expression = expression_of(item, self.cells)
        self._compiled = zen.compile_expression(self.expression)
        self.substances = {each.code: each for each in item.substances}

    @property
    def key(self) -> str:
        return self.item.key

    def matching(self, values: Mapping[str, Value]) -> tuple[int, ...]:
        """The rows that hold, in order; an input that is not named is absent.

        Raises WrongInput for a value that is not of its input's kind.
        """
        context = {key: checked(one, values.get(key)) for key, one in self.inputs.items()}
        answer = self._compiled.evaluate(as_json(context))
        if not isinstance(answer, list) or len(answer) != len(self.item.rows):
            raise WrongInput(f"table {self.key} gave no answer for its rows")
        return tuple(place for place, held in enumerate(answer) if held == 1)


def under_limits(
    item: RuleTable, limits: Mapping[str, Limit], tightened: Mapping[str, Anchor] = UNTOUCHED
) -> RuleTable:
    """The table with the limits' figures in its rows, each in the unit of the input it bounds.

    A row that rests on a limit known at second hand is itself known at second hand; one whose
    limit was tightened names who did, not the norm that says another figure.
    """
    rows = tuple(
        _from_where(row, _row_under_limits(item, row, limits), tightened) for row in item.rows
    )
    return item if rows == item.rows else structs.replace(item, rows=rows)


def _row_under_limits(item: RuleTable, row: RuleRow, limits: Mapping[str, Limit]) -> RuleRow:
    named = {key for text in (row.limit, *row.when.values()) for key in named_limits(text)}
    if not named:
        return row
    units = {each.key: each.unit for each in item.inputs}
    when = {
        key: with_limits(text, _figures(named_limits(text), limits, units.get(key, "")))
        for key, text in row.when.items()
    }
    spoken_of = units.get(row.of_input or next(iter(row.when), ""), "")
    limit = with_limits(row.limit, _figures(named_limits(row.limit), limits, spoken_of))
    unverified = row.unverified or any(limits[key].unverified for key in named)
    return structs.replace(row, when=when, limit=limit, unverified=unverified)


def _from_where(row: RuleRow, filled: RuleRow, tightened: Mapping[str, Anchor]) -> RuleRow:
    found = (tightened[key] for key in named_limits(row.limit) if key in tightened)
    anchor = next(found, None)
    return structs.replace(filled, clause=anchor) if anchor is not None else filled


def _figures(named: tuple[str, ...], limits: Mapping[str, Limit], unit: str) -> dict[str, str]:
    return {key: f"{_in_unit(limits[key], unit):f}" for key in named}


def _in_unit(limit: Limit, unit: str) -> Decimal:
    figure = decimal_of(limit.value)
    if not (limit.unit and unit):
        return figure
    return convert(Quantity(figure, limit.unit), unit).value


def expression_of(item: RuleTable, cells: tuple[dict[str, Cell], ...]) -> str:
    """An array with 1 for every row that holds and 0 for every other."""
    kinds = {each.key: each.kind for each in item.inputs}
    rows = []
    for row in cells:
        tests = [as_zen(cell, key, kinds[key]) for key, cell in row.items()]
        rows.append(f"(({' and '.join(tests)}) ? 1 : 0)" if tests else "1")
    return f"[{', '.join(rows)}]"


def checked(item: RuleInput, value: Value) -> Value:
    """The value itself, if it is of the input's kind or absent; raises WrongInput otherwise."""
    if value is None:
        return None
    match item.kind:
        case "number":
            right = isinstance(value, Decimal) and value.is_finite()
        case "boolean":
            right = isinstance(value, bool)
        case "choice":
            right = isinstance(value, str)
        case "multi_choice":
            right = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    if not right:
        raise WrongInput(f"{item.key} is a {item.kind}, not {type(value).__name__}")
    return value


def as_json(context: Mapping[str, Value]) -> str:
    """The values as JSON with their decimals digit by digit (the engine counts in decimals)."""
    return "{" + ", ".join(f"{json.dumps(k)}: {_json(v)}" for k, v in context.items()) + "}"


def _json(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value)
