"""Cells are read as people write them, and what cannot be read says what may stand there."""

from decimal import Decimal

import pytest

from anshu.definitions.rule_cells import Bound, Cell, CellError, holds, read_cell
from anshu.definitions.rule_language import InputKind


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("< 19.5", Cell(bounds=(Bound("<", Decimal("19.5")),))),
        ("≥10", Cell(bounds=(Bound(">=", Decimal(10)),))),
        ("＜１９.５", Cell(bounds=(Bound("<", Decimal("19.5")),))),
        ("7", Cell(bounds=(Bound("=", Decimal(7)),))),
        ("(21..23.5]", Cell(bounds=(Bound(">", Decimal(21)), Bound("<=", Decimal("23.5"))))),
        ("-", Cell()),
    ],
)
def test_numbers(text: str, cell: Cell) -> None:
    assert read_cell(text, "number") == cell


def test_codes_with_any_comma_and_their_negation() -> None:
    assert read_cell("a，b、c", "choice") == Cell(codes=("a", "b", "c"))
    assert read_cell("not a", "multi_choice") == Cell(codes=("a",), negated=True)


def test_yes_and_no_in_either_language() -> None:
    assert read_cell("是", "boolean").truth is True
    assert read_cell("false", "boolean").truth is False


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<", "number"), ("abc", "number"), ("[5..1]", "number"), ("1e5", "number"),
        ("perhaps", "boolean"), ('a" or true or "b', "choice"), ("a,", "choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text: str, kind: InputKind) -> None:
    with pytest.raises(CellError):
        read_cell(text, kind)


def test_nothing_holds_of_an_absent_value_but_the_empty_cell() -> None:
    for text in ("< 5", "!= 5"):
        assert not holds(read_cell(text, "number"), None)
    assert not holds(read_cell("not a", "choice"), None)
    assert not holds(read_cell("false", "boolean"), None)
    assert holds(Cell(), None)
