"""The limits of the shipped packs as everybody reads them, with a company that tightens one."""

from anshu.compiler.compiled import Compiled
from anshu.definitions.pack import parse_pack
from anshu.web.routes.standards import describe_standards
from tests.permits.people import permit_packs

COMPANY = """
layer: company
publisher: 甲公司
name: own-limits
version: "1"
effective_from: "2026-01-01"
requires: [permit-limits]
items:
  - kind: Limit
    key: gas_age
    title: {zh: 气体分析到作业开始的间隔, en: From gas test to start}
    direction: at_most
    value: "20"
    unit: min
"""


def test_a_limit_shows_its_layers_the_one_that_holds_and_the_gates_that_use_it() -> None:
    packs = (*permit_packs(), parse_pack(COMPANY, name="own-limits"))
    shown = describe_standards(Compiled(packs), "zh-CN")
    (gas,) = [each for each in shown.limits if each.key == "gas_age"]
    assert (gas.direction, gas.value, gas.unit) == ("at_most", "20", "min")
    assert [(each.layer, each.value, each.holds) for each in gas.layers] == [
        ("law", "30", False), ("company", "20", True),
    ]  # fmt: skip
    assert gas.layers[0].clause and gas.layers[0].clause.norm == "GB 30871"
    assert any("20 分钟" in gate.said and "…" in gate.said for gate in gas.gates)
    assert not [each.key for each in shown.limits if "{" in "".join(g.said for g in each.gates)]
    assert {pack.layer_label for pack in shown.packs} == {"法规标准", "集团", "企业"}
    assert "20 min" in str(describe_standards(Compiled(packs), "en").limits)
