"""Words that plants use for the same column. Each group is one idea; a target that is called
by any word of a group is meant by all of them."""

from typing import Final

GROUPS: Final[tuple[tuple[str, ...], ...]] = (
    ("隐患描述", "隐患内容", "隐患情况", "隐患名称", "事故隐患", "存在问题", "存在隐患", "问题描述",
     "检查情况", "检查发现问题", "发现的问题", "问题隐患", "隐患事项", "隐患", "description",
     "hazard", "finding"),
    ("检查项目", "检查内容", "检查条款", "检查标准", "依据", "检查依据", "排查内容", "clause",
     "basis", "checklist item"),
    ("created_at", "发现时间", "发现日期", "上报时间", "上报日期", "检查时间", "检查日期",
     "排查时间", "排查日期", "登记时间", "登记日期", "日期", "时间", "reported at", "date"),
    ("done_at", "整改完成时间", "整改完成日期", "完成时间", "完成日期", "实际完成时间",
     "整改时间", "整改日期", "completed at"),
    ("closed_at", "销号时间", "销号日期", "闭环时间", "闭环日期", "验收时间", "验收日期",
     "复查时间", "复查日期", "closed at"),
    ("due", "deadline", "整改期限", "整改时限", "完成期限", "限期", "期限", "要求完成时间",
     "计划完成时间", "整改限期"),
    ("owner", "责任人", "整改责任人", "整改人", "整改负责人", "负责人", "responsible",
     "responsible person"),
    ("reporter", "上报人", "发现人", "检查人", "检查人员", "排查人", "排查人员", "报告人", "填报人",
     "登记人", "reported by", "inspector"),
    ("level", "隐患级别", "隐患等级", "级别", "等级", "风险等级", "risk level", "grade"),
    ("category", "隐患类别", "隐患分类", "隐患类型", "类别", "分类", "类型", "专业", "type"),
    ("org_path", "所属部门", "责任部门", "整改部门", "部门", "责任单位", "整改单位", "受检单位",
     "车间", "所属车间", "单位", "责任班组", "班组", "department", "workshop"),
    ("area", "区域", "隐患区域", "所在区域", "隐患地点", "隐患部位", "检查地点", "部位", "地点",
     "位置", "场所", "location", "place", "where"),
    ("equipment", "设备", "设备编号", "设备位号", "设备名称", "位号", "tag"),
    ("整改建议", "整改要求", "建议", "advice", "recommendation"),
    ("整改措施", "治理措施", "整改方案", "措施", "整改情况", "整改结果", "完成情况", "落实情况",
     "整改说明", "measures", "result"),
    ("state", "状态", "整改状态", "当前状态", "是否完成", "是否闭环", "是否销号", "status"),
    ("number", "隐患编号", "编号", "台账编号", "单号", "no"),
    ("remark", "备注", "说明", "remarks", "note"),
)  # fmt: skip

# What is rectified is not yet re-inspected: "已整改" waits for it, and closes nothing.
CLOSED_WORDS: Final = ("已闭环", "闭环", "已关闭", "关闭", "销号", "已验收", "已办结", "closed")
DONE_WORDS: Final = (
    "已整改",
    "整改完成",
    "已整改完成",
    "整改完毕",
    "已完成整改",
    "已完成",
    "rectified",
)
UNDONE_WORDS: Final = ("未整改", "正在整改", "未完成", "整改未完成", "未闭环", "not rectified")
