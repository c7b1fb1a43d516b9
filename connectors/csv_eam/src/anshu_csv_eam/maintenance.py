"""maintenance.csv: one row per work order; the newest finished one dates a machine."""

from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from anshu.sdk.values import SourceProblem, SourceValue, raw_hash
from anshu_csv_eam.cells import problem, read_code, read_time
from anshu_csv_eam.folder import Export
from anshu_csv_eam.moments import written
from anshu_csv_eam.table import Columns, Row, Table, read_table

FILE = "maintenance.csv"
LAST_MAINTENANCE = "last_maintenance_at"

# Clocks of the source may run a little ahead; more than this is a wrong entry.
TOLERANCE = timedelta(hours=1)

COLUMNS = Columns(
    names={
        "order": ("工单号", "工单编号", "维修单号", "订单号", "order number", "order", "wonum"),
        "equipment": ("设备编码", "设备编号", "设备代码", "设备号", "资产编号",
                      "equipment code", "equipment", "assetnum"),
        "type": ("工单类型", "维修类型", "类型", "type", "worktype", "order type"),
        "finished_at": ("完成时间", "完工时间", "完成日期", "完工日期", "实际完成时间",
                        "finished at", "actfinish", "completed on", "finished"),
        "description": ("描述", "工作内容", "内容", "说明", "description"),
    },
    required=frozenset({"order", "equipment", "finished_at"}),
)  # fmt: skip


class Finished(Struct, frozen=True):
    """A finished work order."""

    equipment: str
    order: str
    at: datetime
    raw: str


def read_maintenance(
    export: Export, *, encoding: str, zone: tzinfo, now: datetime
) -> tuple[tuple[SourceValue, ...], tuple[SourceProblem, ...]]:
    """`last_maintenance_at` of each machine with a finished order; open orders give nothing."""
    table = read_table(FILE, export.body, columns=COLUMNS, encoding=encoding)
    newest: dict[str, Finished] = {}
    problems = list(table.problems)
    for row in table.rows:
        outcome = _finished(row, table, zone=zone, now=now)
        if isinstance(outcome, SourceProblem):
            problems.append(outcome)
        elif outcome is not None:
            known = newest.get(outcome.equipment)
            if known is None or outcome.at > known.at:
                newest[outcome.equipment] = outcome
    values = tuple(_value(order, export=export, now=now) for order in newest.values())
    return values, tuple(problems)


def _finished(
    row: Row, table: Table, *, zone: tzinfo, now: datetime
) -> Finished | SourceProblem | None:
    order = read_code(row, "order", table=table, place=FILE)
    if isinstance(order, SourceProblem):
        return order
    equipment = read_code(row, "equipment", table=table, place=FILE)
    if isinstance(equipment, SourceProblem):
        return equipment
    at = read_time(row, "finished_at", table=table, place=FILE, zone=zone)
    if isinstance(at, SourceProblem) or at is None:
        return at
    if at > now + TOLERANCE:
        return problem(
            row,
            "finished_at",
            table=table,
            place=FILE,
            zh="完成时间在将来",
            en="the order is finished in the future",
        )
    return Finished(equipment, order, at, row.raw)


def _value(order: Finished, *, export: Export, now: datetime) -> SourceValue:
    return SourceValue(
        entity_key=order.equipment,
        name=LAST_MAINTENANCE,
        value=written(order.at),
        source_key=order.order,
        source_modified_at=export.modified_at,
        fetched_at=now,
        raw_hash=raw_hash(order.raw.encode()),
    )
