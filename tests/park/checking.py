"""Finds what is wrong with one record of Table A.1 or A.3, in words a sender can act on."""

import math
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.park import tables

Record = Mapping[str, object]

_WHEN = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_MOBILE = re.compile(r"1\d{10}")


@dataclass(frozen=True)
class Agreement:
    """What park and company agreed where Table A.1 asks for what cannot be known yet.

    The table wants times of signing, start, end and acceptance from the first record on; with
    `times_may_wait` they may be empty until the state that settles them. A gas analysis that has
    not been made cannot be sent: with `gas_may_wait` (usual) it is due from signing on.
    """

    times_may_wait: bool = False
    gas_may_wait: bool = True


def ticket_defects(record: Record, agreed: Agreement) -> list[str]:
    """What Table A.1 finds wrong with one ticket, alone."""
    wrong = list(_by_column(record, tables.TICKET, _may_be_empty(record, agreed)))
    wrong += _identifier(record, "ID")
    wrong += _gas(record, agreed)
    wrong += _together(record, tables.CERTIFICATE)
    wrong += _comma_lists(record)
    wrong += _place(record)
    wrong += _order(record, "STARTTIME", "ENDTIME")
    wrong += _order(record, "CREATEDATE", "UPDATEDATE")
    mobile = record.get("MAJORPERSONMOBILE")
    if isinstance(mobile, str) and mobile and not _MOBILE.fullmatch(mobile):
        wrong.append("MAJORPERSONMOBILE（负责人联系方式）：应为11位手机号")
    if record.get("TICKETSTATUS") == tables.CANCELLED and record.get("ISCANCELLED") == "0":
        wrong.append("ISCANCELLED（作业是否取消）：作业状态为 5 撤销时应为 1")
    return wrong


def alarm_defects(record: Record) -> list[str]:
    """What Table A.3 finds wrong with one alarm, alone."""
    wrong = list(_by_column(record, tables.ALARM, ()))
    wrong += _identifier(record, "ID")
    wrong += _identifier(record, "TICKETID")
    wrong += _order(record, "ALARMSTARTTIME", "ALARMENDTIME")
    wrong += _order(record, "CREATEDATE", "UPDATEDATE")
    return wrong


def sequence_defects(before: Record, after: Record) -> list[str]:
    """What is wrong with a change, given what the same ID said before (8.2: incremental)."""
    wrong = []
    if before["CREATEDATE"] != after["CREATEDATE"]:
        wrong.append("CREATEDATE（创建时间）：同一编号的创建时间不得改变")
    if str(after["UPDATEDATE"]) < str(before["UPDATEDATE"]):
        wrong.append(
            f"UPDATEDATE（最后修改时间）：{after['UPDATEDATE']} 早于已收到的"
            f" {before['UPDATEDATE']}，变化应按发生顺序同步"
        )
    old, new = before.get("TICKETSTATUS"), after.get("TICKETSTATUS")
    if old != new and new not in tables.FOLLOWS.get(str(old), set()):
        wrong.append(f"TICKETSTATUS（作业状态）：不能由 {old} 变为 {new}")
    return wrong


def _by_column(
    record: Record, columns: Sequence[tables.Column], may_be_empty: Sequence[str]
) -> Iterator[str]:
    known = {column.symbol for column in columns}
    for symbol in sorted(set(record) - known):
        yield f"{symbol}：表中没有此字段"
    for column in columns:
        value = record.get(column.symbol)
        if value is None or value == "":
            if column.required and column.symbol not in may_be_empty:
                yield f"{column.symbol}（{column.name}）：必填"
        elif (said := _value(column, value)) is not None:
            yield f"{column.symbol}（{column.name}）：{said}"


def _value(column: tables.Column, value: object) -> str | None:
    if column.kind == tables.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"应为数值，收到 {value!r}"
        return None if math.isfinite(value) else "应为有限数值"
    if not isinstance(value, str):
        return f"应为字符，收到 {value!r}"
    if not value.strip():
        return "不得全为空白"
    if column.kind == tables.WHEN and _moment(value) is None:
        return f"应为 YYYY-MM-DD HH:MM:SS，收到 {value!r}"
    if column.codes and value not in column.codes:
        return f"没有编码 {value!r}"
    return None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not _WHEN.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None


def _may_be_empty(record: Record, agreed: Agreement) -> tuple[str, ...]:
    if not agreed.times_may_wait:
        return ()
    status = record.get("TICKETSTATUS")
    if status == tables.ACCEPTED:
        return ()
    if status in {tables.WORKING, tables.PAUSED}:
        return ("ENDTIME", "CHECKEDTIME")
    if status == tables.SIGNED:
        return ("STARTTIME", "ENDTIME", "CHECKEDTIME")
    return tables.LATER_KNOWN


def _identifier(record: Record, symbol: str) -> list[str]:
    value = record.get(symbol)
    if not isinstance(value, str) or not value:
        return []  # said by the column already
    try:
        uuid.UUID(value)
    except ValueError:
        return [f"{symbol}：应为 UUID，收到 {value!r}"]
    return []


def _filled(record: Record, symbol: str) -> bool:
    return record.get(symbol) not in (None, "")


def _together(record: Record, symbols: Sequence[str]) -> list[str]:
    """Fields that come all or not at all."""
    missing = [symbol for symbol in symbols if not _filled(record, symbol)]
    if not missing or len(missing) == len(symbols):
        return []
    return [f"{symbol}：应与 {'、'.join(symbols)} 一并填写" for symbol in missing]


def _gas(record: Record, agreed: Agreement) -> list[str]:
    kind, status = record.get("TICKETTYPE"), record.get("TICKETSTATUS")
    due = not agreed.gas_may_wait or status in {
        tables.SIGNED,
        tables.WORKING,
        tables.ACCEPTED,
        tables.PAUSED,
    }
    if kind in tables.HOT_AND_CONFINED and due:
        return [
            f"{symbol}：动火、受限空间作业必须填写"
            for symbol in tables.GAS
            if not _filled(record, symbol)
        ]
    return _together(record, tables.GAS)


def _comma_lists(record: Record) -> Iterator[str]:
    for symbol in tables.COMMA_LISTS:
        value = record.get(symbol)
        if not isinstance(value, str) or not value:
            continue
        if any(mark in value for mark in "，、；;"):
            yield f"{symbol}：多个姓名或单位应以英文逗号隔开"
        if any(not part.strip() for part in value.split(",")):
            yield f"{symbol}：逗号之间不得为空"


def _place(record: Record) -> Iterator[str]:
    longitude, latitude = record.get("LONGITUDE"), record.get("LATITUDE")
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return
    if abs(longitude) > 180:
        yield "LONGITUDE（经度）：应在 -180 至 180 之间"
    if abs(latitude) > 90:
        yield "LATITUDE（纬度）：应在 -90 至 90 之间（经纬度是否颠倒）"
    if longitude == 0 and latitude == 0:
        yield "LONGITUDE、LATITUDE：0,0 不是作业位置"


def _order(record: Record, first: str, second: str) -> list[str]:
    begins, ends = _moment(record.get(first)), _moment(record.get(second))
    if begins is None or ends is None or begins <= ends:
        return []
    return [f"{second}：不得早于 {first}"]
