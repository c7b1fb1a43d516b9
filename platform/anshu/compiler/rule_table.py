"""A rule table compiled once to ONE ZEN expression that answers which of its rows hold.

The engine answers nothing, without an error, for a value of a wrong type: values are checked
here before it sees them.
"""

import json
from collections.abc import Mapping
from decimal import Decimal

import zen

from anshu.definitions.rule_cells import Cell, as_zen, read_cell
from anshu.definitions.rule_language import RuleInput, RuleTable

Value = Decimal | str | bool | tuple[str, ...] | None


class WrongInput(TypeError):
    """A value of another type than the input's; it never reaches the engine."""


class CompiledTable:
    """A table and its expression; instances are shared and immutable."""

    def __init__(self, item: RuleTable) -> None:
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
