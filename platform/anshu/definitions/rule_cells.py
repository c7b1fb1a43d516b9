"""Cells of a rule table: a closed little language, read once, written as ZEN where it is run.

Comparisons, intervals, lists of codes and their negation, yes and no: nothing that could not be
compared with another row exactly.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from anshu.definitions.rule_language import InputKind

NUMBER = r"-?\d{1,15}(?:\.\d{1,12})?"
COMPARISON = re.compile(rf"(<=|>=|<|>|!=|=)\s*({NUMBER})")
INTERVAL = re.compile(rf"([\[(])\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*([\])])")
PLAIN = re.compile(NUMBER)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_%/.-]{0,60}")
BOOLEANS = {"true": True, "false": False, "是": True, "否": False, "yes": True, "no": False}
SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!=", "，": ",", "、": ","})
Sign = Literal["<", "<=", ">", ">=", "=", "!="]


class CellError(ValueError):
    """A cell that cannot be read; the text says what may stand there."""


class Bound(Struct, frozen=True):
    """One comparison with a number."""

    sign: Sign
    number: Decimal


class Cell(Struct, frozen=True):
    """A read cell: all bounds hold, or the value is (`negated`: is not) one of the codes.

    With neither bounds, codes nor a truth it holds for every value.
    """

    bounds: tuple[Bound, ...] = ()
    codes: tuple[str, ...] = ()
    negated: bool = False
    truth: bool | None = None


def read_cell(text: str, kind: InputKind) -> Cell:
    """The cell of an input of this kind; CellError says what may stand there."""
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS)).strip()
    if plain in ("", "-"):
        return Cell()
    match kind:
        case "number":
            return _numbers(plain)
        case "boolean":
            if plain.lower() not in BOOLEANS:
                raise CellError(f"{text!r}: write true or false")
            return Cell(truth=BOOLEANS[plain.lower()])
        case "choice" | "multi_choice":
            return _codes(plain)


def as_zen(cell: Cell, name: str, kind: InputKind) -> str:
    """The cell as a ZEN expression over the variable `name`; an absent value holds nothing."""
    if cell.truth is not None:
        return f"{name} == {'true' if cell.truth else 'false'}"
    if cell.bounds:
        tests = " and ".join(f"{name} {_zen_sign(b.sign)} {b.number:f}" for b in cell.bounds)
        return f"({name} != null and {tests})"
    if not cell.codes:
        return "true"
    codes = ", ".join(f'"{code}"' for code in cell.codes)
    if kind == "multi_choice":
        held = f"some({name}, # in [{codes}])"
        return f"({name} != null and {'not ' if cell.negated else ''}{held})"
    return f"({name} != null and {name} {'not in' if cell.negated else 'in'} [{codes}])"


def as_unary(cell: Cell, kind: InputKind) -> str:
    """The cell as it stands in a JDM decision table of single values (the oracle's input)."""
    if cell.truth is not None:
        return "true" if cell.truth else "false"
    if cell.bounds:
        return " and ".join(f"$ {_zen_sign(b.sign)} {b.number:f}" for b in cell.bounds)
    codes = ", ".join(f'"{code}"' for code in cell.codes)
    if not codes:
        return ""
    if kind == "multi_choice":
        return f"{'not ' if cell.negated else ''}some($, # in [{codes}])"
    return f"$ {'not in' if cell.negated else 'in'} [{codes}]"


def holds(cell: Cell, value: Decimal | str | bool | tuple[str, ...] | None) -> bool:
    """Whether the cell holds for a value: what the expression must say too."""
    if cell.truth is None and not cell.bounds and not cell.codes:
        return True
    if value is None:
        return False
    if cell.truth is not None:
        return value is cell.truth
    if cell.bounds:
        return isinstance(value, Decimal) and all(_bounded(b, value) for b in cell.bounds)
    chosen = value if isinstance(value, tuple) else (value,)
    return any(code in cell.codes for code in chosen) is not cell.negated


def _numbers(plain: str) -> Cell:
    interval = INTERVAL.fullmatch(plain)
    if interval:
        opening, low, high, closing = interval.groups()
        lower = Bound(">=" if opening == "[" else ">", Decimal(low))
        upper = Bound("<=" if closing == "]" else "<", Decimal(high))
        if lower.number > upper.number:
            raise CellError(f"{plain!r}: the lower end is above the upper one")
        return Cell(bounds=(lower, upper))
    compared = COMPARISON.fullmatch(plain)
    if compared:
        sign: Sign = compared[1]  # type: ignore[assignment]  # the pattern names the signs
        return Cell(bounds=(Bound(sign, Decimal(compared[2])),))
    if PLAIN.fullmatch(plain):
        return Cell(bounds=(Bound("=", Decimal(plain)),))
    raise CellError(f"{plain!r}: write a comparison like < 19.5 or an interval like [19.5..21]")


def _codes(plain: str) -> Cell:
    negated = plain.startswith("not ")
    listed = plain.removeprefix("not ") if negated else plain
    codes = tuple(code.strip().strip("'\"") for code in listed.split(","))
    if not all(CODE.fullmatch(code) for code in codes):
        raise CellError(f"{plain!r}: write codes like a, b or not a, b")
    return Cell(codes=codes, negated=negated)


def _zen_sign(sign: Sign) -> str:
    return "==" if sign == "=" else sign


def _bounded(bound: Bound, value: Decimal) -> bool:
    match bound.sign:
        case "<":
            return value < bound.number
        case "<=":
            return value <= bound.number
        case ">":
            return value > bound.number
        case ">=":
            return value >= bound.number
        case "=":
            return value == bound.number
        case "!=":
            return value != bound.number
