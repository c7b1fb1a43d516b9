"""equipment.csv: one row per machine."""

from datetime import datetime, tzinfo

from anshu.sdk.values import SourceEntity, SourceProblem, raw_hash
from anshu_csv_eam.cells import problem, read_code, read_time
from anshu_csv_eam.folder import Export
from anshu_csv_eam.table import Columns, Row, Table, read_table

FILE = "equipment.csv"

COLUMNS = Columns(
    names={
        "code": ("设备编码", "设备编号", "设备代码", "设备号", "资产编号", "equipment code",
                 "equipment", "equipment number", "assetnum", "asset number"),
        "name": ("设备名称", "名称", "equipment name", "description"),
        "functional_location": ("功能位置", "安装位置", "位置", "functional location",
                                "location", "floc"),
        "area": ("区域", "车间", "装置", "area", "workshop", "unit"),
        "status": ("状态", "设备状态", "status"),
        "modified_at": ("最后修改时间", "最后变更时间", "修改时间", "更新时间", "变更日期",
                        "last change", "last modified", "changedate", "updated at"),
    },
    required=frozenset({"code", "name"}),
)  # fmt: skip
ATTRIBUTES = ("functional_location", "area", "status")


def read_equipment(
    export: Export, *, encoding: str, zone: tzinfo, now: datetime
) -> tuple[tuple[SourceEntity, ...], tuple[SourceProblem, ...]]:
    """The machines of the file and its broken rows; of two rows with one code the first counts."""
    table = read_table(FILE, export.body, columns=COLUMNS, encoding=encoding)
    first_lines: dict[str, int] = {}
    entities = []
    problems = list(table.problems)
    for row in table.rows:
        outcome = _entity(row, table, export=export, zone=zone, now=now)
        if isinstance(outcome, SourceProblem):
            problems.append(outcome)
        elif outcome.key in first_lines:
            problems.append(_duplicate(row, table, first=first_lines[outcome.key]))
        else:
            first_lines[outcome.key] = row.line
            entities.append(outcome)
    return tuple(entities), tuple(problems)


def _entity(
    row: Row, table: Table, *, export: Export, zone: tzinfo, now: datetime
) -> SourceEntity | SourceProblem:
    code = read_code(row, "code", table=table, place=FILE)
    if isinstance(code, SourceProblem):
        return code
    if not row.cells["name"]:
        return problem(
            row, "name", table=table, place=FILE, zh="设备名称是空的", en="the name is empty"
        )
    modified = read_time(row, "modified_at", table=table, place=FILE, zone=zone)
    if isinstance(modified, SourceProblem):
        return modified
    return SourceEntity(
        key=code,
        title=row.cells["name"],
        attributes={key: row.cells[key] for key in ATTRIBUTES if row.cells.get(key)},
        source_key=code,
        source_modified_at=modified or export.modified_at,
        fetched_at=now,
        raw_hash=raw_hash(row.raw.encode()),
    )


def _duplicate(row: Row, table: Table, *, first: int) -> SourceProblem:
    return problem(
        row,
        "code",
        table=table,
        place=FILE,
        zh=f"设备编码与第 {first} 行重复，以第 {first} 行为准",
        en=f"the code stands in line {first} too, which counts",
    )
