"""Indicators and boards that cannot be computed or may not be shown are refused, with the cure."""

import msgspec
import pytest

from anshu.definitions.board_language import (
    Board,
    Count,
    Indicator,
    Ratio,
    Span,
    Target,
    Value,
    Widget,
)
from anshu.definitions.check import pack_findings
from anshu.definitions.language import Item, Pack
from anshu.definitions.words import Text
from tests.records.people import hazard_packs

T = Text(zh="甲")
GOOD = Indicator(key="mine", title=T, type="hazard", at="created", measure=Count(), by=("area",))
BOARD = Board(
    key="mine", title=T,
    widgets=(Widget(key="a", kind="toplist", title=T, indicators=("mine",), by=("area",)),),
)  # fmt: skip


def findings(*items: Item) -> list[str]:
    own = Pack(
        layer="company", publisher="x", name="own", version="1", effective_from="2026-01-01",
        items=items,
    )  # fmt: skip
    return pack_findings([*hazard_packs(), own])


def test_a_good_indicator_and_its_board_are_published() -> None:
    assert findings(GOOD, BOARD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "absent"}, "which no pack defines"),
        ({"at": "someday"}, "is no moment"),
        ({"at": "first:absent"}, "is no task of the flow"),
        ({"by": ("area", "level", "category")}, "at most 2"),
        ({"by": ("penalty",)}, "not promoted"),
        ({"by": ("description",)}, "too many values"),
        ({"where": (("absent", "x"),)}, "no such field"),
        ({"measure": Ratio()}, "always be 100 %"),
        ({"measure": Span(start="created", end="never")}, "is no moment"),
        ({"measure": Value(field="description")}, "no number field"),
        ({"target": Target()}, "one of them"),
        ({"target": Target(at_least="much")}, "is no number"),
        ({"at": "now", "target": Target(at_least="1", months=2)}, "no months"),
    ],
)
def test_a_wrong_indicator_is_named_with_its_cure(change: dict[str, object], said: str) -> None:
    found = findings(msgspec.structs.replace(GOOD, **change))
    assert any("Indicator mine" in text and said in text for text in found), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicators": ()}, "shows no indicator"),
        ({"indicators": ("absent",)}, "which no pack defines"),
        ({"indicators": ("mine", "mine")}, "shows one indicator"),
        ({"by": ("level",)}, "does not count"),
        ({"by": ()}, "by which key"),
        ({"days": 999}, "0 for the period"),
    ],
)
def test_a_wrong_widget_is_named_with_its_cure(change: dict[str, object], said: str) -> None:
    widget = msgspec.structs.replace(BOARD.widgets[0], **change)
    found = findings(GOOD, msgspec.structs.replace(BOARD, widgets=(widget,)))
    assert any("widget a" in text and said in text for text in found), found


def test_what_is_restricted_is_counted_by_nobody() -> None:
    packs = [
        msgspec.structs.replace(pack, items=tuple(_restricted(item) for item in pack.items))
        for pack in hazard_packs()
    ]
    found = pack_findings(packs)
    assert any("restricted, which no board may show" in text for text in found), found


def _restricted(item: Item) -> Item:
    if getattr(item, "key", "") != "hazard" or not hasattr(item, "fields"):
        return item
    fields = tuple(
        msgspec.structs.replace(field, classed="restricted") if field.key == "category" else field
        for field in item.fields
    )
    return msgspec.structs.replace(item, fields=fields)
