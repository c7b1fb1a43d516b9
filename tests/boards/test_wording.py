"""How a figure is computed is said in the words of its own record type."""

from anshu.boards.wording import definition_said
from anshu.compiler.compiled import Compiled
from anshu.entrypoints.packs import shipped_packs

OF_HAZARDS = ("整改", "销号")


def test_what_is_said_of_permits_speaks_of_no_rectification() -> None:
    compiled = Compiled(shipped_packs())
    said = {
        key: definition_said(compiled.types[item.type], item, "zh-CN")
        for key, item in compiled.indicators.items()
        if item.type in ("permit", "permit_alarm")
    }
    assert [key for key, text in said.items() if any(word in text for word in OF_HAZARDS)] == []
    assert "办结时间" in said["permit_accepted"]


def test_what_is_said_of_hazards_keeps_their_words() -> None:
    compiled = Compiled(shipped_packs())
    said = " ".join(
        definition_said(compiled.types[item.type], item, "zh-CN")
        for item in compiled.indicators.values()
        if item.type == "hazard"
    )
    assert all(word in said for word in OF_HAZARDS)
