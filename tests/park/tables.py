"""Tables A.1 to A.4 of AQ 3064.2-2025 as a park platform reads them, without the product."""

from dataclasses import dataclass

TEXT = "text"
NUMBER = "number"
WHEN = "date and time"


@dataclass(frozen=True)
class Column:
    """One row of Table A.1 or A.3: symbol, Chinese name, type, whether it must be filled."""

    symbol: str
    name: str
    kind: str = TEXT
    required: bool = True
    codes: frozenset[str] = frozenset()


FLAG = frozenset({"0", "1"})
STATUSES = frozenset("0123456")
TICKET_TYPES = frozenset(
    {"01", "02", "03", "10", "21", "22", "23", "24", "30", "40", "50", "61", "62", "63", "70"}
)
ALARM_TYPES = frozenset(
    {"01", "02", "03", "04", "05", "10", "20", "30", "31", "40", "41", "42", "43"}
    | {"50", "51", "52", "60", "61", "62", "70", "80", "90"}
)

HOT_AND_CONFINED = frozenset({"01", "02", "03", "70"})
TEMPORARY_POWER = "10"
GAS = ("GASNAME", "GASTIME", "GASVALUE")
CERTIFICATE = ("WORKERCERTINAME", "WORKERCERTINUM")
LATER_KNOWN = ("ISSUETIME", "STARTTIME", "ENDTIME", "CHECKEDTIME")
COMMA_LISTS = ("SUPERVISORNAME", "WORKERNAME", "WORKDEPARTMENT")

NOT_SIGNED, SIGNED, WORKING, ACCEPTED, VOIDED, CANCELLED, PAUSED = "0123456"
ENDS = frozenset({ACCEPTED, VOIDED, CANCELLED})
# Table A.1 names the states, not their order; this is what "every change" (8.2) lets follow.
FOLLOWS = {
    NOT_SIGNED: {SIGNED, VOIDED, CANCELLED},
    SIGNED: {NOT_SIGNED, WORKING, PAUSED, VOIDED, CANCELLED},
    WORKING: {PAUSED, ACCEPTED, VOIDED, CANCELLED},
    PAUSED: {SIGNED, WORKING, ACCEPTED, VOIDED, CANCELLED},
}

_TRACE = (
    Column("DELETED", "删除标志", codes=FLAG),
    Column("CREATEDATE", "创建时间", WHEN),
    Column("CREATEBY", "创建人"),
    Column("UPDATEDATE", "最后修改时间", WHEN),
    Column("UPDATEBY", "最后修改人"),
)

TICKET = (
    Column("ID", "安全作业票编号"),
    Column("COMPANYNAME", "企业名称"),
    Column("COMPANYCODE", "企业编码"),
    Column("TICKETTYPE", "作业类型", codes=TICKET_TYPES),
    Column("GASNAME", "气体名称", required=False),
    Column("GASTIME", "气体分析时间", WHEN, required=False),
    Column("GASVALUE", "气体分析值", NUMBER, required=False),
    Column("ISSUETIME", "签批时间", WHEN),
    Column("STARTTIME", "作业开始时间", WHEN),
    Column("ENDTIME", "作业结束时间", WHEN),
    Column("TICKETPOSITION", "作业位置"),
    Column("TICKETCONTENT", "作业内容"),
    Column("CHECKEDTIME", "验收时间", WHEN),
    Column("LONGITUDE", "经度", NUMBER),
    Column("LATITUDE", "纬度", NUMBER),
    Column("TICKETSTATUS", "作业状态", codes=STATUSES),
    Column("SUPERVISORNAME", "监护人姓名"),
    Column("WORKERNAME", "作业人员姓名"),
    Column("WORKERCERTINAME", "资质证书名称", required=False),
    Column("WORKERCERTINUM", "资质证书编号", required=False),
    Column("WORKDEPARTMENT", "作业单位名称"),
    Column("ISCONTRACTORWORK", "是否承包商作业", codes=FLAG),
    Column("TICKETRESPONSNAME", "作业负责人"),
    Column("MAJORPERSONMOBILE", "负责人联系方式"),
    Column("ISCHANGED", "作业是否变更过", codes=FLAG),
    Column("CHANGEDCAUSE", "作业变更原因", required=False),
    Column("ISCANCELLED", "作业是否取消", codes=FLAG),
    Column("CANCELLEDCAUSE", "作业取消原因", required=False),
    *_TRACE,
)

ALARM = (
    Column("ID", "编号"),
    Column("TICKETID", "安全作业票ID"),
    Column("ALARMSTARTTIME", "报警开始时间", WHEN),
    Column("ALARMTYPE", "报警类型", codes=ALARM_TYPES),
    Column("ALARMENDTIME", "消警时间", WHEN, required=False),
    Column("ALARMRESULT", "处理记录", required=False),
    *_TRACE,
)
