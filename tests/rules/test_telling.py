"""What is sent back as empty talk, and what must never be."""

from pathlib import Path

import pytest

from anshu.entrypoints.try_quality import Label, measure, read_labels, shipped_lexicon
from anshu.rules.telling import Context, Lacking, missing_fact

ROOT = Path(__file__).parents[2]

LEXICON = shipped_lexicon()
CLAUSE = "皮带输送机两侧应设置拉线开关，并保持灵敏有效"


def hazard(text: str, *phrases: str) -> Lacking:
    return missing_fact(text, "thing_and_defect", LEXICON, Context(phrases))


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("已整改", "both"), ("无", "both"), ("一般", "both"), ("  已经处理完毕。", "both"),
        ("立即整改，已完成", "both"), ("有安全隐患", "both"), ("2026", "both"), ("...", "both"),
        ("整 改 完 成！！", "both"), ("不规范", "what"), ("乱放", "what"), ("已更换", "what"),
        ("离心泵", "wrong"), ("三楼配电间", "wrong"), ("加强安全管理", "wrong"),
        ("仓库通风良好", "wrong"), ("消防水带完好", "wrong"), ("定期组织学习", "wrong"),
    ],
)  # fmt: skip
def test_empty_talk_lacks_a_named_fact(text: str, lacking: Lacking) -> None:
    assert hazard(text) == lacking


@pytest.mark.parametrize(
    "text",
    [
        "3号反应釜搅拌轴密封圈老化，有轻微渗漏", "泵漏油", "护栏缺一根横杆", "已更换灭火器",
        "二楼通道有纸箱", "配电箱门未关，已整改", "离心机螺栓松动", "未戴安全帽", "罐区围堰有裂缝",
        "操作工不在岗", "循环水泵异响", "更换了2号机械密封", "电缆桥架盖板脱落一块",
        "清理楼梯口杂物",
        "车间照明不足", "阀门手轮锈死", "液位计看不清", "冷却塔平台一侧护栏的踢脚板已经整段掉了",
    ],
)  # fmt: skip
def test_a_terse_fact_is_enough(text: str) -> None:
    assert hazard(text) == ""


def test_a_repeated_clause_is_no_news_but_what_is_put_into_it_is() -> None:
    assert hazard(CLAUSE, CLAUSE) == "repeats"
    assert hazard("1、" + CLAUSE + "。", CLAUSE) == "repeats"
    assert hazard("皮带输送机两侧未设置拉线开关", CLAUSE) == ""


def test_measures_say_what_was_done() -> None:
    def measures(text: str) -> Lacking:
        return missing_fact(text, "action_taken", LEXICON)

    assert [measures(t) for t in ("已整改", "已按要求完成", "无", "合格")] == ["done"] * 4
    assert measures("更换机械密封，试压30分钟无渗漏") == ""
    assert measures("已更换") == ""
    assert measures("把北侧爬梯的第二个踏步重新做了防滑处理") == ""


def test_a_finding_says_what_was_seen() -> None:
    def finding(text: str) -> Lacking:
        return missing_fact(text, "finding", LEXICON)

    assert [finding(t) for t in ("合格", "同意", "已整改", "OK", "情况属实")] == ["finding"] * 5
    assert finding("密封处无渗漏") == ""
    assert finding("复查合格，护罩已装好") == ""


def test_what_is_not_asked_to_tell_anything_passes() -> None:
    assert missing_fact("无", "", LEXICON) == ""


def test_long_and_odd_texts_are_read_in_no_time() -> None:
    for text in ("已整改" * 5000, "\u200b\u200b", "🙂🙂🙂", "a" * 10000, "（" * 999):
        hazard(text, CLAUSE)


def test_labels_are_line_numbers_that_both_labellers_saw() -> None:
    labels = read_labels(ROOT / "tests" / "quality" / "labels.csv")
    assert len({label.line for label in labels}) == 300
    assert {label.a for label in labels} | {label.b for label in labels} == {"g", "e"}


def test_figures_count_only_what_both_say() -> None:
    reports = ["条款 已整改", "条款 泵漏油", "条款 无", "条款 罐体腐蚀", ""]
    labels = [Label(1, "e", "e"), Label(2, "g", "g"), Label(3, "g", "e"), Label(4, "e", "e")]
    found = measure(reports, labels, LEXICON)
    assert (found.agreed, found.good, found.empty, found.rest) == (3, 1, 2, 0)
    assert (found.refused_good, found.passed_empty) == ((), (4,))
