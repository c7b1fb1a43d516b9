"""A table that could be silent, wrong or unfair is not published."""

from collections.abc import Callable

import pytest
from msgspec import structs

from anshu.definitions.check import pack_findings
from anshu.definitions.language import Pack, RecordType
from anshu.definitions.rule_language import Binding, RuleTable
from tests.records.people import hazard_packs

Change = Callable[[RuleTable], RuleTable]


def changed(key: str, change: Change) -> list[str]:
    """The findings of the shipped packs with one table changed."""
    return pack_findings([_pack(pack, key, change) for pack in hazard_packs()])


def _pack(pack: Pack, key: str, change: Change) -> Pack:
    items = tuple(
        change(item) if isinstance(item, RuleTable) and item.key == key else item
        for item in pack.items
    )
    return structs.replace(pack, items=items)


def first_row(**more: object) -> Change:
    def change(item: RuleTable) -> RuleTable:
        rows = (structs.replace(item.rows[0], **more), *item.rows[1:])
        return structs.replace(item, rows=rows)

    return change


def first_input(**more: object) -> Change:
    def change(item: RuleTable) -> RuleTable:
        inputs = (structs.replace(item.inputs[0], **more), *item.inputs[1:])
        return structs.replace(item, inputs=inputs)

    return change


def whole(**more: object) -> Change:
    return lambda item: structs.replace(item, **more)


def test_the_shipped_tables_are_clean() -> None:
    assert pack_findings(hazard_packs()) == []


@pytest.mark.parametrize(
    ("key", "change", "said"),
    [
        ("gas_oxygen", first_row(when={}), "it would always hold"),
        ("gas_oxygen", first_row(when={"oxygen": "about 5"}), "write a comparison"),
        ("gas_oxygen", first_row(when={"helium": "> 1"}), "which is no input"),
        ("gas_oxygen", first_row(clause=None), "blocks without a clause"),
        ("gas_oxygen", first_row(level="purple"), "level purple is no code"),
        ("gas_oxygen", first_input(unit="mg/m3"), "molar mass is not known"),
        ("gas_oxygen", first_input(unit="furlong"), "is not known"),
        ("gas_oxygen", first_input(field="flammable_gas"), "is a choice"),
        ("gas_oxygen", first_input(field="nothing"), "is no field of the type"),
        ("gas_oxygen", first_input(fact="wind"), "one of the two"),
        ("gas_oxygen", first_input(max_age_minutes=30, at_field=""), "name at_field"),
        ("gas_oxygen", whole(bound_to=()), "bound to nothing"),
        ("gas_oxygen", whole(bound_to=(Binding(form="no_form"),)), "which no type asks"),
        ("gas_oxygen", whole(missing="allow"), "allows what is missing"),
        ("gas_oxygen", whole(needs_any=("helium",)), "needs_any names helium"),
        ("gas_h2s", whole(layer_use="binding"), "not verified, but the table is binding"),
        ("gas_h2s", first_input(substance="radon"), "not among the table's substances"),
        ("gas_oxygen", first_input(field="area", of="nothing"), "refers to has no field"),
    ],
)
def test_a_fault_is_named(key: str, change: Change, said: str) -> None:
    findings = changed(key, change)
    assert any(said in text for text in findings), findings


def test_a_verdict_may_not_rest_on_what_not_all_may_read() -> None:
    table = next(i for p in hazard_packs() for i in p.items if isinstance(i, RuleTable))

    def hide(pack: Pack) -> Pack:
        items = tuple(
            structs.replace(
                item,
                fields=tuple(
                    structs.replace(f, classed="restricted") if f.key == "oxygen" else f
                    for f in item.fields
                ),
            )
            if isinstance(item, RecordType) and item.key == "gas_check"
            else item
            for item in pack.items
        )
        return structs.replace(pack, items=items)

    assert table.key == "gas_oxygen"
    findings = pack_findings([hide(pack) for pack in hazard_packs()])
    assert any("a verdict is kept for all to read" in text for text in findings)
