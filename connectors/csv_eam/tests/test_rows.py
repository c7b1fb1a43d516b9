"""Broken rows are named; the good ones around them go on."""

from pathlib import Path

import pytest

from anshu.sdk.errors import TerminalError
from anshu_csv_eam.config import CsvEamConfig
from anshu_csv_eam.driver import CsvEamDriver
from connectors.csv_eam.tests import exports

CONFIG = CsvEamConfig(folder="one")
HEADING = "设备编码,设备名称,最后修改时间\n"
GOOD = "P-1,进料泵,2026-10-01\n"


@pytest.mark.parametrize(
    ("bad", "column", "said"),
    [
        (",无编码泵,2026-10-01\n", "设备编码", "编码是空的"),
        ("P-2,,2026-10-01\n", "设备名称", "设备名称是空的"),
        ("P-2,泵,03/04/2026\n", "最后修改时间", "不是能确定含义的时间"),
        ("P-2,泵,2026-02-30\n", "最后修改时间", "不是能确定含义的时间"),
        ("P-1,又一台,2026-10-01\n", "设备编码", "与第 2 行重复"),
        ("P-2,泵\n", "", "有 2 列，表头有 3 列"),
        ("P-2,泵,2026-10-01,多,余\n", "", "有 5 列"),
        ('P-2,"没有闭合,2026-10-01\n', "", "引号没有成对"),
        (f"P-2,{'长' * 4001},2026-10-01\n", "", "超过 4000 字"),
        (f"{'P' * 65},泵,2026-10-01\n", "设备编码", "超过 64 个字符"),
    ],
)
async def test_broken_row_is_named_and_the_rest_goes_on(
    driver: CsvEamDriver, root: Path, bad: str, column: str, said: str
) -> None:
    text = HEADING + GOOD + bad + 'P-9,"5"" 管线泵",2026-10-01\nP-10,5" 阀,2026-10-01\n'
    exports.write(root / "one", equipment=text)
    result = await driver.read(CONFIG, "equipment", "")
    assert [entity.key for entity in result.entities] == ["P-1", "P-9", "P-10"]
    (problem,) = result.problems
    assert (problem.place, problem.row, problem.column) == ("equipment.csv", 3, column)
    assert said in problem.message.zh
    assert problem.cure.zh


async def test_order_finished_in_the_future_does_not_count(
    driver: CsvEamDriver, root: Path
) -> None:
    text = "工单号,设备编码,完成时间\n1,P-1,2026-11-20 09:00\n2,P-1,2099-01-01\n"
    exports.write(root / "one", maintenance=text)
    result = await driver.read(CONFIG, "maintenance", "")
    (value,) = result.values
    assert value.source_key == "1"
    (problem,) = result.problems
    assert (problem.row, problem.column) == (3, "完成时间")


async def test_control_characters_do_not_break_a_row(driver: CsvEamDriver, root: Path) -> None:
    exports.write(root / "one", equipment="code,name\nP-1,a\x0b\x1cb\u2028c\nP-2,d\x00e\n")
    result = await driver.read(CONFIG, "equipment", "")
    assert [entity.title for entity in result.entities] == ["ab\u2028c", "de"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "是空的"),
        (b"\n \n", "是空的"),
        ("设备编码,地点\nP-1,x\n".encode(), "缺少“设备名称”列"),
        (b"code,name\nP-1,\xff\xff\xff\n", "编码无法识别"),
    ],
)
async def test_unreadable_file_is_refused_with_the_cure(
    driver: CsvEamDriver, root: Path, body: bytes, said: str
) -> None:
    exports.write(root / "one", equipment=body)
    with pytest.raises(TerminalError, match=said):
        await driver.read(CONFIG, "equipment", "")
