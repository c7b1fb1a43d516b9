"""The signing sheet: the same data, the same hash; any other data, another."""

import hashlib

import msgspec
import pytest

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.flow.commands import Complete
from anshu.flow.state import RecordState, TaskState
from anshu.records.sheet import DECLARATION, sheet_hash, sheet_lines, sheet_text
from tests.compiler.forms import field
from tests.definitions.small import Spoiling, pack
from tests.flow.hazards import (
    AFTER,
    BEFORE,
    CHECKED,
    KIND,
    NOON,
    RECORD,
    actor,
    at_node,
    facts_at,
    person,
)

COURSE = at_node("rectification")
SUBMIT = COURSE.completing("submit", cost="1.5")
FIXER = actor("fixer")


def lines(command: Complete = SUBMIT, who: str = "fixer") -> tuple[str, ...]:
    return sheet_lines(KIND, COURSE.state, command, facts_at(NOON), actor(who))


def hashed(command: Complete = SUBMIT, who: str = "fixer") -> str:
    return sheet_hash(KIND, COURSE.state, command, facts_at(NOON), actor(who))


def changed(**data: object) -> Complete:
    return msgspec.structs.replace(SUBMIT, data={**SUBMIT.data, **data})


def test_a_sheet_says_what_for_whom_and_what_in_the_forms_order() -> None:
    *said, fingerprint, declaration, signer = lines()
    assert said == [
        "隐患 YH-2026-000007", "整改：整改完成，申请复查", "密封渗漏",
        "隐患类别：设备", "隐患等级：一般隐患", "整改期限：2026-11-25T09:00:00Z",
        f"整改前照片：1 张（{BEFORE[:8]}）", f"整改后照片：1 张（{AFTER[:8]}）",
        "整改措施：已更换", "整改费用：1.5 万元",
    ]  # fmt: skip
    assert fingerprint.startswith("数据指纹：")
    assert (declaration, signer) == (DECLARATION, "签名人：郑维修")


def test_the_hash_is_that_of_the_lines_and_the_same_every_time() -> None:
    assert hashed() == hashlib.sha256("\n".join(lines()).encode()).hexdigest()
    assert sheet_text(lines()) == "\n".join(lines()).encode()
    assert hashed(changed(**dict(reversed(SUBMIT.data.items())))) == hashed()


@pytest.mark.parametrize(
    "data",
    [
        {"before_photos": [AFTER]}, {"after_photos": [AFTER, CHECKED]}, {"cause": "老化"},
        {"before_photos": [BEFORE[:-1] + "f"]}, {"measures_taken": "已更换。"}, {"cost": "1.50"},
        {"cost": ""}, {"unasked": "x"},
    ],
)  # fmt: skip
def test_any_other_data_is_another_sheet(data: dict[str, object]) -> None:
    assert hashed(changed(**data)) != hashed()


def test_another_signer_outcome_or_record_is_another_sheet() -> None:
    assert hashed(who="worker") != hashed()
    other = msgspec.structs.replace(COURSE.state, number="YH-2026-000008")
    assert sheet_hash(KIND, other, SUBMIT, facts_at(NOON), FIXER) != hashed()


def test_the_signature_itself_is_not_part_of_what_it_signs() -> None:
    without = {k: v for k, v in SUBMIT.data.items() if k != "responsible_signature"}
    assert hashed(msgspec.structs.replace(SUBMIT, data=without)) == hashed()


def test_where_nothing_is_signed_there_is_no_sheet() -> None:
    returned = COURSE.completing("return")
    assert (lines(returned), hashed(returned)) == ((), "")
    unknown = msgspec.structs.replace(SUBMIT, outcome="none")
    assert hashed(unknown) == ""
    assert hashed(msgspec.structs.replace(SUBMIT, task=RECORD)) == ""


EXTRA = [
    field("multi_choice", "both", code_list="grade"), field("boolean", "stopped"),
    field("person", "helper"), field("location", "spot"), field("signature", "name"),
]  # fmt: skip


def signed_type() -> CompiledType:
    """The small type whose form asks a signature and every kind that a line words."""
    spoilings: list[Spoiling] = [
        (("type", "fields", "+"), msgspec.to_builtins(each)) for each in EXTRA
    ]
    spoilings += [(("repaired", "fields", "+"), {"field": each.key}) for each in EXTRA]
    return Compiled([pack(*spoilings)]).types["leak"]


def worded(**data: object) -> tuple[str, ...]:
    task = TaskState(RECORD, "fix", 1, (), (), "/", NOON, "system:x")
    state = RecordState(version=1, number="XL-1", data={"what": "渗漏"}, tasks=(task,))
    command = Complete(RECORD, RECORD, "leak", RECORD, 1, "done", data)
    return sheet_lines(signed_type(), state, command, facts_at(NOON), FIXER)


SPOT = {"lat": "31.5", "lon": "121.5", "system": "GCJ-02", "accuracy_m": "8"}


def test_values_are_worded_for_people() -> None:
    said = worded(
        both=["general", "major"], stopped=False, helper=str(person("worker")).upper(), spot=SPOT
    )
    assert said[3:-3] == (
        "标签：一般、重大", "标签：否", "标签：王工", "标签：31.5，121.5（GCJ-02）",
    )  # fmt: skip


def test_what_a_line_leaves_out_is_bound_all_the_same() -> None:
    close, wide = worded(spot=SPOT), worded(spot={**SPOT, "accuracy_m": "80"})
    assert close[:-3] == wide[:-3]
    assert close != wide


def test_data_that_no_form_would_take_gives_a_sheet_rather_than_an_error() -> None:
    for value in (1.5, None, {"a": [1.5]}, "\0", ["x", 3]):
        assert worded(helper=value, both=value, spot=value, cost=value)


def test_every_row_of_a_table_has_a_line_of_its_own() -> None:
    columns = (field("choice", "level", code_list="grade"), field("number", "mass", unit="t"))
    table = msgspec.to_builtins(field("table", "loads", columns=columns))
    spoilings: list[Spoiling] = [
        (("type", "fields", "+"), table), (("repaired", "fields", "+"), {"field": "loads"}),
        (("type", "fields", "+"), msgspec.to_builtins(field("signature", "name"))),
        (("repaired", "fields", "+"), {"field": "name"}),
    ]  # fmt: skip
    task = TaskState(RECORD, "fix", 1, (), (), "/", NOON, "system:x")
    state = RecordState(version=1, number="XL-1", data={"what": "渗漏"}, tasks=(task,))
    rows = [{"level": "major", "mass": "12"}, {"mass": "3.5"}]
    command = Complete(RECORD, RECORD, "leak", RECORD, 1, "done", {"loads": rows})
    kind = Compiled([pack(*spoilings)]).types["leak"]
    said = sheet_lines(kind, state, command, facts_at(NOON), FIXER)
    assert said[3:6] == ("标签：2 行", "　1. 标签 重大，标签 12 t", "　2. 标签 3.5 t")
